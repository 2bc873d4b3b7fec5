"""Satisfaction and drop-out: does bad service make customers leave, though nobody sees them leave?

Orders are a Poisson process at a gamma rate until drop-out, as in the Pareto/NBD, whose hazard here moves with the
satisfaction that is known of the customer at the time (``moods``): gamma rate x E exp(-effect x S). Between events it
is constant, so that given the time of drop-out both gamma rates integrate in closed form; the time itself is
integrated by quadrature over the silence. Tickets and answers away from orders come at a rate of their own while
somebody is a customer, and so show that somebody still is one. The numbers by which experience moves satisfaction
are held as assumed, so the effect is bounded at best. That who is content stays is left out of what is known of them,
which takes a tenth from an effect of 0.5 and less from smaller ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from calibration.estimators.finding import (
    FEW,
    Finding,
    Findings,
    Scale,
    assumed,
    back,
    believed,
    days_between,
    found,
    label_of,
    prior_of,
    sales,
)
from calibration.estimators.moods import DETRACTOR, NONE, PASSIVE, PROMOTER, Mind, events, moods
from calibration.estimators.posterior import posterior, posterior_by_slopes
from calibration.likelihood import Array

AFTER = 21.0  # days after an order within which a ticket or an answer says nothing about who is still a customer
MOST = 12_000  # customers whose lives are looked at
MINDS = 2_500  # of those who answered, from whom is learned what answers mean
LEAST_SPREAD = 0.05  # of what is known of satisfaction, below which nothing can follow from it
_U, _W = np.polynomial.legendre.leggauss(12)
_U, _W = (_U + 1.0) / 2.0, _W / 2.0
PATH = "satisfaction.dropout_effect"
SLOPE, WEIGHT = 2, 4  # of the numbers of a mind


@dataclass(frozen=True)
class Lives:
    """Customers' lives in pieces between events, by customer and time; days since the first order.

    By piece: ``who``, ``start``, ``length``, whether somebody is ``known`` to be a customer at its end, contacts are
    possible from ``away`` on, and so they were for ``exposed`` days before it. By customer: ``repeats``, ``contacts``
    away from orders, ``window`` and the ``pieces`` before the customer's first.
    """

    who: np.ndarray
    start: Array
    length: Array
    known: np.ndarray
    away: Array
    exposed: Array
    repeats: np.ndarray
    contacts: np.ndarray
    window: Array
    first: np.ndarray


def lives_of(happened: pd.DataFrame, window: Array) -> Lives:
    """The lives in which ``happened`` (see ``moods.events``) lies; ``window``: days that each customer is seen for."""
    who = happened.groupby("who", sort=False).ngroup().to_numpy()
    at, order = happened["at"].to_numpy(float), happened["order"].to_numpy()
    last = happened["at"].where(happened["order"]).groupby(who).ffill().to_numpy(float)
    contact = happened["contact"].to_numpy() & (at > last + AFTER)
    before = happened["at"].where(contact).groupby(who).ffill().groupby(who).shift(1).to_numpy(float)
    fresh = contact & ~(at - before < 1.0)  # an answer to what was just asked is no contact of its own
    ends = np.append(at[1:], np.nan)
    final = np.append(who[1:] != who[:-1], True)
    ends[final] = window
    sign = np.zeros(len(window))
    np.maximum.at(sign, who[order | contact], at[order | contact])
    away = np.maximum(at, last + AFTER)
    spent = np.maximum(ends - away, 0.0)
    first = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
    return Lives(
        who=who,
        start=at,
        length=ends - at,
        known=ends <= sign[who],
        away=away,
        exposed=_before(spent, who, first),
        repeats=np.bincount(who, order, len(window)) - 1.0,
        contacts=np.bincount(who, fresh, len(window)),
        window=window,
        first=first,
    )


def _before(amounts: Array, who: np.ndarray, first: np.ndarray) -> Array:
    """What came before each piece in the life of the same customer."""
    sums = np.cumsum(amounts) - amounts
    return np.asarray(sums - sums[first][who])


def log_likelihood(lives: Lives, mean: Array, var: Array, at: Array) -> tuple[float, Array]:
    """Of orders and contacts, and its gradient (6,). ``at``: logarithms of shape and rate (days) of orders and of
    drop-out, and of contacts a day; last the effect. ``mean``, ``var``: of satisfaction in each piece."""
    r, alpha, s, beta, q = np.exp(at[:5])
    effect, n, x = at[5], len(lives.window), lives.repeats
    hazard = np.exp(-effect * mean + effect**2 * var / 2.0)
    turn = -mean + effect * var  # of the logarithm of the hazard, by the effect
    passed = _before(hazard * lives.length, lives.who, lives.first)
    turned = _before(hazard * turn * lives.length, lives.who, lives.first)
    last = np.append(lives.first[1:], len(lives.who)) - 1
    away = lives.exposed[last] + np.maximum(lives.window - lives.away[last], 0.0)
    rest = hazard[last] * lives.length[last]
    whole, turned_whole = passed[last] + rest, turned[last] + rest * turn[last]
    stays = -(r + x) * np.log(alpha + lives.window) - s * np.log(beta + whole) - q * away

    some = np.flatnonzero(~lives.known & (lives.length > 0.0))
    who, length, h = lives.who[some], lives.length[some, None], hazard[some, None]
    into = length * _U**2
    when, met = lives.start[some, None] + into, passed[some, None] + h * into
    turned_met = turned[some, None] + h * turn[some, None] * into
    seen = lives.exposed[some, None] + np.maximum(when - lives.away[some, None], 0.0)
    y = x[who, None]
    leaves = -(r + y) * np.log(alpha + when) - (s + 1.0) * np.log(beta + met) - q * seen
    leaves += at[2] + np.log(h) + np.log(2.0 * _U * _W * length)
    odds = np.exp(np.minimum(leaves - stays[who, None], 700.0))
    left = np.bincount(who, odds.sum(axis=1), n)
    total = stays + np.log1p(left) + gammaln(r + x) - gammaln(r) + r * at[1] + s * at[3] + lives.contacts * at[4]

    stay = 1.0 / (1.0 + left)
    leave = odds * stay[who, None]

    def mixed(if_stays: Array, if_leaves: Array) -> float:
        return float((stay * if_stays).sum() + (leave * if_leaves).sum())

    shape = float((digamma(r + x) - digamma(r)).sum()) + mixed(-np.log(alpha + lives.window), -np.log(alpha + when))
    slopes = [
        r * (n * at[1] + shape),
        n * r + alpha * mixed(-(r + x) / (alpha + lives.window), -(r + y) / (alpha + when)),
        s * (n * at[3] + mixed(-np.log(beta + whole), 1.0 / s - np.log(beta + met))),
        n * s + beta * mixed(-s / (beta + whole), -(s + 1.0) / (beta + met)),
        float(lives.contacts.sum()) + q * mixed(-away, -seen),
        mixed(-s * turned_whole / (beta + whole), turn[some, None] - (s + 1.0) * turned_met / (beta + met)),
    ]
    return float(total.sum()), np.array(slopes)


def dropout_effect(lives: Lives, mean: Array, var: Array, begin: Array | None = None) -> tuple[Array, Array]:
    """Mode and covariance of the numbers of ``log_likelihood``; the effect is the last."""
    if begin is None:
        days = float(lives.window.sum())
        orders, contacts = (float(what.sum()) + 0.5 for what in (lives.repeats, lives.contacts))
        silence = float(np.median(lives.window))
        begin = np.array([0.0, np.log(days / (2.0 * orders)), 0.0, np.log(silence), np.log(contacts / days), 0.0])
    beliefs = [*[None] * 5, prior_of(PATH, "linear")]
    return posterior_by_slopes(lambda at: log_likelihood(lives, mean, var, at), begin, beliefs)


def satisfaction(
    orders: pd.DataFrame,
    tickets: pd.DataFrame | None = None,
    surveys: pd.DataFrame | None = None,
    until: pd.Timestamp | None = None,
) -> Findings:
    """What ``tickets`` and ``surveys`` say, together with ``orders``, about satisfaction and drop-out.

    ``until``: the end of the tables; None = the last moment in them. Paths are below ``satisfaction``.
    """
    sold = sales(orders)
    ends = [sold["at"].max(), *(t[c].max() for t, c in ((tickets, "opened_at"), (surveys, "at")) if t is not None)]
    end = until if until is not None else max(ends)
    notes: list[str] = []
    people = sold["who"].unique()
    if len(people) > MOST:
        notes.append(f"Satisfaction is looked at in the lives of {MOST:,} of {len(people):,} customers, at random.")
        people = np.random.default_rng(len(people)).choice(people, MOST, replace=False)
        sold = sold[sold["who"].isin(people)].reset_index(drop=True)
    first = sold.groupby("who", sort=False)["at"].min()
    window = days_between(first, np.full(len(first), np.datetime64(end)))
    happened = events(sold, tickets, surveys)
    happened = happened[happened["at"] <= happened["who"].map(pd.Series(window, first.index))].reset_index(drop=True)
    told = _minds(happened, notes)
    rows = list(told.found)
    stays = [believed(PATH)] if tickets is not None and len(tickets) else []
    mean, var, _ = moods(happened, told.mind)
    if float(np.std(mean)) < LEAST_SPREAD:
        notes.append("Too little is known of customers' satisfaction: what it does to drop-out stays as it is assumed.")
        return Findings((*rows, *stays), tuple(notes))
    lives = lives_of(happened, window)
    mode, covariance = dropout_effect(lives, mean, var)
    others = [dropout_effect(lives, *moods(happened, other)[:2], mode)[0][-1] for other in told.others]
    effect = float(mode[-1])
    sd = float(np.hypot(np.sqrt(covariance[-1, -1]), np.linalg.norm(np.array(others) - effect)))
    answers = int((happened["answer"] != NONE).sum())
    label = label_of(sd, prior_of(PATH, "linear").sd, len(window), doubted=True)
    if label == "assumed":
        notes.append(
            f"Drop-out says hardly more about satisfaction than was believed ({effect:.2f} +- {sd:.2f} per unit):"
            " what satisfaction does to it stays as it is assumed."
        )
        return Findings((*rows, *stays), tuple(notes))
    said = (
        f"drop-out, which nobody sees, of {len(window):,} customers by the satisfaction that {answers:,} answers and"
        f" {int((~happened['order'] & happened['worth'].notna()).sum()):,} experiences with tickets tell; how"
        " experience moves satisfaction is held as assumed"
    )
    rows.append(found(PATH, effect, sd, "linear", "per satisfaction", label, said))
    return Findings(tuple(rows), tuple(notes))


@dataclass(frozen=True)
class Minds:
    """What answers tell of minds: the most likely one, those a standard deviation off in slope and in weight, and the
    numbers found."""

    mind: Mind
    others: tuple[Mind, ...]
    found: tuple[Finding, ...]


def _minds(happened: pd.DataFrame, notes: list[str]) -> Minds:
    """How satisfaction moves and answers, fitted to the answers where there are enough of each class."""
    slope, extreme, weight = (prior_of(f"satisfaction.{n}") for n in ("answers.slope", "answers.extreme", "weight"))
    low, high = assumed("satisfaction.answers.low"), assumed("satisfaction.answers.high")

    def mind(at: Array) -> Mind:
        return Mind(at[0], at[0] + np.exp(at[1]), np.exp(at[2]), at[3], back("logit", at[4]))

    begin = np.array([low, np.log(high - low), slope.middle, extreme.middle, weight.middle])
    people = happened.loc[happened["answer"] != NONE, "who"].unique()
    if len(people) > MINDS:
        people = np.random.default_rng(len(people)).choice(people, MINDS, replace=False)
    told = happened[happened["who"].isin(people)]
    answer = told["answer"]
    least = min(int((answer == one).sum()) for one in (DETRACTOR, PASSIVE, PROMOTER))
    if least < FEW:
        if len(told):
            notes.append(f"{least} answers of one of the three classes: what answers mean is as assumed.")
        return Minds(mind(begin), (), ())
    mode, covariance = posterior(lambda at: moods(told, mind(at))[2], begin, [None, None, slope, extreme, weight])
    others = tuple(mind(mode + step) for step in _steps(covariance, SLOPE, WEIGHT))
    to_high = np.array([1.0, np.exp(mode[1]), 0.0, 0.0, 0.0])
    low_sd, slope_sd, high_sd = *np.sqrt(np.diag(covariance))[[0, SLOPE]], np.sqrt(to_high @ covariance @ to_high)
    said = f"{int((answer != NONE).sum()):,} answers, by what customers had lived through"
    best = mind(mode)
    rows = []
    entries: tuple[tuple[str, float, float, Scale, str, float | None], ...] = (
        ("low", best.low, low_sd, "linear", "log-odds", None),
        ("high", best.high, high_sd, "linear", "log-odds", None),
        ("slope", best.slope, slope_sd, slope.scale, "log-odds per satisfaction", slope.sd),
    )
    for name, value, sd, scale, unit, prior in entries:
        label = label_of(float(sd), prior, least, doubted=True)
        if label != "assumed":
            rows.append(found(f"satisfaction.answers.{name}", float(value), float(sd), scale, unit, label, said))
    return Minds(best, others, tuple(rows))


def _steps(covariance: Array, *along: int) -> list[Array]:
    """A standard deviation of each of the numbers ``along``, one after the other held, with all that goes with it."""
    steps, left = [], covariance
    for k in along:
        steps.append(left[:, k] / np.sqrt(left[k, k]))
        left = left - np.outer(steps[-1], steps[-1])
    return steps
