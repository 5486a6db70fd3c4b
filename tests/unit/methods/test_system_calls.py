# SPDX-License-Identifier: Apache-2.0
"""What the filter lets through, without installing it here. The sandbox's own tests try to get out."""

import platform
import struct

import pytest

from quatrefoil.methods.safe_files import system_calls
from quatrefoil.methods.safe_files.system_calls import ARCHITECTURES

# open, openat, creat, unlink, rename, socket, connect, clone, fork, vfork, clone3, execve, kill, ptrace, process_vm_readv,
# io_uring_setup, from the kernel's tables of system calls.
DANGEROUS = {
    "x86_64": {2, 257, 85, 87, 82, 41, 42, 56, 57, 58, 435, 59, 62, 101, 310, 425},
    "aarch64": {56, 35, 38, 198, 203, 220, 435, 221, 129, 117, 270, 425},
}


def answer(program: bytes, audit: int, number: int) -> int:
    """What the kernel's packet filter makes of one system call: a reader of the four instructions used."""
    steps = [struct.unpack_from("@HBBI", program, at) for at in range(0, len(program), 8)]
    at, held = 0, 0
    while True:
        code, when_equal, otherwise, value = steps[at]
        at += 1
        if code == 0x20:
            held = {0: number, 4: audit}[value]
        elif code == 0x15:
            at += when_equal if held == value else otherwise
        else:
            return int(value)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_listed_calls_pass_and_every_other_is_refused(name: str) -> None:
    architecture = ARCHITECTURES[name]
    program = system_calls._program(architecture)
    for number in range(600):
        expected = 0x7FFF0000 if number in architecture.allowed else 0x00050001
        assert answer(program, architecture.audit, number) == expected
    assert not DANGEROUS[name] & set(architecture.allowed)


def test_calls_of_another_architecture_end_the_process() -> None:
    program = system_calls._program(ARCHITECTURES["x86_64"])
    assert answer(program, 0x40000003, 11) == 0x80000000  # i386, whose call 11 is execve
    assert answer(program, 0xC000003E, 0x40000000 | 0) == 0x00050001  # x32


def test_both_lists_name_the_same_calls() -> None:
    assert len({len(architecture.allowed) for architecture in ARCHITECTURES.values()}) == 1
    assert all(len(set(architecture.allowed)) == len(architecture.allowed) for architecture in ARCHITECTURES.values())


def test_a_machine_without_a_list_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    assert system_calls.forbid_all_others() is False
