"""Customers and the groups they are looked at in: credited channel, cause, segment, region, place of purchase, quarter
of the first order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.accounts import ADVERTISING, SPENT
from sim.engine import Ledger
from sim.measures.by_age import Gains, cohort_ends, gains
from sim.measures.money import money, winning
from sim.plan import Plan
from sim.tables import AGES
from sim.value import residual
from sim.vocabulary import MICRO, Stage

Those = np.ndarray | slice
"""Some of many, by their places; in the order of these."""

EVERYBODY = slice(None)

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
    """Everybody who has placed a first order since the beginning; brought are those whom one of them has invited."""
    people, known = ledger.people, len(plan.known)
    return _looked_at(plan, ledger, known + np.flatnonzero(people["orders"][known:] > 0))


def existing_of(plan: Plan, ledger: Ledger) -> Customers:
    """The customers of time 0; ages count from then."""
    return _looked_at(plan, ledger, np.arange(len(plan.known)))


def _looked_at(plan: Plan, ledger: Ledger, who: np.ndarray) -> Customers:
    """Those with the numbers ``who``, which rise."""
    people = ledger.people
    records = np.empty(len(who), [(name, people.dtype[name]) for name in FIELDS])
    for name in FIELDS:  # one by one: whole records would be a second copy of everybody
        records[name] = people[name][who]
    friend = who[people["referrer"][who] >= (who[0] if len(who) else 0)]
    friend = friend[people["first_at"][people["referrer"][friend]] < people["first_at"][friend]]
    referrer = people["referrer"][friend]
    return Customers(
        records=records,
        realised=people["value"][who] / MICRO,
        after=_expected(plan, residual(plan, ledger, who)),
        won=people["start"][who] != Stage.CUSTOMER,
        repeat_age=np.where(records["orders"] > 1, people["second_at"][who] - records["first_at"], np.inf),
        age=plan.days - records["first_at"].astype(float),
        winnable=int(((people["potential"] > 0) & (people["orders"] == 0)).sum()),
        parent=np.searchsorted(who, referrer),
        parent_age=people["first_at"][friend] - people["first_at"][referrer],
    )


def _expected(plan: Plan, after: np.ndarray) -> np.ndarray:
    """What is expected of customers ``after`` the horizon: where that has no finite mean, infinite of all who are not
    gone, though what is expected of each at the own rates is finite, so that no mean of a sample passes for it."""
    if not plan.endless:
        return after
    sign = np.sign(after[np.isfinite(after)].sum()) if np.isfinite(after).any() else 1.0
    return np.where(after != 0.0, sign * np.inf, 0.0) if sign != 0.0 else after


@dataclass(frozen=True)
class Group:
    """A group of customers: which, whom of the referred they brought, what winning them cost (None = not stated), and
    what they bring by age."""

    by: str
    key: str
    members: Those
    friends: Those
    cost: float | None = None
    gains: Gains | None = None


def followed_ages(plan: Plan) -> list[int]:
    """The ages of sim.tables.AGES that anybody can reach within the run, days."""
    return [age for age in AGES if age < plan.days]


def _parted(customers: Customers, codes: np.ndarray, parts: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(members, friends) of each part; ``codes``: of which part every customer is, [customer]."""
    yield from zip(_places(codes, parts), _places(codes[customers.parent], parts), strict=True)


def _places(codes: np.ndarray, parts: int) -> Iterator[np.ndarray]:
    """The places at which each of the codes from 0 to ``parts`` - 1 stands."""
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(parts + 1)).tolist()
    return (order[first:last] for first, last in pairwise(ends))


class Kind(NamedTuple):
    """A way to tell people apart that does not change: what it is called, names, and which one those of each label of
    cells are, int64 [label]. ``media``: the share of media money spent on each; none where media reach all alike."""

    by: str
    names: tuple[str, ...]
    of_label: np.ndarray
    media: np.ndarray


