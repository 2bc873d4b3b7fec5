"""Tickets: how often customers ask, how long it takes to help them, how long they wait, how often that is enough.

Questions come at a rate per customer and day, counted where somebody surely is a customer: between the first and the
last order, away from orders. What is more within ``AFTER`` days of an order is trouble with it, or, after a first
order, also help to get started. Handling is log-normal (Brown et al. 2005) over tickets served once. Patience is
exponential: whoever was answered is censored at the wait; of those who left silently it is known that they were gone
when the desk got to the next ticket (Mandelbaum & Zeltyn 2013; Castellanos, Yom-Tov & Goldberg).
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from calibration.estimators.finding import (
    FEW,
    Finding,
    Findings,
    completed,
    counted,
    days_between,
    found,
    label_of,
    sales,
    share_of,
)
from calibration.likelihood import Array

AFTER = 21.0  # days within which trouble with an order shows
SETTLED = 21.0  # days at the end of the window whose tickets may still come back
MINUTES = 1440.0
LEAST = 3  # who gave up, for patience to be told


def tickets(tickets: pd.DataFrame, orders: pd.DataFrame, until: pd.Timestamp | None = None) -> Findings:
    """What ``tickets`` (with a column ``desk``, or of one desk called "all") and ``orders`` say about service.

    ``until``: the end of both tables; None = the last moment in them. Paths are below ``service``.
    """
    tickets = completed(tickets, ("first_response_at", "resolved_at", "abandoned_at"), ("agent_minutes",))
    if "reopened" in tickets:
        tickets = tickets.assign(reopened=counted(tickets["reopened"]))
    desk = tickets["desk"].astype(str) if "desk" in tickets else pd.Series("all", tickets.index)
    end = until if until is not None else max(tickets["opened_at"].max(), orders["ordered_at"].max())
    notes: list[str] = []
    rows = _arrivals(tickets, orders, end, notes)
    for name, own in tickets.groupby(desk, sort=True):
        rows += _of_desk(str(name), own, len(tickets), end, notes)
    return Findings(tuple(rows), tuple(notes))


def _arrivals(tickets: pd.DataFrame, orders: pd.DataFrame, end: pd.Timestamp, notes: list[str]) -> list[Finding]:
    """Questions per customer and day; troubles per order; help to start per new customer."""
    days = _order_days(orders, end)
    asked = pd.DataFrame({"who": tickets["customer_id"].astype(str), "at": _days(tickets["opened_at"], end)})
    asked = asked.sort_values("at", kind="stable")
    joined = pd.merge_asof(asked, days.sort_values("at"), on="at", by="who", suffixes=("", "_order"))
    joined["age"] = joined["at"] - joined["ordered"]
    known = joined["age"].notna()
    if (~known).any():
        notes.append(f"{int((~known).sum())} tickets are of people without an earlier order; they are left out.")
    quiet = float((days["gap"] - AFTER).clip(lower=0.0)[days["gap"].notna()].sum())
    between = joined["gap"].notna() & (joined["age"] > AFTER)
    questions = int(between.sum())
    if quiet <= 0.0 or questions == 0:
        notes.append("No ticket away from an order: how often customers just ask is not learned.")
        rate, rate_sd = 0.0, 0.0
        rows = []
    else:
        rate, rate_sd = questions / quiet, 1.0 / math.sqrt(questions)
        said = f"{questions:,} tickets in {quiet / 365:,.0f} years between orders, away from them"
        label = label_of(rate_sd, events=questions)
        rows = [found("service.question_rate", rate, rate_sd, "log", "1/day", label, said)]
    trouble, trouble_sd = 0.0, 0.0
    for first, path, what in ((False, "trouble_share", "repeat orders"), (True, "start_share", "first orders")):
        n = int((days["alone"] & (days["first"] == first)).sum())
        if n == 0:
            continue
        near = joined["age"].le(AFTER) & (joined["first"] == first) & joined["alone"].eq(True)
        count, expected = int(near.sum()), rate * AFTER * n + (trouble * n if first else 0.0)
        share = (count - expected) / n
        error = math.sqrt(count + (rate * AFTER * n * rate_sd) ** 2 + (n * trouble_sd) ** 2 * first) / n
        if not first:
            trouble, trouble_sd = max(share, 0.0), error
        if share < 2.0 * error or count < FEW:
            notes.append(f"Tickets within {AFTER:g} days of {what} are hardly more than at other times: not learned.")
            continue
        unit = "share" if first else "per order"
        said = f"{count:,} tickets within {AFTER:g} days of {n:,} {what}, {expected:,.0f} of which would come anyway"
        sd = error / (share * (1.0 - share))
        rows.append(found(f"service.{path}", share, sd, "logit", unit, label_of(sd, events=count), said))
    return rows


def _order_days(orders: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Orders by customer: when (days before ``end``, negative), the first one or not, days to the next one or
    NaN, and whether no other one is near while the customer is surely there."""
    days = sales(orders)[["who", "at"]]
    days["at"] = _days(days["at"], end)
    same = days.groupby("who", sort=False)["at"]
    gap, before = same.shift(-1) - days["at"], days["at"] - same.shift(1)
    alone = (gap > AFTER) & ~(before <= AFTER)  # nobody drops out within the window, nor is another order near
    return days.assign(ordered=days["at"], first=same.cumcount() == 0, gap=gap, alone=alone)


