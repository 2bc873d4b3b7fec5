"""The single ledger: sums by day, cell and account, by customers' age, and each person's own sums."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import faded
from sim.core.ground.jit import formula
from sim.core.ground.ledger_writes import add_age, add_count, add_flow, add_sum
from sim.core.ground.memory import lever, line, person
from sim.core.ground.state import PRESENT_VALUE
from sim.core.ground.types import Person, World
from sim.vocabulary import MICRO, Curve


@formula
def micro(amount: float) -> int:
    """An amount of currency in micro-units, rounded half up."""
    return np.int64(np.floor(amount * MICRO + 0.5))


@formula
def scaled(amount: int, factor: float) -> int:
    """Micro-units times a factor, rounded half up."""
    return np.int64(np.floor(amount * factor + 0.5))


@formula
def note(w: World, i: int, t: float, kind: int, amount: int) -> None:
    """Count an event of person ``i`` and, if a journal is kept, write its line."""
    p = person(w, i)
    add_count(w, np.int64(t), p.cell, kind)
    if w.journal_places > 0:
        entry = line(w, w.journal_used)
        entry.time = t
        entry.amount = amount
        entry.who = i
        entry.kind = kind
        w.journal_used += 1


@formula
def move(w: World, p: Person, t: float, stage: int) -> None:
    """Take a person from the present stage to another."""
    add_flow(w, np.int64(t), p.stage, stage)
    p.stage = stage
    p.since = t


@formula
def book(w: World, p: Person, t: float, account: int, amount: int) -> None:
    """Book micro-units on an account, on the day of ``t`` (the last day at the horizon)."""
    day = min(np.int64(t), w.days - 1)
    add_sum(w, day, p.cell, account, amount)


@formula
def span(w: World, p: Person, age: int) -> int:
    """The place of a customer's cohort at a span of age in the sums by age."""
    levers = lever(w, p.cell, np.int64(p.first_at))
    group = p.attributed * (w.segments * w.regions * w.places) + levers.label
    return ((group * w.cohorts + levers.cohort) * w.age_bins + age) * w.age_kinds


@formula
def present_span(w: World, p: Person, t: float) -> int:
    """The same at the age reached at ``t``."""
    return span(w, p, min(np.int64((t - np.float64(p.first_at)) / w.age_width), w.age_bins - 1))


@formula
def by_age(w: World, p: Person, t: float, curve: int, amount: int) -> None:
    """Add to a customer's cohort at the age reached at ``t``."""
    add_age(w, present_span(w, p, t), curve, amount)


@formula
def earn(w: World, p: Person, t: float, amount: int) -> None:
    """Add micro-units to what a customer has brought, undiscounted and discounted to the first order."""
    earn_in(w, p, t, present_span(w, p, t), amount)


@formula
def earn_in(w: World, p: Person, t: float, at: int, amount: int) -> None:
    """The same, where the place of the present span of age is known."""
    p.net += amount
    value = scaled(amount, faded(w, PRESENT_VALUE, t - np.float64(p.first_at)))
    p.value += value
    add_age(w, at, Curve.VALUE, value)
