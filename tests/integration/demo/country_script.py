# SPDX-License-Identifier: Apache-2.0
"""Looks into a demo country as its own processes do, and prints what it finds as JSON. Run by the tests, in its own process."""

import json
import sys
from collections import Counter

import django

django.setup()

from quatrefoil.foundation.access.acting import acting_as  # noqa: E402 - after setup
from quatrefoil.foundation.access.models import BreakGlass, Exclusion  # noqa: E402
from quatrefoil.foundation.documents.models import Document  # noqa: E402
from quatrefoil.foundation.exchange.models import InboxReport  # noqa: E402
from quatrefoil.foundation.facts.models import Fact, Total  # noqa: E402
from quatrefoil.foundation.identity.actors import system_actor  # noqa: E402
from quatrefoil.foundation.messages.models import SafeContact  # noqa: E402
from quatrefoil.foundation.records.models import File, FileLink, Note  # noqa: E402
from quatrefoil.foundation.sharing.models import Consent, Sending  # noqa: E402
from quatrefoil.foundation.vault import sealing, search  # noqa: E402
from quatrefoil.foundation.workflow.models import Clock, Handover  # noqa: E402
from quatrefoil.protection.cases.models import Case, Identity  # noqa: E402
from quatrefoil.protection.hotline.models import Contact, ContactWords, Danger, Hold  # noqa: E402

READER = system_actor(
    "test-reader", everywhere=frozenset({"identity", "safe_contact", "notes", "report", "core", "consent", "package"})
)


def words() -> dict[str, list[str]]:
    """Everything sealed that somebody could look for in a stolen file."""
    people = sealing.open_rows(list(Identity.objects.all()), ("full_name", "phones"), "test")
    contacts = sealing.open_rows(list(SafeContact.objects.all()), ("address", "instructions", "safe_word"), "test")
    return {
        "names": [row["full_name"] for row in people],
        "phones": [row["phones"] for row in people] + [row["address"] for row in contacts],
        "texts": [row["instructions"] for row in contacts]
        + [row["body"] for row in sealing.open_rows(list(Note.objects.all()), ("body",), "test")]
        + [row["words"] for row in sealing.open_rows(list(ContactWords.objects.all()), ("words",), "test")],
    }


def found_of(files: list[str]) -> list[str]:
    """What a search for the name on the first of these files finds."""
    row = Identity.objects.get(file_id=files[0])
    opened = sealing.open_many(row, ("full_name", "birth_date"), "test")
    keys = search.keys_of([opened["full_name"]], int(opened["birth_date"][:4]))
    return sorted(str(each) for each in search.matching_files(keys))


def linked() -> list[list[str]]:
    """Files that somebody said are about one person."""
    rows = FileLink.objects.filter(kind="same_person", undone_at=None).values_list("left_id", "right_id")
    return [[str(left), str(right)] for left, right in rows]


def going_on() -> dict[str, int]:
    """How much of what is waiting."""
    return {
        "reports waiting": InboxReport.objects.filter(state="waiting").count(),
        "reports with danger now": InboxReport.objects.filter(state="waiting", danger="now").count(),
        "danger unanswered": Danger.objects.filter(answered_at=None).count(),
        "holds": Hold.objects.filter(ended_at=None).count(),
        "held cases": Case.objects.filter(hold_until__isnull=False).count(),
        "handovers": Handover.objects.filter(taken_at=None).count(),
        "break-glass to review": BreakGlass.objects.filter(reviewer_reviewed_by=None).count(),
        "exclusions": Exclusion.objects.filter(ground="named").count(),
        "referrals waiting": Sending.objects.filter(state="sent").count(),
        "second person wanted": Sending.objects.filter(state="proposed").count(),
        "recipients waiting": Sending.objects.filter(state="sent").values("recipient").distinct().count(),
        "consents taken back": Consent.objects.filter(support_confirmation="pending").count(),
        "child path": Case.objects.filter(is_child_path=True).count(),
        "overdue": Clock.objects.filter(ended_at=None, due_at__lt=django.utils.timezone.now()).count(),
        "conflicts about a file": File.objects.filter(
            id__in=Exclusion.objects.filter(ground="conflict").values("record")
        ).count(),
        "cases taken over": Sending.objects.filter(state="transferred").count(),
        "cases offered": Sending.objects.filter(kind="transfer", state="sent").count(),
        "cases that came from elsewhere": Case.objects.filter(source="transfer").count(),
        "documents": Document.objects.count(),
        "from paper": File.objects.filter(is_paper=True, opened_on__lt=django.utils.timezone.localdate()).count(),
        "contacts": Contact.objects.count(),
        "cases": Case.objects.count(),
    }


def waits() -> list[tuple[int, float]]:
    """Hour of the call, and minutes until the contact was over, for writers who agreed to statistics: from facts alone."""
    ended = dict(
        Fact.objects.filter(kind="contact_finished").exclude(subject=None).values_list("subject", "recorded_at")
    )
    written = Fact.objects.filter(kind="contact_logged", channel__in=("web_report", "email"), subject__in=ended)
    return [
        (began.hour, (ended[subject] - began).total_seconds() / 60)
        for subject, began in written.values_list("subject", "recorded_at")
        if ended[subject] > began
    ]


def calls() -> dict[str, dict[int, int]]:
    """Contacts by month and by hour, from facts alone."""
    moments = list(Fact.objects.filter(kind="contact_logged").values_list("recorded_at", flat=True))
    return {"month": Counter(each.month for each in moments), "hour": Counter(each.hour for each in moments)}


def numbers() -> dict[str, dict[str, int]]:
    """The country's own numbers by region: people screened, and cases opened after it."""
    kinds = {"screened": {}, "case_opened": {}}
    for kind, region in Fact.objects.filter(kind__in=kinds).values_list("kind", "region"):
        kinds[kind][region] = kinds[kind].get(region, 0) + 1
    return {
        **kinds,
        "totals": {
            kind: Total.objects.filter(kind=kind).count() for kind in Total.objects.values_list("kind", flat=True)
        },
    }


with acting_as(READER, "test"):
    found = [found_of(pair) for pair in json.loads(sys.argv[1])]
    sys.stdout.write(
        json.dumps(
            {
                "words": words(),
                "found": found,
                "going_on": going_on(),
                "numbers": numbers(),
                "waits": waits(),
                "calls": calls(),
                "linked": linked(),
            }
        )
    )
