"""Who people are, and what follows from a world's curves, laws and ties: the compiled formulas that read them."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from sim.core.ground import clocks, draws, ledger, network, normal, state
from sim.core.loop import desk
from sim.core.verbs import need, reach, refer, retain, spend
from sim.mechanisms.desk import rules as desk_rules
from sim.reference.givens import Givens
from sim.reference.precision import single
from sim.reference.ticket import Ticket
from sim.vocabulary import Ask, Decision, Stage

FIRST, REPEAT, START = range(3)
"""Items of addresses: a first order, a repeat order, getting started."""

GROUPS = {
    Decision.SEGMENT: (0, "segments"),
    Decision.ACTIVITY: (1, "classes"),
    Decision.REGION: (2, "regions"),
    Decision.PLACE: (3, "places"),
}
"""Of what people are told apart by: the row of shares, and how many there are."""


class Nature(Givens):
    """What is the same for everybody, and what is everybody's own by address."""

    def group(self, decision: Decision, who: int) -> int:
        """The segment, the activity class, the region or the place of purchase of a person."""
        row, count = GROUPS[decision]
        u = self.uniform(decision, who)
        return sum(u >= share for share in self._shares[row][: self.amount(count) - 1])

    def segment(self, who: int) -> int:
        """The segment of a person, where it is not known drawn."""
        known = self.known(who)
        return known.segment if known and known.segment >= 0 else self.group(Decision.SEGMENT, who)

    def label(self, who: int, segment: int) -> int:
        """Segment, region and place of purchase together; drawn, where they are not known."""
        known = self.known(who)
        for decision, count in ((Decision.REGION, "regions"), (Decision.PLACE, "places")):
            place = vars(known)[count[:-1]] if known else -1
            segment = segment * self.amount(count) + (place if place >= 0 else self.group(decision, who))
        return segment

    def waits_to_be_invited(self, who: int) -> bool:
        """Whether nobody but a friend can reach this person."""
        return who >= self.amount("seeds")

    def start(self, who: int) -> Stage:
        """Where a person stands at the beginning."""
        if known := self.known(who):
            return Stage.CUSTOMER if known.alive else Stage.DROPPED_OUT
        if self.waits_to_be_invited(who):
            return Stage.UNAWARE
        u, below = self.uniform(Decision.START, who), 0.0
        for stage in (Stage.CUSTOMER, Stage.RETAINED, Stage.REACHED):
            below += self.number(f"start_{stage.name.lower()}")
            if u < below:
                return stage
        return Stage.UNAWARE

    def could_buy(self, who: int, start: Stage) -> bool:
        """Whether the person could ever buy from us."""
        share = self.number("potential_share")
        begun = start in (Stage.CUSTOMER, Stage.DROPPED_OUT)
        return share >= 1.0 or begun or self.uniform(Decision.POTENTIAL, who) < share

    def cell(self, who: int, label: int, could_buy: bool) -> int:
        """The cell that the firm treats the person as part of; recognition tells likely buyers from others."""
        cell = label * self.classes + self.group(Decision.ACTIVITY, who)
        if not self.has("recognition"):
            return cell
        rate = self.number("recognised_true" if could_buy else "recognised_false")
        return cell * 2 + (self.uniform(Decision.RECOGNISED, who) < rate)

    def entry(self, who: int) -> float:
        """When the person enters the market."""
        if not self.has("inflow") or self.known(who):
            return 0.0
        return self.uniform(Decision.ENTRY, who) * self.number("days")

    def common(self, name: str, cell: int) -> float:
        """A trait that the people of a cell have in common, relative to the market (sim.core.ground.state.TRAIT)."""
        return self._traits[name][cell]

    def need_rate(self, who: int, cell: int) -> float:
        """Occasions per day that this person will have as a customer."""
        if known := self.known(who):
            return known.need_rate
        rate = self.quantile(state.NEED_TABLE, self.uniform(Decision.NEED_RATE, who))
        return single(rate * (self.number("customer_rate_scale") * self.common("need", cell)))

    def dropout(self, who: int, cell: int) -> float:
        """Drop-outs per day; or the chance of one at an order or at a renewal."""
        if known := self.known(who):
            return known.dropout
        rank, ratio = self.dropout_rank(who), self.common("leaving", cell)
        if self.amount("dropout_kind") == state.EXPONENTIAL:
            return single(self.quantile(state.DROPOUT_TABLE, rank) * (self.number("dropout_rate_scale") * ratio))
        return single(min(self.quantile(state.CHANCE_TABLE, rank) * ratio, 1.0))

    def dropout_rank(self, who: int) -> float:
        """Where the person stands among all by drop-out rate: perhaps together with the response to price."""
        u, r = self.uniform(Decision.DROPOUT_RATE, who), self.number("price_dropout_correlation")
        return u if r == 0.0 else normal.tied(r, u, self.uniform(Decision.PRICE_RESPONSE, who))

    def spend_rate(self, who: int, cell: int) -> float:
        """The rate of the gamma law of this person's orders, the inverse of spend."""
        if known := self.known(who):
            return known.spend_rate
        u, r = self.uniform(Decision.SPEND_RATE, who), self.number("rate_spend_correlation")
        if r != 0.0:
            u = normal.tied(-r, u, self.uniform(Decision.NEED_RATE, who))
        scale = self.number("spend_rate_scale") / self.common("spend", cell)
        return single(self.quantile(state.CUSTOMER_SPEND_TABLE, u) * scale)

    def price_response(self, who: int, cell: int) -> float:
        """Utility lost when the price rises by its own level."""
        mean = self.number("price_response") * self.common("response", cell)
        return single(self.quantile(state.PRICE_TABLE, self.uniform(Decision.PRICE_RESPONSE, who)) * mean)

    def leads_opinion(self, who: int) -> bool:
        """Whether others listen to the person."""
        return self.has("leaders") and self.uniform(Decision.LEADER, who) < self.number("leaders")

    def next_contact(self, cell: int, source: int, level: float, now: float) -> float:
        """When a source makes contact whose next one is at a level; where people talk about us and that is not today,
        a time before which it cannot."""
        return reach.contact_time(self._w, cell, source, level, now)

    def is_talked_about(self, day: int, joined: int) -> None:
        """On ``day`` there is as much talk of us as there have been customers until it began."""
        levels = self._world.ambient_levels
        levels[day + 1] = levels[day] + self.number("ambient") * (joined / self.amount("population"))

    def remembered(self, cell: int, since: float, t: float) -> float:
        """Touches that somebody on the own list since ``since`` remembers at ``t``."""
        if since == 0.0:  # and before
            return retain.stock_of_all(self._w, self.lever("touches", cell, t), cell, t)
        now, then = (retain.stock_of_all(self._w, self.lever("touches", cell, at), cell, at) for at in (t, since))
        return retain.stock(now, then, t - since, self.number("touch_memory"))

    def first_occasion(self, who: int, customer: bool, now: float) -> tuple[int, float]:
        """The first occasion after operational time ``now``: its index and time."""
        return need.first_after(self._key, who, customer, now, self.amount("regularity"), self.number("need_window"))

    def next_occasion(self, who: int, customer: bool, occasion: int, level: float) -> tuple[int, float]:
        """The occasion after one with this index and operational time."""
        regularity, window = self.amount("regularity"), self.number("need_window")
        return need.following(self._key, who, customer, occasion, level, regularity, window)

    def order_size(self, decision: Decision, who: int, occasion: int, spend_rate: float) -> float:
        """The value of an order at today's price, currency."""
        return spend.order_size(self._w, self.uniform(decision, who, occasion), spend_rate)

    def micro(self, amount: float) -> int:
        """Currency in micro-units."""
        return int(ledger.micro(amount))

    def faded(self, law: int, elapsed: float) -> float:
        """What is left after a time, by one of the world's laws of fading (sim.core.ground.state)."""
        return clocks.faded(self._w, law, elapsed)

    def friend(self, who: int, turn: int) -> int:
        """The person who gets invitation number ``turn`` (from 0), where that is known beforehand."""
        return int(network.contact(self._w, who, turn))

    def contacts(self, who: int) -> int:
        """The most people whom this person may invite."""
        return int(network.contacts(self._w, who))

    def arrival(self, decision: Decision, who: int, occasion: int, turn: int, t: float) -> float:
        """When an invitation sent at ``t`` arrives: after a gamma delay, the next day at the earliest."""
        scale = self.number("delay_scale")
        return refer.arrival(self._w, self._key, int(decision), who, occasion, scale, t, turn)

    @property
    def causes(self) -> int:
        """Causes of trouble that are told apart."""
        return len(self._causes)

    def cause(self, who: int, occasion: int, ask: Ask) -> int:
        """The cause of trouble with an order, if there is any."""
        u = self.uniform(Decision.CAUSE, who, occasion, FIRST if ask == Ask.FIRST_ORDER else REPEAT)
        return bisect_right(self._causes[:-1], u)

    def desk_for(self, u: float) -> int:
        """The desk that a ticket goes to."""
        return bisect_right(self._desks["share"][:-1], u)

    def clock_time(self, t: float) -> float:
        """When of its day, as tickets come, the moment ``t`` of a day without hours is."""
        return desk_rules.clock_time(self._w, t)

    def drawn(self, ticket: Ticket, decision: Decision) -> float:
        """A ticket's uniform number; copies draw theirs under a key of their own."""
        turn = ticket.ask << 8 | ticket.turn
        if not ticket.copy:
            return self.uniform(decision, ticket.who, ticket.index, turn)
        key = np.uint64(desk.doubles_key(self._key, turn))
        return draws.uniform(key, int(decision), ticket.who, ticket.index, ticket.copy)

    def handling_time(self, ticket: Ticket) -> float:
        """How long the staff works on a ticket."""
        return desk.handling_time(self._w, ticket.desk, self.drawn(ticket, Decision.HANDLING))
