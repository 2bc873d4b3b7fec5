"""What must hold in every run, exactly, in integers. A run that breaks one has no result."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Curve, Event, Stage

EARNED = (
    Account.REVENUE,
    Account.GOODS,
    Account.FULFILMENT,
    Account.FIRST_ORDER_COST,
    Account.SERVICE,
    Account.WINBACK,
)
SPENT = (Account.REWARD_REFERRER, Account.REWARD_FRIEND, Account.NURTURE)


class IdentityBroken(AssertionError):
    """The books of a run do not agree: a fault of the engine, never of the input."""


def assert_identities(plan: Plan, ledger: Ledger) -> None:
    """Raise IdentityBroken unless people, accounts, ages, events and stages tell the same story."""
    people = ledger.people
    accounts = ledger.sums.sum(axis=(0, 1))
    events = ledger.counts.sum(axis=(0, 1))
    ages = ledger.ages.sum(axis=(0, 1, 2))
    bought = people["orders"] > 0
    recount = np.bincount(people["stage"], minlength=len(Stage))
    flows = ledger.flows.sum(axis=0)
    stages = np.zeros(len(Stage), np.int64)
    stages[Stage.UNAWARE] = plan.people
    stages += flows.sum(axis=0) - flows.sum(axis=1)
    checks = {
        "people's contribution = accounts": (people["net"].sum(), accounts[list(EARNED)].sum()),
        "people's acquisition cost = accounts": (people["spent"].sum(), accounts[list(SPENT)].sum()),
        "people's discounted value = sums by age": (people["value"].sum(), ages[Curve.VALUE]),
        "orders of people = orders by age": (people["orders"].sum(), ages[Curve.ORDERS]),
        "orders of people = events": (
            people["orders"].sum(),
            events[Event.FIRST_ORDER] + events[Event.ORDERED],
        ),
        "customers by age = first orders": (ages[Curve.CUSTOMERS], events[Event.FIRST_ORDER]),
        "customers = first orders": (bought.sum(), events[Event.FIRST_ORDER]),
        "customers have a first order's time": (bought.sum(), (people["first_at"] < plan.days).sum()),
        "second orders have a time": ((people["orders"] > 1).sum(), (people["second_at"] < plan.days).sum()),
        "one credited source per customer": (
            bought.sum(),
            (people["attributed"][bought] < len(plan.sources)).sum(),
        ),
        "nobody buys before being reached": ((people["reached_at"] > people["first_at"]).sum(), 0),
        "nobody refers to oneself": ((people["referrer"] == np.arange(plan.people)).sum(), 0),
        **{f"stage {s.name.lower()} = flows": (recount[s], stages[s]) for s in Stage},
    }
    if np.abs(ledger.sums.astype(float)).sum() > 2.0**62 or np.abs(people["value"].astype(float)).sum() > 2.0**62:
        raise IdentityBroken("amounts beyond what the ledger holds")
    broken = [f"{name}: {a} != {b}" for name, (a, b) in checks.items() if int(a) != int(b)]
    if broken:
        raise IdentityBroken("; ".join(broken))
