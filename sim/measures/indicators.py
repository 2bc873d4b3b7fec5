"""Indicators of the fronts of marketing: the way to the first order, standing in the market, whom profit comes from,
what keeping customers costs, and why they leave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.accounts import RETURNING, SERVING
from sim.engine import Ledger
from sim.measured import Row
from sim.measures.censored import kaplan_meier
from sim.measures.groups import EVERYBODY, Customers, Those, kinds_of
from sim.measures.money import money
from sim.measures.whole import DAYS_PER_YEAR
from sim.plan import Plan
from sim.ratio import ratio
from sim.standing import standing_by_day
from sim.vocabulary import MICRO, NEVER, Account, Event, Reason, Stage

SOON = 90
"""Days from the first contact within which somebody has ordered soon."""
CONTACTS = [Event.REACHED, Event.TOUCHED]
"""Contacts of media and hearsay that people notice."""
INTERACTIONS = [
    *(Event.OPTED_IN, Event.TRIAL_STARTED, Event.ASKED, Event.SCORED),
    *(Event.SHARED, Event.WARNED, Event.PRAISED),
]
"""What people do with the firm, or say of it, without ordering: joining the list, trying, asking, answering, inviting
friends, telling others."""
BEST = 0.2
"""The share of customers whose part of what all bring is told (Koch's 80/20 says four fifths)."""


def indicators(plan: Plan, ledger: Ledger, spent: dict[str, float], customers: tuple[Customers, ...]) -> Iterator[Row]:
    """Rows (measure, by, key, value). ``spent``: sim.measures.money.totals; ``customers``: won, and those of time 0."""
    standing = standing_by_day(plan, ledger)
    yield "margin_rate", "all", "", ratio(spent["contribution_1"], spent["revenue"])
    yield "awareness", "all", "", 1.0 - float(standing[-1, Stage.UNAWARE]) / plan.people
    yield from cash(plan, ledger)
    if len(plan.brand):
        yield "brand", "all", "", float(plan.brand[-1])
    yield "penetration", "all", "", float(standing[-1, Stage.CUSTOMER]) / plan.people
    yield from followers(plan, ledger, standing)
    yield "best_fifth_share", "all", "", best_share(np.concatenate([some.realised for some in customers]))
    yield "cost_of_keeping", "all", "", keeping(plan, ledger, standing)
    yield from stays(ledger, standing)
    yield from first_orders(plan, ledger)
    yield from interactions(plan, ledger)
    yield from joined(plan, ledger)
    yield from reasons(plan, ledger)
    yield from order_shares(plan, ledger)
    yield from market_shares(plan, ledger)


def cash(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """The lowest point of what has been earned less what has been spent since time 0, currency of the whole market, and
    the day at whose end it is reached; NaN where it is never below 0."""
    standing = money(plan, ledger).sum(axis=1).cumsum() / MICRO * plan.scale
    low = float(standing.min())
    yield "cash_low", "all", "", min(low, 0.0)
    yield "cash_low_day", "all", "", float(standing.argmin() + 1) if low < 0.0 else np.nan


def followers(plan: Plan, ledger: Ledger, standing: np.ndarray) -> Iterator[Row]:
    """Who is on the list at the end and has never ordered; who has, of all who ever joined it."""
    yield "followers", "all", "", float(standing[-1, [Stage.RETAINED, Stage.TRIAL]].sum()) * plan.scale
    joined = ledger.people["candidate"] > 0
    bought = joined & (ledger.people["orders"] > 0)
    yield "followers_who_bought", "all", "", ratio(float(bought.sum()), float(joined.sum()))


def best_share(values: np.ndarray) -> float:
    """What the best fifth bring of what all bring, by :data:`BEST`; above 1 where others cost. ``values``: of each
    customer, currency. NaN where there is nobody, or all bring nothing."""
    many = round(BEST * len(values))
    total = float(values.sum())
    return float(np.sort(values)[len(values) - many :].sum()) / total if many and total > 0.0 else np.nan


def keeping(plan: Plan, ledger: Ledger, standing: np.ndarray) -> float:
    """Service, community, care and winning back, currency per customer who has not dropped out, and year."""
    cost = -float(money(plan, ledger)[:, [*SERVING, Account.IDLE, *RETURNING]].sum()) / MICRO
    return ratio(cost * DAYS_PER_YEAR, float(standing[:, Stage.CUSTOMER].sum()))


def stays(ledger: Ledger, standing: np.ndarray) -> Iterator[Row]:
    """Where stays among the reached and on the list lead, and how long they last.

    A mean stay lasts the days spent in a stage over the stays that ended: the maximum of likelihood of a constant
    hazard, those that go on at the horizon counted as far as they are seen.
    """
    flows = ledger.flows.sum(axis=0)
    reached, listed = [Stage.REACHED], [Stage.RETAINED, Stage.TRIAL]
    ways = (
        (reached, Stage.RETAINED, "reached_days", "lead_rate"),
        (listed, Stage.CUSTOMER, "lead_days", "lead_order_rate"),
    )
    for of, onwards, days, rate in ways:
        ended = float(flows[of].sum() - flows[np.ix_(of, of)].sum())
        yield days, "all", "", ratio(float(standing[:, of].sum()), ended)
        yield rate, "all", "", ratio(float(flows[of, onwards].sum()), ended)


def first_orders(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Who orders soon after the first contact, of all, by the source that made them aware, by segment, region and
    place; and the mean days to it of those who ordered within the horizon."""
    people = ledger.people
    came = np.flatnonzero((people["start"] == Stage.UNAWARE) & (people["reached_at"] < NEVER))
    reached, first, cause, cell = (people[name][came] for name in ("reached_at", "first_at", "cause", "cell"))
    delay = np.where(first < NEVER, first.astype(float) - reached, np.inf)
    followed = plan.days - reached.astype(float)
    of_cell = plan.levers["label"][:, 0]
    groups: list[tuple[str, str, Those]] = [("all", "", EVERYBODY)]
    groups += [("cause", name, cause == s) for s, name in enumerate(plan.sources_of_new)]
    for kind in kinds_of(plan):
        which = kind.of_label[of_cell][cell]
        groups += [(kind.by, name, which == k) for k, name in enumerate(kind.names)]
    for by, key, those in groups:
        late = delay[those]
        if plan.days > SOON:
            yield f"order_rate_{SOON}", by, key, float(kaplan_meier(late, followed[those], [SOON])[0])
        ordered = late[np.isfinite(late)]
        yield "first_order_days", by, key, float(ordered.mean()) if len(ordered) else np.nan


def interactions(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """What people do with us or say of us, orders apart, for each contact that they notice: of all, by segment and
    region. NaN where there is no contact."""
    done, noticed = (ledger.counts[:, :, kinds].sum(axis=(0, 2)).astype(float) for kinds in (INTERACTIONS, CONTACTS))
    yield "interaction_rate", "all", "", ratio(float(done.sum()), float(noticed.sum()))
    of_cell = plan.levers["label"][:, 0]
    for kind in kinds_of(plan):
        which = kind.of_label[of_cell]
        for k, name in enumerate(kind.names):
            yield (
                "interaction_rate",
                kind.by,
                name,
                ratio(float(done[which == k].sum()), float(noticed[which == k].sum())),
            )


def joined(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Of people who came to know us within the run, who has joined the list: of all, and by what made them aware."""
    people = ledger.people
    came = (people["start"] == Stage.UNAWARE) & (people["reached_at"] < NEVER)
    listed, cause = people["candidate"][came] > 0, people["cause"][came]
    yield "joined_share", "all", "", ratio(float(listed.sum()), float(came.sum()))
    for s, name in enumerate(plan.sources_of_new):
        those = cause == s
        yield "joined_share", "cause", name, ratio(float(listed[those].sum()), float(those.sum()))


def reasons(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Of those who have left and not come back, the share by reason; none where drop-outs have no reasons."""
    if not plan.behaviour[0]["reasons"]:
        return
    gone = np.isin(ledger.people["stage"], (Stage.DROPPED_OUT, Stage.LOST)) & (ledger.people["lapses"] > 0)
    found = np.bincount(ledger.more["reason"][gone], minlength=len(Reason))
    for reason in Reason:
        yield "left_share", "reason", reason.name.lower(), ratio(float(found[reason]), float(found.sum()))


def order_shares(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """The share of orders by segment and region; of customers of before since time 0."""
    before = np.zeros(len(ledger.people))
    before[: len(plan.known)] = plan.known["orders"]
    since = ledger.people["orders"] - before
    of_cell = plan.levers["label"][:, 0]
    for kind in kinds_of(plan):
        if kind.by == "place":  # where orders are placed, not whose usual place it is: sim.mechanisms.places.worth
            continue
        which = kind.of_label[of_cell][ledger.people["cell"]]
        orders = np.bincount(which, since, minlength=len(kind.names))
        for k, name in enumerate(kind.names):
            yield "order_share", kind.by, name, ratio(float(orders[k]), float(orders.sum()))


def market_shares(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Our part of all orders of people who know us, those that the competitor is expected to win included: of all, by
    segment, region and place. NaN where no competitor is (scenarios of a threshold, or without a share)."""
    ours = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=(0, 2)).astype(float)
    theirs = ledger.rivals.sum(axis=0) / MICRO
    of_cell = plan.levers["label"][:, 0]
    any_rival = bool(theirs.any())

    def share(those: Those) -> float:
        won = float(ours[those].sum())
        return ratio(won, won + float(theirs[those].sum())) if any_rival else np.nan

    yield "market_share", "all", "", share(EVERYBODY)
    for kind in kinds_of(plan):
        which = kind.of_label[of_cell]
        for k, name in enumerate(kind.names):
            yield "market_share", kind.by, name, share(which == k)
