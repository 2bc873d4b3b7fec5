"""The awareness hazards under which the market wins as many customers per week as history did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from calibration.likelihood import Array
from calibration.pareto_nbd import ParetoNBD
from scenarios.lowering.curves import by_reward
from scenarios.lowering.levers import lifted
from scenarios.lowering.standing import LOWEST, MOST_RATE
from sim.closed_forms.first_orders import Field, first_orders
from sim.closed_forms.own_list import list_paths
from sim.problems import BadInput, Problem

FIRST_WEEKS = 52
FULL = 0.95  # of the most that a market can win: beyond it awareness hardly matters


def first_orders_per_week(market: Mapping[str, Any], policy: Mapping[str, Any], factor: float = 1.0) -> float:
    """Expected first orders per week of the whole market over its first 52 weeks, hazards times ``factor``."""
    return float(first_orders_by_day(market, policy, factor).sum()) / FIRST_WEEKS


def first_orders_by_day(market: Mapping[str, Any], policy: Mapping[str, Any], factor: float = 1.0) -> Array:
    """Expected first orders of the whole market on each day of its first 52 weeks, hazards times ``factor``.

    ``market`` and ``policy`` are trees in the form of base.yaml; the organic rate and the peak rate of every
    channel are multiplied by ``factor``. The mean field of sim.closed_forms.first_orders for each activity class,
    with contacts and channel response as in the simulator, first orders at today's price, and friends invited after
    orders. Season and week shocks have mean one and are left out, as are a limit to a customer's contacts and
    policies other than today's.
    """
    days = 7 * FIRST_WEEKS
    share, hazard = _hazards(market, policy, days)
    retain, need, choice = market["retain"], market["need"], market["choice"]
    prospect = _value(need["prospect_rate"])
    fade = _value(market["awareness"]["fade_rate"])
    relationship = policy["relationship"]
    opt_in = _value(retain["optin_rate"]) * joining_more(retain, relationship["optin_reward"])
    buy_reached = prospect * _value(choice["share_reached"])
    buy_retained, leave_retained = _retained_paths(market, relationship["touches_per_week"] / 7, days)
    start = market["start"]
    field = Field(
        share,
        factor * hazard,
        np.full(len(share), opt_in),
        np.full(len(share), buy_reached),
        fade,
        buy_retained,
        leave_retained,
        _acceptances(market, policy, days),
        np.zeros(days),
        start["reached"],
        start["retained"],
        start["customer"],
    )
    bought = first_orders([field])[0]
    return np.asarray(bought * _value(market["size"]))


def awareness_factor(market: Mapping[str, Any], policy: Mapping[str, Any], per_week: float, place: str) -> float:
    """The common factor on all awareness hazards at which first orders per week equal ``per_week``.

    BadInput (naming ``place``) when the market is too small to win so many, or so nearly too small that awareness
    hardly matters: the factor would be a bound, not an answer.
    """
    from scipy.optimize import brentq

    def excess(log_factor: float) -> float:
        return first_orders_per_week(market, policy, float(np.exp(log_factor))) - per_week

    low, high = LOWEST, float(np.log(MOST_RATE / _largest_rate(market)))
    most = FULL * (excess(high) + per_week)
    if per_week > most:
        found = f"{per_week:,.1f} new customers per week in a market of {_value(market['size']):,.0f} people"
        allowed = f"at most {most:,.0f} per week in a market of this size"
        raise BadInput([Problem(place, 0, "market_size", found, allowed, "state a larger market_size")])
    # Winning goes up with the factor, ever more slowly: the proportional one is beyond the answer towards factor 1.
    wins = excess(0.0) + per_week
    near = float(np.clip(np.log(per_week / wins), low, high)) if wins > 0 else low
    step = 0.1 if near > 0 else -0.1
    while low < near + step < high and excess(near + step) * step < 0:
        step *= 4
    ends = sorted((near, float(np.clip(near + step, low, high))))
    return float(np.exp(brentq(excess, *ends, xtol=1e-9)))


def _largest_rate(market: Mapping[str, Any]) -> float:
    """The largest of the numbers that are scaled, intervals included."""
    rates = [market["awareness"]["organic_rate"], *(channel["peak_rate"] for channel in market["channels"])]
    return max(end for rate in rates for end in (rate["value"], *(rate.get("interval") or ())))


def _hazards(market: Mapping[str, Any], policy: Mapping[str, Any], days: int) -> tuple[Array, Array]:
    """Shares of the activity classes and their hazard of becoming aware, [class, day], at factor 1."""
    share = np.array([float(a["share"]) for a in market["activity"]])
    weight = np.array([float(a["weight"]) for a in market["activity"]])
    share = share / share.sum()
    weight = weight / (share @ weight)
    hazard = np.full((len(share), days), _value(market["awareness"]["organic_rate"]))
    spend = policy["channel"]["weekly_spend"]
    for channel in market["channels"]:
        daily = spend.get(channel["name"], 0.0) / 7
        shown = daily / _value(channel["cost_per_thousand"]) * 1000 / _value(market["size"])
        kept = _value(channel["carryover"]) ** (np.arange(1, days + 1) / 7)  # exposure is remembered from day 0 on
        exposure = weight[:, None] * shown * (1 - kept)
        hazard += _value(channel["peak_rate"]) * exposure / (_value(channel["half_saturation"]) + exposure)
    return share, hazard


def _retained_paths(market: Mapping[str, Any], touches: float, days: int) -> tuple[Array, Array]:
    """Of those who joined the own list: the shares that order and that leave, by day since joining."""
    retain = market["retain"]
    return list_paths(
        days,
        touches,
        _value(retain["touch_memory"]),
        _value(market["need"]["prospect_rate"]),
        _value(market["choice"]["share_retained"]),
        _value(retain["nurture_effect"]),
        _value(retain["unsubscribe_rate"]),
        _value(retain["unsubscribe_fatigue"]),
        _value(retain["unsubscribe_bound"]),
    )


def joining_more(retain: Mapping[str, Any], reward: float) -> float:
    """How many times as often people join the list for a ``reward``, currency, as for none."""
    return by_reward(reward, _value(retain["optin_reward_scale"]), _value(retain["optin_reward_effect"]))


def _acceptances(market: Mapping[str, Any], policy: Mapping[str, Any], days: int) -> Array:
    """Invitations of a customer that would be taken up, by day of arrival since the first order."""
    from scipy.special import gammainc

    if not policy["referral"]["active"]:
        return np.zeros(days)
    referral, need = market["referral"], market["need"]
    scale = _value(referral["reward_scale"])

    def chance(part: str, reward: float) -> float:
        effect = _value(referral[f"{part}_reward_effect"]) * np.log1p(reward / scale)
        return lifted(_value(referral[f"{part}_probability"]), effect)

    taken = chance("share", policy["referral"]["reward_referrer"])
    taken *= chance("accept", policy["referral"]["reward_friend"])
    names = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
    model = ParetoNBD(*(_value(need[name]) for name in names))
    orders = np.diff(model.expected_orders(np.arange(days + 1) / 7))
    orders[0] += 1  # the first order
    shape, mean = _value(referral["delay_shape"]), _value(referral["delay_mean"])
    delay = np.diff(gammainc(shape, shape * np.arange(days + 1) / mean))
    return taken * np.convolve(orders, delay)[:days]


def _value(parameter: Mapping[str, Any]) -> float:
    return float(parameter["value"])
