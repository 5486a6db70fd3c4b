# SPDX-License-Identifier: Apache-2.0
"""Who is told what: codes and links, never content."""

import pytest

from quatrefoil.foundation.identity.roles import HEALTH
from quatrefoil.foundation.messages.selectors import notices
from quatrefoil.foundation.sharing import actions, answer_actions, disclosure_actions, hooks
from quatrefoil.foundation.sharing.notices import SENTENCES, tell
from tests.integration.sharing.conftest import SAID


@pytest.fixture(autouse=True)
def real_notices(declared):
    hooks.register_notifier(tell)


def test_the_recipient_is_told_and_the_sender_hears_the_answer(world, agree, acting):
    consent = agree()
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
    with acting(world.people.karim) as karim:
        (notice,) = notices(karim)
        assert (notice.sentence, notice.url) == ("A referral was received.", f"/sharing/received/{sent}/")
        assert SAID[HEALTH].text not in repr(notice)
        answer_actions.accept(karim, sent)
    with acting(world.people.amina) as amina:
        (notice,) = notices(amina)
        assert (notice.sentence, notice.url) == ("A referral was accepted.", f"/sharing/sent/{sent}/")
        actions.withdraw_consent(amina, consent, asker="person", how="phone")
    with acting(world.people.karim) as karim:
        newest = notices(karim)[0]
        assert (newest.sentence, newest.url) == ("A referral was taken back and can be opened no more.", "")


def test_every_notice_has_a_sentence():
    from pathlib import Path

    room = Path(disclosure_actions.__file__).parent
    said = {
        part.split('"')[1]
        for file in room.glob("*.py")
        for part in file.read_text().split("hooks.notify(")[1:]
        if '"' in part.split(")")[0]
    }
    assert said
    assert said <= set(SENTENCES)
