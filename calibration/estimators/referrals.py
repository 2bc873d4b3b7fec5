"""Referrals: how often customers invite, how many friends take it up, how long that takes, how many of them buy.

Invitations are counted per order, up to a customer's sixth, after which friends may run out. A friend can take one up
who is no customer yet and in no list: where the size of the market is known, that share of it is counted out. When
one is taken up is gamma distributed, and one that is open may be taken up later (right-censored); one taken up within
the day is known to have come by its end. Rewards act on odds by ln(1 + reward / scale), which is told apart from the
rest only where they changed.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.special import expit, gammainc, gammaln, xlogy
from scipy.stats import norm

from calibration.estimators.finding import (
    FEW,
    Belief,
    Finding,
    Findings,
    completed,
    days_between,
    found,
    label_of,
    prior_of,
    sales,
)
from calibration.estimators.posterior import posterior
from calibration.likelihood import NORMAL_95, Array
from scenarios.files.loading import as_stated

MOST = 6  # invitations of a customer that are counted: half of the friends whom a customer is assumed to have
MOST_SHARE = 0.9  # of orders that an invitation follows
ALIKE = 0.1  # reward levels whose logarithms differ by less are one
SURE = norm.isf(0.0005)  # standard errors by which first and repeat orders differ: false alarm 0.1 %
SEVERAL = 1.05  # invitations at a time from which that is told
REFUSED = 5
AT_ONCE = 1.0 / 1440.0  # days within which nobody takes an invitation up but its sender


def referrals(
    referrals: pd.DataFrame,
    orders: pd.DataFrame,
    touches: pd.DataFrame | None = None,
    people: float | None = None,
    until: pd.Timestamp | None = None,
) -> Findings:
    """What ``referrals`` (with invitations that nobody took up) and ``orders`` say about inviting friends.

    ``touches`` and ``people``, the size of the market, tell how many friends can take an invitation up. ``until``: the
    end of the tables; None = the last moment in them. Paths are below ``referral``.
    """
    end = until if until is not None else max(referrals["invited_at"].max(), orders["ordered_at"].max())
    sold = sales(orders)
    sent = completed(referrals, ("accepted_at", "first_order_at"))
    sent = sent.assign(referrer_id=sent["referrer_id"].astype(str))
    sent["accepted_at"] = sent["accepted_at"].fillna(sent["first_order_at"])
    sent = sent.sort_values("invited_at", kind="stable", ignore_index=True)
    notes: list[str] = []
    scale = as_stated("base")["market"]["referral"]["reward_scale"]["value"] * float(sold["amount"].mean())
    rows = _sharing(sent, sold, scale, notes) + _accepting(sent, sold, touches, people, end, scale, notes)
    notes.append(offspring(sent, sold, end))
    return Findings(tuple(rows), tuple(notes))


def _sharing(sent: pd.DataFrame, sold: pd.DataFrame, scale: float, notes: list[str]) -> list[Finding]:
    """Invitations per order."""
    known = sent["referrer_id"].isin(sold["who"])
    if (~known).any():
        notes.append(f"{int((~known).sum())} invitations are by people without an order; they are left out.")
    sent = sent[known]
    by_who = sent.groupby("referrer_id")["invited_at"]
    stop = pd.Series(by_who.nth(MOST - 1).groupby(sent["referrer_id"]).first())  # and all sent along with that one
    counted = sent[~(sent["invited_at"] > _of(stop, sent["referrer_id"]))]
    if len(counted) < FEW:
        notes.append(f"{len(counted)} invitations after an order: how often customers invite stays as it is assumed.")
        return []
    stop = _of(stop, sold["who"])
    first = ~sold["who"].duplicated()
    used = sold[stop.isna() | (sold["at"] <= stop)]
    asked = pd.DataFrame({"who": counted["referrer_id"], "at": counted["invited_at"]})
    orders = pd.DataFrame({"who": used["who"], "at": used["at"], "first": first[used.index]}).sort_values("at")
    after = pd.merge_asof(asked, orders, on="at", by="who").dropna(subset="first")
    at_a_time = after.groupby(["who", "at"]).size().to_numpy(float)
    n, count = len(used), len(after)
    if count < FEW or count > MOST_SHARE * n:
        why = f"{count:,} invitations after {n:,} orders"
        notes.append(f"{why}: how often customers invite stays as it is assumed (the market has one for an order).")
        return []
    reward = Rewards(sent, "reward_referrer", scale)
    x, y = reward.at(orders["at"]), reward.at(after["at"])

    def log_likelihood(at: Array) -> float:
        effect = np.exp(at[1])
        yes, all_of_them = at[0] + effect * y, at[0] + effect * x
        return float(yes.sum() - np.logaddexp(0.0, all_of_them).sum())  # sum of yes log p + no log(1 - p)

    effect = prior_of("referral.share_reward_effect")
    mean = min(count / n, 0.99)
    begin = math.log(mean / (1 - mean)) - math.exp(effect.middle) * float(x.mean())
    mode, covariance = posterior(log_likelihood, [begin, effect.middle], [None, effect])
    sd = np.sqrt(np.diag(covariance)) * np.array([math.sqrt((at_a_time**2).sum() / count), 1.0])
    said = f"{count:,} invitations after {n:,} orders, up to the {MOST}th of a customer" + reward.said
    rows = [
        found(
            "referral.share_probability",
            float(expit(mode[0])),
            float(sd[0]),
            "logit",
            "per order",
            label_of(float(sd[0]), events=count, doubted=reward.held),
            said,
        )
    ]
    if at_a_time.mean() > SEVERAL:
        notes.append(f"{at_a_time.mean():.2f} invitations at a time: counted are invitations, not who invites.")
    rows += reward.effect("referral.share_reward_effect", float(mode[1]), float(sd[1]), effect, count, notes)
    ones = (int(after["first"].sum()), int(orders["first"].sum()))
    rest = (count - ones[0], n - ones[1])
    if min(ones[0], rest[0]) >= FEW and not reward.moved:
        ratio = ones[0] / ones[1] * rest[1] / rest[0]
        spread = math.sqrt(1 / ones[0] - 1 / ones[1] + 1 / rest[0] - 1 / rest[1])
        if abs(math.log(ratio)) > SURE * spread:
            notes.append(f"First orders bring {ratio:.2f} times as many invitations as later ones; they count alike.")
    return rows


def _accepting(
    sent: pd.DataFrame,
    sold: pd.DataFrame,
    touches: pd.DataFrame | None,
    people: float | None,
    end: pd.Timestamp,
    scale: float,
    notes: list[str],
) -> list[Finding]:
    """The share that is taken up, and when."""
    lag = days_between(sent["invited_at"], sent["accepted_at"])
    own = lag < AT_ONCE
    if own.any():
        notes.append(f"{int(own.sum())} invitations were taken up at once, as by their senders; they are left out.")
    sent, lag = sent[~own], lag[~own]
    taken = int((~np.isnan(lag)).sum())
    if taken < FEW or taken == len(sent):
        why = f"{taken} of {len(sent)} invitations were taken up"
        notes.append(f"{why}: how many are, and when, stays as assumed (the table must hold those that were not).")
        return []
    age = np.maximum(days_between(sent["invited_at"], np.full(len(sent), np.datetime64(end))), 0.0)
    midnight = days_between(sent["invited_at"], sent["invited_at"].dt.floor("D") + pd.Timedelta(days=1))
    open_to_it = np.ones(len(sent))
    if people is None:
        notes.append("The market's size is not stated: friends who are customers already count as if they declined.")
    else:
        open_to_it = 1.0 - closed(sent["invited_at"], sold, touches) / people
    reward = Rewards(sent, "reward_invitee", scale)
    x = reward.at(sent["invited_at"])
    effect = prior_of("referral.accept_reward_effect")
    chance, delay = prior_of("referral.accept_probability"), prior_of("referral.delay_mean")

    def log_likelihood(at: Array) -> float:
        taken_up = open_to_it * expit(at[0] + np.exp(at[3]) * x)
        return censored(taken_up, np.exp(at[1]), np.exp(at[2]), lag, age, midnight)

    share = min(taken / float(open_to_it.sum()), 0.9)
    begin = math.log(share / (1 - share)) - math.exp(effect.middle) * float(x.mean())
    start = [begin, math.log(max(float(np.nanmean(lag)), 0.1)), 0.0, effect.middle]
    mode, covariance = posterior(log_likelihood, start, [chance, delay, None, effect])
    sd = np.sqrt(np.diag(covariance))
    said = f"{taken:,} of {len(sent):,} invitations were taken up; those still open may be later (censored)"
    whom = "" if people is None else f"; {open_to_it.mean():.0%} went to people who could"
    rows = []
    for k, (name, unit, prior) in enumerate(
        (("accept_probability", "per invitation", chance), ("delay_mean", "days", delay))
    ):
        doubted = k == 0 and (people is None or reward.held)
        label = label_of(float(sd[k]), prior.sd, min(taken, len(sent) - taken), doubted)
        value = float(expit(mode[0]) if k == 0 else np.exp(mode[1]))
        told = said + (whom + reward.said if k == 0 else "")
        rows.append(found(f"referral.{name}", value, float(sd[k]), prior.scale, unit, label, told))
    label = label_of(float(sd[2]), events=taken)
    rows.append(found("referral.delay_shape", float(np.exp(mode[2])), float(sd[2]), "log", "1", label, said))
    rows += reward.effect("referral.accept_reward_effect", float(mode[3]), float(sd[3]), effect, taken, notes)
    return rows


def censored(chance: Array, mean: float, shape: float, lag: Array, age: Array, at_once: Array) -> float:
    """Log-likelihood of invitations that are taken up with ``chance`` after a gamma delay; days.

    ``lag``: until it was taken up, NaN where it has not been by ``age``; where ``lag`` is not above ``at_once``, it
    came at any time by then.
    """
    rate = shape / mean
    taken = ~np.isnan(lag)
    by = taken & (lag <= at_once)
    later = taken & ~by
    t = lag[later]
    total = np.log(chance[taken]).sum() + np.log(gammainc(shape, rate * at_once[by])).sum()
    total += (xlogy(shape - 1.0, t) - rate * t).sum() + len(t) * (shape * np.log(rate) - gammaln(shape))
    return float(total + np.log1p(-chance[~taken] * gammainc(shape, rate * age[~taken])).sum())


def closed(moments: pd.Series, sold: pd.DataFrame, touches: pd.DataFrame | None) -> Array:
    """People who could not take up an invitation at each of ``moments``: customers, and who is on the own list."""
    first = sold.groupby("who")["at"].min()
    inside = _until(first, moments)
    if touches is not None and len(touches):
        who = touches["customer_id"].astype(str)
        stay = touches.groupby(who)["at"].agg(["min", "max"])
        bought = first.reindex(stay.index)
        left = stay["max"].where(bought.isna(), bought)
        before = stay["min"] < left
        inside = inside + _until(stay["min"][before], moments) - _until(left[before], moments)
    return inside


def _until(what: pd.Series, moments: pd.Series) -> Array:
    at, by = (np.asarray(x, "datetime64[ns]") for x in (what, moments))
    return np.searchsorted(np.sort(at), by, side="right").astype(float)


class Rewards:
    """The reward in force over time, as ln(1 + reward / ``scale``), from those that were paid.

    Some are refused: of ``REFUSED`` friends in a row, the best paid tells. ``held``: there is a reward, and it never
    changed; ``moved``: it did; ``said``: what that means, in words.
    """

    def __init__(self, sent: pd.DataFrame, column: str, scale: float) -> None:
        self.name, self.when, paid = column, np.zeros(0), np.zeros(0)
        if column in sent:
            done = sent[sent["first_order_at"].notna()].sort_values("first_order_at", kind="stable")
            self.when = _nanoseconds(done["first_order_at"])
            paid = done[column].fillna(0.0).rolling(REFUSED, center=True, min_periods=1).max().to_numpy(float)
        self.levels = levels = np.log1p(paid / scale)
        self.moved = bool(len(levels) and np.ptp(levels) > ALIKE)
        self.held = bool(len(levels) and not self.moved and levels.max() > 0.0)
        self.said = ""
        if self.held:
            self.said = f"; {column} never changed, so what it adds is assumed"
            self.levels = np.full(len(levels), float(np.median(levels)))

    def at(self, moments: pd.Series) -> Array:
        """At each of ``moments``, 0 where none is known."""
        if not len(self.levels):
            return np.zeros(len(moments))
        between = (self.when[1:] + self.when[:-1]) / 2
        return np.asarray(self.levels[np.searchsorted(between, _nanoseconds(moments))])

    def effect(self, path: str, mode: float, sd: float, prior: Belief, events: int, notes: list[str]) -> list[Finding]:
        """What a reward adds, where it changed and that says more than is believed."""
        label = label_of(sd, prior.sd, events)
        if not self.moved or label == "assumed":
            why = "hardly tells" if self.moved else "cannot tell, as it never changed,"
            notes.append(f"{self.name} {why} what a reward does ({path}): that stays as it is assumed.")
            return []
        said = f"{self.name} changed in the history; {events:,} events"
        return [found(path, math.exp(mode), sd, "log", "log-odds per log reward", label, said)]


def _of(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The value of each key, nothing where there is none."""
    return pd.Series(values.reindex(keys).to_numpy(), keys.index)


