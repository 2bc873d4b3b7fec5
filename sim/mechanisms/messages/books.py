"""What never happens to messages: whoever opts out gets no more."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import NEVER, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    on = bool(plan.behaviour["message_on"][0])
    out = ledger.more["no_messages"] > 0 if on else np.zeros(1, bool)
    writes = ledger.more["message_due"] < NEVER if on else np.zeros(1, bool)
    return {
        "more people who opted out than lines that say so": ledger.counts[:, :, Event.OPTED_OUT].sum() != out.sum(),
        "messages to who has opted out": out & writes,
    }
