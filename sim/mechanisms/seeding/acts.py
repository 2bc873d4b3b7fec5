"""The product goes to chosen people, who may invite their contacts."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import more, person
from sim.core.ground.network import contacts
from sim.core.ground.types import World
from sim.core.verbs.refer import is_leader, send_invitation
from sim.vocabulary import NEVER, Account, Decision, Event


@formula
def born(w: World, i: int, t: float) -> None:
    """Who is chosen gets the product some time on the day, if in the market by then."""
    chance = w.seeding_leader if is_leader(w, i) else w.seeding_other
    if uniform(w.key, Decision.SEED_CHOSEN, i, 0, 0) < chance:
        when = w.seeding_day + uniform(w.key, Decision.SEED_TIME, i, 0, 0)
        if when >= t:
            more(w, i).seed_at = when


@formula
def at_seed(w: World, i: int, t: float) -> None:
    """Search and product cost the same whatever comes of it. Who takes part turns to some of the own contacts."""
    p = person(w, i)
    m = more(w, i)
    m.seed_at = NEVER
    m.seeded = np.uint8(1)
    note(w, i, t, Event.SEEDED, w.seeding_cost)
    book(w, p, t, Account.SEEDING, -w.seeding_cost)
    p.spent -= w.seeding_cost
    chance = w.seeding_leader_joins if is_leader(w, i) else w.seeding_joins
    if i == w.silenced or uniform(w.key, Decision.SEED_JOINS, i, 0, 0) >= chance:
        return
    left = contacts(w, i) - np.int64(p.invites)
    many = np.int64(np.floor(w.seeding_tells * left + uniform(w.key, Decision.SEED_TELLS, i, 0, 0)))
    for item in range(many):
        turn = np.int64(p.invites)
        p.invites += np.uint16(1)
        send_invitation(w, i, t, 0, Decision.DELAY_SEEDED, turn, item)
