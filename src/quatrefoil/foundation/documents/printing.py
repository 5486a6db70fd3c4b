# SPDX-License-Identifier: Apache-2.0
"""Sheets of paper as tagged PDF (PDF/UA-1), typeset in this process. Words are data: they can never become markup."""

import datetime
import functools
import io
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import Refused

TEMPLATES: Final = Path(__file__).parent / "typst"
NAMES: Final = frozenset(path.stem for path in TEMPLATES.glob("*.typ")) - {"paper"}
COMMON: Final[dict[str, Any]] = {
    "title": "",
    "letterhead": "",
    "reference": "",
    "opening": "",
    "closing": "",
    "foot": "",
    "code": {"text": "", "picture": "", "alt": "", "words": ""},
}
# One family that the sheets name has to be there for a script, else its words would print as empty boxes.
ARABIC_FAMILIES: Final = frozenset({"IBM Plex Sans Arabic", "Noto Sans Arabic", "Noto Naskh Arabic"})


def render(template_name: str, data: Mapping[str, Any], language: str) -> bytes:
    """A PDF of one of the templates in `typst/`, filled with ready words in a language.

    data: strings, lists and mappings of strings. Raises Refused where this machine has no letters for the language.
    """
    if template_name not in NAMES:
        raise LookupError(f"There is no sheet '{template_name}'.")
    info = get_language_info(language)
    filled = {**COMMON, **data, "language": info["code"], "direction": "rtl" if info["bidi"] else "ltr"}
    _refuse_without_letters(filled)
    pdf: bytes = typst.compile(
        str(TEMPLATES / f"{template_name}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(filled, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        # Nothing tells at what minute it was printed.
        timestamp=datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return pdf


def code_of(text: str, words: str) -> dict[str, str]:
    """A code as a picture to scan and as text to read; it names nobody and no programme."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, svgns=True)
    return {
        "text": text,
        "picture": picture.getvalue().decode(),
        "alt": _("Code %(code)s") % {"code": text},
        "words": words,
    }


@functools.cache
def _fonts() -> typst.Fonts:
    """The letters of this machine, looked for once."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@functools.cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())


def _refuse_without_letters(filled: Mapping[str, Any]) -> None:
    needs_arabic = any(unicodedata.bidirectional(each) == "AL" for each in json.dumps(filled, ensure_ascii=False))
    if needs_arabic and not ARABIC_FAMILIES & _families():
        # Read by who asked for the sheet, in their language and not in that of the sheet.
        words = gettext_lazy(
            "This machine has no Arabic letters to print with. Ask the administrator to install Noto Sans Arabic."
        )
        raise Refused(words, code="no_letters")
