# SPDX-License-Identifier: Apache-2.0
"""Runs the notebooks of the documentation again, so that every figure in them comes from the code as it is.

    python tools/notebooks.py [--check] [name …]

Without --check each notebook is written again with its results; with it nothing is written, and a result that is another
by now is named. Pictures are not compared.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/notebooks"
SECONDS = 300
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def executed(path: Path) -> Any:
    """The notebook with fresh results. Raises where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(ROOT)}}).execute()
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()  # moments and ids of this run say nothing to a reader
        if cell.cell_type == "code":  # what some library paints when it is imported is not a result
            cell.outputs = [output for output in cell.outputs if set(output.get("data", {})) != {"text/html"}]
    notebook.metadata = nbformat.from_dict(
        {"language_info": {"name": "python"}, "kernelspec": notebook.metadata.kernelspec}
    )
    return notebook


def results(notebook: Any) -> list[tuple[str, str]]:
    """What each cell of code printed or gave, as texts."""
    return [(cell.source, _said(cell)) for cell in notebook.cells if cell.cell_type == "code"]


def _said(cell: Any) -> str:
    texts = []
    for output in cell.outputs:
        text = output.get("text", "") or output.get("data", {}).get("text/plain", "")
        texts.append("" if "image/png" in output.get("data", {}) else ANSI.sub("", text))
    return "\n".join(texts)


def differing(path: Path) -> list[str]:
    """The cells whose results in the file are not those of the code."""
    before, now = results(nbformat.read(path, as_version=4)), results(executed(path))
    return [source for (source, said), (_same, fresh) in zip(before, now, strict=True) if said != fresh]


def main() -> int:
    """Run, write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    wrong = 0
    for path in sorted(FOLDER.glob("*.ipynb")):
        if given.names and path.stem not in given.names:
            continue
        sys.stderr.write(f"{path.name} ...\n")
        if given.check:
            for source in differing(path):
                wrong += 1
                sys.stderr.write(f"another result by now:\n{source}\n")
        else:
            nbformat.write(executed(path), path)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
