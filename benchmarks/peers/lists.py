"""NumPy, day by day: lists of the numbers of people in each stage; everybody in a list has one draw a day."""

from __future__ import annotations

import numpy as np

from benchmarks.peers import market as m


class Run:
    """One run; ``stage``: int8 [person]; ``unaware``, ``reached``, ``customers``: numbers of the people there."""

    def __init__(self, people: int, days: int, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.people, self.days = people, days
        self.reach = m.reach_rates(days)
        self.first, self.prices = m.first_rates(days), m.first_prices(days)
        self.stage = np.zeros(people, np.int8)
        self.source = np.zeros(people, np.int8)
        self.leave = self.draw.gamma(m.GONE_SHAPE, m.GONE_SCALE, people)
        self.rate = self.draw.gamma(m.ORDER_SHAPE, m.ORDER_SCALE, people) + self.leave
        self.chance = -np.expm1(-self.rate)
        self.orders = np.zeros(people, np.int32)
        self.spent = np.zeros(people)
        self.invited = 0
        self.letters: list[list[np.ndarray]] = [[] for _ in range(days + 1)]
        self.unaware = np.arange(people)
        self.reached = self.customers = np.zeros(0, np.int64)

    def day(self, day: int) -> None:
        """Let a day pass: each list in turn, with those who have just come into it."""
        for friends in self.letters[day]:
            self.hear(np.unique(friends[self.stage[friends] == m.UNAWARE]), len(m.CHANNELS) + 1)
        self.letters[day] = []
        fresh, at = self.reached_today(day)
        fresh, at = self.first_orders(day, fresh, at)
        self.customers_today(day, fresh, at)

    def hear(self, who: np.ndarray, source: np.ndarray | int) -> None:
        """Unaware to reached."""
        self.stage[who] = m.REACHED
        self.source[who] = source
        self.reached = np.concatenate([self.reached, who])

    def reached_today(self, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Who hears of us today through a channel, and when in the day; not yet in the list."""
        self.unaware = self.unaware[self.stage[self.unaware] == m.UNAWARE]
        rate = self.reach[day].sum()
        u = self.draw.random(len(self.unaware))
        hit = u < -np.expm1(-rate)
        who, at = self.unaware[hit], -np.log1p(-u[hit]) / rate
        share = np.cumsum(self.reach[day]) / rate
        self.stage[who] = m.REACHED
        self.source[who] = 1 + np.searchsorted(share, self.draw.random(len(who)))
        return who, at

    def first_orders(self, day: int, fresh: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Who places a first order, and when; ``fresh`` are reached at ``at``."""
        rate = self.first[day]
        u = self.draw.random(len(self.reached))
        hit = u < -np.expm1(-rate)
        late = at + self.draw.exponential(1.0 / rate, len(at))
        who = np.concatenate([self.reached[hit], fresh[late < 1.0]])
        when = np.concatenate([-np.log1p(-u[hit]) / rate, late[late < 1.0]])
        self.reached = np.concatenate([self.reached[~hit], fresh[late >= 1.0]])
        self.stage[who] = m.CUSTOMER
        self.sell(day, who, when, self.prices[day])
        return who, when

    def customers_today(self, day: int, fresh: np.ndarray, at: np.ndarray) -> None:
        """Orders and drop-outs, one event after the other until nobody has any left today."""
        u = self.draw.random(len(self.customers))
        hit = u < self.chance[self.customers]
        who, when = self.customers[hit], -np.log1p(-u[hit]) / self.rate[self.customers[hit]]
        late = at + self.draw.standard_exponential(len(at)) / self.rate[fresh]
        who, when = np.concatenate([who, fresh[late < 1.0]]), np.concatenate([when, late[late < 1.0]])
        left = False
        while len(who):
            gone = self.draw.random(len(who)) * self.rate[who] < self.leave[who]
            self.stage[who[gone]] = m.GONE
            left = left or bool(gone.any())
            who, when = who[~gone], when[~gone]
            self.sell(day, who, when, 1.0)
            when = when + self.draw.standard_exponential(len(who)) / self.rate[who]
            who, when = who[when < 1.0], when[when < 1.0]
        self.customers = np.concatenate([self.customers, fresh])
        if left:
            self.customers = self.customers[self.stage[self.customers] == m.CUSTOMER]

    def sell(self, day: int, who: np.ndarray, at: np.ndarray, price: float) -> None:
        """An order of each of ``who``, some of whom invite somebody."""
        self.orders[who] += 1
        self.spent[who] += price * self.draw.gamma(m.SPEND_SHAPE, m.SPEND_SCALE, len(who))
        shares = self.draw.random(len(who)) < m.INVITES
        sender, n = who[shares], int(shares.sum())
        self.invited += n
        friend = (sender + self.draw.integers(1, self.people, n)) % self.people
        due = (day + at[shares] + self.draw.gamma(m.DELAY_SHAPE, m.DELAY_SCALE, n) + 0.5).astype(np.int64)
        for d in np.unique(due[due < self.days]):
            self.letters[d].append(friend[due == d])


def run(people: int, days: int, seed: int) -> dict[str, float]:
    """The totals of a run."""
    r = Run(people, days, seed)
    for day in range(days):
        r.day(day)
    invited = (r.source == len(m.CHANNELS) + 1).sum()
    bought, gone = (r.orders > 0).sum(), (r.stage == m.GONE).sum()
    return m.totals((r.stage > m.UNAWARE).sum(), invited, bought, r.orders.sum(), r.spent.sum(), gone, r.invited)
