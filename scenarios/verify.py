"""What the closed forms say about a scenario that asks to be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.closed_forms import exponential_mean, journey_value, pareto_nbd_mean

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

WEEK = 7.0


def expectations(scenario: Scenario) -> tuple[dict[str, Any], ...]:
    """The ``verify`` entries of a scenario, each with what its closed form expects at the scenario's numbers.

    Where the scenario switches on what the closed form leaves out, ``expected`` is NaN (see :func:`unmet`).
    """
    return tuple(_expected(scenario, wish.model_dump()) for wish in scenario.verify or ())


def unmet(scenario: Scenario, quantity: str) -> list[str]:
    """The conditions of a quantity's closed form that a scenario does not meet, each in a few words."""
    market, policy = scenario.market, scenario.policy
    need, lapse, choice = market.need, market.lapse, market.choice
    priced = policy.price.level != 1.0 or any(change.level != 1.0 for change in policy.price.changes)
    shares = policy.referral.active and market.referral.share_probability.value > 0.0
    broken = {
        "the price leaves today's": priced and not (quantity == "repeat_orders" and choice.share_customer.value == 1.0),
        "there is a season": need.season_amplitude.value != 0.0,
        "there are week shocks": need.week_shock_sd.value != 0.0,
        "some people are reached by invitation only": market.referral.network.kind == "fresh",
    }
    if quantity == "repeat_orders":
        broken |= {
            "customers are lost otherwise than by dropping out": lapse.customer_loss_rate.value > 0.0,
            "customers return": lapse.return_rate.value > 0.0,
            "recommending changes loyalty": shares and market.referral.sharer_dropout_ratio.value != 1.0,
        }
    else:
        spend = [*policy.channel.weekly_spend.values(), *(flight.weekly_spend for flight in policy.channel.flights)]
        broken |= {
            "not everybody begins as reached": market.start.reached < 1.0,
            "people are reached again": market.awareness.organic_rate.value > 0.0 or any(spend),
            "customers differ in their rates": need.heterogeneity != "none",
            "messages move the first order": market.retain.nurture_effect.value > 0.0,
            "messages tire people out": market.retain.unsubscribe_fatigue.value > 0.0,
            "customers invite friends": shares,
        }
    return [what for what, true in broken.items() if true]


def _expected(scenario: Scenario, wish: dict[str, Any]) -> dict[str, Any]:
    at = np.asarray(wish.get("at") or [0.0], float)
    if unmet(scenario, wish["quantity"]):
        values = np.full(len(at), np.nan)
    elif wish["quantity"] == "repeat_orders":
        values = _repeat_orders(scenario, at)
    else:
        values = np.array([_value_per_reached(scenario)])
    return {**wish, "expected": values.tolist()}


def _repeat_orders(scenario: Scenario, at: np.ndarray) -> np.ndarray:
    need = scenario.market.need
    r, alpha = need.order_shape.value, need.order_rate.value
    s, beta = need.dropout_shape.value, need.dropout_rate.value
    if need.heterogeneity == "gamma":
        return pareto_nbd_mean(at / WEEK, r, alpha, s, beta)
    return exponential_mean(at / WEEK, r / alpha, s / beta)


def _value_per_reached(scenario: Scenario) -> float:
    market, policy = scenario.market, scenario.policy
    need, choice, spend, lapse = market.need, market.choice, market.spend, market.lapse
    size = spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1.0)
    margin = size * (1.0 - policy.product.cost_ratio - policy.product.fulfilment_ratio)
    return journey_value(
        opt_in=market.retain.optin_rate.value * policy.relationship.optin_incentive,
        fade=market.awareness.fade_rate.value,
        buy_reached=need.prospect_rate.value * choice.share_reached.value,
        buy_retained=need.prospect_rate.value * choice.share_retained.value,
        unsubscribe=market.retain.unsubscribe_rate.value,
        drop_out=need.dropout_shape.value / need.dropout_rate.value / WEEK,
        loss=lapse.customer_loss_rate.value,
        come_back=lapse.return_rate.value,
        final_loss=lapse.final_loss_rate.value,
        order_rate=need.order_shape.value / need.order_rate.value / WEEK,
        order_margin=margin,
        first_margin=margin - policy.product.first_order_cost,
        return_cost=policy.winback.cost_per_return,
        service=policy.service.cost_per_customer_day,
        discount=np.log1p(market.discount_rate.value) / 365.0,
    )
