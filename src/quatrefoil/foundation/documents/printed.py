# SPDX-License-Identifier: Apache-2.0
"""The words of printed sheets. A sheet carries the reference name, never the name of the person or of a programme's aim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.documents import printing
from quatrefoil.foundation.ui.pieces import Paper

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is mistaken for something else
SOURCE_LANGUAGE: Final = "en"

# The seven checks of HTCDS, said to the person (codes: standards.htcds.words.CONSENT_CHECKS).
TOLD: Final[dict[str, Any]] = {
    "agrees_to_talk": gettext_lazy("You agree to this conversation. You may stop it at any time."),
    "knows_purpose": gettext_lazy("We ask so that we can help you in the way that you choose."),
    "knows_use": gettext_lazy("We told you what your answers are used for now, and what they may be used for later."),
    "knows_research": gettext_lazy("Numbers without names may be used for statistics and research."),
    "knows_access": gettext_lazy("You may ask at any time to see what we hold about you."),
    "knows_storage": gettext_lazy("We told you how long it is kept."),
    "knows_withdrawal": gettext_lazy("We told you how to take a yes back."),
}
# SAFETY 6, word for word what has to be said before it is asked.
POLICE_CANNOT_BE_UNDONE: Final = gettext_lazy(
    "This cannot be taken back once the defence of an accused person holds it. You may say no, and you may take your time."
)
QUESTIONS: Final[dict[str, tuple[Any, Any]]] = {
    "services": (gettext_lazy("Help"), gettext_lazy("We may help you, and keep a file for that.")),
    "share": (
        gettext_lazy("Sharing with another body"),
        gettext_lazy("We may tell the body named here what is named here, for the purpose named here. Nothing more."),
    ),
    "police": (
        gettext_lazy("Police"),
        gettext_lazy("We may tell the police what is named here. Help does not depend on it."),
    ),
    "statistics": (gettext_lazy("Statistics"), gettext_lazy("What happened may be counted, without your name.")),
    "contact": (
        gettext_lazy("Being contacted"),
        gettext_lazy("We may contact you in the way that is safe for you, and in no other way."),
    ),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet of headings and lines says; texts are ready in the sheet's language."""

    title: str
    sections: Sequence[tuple[str, Sequence[str]]] = field(repr=False)
    opening: str = ""
    closing: str = ""


def languages() -> tuple[tuple[str, str], ...]:
    """Languages in which the forms exist, by their own name. One that is not translated is not offered."""
    from django.conf import settings

    return tuple(
        (code, translation.get_language_info(code)["name_local"]) for code, _n in settings.LANGUAGES if exists_in(code)
    )


def exists_in(language: str) -> bool:
    """Is the sentence that matters most translated? A form must not mix languages."""
    with translation.override(SOURCE_LANGUAGE):
        source = str(POLICE_CANNOT_BE_UNDONE)
    with translation.override(language):
        return language == SOURCE_LANGUAGE or str(POLICE_CANNOT_BE_UNDONE) != source


def sheet_code(file_id: UUID) -> str:
    """Eight letters that stand on every sheet of a file: tell its desk that a sheet is theirs, and nobody else anything."""
    digest = salted_hmac("quatrefoil sheet code", str(file_id), algorithm="sha256").digest()
    letters = "".join(LETTERS[byte % 32] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


def consent_form(
    reference: str, organisation: str, file_id: UUID, language: str, kinds: Sequence[str] = tuple(QUESTIONS)
) -> bytes:
    """The consent form in the person's language. Raises Refused where it does not exist in that language."""
    if not exists_in(language):
        raise Refused(_("This form is not translated into that language yet. Use an interpreter."), code="no_language")
    with translation.override(language):
        data = _consent_words([kind for kind in QUESTIONS if kind in kinds])
        return printing.render("consent", data | _common(reference, organisation, file_id), language)


def safety_plan(sheet: Sheet, reference: str, organisation: str, file_id: UUID, language: str) -> bytes:
    """The safety plan as a sheet that the person may take along, if that is safe."""
    return _of_sections(sheet, reference, organisation, file_id, language)


def summary(sheet: Sheet, reference: str, organisation: str, file_id: UUID, language: str) -> bytes:
    """A summary of the case for the person."""
    return _of_sections(sheet, reference, organisation, file_id, language)


def referral(paper: Paper, code: str, language: str) -> bytes:
    """A disclosure for a recipient without an account: exactly the sheet that was agreed, and the code to answer with."""
    with translation.override(language):
        data = {
            "title": paper.title,
            "letterhead": paper.stamp,
            "opening": paper.opening,
            "pairs": [{"label": str(pair.label), "value": str(pair.value)} for pair in paper.pairs],
            "closing": paper.closing,
            "foot": _("Only for the recipient named on it."),
            "code": printing.code_of(code, _("When you answer, name this code.")),
        }
        return printing.render("pairs", data, language)


def _of_sections(sheet: Sheet, reference: str, organisation: str, file_id: UUID, language: str) -> bytes:
    with translation.override(language):
        data = {
            "title": sheet.title,
            "opening": sheet.opening,
            "closing": sheet.closing,
            "sections": [{"title": title, "lines": list(lines)} for title, lines in sheet.sections if lines],
        }
        return printing.render("sections", _common(reference, organisation, file_id) | data, language)


def _common(reference: str, organisation: str, file_id: UUID) -> dict[str, Any]:
    return {
        "letterhead": organisation,
        "reference": _("%(reference)s, %(day)s")
        % {"reference": reference, "day": date_format(timezone.localdate(), "DATE_FORMAT")},
        "foot": _("If this paper is not safe with you, leave it with us."),
        "code": printing.code_of(sheet_code(file_id), _("For our desk. It says nothing about you.")),
    }


def _consent_words(kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "title": _("What you agree to"),
        "opening": _("Each question is asked on its own. You get help whatever you answer here."),
        "told_title": _("What we told you first"),
        "told": [str(words) for words in TOLD.values()],
        "questions_title": _("Your answers"),
        "questions": [_question(kind) for kind in kinds],
        "yes": _("Yes"),
        "no": _("No"),
        "withdraw_title": _("Taking a yes back"),
        "withdraw": [
            _("Say so to anybody who works here, in person, by phone or in writing. You need not say why."),
            _("Sharing stops at once. What was read before stays read."),
            _("Help goes on until you tell us in private that it should end."),
        ],
        "lines": [_("Signature or mark"), _("Date"), _("Interpreter, if there was one"), _("Who asked, for the desk")],
        "thumb": _("Thumbprint, instead of a signature"),
        "closing": _("Do not write your name on this sheet. The name at the top is how we know it is yours."),
    }


def _question(kind: str) -> dict[str, Any]:
    title, words = QUESTIONS[kind]
    named = {"share": [_("Body"), _("What is told, and for what")], "police": [_("What is told")]}
    warning = str(POLICE_CANNOT_BE_UNDONE) if kind == "police" else ""
    return {"title": str(title), "words": str(words), "warning": warning, "lines": named.get(kind, [])}
