# SPDX-License-Identifier: Apache-2.0
"""Forms of the room: opening, moving, closing, assigning, and what opens a hidden part. Parts stand in `part_forms`."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.forms import Form, Inset, Section
from quatrefoil.foundation.ui.widgets import DateInput
from quatrefoil.protection.cases import codes
from quatrefoil.protection.cases.actions import Core
from quatrefoil.protection.cases.opening import NewCase
from quatrefoil.standards import care
from quatrefoil.standards.countries_languages import languages

NOTHING = ("", _("Not known"))
# Languages that are met most often stand in the list; a code of any other may be typed on the edit page later.
LANGUAGES = (
    "am", "ar", "bg", "bn", "cs", "de", "el", "en", "es", "fa", "fr", "ha", "hi", "hu", "id", "km", "ku", "my", "ne", "pl",
    "ps", "pt", "ro", "ru", "si", "so", "sq", "sr", "sw", "ta", "th", "ti", "tl", "tr", "uk", "ur", "uz", "vi", "yo", "zh",
)  # fmt: skip
UNDER_18 = (("no", _("No")), ("yes", _("Yes")), ("not_sure", _("Not sure")))
REASONS = (
    ("reach_person", _("To reach the person")),
    ("work_plan", _("To work with the person on the plan")),
    ("prepare_referral", _("To prepare a referral")),
    ("danger_now", _("Danger now")),
    ("correct_part", _("To correct something")),
    ("person_asked", _("The person asked what we hold")),
)


def language_choices() -> list[tuple[str, Any]]:
    """Languages in the reader's language."""
    from django.utils.translation import get_language

    return [NOTHING, *languages(LANGUAGES, (get_language() or "en")[:2])]


