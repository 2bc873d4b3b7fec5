"""Closed forms of choice at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit, ndtr

from scenarios.verify.conditions import PROSPECTS, Form, price_moves, shares
from scenarios.verify.numbers import order_size
from sim.closed_forms.choice import mixed_logit_shares

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

BEARS = PROSPECTS | {"price", "loss", "rates differ", "hunters", "leaving", "community", "anchor"}


def shares_at(scenario: Scenario, price: float) -> np.ndarray:
    """Share of customers' occasions that each of our offers gets at ``price`` (ratio): mixed logit over segments.

    With the rule threshold, the share of people who are willing to pay that much.
    """
    choice, segments, offers = scenario.market.choice, scenario.market.segments, scenario.market.offers
    levels = scenario.policy.price.offers
    prices = np.array([price * offer.price * levels.get(offer.name, 1.0) for offer in offers])
    if choice.rule == "threshold":
        return np.array([_willing(scenario, prices[0])])
    ours, sd = choice.share_customer.value, choice.price_sensitivity_sd.value
    if ours in (0.0, 1.0) and len(offers) == 1:
        return np.array([ours])
    weight = np.array([segment.share.value for segment in segments])
    sensitivity = np.array([segment.price_sensitivity.value for segment in segments])
    weight = weight / weight.sum()
    response = -choice.price_elasticity.value / (1.0 - ours) * sensitivity / (weight * sensitivity).sum()
    intercepts = logit(ours) + np.array([offer.utility.value for offer in offers])
    gaps = prices - choice.anchor.value
    each = [mixed_logit_shares(intercepts, gaps, b * np.exp(-0.5 * sd * sd), sd) for b in response]
    return np.asarray(weight @ np.array(each))


def _willing(scenario: Scenario, price: float) -> float:
    """Share of people willing to pay ``price``."""
    choice = scenario.market.choice
    median, spread = choice.willingness_median.value, choice.willingness_spread.value
    if choice.willingness_law == "uniform":
        return max(1.0 - price / (2.0 * median), 0.0)
    if choice.willingness_law == "pareto":
        return min(0.5 * (median / price) ** spread, 1.0)
    return float(ndtr(np.log(median / price) / spread))


def _share_of_occasions(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(shares_at(scenario, scenario.policy.price.level).sum())


def _offer_share(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return shares_at(scenario, scenario.policy.price.level)[at.astype(int) - 1]


def _contribution_per_occasion(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    product, level = scenario.policy.product, scenario.policy.price.level
    prices = level * at / 100.0
    margins = order_size(scenario) * (prices - product.cost_ratio - product.fulfilment_ratio)
    return margins * np.array([shares_at(scenario, price).sum() for price in prices])


def _one_price(scenario: Scenario) -> dict[str, bool]:
    market = scenario.market
    joins = market.start.customer < 1.0 or (market.referral.network.kind == "fresh" and shares(scenario))
    return {
        "the price changes within the horizon": bool(scenario.policy.price.changes),
        "who becomes a customer depends on the price": joins and _told_by_price(scenario),
        "customers always or never order, whatever is offered": market.choice.rule == "logit"
        and market.choice.share_customer.value in (0.0, 1.0)
        and len(market.offers) > 1,
    }


def _told_by_price(scenario: Scenario) -> bool:
    """Whether people who buy at our prices answer to them otherwise than people in all."""
    choice, offers = scenario.market.choice, scenario.market.offers
    if choice.rule == "threshold":
        return True
    moved = price_moves(scenario) or choice.anchor.value != 1.0 or any(offer.price != 1.0 for offer in offers)
    differ = len({segment.price_sensitivity.value for segment in scenario.market.segments}) > 1
    return moved and (differ or choice.price_sensitivity_sd.value > 0.0)


def _told_apart(scenario: Scenario) -> dict[str, bool]:
    """Which offer an order was for is read off its amount."""
    offers, levels = scenario.market.offers, scenario.policy.price.offers
    amounts = {offer.size * offer.price * levels.get(offer.name, 1.0) for offer in offers}
    alike = len(amounts) < len(offers) or scenario.market.spend.variation != "none"
    return _one_price(scenario) | {"offers cannot be told apart by what is paid": len(offers) > 1 and alike}


def _at_other_prices(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    policy = scenario.policy
    found: dict[str, Scenario] = {}
    for percent in at:
        price = policy.price.model_copy(update={"level": policy.price.level * percent / 100.0})
        other = scenario.model_copy(update={"policy": policy.model_copy(update={"price": price}), "verify": ()})
        found |= {f"price {percent}": other} if percent != 100 else {}
    return found


COUNTED = BEARS | {"offers", "sent back", "spend and rate", "wide spend"}
FORMS = {
    "share_of_occasions": Form(_share_of_occasions, COUNTED | {"threshold"}, _one_price),
    "offer_share": Form(_offer_share, COUNTED, _told_apart),
    "contribution_per_occasion": Form(_contribution_per_occasion, BEARS | {"threshold"}, _one_price, _at_other_prices),
}
