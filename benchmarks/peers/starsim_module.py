"""Starsim: a module with a state for each stage; its distributions draw once a day for everybody in a stage."""

from __future__ import annotations

import numpy as np
import starsim as ss

from benchmarks.peers import market as m


class Journey(ss.Module):
    """The journey of all people. A second event within a day is drawn from ``again``: such people are few."""

    def __init__(self, days: int, seed: int) -> None:
        super().__init__()
        self.again = np.random.default_rng(seed)
        self.days, self.invited = days, 0
        self.reach = m.reach_rates(days)
        self.first, self.prices = m.first_rates(days), m.first_prices(days)
        self.letters: list[list[np.ndarray]] = [[] for _ in range(days)]
        self.define_pars(heard=ss.random(), bought=ss.random(), moved=ss.random())
        self.define_states(
            ss.BoolState("unaware", default=True),
            ss.BoolState("reached"),
            ss.BoolState("customer"),
            ss.BoolState("gone"),
            ss.IntArr("source", default=0),
            ss.FloatArr("leave", default=ss.gamma(a=m.GONE_SHAPE, scale=m.GONE_SCALE)),
            ss.FloatArr("rate", default=ss.gamma(a=m.ORDER_SHAPE, scale=m.ORDER_SCALE)),
            ss.FloatArr("chance", default=0.0),
            ss.IntArr("orders", default=0),
            ss.FloatArr("spent", default=0.0),
        )

    def init_post(self) -> None:
        """Own rates: of orders and drop-out together, and the chance of any of them within a day."""
        super().init_post()
        self.rate[:] = self.rate.values + self.leave.values
        self.chance[:] = -np.expm1(-self.rate.values)

    def step(self) -> None:
        """A day: letters, then each stage in turn, with those who have just come into it."""
        day, old = self.ti, self.customer.uids
        for friends in self.letters[day]:
            who = ss.uids(np.unique(friends[self.unaware[ss.uids(friends)]]))
            self.hear(who, np.full(len(who), len(m.CHANNELS) + 1))
        waiting = self.reached.uids
        fresh, at = self.reached_today(day)
        bought, when = self.first_orders(day, waiting, fresh, at)
        self.customers_today(day, old, bought, when)

    def hear(self, who: ss.uids, source: np.ndarray) -> None:
        """Unaware to reached."""
        self.unaware[who] = False
        self.reached[who] = True
        self.source[who] = source

    def reached_today(self, day: int) -> tuple[ss.uids, np.ndarray]:
        """Who hears of us through a channel, and when in the day."""
        rate = self.reach[day].sum()
        who = self.unaware.uids
        u = self.pars.heard.rvs(who)
        hit = u < -np.expm1(-rate)
        share = np.cumsum(self.reach[day]) / rate
        self.hear(who[hit], 1 + np.searchsorted(share, self.again.random(int(hit.sum()))))
        return who[hit], -np.log1p(-u[hit]) / rate

    def first_orders(self, day: int, waiting: ss.uids, fresh: ss.uids, at: np.ndarray) -> tuple[ss.uids, np.ndarray]:
        """Who places a first order, and when; ``fresh`` are reached at ``at``."""
        rate = self.first[day]
        u = self.pars.bought.rvs(waiting)
        hit = u < -np.expm1(-rate)
        late = at + self.again.exponential(1.0 / rate, len(at))
        who = ss.uids.cat(waiting[hit], fresh[late < 1.0])
        when = np.concatenate([-np.log1p(-u[hit]) / rate, late[late < 1.0]])
        self.reached[who] = False
        self.customer[who] = True
        self.sell(day, who, when, self.prices[day])
        return who, when

    def customers_today(self, day: int, old: ss.uids, fresh: ss.uids, at: np.ndarray) -> None:
        """Orders and drop-outs, one event after the other until nobody has any left today."""
        u = self.pars.moved.rvs(old)
        hit = u < self.chance[old]
        late = at + self.again.standard_exponential(len(at)) / self.rate[fresh]
        who = ss.uids.cat(old[hit], fresh[late < 1.0])
        when = np.concatenate([-np.log1p(-u[hit]) / self.rate[old[hit]], late[late < 1.0]])
        while len(who):
            gone = self.again.random(len(who)) * self.rate[who] < self.leave[who]
            self.customer[who[gone]] = False
            self.gone[who[gone]] = True
            who, when = who[~gone], when[~gone]
            self.sell(day, who, when, 1.0)
            when = when + self.again.standard_exponential(len(who)) / self.rate[who]
            who, when = who[when < 1.0], when[when < 1.0]

    def sell(self, day: int, who: ss.uids, at: np.ndarray, price: float) -> None:
        """An order of each of ``who``, some of whom invite somebody."""
        self.orders[who] += 1
        self.spent[who] += price * self.again.gamma(m.SPEND_SHAPE, m.SPEND_SCALE, len(who))
        shares = self.again.random(len(who)) < m.INVITES
        sender, n, people = np.asarray(who[shares]), int(shares.sum()), len(self.sim.people)
        self.invited += n
        friend = (sender + self.again.integers(1, people, n)) % people
        due = (day + at[shares] + self.again.gamma(m.DELAY_SHAPE, m.DELAY_SCALE, n) + 0.5).astype(np.int64)
        for d in np.unique(due[due < self.days]):
            self.letters[d].append(friend[due == d])


def run(people: int, days: int, seed: int) -> dict[str, float]:
    """The totals of a run."""
    journey = Journey(days, seed)
    time = {"start": 0, "stop": days - 1, "dt": "day"}
    ss.Sim(n_agents=people, modules=journey, rand_seed=seed, verbose=0, copy_inputs=False, **time).run()
    j = journey
    return m.totals(
        people - j.unaware.sum(),
        (j.source.values == len(m.CHANNELS) + 1).sum(),
        (j.orders.values > 0).sum(),
        j.orders.sum(),
        j.spent.sum(),
        j.gone.sum(),
        j.invited,
    )
