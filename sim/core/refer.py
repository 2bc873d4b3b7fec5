"""Referral in two steps: a customer shares after an order; the friend, days later, takes it up or not."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import quantile, uniform
from sim.core.jit import formula
from sim.core.lapse import recommend_effect
from sim.core.ledger import note
from sim.core.memory import lever, message, outgoing, person
from sim.core.network import NOBODY, contact, contacts
from sim.core.retain import retained
from sim.core.state import DELAY_TABLE
from sim.vocabulary import Decision, Event, Stage


@formula
def arrival(w: Any, key: int, decision: int, i: int, n: int, scale: float, t: float) -> float:
    """When an invitation sent at ``t`` arrives: after a gamma delay, the next day at the earliest."""
    delay = quantile(w, DELAY_TABLE, uniform(key, decision, i, n, 0)) * scale
    return max(t + delay, np.floor(t) + 1.0)


@formula
def share(w: Any, i: int, t: float, n: int, share_decision: int, delay_decision: int) -> None:
    """After the order of occasion ``n`` the customer may invite the next friend not yet invited."""
    p = person(w, i)
    if p.invites >= contacts(w, i):
        return
    if uniform(w.key, share_decision, i, n, 0) >= lever(w, p.cell, np.int64(t)).share:
        return
    to = contact(w, i, p.invites)
    p.invites += np.uint16(1)
    if to == i:
        return
    recommend_effect(w, i, t)
    if to == NOBODY:
        note(w, i, t, Event.UNDELIVERABLE, 0)
        return
    note(w, i, t, Event.SHARED, to)
    letter = outgoing(w, w.outbox_used)
    letter.time = arrival(w, w.key, delay_decision, i, n, w.delay_scale, t)
    letter.to = to
    letter.sender = i
    w.outbox_used += 1


@formula
def invited(w: Any, i: int, t: float) -> None:
    """An invitation arrives. Who is no customer yet and in no list of ours may take it up."""
    p = person(w, i)
    invitation = message(w, p.inbox)
    p.inbox = invitation.next
    sender = invitation.sender
    open_to_it = p.stage == Stage.UNAWARE or p.stage == Stage.REACHED
    accept = lever(w, p.cell, np.int64(t)).accept
    if open_to_it and uniform(w.key, Decision.ACCEPT, sender, i, 0) < accept:
        source = w.sources - 1
        if p.stage == Stage.UNAWARE:
            p.cause = source
            if p.reached_at > t:
                p.reached_at = t
        p.touched = source
        p.touched_at = t
        p.referrer = sender
        note(w, i, t, Event.ACCEPTED, sender)
        retained(w, i, t)
    else:
        note(w, i, t, Event.DECLINED, sender)
