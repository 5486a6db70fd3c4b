# SPDX-License-Identifier: Apache-2.0
"""Definitions brought in here: looked at first, kept in a version that never changes, offered or withdrawn."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import catalogue, xlsform_reading
from quatrefoil.foundation.questionnaires.forms import said
from quatrefoil.foundation.questionnaires.models import Definition, Origin
from quatrefoil.foundation.questionnaires.writing import digest, to_dict
from quatrefoil.foundation.questionnaires.xlsform_reading import Preview
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES
from quatrefoil.standards.instruments.definition import Questionnaire

RIGHT = "registers.edit"


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One questionnaire that may be started now, in ready strings."""

    code: str
    version: str
    title: str
    source: str
    pages: int
    questions: int
    is_ours: bool


def definitions(actor: Actor) -> tuple[DefinitionRow, ...]:
    """Every questionnaire that may be started now; they are not about people, every member may read them."""
    del actor
    ours = {each.code for each in QUESTIONNAIRES}
    return tuple(
        DefinitionRow(
            each.code, each.version, said(each.title), said(each.source), len(each.sections),
            sum(1 for _item in each.items()), each.code in ours,
        )
        for each in catalogue.offered()
    )  # fmt: skip


def definition(actor: Actor, code: str, version: str) -> Questionnaire:
    """One questionnaire; NotVisible when there is none."""
    del actor
    try:
        return catalogue.find(code, version)
    except KeyError:
        raise NotVisible from None


@action(RIGHT)
def bring_in(_actor: Actor, data: bytes) -> Preview:
    """Keep the definition of a workbook, when nothing speaks against it. The same file twice changes nothing."""
    preview = xlsform_reading.preview(data)
    questionnaire = preview.questionnaire
    if questionnaire is None or not preview.can_be_kept:
        return preview
    if questionnaire.code in {each.code for each in QUESTIONNAIRES}:
        raise Refused(
            _("This name belongs to a questionnaire of the platform. Give yours another form_id."), code="ours"
        )
    _keep(questionnaire)
    return preview


def _keep(questionnaire: Questionnaire) -> UUID:
    now = digest(questionnaire)
    row, made = Definition.objects.get_or_create(
        code=questionnaire.code,
        version=questionnaire.version,
        defaults={
            "digest": now, "title": questionnaire.title[:200], "body": to_dict(questionnaire), "origin": Origin.CUSTOM,
        },
    )  # fmt: skip
    if row.digest != now:
        raise Refused(
            _("This version is here and asks something else. Give the changed one a new version."), code="version"
        )
    if made:
        trail.wrote("definition.bring_in", row.id, detail=f"{row.code} {row.version}")
    return row.id


@action(RIGHT)
def withdraw(_actor: Actor, code: str, version: str) -> None:
    """Offer a version brought in here no longer; what was answered with it stays readable."""
    changed = Definition.objects.filter(code=code, version=version, origin=Origin.CUSTOM).update(is_offered=False)
    if not changed:
        raise NotVisible
    trail.wrote("definition.withdraw", detail=f"{code} {version}")
