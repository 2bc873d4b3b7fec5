"""Customers and the groups they are looked at in: credited channel, cause, segment, quarter of the first order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.accounts import ADVERTISING, SPENT
from sim.engine import Ledger
from sim.measures.money import money
from sim.plan import Plan
from sim.value import residual
from sim.vocabulary import MICRO, Stage

FIELDS = ("first_at", "orders", "cell", "segment", "attributed", "cause", "stage")
"""What is looked at in the records of customers."""


@dataclass(frozen=True)
class Customers:
    """What the averages need of every customer, once for all groups; arrays [customer] unless said otherwise."""

    records: np.ndarray  # what FIELDS names of PERSON
    realised: np.ndarray  # discounted contribution within the horizon, currency
    after: np.ndarray  # the same expected after it
    won: np.ndarray  # was not a customer at time 0
    repeat_age: np.ndarray  # days from the first to the second order, inf = none yet
    age: np.ndarray  # days from the first order to the horizon
    parent: np.ndarray  # int64 [referred customer], the referrer's place among the customers
    winnable: int  # people who could buy and never have
    parent_age: np.ndarray  # float64 [referred customer], the referrer's age at the friend's first order, days


def customers_of(plan: Plan, ledger: Ledger) -> Customers:
    """Everybody who ever bought."""
    people = ledger.people
    who = np.flatnonzero(people["orders"] > 0)
    records = np.empty(len(who), [(name, people.dtype[name]) for name in FIELDS])
    for name in FIELDS:  # one by one: whole records would be a second copy of everybody
        records[name] = people[name][who]
    friend = who[people["referrer"][who] >= 0]
    referrer = people["referrer"][friend]
    return Customers(
        records=records,
        realised=people["value"][who] / MICRO,
        after=residual(plan, ledger, who),
        won=people["start"][who] != Stage.CUSTOMER,
        repeat_age=np.where(records["orders"] > 1, people["second_at"][who] - records["first_at"], np.inf),
        age=plan.days - records["first_at"].astype(float),
        winnable=int(((people["potential"] > 0) & (people["orders"] == 0)).sum()),
        parent=np.searchsorted(who, referrer),
        parent_age=people["first_at"][friend] - people["first_at"][referrer],
    )


@dataclass(frozen=True)
class Group:
    """A group of customers: which, what winning them cost (None = not stated), and their sums by age."""

    by: str
    key: str
    members: np.ndarray  # bool [customer]
    cost: float | None = None
    ages: np.ndarray | None = None  # int64 [cohort, age, curve]


def groups_of(plan: Plan, ledger: Ledger, customers: Customers, totals: dict[str, float]) -> Iterator[Group]:
    """The whole first, then every channel, cause, segment and cohort; ``totals``: sim.measures.money.totals."""
    records, people = customers.records, ledger.people
    segments = len(plan.segments)
    ages = ledger.ages.reshape(len(plan.sources), segments, *ledger.ages.shape[1:])
    cost = totals["media"] + totals["rewards"] + totals["nurture"]
    yield Group("all", "", np.ones(len(records), bool), cost, ages.sum(axis=(0, 1)))
    media = (plan.media.sum(axis=1) + plan.creative.sum(axis=1)) / MICRO
    costs = [None, *media, totals["rewards"]]
    for s, name in enumerate(plan.sources):
        yield Group("channel", name, records["attributed"] == s, costs[s], ages[s].sum(axis=0))
        yield Group("cause", name, records["cause"] == s)
    population = np.bincount(people["segment"], minlength=segments)
    spent = np.bincount(people["segment"], -people["spent"] / MICRO, minlength=segments)
    for g, name in enumerate(plan.segments):
        share = population[g] / plan.people  # media reach everybody alike, segment by segment
        paid = spent[g] + totals["media"] * share
        yield Group("segment", name, records["segment"] == g, paid, ages[:, g].sum(axis=0))
    yield from _cohorts(plan, ledger, records, ages.sum(axis=(0, 1)))


def _cohorts(plan: Plan, ledger: Ledger, records: np.ndarray, ages: np.ndarray) -> Iterator[Group]:
    cohort_of_day = plan.levers[0]["cohort"]
    cohort = cohort_of_day[records["first_at"].astype(np.int64)]
    paid = -money(plan, ledger)[:, [*ADVERTISING, *SPENT]].sum(axis=1) / MICRO
    paid = np.bincount(cohort_of_day, paid, minlength=len(plan.cohorts))
    for c, name in enumerate(plan.cohorts):
        only = np.zeros_like(ages)
        only[c] = ages[c]
        yield Group("cohort", name, cohort == c, paid[c], only)
