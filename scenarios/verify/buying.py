"""Closed forms of orders, lifetimes and the value of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import Form
from scenarios.verify.numbers import WEEK, discount, dropout_rate, order_margin, order_rate, order_size
from sim.closed_forms.buying import expected_life, exponential_mean, pareto_nbd_mean
from sim.closed_forms.value import discounted_life

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

IRRELEVANT = frozenset({"sharing", "contacts", "nurture", "fatigue"})
"""What happens before the first order, or to others."""


def _repeat_orders(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need = scenario.market.need
    if need.heterogeneity == "none":
        return exponential_mean(at, order_rate(scenario), dropout_rate(scenario))
    order, dropout = (need.order_shape.value, need.order_rate.value), (need.dropout_shape.value, need.dropout_rate.value)
    return pareto_nbd_mean(at / WEEK, *order, *dropout)


def _price_matters(scenario: Scenario) -> dict[str, bool]:
    price, choice = scenario.policy.price, scenario.market.choice
    moved = price.level != 1.0 or any(change.level != 1.0 for change in price.changes)
    return {"the price leaves today's": moved and choice.share_customer.value != 1.0}


def _customers_kept(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, loss = scenario.market.need, scenario.market.lapse.customer_loss_rate.value
    if need.heterogeneity == "none":
        kept = np.exp(-dropout_rate(scenario) * at)
    else:
        beta = need.dropout_rate.value
        kept = (beta / (beta + at / WEEK)) ** need.dropout_shape.value
    return np.asarray(kept * np.exp(-loss * at))


def _mean_order(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(order_size(scenario))


def _value_per_customer(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, delta = scenario.market.need, discount(scenario) + scenario.market.lapse.customer_loss_rate.value
    if need.heterogeneity == "none":
        life = 1.0 / (dropout_rate(scenario) + delta)
    else:
        life = WEEK * discounted_life(need.dropout_shape.value, need.dropout_rate.value, WEEK * delta)
    margin, policy = order_margin(scenario), scenario.policy
    flow = order_rate(scenario) * margin - policy.service.cost_per_customer_day
    return np.asarray(margin - policy.product.first_order_cost + flow * life)


def _endless(scenario: Scenario) -> dict[str, bool]:
    return {"nothing is discounted": scenario.market.discount_rate.value == 0.0}


FORMS = {
    "repeat_orders": Form(_repeat_orders, IRRELEVANT | {"price", "rates differ"}, _price_matters),
    "customers_kept": Form(_customers_kept, IRRELEVANT | {"price", "season", "shocks", "loss", "rates differ"}),
    "mean_order": Form(_mean_order, IRRELEVANT | {"season", "shocks", "loss", "return", "loyal sharers", "rates differ"}),
    "value_per_customer": Form(_value_per_customer, IRRELEVANT | {"loss", "rates differ"}, _endless),
}
