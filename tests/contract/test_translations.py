# SPDX-License-Identifier: Apache-2.0
"""Every text that a person reads stands in French and Arabic too, with its placeholders and plural forms."""

import re

import pytest

from tools import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")


@pytest.fixture(scope="module")
def template():
    return messages.collect()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_text_is_missing(template, language):
    catalogue = messages.updated(language, template)
    missing = [message.id for message in catalogue if message.id and not messages.has_text(message.string)]
    assert missing == [], f"{len(missing)} texts: `make messages` collects them; translate them in the .po file"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_a_guess_or_loses_what_stands_in_it(template, language):
    for message in messages.updated(language, template):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        if isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(message.id)), message.id
        else:
            allowed = set(PLACEHOLDER.findall(message.id[1]))
            assert all(set(PLACEHOLDER.findall(form)) <= allowed for form in message.string), message.id


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_plural_texts_have_every_form_of_their_language(template, language):
    catalogue = messages.updated(language, template)
    for message in catalogue:
        if isinstance(message.id, tuple):
            assert len(message.string) == catalogue.num_plurals, message.id
            assert all(message.string), message.id
