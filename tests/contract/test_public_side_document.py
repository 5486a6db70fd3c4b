# SPDX-License-Identifier: Apache-2.0
"""The document of the public side shows the workflow that the code has."""

from pathlib import Path

from quatrefoil.foundation.exchange.desk import REPORT
from quatrefoil.foundation.workflow.machine import diagram

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/explanation/public_side.md"


def test_the_diagram_is_drawn_from_the_table():
    assert f"```mermaid\n{diagram(REPORT)}\n```" in DOCUMENT.read_text()
