"""An invited friend has placed a first order."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import lever, more, person
from sim.core.ground.types import World
from sim.vocabulary import Account, Event


@formula
def friend_won(w: World, i: int, t: float) -> None:
    """It is counted, and perhaps a bonus is due."""
    p = person(w, i)
    m = more(w, i)
    m.children += np.uint16(1)
    levers = lever(w, p.cell, np.int64(t))
    if levers.bonus > 0 and m.children % levers.bonus_friends == 0:
        book(w, p, t, Account.BONUS, -levers.bonus)
        p.spent -= levers.bonus
        note(w, i, t, Event.REWARDED, levers.bonus)
