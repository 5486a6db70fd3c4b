# SPDX-License-Identifier: Apache-2.0
"""Every questionnaire of this installation: those of the platform, registered at start, and those brought in here."""

from quatrefoil.foundation.questionnaires.models import Definition, Origin
from quatrefoil.foundation.questionnaires.writing import digest, from_dict, to_dict
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES
from quatrefoil.standards.instruments.definition import Questionnaire, Rule

_registered: dict[tuple[str, str], Questionnaire] = {}


class ChangedWithoutVersion(RuntimeError):
    """A definition differs from what was answered under the same version. Give the new one a new version."""


def register(questionnaire: Questionnaire) -> Questionnaire:
    """Make a questionnaire of the platform known. Old versions stay: an answer is read with its own version."""
    _registered[questionnaire.code, questionnaire.version] = questionnaire
    return questionnaire


def register_all() -> None:
    """The catalogue of the standards; called once, when the room starts."""
    for questionnaire in QUESTIONNAIRES:
        register(questionnaire)


def find(code: str, version: str = "") -> Questionnaire:
    """The questionnaire of this code in this version, or the newest. Raises KeyError."""
    known = [each for (name, _), each in _registered.items() if name == code and version in ("", each.version)]
    if not known:
        rows = Definition.objects.filter(code=code, origin=Origin.CUSTOM)
        rows = rows.filter(version=version) if version else rows.filter(is_offered=True)
        known = [from_dict(row.body) for row in rows]
    if not known:
        raise KeyError(f"there is no questionnaire {code!r} in version {version or 'any'!r}")
    return max(known, key=lambda each: each.version)


def offered() -> tuple[Questionnaire, ...]:
    """The newest version of each questionnaire that may be started now, those of the platform first (1 query)."""
    newest: dict[str, Questionnaire] = {}
    custom = (from_dict(row.body) for row in Definition.objects.filter(origin=Origin.CUSTOM, is_offered=True))
    for each in (*_registered.values(), *sorted(custom, key=lambda known: known.title)):
        if each.code not in newest or newest[each.code].version < each.version:
            newest[each.code] = each
    return tuple(newest.values())


def instruments() -> tuple[Questionnaire, ...]:
    """Those that have a rule, so that their answers say something together."""
    return tuple(each for each in offered() if each.rule is not Rule.NONE)


def ensure_definition(questionnaire: Questionnaire) -> Definition:
    """The row of a definition, made when it is first answered.

    Raises ChangedWithoutVersion when the same version asked something else before.
    """
    now = digest(questionnaire)
    known, _made = Definition.objects.get_or_create(
        code=questionnaire.code,
        version=questionnaire.version,
        defaults={"digest": now, "title": questionnaire.title[:200], "body": to_dict(questionnaire)},
    )
    if known.digest != now:
        raise ChangedWithoutVersion(f"{questionnaire.code} {questionnaire.version}")
    return known
