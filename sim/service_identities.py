"""What must hold of service and of word of mouth in every run: whoever asks is served, gives up or still waits; what
customers say somebody hears; what they answer is counted."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Desk, Event

Faults = dict[str, np.ndarray]
"""Of each thing that never happens: where it did."""

OWN = {
    Desk.SERVED: (Event.SERVED,),
    Desk.SOLVED: (Event.SOLVED,),
    Desk.GAVE_UP: (Event.GAVE_UP,),
    Desk.REOPENED: (Event.REOPENED,),
    Desk.ASKED: (Event.ASKED, Event.REOPENED),
}
"""What desks count of all tickets, and the events of those of the people simulated."""


def service_faults(plan: Plan, ledger: Ledger) -> Faults:
    """What never happens, to be found nowhere."""
    faults = _answers(ledger) | _stories(plan, ledger)
    return faults | (_queues(plan, ledger) | _tickets(plan, ledger) if len(plan.desk_table) else _nobody(ledger))


def _queues(plan: Plan, ledger: Ledger) -> Faults:
    """Each desk, day by day, in tickets."""
    days = ledger.desk_days
    asked, served, gave_up, silent, solved, reopened = (
        np.cumsum(days[:, :, kind], axis=0)
        for kind in (Desk.ASKED, Desk.SERVED, Desk.GAVE_UP, Desk.SILENT, Desk.SOLVED, Desk.REOPENED)
    )
    found_out = asked - served - (gave_up - silent) - days[:, :, Desk.WAITING] - days[:, :, Desk.BUSY]
    unsolved_before = np.vstack([np.zeros_like(solved[:1]), (served - solved)[:-1]])
    ends = np.stack([served[-1], solved[-1], gave_up[-1]])
    return {
        "tickets neither served nor given up, waiting or in hand": found_out > silent,
        "tickets served, given up, waiting or in hand that nobody opened": found_out < 0,
        "more who silently gave up than gave up": days[:, :, Desk.SILENT] > days[:, :, Desk.GAVE_UP],
        "more tickets solved than served": days[:, :, Desk.SOLVED] > days[:, :, Desk.SERVED],
        "more tickets come back than were left unsolved": reopened > unsolved_before,
        "more staff at work than there is": days[:, :, Desk.BUSY] > plan.staff.max(axis=1),
        "a desk counts backwards": days < 0,
        "waits are not those of the tickets": ledger.waits.sum(axis=2) != ends,
    }


def _tickets(plan: Plan, ledger: Ledger) -> Faults:
    """The tickets of the people simulated, among those of the market."""
    counts, cells = ledger.counts, ledger.counts.shape[1]
    faults: Faults = {}
    for kind, events in OWN.items():
        everybody, own = ledger.desk_days[:, :, kind].sum(axis=1), counts[:, :, list(events)].sum(axis=(1, 2))
        strange = own != everybody if plan.behaviour["copies"][0] == 0.0 else own > everybody
        faults[f"tickets {kind.name.lower()} of people that no desk has counted"] = strange
    told = np.zeros_like(counts[0, :, 0])
    told += counts[:-1, :, [Event.SOLVED, Event.GAVE_UP]].sum(axis=(0, 2))  # the last day's answers are still to come
    still_open = _by_cell(ledger, "open")
    booked = ledger.sums[:, :, Account.SUPPORT] != 0
    served_before = np.vstack([np.zeros((1, cells), bool), counts[:-1, :, Event.SERVED] > 0])
    return faults | {
        "open tickets are not those asked and not yet answered": still_open != counts[:, :, Event.ASKED].sum(0) - told,
        "support for nobody who was served the day before": booked & ~served_before,
        "more complaints than tickets": ledger.causes[:, :1].sum(axis=0) > counts[:, :, Event.ASKED].sum(),
        "told on a day on which nothing is mended": (counts[:, :, Event.TOLD].sum(axis=1) > 0)
        & ~np.isin(np.arange(plan.days), ledger.causes[:, 1]),
    }


def _nobody(ledger: Ledger) -> Faults:
    """Without a desk nobody asks."""
    asked = [Event.ASKED, Event.SERVED, Event.SOLVED, Event.REOPENED, Event.GAVE_UP, Event.TOLD]
    return {
        "tickets without a desk": ledger.counts[:, :, asked] != 0,
        "support without a desk": ledger.sums[:, :, Account.SUPPORT] != 0,
    }


def _answers(ledger: Ledger) -> Faults:
    """Surveys."""
    scored = ledger.counts[:, :, Event.SCORED].sum(axis=1)
    return {
        "answers that are no scores": ledger.scores[:, 1].sum(axis=1) != scored,
        "fewer than nobody asked for a score": ledger.scores < 0,
    }


def _stories(plan: Plan, ledger: Ledger) -> Faults:
    """What customers tell others."""
    heard = ledger.counts[:, :, [Event.WARNED, Event.PRAISED]].sum(axis=(0, 2))
    told = _by_cell(ledger, "told") if plan.extended else np.zeros_like(heard)
    warned, praised = (ledger.counts[:, :, event] != 0 for event in (Event.WARNED, Event.PRAISED))
    return {
        "stories that nobody told": told < heard,
        "warned although nobody warns": warned & (plan.behaviour["warn_share"][0] == 0.0),
        "praised although nobody praises": praised & (plan.behaviour["praise_share"][0] == 0.0),
    }


def _by_cell(ledger: Ledger, name: str) -> np.ndarray:
    """Sum over people of a number of their second records that is small, int64 [cell]: exact in double precision."""
    counted = np.bincount(ledger.people["cell"], ledger.more[name], minlength=ledger.counts.shape[1])
    return counted.astype(np.int64)
