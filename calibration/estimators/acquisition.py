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

from calibration.channels import Media
from calibration.company.words import plain
from calibration.estimators.awakening import Setting, Unknown, setting_of, told
from calibration.estimators.credit import Found, Seen, most_likely
from calibration.estimators.finding import Finding, Findings, back, label_of
from calibration.estimators.moved import FEWEST_WEEKS, followed, still
from calibration.estimators.weeks import WEEK, Weeks, weeks_of
from calibration.first_orders import flow
from calibration.likelihood import NORMAL_95, Array
from calibration.newcomers import Acquisition
from calibration.summary import Histories
from scenarios.results.sentences import number

DRAWS = 200
UNITS = {
    "half_saturation": "impressions/person/day",
    "carryover": "per week",
    "nurture_effect": "utility per log touch",
    "share_reached": "share",
    "share_retained": "share",
    "unsubscribe_fatigue": "1/day per squared touch",
}
"""Of numbers that are no rates per day."""
Middle = tuple[float, float, float]
"""A middle with its 5 % and 95 % points."""


@dataclass(frozen=True)
class Trial:
    """An experiment: channel ``at`` off from day ``begin`` to the start of day ``end``, ``lift`` with ``error``."""

    at: int
    begin: int
    end: int
    lift: float
    error: float


@dataclass(frozen=True)
class Acquired:
    """What was found: ``findings`` for the market; what a new customer more cost by channel, currency, over the weeks
    of the history, chance included; ``reached`` and ``retained``, shares of people at their end; ``setting`` and
    ``found`` say how."""

    findings: Findings
    costs: Mapping[str, Middle]
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
    media: Media,
    seen: Histories,
    gained: Acquisition,
    market: Mapping[str, Any],
    policy: Mapping[str, Any],
) -> Acquired | None:
    """What the tables say about the channels of ``market``, all of which are in ``media``; None where there are not 26
    weeks in which both spend and new customers are known.

    ``market`` and ``policy`` in the form of base.yaml, amounts in currency.
    """
    names = tuple(str(channel["name"]) for channel in market["channels"])
    weeks = weeks_of(media.spend, media.customers, seen, gained, names)
    if weeks is None or weeks.used.sum() < FEWEST_WEEKS or weeks.total.sum() < 1:
        return None
    trials, notes = _trials(media.experiments, weeks)
    setting = setting_of(weeks, market, policy, [(one.at, one.begin, one.end) for one in trials])
    lifts, errors = np.array([one.lift for one in trials]), np.array([one.error for one in trials])
    found = most_likely(setting.model, Seen(weeks.total, weeks.used, weeks.credited, lifts, errors), *told(setting))
    return acquired(setting, found, {names[one.at] for one in trials}, notes)


def acquired(setting: Setting, found: Found, tested: set[str], notes: list[str]) -> Acquired:
    """What a maximum says, beliefs widened where spend did not move or followed demand; ``tested``: channels of which
    there is an experiment."""
    weeks, covariance = setting.weeks, found.covariance.copy()
    after, unmoved = followed(weeks), still(weeks)
    for k, one in enumerate(setting.unknowns):
        if one.name == "peak_rate" and (after[one.channel] or unmoved[one.channel]):
            covariance[k, k] += max(1.0 - covariance[k, k], 0.0) / 2  # half way back to what was believed
    rng = np.random.default_rng(0)
    draws = found.unknowns + rng.standard_normal((DRAWS, len(covariance))) @ np.linalg.cholesky(covariance).T
    more = np.maximum(rng.poisson(np.minimum(brought(setting, draws), 1e12)), 0.5)  # beliefs, and chance
    ends = np.quantile(weeks.spend.sum(axis=1) / more, (0.5, 0.05, 0.95), axis=0)
    price = {name: (float(a), float(b), float(c)) for name, (a, b, c) in zip(weeks.channels, ends.T, strict=True)}
    said = (*_said(setting, price, _ratios(setting, found)), *_doubted(weeks, after, unmoved, tested), *notes)
    rows, together = _rows(setting, found, covariance, tuple(a or b for a, b in zip(after, unmoved, strict=True)))
    end = flow(setting.past, setting.rates(found.unknowns[None]))
    stand = float(end.reached[0]), float(end.retained[0])
    return Acquired(Findings(rows, said, together), price, *stand, setting, found)


def brought(setting: Setting, sets: Array) -> Array:
    """Expected new customers that each channel brought over the weeks of the history, [set, channel]: its share, by the
    mean field, of all who came, as each brings as many by invitation."""
    rates = setting.rates(sets)
    came = float((setting.weeks.total + setting.weeks.referred).sum())
    whole = flow(setting.past, rates).caused.sum(axis=(1, 2))
    found = np.zeros((len(sets), len(setting.weeks.channels)))
    for k in range(found.shape[1]):
        without, _ = setting.without(k)
        found[:, k] = came * np.maximum(1.0 - flow(without, rates).caused.sum(axis=(1, 2)) / whole, 0.0)
    return found


