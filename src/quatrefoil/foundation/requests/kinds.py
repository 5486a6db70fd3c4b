# SPDX-License-Identifier: Apache-2.0
"""Kinds of question, as wings declare them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.actors import Actor

# Called inside the answer's transaction with (actor who answers, record, subject, answer code).
OnAnswer = Callable[[Actor, UUID | None, str, str], None]


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One kind of question: who may answer what, and what happens then."""

    code: str
    label: str | Promise
    answers: Mapping[str, str | Promise]
    subjects: Mapping[str, str | Promise] = field(default_factory=dict)
    right_to_answer: str = "request.answer"
    not_by_asker: bool = False
    names_nobody: bool = False  # carries its subject alone: no file, no words (SAFETY 17)
    text_needed_for: frozenset[str] = frozenset()
    on_answer: OnAnswer | None = None


KINDS: dict[str, RequestKind] = {}


class Labels(Mapping[str, str | Promise]):
    """The labels of all kinds there are when somebody looks."""

    def __getitem__(self, code: str) -> str | Promise:
        return KINDS[code].label

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


def declare(kind: RequestKind) -> RequestKind:
    """Make a kind of question known."""
    KINDS[kind.code] = kind
    return kind


TASK = declare(
    RequestKind(
        "task",
        _("Task"),
        answers={"done": _("Done"), "not_needed": _("Not needed any more")},
        subjects={
            "call": _("Call"),
            "visit": _("Visit"),
            "accompany": _("Go with the person"),
            "document": _("Get a document"),
            "review_plan": _("Review the plan"),
            "review_safety": _("Review the safety plan"),
            "follow_up": _("Follow up"),
            "ask_consent": _("Ask for consent"),
            "other": _("Something else"),
        },
    )
)
APPROVAL = declare(
    RequestKind(
        "approval",
        _("Approval"),
        answers={"approved": _("Approved"), "returned": _("Returned with a reason")},
        right_to_answer="case.approve",
        not_by_asker=True,
        text_needed_for=frozenset({"returned"}),
    )
)
ANSWERED = {"yes": _("Yes"), "no": _("No"), "later": _("Later")}
INTERPRETER = declare(
    RequestKind(
        "interpreter",
        _("Interpreter wanted"),
        answers={
            "booked": _("Booked"),
            "not_available": _("Nobody free"),
            "conflict": _("Conflict: may know somebody concerned"),
        },
        names_nobody=True,
    )
)
BED = declare(RequestKind("bed", _("Bed wanted"), answers={"offered": _("Offered"), "not_met": _("Request not met")}))
QUESTION = declare(RequestKind("question", _("Question"), answers=ANSWERED))
CONFERENCE = declare(RequestKind("conference", _("Case conference"), answers=ANSWERED))
