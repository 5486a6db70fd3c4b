# SPDX-License-Identifier: Apache-2.0
"""How the parts of a case read on a disclosure, and how a transferred case becomes one's own.

Where the person stays has no renderer: it never leaves (SAFETY 11, 13), nor does the name of a safe place in the plan.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import ACCOUNT, CORE, HEALTH, IDENTITY, PLAN, SAFE_CONTACT
from quatrefoil.foundation.messages.safe_contact import is_phone_taken, open_safe_contact, safe_contact
from quatrefoil.foundation.questionnaires import about
from quatrefoil.foundation.records import history
from quatrefoil.foundation.sharing import hooks, parts
from quatrefoil.foundation.sharing.codes import LANGUAGE
from quatrefoil.foundation.sharing.parts import Line
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.models import Part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.cases import codes, part_forms, plan_actions, record, selectors, stages
from quatrefoil.protection.cases.actions import WING, Core, cancel_appointments, set_closed
from quatrefoil.protection.cases.models import Account, Case, Health, Identity
from quatrefoil.protection.cases.opening import NewCase, open_case
from quatrefoil.protection.cases.part_actions import save_account, save_health
from quatrefoil.protection.cases.part_forms import PartForm

# Whether a file is about a child is asked by people who do not reach it, such as a second approver.
AGES: Final = system_actor("age group", everywhere=frozenset({CORE}))
CLOSER: Final = system_actor("transfer", everywhere=frozenset({CORE, PLAN}))


def declare() -> None:
    """Called once at start."""
    for part, renderer in (
        (CORE, core), (LANGUAGE, language), (IDENTITY, identity), (HEALTH, health), (SAFE_CONTACT, contact),
        (ACCOUNT, account), (PLAN, plan),
    ):  # fmt: skip
        parts.register(part, renderer, file_kind="case")
    hooks.register_age_group(age_group)
    about.register_age_band(age_band)
    hooks.register_transfer(take_over, hand_over)
    hooks.register_services_end(end_services)


# Codes carry what a machine needs after a colon, so that the other side types nothing again. ----------


def core(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Age band and sex, joined to the reference name."""
    case = selectors.case_row(actor, file_id)
    code = f"about:{case.sex}:{case.age_band}:{case.under_18}:{case.file.region}"
    yield Line(code, "", codes.who(case.sex, case.age_band, is_child=case.is_child_path))


