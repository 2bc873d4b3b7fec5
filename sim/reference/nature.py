"""What a world draws and the formulas it follows: the compiled scalar functions, by names of the trade."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core import clocks, convert, draws, ledger, need, network, refer, repeat, retain, spend, state
from sim.plan import Plan, empty_world
from sim.vocabulary import MICRO, NEVER, Alternative, Decision, Stage

RECORD = (
    *("days", "rows", "pieces", "touch_memory", "curves_at", "tables_at"),
    *("network_kind", "network_key", "friends", "population", "next_person", "links_from_at", "links_at"),
)
"""What the formulas read of a world's record. To hand over all of it would take longer than they do."""


class Nature:
    """One world under one scenario. Numbers depend on addresses alone: asking twice gives the same."""

    def __init__(self, plan: Plan) -> None:
        self._world = empty_world(plan)  # kept, as the record holds the addresses of its arrays
        record = np.zeros(1, [(name, state.WORLD[name]) for name in RECORD])
        for name in RECORD:
            record[name] = self._world.record[name]
        self._w: Any = record[0]
        behaviour = plan.behaviour[0]
        self._key: Any = np.uint64(behaviour["key"])
        self._shares = plan.mixture.tolist()
        self._sensitivity = plan.sensitivity.tolist()
        self._levers = {name: plan.levers[name].tolist() for name in plan.levers.dtype.names or ()}
        self._utility = {name: behaviour[name].tolist() for name in ("ours", "competitor", "nothing")}
        scalars = set(behaviour.dtype.names) - set(self._utility)
        self._number = {name: behaviour[name].item() for name in scalars}
        self.sources = len(plan.channels) + 1
        self.segments, self.classes = len(plan.segments), int(behaviour["classes"])

    def number(self, name: str) -> float:
        """A number of behaviour that is the same for everybody (see sim.core.state.BEHAVIOUR)."""
        return self._number[name]

    def amount(self, name: str) -> int:
        """A whole number of behaviour."""
        return self._number[name]

    def lever(self, name: str, cell: int, t: float) -> float:
        """A lever of a cell on the day of ``t``."""
        return self._levers[name][cell][int(t)]

    def reward(self, name: str, cell: int, t: float) -> int:
        """A lever that is an amount, micro-units."""
        return self._levers[name][cell][int(t)]

    def uniform(self, decision: Decision, who: int, when: int = 0, item: int = 0) -> float:
        """The uniform number of an address."""
        return draws.uniform(self._key, int(decision), who, when, item)

    def patience(self, decision: Decision, who: int, when: int, item: int = 0) -> float:
        """The unit-exponential threshold of an address."""
        return draws.threshold(self._key, int(decision), who, when, item)

    def group(self, decision: Decision, who: int) -> int:
        """The segment or the activity class of a person."""
        row, count = (0, "segments") if decision == Decision.SEGMENT else (1, "classes")
        u = self.uniform(decision, who)
        return sum(u >= share for share in self._shares[row][: self.amount(count) - 1])

    def waits_to_be_invited(self, who: int) -> bool:
        """Whether nobody but a friend can reach this person."""
        return who >= self.amount("seeds")

    def first_contact(self, who: int, source: int) -> float:
        """The level at which a source first reaches this person."""
        return NEVER if self.waits_to_be_invited(who) else self.patience(Decision.REACH, who, 0, source)

    def start(self, who: int) -> Stage:
        """Where a person stands at time 0."""
        if self.waits_to_be_invited(who):
            return Stage.UNAWARE
        u, below = self.uniform(Decision.START, who), 0.0
        for stage in (Stage.CUSTOMER, Stage.RETAINED, Stage.REACHED):
            below += self.number(f"start_{stage.name.lower()}")
            if u < below:
                return stage
        return Stage.UNAWARE

    def need_rate(self, who: int) -> float:
        """Occasions per day that this person will have as a customer."""
        return self._trait(state.NEED_TABLE, Decision.NEED_RATE, who, self.number("customer_rate_scale"))

    def dropout_rate(self, who: int) -> float:
        """Drop-outs per day."""
        return self._trait(state.DROPOUT_TABLE, Decision.DROPOUT_RATE, who, self.number("dropout_rate_scale"))

    def spend_rate(self, who: int) -> float:
        """The rate of the gamma law of this person's orders."""
        scale = self.number("spend_rate_scale")
        return self._trait(state.CUSTOMER_SPEND_TABLE, Decision.SPEND_RATE, who, scale)

    def price_response(self, who: int, segment: int) -> float:
        """Utility lost when the price rises by its own level."""
        mean = self.number("price_response") * self._sensitivity[segment]
        return self._trait(state.PRICE_TABLE, Decision.PRICE_RESPONSE, who, mean)

    def _trait(self, law: int, decision: Decision, who: int, scale: float) -> float:
        return repeat.trait(self._w, law, self._key, int(decision), who, scale)

    def level(self, cell: int, curve: int, t: float) -> float:
        """A curve's level at ``t``."""
        return clocks.level(self._w, cell, curve, t)

    def when(self, cell: int, curve: int, level: float, now: float) -> float:
        """When a curve reaches a level, not before ``now``."""
        return clocks.when(self._w, cell, curve, level, now)

    def after(self, patience: float, rate: float, now: float) -> float:
        """When a constant hazard from ``now`` on uses up a threshold."""
        return clocks.after(patience, rate, now)

    def used(self, rate: float, since: float, now: float) -> float:
        """The part of a threshold that a constant hazard uses up between two times."""
        return clocks.used(rate, since, now)

    def first_occasion(self, who: int, customer: bool, now: float) -> tuple[int, float]:
        """The first occasion after operational time ``now``: its index and time."""
        return need.first_after(self._key, who, customer, now)

    def next_occasion(self, who: int, customer: bool, occasion: int, level: float) -> tuple[int, float]:
        """The occasion after one with this index and operational time."""
        return need.following(self._key, who, customer, occasion, level)

    def our_utility(self, stage: Stage, response: float, price: float, reward: float) -> float:
        """Utility of our offer to somebody in ``stage``."""
        return convert.our_utility(self._utility["ours"][stage], response, price, reward)

    def chosen(self, decision: Decision, who: int, occasion: int, stage: Stage, utility: float) -> bool:
        """Whether our offer of that utility is chosen on an occasion."""
        others = self._utility["competitor"][stage], self._utility["nothing"][stage]
        choice = convert.choose(self._key, int(decision), who, occasion, utility, *others)
        return bool(choice == Alternative.OURS)

    def friends_reward(self, cell: int, t: float) -> float:
        """The friend's reward relative to a mean order."""
        return self.reward("reward_friend", cell, t) / (self.number("mean_order") * MICRO)

    def remembered(self, cell: int, since: float, t: float) -> float:
        """Touches that somebody in the owned channel since ``since`` remembers at ``t``."""
        now, then = (retain.stock_of_all(self._w, self.lever("touches", cell, at), cell, at) for at in (t, since))
        return retain.stock(now, then, t - since, self.number("touch_memory"))

    def nurtured(self, touches: float) -> float:
        """Utility that remembered touches add."""
        return retain.nurture(self.number("nurture_effect"), touches)

    def unsubscribe_rate(self, touches: float) -> float:
        """Hazard of leaving the owned channel, per day."""
        base, fatigue = self.number("unsubscribe_rate"), self.number("unsubscribe_fatigue")
        return retain.unsubscribe_rate(base, fatigue, touches)

    def order_size(self, decision: Decision, who: int, occasion: int, spend_rate: float) -> float:
        """The value of an order at today's price, currency."""
        return spend.order_size(self._w, self._key, int(decision), who, occasion, spend_rate)

    def micro(self, amount: float) -> int:
        """Currency in micro-units."""
        return int(ledger.micro(amount))

    def present_value(self, amount: int, age: float) -> int:
        """Micro-units ``age`` days after the first order, discounted to it."""
        return int(ledger.scaled(amount, clocks.discounted(self.number("discount"), age)))

    def friend(self, who: int, turn: int) -> int:
        """The person who gets invitation number ``turn`` (from 0), where that is known beforehand."""
        return int(network.contact(self._w, who, turn))

    def contacts(self, who: int) -> int:
        """The most people whom this person may invite."""
        return int(network.contacts(self._w, who))

    def arrival(self, decision: Decision, who: int, occasion: int, t: float) -> float:
        """When an invitation sent at ``t`` arrives."""
        return refer.arrival(self._w, self._key, int(decision), who, occasion, self.number("delay_scale"), t)
