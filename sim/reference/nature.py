"""Who people are and the formulas they follow: the compiled scalar functions, by names of the trade."""

from __future__ import annotations

from sim.core.ground import arithmetic, clocks, ledger, network, normal, state
from sim.core.loop import repeat
from sim.core.verbs import choice, need, price, reach, refer, retain, silence, spend
from sim.mechanisms.offers import rules as offers
from sim.mechanisms.reference_price import rules as reference_price
from sim.mechanisms.stock import rules as stock
from sim.reference.precision import single
from sim.reference.service import Service
from sim.vocabulary import MICRO, Decision, Stage

GROUPS = {
    Decision.SEGMENT: (0, "segments"),
    Decision.ACTIVITY: (1, "classes"),
    Decision.REGION: (2, "regions"),
    Decision.PLACE: (3, "places"),
}
"""Of what people are told apart by: the row of shares, and how many there are."""


class Nature(Service):
    """What is the same for everybody, and what is everybody's own by address."""

    # ---- traits ----

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

    def prospect_rate(self, cell: int) -> float:
        """Occasions per day of somebody who never bought."""
        return self.number("prospect_rate") * self.common("need", cell)

    def question_rate(self, cell: int) -> float:
        """Questions per day of a customer."""
        return self.number("question_rate") * self.common("questions", cell)

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

    def willingness(self, who: int) -> float:
        """The most that the person would pay, ratio to today's price."""
        return single(self.quantile(state.WILLINGNESS_TABLE, self.uniform(Decision.WILLINGNESS, who)))

    def leads_opinion(self, who: int) -> bool:
        """Whether others listen to the person."""
        return self.has("leaders") and self.uniform(Decision.LEADER, who) < self.number("leaders")

    # ---- hearing of us ----

    def next_contact(self, cell: int, source: int, level: float, now: float) -> float:
        """When a source makes contact whose next one is at a level; where people talk about us and that is not today,
        a time before which it cannot."""
        return reach.contact_time(self._w, cell, source, level, now)

    # ---- occasions ----

    def first_occasion(self, who: int, customer: bool, now: float) -> tuple[int, float]:
        """The first occasion after operational time ``now``: its index and time."""
        return need.first_after(self._key, who, customer, now, *self._regularity())

    def next_occasion(self, who: int, customer: bool, occasion: int, level: float) -> tuple[int, float]:
        """The occasion after one with this index and operational time."""
        return need.following(self._key, who, customer, occasion, level, *self._regularity())

    def _regularity(self) -> tuple[int, float]:
        return self.amount("regularity"), self.number("need_window")

    # ---- the owned channel ----

    def remembered(self, cell: int, since: float, t: float) -> float:
        """Touches that somebody in the owned channel since ``since`` remembers at ``t``."""
        if since == 0.0:  # and before
            return retain.stock_of_all(self._w, self.lever("touches", cell, t), cell, t)
        now, then = (retain.stock_of_all(self._w, self.lever("touches", cell, at), cell, at) for at in (t, since))
        return retain.stock(now, then, t - since, self.number("touch_memory"))

    def nurtured(self, touches: float) -> float:
        """Utility that remembered touches add."""
        return retain.nurture(self.number("nurture_effect"), touches)

    def unsubscribe_rate(self, touches: float) -> float:
        """Hazard of leaving the owned channel, per day."""
        base, fatigue = self.number("unsubscribe_rate"), self.number("unsubscribe_fatigue")
        return retain.unsubscribe_rate(base, fatigue, touches)

    # ---- prices ----

    def our_utility(self, stage: Stage, response: float, to_pay: float, reward: float) -> float:
        """Utility of our offer to somebody in ``stage``, by its price alone."""
        return price.our_utility(self.utility("ours", stage), response, to_pay, reward, self.number("anchor"))

    def takes_ours(self, ours: float, others: float, u: float) -> bool:
        """Whether a uniform number means that our only offer is taken: from its utility and that of all else."""
        return bool(choice.is_taken(ours, others, arithmetic.logit(u)))

    def others(self, stage: Stage) -> float:
        """The utility of all else than us at today's prices."""
        return self._by_place["others"][stage]

    def others_with(self, competitor: float, stage: Stage) -> float:
        """The same where the competitor's offer has a utility of its own."""
        return price.others_together(competitor, self._by_place["nothing_weight"][stage])

    def rivals_part(self, stage: Stage) -> float:
        """Of what goes to others than us at today's prices, the competitor's part."""
        return self._by_place["rival_part"][stage]

    def rivals_part_at(self, competitor: float, stage: Stage) -> float:
        """The same where the competitor's offer has a utility of its own."""
        return price.rivals_part(competitor, self._by_place["nothing_weight"][stage])

    def surprise(self, response: float, used_to: float, to_pay: float) -> float:
        """Utility of paying less, or more, than one is used to."""
        gain, aversion = self.number("reference_gain"), self.number("loss_aversion")
        return reference_price.reference_effect(response, gain, aversion, used_to, to_pay)

    def quality(self, orders: int, quality: float, to_pay: float) -> float:
        """Utility of quality: known from ``orders``, else guessed from the price."""
        above = quality - self.number("quality_today")
        return price.quality_view(orders, self.number("quality_effect"), above, self.number("quality_cue"), to_pay)

    def used_to(self, before: float, seen: float) -> float:
        """The price that one is used to after seeing another."""
        return reference_price.remembered_reference(self.number("reference_memory"), before, seen)

    def deal_proneness(self, then: float, elapsed: float) -> float:
        """How prone to deals one is some days later."""
        return then * clocks.faded(self._w, state.DEALS, elapsed)

    def bought_ahead(self, depth: float, u: float) -> int:
        """Units bought for later at a reduced price."""
        return int(stock.units_extra(self.number("stock_effect"), depth, self.amount("stock_most"), u))

    # ---- staying and leaving ----

    def breadth_ratio(self, categories: int) -> float:
        """Ratio on the drop-out rate of who buys in several categories."""
        return self._by_place["breadth_ratios"][categories]

    def staying(self, chance: float, response: float, to_pay: float) -> float:
        """Probability to renew a contract at a price, from the chance of leaving at today's."""
        return repeat.staying(chance, response, to_pay)

    def firms_patience(self, first: float, last: float, orders: int) -> float:
        """Days of silence until the firm calls a customer lapsed."""
        return silence.patience_of_firm(self.number("label_multiple"), self.number("label_days"), first, last, orders)

    def acceptance(self, reason: int, match: float) -> float:
        """Probability that an offer brings somebody back who left for a reason; ``match``: ratio of one made for it."""
        return offers.acceptance(self.number("accept_return"), self._by_place["accept_reason"][reason] * match)

    # ---- money ----

    def order_size(self, decision: Decision, who: int, occasion: int, spend_rate: float) -> float:
        """The value of an order at today's price, currency."""
        return spend.order_size(self._w, self.uniform(decision, who, occasion), spend_rate)

    def micro(self, amount: float) -> int:
        """Currency in micro-units."""
        return int(ledger.micro(amount))

    def present_value(self, amount: int, age: float) -> int:
        """Micro-units ``age`` days after the first order, discounted to it."""
        return int(ledger.scaled(amount, clocks.faded(self._w, state.DISCOUNT, age)))

    def friends_reward(self, cell: int, t: float) -> float:
        """The friend's reward relative to a mean order."""
        return self.reward("reward_friend", cell, t) / (self.number("mean_order") * MICRO)

    # ---- friends ----

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

    def lifted(self, probability: float, odds_ratio: float) -> float:
        """A probability whose odds are multiplied."""
        return refer.lifted(probability, odds_ratio)

    def invitations(self, u: float) -> int:
        """How many friends are invited at once: one, or a number by its law."""
        if not self.has("invites_law"):
            return 1
        return int(refer.panjer(u, *(self.number(f"invites_{part}") for part in ("zero", "a", "b"))))
