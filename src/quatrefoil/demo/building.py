# SPDX-License-Identifier: Apache-2.0
"""The part of the system that builds a country; it has no other rights than these and no account."""

from typing import Final

from quatrefoil.foundation.identity.actors import system_actor

BUILDER: Final = system_actor("demo-builder", rights=frozenset({"registers.edit", "facts.rebuild"}))
