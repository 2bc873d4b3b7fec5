"""Closed forms of orders, lifetimes and the value of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import PROSPECTS, Form, price_moves
from scenarios.verify.numbers import WEEK, discount, dropout_rate, order_margin, order_rate, order_size, season
from sim.closed_forms import buying as closed
from sim.closed_forms.value import contracts_value, discounted_life

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def _gamma_rates(scenario: Scenario) -> bool:
    return scenario.market.need.heterogeneity == "gamma"


def _life(scenario: Scenario, at: np.ndarray) -> np.ndarray:
    """Expected weeks lived by each age, where the drop-out clock is exponential."""
    need = scenario.market.need
    if _gamma_rates(scenario):
        return closed.expected_life(at / WEEK, need.dropout_shape.value, need.dropout_rate.value)
    return closed.exponential_mean(at / WEEK, 1.0, WEEK * dropout_rate(scenario))


def _repeat_orders(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need = scenario.market.need
    r, alpha = need.order_shape.value, need.order_rate.value
    demand = season(scenario)
    if need.dropout == "renewal":
        return np.array([closed.sbg_survival(_renewals(scenario, t), *_renewal_coin(scenario)).sum() for t in at])
    if need.dropout == "coin":
        passed = np.concatenate([[0.0], np.cumsum(demand)])[at.astype(int)] / WEEK
        return closed.bg_nbd_mean(passed, r, alpha, need.coin_a.value, need.coin_b.value)
    stages = round(need.regularity.value)
    if stages > 1:
        return closed.erlang_mean(at, order_rate(scenario), stages, dropout_rate(scenario))
    lived = np.diff(_life(scenario, np.arange(scenario.days + 1.0)))
    return r / alpha * np.concatenate([[0.0], np.cumsum(demand * lived)])[at.astype(int)]


def _renewals(scenario: Scenario, at: float) -> np.ndarray:
    """Numbers of the renewals that come by age ``at``."""
    return np.arange(1, int(at / scenario.market.need.renewal_days.value) + 1)


def _renewal_coin(scenario: Scenario) -> tuple[float, float]:
    return scenario.market.need.renewal_a.value, scenario.market.need.renewal_b.value


def _orders_are_counted(scenario: Scenario) -> dict[str, bool]:
    need, choice = scenario.market.need, scenario.market.choice
    coin, stages = need.dropout == "coin", round(need.regularity.value)
    apart = need.season_amplitude.value != 0.0 or need.season_amplitude_2.value != 0.0
    odd = any(d != 1.0 for d in need.weekdays.model_dump().values()) or any(h.ratio != 1.0 for h in need.holidays)
    return {
        "the price leaves today's": price_moves(scenario)
        and (choice.share_customer.value != 1.0 or _contract(scenario)),
        "a coin falls though rates do not differ": coin and not _gamma_rates(scenario),
        "regular gaps meet rates that differ, a coin or a season": stages > 1
        and (_gamma_rates(scenario) or coin or apart),
        "there are weekdays or holidays": odd and not _contract(scenario),
        "customers come at different times of the season": apart
        and not _contract(scenario)
        and (scenario.market.start.customer < 1.0 or scenario.market.start.inflow),
    }


def _contract(scenario: Scenario) -> bool:
    return scenario.market.need.dropout == "renewal"


def _customers_kept(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, loss = scenario.market.need, scenario.market.lapse.customer_loss_rate.value
    if need.dropout == "renewal":
        kept = closed.sbg_survival(np.floor(at / need.renewal_days.value), *_renewal_coin(scenario))
    elif need.dropout == "coin":
        coin = need.coin_a.value, need.coin_b.value
        kept = closed.bg_nbd_survival(at / WEEK, need.order_shape.value, need.order_rate.value, *coin)
    elif _gamma_rates(scenario):
        kept = (1.0 + at / WEEK / need.dropout_rate.value) ** -need.dropout_shape.value
    else:
        kept = np.exp(-dropout_rate(scenario) * at)
    return np.asarray(kept * np.exp(-loss * at))


def _coin_counts(scenario: Scenario) -> dict[str, bool]:
    coin, demand = scenario.market.need.dropout == "coin", scenario.market.need
    calm = demand.season_amplitude.value == 0.0 == demand.season_amplitude_2.value and demand.week_shock_sd.value == 0.0
    return {
        "a coin falls though rates do not differ": coin and not _gamma_rates(scenario),
        "a coin falls in a season": coin and not calm,
        "a coin falls at another price": coin and price_moves(scenario),
        "contracts end at another price": _contract(scenario) and price_moves(scenario),
    }


def _mean_order(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(order_size(scenario))


def _value_per_customer(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, policy = scenario.market.need, scenario.policy
    margin, delta = order_margin(scenario), discount(scenario)
    first = -policy.product.first_order_cost
    if need.dropout == "renewal":
        return np.asarray(first + contracts_value(margin, *_renewal_coin(scenario), delta * need.renewal_days.value))
    delta += scenario.market.lapse.customer_loss_rate.value
    if _gamma_rates(scenario):
        life = WEEK * discounted_life(need.dropout_shape.value, need.dropout_rate.value, WEEK * delta)
    else:
        life = 1.0 / (dropout_rate(scenario) + delta)
    flow = order_rate(scenario) * margin - policy.service.cost_per_customer_day
    return np.asarray(first + margin + flow * life)


def _endless(scenario: Scenario) -> dict[str, bool]:
    contract = _contract(scenario)
    return {
        "nothing is discounted": scenario.market.discount_rate.value == 0.0,
        "contracts are served by the day": contract and scenario.policy.service.cost_per_customer_day > 0.0,
        "contracts are lost between renewals": contract and scenario.market.lapse.customer_loss_rate.value > 0.0,
    }


ORDERS = PROSPECTS | {"rates differ", "sent back", "commission", "spend and rate"}
FORMS = {
    "repeat_orders": Form(
        _repeat_orders, ORDERS | {"season", "regular", "coin", "renewal", "price"}, _orders_are_counted
    ),
    "customers_kept": Form(
        _customers_kept,
        ORDERS | {"season", "shocks", "regular", "pauses", "price", "rival", "loss", "coin", "renewal"},
        _coin_counts,
    ),
    "mean_order": Form(
        _mean_order,
        PROSPECTS
        | {"rates differ", "season", "shocks", "regular", "pauses", "rival", "sent back", "commission", "anchor"}
        | {"coin", "renewal", "loss", "return", "second life", "leaving", "loyal sharers", "loyal friends", "hunters"}
        | {"community", "reference", "quality"},
    ),
    "value_per_customer": Form(_value_per_customer, PROSPECTS | {"rates differ", "loss", "renewal"}, _endless),
}