def _days(moments: pd.Series, end: pd.Timestamp) -> Array:
    return -days_between(moments, np.full(len(moments), np.datetime64(end)))


def _of_desk(name: str, own: pd.DataFrame, all_of_them: int, end: pd.Timestamp, notes: list[str]) -> list[Finding]:
    at = f"service.desks.{name}"
    part, said = len(own) / all_of_them, f"{len(own):,} of {all_of_them:,} tickets"
    sd = 1.0 / math.sqrt(len(own))
    rows = [
        Finding(f"{at}.share", part, "share", None, "log", sd, label_of(sd, events=len(own)), said)
    ]  # they sum to 1
    rows += handling(f"{at}", own)
    rows += patience(f"{at}", own, end, notes)
    reopened = int(own["reopened"].sum()) if "reopened" in own else 0
    settled = own["opened_at"] <= end - pd.Timedelta(days=SETTLED)
    resolved = int((own["resolved_at"].notna() & settled).sum())
    again = int(own.loc[settled, "reopened"].sum()) if reopened else 0
    if resolved + again >= FEW:
        said = f"{resolved:,} rounds of work solved a ticket, after {again:,} it came back"
        rows.append(share_of(f"{at}.solved", resolved, again, "share", said))
    return rows


def handling(at: str, own: pd.DataFrame) -> list[Finding]:
    """Mean and sd of handling, minutes, log-normal, over tickets that one round of work dealt with."""
    once = own["first_response_at"].notna() & own["abandoned_at"].isna() & (own["agent_minutes"] > 0)
    if "reopened" in own:
        once &= own["reopened"] == 0
    logs = np.log(own.loc[once, "agent_minutes"].to_numpy(float))
    n = len(logs)
    if n < FEW:
        return []
    mean, var = float(logs.mean()), max(float(logs.var(ddof=1)), 1e-6)
    said = f"log-normal, {n:,} tickets that were served once"
    sd = math.sqrt(var / n + var**2 / (2 * (n - 1)))
    ratio = math.expm1(var)  # squared coefficient of variation
    # d ln(sd) / d var = 1/2 + (1 + ratio) / (2 ratio)
    spread_sd = math.sqrt(var / n + 2 * var**2 / (n - 1) * (0.5 + (1.0 + ratio) / (2.0 * ratio)) ** 2)
    middle = math.exp(mean + var / 2)
    return [
        found(f"{at}.handling", middle, sd, "log", "minutes", label_of(sd), said),
        found(f"{at}.handling_sd", middle * math.sqrt(ratio), spread_sd, "log", "minutes", label_of(spread_sd), said),
    ]


