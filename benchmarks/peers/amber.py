"""AMBER, vectorised lane: the people are a table; a day reads columns of it as arrays and writes them back."""

from __future__ import annotations

import ambr
import numpy as np

from benchmarks.peers import market as m


class Market(ambr.Model):
    """``leave``, ``rate``: drop-out, and orders and drop-out together, per day; ``chance``: of any within a day."""

    def setup(self) -> None:
        people, days, draw = self.p["people"], self.p["steps"], self.rng
        self.people, self.days, self.invited = people, days, 0
        reach = m.reach_rates(days)
        self.share = np.cumsum(reach, axis=1) / reach.sum(axis=1, keepdims=True)
        self.reach, self.first, self.prices = reach.sum(axis=1), m.first_rates(days), m.first_prices(days)
        self.letters: list[list[np.ndarray]] = [[] for _ in range(days)]
        leave = draw.gamma(m.GONE_SHAPE, m.GONE_SCALE, people)
        rate = draw.gamma(m.ORDER_SHAPE, m.ORDER_SCALE, people) + leave
        nothing = np.zeros(people, np.int64)
        self.add_agents(
            people, stage=nothing, source=nothing, orders=nothing, spent=np.zeros(people),
            leave=leave, rate=rate, chance=-np.expm1(-rate),
        )  # fmt: skip

    def step_vectorized(self) -> None:
        """A day: letters, one draw for everybody, and all that follows from it today."""
        day = self.t
        self.stage, self.source = (column.copy() for column in self.agents.numpy("stage", "source"))
        self.orders, self.spent = (column.copy() for column in self.agents.numpy("orders", "spent"))
        self.leave, self.rate, chance = self.agents.numpy("leave", "rate", "chance")
        for friends in self.letters[day]:
            who = friends[self.stage[friends] == m.UNAWARE]
            self.stage[who], self.source[who] = m.REACHED, len(m.CHANNELS) + 1
        rates = np.array([self.reach[day], self.first[day], 0.0, 0.0])
        chances = np.where(self.stage == m.CUSTOMER, chance, -np.expm1(-rates)[self.stage])
        u = self.rng.random(self.people)
        who = np.flatnonzero(u < chances)
        at = -np.log1p(-u[who]) / self.rates_of(who, rates)
        while len(who):
            self.happen(day, who, at)
            at = at + self.rng.standard_exponential(len(who)) / np.maximum(self.rates_of(who, rates), 1e-9)
            who, at = who[at < 1.0], at[at < 1.0]
        self.agents.set(stage=self.stage, source=self.source, orders=self.orders, spent=self.spent)

    def rates_of(self, who: np.ndarray, rates: np.ndarray) -> np.ndarray:
        """Rate of the next event of each of ``who``, per day."""
        stage = self.stage[who]
        return np.where(stage == m.CUSTOMER, self.rate[who], rates[stage])

    def happen(self, day: int, who: np.ndarray, at: np.ndarray) -> None:
        """The next event of each of ``who``."""
        stage = self.stage[who]
        new, first, old = (stage == s for s in (m.UNAWARE, m.REACHED, m.CUSTOMER))
        self.stage[who[new]] = m.REACHED
        self.source[who[new]] = 1 + np.searchsorted(self.share[day], self.rng.random(int(new.sum())))
        self.stage[who[first]] = m.CUSTOMER
        gone = old & (self.rng.random(len(who)) * self.rate[who] < self.leave[who])
        self.stage[who[gone]] = m.GONE
        self.sell(day, who[first], at[first], self.prices[day])
        self.sell(day, who[old & ~gone], at[old & ~gone], 1.0)

    def sell(self, day: int, who: np.ndarray, at: np.ndarray, price: float) -> None:
        """An order of each of ``who``, some of whom invite somebody."""
        self.orders[who] += 1
        self.spent[who] += price * self.rng.gamma(m.SPEND_SHAPE, m.SPEND_SCALE, len(who))
        shares = self.rng.random(len(who)) < m.INVITES
        sender, n = who[shares], int(shares.sum())
        self.invited += n
        friend = (sender + self.rng.integers(1, self.people, n)) % self.people
        due = (day + at[shares] + self.rng.gamma(m.DELAY_SHAPE, m.DELAY_SCALE, n) + 0.5).astype(np.int64)
        for d in np.unique(due[due < self.days]):
            self.letters[d].append(friend[due == d])


def run(people: int, days: int, seed: int) -> dict[str, float]:
    """The totals of a run."""
    market = Market({"people": people, "steps": days, "seed": seed, "show_progress": False})
    market.cpu(mode="vectorized").run()
    stage, source, orders, spent = market.agents.numpy("stage", "source", "orders", "spent")
    invited = (source == len(m.CHANNELS) + 1).sum()
    gone = (stage == m.GONE).sum()
    return m.totals((stage > 0).sum(), invited, (orders > 0).sum(), orders.sum(), spent.sum(), gone, market.invited)
