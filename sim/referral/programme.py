"""The referral programme of one run: what was sent, taken up, paid, and how far it spread."""

from __future__ import annotations

import numpy as np

from sim.accounts import PROGRAMME
from sim.engine import Ledger
from sim.measures.averages import brought, window
from sim.measures.groups import EVERYBODY, customers_of
from sim.plan import Plan
from sim.ratio import ratio
from sim.referral.lineage import generations, next_generation, referred, spectral_radius
from sim.vocabulary import MICRO, Event

Row = tuple[str, str, str, float]
"""measure, by, key, value; measures are those of sim.tables.REFERRALS."""


def paid(ledger: Ledger) -> float:
    """What the programme has paid, currency, of the people simulated."""
    return -float(ledger.sums[:, :, list(PROGRAMME)].sum()) / MICRO


def programme(plan: Plan, ledger: Ledger) -> list[Row]:
    """The ledger of the programme, people and money scaled to the market."""
    people = ledger.people
    events = ledger.counts.sum(axis=(0, 1))
    shares, accepted = int(events[Event.SHARED]), int(events[Event.ACCEPTED])
    won = int(referred(people).sum())
    rewards = paid(ledger)
    found = {
        "shares": shares * plan.scale,
        "accepted": accepted * plan.scale,
        "referred": won * plan.scale,
        "accepted_per_share": ratio(accepted, shares),
        "referred_per_accepted": ratio(won, accepted),
        "reward_cost": rewards * plan.scale,
        "reward_per_referred": ratio(rewards, won),
    }
    return [(name, "all", "", value) for name, value in found.items()] + spread(plan, ledger)


def spread(plan: Plan, ledger: Ledger) -> list[Row]:
    """How customers bring customers: k, cycle time, children by segment, generations."""
    people = ledger.people
    customers = customers_of(plan, ledger)
    k, cycle = brought(plan, customers, EVERYBODY, EVERYBODY)
    children = len(customers.parent)
    matrix = next_generation(people, len(plan.segments), plan.days, window(plan))
    depth = generations(people)
    depth = depth[depth >= 0]
    found = {
        "k_factor": k,
        "k_naive": ratio(children, len(customers.records)),
        "k_radius": spectral_radius(matrix),
        "cycle_time": cycle,
        "generation_mean": float(depth.mean()) if len(depth) else np.nan,
        "generation_longest": float(depth.max(initial=0)),
    }
    rows: list[Row] = [(name, "all", "", value) for name, value in found.items()]
    for g, one in enumerate(plan.segments):
        rows += [
            ("children", "segments", f"{one} > {other}", float(matrix[g, h])) for h, other in enumerate(plan.segments)
        ]
    for level, count in enumerate(np.bincount(depth)):
        rows.append(("generation", "generation", str(level), float(count) * plan.scale))
    return rows
