"""What a customer is worth after the horizon, from the true state: linear equations over active, dormant, gone.

The levers of the last day stay for ever and demand is at its mean. Left out: what incentives to win back and what
recommending us again will still do to loyalty; whether who invited a customer stays; how satisfaction will move from
where it is, and which contacts will drop out; and what sim.mechanisms.points.future leaves out of the loyalty
programme.
"""

from __future__ import annotations

import numpy as np

from sim.accounts import BY_TICKET
from sim.core.ground.state import COIN, DROPOUT, RENEWAL
from sim.engine import Ledger
from sim.margins import Margins
from sim.measured import FORGOTTEN
from sim.plan import Plan
from sim.vocabulary import MICRO, Event, Stage

AT_A_TIME = 1 << 15
"""Customers whose equations are solved together: what stands between a record and its value takes memory."""


def residual(plan: Plan, ledger: Ledger, who: np.ndarray) -> np.ndarray:
    """Expected contribution after the horizon, discounted to the first order; currency, float64 [customer].

    ``who``: numbers of people who have bought, or a mask of everybody.
    """
    numbers = np.flatnonzero(who) if who.dtype == bool else who
    value = np.empty(len(numbers))
    cost = ticket_cost(ledger)
    for first in range(0, len(numbers), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        value[some] = _residual(plan, ledger, numbers[some], cost)
    return value


def _residual(plan: Plan, ledger: Ledger, who: np.ndarray, ticket: float) -> np.ndarray:
    people = _in_double(ledger.people.take(who))  # of records much sooner than people[who]
    more = _in_double(ledger.more.take(who)) if len(ledger.more) else None
    margins = Margins(plan, people, more, plan.days - 1, ticket)
    solve = _under_contract if plan.behaviour["dropout_kind"][0] == RENEWAL else _at_any_time
    active, dormant, gone = solve(plan, margins)
    asleep = more["dormant"] > 0 if more is not None else np.zeros(len(people), bool)
    stage = people["stage"]
    now = np.where(asleep, dormant, active)
    value = np.select([stage == Stage.CUSTOMER, stage == Stage.DROPPED_OUT], [now, gone], 0.0)
    if margins.points is not None:
        value = value + margins.points.balances
    age = plan.days - people["first_at"]
    return np.asarray(value * np.exp(-plan.behaviour["discount_rate"][0] * age))


def _in_double(records: np.ndarray) -> np.ndarray:
    """Records whose numbers are all in double precision."""
    kinds = [(name, records.dtype[name]) for name in records.dtype.names or ()]
    return records.astype([(name, "f8" if kind == np.float32 else kind) for name, kind in kinds])


def ticket_cost(ledger: Ledger) -> float:
    """What a ticket has cost until it was closed, currency; 0 where there were none."""
    opened = int(ledger.counts[:, :, Event.ASKED].sum())
    paid = ledger.sums[:, :, BY_TICKET].sum()
    return -float(paid) / MICRO / opened if opened else 0.0


def _return_factor(plan: Plan) -> float:
    """Present value, when dropping out, of one unit at the return: h / (d + h + f)."""
    b = plan.behaviour[0]
    away = b["discount_rate"] + b["return_rate"] + b["final_loss_rate"]
    return float(b["return_rate"] / away) if away > 0.0 else 0.0


def _ratios(plan: Plan, margins: Margins) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ratios on the drop-out rate: now, once having recommended us has worn off, and in a second life."""
    b, people = plan.behaviour[0], margins.people
    now = people["ratio"]
    after = now / b["sharer_ratio"] if b["sharer_ratio"] > 0.0 else np.ones(len(people))
    after = np.where(people["sharer"] > 0, after, now)
    if margins.more is not None:
        for without in FORGOTTEN:
            after = without(plan, after, margins.more)
    again = after
    if margins.more is not None:
        life = np.array([1.0, b["second_life"], *plan.incentive_rows["life"]])[margins.more["life"]]
        again = np.divide(after, life, out=np.ones(len(people)), where=life > 0.0) * b["second_life"]
    return now, after, again


def _loyal_for(plan: Plan, people: np.ndarray) -> np.ndarray:
    """Days for which having recommended us goes on to work: float64 [person]."""
    loyal = (people["sharer"] > 0) & (people["stage"] == Stage.CUSTOMER)
    return np.where(loyal, np.maximum(people["at_advance"] - plan.days, 0.0), 0.0)


def _weights(plan: Plan, margins: Margins) -> np.ndarray:
    """The weights of all reasons to leave on the last day, 1 at today's prices: float64 [person]."""
    if not plan.behaviour["dropout_curve"][0]:
        return np.ones(len(margins.people))
    curve = plan.curves[:, DROPOUT]
    return np.asarray((curve[:, plan.days] - curve[:, plan.days - 1])[margins.people["cell"]])


def _at_any_time(plan: Plan, margins: Margins) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values of (active, dormant, gone) where drop-out can come at any moment, or with an order.

    With value A active, D dormant and W gone, rates mu (drop-out), x (loss), a (falling asleep), w (waking), flow
    v, cost c and discount d:

        (d + x + mu + a) A = v - c + mu W + a D,   (d + x + mu' + w) D = -c + mu' W + w A,   W = g (A2 - cost),

    mu' = mu, or 0 where drop-out comes with orders; A2 is the value of a second life, whose own rate solves the
    same equations.
    """
    b, people = plan.behaviour[0], margins.people
    factor, price = _return_factor(plan), b["return_cost"] / MICRO
    now, after, again = _ratios(plan, margins)
    active2, _ = _lives(plan, margins, again, factor, -factor * price)
    gone = factor * (active2 - price) if factor > 0.0 else np.zeros(len(people))
    active, dormant = _lives(plan, margins, after, 0.0, gone)
    left = _loyal_for(plan, people)
    while_recommending = left > 0.0
    if while_recommending.any():  # until having recommended us wears off, the drop-out rate is another
        values = _for_a_while(plan, margins, now, gone, left, active, dormant)
        active, dormant = (np.where(while_recommending, *pair) for pair in zip(values, (active, dormant), strict=True))
    if margins.more is not None and b["stores"]:  # each unit at home takes an occasion away
        expected = (margins.probabilities * margins.order_value()).sum(axis=0)
        active = active - margins.more["stock"] * expected
    return active, dormant, gone


def _rates(plan: Plan, margins: Margins, ratio: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Drop-outs per day (active, dormant), and how often demand falls asleep and wakes up."""
    b, people = plan.behaviour[0], margins.people
    if b["dropout_kind"] == COIN:
        chance = np.minimum(people["dropout"] * ratio * _weights(plan, margins), 1.0)
        with_orders = margins.order_rate * chance
        return with_orders, np.zeros(len(people)), float(b["pause_rate"]), float(b["resume_rate"])
    rate = people["dropout"] * ratio * _weights(plan, margins)
    return rate, rate, float(b["pause_rate"]), float(b["resume_rate"])


def _lives(
    plan: Plan, margins: Margins, ratio: np.ndarray, back: float, gone: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """(A, D) where being gone is worth ``back`` x A + ``gone``."""
    b = plan.behaviour[0]
    mu, mu_asleep, sleep, wake = _rates(plan, margins, ratio)
    ends = b["discount_rate"] + b["customer_loss_rate"]
    flow, cost = margins.flow, margins.cost
    # D = (-c + mu' (back A + gone) + w A) / (ends + mu' + w)
    below = ends + mu_asleep + wake
    with np.errstate(divide="ignore", invalid="ignore"):
        fixed = np.where(below > 0.0, (mu_asleep * gone - cost) / below, 0.0)
        slope = np.where(below > 0.0, (mu_asleep * back + wake) / below, 0.0)
        earned = flow - cost + np.where(mu > 0.0, mu * gone, 0.0) + (sleep * fixed if sleep > 0.0 else 0.0)
        lasting = ends + mu * (1.0 - back) + sleep * (1.0 - slope)
        active = np.where(earned != 0.0, earned / lasting, 0.0)  # infinite where nothing ever ends
        dormant = fixed + np.where(slope > 0.0, slope * active, 0.0)
    return active, dormant


def _for_a_while(
    plan: Plan,
    margins: Margins,
    ratio: np.ndarray,
    gone: np.ndarray,
    left: np.ndarray,
    active: np.ndarray,
    dormant: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """(A, D) where ``ratio`` holds for ``left`` days more, and (``active``, ``dormant``) is the value after them.

    V = U + exp(M left) (V_after - U), U the value with the ratio for ever, M = ((-p, a), (w, -q)).
    """
    b = plan.behaviour[0]
    steady = _lives(plan, margins, ratio, 0.0, gone)
    mu, mu_asleep, sleep, wake = _rates(plan, margins, ratio)
    ends = b["discount_rate"] + b["customer_loss_rate"]
    p, q = ends + mu + sleep, ends + mu_asleep + wake
    mean, half = -0.5 * (p + q), 0.5 * (q - p)
    root = np.sqrt(half * half + sleep * wake)
    safe = np.where(root > 0.0, root, 1.0)
    up, down = np.exp((mean + root) * left), np.exp((mean - root) * left)
    even = 0.5 * (up + down)
    odd = np.where(root > 0.0, 0.5 * (up - down) / safe, left * up)
    with np.errstate(invalid="ignore"):
        one, other = active - steady[0], dormant - steady[1]
        values = (
            steady[0] + even * one + odd * (half * one + sleep * other),
            steady[1] + even * other + odd * (wake * one - half * other),
        )
    endless = np.isinf(active)  # what comes after outweighs the while
    return np.where(endless, active, values[0]), np.where(endless, dormant, values[1])


def _under_contract(plan: Plan, margins: Margins) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values of (active, dormant, gone) where drop-out comes at the end of a period of T days.

    A renewal is worth R = s (m - C + e R) + (1 - s) W with margin m, cost of a period C, e the discount of one;
    until the next renewal the cost goes on. W = g (e R2 - C - cost), R2 the renewal of a second life, which solves
    the same equations with its own chance to stay.
    """
    b, people = plan.behaviour[0], margins.people
    ends = b["discount_rate"] + b["customer_loss_rate"]
    period = float(b["renewal_days"])
    factor, back = _return_factor(plan), b["return_cost"] / MICRO
    worth = margins.order_value()[0]

    def cost_of(days: np.ndarray | float) -> np.ndarray:
        return np.asarray(margins.cost * (-np.expm1(-ends * days) / ends if ends > 0.0 else days))

    fade, cost = np.exp(-ends * period), cost_of(period)
    now, after, again = (_staying(plan, margins, ratio) for ratio in _ratios(plan, margins))
    lost = factor * (-cost - back)
    with np.errstate(divide="ignore", invalid="ignore"):  # infinite where nothing ever ends
        second = (again * (worth - cost) + (1.0 - again) * lost) / (1.0 - again * fade - (1.0 - again) * factor * fade)
        gone = factor * (fade * second - cost - back) if factor > 0.0 else np.zeros(len(people))
        left_for = np.where(after < 1.0, (1.0 - after) * gone, 0.0)
        renewal = (after * (worth - cost) + left_for) / (1.0 - after * fade)
    wait = np.where(people["stage"] == Stage.CUSTOMER, np.clip(people["at_dropout"] - plan.days, 0.0, period), period)
    left = _loyal_for(plan, people)
    for turn in reversed(range(int(np.ceil(left.max(initial=0.0) / period)))):  # while having recommended us works
        sooner = now * (worth - cost + fade * renewal) + np.where(now < 1.0, (1.0 - now) * gone, 0.0)
        renewal = np.where(wait + turn * period < left, sooner, renewal)
    active = np.exp(-ends * wait) * renewal - cost_of(wait)
    return active, active, gone


def _staying(plan: Plan, margins: Margins, ratio: np.ndarray) -> np.ndarray:
    """Probability to renew a contract: float64 [person]."""
    return margins.staying(np.minimum(margins.people["dropout"] * ratio * _weights(plan, margins), 1.0))
