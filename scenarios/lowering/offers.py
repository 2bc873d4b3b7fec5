"""Our offers, their prices, and the baskets over categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.groups import policies
from sim.core.ground import state

if TYPE_CHECKING:
    from scenarios.market.offers import Offer
    from scenarios.scenario import Scenario


def offers_made(scenario: Scenario) -> np.ndarray:
    """OFFER [offer]; an offer that names no category belongs to the first. What a bundle holds comes behind all
    categories, in the order of the offers."""
    market = scenario.market
    segments = [segment.name for segment in market.segments]
    made, bundles = np.zeros(len(market.offers), state.OFFER), max(len(market.basket.categories), 1)
    for j, offer in enumerate(market.offers):
        held = _own(scenario, offer)
        if offer.with_:
            held, bundles = bundles, bundles + 1
        to = [segments.index(name) for name in offer.for_] or range(len(segments))
        made[j] = (offer.utility.value, offer.size, held, sum(1 << s for s in to))
    return made


def price_lists(scenario: Scenario) -> list[dict[str, float]]:
    """The levels of offers that hold somewhere, by name: one list, or as many as groups have."""
    found: list[dict[str, float]] = []
    for policy in policies(scenario):
        if policy.price.offers not in found:
            found.append(policy.price.offers)
    return found


def _own(scenario: Scenario, offer: Offer) -> int:
    """The number of an offer's own category."""
    names = [category.name for category in scenario.market.basket.categories]
    return names.index(offer.category) if offer.category in names else 0


def offer_prices(scenario: Scenario) -> np.ndarray:
    """Price of each offer at the level of the market's price, ratio to today's price, float64 [price list x offer,
    day]."""
    offers = scenario.market.offers
    prices = [offer.price * levels.get(offer.name, 1.0) for levels in price_lists(scenario) for offer in offers]
    return np.repeat(np.array(prices)[:, None], scenario.days, axis=1)


def price_index(scenario: Scenario) -> float:
    """Our price relative to today's, the market's level apart: the levels of the offers, weighted with what is paid for
    each at today's prices (Laspeyres 1871) where shares are those of a logit at the mean answer to prices.
    """
    offers, choice = scenario.market.offers, scenario.market.choice
    levels = np.array([scenario.policy.price.offers.get(offer.name, 1.0) for offer in offers])
    if (levels == levels[0]).all():
        return float(levels[0])
    ours, prices = choice.share_customer.value, np.array([offer.price for offer in offers])
    response = -choice.price_elasticity.value / (1.0 - ours) if ours < 1.0 else 0.0
    utility = np.array([offer.utility.value for offer in offers]) - response * (prices - choice.anchor.value)
    paid = np.exp(utility - utility.max()) * prices * np.array([offer.size for offer in offers])
    return float((paid * levels).sum() / paid.sum())


def baskets(scenario: Scenario) -> np.ndarray:
    """What else an order holds, float64 [category of the offer, set, 2]: cumulative probability, ratio of size.

    A set is a bit mask of categories; those without the offer's own have probability 0. Behind the categories come the
    bundles of sim.core.ground.state.OFFER, to which nothing is added for what they hold.
    """
    categories = scenario.market.basket.categories
    count = max(len(categories), 1)
    utility = np.array([c.utility.value for c in categories] or [0.0])
    size = np.array([c.size.value for c in categories] or [0.0])
    held = (np.arange(2**count)[:, None] >> np.arange(count)) & 1  # [set, category]
    number = held.sum(axis=1)
    pairs = number * (number - 1) / 2
    inside = [[own] for own in range(count)]
    inside += [_inside(scenario, offer) for offer in scenario.market.offers if offer.with_]
    made = np.empty((len(inside), 2**count, 2))
    for row, own in enumerate(inside):
        others = held.copy()
        others[:, own] = 0
        whole = (held[:, own] == 1).all(axis=1)
        logs = others @ utility + scenario.market.basket.synergy.value * pairs
        weight = np.where(whole, np.exp(logs - logs[whole].max()), 0.0)
        made[row, :, 0] = np.cumsum(weight) / weight.sum()
        made[row, -1, 0] = 1.0
        made[row, :, 1] = 1.0 + others @ size
    return made


def _inside(scenario: Scenario, offer: Offer) -> list[int]:
    """The numbers of the categories that a bundle holds."""
    names = [category.name for category in scenario.market.basket.categories]
    return sorted({_own(scenario, offer), *(names.index(name) for name in offer.with_)})
