"""NumPy, from event to event: one array of int16 holds the day on which each person's next event is due."""

from __future__ import annotations

import numpy as np

from benchmarks.peers import market as m

NEVER = 32767


class Run:
    """One run; ``due``: int16 [person]; ``when``: float32 [person], the moment of the next event, days."""

    def __init__(self, people: int, days: int, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.people, self.days, self.invited = people, days, 0
        reach = m.reach_rates(days)
        self.share = np.cumsum(reach, axis=1) / reach.sum(axis=1, keepdims=True)
        self.firsts = np.concatenate([[0.0], np.cumsum(m.first_rates(days))])
        self.prices = m.first_prices(days)
        self.stage = np.zeros(people, np.int8)
        self.source = np.zeros(people, np.int8)
        self.rate = np.zeros(people, np.float32)
        self.leave = np.zeros(people, np.float32)
        self.orders = np.zeros(people, np.int16)
        self.spent = np.zeros(people, np.float32)
        self.when = np.zeros(people, np.float32)
        self.due = np.zeros(people, np.int16)
        self.letters: list[list[np.ndarray]] = [[] for _ in range(days + 1)]
        hazard = np.concatenate([[0.0], np.cumsum(reach.sum(axis=1))])
        for first in range(0, people, 65536):  # piecewise, so that no other array is as long as the market
            who = np.arange(first, min(first + 65536, people))
            self.plan(who, self.invert(hazard, self.draw.standard_exponential(len(who))))

    def invert(self, hazard: np.ndarray, level: np.ndarray) -> np.ndarray:
        """When a cumulative hazard passes ``level``; NEVER if not within the run."""
        return np.interp(level, hazard, np.arange(self.days + 1), right=float(NEVER))

    def plan(self, who: np.ndarray, when: np.ndarray) -> None:
        """The next event of each of ``who``."""
        self.when[who] = when
        self.due[who] = np.where(when < self.days, when, NEVER)

    def day(self, day: int) -> None:
        """Open the letters that have come and let those live who are due."""
        if self.letters[day]:
            friends = np.unique(np.concatenate(self.letters[day]))
            friends = friends[self.stage[friends] == m.UNAWARE]
            self.letters[day] = []
            self.source[friends] = len(m.CHANNELS) + 1
            self.be_reached(friends, np.full(len(friends), float(day)))
        due = np.flatnonzero(self.due == day)
        while len(due):
            stage, when = self.stage[due], self.when[due].astype(float)
            new = stage == m.UNAWARE
            self.source[due[new]] = 1 + np.searchsorted(self.share[day], self.draw.random(int(new.sum())))
            self.be_reached(due[new], when[new])
            self.buy_first(day, due[stage == m.REACHED], when[stage == m.REACHED])
            self.buy_again(due[stage == m.CUSTOMER], when[stage == m.CUSTOMER])
            due = due[self.due[due] == day]

    def be_reached(self, who: np.ndarray, when: np.ndarray) -> None:
        """Unaware to reached, which a first order will end."""
        self.stage[who] = m.REACHED
        level = np.interp(when, np.arange(self.days + 1), self.firsts) + self.draw.standard_exponential(len(who))
        self.plan(who, self.invert(self.firsts, level))

    def buy_first(self, day: int, who: np.ndarray, when: np.ndarray) -> None:
        """Reached to customer, with rates of one's own."""
        self.stage[who] = m.CUSTOMER
        self.leave[who] = self.draw.gamma(m.GONE_SHAPE, m.GONE_SCALE, len(who))
        self.rate[who] = self.draw.gamma(m.ORDER_SHAPE, m.ORDER_SCALE, len(who)) + self.leave[who]
        self.sell(who, when, self.prices[day])

    def buy_again(self, who: np.ndarray, when: np.ndarray) -> None:
        """The next event of a customer: a drop-out or an order."""
        gone = self.draw.random(len(who)) * self.rate[who] < self.leave[who]
        self.stage[who[gone]] = m.GONE
        self.due[who[gone]] = NEVER
        self.sell(who[~gone], when[~gone], 1.0)

    def sell(self, who: np.ndarray, when: np.ndarray, price: float) -> None:
        """An order of each of ``who``, some of whom invite somebody."""
        self.orders[who] += 1
        self.spent[who] += price * self.draw.gamma(m.SPEND_SHAPE, m.SPEND_SCALE, len(who))
        shares = self.draw.random(len(who)) < m.INVITES
        sender, n = who[shares], int(shares.sum())
        self.invited += n
        friend = (sender + self.draw.integers(1, self.people, n)) % self.people
        due = (when[shares] + self.draw.gamma(m.DELAY_SHAPE, m.DELAY_SCALE, n) + 0.5).astype(np.int64)
        for d in np.unique(due[due < self.days]):
            self.letters[d].append(friend[due == d])
        self.plan(who, when + self.draw.standard_exponential(len(who)) / self.rate[who])


def run(people: int, days: int, seed: int) -> dict[str, float]:
    """The totals of a run."""
    r = Run(people, days, seed)
    for day in range(days):
        r.day(day)
    invited = (r.source == len(m.CHANNELS) + 1).sum()
    bought, gone = (r.orders > 0).sum(), (r.stage == m.GONE).sum()
    spent = r.spent.sum(dtype=float)
    return m.totals((r.stage > m.UNAWARE).sum(), invited, bought, r.orders.sum(), spent, gone, r.invited)
