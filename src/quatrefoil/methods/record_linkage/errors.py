# SPDX-License-Identifier: Apache-2.0
"""What stops a linkage: records that cannot be read, or a linkage that must not or cannot be done."""

from quatrefoil.methods.refusals import Reason, Refused

__all__ = ["BadRecords", "Reason", "Refused"]


class BadRecords(ValueError):
    """The records cannot be used: one line that names row, column and what to do."""
