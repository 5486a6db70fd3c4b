# SPDX-License-Identifier: Apache-2.0
"""How the acts on the country's numbers read in the audit."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit.words import Sort, describe

describe("numbers.export", _("%(who)s took a table of the country's numbers"), sort=Sort.READ)
describe("numbers.*", _("%(who)s worked on the country's numbers"), sort=Sort.SYSTEM)
