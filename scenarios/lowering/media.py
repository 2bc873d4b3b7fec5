"""Paid media: from money to impressions, to what is remembered of them, to people awakened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import Cells
from scenarios.lowering.groups import Those, aims_media, by_group, media_by_region
from scenarios.lowering.traits import impressions
from sim.core.verbs.retain import stock_path

if TYPE_CHECKING:
    from scenarios.market.media import Channel
    from scenarios.scenario import Scenario

WEEK = 7.0
DELAYED_DAYS = 92
"""Days over which delayed exposure is remembered, lags 0 to 91."""


def daily_spend(scenario: Scenario) -> np.ndarray:
    """Media spend of the whole market, currency per day, float64 [channel, day], as if no row of groups said more."""
    policy = scenario.policy.channel
    names = [c.name for c in scenario.market.channels]
    spend = np.zeros((len(names), scenario.days))
    for k, name in enumerate(names):
        spend[k] = policy.weekly_spend.get(name, 0.0) / WEEK
    for flight in policy.flights:
        spend[names.index(flight.channel), flight.from_ : flight.to] = flight.weekly_spend / WEEK
    return spend


def spend_of_all(scenario: Scenario) -> np.ndarray:
    """Media spend of the whole market, what is spent on some regions in its place: float64 [channel, day]."""
    return media_by_region(scenario, daily_spend).sum(axis=0) if aims_media(scenario) else daily_spend(scenario)


def shares_of_regions(scenario: Scenario) -> np.ndarray:
    """The share of all media money that is spent on the people of each region, float64 [region]; none where media reach
    all alike."""
    if not aims_media(scenario):
        return np.zeros(0)
    spent = media_by_region(scenario, daily_spend).sum(axis=(1, 2))
    return np.asarray(spent / spent.sum()) if spent.sum() > 0.0 else np.zeros(0)


def impressions_by_day(scenario: Scenario) -> np.ndarray:
    """Impressions per person of the market, float64 [channel, day].

    The cost per thousand is that of the day, times (weekly spend / reference spend)**elasticity.
    """
    shown = _impressions(scenario, daily_spend(scenario))
    for k, channel in enumerate(scenario.market.channels):
        if channel.price_changes:
            shown[k] /= price_of_media(channel, scenario.days)
    return shown


def price_of_media(channel: Channel, days: int) -> np.ndarray:
    """Ratio to the channel's cost per thousand, float64 [day]."""
    price = np.ones(days)
    for change in sorted(channel.price_changes, key=lambda one: one.day):
        price[change.day :] = change.ratio
    return price


def past_spend(scenario: Scenario) -> np.ndarray:
    """What the whole market's media cost a day before time 0, float64 [channel, 1]."""
    spend = scenario.market.start.spend
    return np.array([[spend.get(c.name, 0.0) / WEEK] for c in scenario.market.channels]).reshape(-1, 1)


def _impressions(scenario: Scenario, spend: np.ndarray) -> np.ndarray:
    """Impressions per person of the market for ``spend`` a day at the price of today, float64 [channel, day] both."""
    shown = np.zeros_like(spend)
    for k, channel in enumerate(scenario.market.channels):
        shown[k] = spend[k] / channel.cost_per_thousand.value * 1000.0 / scenario.market.size.value
        if channel.cost_elasticity.value != 0.0:
            relative = np.where(spend[k] > 0.0, spend[k] * WEEK / channel.reference_spend.value, 1.0)
            shown[k] *= relative**-channel.cost_elasticity.value
    return shown


def audience(scenario: Scenario, channel: Channel) -> np.ndarray:
    """Impressions of a person of each activity class relative to the mean person, float64 [class]."""
    activity = scenario.market.activity
    share = np.array([a.share for a in activity])
    weight = np.array([channel.audience.get(a.name, a.weight) for a in activity])
    return weight * share.sum() / (weight * share).sum()


def targeting(scenario: Scenario, cell: Cells) -> np.ndarray:
    """Impressions of a person of each cell relative to those without targeting, float64 [cell].

    The share ``targeting`` of impressions goes to those recognised only. Nobody recognised: it goes to nobody.
    """
    belief, part = scenario.market.recognise, scenario.policy.data.targeting
    recognised = cell.recognised
    potential = belief.potential_share.value
    share = potential * belief.true_positive.value + (1.0 - potential) * belief.false_positive.value
    if part == 0.0:
        return np.ones(len(recognised))
    more = part / share if share > 0.0 else 0.0
    return np.where(recognised == 1, 1.0 - part + more, 1.0 - part)


