# SPDX-License-Identifier: Apache-2.0
"""The desk's forms. Only two things must be filled when a contact is logged: how it came and what kind it is."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.messages.models import PhoneState, SafeChannel
from quatrefoil.foundation.registers.kinds import Weekday
from quatrefoil.foundation.registers.selectors import region_choices
from quatrefoil.foundation.ui.forms import Form, Inset, Section
from quatrefoil.foundation.ui.pieces import Difference
from quatrefoil.foundation.ui.widgets import DateInput
from quatrefoil.foundation.workflow.models import Duty
from quatrefoil.protection.hotline import codes
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.standards.ages import Under18

UNDER_18 = (
    ("", _("Not asked")),
    (Under18.NO.value, _("No")),
    (Under18.YES.value, _("Yes")),
    (Under18.NOT_SURE.value, _("Not sure")),
)
THEN = (
    ("mine", _("It stays with me")),
    ("desk", _("Anybody at the desk may take it")),
    ("done", _("It is finished")),
)
LONGEST = 15_000


class Answers(Form):
    """A form whose lists are written when the page is, in the reader's language."""

    lists: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, made in self.lists.items():
            if name in self.fields:
                self.fields[name].choices = made()  # type: ignore[attr-defined]
                self.fields[name].widget.choices = self.fields[name].choices  # type: ignore[attr-defined]


def radios(label: Any, **more: Any) -> forms.ChoiceField:
    """One answer of a few, all in view."""
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, **more)


def pick(label: Any, **more: Any) -> forms.ChoiceField:
    """One answer of many."""
    return forms.ChoiceField(label=label, required=False, **more)


