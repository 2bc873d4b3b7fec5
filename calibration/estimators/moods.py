"""What is known of customers' satisfaction, moment by moment, from what they lived through and what they answered.

Satisfaction is normal given the past: each experience moves its mean and adds noise, each answer to a survey narrows
it (ordered logit; moments by Gauss-Hermite quadrature, an assumed density filter: Minka 2001). Only the past of a
moment is used, as who answers later is a customer still.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from calibration.estimators.finding import assumed, completed, counted, days_between
from calibration.likelihood import Array

NONE, DETRACTOR, PASSIVE, PROMOTER = -1, 0, 1, 2
LOW, HIGH = 0.6, 0.9  # of the highest score: at most, a detractor; at least, a promoter (Reichheld 2003: 0-6, 9-10)
HOURS = 24.0
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Mind:
    """How satisfaction moves and answers: ``weight`` of the newest experience; the ordered logit of scores ``low``,
    ``high``, ``slope``; ``extreme``, log odds of an answer that detractors and promoters have more than others."""

    low: float
    high: float
    slope: float
    extreme: float
    weight: float


def events(orders: pd.DataFrame, tickets: pd.DataFrame | None, surveys: pd.DataFrame | None) -> pd.DataFrame:
    """What happened to customers, by customer and time: ``who``; ``at``, days since the first order; ``worth`` of an
    experience or NaN; ``answer``, a class or NONE; ``order`` and ``contact``: it is an order, they came to us.

    ``orders``: ``who`` and ``at`` (a moment), sorted. Who has no order, or came before it, is left out.
    """
    bought = {"time": orders["at"], "worth": 0.0, "answer": NONE, "order": True, "contact": False}
    parts = [pd.DataFrame({"who": orders["who"], **bought})]
    if tickets is not None:
        parts += _of_tickets(tickets)
    scored = []
    if surveys is not None and len(surveys):
        scored.append(surveys[["customer_id", "at", "score"]].set_axis(["who", "time", "score"], axis=1))
    if tickets is not None and {"satisfaction", "resolved_at"} <= set(tickets):
        told = tickets[tickets["satisfaction"].notna() & tickets["resolved_at"].notna()]
        scored.append(told[["customer_id", "resolved_at", "satisfaction"]].set_axis(["who", "time", "score"], axis=1))
    for one in scored:
        if not one["score"].max() > 0.0:
            continue
        share = one["score"].to_numpy(float) / float(one["score"].max())
        classes = np.where(share <= LOW, DETRACTOR, np.where(share >= HIGH, PROMOTER, PASSIVE))
        parts.append(one[["who", "time"]].assign(answer=classes, contact=True))
    found = pd.concat(parts, ignore_index=True)
    found = found.fillna({"answer": NONE, "order": False, "contact": False})
    found["who"] = found["who"].astype(str)
    first = orders.groupby("who")["at"].min()
    begun = found["who"].map(first)
    found["at"] = days_between(begun, found["time"])
    found = found[found["at"] >= 0.0].astype({"order": bool, "contact": bool, "answer": int})
    found["rank"] = found["answer"] != NONE
    return found.sort_values(["who", "at", "rank"], kind="stable", ignore_index=True).drop(columns=["time", "rank"])


def _of_tickets(tickets: pd.DataFrame) -> list[pd.DataFrame]:
    """Opening a ticket, and what becomes of it: rounds of work that solve nothing, giving up, the solution."""
    tickets = completed(tickets, ("first_response_at", "resolved_at", "abandoned_at"), ("reopened",))
    who, opened, answered = tickets["customer_id"].astype(str), tickets["opened_at"], tickets["first_response_at"]
    resolved, given_up = tickets["resolved_at"], tickets["abandoned_at"]
    number = {name: assumed(f"satisfaction.{name}") for name in ("wait_effect", "solving_effect", "solved_effect")}
    number |= {name: assumed(f"satisfaction.{name}") for name in ("wait_scale", "solving_scale", "gave_up_effect")}

    def patience_lost(until: pd.Series) -> Array:
        waited = np.maximum(days_between(opened, until), 0.0) * HOURS
        return np.asarray(number["wait_effect"] * np.log1p(waited / number["wait_scale"]))

    solving = number["solving_effect"] * np.log1p(days_between(opened, resolved) / number["solving_scale"])
    again = counted(tickets["reopened"])
    again = again.where(resolved.notna() | given_up.notna(), again.clip(lower=1)).where(answered.notna(), 0)
    lost = -patience_lost(answered.fillna(opened))
    rounds = pd.DataFrame({"who": who, "time": answered, "worth": lost}).loc[np.repeat(tickets.index, again)]
    end = pd.DataFrame({"who": who, "time": resolved, "worth": number["solved_effect"] + lost - solving})
    gone = pd.DataFrame({"who": who, "time": given_up, "worth": -number["gave_up_effect"] - patience_lost(given_up)})
    came = pd.DataFrame({"who": who, "time": opened, "worth": np.nan, "contact": True})
    return [came, *(one[one["time"].notna()] for one in (rounds, end, gone))]


def moods(happened: pd.DataFrame, mind: Mind) -> tuple[Array, Array, float]:
    """Mean and variance of satisfaction after each of ``happened`` (as ``events`` has them), given what came before
    and with it; and the log-likelihood of the answers."""
    weight, noise = mind.weight, assumed("satisfaction.noise")
    turn = happened.groupby("who", sort=False).cumcount().to_numpy()
    row = happened.groupby("who", sort=False).ngroup().to_numpy()
    worth, answer = happened["worth"].to_numpy(float), happened["answer"].to_numpy(int)
    mean, var = np.zeros(row.max(initial=-1) + 1), np.zeros(row.max(initial=-1) + 1)
    means, variances = np.zeros(len(turn)), np.zeros(len(turn))
    likelihood = 0.0
    order = np.argsort(turn, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(turn[order])) + 1):
        lived = at[~np.isnan(worth[at])]
        who = row[lived]
        mean[who] += weight * (worth[lived] - mean[who])
        var[who] = (1.0 - weight) ** 2 * var[who] + (weight * noise) ** 2
        told = at[answer[at] != NONE]
        if len(told):
            who = row[told]
            points = mean[who, None] + np.sqrt(var[who])[:, None] * _NODES
            weighed = _WEIGHTS * chances(mind, points, answer[told][:, None])
            total = weighed.sum(axis=1)
            likelihood += float(np.log(total).sum())
            mean[who] = (weighed * points).sum(axis=1) / total
            var[who] = (weighed * (points - mean[who, None]) ** 2).sum(axis=1) / total
        means[at], variances[at] = mean[row[at]], var[row[at]]
    return means, variances, likelihood


def chances(mind: Mind, satisfaction: Array, answer: Array) -> Array:
    """Probability of a class of those who answer at a satisfaction; the arguments broadcast."""
    low = expit(mind.low - mind.slope * satisfaction)
    high = expit(mind.high - mind.slope * satisfaction)
    usual = assumed("satisfaction.answers.answer")
    more = float(expit(usual + mind.extreme) / expit(usual))
    own = np.select([answer == DETRACTOR, answer == PASSIVE], [more * low, high - low], more * (1.0 - high))
    return np.asarray(own / (more + (1.0 - more) * (high - low)))
