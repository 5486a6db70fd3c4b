# SPDX-License-Identifier: Apache-2.0
"""How the events of files read on a timeline."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.emergency import REASONS
from quatrefoil.foundation.records.history import describe
from quatrefoil.foundation.records.models import LinkKind, NoteKind


def declare() -> None:
    """Called once at start."""
    kinds = {str(kind.value): kind.label for kind in NoteKind}
    links = {str(kind.value): kind.label for kind in LinkKind}
    describe("file.assigned", _("Somebody else works on the file."))
    describe("file.renamed", _("The reference name has changed."))
    describe("note.written", _("%(kind)s written."), words={"kind": kinds})
    describe("flag.raised", _("A flag was raised."), tone="warn")
    describe("flag.lowered", _("A flag was lowered."))
    describe("file.linked", _("Linked with another file: %(kind)s."), words={"kind": links})
    describe("file.unlinked", _("A link with another file was undone: %(kind)s."), words={"kind": links})
    describe("exclusion.made", _("The file was closed to somebody."))
    describe("exclusion.lifted", _("The file was opened to somebody again."))
    describe(
        "access.break_glass", _("Opened through break-glass: %(reason)s."), tone="danger", words={"reason": REASONS}
    )
