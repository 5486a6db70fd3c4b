# SPDX-License-Identifier: Apache-2.0
"""How the acts of the hotline desk read in the audit."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit.words import Sort, describe

describe("contact.log", _("%(who)s logged a contact"))
describe("contact.count", _("%(who)s counted a call without a file"))
describe("contact.words", _("%(who)s wrote down what was said"))
describe("contact.change", _("%(who)s changed a contact"))
describe("contact.claim", _("%(who)s took a contact"))
describe("contact.put_back", _("%(who)s put a contact back for the desk"))
describe("contact.finish", _("%(who)s finished a contact"))
describe("contact.to_case", _("%(who)s made a case of a contact"))
describe("contact.*", _("%(who)s worked on a contact"))
describe("danger.mark", _("%(who)s marked danger now"))
describe("danger.act", _("%(who)s took a step against the danger"))
describe("danger.answer", _("%(who)s answered a notice of danger"))
describe("danger.*", _("%(who)s worked on the danger"))
describe("hold.place", _("%(who)s held a contact until somebody agrees"))
describe("hold.prolong", _("%(who)s held a contact for longer"))
describe("hold.*", _("%(who)s changed a hold"))
describe("interpreter.ask", _("%(who)s asked an interpreter"), sort=Sort.SHARE)
describe("interpreter.veto", _("%(who)s wrote down that the person does not want this interpreter"), sort=Sort.SHARE)
describe("interpreter.veto_after_answer", _("%(who)s took back the booking of an interpreter"), sort=Sort.SHARE)
describe("interpreter.list", _("%(who)s put an interpreter on the list"), sort=Sort.SYSTEM)
describe("interpreter.unlist", _("%(who)s took an interpreter off the list"), sort=Sort.SYSTEM)
describe("interpreter.*", _("%(who)s worked with interpreters"), sort=Sort.SHARE)
describe("desk.*", _("%(who)s changed how the desk works"), sort=Sort.SYSTEM)
