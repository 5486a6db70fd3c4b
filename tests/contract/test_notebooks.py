# SPDX-License-Identifier: Apache-2.0
"""The notebooks of the documentation are executed, and the code as it is gives the results that stand in them."""

from pathlib import Path

import nbformat
import pytest

from tools.notebooks import FOLDER, differing, results

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_again_what_stands_in_it(path: Path):
    found = nbformat.read(path, as_version=4)
    assert any(said for _source, said in results(found))
    assert "quatrefoil.methods" in "".join(cell.source for cell in found.cells)
    assert differing(path) == []
