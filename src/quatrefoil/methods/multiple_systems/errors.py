# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a table, and why a number is refused."""

from quatrefoil.methods.refusals import Reason, Refused

__all__ = ["BadTable", "Reason", "Refused"]


class BadTable(ValueError):
    """The table cannot be read as capture histories; the message names the place and what to do."""
