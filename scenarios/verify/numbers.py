"""The scenario's numbers as the closed forms want them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.closed_forms.buying import mean_order
from sim.closed_forms.journey import Journey, Purse

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

WEEK = 7.0


def order_size(scenario: Scenario) -> float:
    """Mean amount of an order at today's price, currency."""
    spend = scenario.market.spend
    return mean_order(spend.shape.value, spend.customer_shape.value, spend.customer_rate.value)


def order_margin(scenario: Scenario) -> float:
    """Mean contribution of an order at today's price, currency."""
    product = scenario.policy.product
    return order_size(scenario) * (1.0 - product.cost_ratio - product.fulfilment_ratio)


def order_rate(scenario: Scenario) -> float:
    """Mean orders of a customer per day, at today's price."""
    need = scenario.market.need
    return need.order_shape.value / need.order_rate.value / WEEK


def dropout_rate(scenario: Scenario) -> float:
    """Mean drop-out rate, per day."""
    need = scenario.market.need
    return need.dropout_shape.value / need.dropout_rate.value / WEEK


def discount(scenario: Scenario) -> float:
    """Continuous discount, per day."""
    return float(np.log1p(scenario.market.discount_rate.value) / 365.0)


def journey(scenario: Scenario) -> Journey:
    """The rates of the journey, per day, where they are constant and the same for everybody."""
    market, policy = scenario.market, scenario.policy
    need, choice, lapse = market.need, market.choice, market.lapse
    return Journey(
        opt_in=market.retain.optin_rate.value * policy.relationship.optin_incentive,
        fade=market.awareness.fade_rate.value,
        buy_reached=need.prospect_rate.value * choice.share_reached.value,
        buy_retained=need.prospect_rate.value * choice.share_retained.value,
        unsubscribe=market.retain.unsubscribe_rate.value,
        drop_out=dropout_rate(scenario),
        loss=lapse.customer_loss_rate.value,
        come_back=lapse.return_rate.value,
        final_loss=lapse.final_loss_rate.value,
    )


def purse(scenario: Scenario) -> Purse:
    """What the journey brings and costs, currency."""
    policy = scenario.policy
    margin = order_margin(scenario)
    return Purse(
        order_rate=order_rate(scenario),
        order_margin=margin,
        first_margin=margin - policy.product.first_order_cost,
        return_cost=policy.winback.cost_per_return,
        service=policy.service.cost_per_customer_day,
        discount=discount(scenario),
    )
