"""Stages of the journey: how many stand where, who leaves first, and what a person reached is worth."""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, mean
from sim.value import residual
from sim.vocabulary import MICRO, Event, Stage, columns

ENTERS = {
    Event.REACHED: Stage.REACHED,
    Event.FADED: Stage.UNAWARE,
    Event.OPTED_IN: Stage.RETAINED,
    Event.ACCEPTED: Stage.RETAINED,
    Event.UNSUBSCRIBED: Stage.UNAWARE,
    Event.FIRST_ORDER: Stage.CUSTOMER,
    Event.RETURNED: Stage.CUSTOMER,
    Event.DROPPED_OUT: Stage.DROPPED_OUT,
    Event.LOST: Stage.LOST,
}
"""The stage in which each event of the journal leaves a person."""


def people_in(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """People of the whole market in stage ``of`` at time ``at``, days.

    The error is that of a sum over cascades: whoever came by invitation counts with the first of the chain.
    """
    lines = observed.lines(*ENTERS)
    lines = lines[lines["time"] <= at]
    order = np.lexsort((lines["time"], lines["who"]))
    last = np.flatnonzero(np.diff(lines["who"][order], append=-1))
    kinds, who = lines["kind"][order][last], lines["who"][order][last]
    stage_of = np.full(columns(Event), -1)
    for event, stage in ENTERS.items():
        stage_of[event] = stage
    there = who[stage_of[kinds] == Stage[str(of).upper()]]
    n = observed.plan.people
    counts = np.bincount(observed.root[there], minlength=n) * (observed.plan.scale * n)
    return mean(counts)


def faded_first(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people reached who forgot us, within ``at`` days, before anything else happened to them."""
    lines = observed.lines(Event.FADED, Event.OPTED_IN, Event.FIRST_ORDER)
    reached_at = observed.ledger.people["reached_at"]
    order = np.lexsort((lines["time"], lines["who"]))
    who = lines["who"][order]
    first = np.flatnonzero(np.diff(who, prepend=-1))
    soon = lines["time"][order][first] - reached_at[who[first]] <= at
    faded = np.zeros(observed.plan.people)
    faded[who[first][soon & (lines["kind"][order][first] == Event.FADED)]] = 1.0
    return mean(faded[reached_at + at <= observed.plan.days])


def value_per_reached(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Value of a person reached without an invitation, discounted to that moment, currency.

    Realised plus residual, that of everybody who came by the person's invitations included.
    """
    plan, people = observed.plan, observed.ledger.people
    bought = observed.customers()
    worth = people["value"][bought] / MICRO + residual(plan, observed.ledger, bought)
    root = observed.root[bought]
    delay = people["first_at"][bought] - people["reached_at"][root]
    total = np.bincount(root, worth * np.exp(-plan.behaviour[0]["discount_rate"] * delay), minlength=plan.people)
    return mean(total[(observed.inviter < 0) & (people["reached_at"] < plan.days)])


QUANTITIES: dict[str, Quantity] = {
    "people_in": people_in,
    "faded_first": faded_first,
    "value_per_reached": value_per_reached,
}
