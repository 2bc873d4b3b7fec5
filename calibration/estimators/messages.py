"""Messages: what they do to first orders, where chance decided who got them.

Of people on the own list who have not ordered yet, those whose messages were held back at random are compared with the
others: within a calendar week, the rate of first orders is in proportion to the logit's share at a utility of effect x
ln(1 + remembered messages), and what the week itself does drops out (partial likelihood: Cox 1972). Without a
randomised hold-out nothing is learned, as firms write to those who would have bought anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import log_expit, logit

from calibration.estimators.finding import FEW, Findings, days_between, found, label_of, prior_of
from calibration.estimators.posterior import posterior
from calibration.likelihood import Array
from scenarios.files.loading import as_stated

PATH = "retain.nurture_effect"
WEEK = 7.0
MOST_GAPS = 2.0  # of the usual time between messages, after which somebody has left the list


@dataclass(frozen=True)
class Spans:
    """Time on the own list between two messages, sent or held back: ``week`` in which it begins, ``days`` long,
    messages ``remembered`` in the middle between the two, and whether it ended with a first order (``bought``)."""

    week: np.ndarray
    days: Array
    remembered: Array
    bought: np.ndarray


def messages(
    touches: pd.DataFrame,
    orders: pd.DataFrame,
    market: Mapping[str, Any] | None = None,
    until: pd.Timestamp | None = None,
) -> Findings:
    """What ``touches`` (with ``randomised_holdout``: true where a message was held back) and ``orders`` say about
    messages. ``market``: the tree whose memory of messages and share of occasions hold (None = base's)."""
    if "randomised_holdout" not in touches or not touches["randomised_holdout"].eq(True).any():
        return Findings((), ("No messages were held back at random: what they do is as assumed.",))
    tree = as_stated("base")["market"] if market is None else market
    end = until if until is not None else max(touches["at"].max(), orders["ordered_at"].max())
    spans = spans_of(touches, orders, float(tree["retain"]["touch_memory"]["value"]), end)
    with_some = spans.remembered > 0.0
    events = int(spans.bought[with_some].sum()), int(spans.bought[~with_some].sum())
    if min(events) < FEW:
        told = f"{events[0]:,} first orders with messages and {events[1]:,} without"
        return Findings((), (f"{told}: too few people who had not ordered yet to tell what messages do.",))
    belief = prior_of(PATH, "linear")
    share = float(tree["choice"]["share_retained"]["value"])
    mode, covariance = posterior(lambda at: log_likelihood(spans, share, float(at[0])), [belief.middle], [belief])
    effect, sd = float(mode[0]), float(np.sqrt(covariance[0, 0]))
    label = label_of(sd, belief.sd, min(events))
    if label == "assumed":
        return Findings((), (f"Messages held back at random tell too little ({effect:.2f} +- {sd:.2f}): as assumed.",))
    said = f"randomised hold-out: {events[0]:,} first orders with messages remembered, {events[1]:,} without"
    return Findings((found(PATH, effect, sd, "linear", "utility per log touch", label, said),))


def spans_of(touches: pd.DataFrame, orders: pd.DataFrame, memory: float, end: pd.Timestamp) -> Spans:
    """The time on the own list of those who have not ordered before it; ``memory``: of a message, days. The last
    message of a stay is followed by as much time as lies between two of them."""
    sold = orders[orders["amount"] > 0]
    first = sold.groupby(sold["customer_id"].astype(str))["ordered_at"].min()
    sent = touches.assign(who=touches["customer_id"].astype(str)).sort_values(["who", "at"], kind="stable")
    bought_at = sent["who"].map(first)
    sent = sent[bought_at.isna() | (sent["at"] < bought_at)]
    begin = touches["at"].min().normalize()
    who, _ = pd.factorize(sent["who"])
    at = days_between(np.full(len(sent), np.datetime64(begin)), sent["at"])
    order = days_between(np.full(len(sent), np.datetime64(begin)), sent["who"].map(first))
    last = np.append(who[1:] != who[:-1], True)
    gap = np.append(np.diff(at), 0.0)
    usual = float(np.median(gap[~last])) if (~last).any() else WEEK
    window = float(days_between([np.datetime64(begin)], [np.datetime64(end)])[0])
    last |= gap > MOST_GAPS * usual  # off the own list for a while
    close = np.where(last, np.minimum(at + usual, window), at + gap)
    middle = (np.where(last, at + usual, at + gap) - at) / 2.0  # not that of the time until the order
    bought = ~np.isnan(order) & (order <= close)
    close = np.where(bought, order, np.where(last, (at + close) / 2.0, close))  # they left at any time until then
    held = sent["randomised_holdout"].eq(True).fillna(False).to_numpy(bool)
    stock = _stock(who, at, ~held, memory)
    days = np.maximum(close - at, 0.0)
    return Spans((at // WEEK).astype(int), days, stock * np.exp(-middle / memory), bought)


def _stock(who: np.ndarray, at: Array, sent: np.ndarray, memory: float) -> Array:
    """Messages remembered right after each row: 1 for each that was sent, forgotten at 1 / ``memory``."""
    found_now = np.zeros(len(at))
    for k in range(len(at)):
        same = k > 0 and who[k] == who[k - 1]
        left = found_now[k - 1] * np.exp(-(at[k] - at[k - 1]) / memory) if same else 0.0
        found_now[k] = left + sent[k]
    return found_now


def log_likelihood(spans: Spans, share: float, effect: float) -> float:
    """Of who ordered in each week, given how many did; ``share``: of occasions without messages."""
    lift = log_expit(logit(share) + effect * np.log1p(spans.remembered))
    exposed = np.bincount(spans.week, spans.days * np.exp(lift))
    events = np.bincount(spans.week, spans.bought)
    some = events > 0
    return float(lift[spans.bought].sum() - (events[some] * np.log(exposed[some])).sum())
