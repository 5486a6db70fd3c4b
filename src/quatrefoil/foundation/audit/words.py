# SPDX-License-Identifier: Apache-2.0
"""How the audit reads to people: an act as a sentence, a purpose as a reason. Rooms and wings declare their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise


class Sort(StrEnum):
    """What an act is, for filters."""

    READ = "read"
    SEARCH = "search"
    CHANGE = "change"
    SHARE = "share"
    ACCESS = "access"
    BREAK_GLASS = "break_glass"
    SIGN_IN = "sign_in"
    SYSTEM = "system"


SORTS: Final[dict[Sort, Words]] = {
    Sort.READ: gettext_lazy("Opened or read"),
    Sort.SEARCH: gettext_lazy("Searched"),
    Sort.CHANGE: gettext_lazy("Changed"),
    Sort.SHARE: gettext_lazy("Shared or asked"),
    Sort.ACCESS: gettext_lazy("Who may see it"),
    Sort.BREAK_GLASS: gettext_lazy("Break-glass"),
    Sort.SIGN_IN: gettext_lazy("Sign-in and accounts"),
    Sort.SYSTEM: gettext_lazy("Running this place"),
}


@dataclass(frozen=True, slots=True)
class Described:
    """An act in words; `%(who)s` and `%(part)s` stand for who did it and what part of the record."""

    sentence: Words
    sort: Sort


ACTS: dict[str, Described] = {}
REASONS: dict[str, Words] = {}
AREAS: dict[str, Words] = {}
# Acts whose reason was asked for at the moment of the act and stands in its detail.
TOLD_IN_DETAIL: Final = frozenset({"access.break_glass"})
PARTS: dict[str, Words] = {
    "": gettext_lazy("the record"),
    "core": gettext_lazy("the record"),
    "identity": gettext_lazy("identity"),
    "safe_contact": gettext_lazy("safe contact"),
    "health": gettext_lazy("health"),
    "account": gettext_lazy("what happened"),
    "screening": gettext_lazy("screening"),
    "notes": gettext_lazy("notes"),
    "plan": gettext_lazy("the plan"),
    "consent": gettext_lazy("consent"),
    "documents": gettext_lazy("documents"),
    "stay": gettext_lazy("where the person stays"),
    "report": gettext_lazy("what was reported"),
    "package": gettext_lazy("what was sent"),
}


def describe(act: str, sentence: Words, *, sort: Sort = Sort.CHANGE) -> None:
    """Declare how an act reads: describe("part.open", _("%(who)s opened %(part)s"), sort=Sort.READ)."""
    ACTS[act] = Described(sentence, sort)


def explain(code: str, words: Words) -> None:
    """Declare what a purpose or reason code means: explain("plan_review", _("plan review"))."""
    REASONS[code] = words


def explain_all(choices: Iterable[tuple[str, Words]] | Mapping[str, Words]) -> None:
    """Declare several reasons at once, such as the choices of a field."""
    REASONS.update(choices)


def name_area(app: str, words: Words) -> None:
    """Declare what people do on the pages of an app: name_area("cases", _("case work"))."""
    AREAS[app] = words


def name_part(part: str, words: Words) -> None:
    """Declare the name of a kind of part inside a sentence."""
    PARTS[part] = words


def sentence_of(act: str, who: str, part: str = "", *, refused: bool = False, detail: str = "") -> str:
    """An event as a sentence: 'Chidi Obi opened health'."""
    if refused:
        return _refusal(act, who, detail)
    described = ACTS.get(act) or ACTS.get(act.partition(".")[0] + ".*")
    if described is None:
        return _("%(who)s did: %(act)s") % {"who": who, "act": act.replace("_", " ").replace(".", ", ")}
    return str(described.sentence) % {"who": who, "part": part_of(part)}


def _refusal(act: str, who: str, detail: str) -> str:
    if act.startswith(("sign_in.", "session.", "second_factor.")):
        return _("A sign-in failed (%(detail)s)") % {"detail": detail.replace("_", " ") or act}
    if act in {"record.see", "part.open"}:
        return _("%(who)s tried to open this and was refused") % {"who": who}
    words = act.replace("_", " ").replace(".", ", ")
    if detail == "no_right":
        return _("%(who)s tried something that their role does not include (%(act)s)") % {"who": who, "act": words}
    return _("%(who)s asked for something that was refused (%(act)s)") % {"who": who, "act": words}


def part_of(part: str) -> str:
    """The name of a part inside a sentence."""
    return str(PARTS.get(part, part.replace("_", " ")))


def reason_of(purpose: str) -> str:
    """A purpose as a reason: a declared reason, or where the work was done; "" when nothing was said."""
    if purpose in REASONS:
        return str(REASONS[purpose])
    kind, _space, rest = purpose.partition(" ")
    rest = rest.strip()
    if kind == "page":
        app = rest.partition(":")[0]
        return str(AREAS.get(app, app.replace("_", " ")))
    if kind == "search:":
        return str(REASONS.get(rest, rest.replace("_", " ")))
    named = {"job": _("background work"), "tick": _("regular task"), "command": _("at the command line")}
    return named.get(kind, purpose.replace("_", " "))


def acts_of(chosen: str) -> tuple[str, ...]:
    """Acts behind a choice of a filter: those of a sort, or the act itself."""
    if chosen in set(Sort):
        return tuple(act for act, described in ACTS.items() if described.sort == chosen)
    return (chosen,)


def choices() -> tuple[tuple[str, str], ...]:
    """Choices of a filter by act: the sorts, then each act as a sentence without a subject."""
    sorts = [(str(sort), str(words)) for sort, words in SORTS.items()]
    acts = [(act, _label(described)) for act, described in ACTS.items() if not act.endswith(".*")]
    return (*sorts, *sorted(acts, key=lambda pair: pair[1]))


def _label(described: Described) -> str:
    return (str(described.sentence) % {"who": "", "part": "…"}).strip()
