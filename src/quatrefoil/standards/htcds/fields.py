# SPDX-License-Identifier: Apache-2.0
"""All 83 fields, and how to find one under the spellings that the official files use."""

from typing import Final

from quatrefoil.standards.htcds.field import Field
from quatrefoil.standards.htcds.fields_case import CASE_FIELDS
from quatrefoil.standards.htcds.fields_person import PERSON_FIELDS
from quatrefoil.standards.htcds.fields_trafficking import TRAFFICKING_FIELDS

FIELDS: Final[tuple[Field, ...]] = (*PERSON_FIELDS, *TRAFFICKING_FIELDS, *CASE_FIELDS)

LIVE_CORE_FIELDS: Final = tuple(field for field in FIELDS if field.is_core and not field.is_deprecated)

# Misspelt in the official Excel templates.
_OTHER_SPELLINGS: Final = {"victraffickinstatusdecisionmakingorg": "victraffickingstatusdecisionmakingorg"}


def field(name: str) -> Field:
    """The field of a name, also as XLSForm and Excel templates spell it ("prs_First_Name"). Raises KeyError."""
    plain = _plain(name)
    try:
        return _BY_PLAIN_NAME[_OTHER_SPELLINGS.get(plain, plain)]
    except KeyError:
        raise KeyError(f"HTCDS 2.0 has no field {name!r}; map this column by hand or leave it out") from None


def _plain(name: str) -> str:
    return name.replace("_", "").replace(" ", "").casefold()


_BY_PLAIN_NAME: Final = {_plain(known.name): known for known in FIELDS}