def _rows(
    setting: Setting, found: Found, covariance: Array, doubted: tuple[bool, ...]
) -> tuple[tuple[Finding, ...], Array]:
    """The numbers of the market with their intervals, and the correlations of their normal scores."""
    slopes = setting.slopes(found.unknowns)
    scores, spread = setting.scores(found.unknowns[None])[0], slopes @ covariance @ slopes.T
    kept = [k for k, one in enumerate(setting.unknowns) if one.path]
    rows = tuple(
        _row(setting, setting.unknowns[k], float(scores[k]), float(np.sqrt(spread[k, k])), doubted) for k in kept
    )
    of = spread[np.ix_(kept, kept)]
    sds = np.sqrt(np.diag(of))
    return rows, np.asarray(of / np.outer(sds, sds))


def _row(setting: Setting, one: Unknown, score: float, sd: float, doubted: tuple[bool, ...]) -> Finding:
    """A number of the market whose belief is normal with ``sd`` around ``score``, on its scale."""
    weeks = setting.weeks
    events = float(weeks.total.sum())
    said = f"{events:,.0f} first orders by week"
    doubt = one.name in ("organic_rate", "peak_rate")  # how awareness becomes orders is believed, not seen
    if one.channel >= 0:
        events = float(weeks.credited[one.channel + 1].sum())
        said += f", {events:,.0f} credited to it"
        doubt |= doubted[one.channel]
    prior = (one.below + one.above) / 2
    label = label_of(min(sd, prior), prior, events, doubt)
    said += f", against the mean field over {len(weeks.total)} weeks from {weeks.first}"
    if label == "assumed":
        said = f"assumed in base, hardly narrowed by {said}"
    ends = back(one.scale, score - NORMAL_95 * sd), back(one.scale, score + NORMAL_95 * sd)
    unit = UNITS.get(one.name, "1/day")
    return Finding(one.path, back(one.scale, score), unit, ends, one.scale, sd, label, said)


def _ratios(setting: Setting, found: Found) -> dict[str, Middle]:
    """What the firm credits against what the mean field credits, by channel."""
    at = [(k, one) for k, one in enumerate(setting.unknowns) if one.name == "credit_ratio"]
    scores, slopes = setting.scores(found.unknowns[None])[0], setting.slopes(found.unknowns)
    sds = np.sqrt(np.diag(slopes @ found.covariance @ slopes.T))
    ends = [[scores[k] + z * sds[k] for z in (0.0, -NORMAL_95, NORMAL_95)] for k, _ in at]
    middles = [(float(a), float(b), float(c)) for a, b, c in np.exp(ends)]
    return {setting.weeks.channels[one.channel]: middle for (_, one), middle in zip(at, middles, strict=True)}


def _listed(by_name: Mapping[str, Middle], digits: int) -> str:
    """Names with middles and ends, in a form that every language reads."""
    each = {name: [number(one, digits) for one in ends] for name, ends in by_name.items()}
    return ", ".join(f"{name} {middle} ({low}-{high})" for name, (middle, low, high) in each.items())


def _said(setting: Setting, price: Mapping[str, Middle], ratios: Mapping[str, Middle]) -> Iterator[str]:
    """What was learned of the channels, in sentences."""
    weeks = setting.weeks
    yield (
        f"Bounded: what a new customer more cost by channel: {_listed(price, 4)}, 5-95 %; by {weeks.total.sum():,.0f}"
        f" first orders of {len(weeks.total)} weeks, whom they are credited to, and the spend of every day; friends"
        " invited count with those who invite."
    )
    if weeks.credited[1:].sum() > 0:
        yield (
            f"Credit is that of the last touch within {setting.past.window} days; its level may err, for good, so it"
            " tells changes over time more than levels. Credited, against what is brought by the same touch:"
            f" {_listed(ratios, 2)} times, 5-95 %."
        )
    else:
        yield "Nobody is credited to a channel with spend: channels are told apart by the weeks' totals alone."


def _doubted(weeks: Weeks, after: tuple[bool, ...], unmoved: tuple[bool, ...], tested: set[str]) -> Iterator[str]:
    """Why intervals are widened, in sentences."""
    for name, follows, stands in zip(weeks.channels, after, unmoved, strict=True):
        trial = "An experiment stands beside it." if name in tested else "An experiment would tell."
        if follows:
            yield (
                f"Spend on {name} rose after weeks with many first orders: what it brought is hard to tell from what"
                f" moved it. Its interval is widened half way back to what was believed. {trial}"
            )
        if stands:
            yield (
                f"Spend on {name} hardly ever moved: that it brings customers is known by credit alone. Its interval is"
                f" widened half way back to what was believed. {trial}"
            )


def _trials(table: pd.DataFrame | None, weeks: Weeks) -> tuple[list[Trial], list[str]]:
    """The experiments that lie in the weeks, and in sentences which are left out."""
    if table is None:
        return [], []
    found: list[Trial] = []
    notes: list[str] = []
    places = {plain(name): k for k, name in enumerate(weeks.channels)}
    begins, ends = ((table[day].to_numpy("datetime64[D]") - weeks.first).astype(int) for day in ("start", "end"))
    lifts, errors = table["lift"].to_numpy(float), table["lift_se"].to_numpy(float)
    for name, begin, end, lift, error in zip(table["channel"].astype(str), begins, ends, lifts, errors, strict=True):
        at = places.get(plain(name))
        if at is not None and 0 <= begin < end <= len(weeks.total) * WEEK and error > 0:
            found.append(Trial(at, int(begin), int(end), float(lift), float(error)))
            continue
        notes.append(
            f"The experiment with {name} from {weeks.first + int(begin)} is left out: it has no error, or lies outside"
            " the weeks in which spend and new customers are known."
        )
    return found, notes
