# SPDX-License-Identifier: Apache-2.0
"""What a flag can say. Codes, never free words: a flag is seen by whoever sees the file."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FLAGS: Final[dict[str, str | Promise]] = {
    "visit_in_pairs": _("Visit only in pairs"),
    "same_worker": _("The same worker wherever possible"),
    "asked_for_woman": _("Asked for a woman"),
    "asked_for_man": _("Asked for a man"),
    "interpreter": _("Interpreter needed"),
    "deadline": _("A deadline runs"),
    "hearing": _("A hearing comes"),
    "missing": _("Missing: tell the owner when seen"),
}
