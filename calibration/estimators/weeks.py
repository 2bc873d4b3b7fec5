"""A company's tables as whole weeks: what was spent and shown by channel, and who came, by the channel it credits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.company.words import plain
from calibration.likelihood import Array
from calibration.newcomers import Acquisition
from calibration.summary import Histories

WEEK = 7
LONG = 1.5
"""A time to the next row that is so many times the usual one is a pause."""
REFERRAL = frozenset(
    "referral|referrals|referred|friend|friends|invitation|invited|推荐|推荐人|好友|好友推荐|老带新|裂变".split("|")  # noqa: SIM905
)
"""Channels that are invitations, in plain words."""
BUSY = 10.0
"""First orders in the weeks around one without any that make it a gap of the file."""


@dataclass(frozen=True)
class Weeks:
    """Whole weeks from ``first`` on. ``spend`` [channel, day] currency; ``shown`` [channel, day] impressions, or None
    where the table has none; ``total`` [week] first orders but for the ``referred`` [week] ones, ``credited`` [source,
    week] those whose credit is known, source 0 = no channel with spend; ``used`` [week]; ``before``: customers of
    before."""

    first: np.datetime64
    channels: tuple[str, ...]
    spend: Array
    shown: Array | None
    total: Array
    referred: Array
    credited: Array
    used: Array
    before: int

    @property
    def weekly_spend(self) -> Array:
        """Currency, [channel, week]."""
        return np.asarray(self.spend.reshape(len(self.channels), -1, WEEK).sum(axis=-1))


def weeks_of(
    spend: pd.DataFrame, customers: pd.DataFrame | None, seen: Histories, gained: Acquisition, channels: tuple[str, ...]
) -> Weeks | None:
    """The weeks in which both spend and new customers are known; None where there is no whole one."""
    dates = spend["date"].to_numpy("datetime64[D]")
    if not len(dates) or not channels:
        return None
    first = max(dates.min(), gained.first)
    last = min(_last_day(dates), gained.last)
    days = (int((last - first).astype(int)) + 1) // WEEK * WEEK
    if days < WEEK:
        return None
    paid, shown = (by_day(spend, channels, first, days, column) for column in ("spend", "impressions"))
    channel = _channel_of(seen, customers, channels)
    week = (seen.first - first).astype(int) // WEEK
    inside = (week >= 0) & (week < days // WEEK)

    def count(who: np.ndarray) -> Array:
        return np.bincount(week[inside & who], minlength=days // WEEK).astype(float)

    referred = count(channel == len(channels) + 1)
    total = count(channel <= len(channels))
    credited = np.array([count(channel == k) for k in range(len(channels) + 1)])
    around = np.convolve(total + referred, np.ones(5) / 4, "same")
    return Weeks(
        first=first,
        channels=channels,
        spend=paid,
        shown=shown if shown_throughout(paid, shown) else None,
        total=total,
        referred=referred,
        credited=credited,
        used=~((total + referred == 0) & (around > BUSY)),
        before=int((seen.first < first).sum()),
    )


def by_day(spend: pd.DataFrame, channels: tuple[str, ...], first: np.datetime64, days: int, column: str) -> Array:
    """``column`` of the table by channel and day; rows a week or a month apart are spread over their days."""
    found = np.zeros((len(channels), days))
    if column not in spend:
        return found
    rows = spend.assign(day=spend["date"].to_numpy("datetime64[D]"))
    for k, name in enumerate(channels):
        own = rows[rows["channel"].astype(str) == name].groupby("day")[column].sum()
        if own.empty:
            continue
        begin = (own.index.to_numpy("datetime64[D]") - first).astype(int)
        span = spans(begin)
        daily = own.to_numpy(float) / span
        for at, length, value in zip(begin.tolist(), span.tolist(), daily.tolist(), strict=True):
            found[k, max(at, 0) : max(min(at + length, days), 0)] += value
    return found


def spans(begin: np.ndarray) -> np.ndarray:
    """Days for which each row stands: until the next one, but for pauses; the last as long as is usual."""
    apart = np.diff(begin)
    if not len(apart):
        return np.ones(1, int)
    usual = int(np.median(apart))
    return np.append(np.where(apart <= LONG * usual, apart, usual), usual)


def invited(customers: pd.DataFrame) -> bool:
    """Whether the table may hold people who came by invitation: some are credited to one, or it credits nobody."""
    if "referrer_id" in customers and (customers["referrer_id"].fillna("").astype(str) != "").any():
        return True
    if "channel" not in customers or customers["channel"].isna().all():
        return True
    return bool({plain(str(name)) for name in customers["channel"].dropna().unique()} & REFERRAL)


def _last_day(dates: np.ndarray) -> np.datetime64:
    days = np.unique(dates)
    return np.datetime64(days[-1] + int(spans((days - days[0]).astype(int))[-1]) - 1)


def shown_throughout(paid: Array, shown: Array) -> bool:
    """Whether impressions are told wherever there is spend."""
    return bool(shown.any()) and bool((shown[paid > 0] > 0).mean() > 0.99)


def _channel_of(seen: Histories, customers: pd.DataFrame | None, channels: tuple[str, ...]) -> np.ndarray:
    """The source of each customer: 0 without a channel with spend, channels from 1 on, then invited, -1 unknown."""
    invited = len(channels) + 1
    found = pd.Series(-1, index=pd.Index(seen.customer_id))
    if customers is None:
        return found.to_numpy()
    table = customers.set_index("customer_id").reindex(found.index)
    if "channel" in table:
        places = {plain(name): k for k, name in enumerate(channels, 1)} | dict.fromkeys(REFERRAL, invited)
        told = table["channel"].map(lambda name: places.get(plain(str(name)), 0), na_action="ignore")
        found = told.fillna(-1).astype(int)
    if "referrer_id" in table:
        referrer = table["referrer_id"].fillna("").astype(str) != ""
        found = found.mask(referrer, invited)
    return found.to_numpy()
