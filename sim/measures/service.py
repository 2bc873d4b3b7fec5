"""How the service desks do: waits, solutions, who gives up, what surveys say. Of the whole firm and by desk."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.core.loop.desk import BINS_PER_LOG, MINUTES
from sim.engine import Ledger
from sim.plan import Plan
from sim.ratio import ratio
from sim.vocabulary import Desk, Event, Score, Stage

HOURS = 24.0
MICRO_DAYS = 1e6

Row = tuple[str, str, str, float]


def service(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Rows (measure, by, key, value) of the desks, all together and each; nothing where there are none."""
    if not plan.desks:
        return
    yield from _of_desks(plan, ledger, slice(None), "all", "")
    for h, name in enumerate(plan.desks):
        yield from _of_desks(plan, ledger, slice(h, h + 1), "desk", name)
    if plan.behaviour[0]["mend"]:
        day = ledger.causes[:, 1]
        mended = (day >= 0) & (day < plan.days)
        yield "causes_mended", "all", "", float(mended.sum())
        yield "mended_day", "all", "", float(day[mended].mean()) if mended.any() else np.nan


def _of_desks(plan: Plan, ledger: Ledger, which: slice, by: str, key: str) -> Iterator[Row]:
    days = ledger.desk_days[:, which].sum(axis=1)
    total = dict(zip(Desk, days.sum(axis=0).astype(float), strict=True))
    answer, solution, vain = ledger.waits[:, which].sum(axis=1)
    ended = total[Desk.SERVED] + total[Desk.GAVE_UP]
    staffed = plan.staff[which].sum() / HOURS * MICRO_DAYS
    found = {
        "tickets": total[Desk.ASKED],
        "first_response": _hours(total[Desk.WAITED] + total[Desk.IN_VAIN], ended),
        "first_response_p90": HOURS * wait_quantile(answer, vain, 0.9),
        "within_target": within(answer, vain, plan.target_hours),
        "resolution": _hours(total[Desk.SOLVING], total[Desk.SOLVED]),
        "resolution_p90": HOURS * wait_quantile(solution, np.zeros_like(vain), 0.9),
        "gave_up_share": ratio(total[Desk.GAVE_UP], ended),
        "reopened_share": ratio(total[Desk.REOPENED], total[Desk.SERVED]),
        "occupancy": ratio(total[Desk.HANDLED], staffed),
        "backlog": float(days[:, Desk.WAITING].mean()),
    }
    for name, value in found.items():
        yield name, by, key, value


def wait_quantile(ended: np.ndarray, censored: np.ndarray, share: float) -> float:
    """The wait, days, that ``share`` of tickets do not exceed if nobody gives up before (Kaplan & Meier 1958).

    ``ended``, ``censored``: int64 [bin], tickets whose wait ended, who gave up in it (sim.core.loop.desk.wait_bin).
    NaN where so few waits end that it cannot be told.
    """
    here = ended + censored
    at_risk = np.cumsum(here[::-1])[::-1] - censored / 2.0
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.cumprod(np.where(ended > 0, 1.0 - ended / at_risk, 1.0))
    past = np.flatnonzero(left <= 1.0 - share)
    if not len(past):
        return np.nan
    k = int(past[0])
    before = left[k - 1] if k else 1.0
    place = k + (before - (1.0 - share)) / (before - left[k])
    return float(np.expm1(place / BINS_PER_LOG) / MINUTES)


def within(ended: np.ndarray, censored: np.ndarray, hours: float) -> float:
    """Share of the tickets whose wait is over, by an answer (``ended``) or in vain, that were answered within so many
    ``hours``; evenly within a bin. NaN without tickets."""
    place = BINS_PER_LOG * np.log1p(60.0 * hours)
    parts = np.clip(place - np.arange(len(ended)), 0.0, 1.0)
    return ratio(float(parts @ ended), float(ended.sum() + censored.sum()))


def surveys(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Rows of what customers say and of what they think; nothing where nobody is asked and nothing is felt."""
    numbers = plan.behaviour[0]
    counts = ledger.scores.sum(axis=0)
    if counts.sum():
        for name, of in (("nps", counts[1]), ("nps_of_all", counts.sum(axis=0))):
            yield name, "all", "", net_promoters(of)
        yield "nps_error", "all", "", net_promoters_error(counts[1])
        yield "survey_response", "all", "", float(counts[1].sum() / counts.sum())
    if numbers["warn_share"] > 0.0 or numbers["praise_share"] > 0.0:
        events = ledger.counts.sum(axis=(0, 1))
        yield "warned", "all", "", float(events[Event.WARNED]) * plan.scale
        yield "praised", "all", "", float(events[Event.PRAISED]) * plan.scale
    if numbers["satisfaction_on"]:
        here = ledger.people["stage"] == Stage.CUSTOMER
        mood = ledger.more["satisfaction"][here]
        yield "satisfaction", "all", "", float(mood.mean()) if len(mood) else np.nan


def net_promoters(counts: np.ndarray) -> float:
    """Share of promoters less share of detractors, points (Reichheld 2003); NaN without answers."""
    n = counts.sum()
    return float(100.0 * (counts[Score.PROMOTER] - counts[Score.DETRACTOR]) / n) if n else np.nan


def net_promoters_error(counts: np.ndarray) -> float:
    """Its standard error from the number of answers alone, points: 100 sqrt((p + d - (p - d)^2) / n)."""
    n = counts.sum()
    if not n:
        return np.nan
    p, d = counts[Score.PROMOTER] / n, counts[Score.DETRACTOR] / n
    return float(100.0 * np.sqrt((p + d - (p - d) ** 2) / n))


def _hours(micro_days: float, tickets: float) -> float:
    return ratio(micro_days / MICRO_DAYS * HOURS, tickets)
