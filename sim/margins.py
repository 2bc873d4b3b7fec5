"""What a customer's occasions bring at the levers of the last day: probability of an order, contribution, cost."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sim.core.ground.state import COIN, COMMUNITY_COST, PLACE, RENEWAL, SERVICE_COST, THRESHOLD
from sim.measured import COSTS
from sim.mechanisms.messages.future import lasting
from sim.mechanisms.places.future import at_places
from sim.mechanisms.points.future import PointsWorth, member_prices, rewards, weights
from sim.mechanisms.quantity_discount import future as quantities
from sim.plan import Plan
from sim.vocabulary import Stage

ANYWHERE = np.array((1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0, 0), PLACE)
"""The terms of an order where there are no places to buy at."""


class Margins:
    """Expectations of customers at given levers for ever; every array is float64 [person] unless said.

    ``people``: PERSON records, ``more``: their MORE records (or None where no mechanism needs them), ``day``:
    whose levers hold, at the mean demand of a year. A reference price has settled at the price paid, quality is seen
    with the experience of half of the orders still to come, and nobody is prone to deals any more.
    ``ticket_cost``: what a ticket costs until it is closed, currency.
    """

    def __init__(
        self, plan: Plan, people: np.ndarray, more: np.ndarray | None, day: int, ticket_cost: float = 0.0
    ) -> None:
        self.plan, self.people, self.more, self.ticket_cost = plan, people, more, ticket_cost
        self.behaviour = plan.behaviour[0]
        self.day = day
        self.levers = plan.levers[:, day].take(people["cell"])
        self.prices = plan.listed(self.levers, day) * self.levers["price"] * (1.0 - self.levers["deal_repeat"])
        if len(plan.new_prices):
            self.prices = self.prices * self._kept()
        if more is not None and self.behaviour["tier_off"] > 0.0:
            self.prices = self.prices * (1.0 - member_prices(plan, more))
        response = people["price_response"]
        self.places = at_places(plan, people["cell"], response, self.prices, day) if plan.places else None
        self.rewards, self.weights = np.zeros((1, 1)), np.ones((1, 1))
        self.bought: np.ndarray | float = 1.0
        self.less: np.ndarray | float = 0.0
        self.probabilities = self._probabilities(self.rewards[0])
        if len(plan.breaks):
            self._want_quantities()
        self.rate_with_points: np.ndarray | None = None
        if more is not None and self.behaviour["earn_rate"] * self.behaviour["points_value"] > 0.0:
            self._have_points_in_mind(more)

    def _kept(self) -> np.ndarray:
        """The price of who has ordered, ratio to that of new customers: float64 [person]."""
        vintage = np.searchsorted(self.plan.new_prices, np.floor(self.people["first_at"]), side="right")
        if len(self.plan.known):
            vintage = np.where(self.people["attributed"] == len(self.plan.sources_of_new), 0, vintage)
        return np.asarray(self.plan.kept_prices[vintage, self.day])

    def _want_quantities(self) -> None:
        """Quantity discounts: means over the amounts that are wanted. ``bought``: ratio to that, ``less``: what
        is taken off an order, currency at today's price; both without what points do to the choice."""
        listed = self.prices

        def at_ratio(ratio: np.ndarray) -> np.ndarray:
            self.prices = listed * ratio
            return self._probabilities(self.rewards[0])

        found = quantities.orders(self.plan, self.people["spend_rate"], at_ratio)
        self.prices = listed
        self.probabilities, self.bought, self.less = found

    def _have_points_in_mind(self, more: np.ndarray) -> None:
        """Balances take something off the price in the choice: mean over the balances that customers have in turn.

        ``rewards``, ``weights``: float64 [balance, person], what each takes off and its share of a customer's time;
        ``rate_with_points``: orders per day of who has any; None where that is the same.
        """
        self.rewards = rewards(self.plan, more, (self.prices * self._size())[0], self.order_rate)
        each = np.array([self._probabilities(reward) for reward in self.rewards])
        rates = self.people["need_rate"] * self.plan.demand * each.sum(axis=1)
        self.weights = weights(self.plan, rates)
        self.probabilities = (self.weights[:, None] * each).sum(axis=0)
        self.rate_with_points = (self.weights * rates)[1:].sum(axis=0) / self.weights[1:].sum(axis=0)

    @cached_property
    def points(self) -> PointsWorth | None:
        """What points cost; None where orders earn none."""
        if self.more is None or self.behaviour["earn_rate"] == 0.0:
            return None
        orders = self.order_rate if self.rate_with_points is None else self.rate_with_points
        chance = np.minimum(self.people["dropout"] * self.people["ratio"], 1.0)
        stays = self.staying(chance) if self.behaviour["dropout_kind"] == RENEWAL else 1.0 - chance
        return PointsWorth(self.plan, self.people, self.more, orders, stays)

    @property
    def leaving(self) -> np.ndarray:
        """Drop-outs per day, about; where they come with orders as if each occasion led to one: float64 [person]."""
        rate = self.people["dropout"] * self.people["ratio"]
        if self.behaviour["dropout_kind"] == COIN:
            return np.asarray(rate * self.people["need_rate"] * self.plan.demand)
        if self.behaviour["dropout_kind"] == RENEWAL:
            return np.asarray(rate / self.behaviour["renewal_days"])
        return np.asarray(rate)

    def staying(self, chance: np.ndarray) -> np.ndarray:
        """Probability to renew a contract, from the chance to leave at today's price: float64 [person]."""
        stay = 1.0 - chance
        paid = self.prices if self.places is None else self.prices * self.places.price
        response, price = self.people["price_response"], paid[0] - self.rewards
        odds = np.exp(-response * (price - 1.0))
        return np.asarray((self.weights * (stay * odds / (stay * odds + 1.0 - stay))).sum(axis=0))

    def _probabilities(self, reward: np.ndarray) -> np.ndarray:
        """Probability that an occasion goes to each of our offers: logit or threshold, float64 [offer, person].

        ``reward``: what points take off the price, float64 [person].
        """
        b, people = self.behaviour, self.people
        if b["rule"] == THRESHOLD and self.more is not None:
            return self._willing(self.more["willingness"], reward)
        utility = b["ours"][Stage.CUSTOMER] - people["price_response"] * (self.prices - b["anchor"] - reward)
        utility = utility + self.plan.offers_made["utility"][:, None]
        if self.places is not None:
            utility = utility + self.places.utility
        made = self.plan.offers_made["segments"][:, None] >> people["segment"].astype(np.int64) & 1
        utility = np.where(made == 1, utility, -np.inf)
        if b["message_on"] and self.more is not None:
            share = lasting(self.plan, people, self.more)
            lifted = self._shares(utility + b["message_lift"])
            return share * lifted + (1.0 - share) * self._shares(utility)
        return self._shares(utility)

    def _shares(self, utility: np.ndarray) -> np.ndarray:
        """The same from the utility of each offer, float64 [offer, person]."""
        b, people, levers = self.behaviour, self.people, self.levers
        moved = people["price_response"] * b["competitor_response"] * (levers["rival"] - 1.0)
        rest = np.exp(b["competitor"][Stage.CUSTOMER] - moved) + np.exp(b["nothing"][Stage.CUSTOMER])
        if b["appeal_on"]:
            utility = utility + levers["appeal"]
        if b["quality_on"]:
            seen = b["quality_effect"] * (levers["quality"] - b["quality_today"])
            known = np.exp(utility + seen)
            share = (known / (known.sum(axis=0) + rest)).sum(axis=0)
            ends = self.leaving + b["discount_rate"]
            with np.errstate(divide="ignore", invalid="ignore"):  # who never leaves will know it by experience
                ahead = np.where(share > 0.0, people["need_rate"] * self.plan.demand * share / ends, 0.0)
            guess = 1.0 / (1.0 + people["orders"] + 0.5 * ahead)
            utility = utility + (1.0 - guess) * seen + guess * b["quality_cue"] * np.log(self.prices)
        ours = np.exp(utility)
        return np.asarray(ours / (ours.sum(axis=0) + rest))

    def _willing(self, willingness: np.ndarray, reward: np.ndarray) -> np.ndarray:
        """Probability that the price is no more than what people are willing to pay: float64 [offer, person]."""
        if self.places is None:
            return np.asarray(willingness >= self.prices - reward, float)
        return self.places.willing(willingness + reward, self.prices)

    @property
    def order_rate(self) -> np.ndarray:
        """Orders per day while active; under contract one for each period."""
        if self.behaviour["dropout_kind"] == RENEWAL:
            return np.full(len(self.people), 1.0 / self.behaviour["renewal_days"])
        return np.asarray(self.people["need_rate"] * self.plan.demand * self.probabilities.sum(axis=0))

    def order_value(self) -> np.ndarray:
        """Expected contribution of an occasion that goes to us, by its offer: currency, float64 [offer, person]."""
        if self.places is None:
            return self._value_at(ANYWHERE)
        each = [self._value_at(terms) for terms in self.places.terms]
        return np.asarray((self.places.shares * np.array(each)).sum(axis=0))

    def _value_at(self, terms: np.ndarray) -> np.ndarray:
        """The same on the ``terms`` of a place, PLACE."""
        b, levers = self.behaviour, self.levers
        kept = 1.0 - b["return_share"] - terms["more_returns"]
        given = levers["commission"] if self.points is None else levers["commission"] + self.points.cost
        paid = self.prices * terms["price"] * (1.0 - (given + (terms["commission"] + terms["rebate"])))
        delivery = levers["fulfilment"] * terms["fulfilment"]
        worth = self._size() * self.bought * (kept * (paid - levers["goods"]) - delivery)
        return np.asarray(worth - self.less * kept * paid if len(self.plan.breaks) else worth)

    def _size(self) -> np.ndarray:
        """Expected order at today's price by its offer, currency: float64 [offer, person]."""
        return np.asarray(self.behaviour["spend_mean_scale"] / self.people["spend_rate"] * self.sizes()[:, None])

    def sizes(self) -> np.ndarray:
        """Expected size of an order by its offer, further categories included, ratio: float64 [offer]."""
        offers = self.plan.offers_made
        if self.behaviour["categories"] <= 1:
            return np.asarray(offers["units"], float)
        chances = np.diff(self.plan.baskets[:, :, 0], axis=1, prepend=0.0)
        mean = (chances * self.plan.baskets[:, :, 1]).sum(axis=1)
        return np.asarray(offers["units"] * mean[offers["category"]])

    @property
    def flow(self) -> np.ndarray:
        """Contribution of orders per day while active, currency."""
        worth = (self.probabilities * self.order_value()).sum(axis=0)
        return np.asarray(self.people["need_rate"] * self.plan.demand * worth)

    @property
    def cost(self) -> np.ndarray:
        """Service, tickets and community per day, currency."""
        cost = self._by_day(SERVICE_COST)
        if self.ticket_cost > 0.0:
            cost = cost + self.ticket_cost * self.tickets
        if self.more is not None:
            cost = cost + np.where(self.more["community"] > 0, self._by_day(COMMUNITY_COST), 0.0)
        for of_mechanism in COSTS:
            cost = cost + of_mechanism(self.plan, self.people, self.more, self.order_rate)
        return cost

    @property
    def tickets(self) -> np.ndarray:
        """Tickets opened per day: questions, and trouble with orders."""
        b, quality = self.behaviour, self.levers["quality"]
        anchor = b["quality_anchor"]
        worse = (1.0 - quality) / (1.0 - anchor) if anchor < 1.0 else np.ones(len(quality))
        asked = b["question_rate"] * self.plan.traits["questions"].take(self.people["cell"])
        return np.asarray(asked + self.order_rate * np.minimum(b["trouble_share"] * worse, 1.0))

    def _by_day(self, row: int) -> np.ndarray:
        curve = self.plan.curves[:, row]
        return np.asarray((curve[:, self.day + 1] - curve[:, self.day])[self.people["cell"]])
