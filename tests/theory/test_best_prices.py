"""The best prices of closed forms are those of the market: Lerner, linear demand, logit, willingness to pay."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.verify.prices import FORMS
from sim.closed_forms import choice

GRID = np.arange(50.0, 200.25, 0.25)
"""Per cent of the best price."""


def lerner(market):
    return choice.lerner_price(market.cost, -market.choice.willingness_spread.value)


def uniform(market):
    return choice.linear_price(1.0, 1.0 / (2.0 * market.choice.willingness_median.value), market.cost)[0]


def lognormal(market):
    return choice.lognormal_price(
        market.choice.willingness_median.value, market.choice.willingness_spread.value, market.cost
    )


def logit(market):
    """ln of the odds of our share at price p is a - b p."""
    share = market.choice.share_customer.value
    b = -market.choice.price_elasticity.value / (1.0 - share)
    return choice.logit_price(np.log(share / (1.0 - share)) + b * market.choice.anchor.value, b, market.cost)


class Market:
    """What a verification is about; ``cost``: of goods and delivery, ratio to today's price."""

    def __init__(self, scenario):
        product = scenario.policy.product
        self.choice, self.cost = scenario.market.choice, product.cost_ratio + product.fulfilment_ratio


@pytest.mark.parametrize(("name", "best"), [("pr1", lerner), ("pr2", uniform), ("pr3", logit), ("wt2", lognormal)])
def test_the_price_of_the_closed_form_earns_what_the_best_price_of_the_market_does(name, best):
    scenario = load(f"verification/{name}")
    price = best(Market(scenario))
    assert price == pytest.approx(scenario.policy.price.level, rel=1e-4)
    earned = FORMS["contribution_per_occasion"].expected(scenario, GRID, None)
    at_best = earned[GRID == 100.0][0]
    assert at_best >= 0.9999 * earned.max()
    assert abs(GRID[earned.argmax()] - 100.0) <= 0.5


@pytest.mark.parametrize("elasticity", [-1.5, -2.62, -4.0])
@pytest.mark.parametrize("share", [0.05, 0.3])
def test_the_logit_s_best_price_is_best_among_customers_who_answer_alike(elasticity, share):
    changes = (f"market.choice.price_elasticity={elasticity}", f"market.choice.share_customer={share}")
    alike = ("market.choice.price_sensitivity_sd=0", "market.choice.share_reached=0.05")
    scenario = load("base", overrides=(*changes, *alike))
    segments = {segment.price_sensitivity.value for segment in scenario.market.segments}
    if len(segments) > 1:
        one = [f"market.segments.{segment.name}.price_sensitivity=1" for segment in scenario.market.segments]
        scenario = load("base", overrides=(*changes, *alike, *one))
    price = logit(Market(scenario))
    policy = scenario.policy
    there = policy.model_copy(update={"price": policy.price.model_copy(update={"level": price})})
    earned = FORMS["contribution_per_occasion"].expected(scenario.model_copy(update={"policy": there}), GRID, None)
    assert earned[GRID == 100.0][0] >= 0.9999 * earned.max()
