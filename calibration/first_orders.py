"""First orders by week, by what caused them and by what a firm credits, for spend as it was: a mean field.

The mean field of calibration.acquisition in steps of a week, for many sets of rates at once. Who becomes aware in a
week orders later, straight or from the own list; awareness fades, and who leaves the list does not join again.
People who were invited are taken as they were seen, not predicted. Credit goes to the last contact within the
window, as in the simulator, to first order in the hazard of a further contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import fft

from calibration.likelihood import Array
from sim.closed_forms.own_list import list_paths

WEEK = 7
BEFORE = 26
"""Weeks before the first one over which people already came, at a part of the hazards of the first weeks."""
EARLY = 13
"""First weeks whose mean spend stands for what was spent before."""
SHARED = (
    "organic_rate",
    "fade_rate",
    "optin_rate",
    "prospect_rate",
    "share_reached",
    "share_retained",
    "nurture_effect",
    "unsubscribe_rate",
    "unsubscribe_fatigue",
    "start",
)
ON_LIST = ("prospect_rate", "share_retained", "nurture_effect", "unsubscribe_rate", "unsubscribe_fatigue")
"""What moves people on the own list, as sim.closed_forms.own_list takes it."""
OF_CHANNELS = ("peak_rate", "half_saturation", "carryover")
Rates = Mapping[str, Array]
"""By name, [set] of SHARED ("start": the part of the hazards before the first week) and [set, channel] of OF_CHANNELS,
in the units of base.yaml."""


@dataclass(frozen=True)
class Past:
    """What is known: ``shown`` [channel, day] impressions per person of the market in whole weeks; ``share`` and
    ``weight`` [class] of the activity classes; ``touches`` per day, ``touch_memory`` days, ``most_leaving`` per day and
    ``reward_ratio`` on joining the own list; ``window`` of attribution, days; ``referred`` [week] people of the market
    who came by invitation, as a share, and ``customers`` those of before; ``early`` [channel]: shown per person and
    day before the first week."""

    shown: Array
    share: Array
    weight: Array
    touches: float
    touch_memory: float
    most_leaving: float
    reward_ratio: float
    window: int
    referred: Array
    early: Array
    customers: float = 0.0

    @property
    def weeks(self) -> int:
        return self.shown.shape[1] // WEEK


@dataclass(frozen=True)
class Flow:
    """First orders per person of the market, [set, source, week], source 0 = organic, then the channels: as they were
    caused, and as last touch credits them. ``contacts``: the mean of the week's and the window's, per person and day,
    [set, channel, week]. ``reached``, ``retained``: shares of people at the end, [set]."""

    caused: Array
    credited: Array
    contacts: Array
    reached: Array
    retained: Array


def flow(past: Past, rates: Rates) -> Flow:
    """First orders by week of ``past``, invitations apart, under each set of ``rates``."""
    hazard = _hazards(past, rates)  # [set, class, source, week]
    total = hazard.sum(axis=2)
    spells = _Spells(past, rates, past.weeks + BEFORE)
    entered = _entered(past, total, spells)
    part = hazard / np.maximum(total, 1e-300)[:, :, None]
    by_source = entered[:, :, :, None] * part[:, None]  # [set, column, class, source, week]
    share = past.share[:, None, None]
    caused = (_after(by_source, spells.ordering).sum(axis=1) * share).sum(axis=1)
    fresh = _after(by_source[:, :, :, 1:], spells.fresh).sum(axis=1)
    lost = _after(by_source[:, :, :, 1:], spells.since).sum(axis=1) * total[:, :, None]
    contacts = _running(hazard[:, :, 1:], past.window)
    again = _after(entered, spells.exposed).sum(axis=1)[:, :, None] * contacts
    paid = ((fresh + again - lost) * share).sum(axis=1)
    organic = caused.sum(axis=1, keepdims=True) - paid.sum(axis=1, keepdims=True)
    credited = np.concatenate([organic, paid], axis=1)
    around = ((hazard[:, :, 1:] + contacts) / 2 * share).sum(axis=1)
    seen = caused[:, :, BEFORE:], credited[:, :, BEFORE:], around[:, :, BEFORE:]
    return Flow(*seen, *_standing(past, entered, spells))


def _hazards(past: Past, rates: Rates) -> Array:
    """Hazards of becoming aware, per day, [set, class, source, week], from BEFORE weeks before the first one on."""
    keep = rates["carryover"] ** (1.0 / WEEK)
    start = rates["start"][:, None]
    remembered = start * past.early
    path = np.empty((*remembered.shape, past.shown.shape[1]))
    for day, shown in enumerate(past.shown.T):
        remembered = keep * remembered + (1.0 - keep) * shown
        path[..., day] = remembered
    half, peak = rates["half_saturation"][..., None], rates["peak_rate"][..., None]
    weight = past.weight[:, None, None]

    def contacts(seen: Array) -> Array:
        own = weight * seen[:, None]
        return np.asarray(peak[:, None] * own / (half[:, None] + own))

    daily = contacts(path)
    weekly = daily.reshape(*daily.shape[:-1], past.weeks, WEEK).mean(axis=-1)
    early = contacts(np.broadcast_to(past.early[:, None], (len(start), len(past.early), 1)))
    paid = np.concatenate([np.repeat(early * start[:, :, None, None], BEFORE, axis=-1), weekly], axis=-1)
    organic = np.repeat(rates["organic_rate"][:, None], paid.shape[-1], axis=1)
    organic[:, :BEFORE] *= start
    organic = np.broadcast_to(organic[:, None, None], (*paid.shape[:2], 1, paid.shape[-1]))
    return np.concatenate([organic, paid], axis=2)


class _Spells:
    """What becomes of people in the weeks after they became aware, evenly over a week: kernels [set, column, week].

    Columns: has never left the own list, has left it. ``ordering``: first orders; ``fading``: those who forget;
    ``leaving``: those who leave the list; ``still``: those reached at the end of the week; ``fresh``: first orders
    within the window; ``since``: these, times the days since becoming aware; ``exposed``: first orders, times the days
    of the window in which they were aware.
    """

    def __init__(self, past: Past, rates: Rates, weeks: int) -> None:
        days = weeks * WEEK
        age = np.arange(days + 1.0)
        fade, buy = rates["fade_rate"], rates["prospect_rate"] * rates["share_reached"]
        opt_in = rates["optin_rate"] * past.reward_ratio
        out = np.stack([fade + opt_in + buy, fade + buy], axis=1)[..., None]
        gone = -np.expm1(-out * age) / out  # days among the reached by an age
        straight = buy[:, None, None] * gone
        bought, left = _on_list(past, rates, days)
        joined = np.diff(opt_in[:, None] * gone[:, 0])
        ordering, fading = straight.copy(), fade[:, None, None] * gone
        ordering[:, 0] += _by_age(joined, bought)
        leaving = np.zeros_like(ordering)
        leaving[:, 0] = _by_age(joined, left)
        flow = np.diff(ordering)
        middle = age[:-1] + 0.5
        self.ordering, self.fading, self.leaving = _by_week(ordering), _by_week(fading), _by_week(leaving)
        self.still = np.diff(gone[..., ::WEEK]) / WEEK
        self.fresh = _by_week(_summed(flow * (middle < past.window)))
        self.since = _by_week(_summed(flow * middle * (middle < past.window)))
        self.exposed = _by_week(_summed(flow * np.minimum(middle, past.window)))


def _on_list(past: Past, rates: Rates, days: int) -> tuple[Array, Array]:
    """Of those who joined the own list: who has ordered and who has left by an age in days, [set, day + 1]."""
    occasions, share, nurture, leaving, fatigue = (rates[name][:, None] for name in ON_LIST)
    ordering, gone = list_paths(
        days, past.touches, past.touch_memory, occasions, share, nurture, leaving, fatigue, past.most_leaving
    )
    return _summed(ordering), _summed(gone)


def _summed(flow: Array) -> Array:
    """Sums up to the beginning of each day, and the end of the last."""
    return np.concatenate([np.zeros((*flow.shape[:-1], 1)), np.cumsum(flow, axis=-1)], axis=-1)


def _by_age(joined: Array, path: Array) -> Array:
    """Sums of ``path`` [set, day + 1] over those who ``joined`` [set, day] in the middle of their days."""
    half = (path[:, 1:] + path[:, :-1]) / 2
    whole = _convolved(joined, half)
    return np.concatenate([np.zeros((len(whole), 1)), whole], axis=1)


def _by_week(path: Array) -> Array:
    """Of people who enter evenly over a week: the share of what ``path`` sums by age in days, by week from theirs."""
    ends = _summed((path[..., 1:] + path[..., :-1]) / 2)[..., ::WEEK]
    before = np.concatenate([np.zeros((*ends.shape[:-1], 1)), ends[..., :-2]], axis=-1)
    return np.asarray((ends[..., 1:] - 2 * ends[..., :-1] + before) / WEEK)


def _convolved(a: Array, b: Array) -> Array:
    """Causal convolution along the last axis, as long as ``a``."""
    n = a.shape[-1]
    size = fft.next_fast_len(2 * n, real=True)
    return np.asarray(fft.irfft(fft.rfft(a, size) * fft.rfft(b, size), size)[..., :n])


def _after(entered: Array, kernel: Array) -> Array:
    """What follows from ``entered`` [set, column, ..., week] by ``kernel`` [set, column, week]."""
    more = (1,) * (entered.ndim - kernel.ndim)
    return _convolved(entered, kernel.reshape(*kernel.shape[:2], *more, kernel.shape[-1]))


def _running(hazard: Array, window: int) -> Array:
    """Mean of each week and those before it within ``window`` days."""
    weeks = -(-window // WEEK)
    total = _summed(hazard)
    last = np.arange(1, total.shape[-1])
    first = np.maximum(last - weeks, 0)
    return np.asarray((total[..., last] - total[..., first]) / (last - first))


def _entered(past: Past, total: Array, spells: _Spells) -> Array:
    """Who becomes aware, as a share of the people of the class, [set, column, class, week]."""
    sets, classes, weeks = total.shape
    entered = np.zeros((sets, 2, classes, weeks))
    unaware = np.zeros((sets, 2, classes))
    unaware[:, 0] = 1.0 - past.customers
    becoming = -np.expm1(-WEEK * total)
    back = np.stack([spells.fading, spells.leaving], axis=1)[..., ::-1]  # [set, why, column, week], the longest first
    invited = np.concatenate([np.zeros(BEFORE), past.referred])
    for week in range(weeks):
        known = entered[..., :week]
        ago = back[..., weeks - 1 - week : weeks - 1]
        returned = np.einsum("scaw,scw->sca", known, ago[:, 0])
        returned[:, 1] += np.einsum("saw,sw->sa", known[:, 0], ago[:, 1, 0])
        now = (unaware + returned / 2) * becoming[:, None, :, week]
        soon = now * back[:, 0, :, -1, None]  # who forgets in the same week
        soon[:, 1] += now[:, 0] * back[:, 1, 0, -1, None]
        entered[..., week] = now
        unaware = unaware + returned + soon - now
        unaware[:, 0] = np.maximum(unaware[:, 0] - invited[week], 0.0)
    return entered


def _standing(past: Past, entered: Array, spells: _Spells) -> tuple[Array, Array]:
    """Shares of people reached and retained at the end, [set]."""
    each = np.einsum("scaw,a->scw", entered, past.share)
    reached = (each * spells.still[..., ::-1]).sum(axis=(1, 2))
    gone = np.cumsum(spells.ordering + spells.fading + spells.leaving, axis=-1)
    return reached, (each * (1.0 - gone[..., ::-1])).sum(axis=(1, 2)) - reached