def exposure_by_day(scenario: Scenario) -> np.ndarray:
    """Remembered exposure, impressions per person and day, float64 [channel, class, day].

    Normalised adstock of what is shown: geometric, a_d = theta a_(d-1) + (1 - theta) x_d with the daily theta =
    weekly**(1/7), starting from what was shown before time 0, for ever; or delayed (see :func:`_delayed`).
    """
    market = scenario.market
    shown, before = impressions_by_day(scenario), past_impressions(scenario)
    exposure = np.zeros((len(market.channels), len(market.activity), scenario.days))
    for k, channel in enumerate(market.channels):
        theta = channel.carryover.value ** (1.0 / WEEK)
        if channel.peak_delay.value > 0.0:
            days = _delayed(shown[k], channel, before[k])
        else:
            days = remembered_daily(shown[k], theta, before[k])
        exposure[k] = audience(scenario, channel)[:, None] * days
    return exposure


def past_impressions(scenario: Scenario) -> list[float]:
    """Impressions per person of the market on each day before time 0, by channel."""
    past: list[float] = _impressions(scenario, past_spend(scenario))[:, 0].tolist()
    return past


def shown_by_day(scenario: Scenario) -> np.ndarray:
    """Impressions that a person of each cell sees, float64 [channel, cell, day]."""

    def made(of: Scenario, cell: Cells, _: Those) -> np.ndarray:
        shown, aimed = impressions_by_day(of), targeting(of, cell)
        seen = np.zeros((len(shown), len(cell.activity), of.days))
        for k, channel in enumerate(of.market.channels):
            more = aimed * impressions(of, channel.name, cell)
            seen[k] = (audience(of, channel)[cell.activity] * more)[:, None] * shown[k]
        return seen

    return by_group(scenario, made, axis=1)


def remembered_daily(shown: np.ndarray, kept: float, before: float) -> np.ndarray:
    """Normalised geometric adstock of what is ``shown``, of which ``kept`` is left a day later; ``before``: shown on
    each day before time 0. float64 [day]."""
    return geometric((1.0 - kept) * shown, kept, before)


def geometric(given: np.ndarray, theta: float, before: float) -> np.ndarray:
    """a_d = theta a_(d-1) + given_d, a_(-1) = ``before``, float64 [day]."""
    remembered, days = before, []
    for x in given.tolist():
        remembered = theta * remembered + x
        days.append(remembered)
    return np.array(days)


def _delayed(shown: np.ndarray, channel: Channel, before: float) -> np.ndarray:
    """What is remembered of ``shown``, and of ``before`` on each day before time 0: delayed adstock with weights
    carryover**((lag in weeks - delay)**2), normalised (Jin et al. 2017)."""
    lag = np.arange(DELAYED_DAYS) / WEEK
    logs = (lag - channel.peak_delay.value) ** 2 * np.log(max(channel.carryover.value, 1e-300))
    weight = np.exp(logs - logs.max())
    remembered = np.zeros_like(shown)
    for days, part in enumerate((weight / weight.sum()).tolist()):  # in this order, however long the run is
        if days < len(shown):
            remembered[days:] += part * shown[: len(shown) - days]
        if before > 0.0:
            remembered[:days] += part * before
    return remembered


def saturation(a: np.ndarray, half: float, slope: float) -> np.ndarray:
    """Hill function a**slope / (half**slope + a**slope)."""
    if slope == 1.0:
        return np.asarray(a / (half + a))
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(1.0 / (1.0 + (half / a) ** slope))


def stocks(given: np.ndarray, memory: float, before: float = 0.0) -> np.ndarray:
    """What is remembered at the start of each day, and after the last, of what is ``given`` per day, of ``before`` at
    first: float64 [day + 1], the path of :func:`sim.core.verbs.retain.stock_path`."""
    kept = stock_path(1.0, 0.0, memory, 1.0)
    stock, found = before, [before]
    for steady in (given * memory).tolist():
        stock = steady + (stock - steady) * kept
        found.append(stock)
    return np.array(found)


def wear(shown: np.ndarray, wearout: float, memory: float, before: float = 0.0) -> np.ndarray:
    """exp(-wearout x impressions remembered at the middle of each day), float64 [day]; ``before``: shown on each day
    before time 0."""
    steady, kept = shown * memory, stock_path(1.0, 0.0, memory, 0.5)
    return np.asarray(np.exp(-wearout * (steady + (stocks(shown, memory, before * memory)[:-1] - steady) * kept)))


def advertisements(scenario: Scenario) -> list[float]:
    """How many advertisements of each channel people see in turn: those made within the memory of wear-out, and one."""
    made = scenario.policy.channel.creative_per_week
    return [
        1.0 + made.get(one.name, 0.0) * one.wearout_memory.value / WEEK / one.advert_cost.value
        for one in scenario.market.channels
    ]
