# SPDX-License-Identifier: Apache-2.0
"""Supply chains: where to look for forced labour, which suppliers are one, what a statement says, what a list changed.

    from quatrefoil.methods import supply_chain as sc

    edition = sc.from_xml(data, "2022")                 # or sc.from_columns(table) for CSV, XLSX, Parquet
    sc.between(earlier, later).changes                  # what changed
    scores = sc.score(suppliers, edition)               # every term; missing is not scored, never zero
    seen = sc.exposure(scores, sc.links(suppliers, scores), tiers=3)
    sc.match(suppliers, sc.shipped(), others).pairs     # probably one and the same; a person decides
    sc.check(sentences, sc.fit_statements(labelled))    # points at sentences; no verdict

A score is a reason to look, not a verdict. What it can and cannot say: docs/explanation/suppliers.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quatrefoil.methods.supply_chain.changes import Change, Changes, between
    from quatrefoil.methods.supply_chain.edition_files import from_columns, from_xml
    from quatrefoil.methods.supply_chain.editions import Edition, Line
    from quatrefoil.methods.supply_chain.errors import BadTable, Reason, Refused
    from quatrefoil.methods.supply_chain.indicators import Indicators, country_indicators
    from quatrefoil.methods.supply_chain.match_model import MatchModel, shipped
    from quatrefoil.methods.supply_chain.match_model import fit as fit_match
    from quatrefoil.methods.supply_chain.matching import Matches, match
    from quatrefoil.methods.supply_chain.scoring import Scores, score
    from quatrefoil.methods.supply_chain.statement_model import StatementModel
    from quatrefoil.methods.supply_chain.statements import Findings, check
    from quatrefoil.methods.supply_chain.statements import fit as fit_statements
    from quatrefoil.methods.supply_chain.tiers import Exposure, Links, exposure, links, sources

# Loaded when first used, so that importing the package costs nothing.
_HOME = {
    "changes": ("Change", "Changes", "between"),
    "edition_files": ("from_columns", "from_xml"),
    "editions": ("Edition", "Line"),
    "errors": ("BadTable", "Reason", "Refused"),
    "indicators": ("Indicators", "country_indicators"),
    "match_model": ("MatchModel", "fit_match", "shipped"),
    "matching": ("Matches", "match"),
    "scoring": ("Scores", "score"),
    "statement_model": ("StatementModel",),
    "statements": ("Findings", "check", "fit_statements"),
    "tiers": ("Exposure", "Links", "exposure", "links", "sources"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}
_ITS_NAME = {"fit_match": "fit", "fit_statements": "fit"}

__all__ = [
    "BadTable", "Change", "Changes", "Edition", "Exposure", "Findings", "Indicators", "Line", "Links", "MatchModel", "Matches",
    "Reason", "Refused", "Scores", "StatementModel", "between", "check", "country_indicators", "exposure", "fit_match",
    "fit_statements", "from_columns", "from_xml", "links", "match", "score", "shipped", "sources",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), _ITS_NAME.get(name, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
