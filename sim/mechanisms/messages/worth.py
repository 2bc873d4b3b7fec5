"""What is reported of messages to customers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event

Row = tuple[str, str, str, float]


def rows(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Of the whole market; nothing where customers get no messages."""
    if not plan.behaviour["message_on"][0]:
        return
    weeks = float(ledger.counts[:, :, Event.MESSAGED].sum())
    have_ordered = ledger.people["orders"] > 0
    yield "messages_sent", "all", "", weeks * plan.behaviour["message_many"][0] * plan.scale
    out = ledger.more["no_messages"][have_ordered]
    yield "opted_out_share", "all", "", float(out.mean()) if len(out) else np.nan
