"""Who people are and the formulas they follow: the compiled scalar functions, by names of the trade."""

from __future__ import annotations

from math import floor, sqrt

from sim.core import arithmetic, clocks, ledger, network, retain, spend, state
from sim.reference.givens import Givens
from sim.vocabulary import MICRO, Decision, Stage

WINDOW = 4.0


class Nature(Givens):
    """What is the same for everybody, and what is everybody's own by address."""

    # ---- traits ----

    def group(self, decision: Decision, who: int) -> int:
        """The segment or the activity class of a person."""
        row, count = (0, "segments") if decision == Decision.SEGMENT else (1, "classes")
        u = self.uniform(decision, who)
        return sum(u >= share for share in self._shares[row][: self.amount(count) - 1])

    def start(self, who: int) -> Stage:
        """Where a person stands at the beginning."""
        u, below = self.uniform(Decision.START, who), 0.0
        for stage in (Stage.CUSTOMER, Stage.RETAINED, Stage.REACHED):
            below += self.number(f"start_{stage.name.lower()}")
            if u < below:
                return stage
        return Stage.UNAWARE

    def could_buy(self, who: int, start: Stage) -> bool:
        """Whether the person could ever buy from us."""
        share = self.number("potential_share")
        return share >= 1.0 or start == Stage.CUSTOMER or self.uniform(Decision.POTENTIAL, who) < share

    def cell(self, who: int, segment: int, could_buy: bool) -> int:
        """The cell that the firm treats the person as part of; recognition tells likely buyers from others."""
        cell = segment * self.classes + self.group(Decision.ACTIVITY, who)
        if not self.has("recognition"):
            return cell
        rate = self.number("recognised_true" if could_buy else "recognised_false")
        return cell * 2 + (self.uniform(Decision.RECOGNISED, who) < rate)

    def entry(self, who: int) -> float:
        """When the person enters the market."""
        return self.uniform(Decision.ENTRY, who) * self.number("days") if self.has("inflow") else 0.0

    def need_rate(self, who: int) -> float:
        """Occasions per day that this person will have as a customer."""
        return self.quantile(state.NEED_TABLE, self.uniform(Decision.NEED_RATE, who)) * self.number(
            "customer_rate_scale"
        )

    def dropout_rate(self, who: int) -> float:
        """Drop-outs per day."""
        return self.quantile(state.DROPOUT_TABLE, self.dropout_rank(who)) * self.number("dropout_rate_scale")

    def dropout_chance(self, who: int) -> float:
        """The chance of dropping out at an order or at a renewal."""
        return min(self.quantile(state.CHANCE_TABLE, self.uniform(Decision.DROPOUT_RATE, who)), 1.0)

    def dropout_rank(self, who: int) -> float:
        """Where the person stands among all by drop-out rate: perhaps together with the response to price."""
        u, r = self.uniform(Decision.DROPOUT_RATE, who), self.number("price_dropout_correlation")
        return u if r == 0.0 else together(r, self.uniform(Decision.PRICE_RESPONSE, who), u)

    def spend_rate(self, who: int) -> float:
        """The rate of the gamma law of this person's orders, the inverse of spend."""
        u, r = self.uniform(Decision.SPEND_RATE, who), self.number("rate_spend_correlation")
        if r != 0.0:
            u = together(-r, self.uniform(Decision.NEED_RATE, who), u)
        return self.quantile(state.CUSTOMER_SPEND_TABLE, u) * self.number("spend_rate_scale")

    def price_response(self, who: int, segment: int) -> float:
        """Utility lost when the price rises by its own level."""
        mean = self.number("price_response") * self._sensitivity[segment]
        return self.quantile(state.PRICE_TABLE, self.uniform(Decision.PRICE_RESPONSE, who)) * mean

    def willingness(self, who: int) -> float:
        """The most that the person would pay, ratio to today's price."""
        return self.quantile(state.WILLINGNESS_TABLE, self.uniform(Decision.WILLINGNESS, who))

    def leads_opinion(self, who: int) -> bool:
        """Whether others listen to the person."""
        return self.has("leaders") and self.uniform(Decision.LEADER, who) < self.number("leaders")

    # ---- occasions ----

    def first_occasion(self, who: int, customer: bool, now: float) -> tuple[int, float]:
        """The first occasion after operational time ``now``: its index and time."""
        k = int(now / self._window(customer))
        n, x = self.next_occasion(who, customer, k << 16, k * self._window(customer))
        while x <= now:
            n, x = self.next_occasion(who, customer, n, x)
        return n, x

    def next_occasion(self, who: int, customer: bool, occasion: int, level: float) -> tuple[int, float]:
        """The occasion after one with this index and operational time."""
        decision = Decision.NEED_REPEAT if customer else Decision.NEED_FIRST
        stages = self.amount("regularity") if customer else 1
        window = self._window(customer)
        k = occasion >> 16
        while True:
            occasion += 1
            gap = 0.0
            for item in range(stages):
                gap += self.patience(decision, who, occasion, item)
            level += gap / stages
            if level < (k + 1) * window:
                return occasion, level
            k += 1
            occasion, level = k << 16, k * window

    def _window(self, customer: bool) -> float:
        return self.number("need_window") if customer else WINDOW

    # ---- the owned channel ----

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

    # ---- money ----

    def order_size(self, decision: Decision, who: int, occasion: int, spend_rate: float) -> float:
        """The value of an order at today's price, currency."""
        return spend.order_size(self._w, self._key, int(decision), who, occasion, spend_rate)

    def micro(self, amount: float) -> int:
        """Currency in micro-units."""
        return int(ledger.micro(amount))

    def present_value(self, amount: int, age: float) -> int:
        """Micro-units ``age`` days after the first order, discounted to it."""
        return int(ledger.scaled(amount, clocks.discounted(self.number("discount"), age)))

    def friends_reward(self, cell: int, t: float) -> float:
        """The friend's reward relative to a mean order."""
        return self.reward("reward_friend", cell, t) / (self.number("mean_order") * MICRO)

    # ---- friends ----

    def friend(self, who: int, turn: int) -> int:
        """The person who gets invitation number ``turn`` (from 0)."""
        contacts, people = self.amount("friends"), self.amount("population")
        return int(network.friend(self._network_key, contacts, who, turn, people))

    def arrival(self, decision: Decision, who: int, occasion: int, turn: int, t: float) -> float:
        """When an invitation sent at ``t`` arrives: after a gamma delay, the next day at the earliest."""
        delay = self.quantile(state.DELAY_TABLE, self.uniform(decision, who, occasion, turn))
        return max(t + delay * self.number("delay_scale"), floor(t) + 1.0)

    def invitations(self, u: float) -> int:
        """How many friends are invited at once: one, or a number whose law has Panjer's recursion."""
        if not self.has("invites_law"):
            return 1
        number, chance = 0, self.number("invites_zero")
        below = chance
        while u >= below and number < 64:
            number += 1
            chance *= self.number("invites_a") + self.number("invites_b") / number
            below += chance
        return number


def together(r: float, other: float, own: float) -> float:
    """A uniform number from one's own whose normal score correlates at ``r`` with that of another."""
    z = r * normal_score(other) + sqrt(1.0 - r * r) * normal_score(own)
    return normal_share(z)


def lifted(p: float, r: float) -> float:
    """A probability whose odds are multiplied by ``r``."""
    return p * r / (1.0 - p + p * r)


def normal_score(u: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(u))


def normal_share(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))


def e(x: float) -> float:
    return arithmetic.exp(x)
