"""Who cheats, who is found out, and who is taken for a cheat."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import lever, person
from sim.core.ground.types import World
from sim.vocabulary import Account, Decision, Event


@formula
def is_cheated(w: World, i: int, t: float, turn: int) -> bool:
    """Whether an invitation is to an account of one's own: if nobody finds out, rewards are paid for nobody new."""
    if w.fraud == 0.0 or uniform(w.key, Decision.FRAUD, i, turn, 0) >= w.fraud:
        return False
    p = person(w, i)
    caught = uniform(w.key, Decision.DETECTION, i, turn, 0) < w.detection
    note(w, i, t, Event.CHEATED, np.int64(caught))
    if not caught:
        levers = lever(w, p.cell, np.int64(t))
        cost = levers.reward_referrer + levers.reward_friend
        book(w, p, t, Account.FRAUD, -cost)
        p.spent -= cost
    return True


@formula
def taken_for_cheat(w: World, i: int) -> bool:
    """Whether the firm takes a friend who was invited for a cheat, and pays no rewards."""
    return w.false_alarm > 0.0 and uniform(w.key, Decision.DETECTION, i, 0, 1) < w.false_alarm
