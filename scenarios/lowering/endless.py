"""Where the value of a customer has no finite mean: nothing is discounted, and custom may go on for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def endless(scenario: Scenario) -> str:
    """Why CLV is infinite, in a few words; empty where it is not.

    The mean of a life that ends at a rate of law Gamma(s, beta) is beta / (s - 1); that of one that ends with a chance
    of law Beta(a, b) at each order, or contract, is (a + b - 1) / (a - 1) of these: infinite from 1 downwards.
    """
    need, lapse = scenario.market.need, scenario.market.lapse
    if scenario.market.discount_rate.value > 0.0 or lapse.customer_loss_rate.value > 0.0:
        return ""
    if lapse.return_rate.value > 0.0 and lapse.final_loss_rate.value == 0.0:
        return "market.lapse: all who drop out come back, and nobody is lost for good"
    shape, what = {
        "exponential": (need.dropout_shape.value, "dropout_shape"),
        "coin": (need.coin_a.value, "coin_a"),
        "renewal": (need.renewal_a.value, "renewal_a"),
    }[need.dropout]
    if need.heterogeneity == "gamma" and shape <= 1.0:
        return f"market.need.{what} is not above 1, so that some customers stay so long that no mean is finite"
    return ""
