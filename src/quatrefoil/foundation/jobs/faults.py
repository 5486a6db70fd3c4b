# SPDX-License-Identifier: Apache-2.0
"""Faults of background work, told without what they say: an error's text may hold a person's data."""

from pathlib import PurePath


def place_of(fault: BaseException) -> str:
    """Class of a fault and the line that raised it, such as 'KeyError in actions.py:41'."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(fault).__name__} in {where}"