def free_text(label: Any, *, rows: int = 5, **more: Any) -> forms.CharField:
    """Free words, in any language."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, **more)


NOT_ASKED = _("Not asked")
CODE_LISTS: dict[str, Any] = {
    "danger": lambda: codes.choices(codes.DANGER_LEVELS),
    "channel": lambda: codes.choices(codes.CHANNELS),
    "kind": lambda: codes.choices(codes.KINDS),
    "language": codes.language_choices,
    "region": lambda: [("", str(NOT_ASKED)), *region_choices()],
    "caller": lambda: codes.choices(codes.CALLERS, empty=NOT_ASKED),
    "age_band": codes.age_choices,
    "safe_to_call_back": lambda: codes.choices(codes.SAFE_TO_CALL_BACK),
    "heard_of_us": lambda: codes.choices(codes.HEARD_OF_US, empty=NOT_ASKED),
    "outcome": lambda: codes.choices(codes.RESPONSES, empty=_("Nothing yet")),
    "reason": lambda: list(codes.DANGER_REASONS.items()),
}


def log_kinds() -> list[tuple[str, str]]:
    """Kinds of contact; those that leave no file say so."""
    counted = _("%(kind)s (counted)")
    named = codes.choices(codes.KINDS)
    return [(code, words if codes.opens_a_file(code) else str(counted) % {"kind": words}) for code, words in named]


class LogForm(Answers):
    """One page for a contact while it goes on. Danger stands first; the page keeps itself."""

    lists: ClassVar = {**CODE_LISTS, "kind": log_kinds}
    layout: ClassVar = (
        Section(_("Danger"), ("danger",)),
        Section(
            _("The contact"),
            ("channel", "kind", "language", "needs_interpreter", "region", "caller", "under_18", "age_band"),
        ),
        Section(
            _("Reaching the person safely"),
            ("safe_to_call_back", "reach", "phone", "phone_state", "hours", "safe_word", "duress_word", "instructions"),
            _("If nothing is noted here, nothing goes out."),
        ),
        Section(_("What was said"), ("words", "translation")),
        Section(_("Afterwards"), ("outcome", "heard_of_us", "counted_minutes", "then")),
    )
    insets: Mapping[str, Mapping[str, Inset]] = {
        "danger": {"high": Inset(_("The steps stand beside this page. Saving tells the desk at once."))}
    }

    contact_id = forms.UUIDField(widget=forms.HiddenInput)
    started_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    report = forms.UUIDField(widget=forms.HiddenInput, required=False)
    danger = radios(_("Is there danger now?"), initial="not_known")
    channel = forms.ChoiceField(label=_("How did the contact come?"), initial="phone")
    kind = radios(
        _("What kind of contact is it?"),
        help_text=_("“Counted” opens no file, and nothing else on this page is kept."),
    )
    language = pick(_("Language"))
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    region = pick(_("Region"))
    caller = pick(_("Who is it?"), help_text=_("As a relation; no names."))
    under_18 = radios(_("Under 18?"), choices=UNDER_18, required=False, help_text=codes.CHILD_FIRST)
    age_band = pick(_("Age of the person concerned"))
    safe_to_call_back = radios(_("Is it safe to call back?"), initial="not_asked")
    reach = pick(_("How may they be reached?"), choices=SafeChannel.choices, initial=SafeChannel.NONE)
    phone = forms.CharField(label=_("Number or address"), required=False, max_length=120)
    phone_state = pick(
        _("Who can see or use the phone or account?"), choices=PhoneState.choices, initial=PhoneState.UNKNOWN
    )
    hours = forms.CharField(label=_("When"), required=False, max_length=120)
    safe_word = forms.CharField(
        label=_("Safe word"),
        required=False,
        max_length=60,
        help_text=_("Asked before anything is confirmed to a caller."),
    )
    duress_word = forms.CharField(
        label=_("Word for danger"),
        required=False,
        max_length=60,
        help_text=_("If they say it, the desk acts and the page looks the same."),
    )
    instructions = free_text(_("Anything else about reaching them"), rows=2)
    words = free_text(_("In their own words"), help_text=_("Write only what somebody will use. No names of others."))
    translation = free_text(_("Translation"), rows=3, help_text=_("Both are kept, side by side."))
    outcome = pick(_("What was done?"))
    heard_of_us = pick(_("How did they hear of us?"))
    counted_minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=1440)
    then = radios(_("And now?"), choices=THEN, initial="mine")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice_hints = {
            "danger": codes.hints(codes.DANGER_LEVELS),
            "safe_to_call_back": codes.hints(codes.SAFE_TO_CALL_BACK),
        }

    def clean(self) -> dict[str, Any]:
        """What is only counted cannot carry danger."""
        given = super().clean() or self.cleaned_data
        kind, danger = given.get("kind", ""), given.get("danger", "")
        if kind and not codes.opens_a_file(kind) and danger in codes.PRIORITIES:
            self.add_error(
                "kind", _("You noted danger. Choose a kind of contact that is kept, so that somebody can act on it.")
            )
        return given

    def entry(self) -> ContactEntry:
        """The contact as a value."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "contact_id"}
        given = {name: value for name, value in given.items() if value is not None and value != ""}
        return ContactEntry(**given)


def fresh() -> dict[str, Any]:
    """What a new page begins with."""
    return {"contact_id": uuid4(), "started_at": timezone.now()}


class DangerForm(Answers):
    """Why there is danger now."""

    lists = CODE_LISTS
    reason = radios(_("Why is there danger now?"))


class ActForm(Answers):
    """What made the person safer."""

    act = radios(_("What was done?"), choices=list(codes.DANGER_ACTS.items()))


class FinishForm(Answers):
    """The contact is over."""

    lists: ClassVar = {"outcome": lambda: codes.choices(codes.RESPONSES)}
    outcome = radios(_("What was done?"))
    counted_minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=1440)


