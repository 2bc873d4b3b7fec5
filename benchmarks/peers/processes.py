"""SimPy, event-driven: a process per person, which sleeps until something happens; an invitation wakes it up."""

from __future__ import annotations

from collections.abc import Generator
from random import Random

import simpy

from benchmarks.peers import market as m


class Market:
    """What all people share."""

    def __init__(self, people: int, days: int, seed: int) -> None:
        self.clock = simpy.Environment()
        self.random = Random(seed)
        reach = m.reach_rates(days)
        self.channels = reach.tolist()
        self.reach, self.first = m.Hazard(reach.sum(axis=1)), m.Hazard(m.first_rates(days))
        self.prices, self.days = m.first_prices(days).tolist(), days
        self.invited = 0
        self.people = [Person(self, k) for k in range(people)]


class Person:
    """One person and the process of this person's life."""

    __slots__ = ("friend_from", "life", "market", "number", "orders", "source", "spent", "stage")

    def __init__(self, market: Market, number: int) -> None:
        self.market, self.number = market, number
        self.stage, self.source, self.orders, self.spent = m.UNAWARE, 0, 0, 0.0
        self.life = market.clock.process(self.lives())

    def lives(self) -> Generator[simpy.Event, None, None]:
        """From never having heard of us to the drop-out."""
        market, clock, random = self.market, self.market.clock, self.market.random
        try:
            yield clock.timeout(min(market.reach.time(0.0, random.expovariate(1.0)), 2.0 * market.days))
            self.source = 1 + random.choices(range(len(m.CHANNELS)), market.channels[int(clock.now)])[0]
        except simpy.Interrupt:
            self.source = len(m.CHANNELS) + 1
        self.stage = m.REACHED
        first = market.first.time(clock.now, random.expovariate(1.0))
        if first >= market.days:
            return
        yield clock.timeout(first - clock.now)
        self.stage = m.CUSTOMER
        self.order(market.prices[int(clock.now)])
        rate = random.gammavariate(m.ORDER_SHAPE, m.ORDER_SCALE)
        end = clock.now + random.expovariate(random.gammavariate(m.GONE_SHAPE, m.GONE_SCALE))
        while True:
            gap = random.expovariate(rate)
            if clock.now + gap > end:
                break
            yield clock.timeout(gap)
            self.order(1.0)
        yield clock.timeout(end - clock.now)
        self.stage = m.GONE

    def order(self, price: float) -> None:
        """Buy, and perhaps invite somebody."""
        market = self.market
        random = market.random
        self.orders += 1
        self.spent += price * random.gammavariate(m.SPEND_SHAPE, m.SPEND_SCALE)
        if random.random() < m.INVITES:
            market.invited += 1
            friend = market.people[(self.number + random.randrange(1, len(market.people))) % len(market.people)]
            arrives = market.clock.now + random.gammavariate(m.DELAY_SHAPE, m.DELAY_SCALE)
            letter = market.clock.timeout(arrives - market.clock.now)
            letter.callbacks.append(friend.hear)

    def hear(self, letter: simpy.Event) -> None:
        """An invitation arrives."""
        if self.stage == m.UNAWARE and self.life.is_alive:
            self.life.interrupt()


def run(people: int, days: int, seed: int) -> dict[str, float]:
    """The totals of a run."""
    market = Market(people, days, seed)
    market.clock.run(until=days)
    all_of_them = market.people
    return m.totals(
        sum(p.stage > m.UNAWARE for p in all_of_them),
        sum(p.source == len(m.CHANNELS) + 1 for p in all_of_them),
        sum(p.orders > 0 for p in all_of_them),
        sum(p.orders for p in all_of_them),
        sum(p.spent for p in all_of_them),
        sum(p.stage == m.GONE for p in all_of_them),
        market.invited,
    )
