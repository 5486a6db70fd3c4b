# SPDX-License-Identifier: Apache-2.0
"""Forms of the parts. Each carries the revision that it was filled from, so that nobody writes over somebody else."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.foundation.vault.forms import DOCUMENT_KINDS
from quatrefoil.protection.cases import codes
from quatrefoil.protection.cases.forms import NOTHING, UNDER_18, day_field, language_choices, long_text, short_text
from quatrefoil.standards import care
from quatrefoil.standards.countries_languages import countries


def country_choices() -> list[tuple[str, Any]]:
    """Countries in the reader's language."""
    return [NOTHING, *countries((get_language() or "en")[:2])]


class PartForm(Form):
    """A form of one row of a part: sealed texts and open fields."""

    sealed: ClassVar[tuple[str, ...]] = ()

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def texts(self) -> dict[str, str]:
        """What is to be sealed."""
        return {name: self.cleaned_data[name] for name in self.sealed}

    def open_fields(self) -> dict[str, Any]:
        """What stands open: codes and days."""
        left = {*self.sealed, "seen_revision"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left}

    def said(self, name: str, value: object) -> str:
        """A value of a field in words, for comparing two versions."""
        field = self.fields[name]
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        if isinstance(value, list):
            value = " ".join(value)
        if isinstance(field, forms.ChoiceField):
            known = {str(code): str(label) for code, label in cast("list[tuple[Any, Any]]", list(field.choices))}  # type: ignore[arg-type]
            return ", ".join(known.get(code, code) for code in str(value or "").split(" "))
        return "" if value is None else str(value)


