# SPDX-License-Identifier: Apache-2.0
"""Every part and right has words, so that an administrator can read what somebody would see."""

from quatrefoil.foundation.identity import words
from quatrefoil.foundation.identity.roles import ALL_PARTS, ROLES


def test_every_part_has_words():
    missing = ALL_PARTS - set(words.PARTS)
    assert not missing, f"add to PARTS in identity/words.py: {sorted(missing)}"


def test_every_right_has_words():
    held = frozenset[str]().union(*(role.rights for role in ROLES.values()))
    missing = held - set(words.RIGHTS)
    assert not missing, f"add to RIGHTS in identity/words.py: {sorted(missing)}"


def test_no_words_are_left_of_rights_that_are_gone():
    held = frozenset[str]().union(*(role.rights for role in ROLES.values()))
    assert set(words.RIGHTS) <= held


def test_nobody_watches_manages_and_sees_people_at_once():
    for key in ("auditor", "administrator"):
        assert not ROLES[key].sees_people
        assert not ROLES[key].parts
