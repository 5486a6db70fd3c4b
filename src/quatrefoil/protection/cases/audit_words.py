# SPDX-License-Identifier: Apache-2.0
"""How the acts of case work read in the audit."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit.words import describe, explain_all
from quatrefoil.protection.cases import export
from quatrefoil.protection.cases.forms import REASONS

describe("case.open", _("%(who)s opened the case"))
describe("case.agree", _("%(who)s wrote down who agreed to the case"))
describe("case.move", _("%(who)s moved the case to another stage"))
describe("case.approval", _("%(who)s answered a request for approval"))
describe("case.danger", _("%(who)s judged the danger"))
describe("case.danger_answered", _("%(who)s answered a notice of danger"))
describe("case.hold_ended", _("%(who)s ended a case that nobody agreed to"))
describe("case.need_removed", _("%(who)s removed a need from the plan"))
describe("case.export", _("%(who)s asked for a list of cases as a file"))
describe("case.*", _("%(who)s worked on the case"))
explain_all(REASONS)
explain_all(export.REASONS)
explain_all(
    {
        "to change it": _("to change it"),
        "compare before saving": _("to compare before saving"),
        "plan": _("to read the plan"),
        "safety plan": _("to read the safety plan"),
        "closure": _("to read why it was closed"),
        "sheet": _("to prepare a referral"),
    }
)