def language(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Languages and interpreter."""
    case = selectors.case_row(actor, file_id)
    code = f"language:{case.language}:{case.second_language}:{int(case.needs_interpreter)}"
    yield Line(code, _("Language"), selectors.languages_of(case))


def identity(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Names, birth, phones and document."""
    yield from _texts(actor, file_id, Identity, part_forms.IdentityForm)


def health(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Health in the person's own words."""
    yield from _texts(actor, file_id, Health, part_forms.HealthForm)


def account(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """What happened, and kinds of exploitation in the words that people read."""
    yield from _texts(actor, file_id, Account, part_forms.AccountForm)
    row = selectors.single(actor, Account, file_id)
    if isinstance(row, Account) and row.exploitation_codes:
        code = f"account.kinds:{row.exploitation.replace(' ', '+')}:{row.sexual_exploitation.replace(' ', '+')}"
        yield Line(code, _("Kinds of exploitation"), codes.exploitation_words(row.exploitation_codes))


def contact(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """How the person may be reached, with what to say and what never to say."""
    row = safe_contact(actor, file_id)
    if row is None:
        return
    if row.is_phone_taken or is_phone_taken(file_id):
        yield Line("contact.how", _("Contact"), _("Phone taken: nothing goes out"))
        return
    yield Line("contact.how", _("Contact"), row.headline)
    opened = open_safe_contact(actor, file_id, "sheet")
    yield Line("contact.address", _("Number or address"), opened.get("address", ""))
    yield Line("contact.instructions", _("What to say and what never to say"), opened.get("instructions", ""))


def plan(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Needs and goals. Services of a need stay out: one of them may be the place where the person stays."""
    waiting = [row for row in record.needs_of(actor, file_id) if not row.is_settled]
    said = ", ".join(f"{row.label} ({row.level_label})" for row in waiting)
    yield Line("plan.needs:" + "+".join(f"{row.need}={row.level}" for row in waiting), _("Needs"), said)
    goals = [row.objective for row in record.goals_of(actor, file_id) if row.state == codes.GoalState.OPEN]
    yield Line("plan.goals", _("Goals"), "; ".join(goals))


def _texts(actor: Actor, file_id: UUID, model: type[Part], form: type[PartForm]) -> Iterator[Line]:
    row = selectors.single(actor, model, file_id)
    if row is None:
        return
    opened = sealing.open_many(row, form.sealed, purpose="sheet")
    for name in form.sealed:
        yield Line(f"{model.part_kind}.{name}", str(form.base_fields[name].label), opened[name])


def age_band(file_id: UUID) -> str:
    """The age band of a case, for what is counted of its screenings; "" when nobody noted it."""
    with as_system(AGES):
        return str(Case.objects.filter(file_id=file_id).values_list("age_band", flat=True).first() or "")


def age_group(file_id: UUID) -> str:
    """Whether a file is about a child, for the rules of sharing."""
    with as_system(AGES):
        case = Case.objects.filter(file_id=file_id).first()
    if case is None:
        return ""
    if not case.is_child_path:
        return hooks.ADULT
    return hooks.CHILD if case.under_18 == "yes" or case.age_band else hooks.UNSURE


# Transfer: acceptance opens the recipient's own file and closes the sender's (DESIGN 5.1) --------------


def take_over(actor: Actor, _disclosure_id: UUID, payload: Mapping[str, Any]) -> UUID:
    """Open our own case with what the package says; what did not come along is asked anew."""
    said = {line["code"]: line["text"] for section in payload["parts"] for line in section["lines"]}
    core_known, region = _core_of(said)
    new = NewCase(
        agreed_by=codes.Agreed.PERSON, core=core_known, region=region, source=codes.Source.TRANSFER,
        source_number=str(payload.get("reference", "")), identity=_of_part(said, IDENTITY),
    )  # fmt: skip
    file_id = open_case(actor, new)
    if (texts := _of_part(said, HEALTH)) and actor.may("part.edit"):
        save_health(actor, file_id, texts, 0)
    if (texts := _of_part(said, ACCOUNT)) and actor.may("part.edit"):
        save_account(actor, file_id, texts, 0, **_kinds_of(said))
    return file_id


def _core_of(said: Mapping[str, str]) -> tuple[Core, str]:
    about = _after(said, "about", 4)
    spoken = _after(said, "language", 3)
    known = Core(about[0], about[1], about[2], spoken[0], spoken[1], needs_interpreter=spoken[2] == "1")
    return known, about[3]


def _kinds_of(said: Mapping[str, str]) -> dict[str, str]:
    kinds, sexual = _after(said, "account.kinds", 2)
    return {"exploitation": kinds.replace("+", " "), "sexual_exploitation": sexual.replace("+", " ")}


def _after(said: Mapping[str, str], code: str, count: int) -> list[str]:
    found = next((key.split(":")[1:] for key in said if key.partition(":")[0] == code), [])
    return (found + [""] * count)[:count]


def _of_part(said: Mapping[str, str], part: str) -> dict[str, str]:
    start = f"{part}."
    return {code.removeprefix(start): text for code, text in said.items() if code.startswith(start) and ":" not in code}


def hand_over(_actor: Actor, file_id: UUID, sending_id: UUID) -> None:
    """The sender's case ends when the other side has taken it over."""
    with as_system(CLOSER):
        case = Case.objects.filter(file_id=file_id).exclude(stage=stages.CLOSED).first()
        if case is None:
            return
        today = timezone.localdate()
        Case.objects.filter(id=case.id).update(stage=stages.CLOSED, closure_reason="transferred")
        set_closed(file_id, today)
        plan_actions.cancel_follow_ups(file_id)
        clocks.end_all(file_id, "transferred")
        history.record(file_id, WING, "case.stage", {"from": case.stage, "stage": stages.CLOSED})
        history.record(file_id, WING, "case.closed", {"reason": "transferred"})
        trail.wrote("case.move", file_id, detail=f"transferred {sending_id}")


def end_services(actor: Actor, file_id: UUID) -> None:
    """Services end after the person confirmed it in private (SAFETY 2): stays and appointments."""
    plan_actions.end_stay(actor, file_id, timezone.localdate())
    cancel_appointments(actor, file_id)
