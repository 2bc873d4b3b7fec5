"""The story of a customer.

A person is unaware of us; contacts arrive; awareness fades; the person may join our list; occasions come and a
choice is made; the first order, repeat orders, the latent drop-out, the return, the loss; and after an order
perhaps an invitation, which reaches a friend days later. Each stage is a chapter, and a chapter ends by naming the
next one. Within a chapter the earliest clock tells what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from math import floor
from typing import TYPE_CHECKING, Any

from simpy import Event as Moment
from simpy import Interrupt, Process

from sim.core import state
from sim.vocabulary import NEVER, ORGANIC, Account, Clock, Curve, Decision, Event, Stage

if TYPE_CHECKING:
    from sim.reference.market import Market

Telling = Generator[Moment, None, Any]
Chapter = Callable[[], Telling]


class Customer:
    """One person of the market. Times in days, money in micro-units of currency."""

    process: Process

    def __init__(self, number: int, market: Market) -> None:
        nature = market.nature
        self.market, self.nature, self.books, self.number = market, nature, market.books, number
        self.segment = nature.group(Decision.SEGMENT, number)
        self.cell = self.segment * nature.classes + nature.group(Decision.ACTIVITY, number)
        self.need_rate = nature.need_rate(number)
        self.dropout_rate = nature.dropout_rate(number)
        self.spend_rate = nature.spend_rate(number)
        self.price_response = nature.price_response(number, self.segment)
        self.start = nature.start(number)

        self.stage = Stage.UNAWARE
        self.since = 0.0
        self.clocks: dict[Clock, float] = {}
        self.invitations: list[tuple[float, int]] = []  # (arrival, sender) of those not yet opened

        self.contacts = [0] * nature.sources
        self.contact_levels = [nature.patience(Decision.REACH, number, 0, s) for s in range(nature.sources)]
        self.next_source = ORGANIC
        self.awakened_by = self.touched_by = self.credited = ORGANIC
        self.reached_at, self.touched_at = NEVER, -NEVER
        self.awakenings = self.signups = self.doubts = 0
        self.opted_out = False
        self.inviter = -1

        self.occasion, self.occasion_level = 0, 0.0
        self.orders = 0
        self.first_order_at = self.second_order_at = self.last_order_at = NEVER
        self.lapses = self.invited_friends = 0
        self.loyalty_left = self.loyalty_since = 0.0  # the rest of the drop-out threshold, and since when
        self.recommends_until = -1.0

        self.settled_until = 0.0
        self.earned = self.earned_at_present_value = self.cost_to_win = 0

    @property
    def now(self) -> float:
        """The time, days."""
        return self.market.calendar.now

    # ---- the chapters ------------------------------------------------------------------------------------------

    def life(self) -> Telling:
        """The whole story."""
        self.plan_next_contact()
        chapter = self.prologue()
        while True:
            chapter = yield from chapter()

    def prologue(self) -> Chapter:
        """Where the person stands at time 0. Who is already a customer then orders first at time 0."""
        if self.start == Stage.UNAWARE:
            return self.stranger
        chapter = self.hears_of_us(ORGANIC)
        if self.start == Stage.RETAINED:
            chapter = self.joins_the_list(Event.OPTED_IN)
        elif self.start == Stage.CUSTOMER:
            chapter = self.becomes_customer()
        return chapter

    def stranger(self) -> Telling:
        """Unaware of us, or no longer aware."""
        while True:
            match (yield from self.whatever_comes_first()):
                case Clock.REACH:
                    return self.hears_of_us(self.is_contacted())
                case Clock.INVITATION if self.takes_up_invitation():
                    return self.subscriber

    def acquaintance(self) -> Telling:
        """Knows us, is on no list of ours."""
        while True:
            match (yield from self.whatever_comes_first()):
                case Clock.REACH:
                    self.is_reminded(self.is_contacted())
                case Clock.LEAVE:
                    return self.forgets_us(Event.FADED)
                case Clock.ADVANCE:
                    return self.joins_the_list(Event.OPTED_IN)
                case Clock.NEED:
                    if self.chooses_us_first():
                        return self.becomes_customer()
                    self.waits_for_the_next_occasion()
                case Clock.INVITATION if self.takes_up_invitation():
                    return self.subscriber

    def subscriber(self) -> Telling:
        """On our list: gets messages."""
        while True:
            match (yield from self.whatever_comes_first()):
                case Clock.REACH:
                    self.is_reminded(self.is_contacted())
                case Clock.LEAVE:
                    if self.has_had_enough():
                        return self.unsubscribes()
                    self.doubts += 1
                    self.waits_for_the_next_doubt()
                case Clock.NEED:
                    if self.chooses_us_first():
                        return self.becomes_customer()
                    self.waits_for_the_next_occasion()
                case Clock.INVITATION:
                    self.declines_invitation()

    def customer(self) -> Telling:
        """Buys, recommends, until the drop-out that nobody sees."""
        while True:
            match (yield from self.whatever_comes_first()):
                case Clock.LEAVE:
                    return self.is_lost()
                case Clock.ADVANCE:
                    self.recommendation_wears_off()
                case Clock.NEED:
                    if self.chooses_us_again():
                        self.orders_again()
                    self.waits_for_the_next_occasion()
                case Clock.DROPOUT:
                    return self.drops_out()
                case Clock.INVITATION:
                    self.declines_invitation()

    def former_customer(self) -> Telling:
        """Buys no more; may come back."""
        while True:
            match (yield from self.whatever_comes_first()):
                case Clock.LEAVE:
                    return self.is_lost()
                case Clock.ADVANCE:
                    return self.comes_back()
                case Clock.INVITATION:
                    self.declines_invitation()

    def lost_customer(self) -> Telling:
        """Gone for good; friends may not know."""
        while True:
            yield from self.whatever_comes_first()
            self.declines_invitation()

    def whatever_comes_first(self) -> Generator[Moment, None, Clock]:
        """Wait for the earliest clock; at equal times the lower one is first, of invitations the lower sender's."""
        while True:
            time, clock = min(((time, clock) for clock, time in self.clocks.items()), default=(NEVER, Clock.REACH))
            try:
                yield self.market.calendar.at(time)
            except Interrupt:  # an invitation is on its way: perhaps it comes before all else
                continue
            return clock

    # ---- hearing of us -----------------------------------------------------------------------------------------

    def plan_next_contact(self) -> None:
        """The earliest contact over all sources."""
        self.clocks[Clock.REACH] = NEVER
        for source, level in enumerate(self.contact_levels):
            time = self.nature.when(self.cell, state.REACH + source, level, self.now)
            if time < self.clocks[Clock.REACH]:
                self.clocks[Clock.REACH], self.next_source = time, source

    def is_contacted(self) -> int:
        """A source makes contact, and begins to work towards its next one."""
        source = self.next_source
        self.contacts[source] += 1
        patience = self.nature.patience(Decision.REACH, self.number, self.contacts[source], source)
        self.contact_levels[source] += patience
        self.plan_next_contact()
        return source

    def is_reminded(self, source: int) -> None:
        """A contact with somebody who knows us."""
        self.touched_by, self.touched_at = source, self.now
        self.notes(Event.TOUCHED, source)

    def hears_of_us(self, source: int) -> Chapter:
        """From unaware to reached."""
        self.awakened_by = self.touched_by = source
        self.touched_at = self.now
        self.reached_at = min(self.reached_at, self.now)
        self.notes(Event.REACHED, source)
        self.moves_to(Stage.REACHED)
        self.clocks[Clock.LEAVE] = self.patience_with(state.FADE, Decision.FADE)
        if not self.opted_out:
            self.clocks[Clock.ADVANCE] = self.patience_with(state.OPT_IN, Decision.OPT_IN)
        self.awakenings += 1
        self.waits_for_an_occasion()
        return self.acquaintance

    def patience_with(self, curve: int, decision: Decision) -> float:
        """When a clock that runs along a curve from now on fires, in this spell of awareness."""
        patience = self.nature.patience(decision, self.number, self.awakenings)
        level = self.nature.level(self.cell, curve, self.now) + patience
        return self.nature.when(self.cell, curve, level, self.now)

    def forgets_us(self, event: Event) -> Chapter:
        """Unaware again, open to new contacts."""
        self.notes(event)
        self.moves_to(Stage.UNAWARE)
        self.stops(Clock.LEAVE, Clock.ADVANCE, Clock.NEED)
        return self.stranger

    # ---- our list ----------------------------------------------------------------------------------------------

    def joins_the_list(self, event: Event, amount: int = 0) -> Chapter:
        """Become somebody whom we may write to."""
        self.notes(event, amount)
        self.moves_to(Stage.RETAINED)
        self.settled_until = self.now
        self.stops(Clock.ADVANCE)
        self.signups += 1
        self.doubts = 0
        self.waits_for_the_next_doubt()
        self.waits_for_an_occasion()
        return self.subscriber

    def waits_for_the_next_doubt(self) -> None:
        """The next moment of asking oneself whether to stay; how often that is, no policy moves."""
        patience = self.nature.patience(Decision.UNSUBSCRIBE, self.number, self.signups, self.doubts)
        self.clocks[Clock.LEAVE] = self.nature.after(patience, self.nature.number("unsubscribe_bound"), self.now)

    def has_had_enough(self) -> bool:
        """Whether this doubt is one too many: more likely, the more messages are remembered."""
        rate = self.nature.unsubscribe_rate(self.nature.remembered(self.cell, self.since, self.now))
        u = self.nature.uniform(Decision.UNSUBSCRIBE_ACCEPT, self.number, self.signups, self.doubts)
        return u * self.nature.number("unsubscribe_bound") < rate

    def unsubscribes(self) -> Chapter:
        """Leave the list; never join it again of one's own accord."""
        self.settle(self.now)
        self.opted_out = True
        return self.forgets_us(Event.UNSUBSCRIBED)

    # ---- occasions and orders ----------------------------------------------------------------------------------

    def waits_for_an_occasion(self) -> None:
        """Occasions come from day 0 on whether or not one could buy: find the first that is still to come."""
        now = self.nature.level(self.cell, state.NEED, self.now)
        if self.occasions_per_day() > 0.0:
            while self.occasion_level <= now:
                self.next_occasion()
            self.clocks[Clock.NEED] = self.when_level_is_reached()
        else:
            self.stops(Clock.NEED)

    def waits_for_the_next_occasion(self) -> None:
        """This occasion is over."""
        self.next_occasion()
        self.clocks[Clock.NEED] = self.when_level_is_reached()

    def next_occasion(self) -> None:
        """Go on to the next occasion in the order of their numbers."""
        self.occasion += 1
        is_customer, rate = self.stage == Stage.CUSTOMER, self.occasions_per_day()
        self.occasion_level += self.nature.gap(self.number, self.occasion, is_customer, rate)

    def when_level_is_reached(self) -> float:
        """When the present occasion comes."""
        return self.nature.when(self.cell, state.NEED, self.occasion_level, self.now)

    def occasions_per_day(self) -> float:
        """One's own rate as a customer; before that, everybody's."""
        return self.need_rate if self.stage == Stage.CUSTOMER else self.nature.number("prospect_rate")

    def chooses_us_first(self) -> bool:
        """The choice of somebody who never bought from us."""
        price = self.nature.lever("price", self.cell, self.now)
        reward = self.nature.friends_reward(self.cell, self.now) if self.inviter >= 0 else 0.0
        nurtured = 0.0
        if self.stage == Stage.RETAINED:
            nurtured = self.nature.nurtured(self.nature.remembered(self.cell, self.since, self.now))
        return self.nature.taken(
            Decision.CHOICE_FIRST, self.number, self.occasion, self.stage, self.price_response, price, reward, nurtured
        )

    def chooses_us_again(self) -> bool:
        """The choice of a customer."""
        price = self.nature.lever("price", self.cell, self.now)
        return self.nature.taken(
            Decision.CHOICE_REPEAT, self.number, self.occasion, self.stage, self.price_response, price
        )

    def becomes_customer(self) -> Chapter:
        """The first order: the credit for it, the rewards, and a customer's clocks."""
        occasion = self.occasion
        self.settle(self.now)
        recent = self.now - self.touched_at <= self.nature.number("attribution_window")
        self.credited = self.touched_by if recent else ORGANIC
        self.first_order_at = self.now
        welcome = self.nature.reward("first_order_cost", self.cell, self.now)
        revenue, contribution = self.pays_for(Decision.SPEND_FIRST)
        self.books_on(Account.FIRST_ORDER_COST, -welcome)
        if self.inviter >= 0:
            for account, reward in (
                (Account.REWARD_REFERRER, self.nature.reward("reward_referrer", self.cell, self.now)),
                (Account.REWARD_FRIEND, self.nature.reward("reward_friend", self.cell, self.now)),
            ):
                self.books_on(account, -reward)
                self.cost_to_win -= reward
        self.brings(contribution - welcome)
        self.notes(Event.FIRST_ORDER, revenue)
        self.moves_to(Stage.CUSTOMER)
        self.settled_until = self.now
        self.stops(Clock.REACH)
        self.occasion, self.occasion_level = 0, 0.0
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        self.may_invite_a_friend(occasion, Decision.SHARE_FIRST, Decision.DELAY_FIRST)
        return self.customer

    def orders_again(self) -> None:
        """A repeat order."""
        revenue, contribution = self.pays_for(Decision.SPEND_REPEAT)
        self.brings(contribution)
        if self.orders == 2:
            self.second_order_at = self.now
        self.notes(Event.ORDERED, revenue)
        self.may_invite_a_friend(self.occasion, Decision.SHARE_REPEAT, Decision.DELAY_REPEAT)

    def pays_for(self, decision: Decision) -> tuple[int, int]:
        """An order; returns revenue and what is left of it after goods and delivery."""
        size = self.nature.order_size(decision, self.number, self.occasion, self.spend_rate)
        revenue, goods, fulfilment = (
            self.nature.micro(size * self.nature.lever(ratio, self.cell, self.now))
            for ratio in ("price", "goods", "fulfilment")
        )
        self.orders += 1
        self.last_order_at = self.now
        self.books_on(Account.REVENUE, revenue)
        self.books_on(Account.GOODS, -goods)
        self.books_on(Account.FULFILMENT, -fulfilment)
        self.ages(Curve.ORDERS, 1)
        return revenue, revenue - goods - fulfilment

    # ---- the end of a customer's life, and another one ---------------------------------------------------------

    def begins_a_customers_life(self) -> None:
        """From now on drop-out and loss threaten."""
        self.loyalty_left = self.nature.patience(Decision.DROPOUT, self.number, self.lapses)
        self.loyalty_since = self.now
        self.recommends_until = -1.0
        self.clocks[Clock.DROPOUT] = self.nature.after(self.loyalty_left, self.dropout_rate, self.now)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.CUSTOMER_LOSS, "customer_loss_rate")
        self.stops(Clock.ADVANCE)

    def life_clock(self, decision: Decision, rate: str) -> float:
        """When a constant hazard of this life fires."""
        patience = self.nature.patience(decision, self.number, self.lapses)
        return self.nature.after(patience, self.nature.number(rate), self.now)

    def loyalty_changes(self, ratio_before: float, ratio_now: float) -> None:
        """The drop-out rate changes: what is used up of the threshold stays used up."""
        used = self.nature.used(self.dropout_rate * ratio_before, self.loyalty_since, self.now)
        self.loyalty_left = max(self.loyalty_left - used, 0.0)
        self.loyalty_since = self.now
        self.clocks[Clock.DROPOUT] = self.nature.after(self.loyalty_left, self.dropout_rate * ratio_now, self.now)

    def drops_out(self) -> Chapter:
        """Buys no more; nobody sees it."""
        self.settle(self.now)
        self.notes(Event.DROPPED_OUT)
        self.ages(Curve.DROPOUTS, 1)
        self.moves_to(Stage.DROPPED_OUT)
        self.stops(Clock.NEED, Clock.DROPOUT)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.FINAL_LOSS, "final_loss_rate")
        self.clocks[Clock.ADVANCE] = self.life_clock(Decision.RETURN, "return_rate")
        self.lapses += 1
        return self.former_customer

    def comes_back(self) -> Chapter:
        """Another life as a customer, at a cost to us."""
        self.notes(Event.RETURNED)
        self.ages(Curve.RETURNS, 1)
        self.moves_to(Stage.CUSTOMER)
        self.settled_until = self.now
        cost = self.nature.amount("return_cost")
        self.books_on(Account.WINBACK, -cost)
        self.brings(-cost)
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        return self.customer

    def is_lost(self) -> Chapter:
        """Gone for good."""
        if self.stage == Stage.CUSTOMER:
            self.settle(self.now)
            self.ages(Curve.DROPOUTS, 1)
        self.notes(Event.LOST)
        self.moves_to(Stage.LOST)
        self.stops(Clock.LEAVE, Clock.ADVANCE, Clock.NEED, Clock.DROPOUT)
        return self.lost_customer

    # ---- friends -----------------------------------------------------------------------------------------------

    def may_invite_a_friend(self, occasion: int, share: Decision, delay: Decision) -> None:
        """After an order, perhaps invite the next friend in one's own order of friends."""
        if self.invited_friends >= self.nature.amount("friends"):
            return
        if self.nature.uniform(share, self.number, occasion) >= self.nature.lever("share", self.cell, self.now):
            return
        friend = self.nature.friend(self.number, self.invited_friends)
        self.invited_friends += 1
        if friend == self.number:  # left over in this matching: nobody there
            return
        self.notes(Event.SHARED, friend)
        self.recommendation_binds()
        arrival = self.nature.arrival(delay, self.number, occasion, self.now)
        assert floor(arrival) > floor(self.now), "what one does to another begins the next day at the earliest"
        self.market.people[friend].expects_invitation(self.number, arrival)

    def recommendation_binds(self) -> None:
        """Who recommends us is more loyal for a while."""
        ratio = self.nature.number("sharer_ratio")
        if ratio == 1.0:
            return
        if self.recommends_until < 0.0:
            self.loyalty_changes(1.0, ratio)
        self.recommends_until = self.clocks[Clock.ADVANCE] = self.now + self.nature.number("sharer_days")

    def recommendation_wears_off(self) -> None:
        """The while is over."""
        self.loyalty_changes(self.nature.number("sharer_ratio"), 1.0)
        self.recommends_until = -1.0
        self.stops(Clock.ADVANCE)

    def expects_invitation(self, sender: int, arrival: float) -> None:
        """A friend has sent an invitation that will be here at ``arrival``."""
        heappush(self.invitations, (arrival, sender))
        self.clocks[Clock.INVITATION] = self.invitations[0][0]
        self.process.interrupt()

    def opens_invitation(self) -> int:
        """Take the first invitation out of the letter box; returns who sent it."""
        _, sender = heappop(self.invitations)
        self.stops(Clock.INVITATION)
        if self.invitations:
            self.clocks[Clock.INVITATION] = self.invitations[0][0]
        return sender

    def takes_up_invitation(self) -> bool:
        """Open an invitation and, if it convinces, join the list."""
        sender = self.opens_invitation()
        convinced = self.nature.lever("accept", self.cell, self.now)
        if self.nature.uniform(Decision.ACCEPT, sender, self.number) >= convinced:
            self.notes(Event.DECLINED, sender)
            return False
        source = self.nature.sources
        if self.stage == Stage.UNAWARE:
            self.awakened_by = source
            self.reached_at = min(self.reached_at, self.now)
        self.touched_by, self.touched_at = source, self.now
        self.inviter = sender
        self.joins_the_list(Event.ACCEPTED, sender)
        return True

    def declines_invitation(self) -> None:
        """An invitation to what one has already, or has left behind."""
        self.notes(Event.DECLINED, self.opens_invitation())

    # ---- the books ---------------------------------------------------------------------------------------------

    def stops(self, *clocks: Clock) -> None:
        """Clocks that no longer run."""
        for clock in clocks:
            self.clocks.pop(clock, None)

    def moves_to(self, stage: Stage) -> None:
        """Enter another stage."""
        self.books.moved(self.now, self.stage, stage)
        self.stage, self.since = stage, self.now

    def notes(self, event: Event, amount: int = 0) -> None:
        """Something happened."""
        self.books.happened(self.now, self.number, self.cell, event, amount)

    def books_on(self, account: Account, amount: int) -> None:
        """Book an amount today."""
        self.books.booked(self.now, self.cell, account, amount)

    def ages(self, curve: Curve, amount: int, time: float | None = None) -> None:
        """Add to a curve by customers' age."""
        group = self.credited * self.nature.segments + self.segment
        at = self.now if time is None else time
        self.books.aged(at, self.first_order_at, self.cell, group, curve, amount)

    def brings(self, amount: int) -> None:
        """The customer brings us an amount."""
        value = self.nature.present_value(amount, self.now - self.first_order_at)
        self.earned += amount
        self.earned_at_present_value += value
        self.ages(Curve.VALUE, value)

    def settle(self, until: float) -> None:
        """Book what the person has cost by the day: messages on the list, service as a customer."""
        if self.stage == Stage.RETAINED:
            cost = self.cost_by_day(state.NURTURE_COST, until)
            self.books.booked(until, self.cell, Account.NURTURE, -cost)
            self.cost_to_win -= cost
        elif self.stage == Stage.CUSTOMER:
            cost = self.cost_by_day(state.SERVICE_COST, until)
            start, end = self.settled_until - self.first_order_at, until - self.first_order_at
            value = self.nature.present_value_between(-cost, start, end)
            self.books.booked(until, self.cell, Account.SERVICE, -cost)
            self.earned -= cost
            self.earned_at_present_value += value
            self.ages(Curve.VALUE, value, until)
        if until < self.market.horizon or self.stage in (Stage.RETAINED, Stage.CUSTOMER):
            self.settled_until = until

    def cost_by_day(self, curve: int, until: float) -> int:
        """What a cost curve has added since the last settlement."""
        level = self.nature.level
        return self.nature.micro(level(self.cell, curve, until) - level(self.cell, curve, self.settled_until))

    def record(self) -> dict[str, Any]:
        """Everything about the person under the names of sim.core.state.PERSON."""
        clock = {f"at_{clock.name.lower()}": self.clocks.get(clock, NEVER) for clock in Clock}
        del clock["at_invitation"]
        return clock | {
            "need_level": self.occasion_level,
            "residual": self.loyalty_left,
            "residual_since": self.loyalty_since,
            "sharer_until": self.recommends_until,
            "need_rate": self.need_rate,
            "dropout_rate": self.dropout_rate,
            "spend_rate": self.spend_rate,
            "price_response": self.price_response,
            "since": self.since,
            "accrued_to": self.settled_until,
            "reached_at": self.reached_at,
            "first_at": self.first_order_at,
            "second_at": self.second_order_at,
            "last_at": self.last_order_at,
            "touched_at": self.touched_at,
            "net": self.earned,
            "value": self.earned_at_present_value,
            "spent": self.cost_to_win,
            "needs": self.occasion,
            "orders": self.orders,
            "referrer": self.inviter,
            "entries": self.awakenings,
            "signups": self.signups,
            "candidate": self.doubts,
            "lapses": self.lapses,
            "invites": self.invited_friends,
            "stage": self.stage,
            "start": self.start,
            "cause": self.awakened_by,
            "touched": self.touched_by,
            "attributed": self.credited,
            "reach_source": self.next_source,
            "segment": self.segment,
            "cell": self.cell,
            "opted_out": self.opted_out,
        }
