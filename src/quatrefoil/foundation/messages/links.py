# SPDX-License-Identifier: Apache-2.0
"""Who is told when two files turn out not to be about one person: whoever worked or read by the link (SAFETY 12)."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.selectors import describe
from quatrefoil.foundation.records import actions
from quatrefoil.foundation.records.models import File, FileLink
from quatrefoil.foundation.records.persons import readers_since

CODE = "link.undone"


def declare() -> None:
    """Called once at start."""
    describe(CODE, _("Two files that were joined are not about the same person after all."))
    actions.ON_LINK_UNDONE.append(tell)


def tell(link: FileLink) -> None:
    """Notify who linked, who works on the files, and everybody who opened parts of either since."""
    readers = readers_since(link)
    for file in File.objects.filter(id__in=(link.left_id, link.right_id)):
        workers = {each for each in (link.made_by, file.owner_id, file.team_id) if each is not None}
        for holder in sorted(workers | readers[file.id]):
            notify(holder, CODE, file.id, file.kind)
