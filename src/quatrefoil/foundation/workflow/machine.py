# SPDX-License-Identifier: Apache-2.0
"""Workflows as tables: state, event, guard, next. The documentation's diagrams are drawn from the same tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from quatrefoil.foundation.access.errors import Refused

# A guard looks at what is known of the record and says why not, or nothing.
Guard = Callable[[Mapping[str, object]], str | Promise | None]


@dataclass(frozen=True, slots=True)
class State:
    """One stage, as people call it."""

    code: str
    label: str | Promise
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """From one state to the next by an event; `right` is what the actor needs, `guard` what must hold."""

    source: str
    event: str
    target: str
    label: str | Promise
    right: str
    guard: Guard | None = None
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """A workflow: its states in order, and its transitions."""

    code: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    _by_state: dict[str, State] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_state.update({state.code: state for state in self.states})
        unknown = [t for t in self.transitions if t.source not in self._by_state or t.target not in self._by_state]
        if unknown:
            raise ValueError(f"{self.code}: transitions name unknown states: {unknown}")

    def state(self, code: str) -> State:
        """The state of a code; KeyError when there is none."""
        return self._by_state[code]

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Transitions out of a state."""
        return tuple(t for t in self.transitions if t.source == state)

    def find(self, state: str, event: str) -> Transition:
        """The transition for an event in a state; Refused when the table has none."""
        for transition in self.leaving(state):
            if transition.event == event:
                return transition
        raise Refused(
            f"{self.state(state).label}: " + ", ".join(str(t.label) for t in self.leaving(state)), code="no_transition"
        )

    def step(self, state: str, event: str, facts: Mapping[str, object]) -> Transition:
        """The transition, once its guard agrees; Refused with the guard's words otherwise."""
        transition = self.find(state, event)
        reason = transition.guard(facts) if transition.guard else None
        if reason:
            raise Refused(reason, code="guard")
        return transition


MACHINES: dict[str, Machine] = {}


def register(machine: Machine) -> Machine:
    """Make a workflow known to the documentation and its tests."""
    MACHINES[machine.code] = machine
    return machine


def diagram(machine: Machine) -> str:
    """The workflow as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.code}: {state.label}" for state in machine.states]
    lines.append(f"    [*] --> {machine.states[0].code}")
    for step in machine.transitions:
        approval = " (second person)" if step.needs_approval else ""
        lines.append(f"    {step.source} --> {step.target}: {step.label}{approval}")
    lines += [f"    {state.code} --> [*]" for state in machine.states if state.is_end]
    return "\n".join(lines)