class ChangeForm(Answers):
    """What was noted in codes."""

    lists = CODE_LISTS
    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = radios(_("What kind of contact is it?"))
    language = pick(_("Language"))
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    caller = pick(_("Who is it?"), help_text=_("As a relation; no names."))
    under_18 = radios(_("Under 18?"), choices=UNDER_18, required=False, help_text=codes.CHILD_FIRST)
    age_band = pick(_("Age of the person concerned"))
    safe_to_call_back = radios(_("Is it safe to call back?"))
    heard_of_us = pick(_("How did they hear of us?"))

    def differences(self, theirs: Mapping[str, object]) -> list[Difference]:
        """What a colleague saved first beside what was sent now, both in words, where they are not the same."""
        mine = self.cleaned_data
        return [
            Difference(str(field.label), self._said(name, mine.get(name)), self._said(name, theirs[name]))
            for name, field in self.fields.items()
            if name != "revision" and name in theirs and (mine.get(name) or "") != (theirs[name] or "")
        ]

    def _said(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            known: list[Any] = list(cast("Iterable[Any]", field.choices))
            return next((str(label) for code, label in known if code == value), str(value or ""))
        return str(_("Yes") if value else _("No"))


class AgreedForm(Answers):
    """Who agreed that a case is opened."""

    agreed = radios(_("Who agreed that a case is opened?"))
    lists: ClassVar = {"agreed": lambda: codes.choices(codes.AGREED)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice_hints = {"agreed": codes.hints(codes.AGREED)}


class JoinForm(Answers):
    """What a contact is joined to."""

    to = forms.ChoiceField(label=_("Join to"))

    def __init__(self, *args: Any, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", str(_("Choose"))), *choices]  # type: ignore[attr-defined]


class ShiftForm(Answers):
    """One shift, if wished for several weeks."""

    team = forms.ChoiceField(label=_("Team"))
    member = forms.ChoiceField(label=_("Who"))
    duty = radios(_("Duty"), choices=Duty.choices, initial=Duty.DESK)
    on = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("To"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("A time before the start is on the next day."),
    )
    weeks = forms.IntegerField(label=_("Weeks"), required=False, min_value=1, max_value=12, initial=1)

    def __init__(self, *args: Any, team: Any = (), member: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = team  # type: ignore[attr-defined]
        self.fields["member"].choices = member  # type: ignore[attr-defined]

    def times(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Start and end; a night shift ends on the next day."""
        given = self.cleaned_data
        start = datetime.datetime.combine(given["on"], given["starts"])
        end = datetime.datetime.combine(given["on"], given["ends"])
        if end <= start:
            end += datetime.timedelta(days=1)
        return timezone.make_aware(start), timezone.make_aware(end)


class HoursForm(Answers):
    """From when to when the desk is open; an empty day is closed."""

    layout = tuple(Section(weekday.label, (f"opens_{weekday}", f"closes_{weekday}")) for weekday in Weekday)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday in Weekday:
            for name, label in (("opens", _("Opens")), ("closes", _("Closes"))):
                widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                self.fields[f"{name}_{weekday}"] = forms.TimeField(label=label, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Both times of a day, or none."""
        given = super().clean() or self.cleaned_data
        for weekday in Weekday:
            if (given.get(f"opens_{weekday}") is not None) != (given.get(f"closes_{weekday}") is not None):
                self.add_error(f"closes_{weekday}", _("Give both times, or none when the desk is closed."))
        return given

    def hours(self) -> dict[int, tuple[datetime.time, datetime.time]]:
        """Hours by weekday."""
        given = self.cleaned_data
        return {
            int(weekday): (given[f"opens_{weekday}"], given[f"closes_{weekday}"])
            for weekday in Weekday
            if given[f"opens_{weekday}"] is not None
        }


class DeskForm(Answers):
    """What a supervisor sets for the desk."""

    most_opened_a_day = forms.IntegerField(
        label=_("Reports a day before a break is due"), min_value=1, max_value=200,
        help_text=_("Everybody sees their own count. Nobody is stopped in the middle of danger."),
    )  # fmt: skip
    hold_days = forms.IntegerField(
        label=_("Days a contact is held without agreement"),
        min_value=1,
        max_value=30,
        help_text=_("Then it is erased."),
    )


class InterpreterForm(Answers):
    """Somebody who interprets."""

    lists: ClassVar = {"language": lambda: codes.language_choices()[1:]}
    member = forms.ChoiceField(label=_("Who"))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, member: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = member  # type: ignore[attr-defined]
