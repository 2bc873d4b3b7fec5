"""What people do who buy: choose, order, recommend, drop out, come back."""

from __future__ import annotations

from math import floor

from sim.reference.prospect import Prospect
from sim.vocabulary import ORGANIC, Account, Clock, Curve, Decision, Event, Stage


class Buyer(Prospect):
    """A person who may buy from us, and what follows from it."""

    # ---- choices and orders ----

    def chooses_us_first(self) -> bool:
        """The choice of somebody who never bought from us."""
        price = self.nature.lever("price", self.cell, self.now)
        reward = self.nature.friends_reward(self.cell, self.now) if self.inviter >= 0 else 0.0
        nurtured = 0.0
        if self.stage == Stage.RETAINED:
            nurtured = self.nature.nurtured(self.nature.remembered(self.cell, self.since, self.now))
        return self.takes(Decision.CHOICE_FIRST, price, reward, nurtured)

    def chooses_us_again(self) -> bool:
        """The choice of a customer."""
        price = self.nature.lever("price", self.cell, self.now)
        return self.takes(Decision.CHOICE_REPEAT, price)

    def takes(self, decision: Decision, price: float, reward: float = 0.0, nurtured: float = 0.0) -> bool:
        """Whether this occasion is ours, at a price less a reward (relative to today's price)."""
        utility = self.nature.our_utility(self.stage, self.price_response, price, reward) + nurtured
        return self.nature.chosen(decision, self.number, self.occasion, self.stage, utility)

    def orders_first(self) -> None:
        """The first order: the credit for it, the rewards, and a customer's clocks."""
        occasion = self.occasion
        self.settles(self.now)
        recent = self.now - self.touched_at <= self.nature.number("attribution_window")
        self.credited = self.nature.sources if self.inviter >= 0 else self.touched_by if recent else ORGANIC
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
        self.ages(Curve.FIRST_VALUE, self.earned_at_present_value)
        self.ages(Curve.CUSTOMERS, 1)
        self.notes(Event.FIRST_ORDER, revenue)
        self.moves_to(Stage.CUSTOMER)
        self.settled_until = self.now
        self.stops(Clock.REACH)
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        self.may_invite_a_friend(occasion, Decision.SHARE_FIRST, Decision.DELAY_FIRST)

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

    # ---- the end of a customer's life, and another one ----

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
        rate = self.dropout_rate * ratio_now
        self.clocks[Clock.DROPOUT] = self.nature.after(self.loyalty_left, rate, self.now)

    def drops_out(self) -> None:
        """Buys no more; nobody sees it."""
        self.settles(self.now)
        self.notes(Event.DROPPED_OUT)
        self.ages(Curve.DROPOUTS, 1)
        self.moves_to(Stage.DROPPED_OUT)
        self.stops(Clock.NEED, Clock.DROPOUT)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.FINAL_LOSS, "final_loss_rate")
        self.clocks[Clock.ADVANCE] = self.life_clock(Decision.RETURN, "return_rate")
        self.lapses += 1

    def comes_back(self) -> None:
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

    def is_lost(self) -> None:
        """Gone for good."""
        if self.stage == Stage.CUSTOMER:
            self.settles(self.now)
            self.ages(Curve.DROPOUTS, 1)
        self.notes(Event.LOST)
        self.moves_to(Stage.LOST)
        self.stops(Clock.LEAVE, Clock.ADVANCE, Clock.NEED, Clock.DROPOUT)

    # ---- friends ----

    def may_invite_a_friend(self, occasion: int, share: Decision, delay: Decision) -> None:
        """After an order, perhaps invite the next friend in one's own order of friends."""
        if self.invited_friends >= self.nature.contacts(self.number) or self.number == self.nature.amount("silenced"):
            return
        inclination = self.nature.lever("share", self.cell, self.now)
        if self.nature.uniform(share, self.number, occasion) >= inclination:
            return
        post, arrival = self.market.post, self.nature.arrival(delay, self.number, occasion, self.now)
        assert floor(arrival) > floor(self.now), "what one does to another begins the next day"
        if post is not None:
            self.invited_friends += 1
            post.takes(self.number, arrival, self.books.keeps_a_line())
            self.recommendation_binds()
            return
        friend = self.nature.friend(self.number, self.invited_friends)
        self.invited_friends += 1
        if friend == self.number:  # left over in this matching: nobody there
            return
        self.notes(Event.SHARED, friend)
        self.recommendation_binds()
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
