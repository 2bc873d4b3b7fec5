"""Mesa 3: an agent per person, every agent has a step a day, in a fixed (do) or a random order (shuffle_do)."""

from __future__ import annotations

import math

import mesa

from benchmarks.peers import market as m


class Person(mesa.Agent):
    """One person. ``rate``: orders and drop-out together, per day; ``chance``: of any of it within a day."""

    def __init__(self, model: Market) -> None:
        super().__init__(model)
        self.stage, self.source, self.orders, self.spent = m.UNAWARE, 0, 0, 0.0
        self.rate = self.leave = self.chance = 0.0

    def step(self) -> None:
        """A day: most days nothing happens."""
        model, stage = self.model, self.stage
        if stage == m.UNAWARE:
            rate, chance = model.reach_rate, model.reach_chance
        elif stage == m.REACHED:
            rate, chance = model.first_rate, model.first_chance
        elif stage == m.CUSTOMER:
            rate, chance = self.rate, self.chance
        else:
            return
        u = self.random.random()
        if u < chance:
            self.live(-math.log1p(-u) / rate)

    def live(self, at: float) -> None:
        """Something happens at ``at``, a share of the day, and perhaps more until its end."""
        model = self.model
        while at < 1.0:
            if self.stage == m.UNAWARE:
                self.hear(1 + self.random.choices(range(len(m.CHANNELS)), model.channels[model.day])[0])
                rate = model.first_rate
            elif self.stage == m.REACHED:
                self.stage = m.CUSTOMER
                self.leave = self.random.gammavariate(m.GONE_SHAPE, m.GONE_SCALE)
                self.rate = rate = self.random.gammavariate(m.ORDER_SHAPE, m.ORDER_SCALE) + self.leave
                self.chance = -math.expm1(-rate)
                self.order(at, model.price)
            elif self.random.random() * self.rate < self.leave:
                self.stage = m.GONE
                return
            else:
                rate = self.rate
                self.order(at, 1.0)
            at += self.random.expovariate(rate)

    def hear(self, source: int) -> None:
        """Unaware to reached."""
        self.stage, self.source = m.REACHED, source

    def order(self, at: float, price: float) -> None:
        """Buy, and perhaps invite somebody."""
        random, model = self.random, self.model
        self.orders += 1
        self.spent += price * random.gammavariate(m.SPEND_SHAPE, m.SPEND_SCALE)
        if random.random() < m.INVITES:
            model.invited += 1
            friend = model.everybody[
                (self.unique_id - 1 + random.randrange(1, len(model.everybody))) % len(model.everybody)
            ]
            due = int(model.day + at + random.gammavariate(m.DELAY_SHAPE, m.DELAY_SCALE) + 0.5)
            if due < model.days:
                model.letters[due].append(friend)


class Market(mesa.Model):
    """The market; ``letters``: who is invited, by the day on which it arrives."""

    def __init__(self, people: int, days: int, seed: int, shuffled: bool) -> None:
        super().__init__(seed=seed)
        reach = m.reach_rates(days)
        self.channels, self.reach = reach.tolist(), reach.sum(axis=1).tolist()
        self.first, self.prices = m.first_rates(days).tolist(), m.first_prices(days).tolist()
        self.days, self.day, self.invited, self.shuffled = days, 0, 0, shuffled
        self.letters: list[list[Person]] = [[] for _ in range(days)]
        Person.create_agents(self, people)
        self.everybody = list(self.agents)

    def step(self) -> None:
        """A day: open the letters, then let everybody live."""
        self.reach_rate, self.first_rate, self.price = self.reach[self.day], self.first[self.day], self.prices[self.day]
        self.reach_chance, self.first_chance = -math.expm1(-self.reach_rate), -math.expm1(-self.first_rate)
        for friend in self.letters[self.day]:
            if friend.stage == m.UNAWARE:
                friend.hear(len(m.CHANNELS) + 1)
        if self.shuffled:
            self.agents.shuffle_do("step")
        else:
            self.agents.do("step")
        self.day += 1


def run(people: int, days: int, seed: int, shuffled: bool = False) -> dict[str, float]:
    """The totals of a run."""
    market = Market(people, days, seed, shuffled)
    for _ in range(days):
        market.step()
    agents = market.everybody
    return m.totals(
        sum(a.stage > m.UNAWARE for a in agents),
        sum(a.source == len(m.CHANNELS) + 1 for a in agents),
        sum(a.orders > 0 for a in agents),
        sum(a.orders for a in agents),
        sum(a.spent for a in agents),
        sum(a.stage == m.GONE for a in agents),
        market.invited,
    )
