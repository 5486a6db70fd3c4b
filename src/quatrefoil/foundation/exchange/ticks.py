# SPDX-License-Identifier: Apache-2.0
"""Regular tasks of this room."""

from quatrefoil.foundation.exchange.arrivals import take_in_as
from quatrefoil.foundation.jobs.ticks import every

every(minutes=1, name="exchange.take_in")(take_in_as)
