# SPDX-License-Identifier: Apache-2.0
"""Regular tasks of this room."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from quatrefoil.foundation.exchange import arrivals, ending
from quatrefoil.foundation.exchange.actions import promise_duty
from quatrefoil.foundation.exchange.desk import desk_teams
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.workflow import rota
from quatrefoil.foundation.workflow.models import Duty

# A promise that runs out by itself when nobody renews it: no stopped tick can make the public site say what is not true.
PROMISED_FOR: Final = timedelta(minutes=3)


@every(minutes=1, name="exchange.take_in")
def take_in(_actor: Actor) -> None:
    """Give the desk what arrived, and sweep what was never sent."""
    arrivals.take_in()
    arrivals.sweep()


@every(minutes=1440, at_hour=3, name="exchange.erase_closed")
def erase_closed(_actor: Actor) -> None:
    """Erase public reports whose time is over; works as the named end of reports."""
    ending.erase_closed()


@every(minutes=1, name="exchange.promise_duty")
def promise_what_the_rota_carries(_actor: Actor) -> None:
    """While somebody stands on the rota of a desk, the public site may say that a person is on duty."""
    now = timezone.now()
    if any(rota.on_duty(team, now)[Duty.DESK] for team in desk_teams()):
        promise_duty(now + PROMISED_FOR)
