# SPDX-License-Identifier: Apache-2.0
"""What happens to documents, in sentences for the timeline and the audit; and the tab of a record."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit import words
from quatrefoil.foundation.audit.words import Sort
from quatrefoil.foundation.documents import hooks, selectors
from quatrefoil.foundation.documents.codes import Category, DiscardReason, OriginalGround, State
from quatrefoil.foundation.documents.sheets import CONSENT_FORM
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.records import tabs
from quatrefoil.foundation.records.history import describe


def declare() -> None:
    """Called when the app is ready."""
    _timeline()
    _audit()
    hooks.register_printable(CONSENT_FORM)
    kinds = frozenset({"case", "contact", "situation"})
    tabs.register(50, _("Files"), "documents:files", selectors.kept, kinds=kinds, part=DOCUMENTS)


def _timeline() -> None:
    describe(
        "document.added", _("Document %(number)s was added: %(category)s."), words={"category": dict(Category.choices)}
    )
    describe("document.checked", _("Document %(number)s was checked: %(state)s."), words={"state": dict(State.choices)})
    describe("document.released", _("Document %(number)s left quarantine."))
    describe("document.abuse_suspected", _("Document %(number)s was closed and reported."), tone="danger")
    describe(
        "document.original_left",
        _("The original of document %(number)s left as evidence: %(ground)s."),
        words={"ground": dict(OriginalGround.choices)},
    )
    describe(
        "document.discarded",
        _("Document %(number)s was discarded: %(reason)s."),
        words={"reason": dict(DiscardReason.choices)},
    )
    describe("document.printed", _("A sheet was printed: %(sheet)s."), words={"sheet": SHEETS})


def _audit() -> None:
    words.describe("document.check", _("%(who)s had a document checked"))
    words.describe("document.check_again", _("%(who)s had a document checked again"))
    words.describe("document.release", _("%(who)s let a document out of quarantine"))
    words.describe("document.mark", _("%(who)s said whether a document is distressing"))
    words.describe("document.report_abuse", _("%(who)s reported suspected child-abuse material and closed it"))
    words.describe("document.discard", _("%(who)s discarded a document"))
    words.describe("document.carry", _("%(who)s took documents over from another file"))
    words.describe("document.print", _("%(who)s printed a sheet"), sort=Sort.READ)
    words.explain_all(
        {
            "list of documents": _("the list of documents"),
            "document page": _("the page of a document"),
            "check of a file": _("checking a file that came"),
            "take over from a report": _("taking over what a reporter sent"),
            "take over from another file of the person": _("taking over from another file of the person"),
        }
    )


SHEETS = {
    "consent": _("consent form"),
    "safety_plan": _("safety plan"),
    "summary": _("summary for the person"),
    "referral": _("referral"),
}
