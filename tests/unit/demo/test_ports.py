# SPDX-License-Identifier: Apache-2.0
"""A port that another program has is named at once, before a country is made, with two that are free."""

import re
import socket

import pytest

from quatrefoil.demo import running


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_named_and_two_free_ones_are_offered(taken):
    with pytest.raises(running.PortTaken) as refusal:
        running.refuse_taken_ports(free_port(), taken)
    assert f"Port {taken} " in str(refusal.value)
    public, staff = map(
        int, re.findall(r"make demo OPTIONS='--public-port (\d+) --staff-port (\d+)'", str(refusal.value))[0]
    )
    assert public != staff
    running.refuse_taken_ports(public, staff)


def test_one_port_for_both_sides_is_refused():
    port = free_port()
    with pytest.raises(running.PortTaken, match="need a port each"):
        running.refuse_taken_ports(port, port)


def test_nothing_is_made_when_a_port_is_taken(taken, tmp_path):
    with pytest.raises(SystemExit, match=f"Port {taken} "):
        running.main(["--home", str(tmp_path / "demo"), "--public-port", str(taken), "--staff-port", str(free_port())])
    assert not (tmp_path / "demo").exists()
