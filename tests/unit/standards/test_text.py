# SPDX-License-Identifier: Apache-2.0
"""Sentences are translated whole, before their values are put in."""

import pytest

from quatrefoil.standards.codes import Code, CodeList, code_list
from quatrefoil.standards.text import N_, Sentence

FRENCH = {"Signs in %(signs)d of %(areas)d areas.": "Signes dans %(signs)d domaines sur %(areas)d.", "work": "travail"}


def test_a_sentence_is_translated_before_its_values_are_put_in() -> None:
    sentence = Sentence.of(N_("Signs in %(signs)d of %(areas)d areas."), signs=3, areas=6)
    assert str(sentence) == "Signs in 3 of 6 areas."
    assert sentence.render(lambda text: FRENCH[text]) == "Signes dans 3 domaines sur 6."


def test_a_sentence_in_a_sentence_is_translated_and_a_name_is_not() -> None:
    sentence = Sentence.of("%(what)s: %(name)s", what=Sentence("work"), name="work")
    assert sentence.render(lambda text: FRENCH.get(text, text)) == "travail: work"


def test_a_sentence_without_values_may_hold_a_percent_sign() -> None:
    assert str(Sentence("100 % of them")) == "100 % of them"


def test_a_code_list_gives_labels_choices_and_names_the_codes_it_has() -> None:
    colours = code_list("colours", "Colours", red="Red", blue="Blue")
    assert colours == CodeList("colours", "Colours", (Code("red", "Red"), Code("blue", "Blue")))
    assert colours.label("red") == "Red"
    assert "blue" in colours
    assert "green" not in colours
    assert colours.choices() == (("red", "Red"), ("blue", "Blue"))
    with pytest.raises(KeyError, match="red, blue"):
        colours.label("green")
