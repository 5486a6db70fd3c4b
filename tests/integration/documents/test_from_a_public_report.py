# SPDX-License-Identifier: Apache-2.0
"""What a reporter sent reaches the contact that was opened from the report: sealed, stripped, in quarantine."""

from quatrefoil.foundation.documents import opening, selectors
from quatrefoil.foundation.exchange import actions, letterbox
from quatrefoil.foundation.exchange import selectors as inbox
from quatrefoil.foundation.exchange.sealed_forms import OriginalFile
from quatrefoil.foundation.records.actions import open_file
from tests.integration.exchange import conftest as room
from tests.unit.methods import hostile_files as hostile

outside = room.outside
pytestmark = room.COMMITTED
ONE = bytes(range(16))


def test_files_of_a_report_become_documents_of_the_contact_opened_from_it(people, acting, outside):
    with outside():
        letterbox.put_file(room.receipt_of(ONE), OriginalFile("IMG_1.jpg", hostile.photograph_with_place()), 0, ONE)
        room.drop(ONE)
    with acting(people.hana) as hana:
        (report,) = inbox.waiting_reports(hana)
        contact = open_file(hana, "contact", owner_id=hana.member_id, team_id=min(hana.team_ids)).id
        actions.link_contact(hana, report.id, contact)
    with acting(people.hana) as hana:
        (row,) = selectors.documents_of(hana, contact)
        assert (row.state, row.came_from) == ("quarantine", "Came with a public report")
        copy = opening.open_copy(hana, row.id, "to see where it was taken")
        assert hostile.MARKER not in copy.data
    with acting(people.hana) as hana:
        (original,) = inbox.attachments(hana, report.id)
        assert inbox.open_attachment(hana, report.id, original.id, "proof").data == hostile.photograph_with_place()
