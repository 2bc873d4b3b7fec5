"""Distributions: the quantile tables of a world, and what follows from the parameters of a law alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from sim import quantiles
from sim.closed_forms.amounts import customer_shape_of, log_mean, rate_scale, shape_of
from sim.core.ground import state
from sim.lines import in_lines

if TYPE_CHECKING:
    from scenarios.market.choice import Choice
    from scenarios.market.referral import Referral
    from scenarios.scenario import Scenario

TABLES = 8


def tables(scenario: Scenario) -> np.ndarray:
    """Log-quantiles of every law, float64 [table, piece, 4].

    Amounts of an order are those of somebody with the rate 1: people's own rates have no unit, and so are the same
    numbers in every currency.
    """
    market = scenario.market
    need, spend = market.need, market.spend
    gamma = quantiles.gamma if need.heterogeneity == "gamma" else quantiles.constant
    made = in_lines((TABLES, quantiles.PIECES, 4))
    made[state.NEED_TABLE] = gamma(need.order_shape.value)
    made[state.DROPOUT_TABLE] = gamma(need.dropout_shape.value)
    if spend.variation == "gamma-gamma":
        made[state.CUSTOMER_SPEND_TABLE] = _customers(spend.customer_shape.value, spend.customer_power.value)
        order = _amounts(spend.shape.value, spend.power.value)
    else:
        made[state.CUSTOMER_SPEND_TABLE] = quantiles.constant(spend.customer_shape.value - 1.0)
        order = quantiles.constant(spend.shape.value)
    made[state.ORDER_SPEND_TABLE] = quantiles.times(order, spend.customer_rate.value)
    made[state.PRICE_TABLE] = quantiles.lognormal(market.choice.price_sensitivity_sd.value)
    made[state.DELAY_TABLE] = quantiles.gamma(market.referral.delay_shape.value)
    if need.dropout != "exponential":
        a, b = chance_shapes(scenario)
        alike = need.heterogeneity == "none"
        made[state.CHANCE_TABLE] = quantiles.constant(a / (a + b)) if alike else quantiles.beta(a, b)
    if market.choice.rule == "threshold":
        made[state.WILLINGNESS_TABLE] = _willingness(market.choice)
    return made


def _amounts(shape: float, power: float) -> np.ndarray:
    """The law of amounts of mean ``shape`` and squared coefficient of variation 1 / ``shape``."""
    if power == 1.0:
        return quantiles.gamma(shape)
    return quantiles.times(quantiles.generalised_gamma(shape_of(shape, power), power), shape)


def _customers(q: float, power: float) -> np.ndarray:
    """The law of customers' rates, whose inverse has the mean 1 / (``q`` - 1): gamma of shape ``q`` at ``power`` 1."""
    if power == 1.0:
        return quantiles.gamma(q)
    shape = customer_shape_of(q, power)
    scale = rate_scale(q, power) * float(np.exp(log_mean(shape, power)))
    return quantiles.times(quantiles.generalised_gamma(shape, power), scale)


def chance_shapes(scenario: Scenario) -> tuple[float, float]:
    """The shapes a and b of the chance to drop out at an order (coin) or at the end of a contract (renewal)."""
    need = scenario.market.need
    if need.dropout == "coin":
        return need.coin_a.value, need.coin_b.value
    return need.renewal_a.value, need.renewal_b.value


def _willingness(choice: Choice) -> np.ndarray:
    median, spread = choice.willingness_median.value, choice.willingness_spread.value
    if choice.willingness_law == "uniform":
        return quantiles.uniform(2.0 * median)
    if choice.willingness_law == "pareto":
        return quantiles.pareto(median / 2.0 ** (1.0 / spread), spread)
    return quantiles.lognormal(spread, median)


def willing(choice: Choice, price: float = 1.0) -> float:
    """Share of people who are willing to pay ``price`` (ratio to today's price) under the rule threshold."""
    median, spread = choice.willingness_median.value, choice.willingness_spread.value
    if choice.willingness_law == "uniform":
        return max(0.0, 1.0 - price / (2.0 * median))
    if choice.willingness_law == "pareto":
        return min(1.0, 0.5 * (median / price) ** spread)
    return float(ndtr(np.log(median / price) / spread))


def share_bought(scenario: Scenario) -> float:
    """Share of a customer's occasions that go to us at today's price: who buys at a threshold buys every time."""
    choice = scenario.market.choice
    return 1.0 if choice.rule == "threshold" else choice.share_customer.value


def invitations(referral: Referral) -> tuple[float, float, float]:
    """Panjer's form of the number of invitations: P(0), a and b with P(n) = (a + b/n) P(n-1).

    Negative binomial of mean m and dispersion k: a = m/(m+k); binomial of n trials: a = -q/(1-q) with q = m/n.
    Source: Panjer 1981.
    """
    mean, k = referral.invites_mean.value, referral.invites_dispersion.value
    if referral.invites_law == "poisson":
        return float(np.exp(-mean)), 0.0, mean
    if referral.invites_law == "negative_binomial":
        a = mean / (mean + k)
        return float((1.0 - a) ** k), a, (k - 1.0) * a
    if referral.invites_law == "binomial":
        trials = max(round(k), 1)
        mean = min(mean, 0.999 * trials)  # a belief has no end: in a rare world it passes the trials
        odds = mean / (trials - mean)
        return float((1.0 + odds) ** -trials), -odds, (trials + 1) * odds
    return 0.0, 0.0, 0.0


def invitations_mean(referral: Referral) -> float:
    """Mean number of invitations of who shares."""
    return 1.0 if referral.invites_law == "one" else referral.invites_mean.value
