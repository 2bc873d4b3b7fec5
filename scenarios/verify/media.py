"""Closed forms of reach, of the cost of winning customers, and of the credit for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.curves import joining
from scenarios.lowering.incremental import STEP, SpendChange, with_spend
from scenarios.lowering.mechanisms import unsubscribing
from scenarios.lowering.media import DELAYED_DAYS
from scenarios.verify.conditions import MECHANISMS, Form
from scenarios.verify.numbers import WEEK, answered
from sim.closed_forms.media import LastTouch, delayed_memory, hill, precision, steady_adstock

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from scenarios.verify.conditions import Conditions


AT_ONCE = 50.0
"""Orders per day, of somebody who waits to make one, that count as buying at once."""
RARE = 1e-3
"""Share of people that counts as none."""


def changed_spend(scenario: Scenario, channel: str, ratio: float) -> Scenario:
    """The same scenario with ``ratio`` times the spend on a channel, asking for nothing."""
    return with_spend(scenario, SpendChange((channel,), ratio)).model_copy(update={"verify": ()})


def contacts(scenario: Scenario, until: float) -> list[tuple[float, float]]:
    """Expected contacts of a person by time ``until``, for each activity class: (share of people, contacts).

    Spend is constant, so what is remembered after d days is 1 - theta**(d + 1) of its steady state; where memory is
    delayed, the weights of the lags that have come.
    """
    market = scenario.market
    shares = np.array([a.share for a in market.activity])
    weights = np.array([a.weight for a in market.activity])
    weights = weights * shares.sum() / (shares * weights).sum()
    days = np.arange(int(np.ceil(until)))
    part = np.minimum(until - days, 1.0)
    total = np.full(len(shares), market.awareness.organic_rate.value * until)
    for channel in market.channels:
        spend = scenario.policy.channel.weekly_spend.get(channel.name, 0.0) / WEEK
        theta, slope = channel.carryover.value ** (1.0 / WEEK), channel.slope.value
        grown = 1.0 - theta ** (days + 1.0)
        if market.response == "aggregate":
            level = hill(steady_adstock(spend, theta) * grown, channel.aggregate_half.value, slope)
            total += channel.aggregate_peak.value / market.size.value * (part * level).sum()
        else:
            if channel.peak_delay.value > 0.0:
                grown = delayed_memory(days, channel.carryover.value, channel.peak_delay.value, DELAYED_DAYS)
            shown = spend / channel.cost_per_thousand.value * 1000.0 / market.size.value
            level = hill(weights[:, None] * shown * grown, channel.half_saturation.value, slope)
            total += channel.peak_rate.value * (part * level).sum(axis=1)
    return list(zip((shares / shares.sum()).tolist(), total.tolist(), strict=True))


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
    market, start = scenario.market, scenario.market.start
    broken = {
        "spend changes within the horizon": bool(scenario.policy.channel.flights),
        "some people know us at time 0": start.reached + start.retained + start.customer > 0.0,
    }
    if market.response == "aggregate":
        return broken
    channels = market.channels
    return broken | {
        "the price of impressions changes": any(c.price_changes for c in channels),
        "the price of impressions depends on how many": any(c.cost_elasticity.value != 0.0 for c in channels),
        "messages wear out": any(c.wearout.value > 0.0 for c in channels),
        "channels have audiences of their own": any(c.audience for c in channels),
        "media aim at those recognised": scenario.policy.data.targeting > 0.0,
    }


def _at_once(scenario: Scenario) -> dict[str, bool]:
    rate = scenario.market.need.prospect_rate.value * scenario.market.choice.share_reached.value * answered(scenario)
    return _constant(scenario) | {
        "people who are reached do not buy at once": rate < AT_ONCE,
        "people who are reached may be gone before they buy": _ways_out(scenario) > RARE * rate,
    }


def _dear(quantity: str, ratio: float) -> Conditions:
    """Conditions of the cost of a customer whom ``ratio`` times the spend of a channel, or all of it, brings or loses.

    A mean of costs lies beyond the cost of the mean by the error of a world squared, which must vanish in what
    the worlds leave as error.
    """

    def broken(scenario: Scenario) -> dict[str, bool]:
        found = _at_once(scenario)
        if not any(found.values()):
            channels = [wish.of for wish in scenario.verify or () if wish.quantity == quantity]
            others = [changed_spend(scenario, of, ratio) for of in channels if of is not None]
            won = [abs(_won(scenario) - _won(other)) for other in others] or [_won(scenario)]
            found["too few customers are won to tell what one costs"] = scenario.people * min(won) < 4 * scenario.worlds
        return found

    return broken


def _ways_out(scenario: Scenario) -> float:
    """Rate at which people who are reached come where they may not buy at once, per day."""
    market, retain = scenario.market, scenario.market.retain
    optin = joining(scenario)
    buys = market.need.prospect_rate.value * market.choice.share_retained.value * answered(scenario)
    bound = retain.unsubscribe_bound.value if unsubscribing(scenario) else 0.0
    lost = 1.0 if buys < AT_ONCE else bound / (bound + buys)
    return market.awareness.fade_rate.value + optin * lost


def last_touch(scenario: Scenario) -> LastTouch:
    """Who has the credit where every contact converts at once."""
    market, spend = scenario.market, scenario.policy.channel.weekly_spend
    on = [spend.get(channel.name, 0.0) > 0.0 for channel in market.channels]
    one_day = scenario.model_copy(update={"days": 1})
    hazards = [_hazard(one_day, channel.name) for channel in market.channels]
    return LastTouch(
        own=market.awareness.organic_rate.value,
        hazards=tuple(hazards),
        touches=tuple(c.touch_rate.value * paid for c, paid in zip(market.channels, on, strict=True)),
        days=float(scenario.days),
        window=float(scenario.policy.channel.attribution_window),
    )


def _hazard(scenario: Scenario, channel: str) -> float:
    """What a channel adds to the contacts of a day; the same for all classes."""
    return contacts(scenario, 1.0)[0][1] - contacts(changed_spend(scenario, channel, 0.0), 1.0)[0][1]


def _channel(scenario: Scenario, of: str | None) -> int:
    return [channel.name for channel in scenario.market.channels].index(str(of))


def _credited(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(last_touch(scenario).credit(_channel(scenario, of)))


def _brought(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(last_touch(scenario).incremental(_channel(scenario, of)))


def _independent_causes(scenario: Scenario) -> dict[str, bool]:
    """People buy once they are awakened, and nobody sees by what."""
    market, broken = scenario.market, _at_once(scenario)
    weights = {a.weight for a in market.activity}
    paid = [c for c in market.channels if scenario.policy.channel.weekly_spend.get(c.name, 0.0) > 0.0]
    return broken | {
        "activity classes differ": len(weights) > 1 and market.response == "emergent",
        "media are remembered": any(c.carryover.value > 0.0 or c.peak_delay.value > 0.0 for c in paid),
        "contacts that convert are seen": any(c.tracked for c in paid),
    }


def _recognised_precision(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    belief = scenario.market.recognise
    found = belief.true_positive.value, belief.false_positive.value
    return np.asarray(precision(belief.potential_share.value, *found))


def _told(scenario: Scenario) -> dict[str, bool]:
    belief = scenario.market.recognise
    told = scenario.policy.data.targeting > 0.0 or belief.unrecognised_optin.value != 1.0
    could, others = belief.potential_share.value * belief.true_positive.value, belief.false_positive.value
    return {
        "nobody is recognised": could == 0.0 and (others == 0.0 or belief.potential_share.value == 1.0),
        "recognising people changes nothing, so nobody is told apart": not told,
        "customers at time 0 could buy in any case": scenario.market.start.customer > 0.0,
    }


BEARS = frozenset(
    {"loss", "return", "second_life", "rates differ", "nurture", "fatigue", "contacts", "regular", "pauses", "lead"}
)
BEARS |= {"coin", "renewal", "spend and rate", "price and loyalty", "returns", "commission", "wide spend"}
NEED = frozenset({"season", "weekdays", "shocks"})
FORMS = {
    "reached_by": Form(_reached_by, BEARS | {"season", "weekdays", "shocks", "price", "rival", "trial"}, _constant),
    "cac_blended": Form(_cac_blended, BEARS, _dear("cac_blended", 1.0)),
    "cac_incremental": Form(_cac_incremental, BEARS, _dear("cac_incremental", 0.0), _without),
    "cac_marginal": Form(_cac_marginal, BEARS, _dear("cac_marginal", STEP), _more),
    "recognised_precision": Form(_recognised_precision, frozenset(MECHANISMS), _told),
    "credited": Form(_credited, BEARS, _independent_causes),
    "brought": Form(_brought, BEARS, _independent_causes, _without),
}