class CoreForm(PartForm):
    """The open facts."""

    layout: ClassVar = (
        Section(_("Age"), ("under_18", "age_band"), _("Where the two disagree, the person is treated as a child.")),
        Section(_("Person"), ("sex", "language", "second_language", "needs_interpreter")),
        Section(_("Place"), ("region",)),
    )

    under_18 = forms.ChoiceField(
        label=_("Is the person under 18?"), choices=[("", _("Not asked yet")), *UNDER_18], widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    age_band = forms.ChoiceField(label=_("Age"), choices=codes.band_choices, required=False)
    sex = forms.ChoiceField(label=_("Sex or gender"), choices=lambda: [NOTHING, *codes.sex_choices()], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    second_language = forms.ChoiceField(label=_("Some of another language"), choices=language_choices, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [NOTHING, *sorted(regions.items(), key=lambda pair: pair[1])]  # type: ignore[attr-defined]


class IdentityForm(PartForm):
    """Who the person is."""

    sealed = (
        "full_name", "other_names", "birth_date", "birth_place", "phones", "document_number", "other_documents",
    )  # fmt: skip
    layout: ClassVar = (
        Section(_("Names"), ("full_name", "other_names")),
        Section(_("Birth"), ("birth_date", "birth_place", "citizenship")),
        Section(
            _("Phones"), ("phones",), _("How the person may be reached safely stands in the safe contact, not here.")
        ),
        Section(_("Document"), ("document_kind", "document_country", "document_number", "other_documents")),
    )

    full_name = short_text(_("Name"), hint=_("In any script."))
    other_names = long_text(_("Other names and spellings"), rows=2, hint=_("One on each line."), most=600)
    birth_date = short_text(
        _("Date or year of birth"), hint=_("2001-03-14, or 2001 when only the year is known."), most=10
    )
    birth_place = short_text(_("Place of birth"))
    citizenship = forms.ChoiceField(label=_("Citizenship"), choices=country_choices, required=False)
    phones = long_text(_("Phone numbers"), rows=2, hint=_("One on each line."), most=400)
    document_kind = forms.ChoiceField(
        label=_("Kind of document"), choices=[("", _("None")), *DOCUMENT_KINDS], required=False
    )
    document_country = forms.ChoiceField(label=_("Country of the document"), choices=country_choices, required=False)
    document_number = short_text(_("Number"), most=40)
    other_documents = long_text(_("Other documents"), rows=2, most=600)


class HealthForm(PartForm):
    """What helpers must know about health."""

    sealed = ("needs_now", "conditions", "medication", "allergies", "wishes")

    needs_now = long_text(_("What does the person need now?"), hint=_("In their own words."))
    conditions = long_text(_("Illness, injury, pregnancy, disability"), rows=3)
    medication = long_text(_("Medicines"), rows=2)
    allergies = long_text(_("Allergies"), rows=2)
    wishes = long_text(_("Wishes: by whom to be seen, what not to be asked"), rows=2)


class AccountForm(PartForm):
    """What happened."""

    sealed = ("what_happened", "who_did_it", "what_matters")
    layout: ClassVar = (
        Section(
            _("In the person's words"),
            ("what_happened", "who_did_it", "what_matters"),
            _("Only what the person chooses to tell. Gaps and contradictions are no sign of lying."),
        ),
        Section(
            _("For counting, without words"),
            ("exploitation", "sexual_exploitation", "country", "region", "began_on", "ended_on"),
        ),
    )

    what_happened = long_text(_("What happened"), rows=8)
    who_did_it = long_text(_("Who was involved"), rows=3)
    what_matters = long_text(_("What matters most to the person now"), rows=3)
    exploitation = forms.MultipleChoiceField(
        label=_("Kinds of exploitation"), required=False, choices=codes.exploitation_choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sexual_exploitation = forms.MultipleChoiceField(
        label=_("If sexual exploitation"), required=False, choices=codes.sexual_exploitation_choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    region = forms.ChoiceField(label=_("Region, if in this country"), required=False)
    began_on = day_field(_("Began"))
    ended_on = day_field(_("Ended"))

    def __init__(self, *args: Any, regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [NOTHING, *sorted(regions.items(), key=lambda pair: pair[1])]  # type: ignore[attr-defined]

    def open_fields(self) -> dict[str, Any]:
        """Kinds of exploitation as codes with a space between."""
        fields = super().open_fields()
        return {**fields, **{name: " ".join(fields[name]) for name in ("exploitation", "sexual_exploitation")}}


class SafetyPlanForm(PartForm):
    """How the person stays safe."""

    sealed = ("warning_signs", "what_helps", "people", "way_out")

    warning_signs = long_text(_("Signs that danger comes nearer"), rows=3)
    what_helps = long_text(_("What has helped before"), rows=3)
    people = long_text(_("People and places that are safe"), rows=3)
    way_out = long_text(_("What to do, and the way out"), rows=4)
    review_on = day_field(_("Look at it again on"), hint=_("In 30 days, if you leave it empty."))


class NeedForm(PartForm):
    """One need."""

    sealed = ("detail",)

    need = forms.ChoiceField(label=_("What is needed?"), choices=codes.translated(care.NEEDS))
    level = forms.ChoiceField(label=_("How soon?"), choices=codes.Level.choices, widget=forms.RadioSelect)
    state = forms.ChoiceField(label=_("How does it stand?"), choices=codes.translated(care.NEED_STATES), initial="open")
    service = forms.TypedChoiceField(
        label=_("Service"), required=False, coerce=UUID, empty_value=None,
        help_text=_("Linking a service sends nothing; a referral does."),
    )  # fmt: skip
    detail = long_text(_("Details"), rows=3, hint=_("Sealed."), most=4000)
    row_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("None yet")), *services]  # type: ignore[attr-defined]


class GoalForm(PartForm):
    """One goal."""

    sealed = ("objective", "steps")

    type = forms.ChoiceField(label=_("What is it about?"), choices=codes.goal_type_choices)
    objective = long_text(_("The goal, in the person's words"), rows=3, most=2000)
    steps = long_text(_("Steps, and who takes them"), rows=4, most=4000)
    planned_end = day_field(_("Reached by"))
    review_on = day_field(_("Look at it again on"))
    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=codes.GoalState.choices, initial=codes.GoalState.OPEN
    )
    row_id = forms.UUIDField(widget=forms.HiddenInput)


class ChildForm(PartForm):
    """The child path."""

    sealed = ("guardian_name", "own_view", "best_interests")
    layout: ClassVar = (
        Section(
            _("The child's own view"),
            ("own_view", "child_was_told"),
            _("Asked in private, in a way that fits the age. Told first: what must be passed on, and to whom."),
        ),
        Section(_("What is best for the child"), ("best_interests",)),
        Section(_("Duty to notify"), ("notified", "duty", "notified_on")),
        Section(
            _("Guardian and relatives"),
            ("guardian", "guardian_on", "guardian_name", "relatives"),
            _("Urgent help never waits for a guardian."),
        ),
    )

    own_view = long_text(_("What the child says and wishes"), rows=5)
    child_was_told = forms.BooleanField(label=_("The child was told first what must be passed on"), required=False)
    best_interests = long_text(_("What was weighed, and what follows"), rows=5)
    notified = forms.ChoiceField(label=_("Duty to notify"), choices=codes.Notified.choices, widget=forms.RadioSelect)
    duty = forms.TypedChoiceField(label=_("Law"), required=False, coerce=UUID, empty_value=None)
    notified_on = day_field(_("Notified on"))
    guardian = forms.ChoiceField(label=_("Guardian"), choices=codes.Guardian.choices, widget=forms.RadioSelect)
    guardian_on = day_field(_("Since"))
    guardian_name = short_text(_("Name of the guardian"), hint=_("Sealed."))
    relatives = forms.ChoiceField(label=_("Relatives"), choices=codes.RelativesCheck.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, duties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [("", _("None named")), *duties]  # type: ignore[attr-defined]
