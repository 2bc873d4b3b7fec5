"""An order ends the silence; or the firm calls the customer lapsed, from which incentives may follow."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import note
from sim.core.ground.memory import known_customer, more, person
from sim.core.ground.types import World
from sim.mechanisms.silence.rules import patience_of_firm
from sim.vocabulary import NEVER, Event


@formula
def ordered(w: World, i: int, t: float, less: int) -> None:
    """The label goes, and the firm waits for the next order."""
    p = person(w, i)
    m = more(w, i)
    first, orders = np.float64(p.first_at) - np.float64(m.before), np.int64(p.orders)
    m.at_silence = t + patience_of_firm(w.label_multiple, w.label_days, first, t, orders)


@formula
def known_before(w: World, i: int, t: float, silent: float) -> None:
    """Who has been silent for longer than the firm waits is called lapsed already."""
    known = known_customer(w, i)
    patience = patience_of_firm(w.label_multiple, w.label_days, -np.float64(known.age), -silent, np.int64(known.orders))
    more(w, i).at_silence = t + (patience - silent) if patience > silent else NEVER


@formula
def at_silence(w: World, i: int, t: float) -> None:
    """Nothing was heard of the customer for so long that the firm calls it lapsed; some are merely slow."""
    note(w, i, t, Event.LABELLED, 0)
    more(w, i).at_silence = NEVER
