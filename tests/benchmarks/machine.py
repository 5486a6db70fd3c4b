# SPDX-License-Identifier: Apache-2.0
"""The machine on which something was measured, and a fixed piece of work by which machines can be compared."""

import os
import platform
import time
from pathlib import Path
from statistics import median

LOOPS = 2_000_000
TRIES = 5


def kernel_milliseconds() -> float:
    """Median processor time of a fixed loop of whole numbers in Python."""
    return 1000 * median(_once() for _try in range(TRIES))


def _once() -> float:
    begun, total = time.process_time(), 0
    for number in range(LOOPS):
        total = (total + number * number) % 1_000_003
    return time.process_time() - begun


def processor() -> str:
    """The processor by its own name; nothing that names the machine or a folder of it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def described() -> list[tuple[str, str]]:
    """Processor, cores, memory, Python."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return [
        ("processor", processor()),
        ("cores that may be used", str(len(os.sched_getaffinity(0)))),
        ("memory", f"{pages / 2**30:.0f} GiB"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("other work at the start (load of one minute)", f"{os.getloadavg()[0]:.1f}"),
        (f"calibration: {LOOPS:,} turns of a fixed loop", f"{kernel_milliseconds():.0f} ms"),
    ]
