"""Shares of occasions that our offers get at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit, ndtr

from sim.closed_forms.choice import mixed_logit_shares

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def shares_at(scenario: Scenario, price: float) -> np.ndarray:
    """Share of customers' occasions that each of our offers gets at ``price`` (ratio): mixed logit over segments.

    The competitor's price is that of time 0. With the rule threshold, the share of people who are willing to pay it.
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
    intercepts, gaps, others = _alternatives(scenario, prices)
    each = [mixed_logit_shares(intercepts, gaps, b * np.exp(-0.5 * sd * sd), sd) for b in response]
    return np.asarray(weight @ np.array(each))[: len(offers)] if others else np.asarray(weight @ np.array(each))


def _alternatives(scenario: Scenario, prices: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    """Utilities at today's prices and what the prices take off, per unit of answer to them, of our offers and, where
    it stands for itself, of the competitor's; both relative to what is left: to buying nothing, or to nothing but
    the competitor."""
    choice, rival = scenario.market.choice, scenario.market.competitor.price
    ours, of_rest = choice.share_customer.value, choice.share_competitor.value
    intercepts = logit(ours) + np.array([offer.utility.value for offer in scenario.market.offers])
    gaps, dearer = prices - choice.anchor.value, choice.competitor_response.value * (rival - 1.0)
    if of_rest == 0.0 or dearer == 0.0:
        return intercepts, gaps, False
    if of_rest == 1.0:
        return intercepts, gaps - dearer, False
    return np.append(intercepts - np.log1p(-of_rest), logit(of_rest)), np.append(gaps, dearer), True


def _willing(scenario: Scenario, price: float) -> float:
    """Share of people willing to pay ``price``."""
    choice = scenario.market.choice
    median, spread = choice.willingness_median.value, choice.willingness_spread.value
    if choice.willingness_law == "uniform":
        return max(1.0 - price / (2.0 * median), 0.0)
    if choice.willingness_law == "pareto":
        return min(0.5 * (median / price) ** spread, 1.0)
    return float(ndtr(np.log(median / price) / spread))
