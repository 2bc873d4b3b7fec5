"""SimPy's clock with times that lose no bits, and with a say in what comes first at equal times."""

from __future__ import annotations

from heapq import heappush

import simpy
from simpy.events import NORMAL, Event, EventPriority


class Calendar(simpy.Environment):
    """SimPy's clock, days, with events at absolute times: now + (time - now) would lose bits of the time."""

    def at(self, time: float, order: EventPriority = NORMAL) -> Event:
        """An event at ``time``, which must not have passed; at equal times the lower ``order`` comes first."""
        event = Event(self)
        event._ok, event._value = True, None
        heappush(self._queue, (time, order, next(self._eid), event))
        return event