def patience(at: str, own: pd.DataFrame, end: pd.Timestamp, notes: list[str]) -> list[Finding]:
    """Mean patience, minutes, exponential; and the share of those who give up who say nothing, where any do."""
    own = own.sort_values("opened_at", kind="stable")
    answered = days_between(own["opened_at"], own["first_response_at"]) * MINUTES
    left = days_between(own["opened_at"], own["abandoned_at"]) * MINUTES
    first_left = np.isnan(answered) & ~np.isnan(left)
    reached = _reached_next(own)
    open_still = np.isnan(answered) & np.isnan(left)
    silent = open_still & ~np.isnan(reached)
    if silent.sum() < FEW / 2 or silent.sum() < 0.01 * first_left.sum():
        silent = silent & False  # a few that were passed over
    unknown = bool(silent.any())  # who has not been reached may have left unseen, too
    waiting = open_still & np.isnan(reached) & (not unknown)
    censored = np.concatenate(
        [
            answered[~np.isnan(answered)],
            days_between(own["opened_at"], np.full(len(own), np.datetime64(end)))[waiting] * MINUTES,
        ]
    )
    events = int(first_left.sum() + silent.sum())
    if events < LEAST:
        many, waited = events or "nobody", float(censored.sum()) / 60
        notes.append(f"{at}: {many} gave up in {waited:,.0f} hours of waiting; patience stays as it is assumed.")
        return []
    mean, sd = exponential(left[first_left], censored, reached[silent])
    if not math.isfinite(mean):
        notes.append(f"{at}: those who left cannot be told from those who still wait; patience stays as assumed.")
        return []
    said = f"exponential, {int(first_left.sum()):,} gave up, {int(silent.sum()):,} of whom nothing was heard"
    said += f", {len(censored):,} were answered or wait still (censored)"
    rows = [found(f"{at}.patience", mean, sd, "log", "minutes", label_of(sd, events=events), said)]
    if silent.any():
        said = f"{int(silent.sum()):,} of {events:,} who gave up said nothing: the desk got to later tickets"
        rows.append(share_of(f"{at}.silent_share", float(silent.sum()), float(first_left.sum()), "share", said))
    return rows


def exponential(left: Array, censored: Array, gone_by: Array) -> tuple[float, float]:
    """Mean of an exponential time and the standard error of its logarithm: seen to end at ``left``, not to have ended
    by ``censored``, to have ended unseen before ``gone_by``. (inf, inf) where nothing ended."""
    left, censored, gone_by = (np.maximum(x, 1.0 / 60.0) for x in (left, censored, gone_by))
    total, events = float(left.sum() + censored.sum()), len(left)

    def slope(rate: float) -> float:
        more = (gone_by / np.expm1(np.minimum(rate * gone_by, 700.0))).sum() if len(gone_by) else 0.0
        return events / rate - total + float(more)

    if events + len(gone_by) == 0 or total <= 0.0:
        return math.inf, math.inf
    rate = brentq(slope, 1e-12, 1e6)
    x = np.minimum(rate * gone_by, 300.0)
    information = events + float((x**2 * np.exp(x) / np.expm1(x) ** 2).sum()) if len(gone_by) else float(events)
    return 1.0 / rate, 1.0 / math.sqrt(information)


def _reached_next(own: pd.DataFrame) -> Array:
    """Minutes until the desk got to the next ticket that joined later and was answered; NaN where it has not."""
    opened = own["opened_at"].to_numpy("datetime64[ns]").astype("int64").astype(float)
    first = own["first_response_at"].to_numpy("datetime64[ns]")
    answered = np.where(np.isnat(first), np.nan, first.astype("int64").astype(float))
    after = np.full(len(own), np.nan)
    best = np.nan
    for k in range(len(own) - 1, -1, -1):
        after[k] = best
        best = answered[k] if not np.isnan(answered[k]) else best
    return (after - opened) / 60e9
