"""Closed forms of orders, lifetimes and the value of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.curves import served_by_day
from scenarios.verify.conditions import (
    PROSPECTS,
    Form,
    price_changes,
    price_moves,
    rival_changes,
    rival_moves,
    season,
    times,
    weekdays,
)
from scenarios.verify.numbers import (
    WEEK,
    demand_passed,
    discount_rate,
    dropout_rate,
    order_margin,
    order_rate,
    order_size,
    ordered,
)
from sim.closed_forms import buying as closed
from sim.closed_forms.value import contract_value, contracts_value, discounted_life

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


MOST = 1e5
"""Orders, or renewals, of a customer that are added up one by one."""


def _gamma_rates(scenario: Scenario) -> bool:
    return scenario.market.need.heterogeneity == "gamma"


def _alive(scenario: Scenario, at: np.ndarray) -> np.ndarray:
    """Share of customers who live at each age, where the drop-out clock is exponential."""
    need = scenario.market.need
    if _gamma_rates(scenario):
        return np.asarray((1.0 + at / WEEK / need.dropout_rate.value) ** -need.dropout_shape.value)
    return np.asarray(np.exp(-dropout_rate(scenario) * at))


def _lived(scenario: Scenario, at: np.ndarray) -> np.ndarray:
    """Days that a customer is expected to live by each age, demand awake, where the drop-out clock is exponential."""
    need, mu = scenario.market.need, dropout_rate(scenario)
    pause, resume = need.pause_rate.value, need.resume_rate.value
    s, beta = need.dropout_shape.value, need.dropout_rate.value * WEEK
    if not _gamma_rates(scenario):
        return closed.awake_life(at, mu, pause, resume) if pause > 0.0 else closed.exponential_mean(at, 1.0, mu)
    if pause > 0.0:
        return closed.gamma_awake_life(at, s, beta, pause, resume)
    return closed.expected_life(at, s, beta)


def _repeat_orders(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need = scenario.market.need
    if need.dropout == "renewal":
        return np.array([_contracts(scenario, _renewals(scenario, t)).sum() for t in at])
    order = need.order_shape.value, need.order_rate.value
    passed = demand_passed(scenario, at)
    if need.dropout == "coin":
        a, b = need.coin_a.value, need.coin_b.value
        if _gamma_rates(scenario):
            return closed.bg_nbd_mean(passed / WEEK, *order, a, b)
        return closed.exponential_mean(passed, order_rate(scenario), order_rate(scenario) * a / (a + b))
    if round(need.regularity.value) > 1:
        return closed.erlang_mean(at, order_rate(scenario), round(need.regularity.value), dropout_rate(scenario))
    rate = order_rate(scenario) * ordered(scenario)
    if season(scenario):
        day = np.arange(scenario.days + 1.0)
        made = np.diff(demand_passed(scenario, day)) * np.diff(_lived(scenario, day))  # even within a day
        return rate * np.concatenate([[0.0], np.cumsum(made)])[at.astype(int)]
    return rate * _lived(scenario, at)


def _renewals(scenario: Scenario, at: float) -> np.ndarray:
    """Numbers of the renewals that come by age ``at``."""
    return np.arange(1, int(at / scenario.market.need.renewal_days.value) + 1)


def _renewals_are_told(scenario: Scenario, quantity: str) -> dict[str, bool]:
    """Renewals that fall on the very day asked for come before or after it as the sum of contracts is rounded."""
    words = "a contract ends on the very day asked for"
    days, start = scenario.market.need.renewal_days.value, scenario.market.start
    if not _contract(scenario):
        return {words: False}
    if max(times(scenario, quantity), default=0.0) > MOST * days:
        return {"there are too many renewals to add up": True}
    asked = np.array(times(scenario, quantity))
    number = np.rint(asked / days)
    exact = np.abs(asked / days - number) < 1e-9 * np.maximum(number, 1.0)
    ends = np.concatenate([[0.0], np.cumsum(np.full(int(number.max(initial=0.0)), days))])[number.astype(int)]
    late = start.customer < 1.0 or start.inflow or scenario.market.referral.network.kind == "fresh"
    rounded = exact & (number > 0) & (late | (ends != asked) | (np.floor(asked / days) != number))
    return {words: bool(rounded.any())}


def _contracts(scenario: Scenario, renewals: np.ndarray) -> np.ndarray:
    """Share of contracts left after so many renewals."""
    a, b = scenario.market.need.renewal_a.value, scenario.market.need.renewal_b.value
    return closed.sbg_survival(renewals, a, b) if _gamma_rates(scenario) else (b / (a + b)) ** renewals


def _contract(scenario: Scenario) -> bool:
    return scenario.market.need.dropout == "renewal"


def _late(scenario: Scenario) -> bool:
    """Whether people become customers otherwise than at time 0."""
    return scenario.market.start.customer < 1.0 or scenario.market.start.inflow


def _orders_are_counted(scenario: Scenario) -> dict[str, bool]:
    need, market = scenario.market.need, scenario.market
    regular, late = round(need.regularity.value) > 1, _late(scenario)
    if _contract(scenario):
        return _renewals_are_told(scenario, "repeat_orders") | {"the price leaves today's": price_moves(scenario)}
    coin, pauses = need.dropout == "coin", need.pause_rate.value > 0.0
    chosen = market.choice.share_customer.value != 1.0
    moves, changes = price_moves(scenario) or rival_moves(scenario), price_changes(scenario) or rival_changes(scenario)
    return {
        "prices change within the run": chosen and changes,
        "prices decide how many orders a coin is thrown at": chosen and coin and moves,
        "who has become a customer depends on the price": chosen and late and moves,
        "not all regular occasions end in an order": regular and chosen,
        "customers never order again": market.choice.share_customer.value == 0.0,
        "there are too many orders to add up": regular and order_rate(scenario) * scenario.days > MOST,
        "regular gaps meet rates that differ": regular and _gamma_rates(scenario),
        "regular gaps meet a coin": regular and coin,
        "regular gaps meet a season": regular and season(scenario),
        "regular gaps have begun before customers come": regular and late,
        "regular gaps go on while customers pause": regular and pauses,
        "a coin falls while customers pause": coin and pauses,
        "customers come at different times of the season": late and season(scenario),
    }


def _customers_kept(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, loss = scenario.market.need, scenario.market.lapse.customer_loss_rate.value
    kept = _alive(scenario, at)
    if need.dropout == "renewal":
        kept = _contracts(scenario, np.floor(at / need.renewal_days.value))
    elif need.dropout == "coin":
        a, b = need.coin_a.value, need.coin_b.value
        kept = np.exp(-order_rate(scenario) * a / (a + b) * at)
        if _gamma_rates(scenario):
            kept = closed.bg_nbd_survival(at / WEEK, need.order_shape.value, need.order_rate.value, a, b)
    return np.asarray(kept * np.exp(-loss * at))


def _drop_outs_are_timed(scenario: Scenario) -> dict[str, bool]:
    need, coin = scenario.market.need, scenario.market.need.dropout == "coin"
    moves = season(scenario) or weekdays(scenario) or need.week_shock_sd.value != 0.0
    return _renewals_are_told(scenario, "customers_kept") | {
        "a coin falls in a season": coin and moves,
        "a coin falls at regular gaps": coin and round(need.regularity.value) > 1,
        "a coin falls while customers pause": coin and need.pause_rate.value > 0.0,
        "the price decides how many orders there are": (coin or _contract(scenario)) and price_moves(scenario),
        "the competitor's price decides how many orders there are": coin and rival_moves(scenario),
        "customers never order again": coin and scenario.market.choice.share_customer.value == 0.0,
    }


def _mean_order(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(order_size(scenario))


def _value_per_customer(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, policy = scenario.market.need, scenario.policy
    margin, delta = order_margin(scenario), discount_rate(scenario)
    first = -policy.product.first_order_cost
    if need.dropout == "renewal":
        a, b, period = need.renewal_a.value, need.renewal_b.value, delta * need.renewal_days.value
        alike = contract_value(margin, b / (a + b), float(np.expm1(period)))[0]
        return np.asarray(first + (contracts_value(margin, a, b, period) if _gamma_rates(scenario) else alike))
    delta += scenario.market.lapse.customer_loss_rate.value
    pause, resume = need.pause_rate.value, need.resume_rate.value
    life = awake = _discounted_life(scenario, delta)
    if pause > 0.0:
        awake = (resume * life + pause * _discounted_life(scenario, delta + pause + resume)) / (pause + resume)
    orders = order_rate(scenario) * ordered(scenario) * margin
    return np.asarray(first + margin + orders * awake - served_by_day(scenario) * life)


def _discounted_life(scenario: Scenario, delta: float) -> float:
    """Days of a customer's life, discounted at ``delta`` per day."""
    need = scenario.market.need
    if _gamma_rates(scenario):
        return WEEK * discounted_life(need.dropout_shape.value, need.dropout_rate.value, WEEK * delta)
    return 1.0 / (dropout_rate(scenario) + delta)


