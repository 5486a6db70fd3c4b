# SPDX-License-Identifier: Apache-2.0
"""A contact from a public report: what the reporter wrote fills the page, so that nothing is typed twice."""

from collections.abc import Mapping
from typing import Any, Final

from quatrefoil.foundation.exchange.selectors import OpenedReport
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel
from quatrefoil.protection.hotline.codes import CHANNEL_OF_REPORT
from quatrefoil.standards.ages import AGE_BANDS
from quatrefoil.standards.instruments import public_report as asked

DANGER: Final = {"now": "high", "soon": "some", "no": "low"}
REACH: Final = {
    "receipt": SafeChannel.THREAD,
    "phone": SafeChannel.CALL,
    "text": SafeChannel.TEXT,
    "app": SafeChannel.TEXT,
    "email": SafeChannel.EMAIL,
    "person": SafeChannel.THROUGH,
}
PHONE: Final = {
    "own": PhoneState.OWN,
    "shared": PhoneState.SHARED,
    "watched": PhoneState.WATCHED,
    "taken": PhoneState.TAKEN,
}
SELF: Final = "public_help"
ABOUT_SELF: Final = frozenset({"me", "me_and_others"})


def initial(report: OpenedReport) -> dict[str, Any]:
    """What a contact page begins with. The words stay in the thread, where they were sealed."""
    said = report.answers
    danger = DANGER.get(_one(said, asked.DANGER), "not_known")
    reach = REACH.get(_one(said, asked.CHANNEL), SafeChannel.NONE)
    return {
        "channel": CHANNEL_OF_REPORT,
        "kind": _kind(report, danger),
        "danger": danger,
        "danger_reason": "written",
        "language": _one(said, asked.LANGUAGE),
        "region": _one(said, asked.REGION),
        "under_18": _under_18(_one(said, asked.UNDER_18)),
        "caller": "self" if report.questionnaire == SELF and _one(said, asked.ABOUT) in ABOUT_SELF else "",
        "needs_interpreter": _one(said, "interpreter") == "yes",
        "age_band": _age(_one(said, "age_band")),
        "reach": reach,
        "safe_to_call_back": "not_asked" if reach in {SafeChannel.NONE, SafeChannel.THREAD} else "at_times",
        "phone": _one(said, asked.ADDRESS),
        "phone_state": PHONE.get(_one(said, asked.WHOSE_PHONE), PhoneState.UNKNOWN),
        "hours": ", ".join(_many(said, asked.SAFE_TIMES))[:120],
        "instructions": _one(said, "safe_times_words"),
        "safe_word": _one(said, asked.SAFE_WORD)[:60],
        "report": report.row.id,
        "then": "mine",
    }


def _kind(report: OpenedReport, danger: str) -> str:
    if danger == "high":
        return "crisis"
    return "help_request" if report.questionnaire == SELF else "tip"


def _under_18(code: str) -> str:
    return code if code in {"yes", "no", "not_sure"} else ""


def _age(code: str) -> str:
    return code if any(band.code == code for band in AGE_BANDS) else ""


def _one(said: Mapping[str, str | list[str]], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)


def _many(said: Mapping[str, str | list[str]], name: str) -> list[str]:
    value = said.get(name, [])
    return [value] if isinstance(value, str) and value else list(value)
