# SPDX-License-Identifier: Apache-2.0
"""Forms write themselves rightly."""

from django import forms
from django.http import QueryDict

from quatrefoil.foundation.ui.forms import Form, Inset, Section
from quatrefoil.foundation.ui.widgets import DateInput, DateParts
from tests.unit.ui.reading import Page


class Sample(Form):
    layout = (Section("First", ("kind",)),)
    choice_hints = {"kind": {"a": "A hint"}}
    reveals = {"kind": {"b": "number"}}
    insets = {"kind": {"a": Inset("Call now.")}}
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="Which?")
    number = forms.CharField(required=False)
    born_on = forms.DateField(widget=DateParts, required=False)
    seen_on = forms.DateField(widget=DateInput, required=False)
    words = forms.CharField(widget=forms.Textarea, max_length=50, help_text="Short.")
    languages = forms.MultipleChoiceField(
        choices=[("am", "Amharic")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agrees = forms.BooleanField(error_messages={"required": "Ask first."})


def read(form: forms.Form) -> Page:
    page = Page(str(form))
    assert page.everything_wrong() == []
    return page


def with_id(page: Page, html_id: str) -> dict[str, str | None]:
    return next(attrs for _tag, attrs in page.tags if attrs.get("id") == html_id)


def test_hints_and_errors_are_named_by_what_they_describe():
    page = read(Sample({}))
    assert with_id(page, "id_words")["aria-describedby"] == "id_words_helptext id_words_error id_words-info"
    assert with_id(page, "id_words")["aria-invalid"] == "true"
    assert page.of("fieldset")[1]["aria-describedby"] == "id_kind_helptext id_kind_error"
    assert with_id(page, "id_agrees")["aria-describedby"] == "id_agrees_error"


def test_every_problem_stands_in_the_summary_and_leads_to_its_field():
    form = Sample({"born_on_0": "31", "born_on_1": "2", "born_on_2": "1999"})
    assert not form.is_valid()
    targets = [problem.target for problem in form.problems()]
    assert targets == ["id_kind_0", "id_born_on_0", "id_words", "id_agrees"]
    page = read(form)
    assert [link["href"] for link in page.of("a")] == [f"#{target}" for target in targets]
    assert set(targets) <= set(page.ids)


def test_a_form_that_was_not_sent_has_no_summary():
    assert "govuk-error-summary" not in str(Sample())


def test_errors_speak_kindly_unless_the_form_has_its_own_words():
    form = Sample({"kind": "z"})
    form.is_valid()
    assert form.errors["kind"] == ["Please choose one of the answers shown."]
    assert form.errors["agrees"] == ["Ask first."]
    assert "invalid" not in str(form.errors).lower()


def test_three_parts_give_a_date_and_a_date_gives_three_parts():
    form = Sample({"kind": "a", "words": "x", "agrees": "on", "born_on_0": "27", "born_on_1": "3", "born_on_2": "1998"})
    assert form.is_valid()
    assert str(form.cleaned_data["born_on"]) == "1998-03-27"
    page = read(Sample(initial={"born_on": form.cleaned_data["born_on"]}))
    assert [with_id(page, f"id_born_on_{part}")["value"] for part in range(3)] == ["27", "3", "1998"]


def test_a_date_without_any_part_is_no_date():
    form = Sample({"kind": "a", "words": "x", "agrees": "on"})
    assert form.is_valid()
    assert form.cleaned_data["born_on"] is None


def test_a_browser_date_is_iso_in_every_language():
    from datetime import date

    from django.utils import translation

    with translation.override("ar"):
        assert 'value="2026-11-23"' in str(Sample(initial={"seen_on": date(2026, 11, 23)})["seen_on"])


def test_a_field_under_a_choice_is_written_there_and_nowhere_else():
    written = str(Sample())
    assert written.count('id="id_number"') == 1
    assert written.index('id="id_kind_1-more"') < written.index('id="id_number"')
    assert "Call now." in written


def test_radios_and_checkboxes_are_not_confused():
    page = read(Sample())
    assert {attrs["type"] for attrs in page.of("input") if attrs.get("name") == "languages"} == {"checkbox"}
    assert with_id(page, "id_languages_0")["class"] == "govuk-checkboxes__input"
    assert with_id(page, "id_kind_0")["class"] == "govuk-radios__input"


def test_what_was_chosen_stays_chosen():
    page = read(Sample(QueryDict("kind=b&languages=am&agrees=on")))
    assert "checked" in with_id(page, "id_kind_1")
    assert "checked" in with_id(page, "id_languages_0")
    assert "checked" in with_id(page, "id_agrees")
    assert "checked" not in with_id(page, "id_kind_0")


def test_hostile_answers_come_back_as_text():
    written = str(Sample({"words": "</textarea><script>", "number": '"><script>'}))
    assert "<script" not in written


def test_the_one_question_of_a_page_is_its_heading():
    class Question(Form):
        heading_field = "kind"
        kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, label="Is anyone in danger?")

    assert len(read(Question()).of("h1")) == 1


def test_the_counter_says_how_much_fits_before_any_script_runs():
    written = str(Sample()["words"].as_field_group())
    assert "Room for 50 characters." in written
    assert 'data-i18n.characters-under-limit.other="Characters left: %{count}"' in written
    assert "maxlength" not in written.replace("data-maxlength", "")
