# SPDX-License-Identifier: Apache-2.0
"""What the country counts of cases: those that were opened, and how they were closed."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.facts.kinds import FactKind, declare


def declare_facts() -> None:
    """Called once at start. A case that is only held is counted when somebody agrees, not before."""
    dimensions = {"sex": "sex", "age_band": "age_band", "channel": "source"}
    declare(FactKind("case_opened", _("Cases opened"), "cases", "case.opened", dimensions=dimensions, headline=3))
    declare(FactKind("case_agreed", _("Held cases that somebody agreed to"), "cases", "case.agreed"))
    declare(FactKind("case_closed", _("Cases closed"), "cases", "case.closed", dimensions={"reason": "reason"}))