def kinds_of(plan: Plan) -> list[Kind]:
    """Segments, and regions and places of purchase where there are any."""
    every = np.arange(plan.labels)
    regions, places = max(len(plan.regions), 1), max(len(plan.usual_places), 1)
    alike = np.zeros(0)
    found = [Kind("segment", plan.segments, every // (regions * places), alike)]
    found += [Kind("region", plan.regions, every // places % regions, plan.media_by_region)] if plan.regions else []
    found += [Kind("place", plan.usual_places, every % places, alike)] if plan.usual_places else []
    return found


def _summed(ages: np.ndarray, kind: Kind) -> np.ndarray:
    """What is summed by age [label, ...] by ``kind``."""
    return np.array([ages[kind.of_label == k].sum(axis=0) for k in range(len(kind.names))])


def _alike(
    plan: Plan, ledger: Ledger, customers: Customers, media: float, kind: Kind, gained: Sequence[Gains]
) -> Iterator[Group]:
    """Those of one kind; ``media``: what was spent on all."""
    of_cell, many = kind.of_label[plan.levers["label"][:, 0]], len(kind.names)
    which = of_cell[ledger.people["cell"]]
    population = np.bincount(which, minlength=many)
    spent = np.bincount(which, -ledger.people["spent"] / MICRO, minlength=many)
    heads = float(plan.promoters.sum() / MICRO)
    parted = _parted(customers, of_cell[customers.records["cell"]], many)
    for k, (name, those) in enumerate(zip(kind.names, parted, strict=True)):
        share = kind.media[k] if len(kind.media) else population[k] / plan.people
        by_head = heads * population[k] / plan.people
        yield Group(kind.by, name, *those, spent[k] + media * share + by_head, gained[k])


def groups_of(plan: Plan, ledger: Ledger, customers: Customers, totals: dict[str, float]) -> Iterator[Group]:
    """The whole first, then every channel, cause, segment, region, place and cohort; ``totals``:
    sim.measures.money.totals."""
    records = customers.records
    sources, kinds = plan.sources_of_new, kinds_of(plan)
    ages = ledger.ages.reshape(len(plan.sources), -1, *ledger.ages.shape[1:])[: len(sources)]
    everybody = ages.sum(axis=(0, 1))
    asked = followed_ages(plan)
    alike = ages.sum(axis=0)
    parts = [_summed(alike, kind) for kind in kinds]
    whole, *gained = gains(plan, np.concatenate([everybody[None], ages.sum(axis=1), *parts]), asked)
    yield Group("all", "", EVERYBODY, EVERYBODY, winning(totals), whole)
    media = (plan.media.sum(axis=1) + plan.creative.sum(axis=1)) / MICRO
    costs = [None, *media, totals["rewards"]]
    credited = _parted(customers, records["attributed"], len(sources))
    caused = _parted(customers, records["cause"], len(sources))
    for s, (name, won, met) in enumerate(zip(sources, credited, caused, strict=True)):
        yield Group("channel", name, *won, costs[s], gained[s])
        yield Group("cause", name, *met)
    gained = gained[len(sources) :]
    for kind in kinds:
        yield from _alike(plan, ledger, customers, totals["media"], kind, gained[: len(kind.names)])
        gained = gained[len(kind.names) :]
    yield from _cohorts(plan, ledger, customers, everybody)


def _cohorts(plan: Plan, ledger: Ledger, customers: Customers, ages: np.ndarray) -> Iterator[Group]:
    cohort_of_day = plan.levers[0]["cohort"]
    cohort = cohort_of_day[customers.records["first_at"].astype(np.int64)]
    paid = -money(plan, ledger)[:, [*ADVERTISING, *SPENT]].sum(axis=1) / MICRO
    paid = np.bincount(cohort_of_day, paid, minlength=len(plan.cohorts))
    gained = gains(plan, ages[:, None], followed_ages(plan), cohort_ends(plan)[:, None])
    begun = _parted(customers, cohort, len(plan.cohorts))
    for c, (name, those) in enumerate(zip(plan.cohorts, begun, strict=True)):
        yield Group("cohort", name, *those, paid[c], gained[c])
