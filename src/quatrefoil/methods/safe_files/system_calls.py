# SPDX-License-Identifier: Apache-2.0
"""A list of the system calls that a parser needs; the kernel refuses all others to this process from then on.

Limits alone leave doors that need no descriptor: deleting or renaming by path, signals, reading the memory of the server.
The filter needs no rights (`no_new_privs` takes them away for good) and no library: it is a short program for the kernel's
packet filter, as seccomp(2) describes. A call that is not on the list fails with EPERM, so a library that tries one goes on without.
"""

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Final

# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_REFUSE: Final = 0x0005_0000 | 1  # SECCOMP_RET_ERRNO with EPERM
_ALLOW: Final = 0x7FFF_0000  # SECCOMP_RET_ALLOW
_KILL: Final = 0x8000_0000  # SECCOMP_RET_KILL_PROCESS
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_IF_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_NUMBER_AT: Final = 0  # struct seccomp_data: nr, then arch
_ARCHITECTURE_AT: Final = 4


@dataclass(frozen=True, slots=True)
class Architecture:
    """audit: its number in linux/audit.h. allowed: numbers of the calls that a parser needs, in its own table."""

    audit: int
    allowed: tuple[int, ...]


# In the order: read, write, close, fstat, lseek, mmap, mprotect, munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn, ioctl,
# pread64, readv, writev, sched_yield, mremap, madvise, dup, nanosleep, getpid, exit, exit_group, fcntl, gettimeofday,
# getrusage, sysinfo, getuid, sigaltstack, gettid, futex, sched_getaffinity, clock_gettime, clock_nanosleep, newfstatat, getrandom.
_X86_64: Final = Architecture(
    0xC000_003E,
    (
        *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16),
        *(17, 19, 20, 24, 25, 28, 32, 35, 39, 60, 231, 72, 96),
        *(98, 99, 102, 131, 186, 202, 204, 228, 230, 262, 318),
    ),
)
_AARCH64: Final = Architecture(
    0xC000_00B7,
    (
        *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 29),
        *(67, 65, 66, 124, 216, 233, 23, 101, 172, 93, 94, 25, 169),
        *(165, 179, 174, 132, 178, 98, 123, 113, 115, 79, 278),
    ),
)
ARCHITECTURES: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}


def forbid_all_others() -> bool:
    """Install the filter in this process, for good; False where this system has none that we know.

    Raises OSError when the kernel does not take it: then nothing may be parsed here.
    """
    architecture = ARCHITECTURES.get(platform.machine())
    if not sys.platform.startswith("linux") or architecture is None:
        return False
    program = ctypes.create_string_buffer(_program(architecture))
    instructions = (len(program) - 1) // 8  # the buffer ends with a zero of its own
    pointer = struct.pack("@HP", instructions, ctypes.addressof(program))  # struct sock_fprog
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc, _PR_SET_NO_NEW_PRIVS, 1)
    _call(libc, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(pointer))
    return True


def _program(architecture: Architecture) -> bytes:
    """The filter: another architecture ends the process, a listed call passes, any other is refused."""
    count = len(architecture.allowed)
    steps = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_JUMP_IF_EQUAL, 1, 0, architecture.audit), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_JUMP_IF_EQUAL, count - at, 0, number) for at, number in enumerate(architecture.allowed)]
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)


def _call(libc: ctypes.CDLL, option: int, value: int, pointer: ctypes.Array[ctypes.c_char] | None = None) -> None:
    if libc.prctl(option, ctypes.c_ulong(value), pointer, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), "the kernel does not take the filter of system calls")