def _nanoseconds(moments: pd.Series) -> Array:
    return np.asarray(moments, "datetime64[ns]").astype("int64").astype(float)


def offspring(sent: pd.DataFrame, sold: pd.DataFrame, end: pd.Timestamp) -> str:
    """Friends won per customer by the age that the oldest have, in words: the mean cumulative function (Nelson 2003)
    over invitations that led to an order, by the age of who sent them; younger customers are censored."""
    first = sold.groupby("who")["at"].min()
    won = sent[sent["first_order_at"].notna() & sent["referrer_id"].isin(first.index)]
    born = pd.Series(first.reindex(won["referrer_id"]).to_numpy(), won.index)
    ages = np.sort(days_between(born, won["first_order_at"]))
    ends = np.sort(days_between(first, np.full(len(first), np.datetime64(end))))
    ages = ages[ages >= 0.0]
    at_risk = len(ends) - np.searchsorted(ends, ages, side="left")
    ages, at_risk = ages[at_risk >= FEW], at_risk[at_risk >= FEW]
    k, sd = float((1.0 / at_risk).sum()), math.sqrt(float((1.0 / at_risk**2).sum()))
    days = float(ends[max(len(ends) - FEW, 0)])
    return (
        f"A customer wins {k:.3f} friends who order within {days:,.0f} days"
        f" ({max(k - NORMAL_95 * sd, 0.0):.3f} to {k + NORMAL_95 * sd:.3f}, 90 %; younger customers censored)."
    )
