# SPDX-License-Identifier: Apache-2.0
"""Background work of this room: a list of cases as a file."""

from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from quatrefoil.foundation.jobs.kinds import declare
from quatrefoil.protection.cases import export


def _tell(codes: dict[str, Any]) -> str:
    rows = codes.get("rows", 0)
    return ngettext("The table has %(n)s row.", "The table has %(n)s rows.", rows) % {"n": f"{rows:,}"}


declare(export.KIND, export.write_list, gettext_lazy("List of cases as a file"), right="case.edit", tells=_tell)
