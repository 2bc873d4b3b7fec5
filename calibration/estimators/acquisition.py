"""Acquisition: what each channel's spend brings, by the weekly first orders, whom the firm credits, and experiments.

The mean field of the market (calibration.first_orders) with the spend as it was is the mean of the likelihood
(calibration.estimators.credit). Beliefs are the market's own: its intervals, which come from the literature, those of
peak rates relative to the organic rate, as literature tells effects relative to what is sold. How awareness becomes
orders is unknown, too, so that it widens what is said of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.words import plain
from calibration.estimators.awakening import Setting, setting_of, told
from calibration.estimators.credit import Found, Seen, most_likely
from calibration.estimators.finding import Finding, Findings, back, label_of
from calibration.estimators.weeks import WEEK, Weeks, weeks_of
from calibration.first_orders import flow
from calibration.likelihood import NORMAL_95, Array
from calibration.newcomers import Acquisition
from calibration.summary import Histories

FEWEST_WEEKS = 26
STILL = 0.1
"""Spend whose weeks vary by less (standard deviation / mean) hardly moved."""
CHANCE = 2.326
"""Standard errors by which spend may follow first orders by chance: false alarms 1 % for each channel."""
DRAWS = 200
UNITS = {
    "half_saturation": "impressions/person/day",
    "carryover": "per week",
    "nurture_effect": "utility per log touch",
}
UNITS |= {"share_reached": "share", "share_retained": "share", "unsubscribe_fatigue": "1/day per squared touch"}
SHORT = {"peak_rate": "peak rate", "half_saturation": "half saturation", "carryover": "carry-over"}


@dataclass(frozen=True)
class Acquired:
    """What was found: ``findings`` for the market, and by channel what a new customer more costs, currency, over the
    weeks of the history: middle, 5 % and 95 % point. ``reached``, ``retained``: shares of people at the end. ``setting``
    and ``found`` say how."""

    findings: Findings
    costs: Mapping[str, tuple[float, float, float]]
    reached: float
    retained: float
    setting: Setting
    found: Found

    @property
    def ratio(self) -> float:
        """First orders that the mean field wins in these weeks, against those that there were."""
        return float(self.found.means.total.sum() / self.setting.weeks.total.sum())

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "from": str(self.setting.weeks.first),
            "weeks": len(self.setting.weeks.total),
            "cost_of_one_more": {name: list(ends) for name, ends in self.costs.items()},
            "expected_to_seen": self.ratio,
            "reached": self.reached,
            "retained": self.retained,
            "notes": list(self.findings.notes),
        }


def by_channel(
    spend: pd.DataFrame,
    customers: pd.DataFrame | None,
    experiments: pd.DataFrame | None,
    seen: Histories,
    gained: Acquisition,
    market: Mapping[str, Any],
    policy: Mapping[str, Any],
) -> Acquired | None:
    """What the tables say about the channels of ``market``, all of which are in the table ``spend``; None where there
    are not 26 weeks in which both spend and new customers are known.

    ``market`` and ``policy`` in the form of base.yaml, amounts in currency.
    """
    names = tuple(str(channel["name"]) for channel in market["channels"])
    weeks = weeks_of(spend, customers, seen, gained, names)
    if weeks is None or weeks.used.sum() < FEWEST_WEEKS or weeks.total.sum() < 1:
        return None
    tried, notes = _experiments(experiments, weeks)
    setting = setting_of(weeks, market, policy, [one[:3] for one in tried])
    lifts, errors = (np.array([one[k] for one in tried], float) for k in (3, 4))
    found = most_likely(setting.model, Seen(weeks.total, weeks.used, weeks.credited, lifts, errors), *told(setting))
    tested = {names[one[0]] for one in tried}
    return _acquired(setting, found, notes, tested)


def costs(setting: Setting, sets: Array) -> Array:
    """What a new customer more costs by each channel over the weeks of the history, currency, [set, channel]: its spend
    over its share, by the mean field, of those who came."""
    rates = setting.rates(sets)
    whole = flow(setting.past, rates).caused.sum(axis=(1, 2))
    found = np.zeros((len(sets), len(setting.weeks.channels)))
    for k in range(found.shape[1]):
        without, _ = setting.without(k)
        more = setting.weeks.total.sum() * (1.0 - flow(without, rates).caused.sum(axis=(1, 2)) / whole)
        found[:, k] = setting.weeks.spend[k].sum() / np.maximum(more, 1e-9)
    return found


def followed(weeks: Weeks) -> tuple[bool, ...]:
    """By channel: whether its spend rose after weeks in which more came who are not credited to it, given its own
    spend in the two weeks before; by more than ``CHANCE`` standard errors."""
    return tuple(
        _follows(spend, weeks.total - own) for spend, own in zip(weeks.weekly_spend, weeks.credited[1:], strict=True)
    )


def still(weeks: Weeks) -> tuple[bool, ...]:
    """By channel: whether its spend hardly ever moved."""
    weekly = weeks.weekly_spend
    return tuple(bool(own.std() <= STILL * own.mean()) for own in weekly)


def _follows(spend: Array, others: Array) -> bool:
    if spend.std() <= STILL * spend.mean() or len(spend) < FEWEST_WEEKS:
        return False
    now, design = spend[2:], np.stack([np.ones(len(spend) - 2), spend[1:-1], spend[:-2], others[1:-1]], axis=1)
    slopes, _, rank, _ = np.linalg.lstsq(design, now)
    if rank < design.shape[1]:
        return False
    left = now - design @ slopes
    error = np.sqrt(left @ left / (len(now) - rank) * np.linalg.inv(design.T @ design)[-1, -1])
    return bool(slopes[-1] > CHANCE * error)


def _acquired(setting: Setting, found: Found, notes: list[str], tested: set[str]) -> Acquired:
    weeks = setting.weeks
    covariance = found.covariance.copy()
    after, unmoved = followed(weeks), still(weeks)
    for k, one in enumerate(setting.unknowns):
        if one.name == "peak_rate" and (after[one.channel] or unmoved[one.channel]):
            covariance[k, k] += max(1.0 - covariance[k, k], 0.0) / 2  # half way back to what was believed
    rng = np.random.default_rng(0)
    root = np.linalg.cholesky(covariance)
    draws = found.unknowns + rng.standard_normal((DRAWS, len(root))) @ root.T
    ends = np.quantile(costs(setting, draws), (0.5, 0.05, 0.95), axis=0)
    price = {name: (float(a), float(b), float(c)) for name, (a, b, c) in zip(weeks.channels, ends.T, strict=True)}
    notes = [*_said(setting, price, after, unmoved, tested), *notes]
    rows, together = _rows(setting, found, covariance, after, unmoved)
    end = flow(setting.past, setting.rates(found.unknowns[None]))
    stand = float(end.reached[0]), float(end.retained[0])
    return Acquired(Findings(rows, tuple(notes), together), price, *stand, setting, found)


def _rows(
    setting: Setting, found: Found, covariance: Array, after: tuple[bool, ...], unmoved: tuple[bool, ...]
) -> tuple[tuple[Finding, ...], Array]:
    """The numbers of the market with their intervals, and the correlations of their normal scores."""
    slopes = setting.slopes(found.unknowns)
    scores, spread = setting.scores(found.unknowns[None])[0], slopes @ covariance @ slopes.T
    beliefs = slopes @ slopes.T
    kept = [k for k, one in enumerate(setting.unknowns) if one.path]
    rows = []
    weeks = setting.weeks
    for k in kept:
        one = setting.unknowns[k]
        sd = float(np.sqrt(spread[k, k]))
        doubted = one.name in ("organic_rate", "peak_rate")  # as how awareness becomes orders is believed, not seen
        events = float(weeks.total.sum())
        who = f"{events:,.0f} first orders"
        if one.channel >= 0:
            events = float(weeks.credited[one.channel + 1].sum())
            doubted |= after[one.channel] or unmoved[one.channel]
            who = f"{who}, {events:,.0f} credited to it"
        prior = None if one.name == "organic_rate" else float(np.sqrt(beliefs[k, k]))
        if one.name == "peak_rate":
            prior = (one.below + one.above) / 2
        label = label_of(min(sd, prior) if prior is not None else sd, prior, events, doubted)
        said = (
            f"weekly first orders against the market's mean field, {who}, {len(weeks.total)} weeks from {weeks.first}"
        )
        if label == "assumed":
            said = f"assumed as in base, by {said}"
        value = back(one.scale, float(scores[k]))
        ends = back(one.scale, float(scores[k]) - NORMAL_95 * sd), back(one.scale, float(scores[k]) + NORMAL_95 * sd)
        unit = UNITS.get(one.name, "1/day")
        rows.append(Finding(one.path, value, unit, ends, one.scale, sd, label, said))
    of = spread[np.ix_(kept, kept)]
    sds = np.sqrt(np.diag(of))
    return tuple(rows), np.asarray(of / np.outer(sds, sds))


def _said(
    setting: Setting,
    price: Mapping[str, tuple[float, float, float]],
    after: tuple[bool, ...],
    unmoved: tuple[bool, ...],
    tested: set[str],
) -> Iterator[str]:
    """What was learned of the channels, in sentences."""
    weeks = setting.weeks
    parts = [f"{name} {middle:,.4g} ({low:,.4g} to {high:,.4g})" for name, (middle, low, high) in price.items()]
    yield (
        f"Bounded: what a new customer more costs by channel, over {len(weeks.total)} weeks: {', '.join(parts)}, 5-95 %;"
        f" by {weeks.total.sum():,.0f} first orders, the channels they are credited to and the spend of every day."
    )
    yield (
        f"Credit is taken as that of the last touch within {setting.past.window} days, which holds roughly: first orders"
        " in all count as they are, their split between channels as uncertain beyond chance."
        if weeks.credited[1:].sum() > 0
        else "The table of customers credits nobody to a channel with spend: only the weeks' totals tell channels apart."
    )
    for name, follows, stands in zip(weeks.channels, after, unmoved, strict=True):
        trial = " An experiment stands beside it." if name in tested else " Only an experiment would tell."
        if follows:
            yield (
                f"Spend on {name} rose after weeks with many first orders: what it brought cannot be told from what"
                f" moved it. Its interval is widened half way back to what was believed.{trial}"
            )
        if stands:
            yield (
                f"Spend on {name} hardly ever moved: that it brings customers is known by credit alone. Its interval is"
                f" widened half way back to what was believed.{trial}"
            )


def _experiments(
    table: pd.DataFrame | None, weeks: Weeks
) -> tuple[list[tuple[int, int, int, float, float]], list[str]]:
    """The experiments that lie in the weeks: channel, first day, day after, lift, its error; and which are left out."""
    found: list[tuple[int, int, int, float, float]] = []
    notes: list[str] = []
    places = {plain(name): k for k, name in enumerate(weeks.channels)}
    for row in () if table is None else table.itertuples(index=False):
        begin, end = (int((np.datetime64(day, "D") - weeks.first).astype(int)) for day in (row.start, row.end))
        channel = places.get(plain(str(row.channel)))
        error = float(row.lift_se)
        if channel is None or begin < 0 or end > len(weeks.total) * WEEK or end <= begin or not error > 0:
            notes.append(
                f"The experiment with {row.channel} from {row.start:%Y-%m-%d} is left out: no spend, week or error."
            )
            continue
        found.append((channel, begin, end, float(row.lift), error))
    return found, notes