def _endless(scenario: Scenario) -> dict[str, bool]:
    contract, need, lapse = _contract(scenario), scenario.market.need, scenario.market.lapse
    ends = scenario.market.discount_rate.value > 0.0 or (not contract and lapse.customer_loss_rate.value > 0.0)
    shape = need.renewal_a.value if contract else need.dropout_shape.value
    wide = not ends and _gamma_rates(scenario)
    return {
        "customers never order again": not contract and scenario.market.choice.share_customer.value == 0.0,
        "nothing is discounted, and the value of a customer is infinite": wide and shape <= 1.0,
        "nothing is discounted, and the variance of lifetimes is infinite: no error can be told": wide
        and 1.0 < shape <= 2.0,
        "prices change within the run": price_changes(scenario) or rival_changes(scenario),
        "who has become a customer depends on the price": _late(scenario) and rival_moves(scenario),
        "contracts are served by the day": contract and served_by_day(scenario) > 0.0,
        "contracts are lost between renewals": contract and scenario.market.lapse.customer_loss_rate.value > 0.0,
    }


ORDERS = PROSPECTS | {"rates differ", "returns", "commission", "spend and rate", "wide spend", "points", "tier"}
FORMS = {
    "repeat_orders": Form(
        _repeat_orders,
        ORDERS | {"season", "regular", "coin", "renewal", "price", "rival", "pauses"},
        _orders_are_counted,
    ),
    "customers_kept": Form(
        _customers_kept,
        ORDERS | {"season", "weekdays", "shocks", "regular", "pauses", "price", "rival", "loss", "coin", "renewal"},
        _drop_outs_are_timed,
    ),
    "mean_order": Form(
        _mean_order,
        PROSPECTS
        | {"rates differ", "season", "weekdays", "shocks", "regular", "pauses", "rival", "anchor"}
        | {"returns", "commission"}
        | {"coin", "renewal", "loss", "return", "second_life", "leaving", "loyal sharers", "bonds", "hunters"}
        | {"community", "reference_price", "quality", "points", "points in mind", "tier", "loyal tier"},
    ),
    "value_per_customer": Form(
        _value_per_customer, PROSPECTS | {"rates differ", "loss", "renewal", "pauses", "rival"}, _endless
    ),
}
