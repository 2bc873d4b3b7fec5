"""What a customer's referrals are worth (CRV): the same world, but that this one invites nobody.

CRV is another view of money that is already in the CLV of those who were brought: never add the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan, without_invitations_of
from sim.referral.lineage import descendants, referred
from sim.value import residual
from sim.vocabulary import MICRO
from sim.worth import world_worth


class Referrer(NamedTuple):
    """A customer and what came of the invitations; money in currency, as of the customer's own first order."""

    chosen: str  # "most": among those who brought most; "sample": one of a systematic sample
    customer: int
    first_day: float
    invitations: int
    brought: int
    descendants: int
    clv: float
    crv: float


def referrers(ledger: Ledger, most: int, sample: int) -> list[tuple[str, int]]:
    """(why chosen, person): the ``most`` customers with most descendants, then every n-th customer by number.

    Those who brought most were lucky as well as keen: only the sample stands for all customers.
    """
    who = np.flatnonzero(ledger.people["orders"] > 0)
    came = descendants(ledger.people)[who]
    first = [("most", int(who[k])) for k in np.argsort(-came, kind="stable")[:most] if came[k] > 0]
    places = np.floor((np.arange(sample) + 0.5) * len(who) / sample).astype(np.int64) if sample else np.zeros(0, int)
    return first + [("sample", int(who[k])) for k in np.unique(places)]


def referral_value(plan: Plan, ledger: Ledger, person: int, run: Callable[[Plan], Ledger]) -> float:
    """V(world) - V(world in which ``person`` sends no invitation), all generations, same random numbers.

    Rewards and everything else that invitations change are in it, the person's own loyalty too. Currency, as of
    the person's first order; 0 for who invited nobody. ``run``: the engine.
    """
    record = ledger.people[person]
    if record["invites"] == 0:
        return 0.0
    silent = run(without_invitations_of(plan, person))
    gain = world_worth(plan, ledger) - world_worth(plan, silent)
    return gain * float(np.exp(plan.behaviour[0]["discount_rate"] * record["first_at"]))


def referral_values(
    plan: Plan, ledger: Ledger, chosen: Sequence[tuple[str, int]], run: Callable[[Plan], Ledger]
) -> list[Referrer]:
    """CLV and CRV of the ``chosen`` customers of a run."""
    people = ledger.people
    child = np.bincount(people["referrer"][referred(people)], minlength=len(people))
    below = descendants(people)
    found: list[Referrer] = []
    for why, person in chosen:
        one = people[person]
        clv = one["value"] / MICRO + float(residual(plan, ledger, np.array([person]))[0])
        counts = int(one["invites"]), int(child[person]), int(below[person])
        crv = referral_value(plan, ledger, person, run)
        found.append(Referrer(why, person, float(one["first_at"]), *counts, float(clv), crv))
    return found
