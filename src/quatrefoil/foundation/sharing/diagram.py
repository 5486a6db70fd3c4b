# SPDX-License-Identifier: Apache-2.0
"""The diagram of the states, drawn from the table that the code obeys."""

from quatrefoil.foundation.sharing.states import TRANSITIONS, State

ENDS = (State.NOT_APPROVED, State.DECLINED, State.REVOKED, State.EXPIRED, State.TRANSFERRED)


def states_as_mermaid() -> str:
    """A Mermaid state diagram, one line for each row of the table."""
    rows = [f"    {before} --> {after}: {event}" for (before, event), after in TRANSITIONS.items()]
    ends = [f"    {state} --> [*]" for state in ENDS]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DRAFT}", *rows, *ends])
