# SPDX-License-Identifier: Apache-2.0
"""How the events of files read on a timeline."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.emergency import REASONS
from quatrefoil.foundation.records.flags import FLAGS
from quatrefoil.foundation.records.history import describe
from quatrefoil.foundation.records.models import LinkKind, NoteKind
from quatrefoil.foundation.records.retention import HOLDS


def declare() -> None:
    """Called once at start."""
    kinds = {str(kind.value): kind.label for kind in NoteKind}
    links = {str(kind.value): kind.label for kind in LinkKind}
    describe("file.assigned", _("Somebody else works on the file."))
    describe("file.renamed", _("The reference name has changed."))
    describe("note.written", _("%(kind)s written."), words={"kind": kinds})
    describe("note.mended", _("%(kind)s mended on the day it was written."), words={"kind": kinds})
    describe("flag.raised", _("A flag was raised: %(flag)s."), tone="warn", words={"flag": FLAGS})
    describe("flag.lowered", _("A flag was lowered."))
    describe("file.linked", _("Linked with another file: %(kind)s."), words={"kind": links})
    describe("file.unlinked", _("A link with another file was undone: %(kind)s."), words={"kind": links})
    describe("file.kept", _("Kept until %(until)s, then it may be erased."))
    describe("file.held", _("Kept beyond its date: %(reason)s."), words={"reason": HOLDS})
    describe("file.hold_lifted", _("The reason to keep the file beyond its date has ended."))
    describe("file.erased", _("The file was erased."))
    describe("access.break_glass_ended", _("Break-glass was ended before its time."))
    describe("exclusion.made", _("The file was closed to somebody."))
    describe("exclusion.lifted", _("The file was opened to somebody again."))
    describe(
        "access.break_glass", _("Opened through break-glass: %(reason)s."), tone="danger", words={"reason": REASONS}
    )