def long_text(label: Any, *, rows: int = 4, hint: Any = "", most: int = 8000) -> forms.CharField:
    """A sealed text of some length."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=most, widget=area, help_text=hint)


def short_text(label: Any, *, hint: Any = "", most: int = 200, required: bool = False) -> forms.CharField:
    """A short text."""
    line = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint, widget=line)


def day_field(label: Any, *, hint: Any = "", required: bool = False) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=hint)


class NewCaseForm(Form):
    """One page. Only who agreed must be said."""

    layout: ClassVar = (
        Section(_("Danger first"), ("danger", "danger_reason")),
        Section(
            _("Who agreed"),
            ("agreed_by", "agreed_on"),
            _("A file is kept because somebody agreed, or because a child must be protected."),
        ),
        Section(
            _("About the person"), ("under_18", "age_band", "sex", "language", "second_language", "needs_interpreter")
        ),
        Section(_("How the person came"), ("source", "source_number", "region", "team_id")),
        Section(
            _("Name and how to find again"),
            ("full_name", "birth_date", "phones"),
            _(
                "May be left empty. Sealed; lists show a reference name. We look whether your organisation knows the person."
            ),
        ),
        Section(_("From paper"), ("is_paper", "opened_on")),
    )

    danger = forms.ChoiceField(
        label=_("Is there danger now?"), choices=codes.translated(care.DANGER_LEVELS), widget=forms.RadioSelect,
        initial=codes.NOT_KNOWN,
    )  # fmt: skip
    danger_reason = forms.ChoiceField(
        label=_("Why do you judge it so?"), choices=[("", _("Not said")), *codes.DangerReason.choices], required=False
    )
    agreed_by = forms.ChoiceField(
        label=_("Who agreed that a file is kept?"), choices=codes.Agreed.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say who agreed. If nobody did yet, say so: it is then held for 14 days.")},
    )  # fmt: skip
    agreed_on = day_field(_("When?"), hint=_("Today, if you leave it empty."))
    under_18 = forms.ChoiceField(
        label=_("Is the person under 18?"), choices=UNDER_18, widget=forms.RadioSelect, required=False
    )
    age_band = forms.ChoiceField(label=_("Age"), choices=codes.band_choices, required=False)
    sex = forms.ChoiceField(label=_("Sex or gender"), choices=lambda: [NOTHING, *codes.sex_choices()], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    second_language = forms.ChoiceField(label=_("Some of another language"), choices=language_choices, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    source = forms.ChoiceField(label=_("How?"), choices=[NOTHING, *codes.Source.choices], required=False)
    source_number = short_text(_("Number of the contact or referral"), most=40)
    region = forms.ChoiceField(label=_("Region"), required=False)
    team_id = forms.ChoiceField(label=_("Team"))
    full_name = short_text(_("Name"), hint=_("In any script."))
    birth_date = short_text(
        _("Date or year of birth"), hint=_("2001-03-14, or 2001 when only the year is known."), most=10
    )
    phones = long_text(_("Phone numbers"), rows=2, hint=_("One on each line."), most=400)
    is_paper = forms.BooleanField(label=_("This case is entered later from paper"), required=False)
    opened_on = day_field(_("Opened on"), hint=_("The date on the paper."))
    file_id = forms.UUIDField(widget=forms.HiddenInput)
    looked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    reveals = {"is_paper": {"on": "opened_on"}}
    insets = {
        "under_18": {
            "yes": Inset(_("Before the child tells more: say what you must pass on, and to whom."), tone="warn"),
            "not_sure": Inset(_("Treated as a child until somebody is sure."), tone="warn"),
        },
        "danger": {
            "high": Inset(
                _("The danger clock starts, and who is on duty is told."), _("Stay with the person."), "danger"
            )
        },
    }

    def __init__(
        self, *args: Any, teams: list[tuple[UUID, str]], regions: dict[str, str], paper: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [NOTHING, *sorted(regions.items(), key=lambda pair: pair[1])]  # type: ignore[attr-defined]
        self.fields["team_id"].choices = [(str(team), name) for team, name in teams]  # type: ignore[attr-defined]
        if len(teams) == 1:
            self.fields["team_id"].initial = str(teams[0][0])
            self.fields["team_id"].widget = forms.HiddenInput()
        if not paper:
            del self.fields["is_paper"], self.fields["opened_on"]

    def new_case(self) -> NewCase:
        """What the form says."""
        given = self.cleaned_data
        core = Core(**{name: given[name] for name in Core.__slots__})
        paper = bool(given.get("is_paper"))
        return NewCase(
            agreed_by=given["agreed_by"], agreed_on=given["agreed_on"], core=core, danger=given["danger"],
            danger_reason=given["danger_reason"], region=given["region"], source=given["source"],
            source_number=given["source_number"], opened_on=given.get("opened_on") if paper else None, is_paper=paper,
            team_id=UUID(given["team_id"]), identity=self.identity(), file_id=given["file_id"],
        )  # fmt: skip

    def identity(self) -> dict[str, str]:
        """Name, birth and phones, as far as they were given."""
        return {name: self.cleaned_data[name].strip() for name in ("full_name", "birth_date", "phones")}


class DangerForm(Form):
    """How high, and why."""

    danger = forms.ChoiceField(
        label=_("How high is the danger now?"), choices=list(codes.DANGER_SHORT.items()), widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Why?"), choices=codes.DangerReason.choices, widget=forms.RadioSelect)


class DangerAnswerForm(Form):
    """What was done."""

    answer = forms.ChoiceField(label=_("What was done?"), choices=codes.DangerAnswer.choices, widget=forms.RadioSelect)


class AgreementForm(Form):
    """Somebody agreed to a held case."""

    agreed_by = forms.ChoiceField(
        label=_("Who agreed that a file is kept?"), widget=forms.RadioSelect,
        choices=[choice for choice in codes.Agreed.choices if choice[0] != codes.Agreed.NOBODY],
    )  # fmt: skip
    agreed_on = forms.DateField(label=_("When?"), widget=DateInput, initial=timezone.localdate)
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(Form):
    """Why a hidden part is opened."""

    reason = forms.ChoiceField(
        label=_("Why do you open this?"), choices=REASONS, widget=forms.RadioSelect,
        help_text=_("Your reason, your name and the time stand in the record of who saw what."),
        error_messages={"required": _("Say why you open this.")},
    )  # fmt: skip


class ApproverForm(Form):
    """Whom to ask, and a note to them."""

    approver = forms.ChoiceField(label=_("Who should approve this?"), widget=forms.RadioSelect)
    note = long_text(_("Note to them"), rows=3, most=2000)
    seen_stage = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, approvers: tuple[tuple[UUID, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].choices = [(str(member), name) for member, name in approvers]  # type: ignore[attr-defined]


class CloseForm(ApproverForm):
    """Why a case ends, and who approves it."""

    layout: ClassVar = (
        Section(_("Why"), ("reason", "living", "closing_note")),
        Section(_("A second person approves it"), ("approver",)),
    )

    reason = forms.ChoiceField(
        label=_("Why is the case closed?"), choices=codes.translated(care.CLOSURE_REASONS), widget=forms.RadioSelect
    )
    living = forms.ChoiceField(
        label=_("Where does the person live now?"), required=False,
        choices=[("", _("Not known")), *codes.translated(care.LIVING_SITUATIONS)],
    )  # fmt: skip
    closing_note = long_text(_("What was reached, and what was not"), hint=_("Sealed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class ReopenForm(Form):
    """Why a closed case is opened again."""

    reason = forms.ChoiceField(
        label=_("Why is the case opened again?"), choices=codes.ReopenReason.choices, widget=forms.RadioSelect
    )


class AssignForm(Form):
    """Who works on it."""

    team_id = forms.ChoiceField(label=_("Team"))
    owner_id = forms.ChoiceField(label=_("Who works on it"), required=False)

    def __init__(
        self, *args: Any, teams: tuple[tuple[UUID, str], ...], workers: tuple[tuple[UUID, str], ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [(str(team), name) for team, name in teams]  # type: ignore[attr-defined]
        nobody = ("", _("Nobody yet: the team takes it"))
        self.fields["owner_id"].choices = [nobody, *((str(each), name) for each, name in workers)]  # type: ignore[attr-defined]


class NameForm(Form):
    """The reference name that the person chose."""

    word = short_text(
        _("A word"), hint=_("No name of a person or place: a stone, a plant, a colour."), most=20, required=True
    )
    digits = forms.CharField(
        label=_("Four digits"), max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    )


class NoteForm(Form):
    """A note, on one file or on several of one situation."""

    kind = forms.ChoiceField(
        label=_("Kind of note"), initial="work",
        choices=(("work", _("Work note")), ("safety", _("Safety note")), ("privileged", _("Privileged note"))),
        help_text=_("A privileged note is read by its author and supervisors only."),
    )  # fmt: skip
    happened_on = day_field(_("When it happened"), hint=_("Today, if you leave it empty."))
    body = long_text(_("Note"), rows=6, hint=_("Sealed. Write what others need to help."))
    also_on = forms.MultipleChoiceField(
        label=_("Also on these files of the same situation"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also_on"].choices = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["also_on"]


class SamePersonForm(Form):
    """Two files are about one person."""

    reference = short_text(
        _("Reference name or number of the other file"), most=40, required=True, hint=_("Of a file that you see.")
    )
    ground = forms.ChoiceField(
        label=_("How do you know?"), widget=forms.RadioSelect,
        choices=(
            ("person_said", _("The person says so")),
            ("same_document", _("The same document was shown")),
            ("worker_knows", _("A colleague knows the person from both")),
            ("shared_phone", _("The same phone number, nothing else")),
        ),
    )  # fmt: skip


class StayForm(Form):
    """A safe place by its cover name."""

    service_id = forms.ChoiceField(
        label=_("Safe place"),
        widget=forms.RadioSelect,
        help_text=_("Only the cover name is kept, and it never leaves."),
    )
    since = forms.DateField(label=_("Since"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_id"].choices = places  # type: ignore[attr-defined]


class EndStayForm(Form):
    """The person left."""

    until = forms.DateField(label=_("Left on"), widget=DateInput, initial=timezone.localdate)


class FollowUpForm(Form):
    """What a follow-up found; only the outcome must be filled."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=codes.translated(care.FOLLOW_UP_OUTCOMES), widget=forms.RadioSelect,
        error_messages={"required": _("Say how it went.")},
    )  # fmt: skip
    done_on = forms.DateField(label=_("When?"), widget=DateInput, initial=timezone.localdate)
    words = long_text(_("In the person's words"), rows=3, hint=_("Sealed. May stay empty."))
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)


class AppointmentForm(Form):
    """A dated meeting."""

    kind = forms.ChoiceField(label=_("What for?"), choices=list(codes.APPOINTMENT_KINDS.items()))
    on = forms.DateField(label=_("Day"), widget=DateInput)
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
