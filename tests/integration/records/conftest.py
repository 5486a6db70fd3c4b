# SPDX-License-Identifier: Apache-2.0
"""Files of Amina's team for the tests of the records room."""

import pytest

from quatrefoil.foundation.records.actions import open_file


@pytest.fixture
def opened(people, acting):
    """A function that opens another file of Amina's."""

    def make(who=None, kind="case"):
        who = who or people.amina
        with acting(who):
            return open_file(who, kind, owner_id=who.member_id, team_id=min(who.team_ids)).id

    return make


@pytest.fixture
def file_id(opened):
    return opened()
