# SPDX-License-Identifier: Apache-2.0
"""The acts of the ground floor in words. Wings declare theirs in their `audit_words.py`, which is loaded at start."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit.words import Sort, describe, explain, name_area


def declare() -> None:
    """Called once at start."""
    _reading()
    _changing()
    _sharing()
    _access()
    _signing_in()
    _running()
    _areas()


def _reading() -> None:
    describe("part.open", _("%(who)s opened %(part)s"), sort=Sort.READ)
    describe("record.see", _("%(who)s opened the record"), sort=Sort.READ)
    describe("document.open", _("%(who)s opened a document"), sort=Sort.READ)
    describe("page.open", _("%(who)s opened a page of the record"), sort=Sort.READ)
    describe("report.open", _("%(who)s opened a public report"), sort=Sort.READ)
    describe("notice.see", _("%(who)s saw a notice about this"), sort=Sort.READ)
    describe("safe_word.check", _("%(who)s checked the safe word"), sort=Sort.READ)
    describe("audit.read", _("%(who)s read who saw this"), sort=Sort.READ)
    describe("audit.list", _("%(who)s made a list of who saw what"), sort=Sort.READ)
    describe("audit.export", _("%(who)s exported the audit log"), sort=Sort.READ)
    describe("job.take_result", _("%(who)s took the file that a job left"), sort=Sort.READ)
    describe("file.compare", _("%(who)s compared two files"), sort=Sort.READ)
    describe("retention.list", _("%(who)s read which files are past their date"), sort=Sort.READ)
    describe("retention.preview", _("%(who)s looked at what an erasure would take"), sort=Sort.READ)
    describe("person.search", _("%(who)s searched for a person"), sort=Sort.SEARCH)
    describe("reference.search", _("%(who)s searched for a reference name"), sort=Sort.SEARCH)
    describe("person.asked", _("%(who)s saw that another organisation asked"), sort=Sort.SEARCH)


def _changing() -> None:
    describe("file.open", _("%(who)s opened the file for the first time"))
    describe("file.assign", _("%(who)s gave the file to another owner or team"))
    describe("file.rename", _("%(who)s changed the reference name"))
    describe("file.link", _("%(who)s linked two files"))
    describe("file.unlink", _("%(who)s took a link between two files back"))
    describe("file.erase", _("%(who)s erased the file"))
    describe("report.take_in", _("%(who)s took in a public report"))
    describe("report.link", _("%(who)s linked a public report to a file"))
    describe("report.open_file", _("%(who)s opened a file from a public report"))
    describe("report.reply", _("%(who)s answered a public report"))
    describe("report.news", _("%(who)s received more from the reporter"))
    describe("report.*", _("%(who)s worked on a public report"))
    describe("part.save", _("%(who)s wrote in %(part)s"))
    describe("note.write", _("%(who)s wrote a note"))
    describe("note.mend", _("%(who)s mended a note"))
    describe("file.close", _("%(who)s closed the file; its date of erasure was set"))
    describe("file.reopen", _("%(who)s opened the closed file again"))
    describe("file.hold", _("%(who)s let the file be kept beyond its date"))
    describe("file.hold_lifted", _("%(who)s lifted the hold on the file"))
    describe("retention.schedule", _("%(who)s changed how long files are kept"))
    describe("flag.raise", _("%(who)s raised a flag"))
    describe("flag.lower", _("%(who)s took a flag down"))
    describe("document.add", _("%(who)s added a document"))
    describe("person.index", _("%(who)s made the person findable"))
    describe("safe_contact.record", _("%(who)s changed how the person can be reached safely"))
    describe("appointment.plan", _("%(who)s planned an appointment"))
    describe("appointment.settle", _("%(who)s said how an appointment went"))
    describe("clock.start", _("%(who)s started a clock"))
    describe("clock.end", _("%(who)s ended a clock"))
    describe("clock.escalate", _("%(who)s passed on a clock that ran out"))
    describe("handover.give", _("%(who)s handed work over at the end of a shift"))
    describe("handover.take", _("%(who)s took work over at the start of a shift"))


def _sharing() -> None:
    describe("consent.record", _("%(who)s wrote down a consent"), sort=Sort.SHARE)
    describe("consent.sheet", _("%(who)s kept the signed sheet of a consent"), sort=Sort.SHARE)
    describe("consent.withdraw", _("%(who)s wrote down that a consent was withdrawn"), sort=Sort.SHARE)
    describe("services.end", _("%(who)s ended services"), sort=Sort.SHARE)
    describe("services.confirm", _("%(who)s confirmed in private that services end"), sort=Sort.SHARE)
    describe("disclosure.send", _("%(who)s sent a disclosure"), sort=Sort.SHARE)
    describe("disclosure.answer", _("%(who)s answered a disclosure"), sort=Sort.SHARE)
    describe("disclosure.revoke", _("%(who)s took a disclosure back"), sort=Sort.SHARE)
    describe("disclosure.transfer", _("%(who)s passed the case on to another organisation"), sort=Sort.SHARE)
    describe("disclosure.second_approve", _("%(who)s approved sharing as the second person"), sort=Sort.SHARE)
    describe("agreement.save", _("%(who)s changed an agreement"), sort=Sort.SHARE)
    describe("agreement.end", _("%(who)s ended an agreement"), sort=Sort.SHARE)
    describe("demand.record", _("%(who)s wrote down a legal demand for data"), sort=Sort.SHARE)
    describe("demand.step", _("%(who)s took a step on a legal demand for data"), sort=Sort.SHARE)
    describe("request.ask", _("%(who)s asked another team or organisation"), sort=Sort.SHARE)
    describe("request.answer", _("%(who)s answered a request"), sort=Sort.SHARE)
    describe("message.send", _("%(who)s sent a message"), sort=Sort.SHARE)
    describe("notice.send", _("%(who)s told a colleague"), sort=Sort.SHARE)


def _access() -> None:
    describe("reach.grant", _("%(who)s let somebody see %(part)s"), sort=Sort.ACCESS)
    describe("reach.revoke", _("%(who)s ended that somebody sees the record"), sort=Sort.ACCESS)
    describe("access.exclude", _("%(who)s closed the record to somebody"), sort=Sort.ACCESS)
    describe("access.exclusion_lifted", _("%(who)s opened the record to somebody again"), sort=Sort.ACCESS)
    describe("absence.cover", _("%(who)s set who covers an absence"), sort=Sort.ACCESS)
    describe("absence.cover_ended", _("%(who)s ended the cover of an absence"), sort=Sort.ACCESS)
    describe("token.make", _("%(who)s made a token for a program"), sort=Sort.ACCESS)
    describe("token.end", _("%(who)s ended a token"), sort=Sort.ACCESS)
    describe("access.break_glass", _("%(who)s used break-glass"), sort=Sort.BREAK_GLASS)
    describe(
        "access.break_glass_ended", _("%(who)s closed a file again before its hours were over"), sort=Sort.BREAK_GLASS
    )
    describe("access.break_glass_reviewed", _("%(who)s reviewed a use of break-glass"), sort=Sort.BREAK_GLASS)


def _signing_in() -> None:
    describe("sign_in.done", _("%(who)s signed in"), sort=Sort.SIGN_IN)
    describe("sign_in.confirmed", _("%(who)s confirmed that it is them"), sort=Sort.SIGN_IN)
    describe("sign_in.failed", _("%(who)s did not get in"), sort=Sort.SIGN_IN)
    describe("sign_in.closed", _("%(who)s closed an account after failed sign-ins"), sort=Sort.SIGN_IN)
    describe("sign_in.*", _("%(who)s signed in or out"), sort=Sort.SIGN_IN)
    describe("session.locked", _("%(who)s locked the desk"), sort=Sort.SIGN_IN)
    describe("session.unlocked", _("%(who)s unlocked the desk"), sort=Sort.SIGN_IN)
    describe("session.works_as", _("%(who)s chose the organisation to work for"), sort=Sort.SIGN_IN)
    describe("session.*", _("%(who)s changed something about the session"), sort=Sort.SIGN_IN)
    describe("second_factor.added", _("%(who)s added a second factor"), sort=Sort.SIGN_IN)
    describe("second_factor.removed", _("%(who)s removed a second factor"), sort=Sort.SIGN_IN)
    describe("second_factor.new_codes", _("%(who)s made new recovery codes"), sort=Sort.SIGN_IN)
    describe("member.invite", _("%(who)s invited somebody"), sort=Sort.SIGN_IN)
    describe("member.close", _("%(who)s ended somebody's access"), sort=Sort.SIGN_IN)
    describe("member.*", _("%(who)s changed the account of a member"), sort=Sort.SIGN_IN)
    describe("team.*", _("%(who)s changed a team"), sort=Sort.SIGN_IN)


def _running() -> None:
    describe("audit.verify", _("%(who)s checked that the audit log is unaltered"), sort=Sort.SYSTEM)
    describe("job.ask", _("%(who)s asked for background work"), sort=Sort.SYSTEM)
    describe("job.stop", _("%(who)s stopped background work"), sort=Sort.SYSTEM)
    describe("keys.rotate.begin", _("%(who)s began to change the keys"), sort=Sort.SYSTEM)
    describe("keys.rotate.end", _("%(who)s finished changing the keys"), sort=Sort.SYSTEM)
    describe("backup.data", _("%(who)s made a backup of the data"), sort=Sort.SYSTEM)
    describe("backup.keyring", _("%(who)s made a backup of the keyring"), sort=Sort.SYSTEM)
    describe("backup.failed", _("%(who)s could not make a backup"), sort=Sort.SYSTEM)
    describe("backup.restore", _("%(who)s restored a backup"), sort=Sort.SYSTEM)
    describe("erasure.certify", _("%(who)s certified an erasure"), sort=Sort.SYSTEM)
    describe("rota.add", _("%(who)s put somebody on the rota"), sort=Sort.SYSTEM)
    describe("rota.hours", _("%(who)s changed the hours of the desk"), sort=Sort.SYSTEM)
    describe("rota.remove", _("%(who)s took somebody off the rota"), sort=Sort.SYSTEM)
    describe("inbox.*", _("%(who)s tidied the inbox of public reports"), sort=Sort.SYSTEM)
    describe("registers.*", _("%(who)s changed a register"), sort=Sort.SYSTEM)


def _areas() -> None:
    name_area("audit", _("reading the audit"))
    name_area("access", _("deciding who may see"))
    name_area("records", _("work on the file"))
    name_area("cases", _("case work"))
    name_area("hotline", _("hotline work"))
    name_area("screening", _("screening"))
    name_area("identification", _("identification"))
    name_area("sharing", _("referral and consent"))
    name_area("documents", _("documents"))
    name_area("messages", _("messages"))
    name_area("correspondence", _("messages"))
    name_area("requests", _("requests"))
    name_area("workflow", _("planning and clocks"))
    name_area("vault", _("search"))
    name_area("identity", _("accounts and sign-in"))
    name_area("jobs", _("background work"))
    name_area("indicators", _("the country's numbers"))
    explain("notes", _("reading the notes"))
