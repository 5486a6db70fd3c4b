# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a file about suppliers, and why no answer is given."""

from quatrefoil.methods.refusals import Reason, Refused

__all__ = ["BadTable", "Reason", "Refused"]


class BadTable(ValueError):
    """The table cannot be used; the message names the place and what to do."""
