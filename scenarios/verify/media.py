"""Closed forms of reach, of the cost of winning customers, and of the credit for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.incremental import STEP, SpendChange, with_spend
from scenarios.verify.conditions import Form
from scenarios.verify.numbers import WEEK
from sim.closed_forms.media import hill

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def changed_spend(scenario: Scenario, channel: str, ratio: float) -> Scenario:
    """The same scenario with ``ratio`` times the spend on a channel, asking for nothing."""
    return with_spend(scenario, SpendChange((channel,), ratio)).model_copy(update={"verify": ()})


def contacts(scenario: Scenario, until: float) -> list[tuple[float, float]]:
    """Expected contacts of a person by time ``until``, for each activity class: (share of people, contacts).

    Spend is constant, so what is remembered after d days is 1 - theta**(d + 1) of the daily impressions.
    """
    market, spend = scenario.market, scenario.policy.channel.weekly_spend
    shares = np.array([a.share for a in market.activity])
    weights = np.array([a.weight for a in market.activity])
    weights = weights * shares.sum() / (shares * weights).sum()
    days = np.arange(int(np.ceil(until)))
    part = np.minimum(until - days, 1.0)
    found = []
    for share, weight in zip(shares / shares.sum(), weights, strict=True):
        total = market.awareness.organic_rate.value * until
        for channel in market.channels:
            shown = spend.get(channel.name, 0.0) / WEEK / channel.cost_per_thousand.value * 1000.0 / market.size.value
            theta = channel.carryover.value ** (1.0 / WEEK)
            remembered = weight * shown * (1.0 - theta ** (days + 1.0))
            total += channel.peak_rate.value * (part * hill(remembered, channel.half_saturation.value)).sum()
        found.append((float(share), float(total)))
    return found


def reach(scenario: Scenario, until: float) -> float:
    """Share of people ever reached by time ``until``."""
    return sum(share * -float(np.expm1(-mean)) for share, mean in contacts(scenario, until))


def _reached_by(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.array([reach(scenario, t) for t in at])


def _spend(scenario: Scenario) -> float:
    weekly = scenario.policy.channel.weekly_spend
    return sum(weekly.values()) / WEEK * scenario.days / scenario.market.size.value


def _cac_blended(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(_spend(scenario) / _won(scenario))


def _won(scenario: Scenario) -> float:
    """Share of people who are customers at the horizon: all who were reached bought on the spot."""
    return reach(scenario, float(scenario.days))


def _cac_incremental(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    other = changed_spend(scenario, str(of), 0.0)
    return np.asarray((_spend(scenario) - _spend(other)) / (_won(scenario) - _won(other)))


def _cac_marginal(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    other = changed_spend(scenario, str(of), STEP)
    return np.asarray((_spend(other) - _spend(scenario)) / (_won(other) - _won(scenario)))


def _without(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    return {f"without {of}": changed_spend(scenario, str(of), 0.0)}


def _more(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    return {f"more {of}": changed_spend(scenario, str(of), STEP)}


def _constant(scenario: Scenario) -> dict[str, bool]:
    start = scenario.market.start
    return {
        "spend changes within the horizon": bool(scenario.policy.channel.flights),
        "some people know us at time 0": start.reached + start.retained + start.customer > 0.0,
    }


def _at_once(scenario: Scenario) -> dict[str, bool]:
    market = scenario.market
    rate = market.need.prospect_rate.value * market.choice.share_reached.value
    return _constant(scenario) | {"people who are reached do not buy at once": rate < 50.0}


BEARS = frozenset({"loss", "return", "rates differ", "nurture", "fatigue", "contacts"})
FORMS = {
    "reached_by": Form(_reached_by, BEARS | {"season", "shocks", "price"}, _constant),
    "cac_blended": Form(_cac_blended, BEARS, _at_once),
    "cac_incremental": Form(_cac_incremental, BEARS, _at_once, _without),
    "cac_marginal": Form(_cac_marginal, BEARS, _at_once, _more),
}
