"""Whether the lines of one life, read in order, are a story that the market allows: a small automaton over Event."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import floor

import numpy as np

from sim.core.ledger import micro
from sim.core.state import NURTURE_COST
from sim.engine import Ledger
from sim.identities import STEPS
from sim.plan import Plan
from sim.vocabulary import NEVER, Account, Event, Stage

LEADS = {(source, event): step.to for step in STEPS for event in step.events for source in step.sources}
"""(stage, event): the stage that follows."""

STAYS = {
    Event.TOUCHED: {Stage.REACHED, Stage.RETAINED},
    Event.ORDERED: {Stage.CUSTOMER},
    Event.SHARED: {Stage.CUSTOMER},
    Event.DECLINED: set(Stage),
}
"""Events that change no stage, and the stages in which they happen."""

ORDERS = (Event.FIRST_ORDER, Event.ORDERED)


def faults(plan: Plan, ledger: Ledger) -> list[str]:
    """What is wrong in the journal: of each life, and between those who invite and those who are invited."""
    journal = ledger.journal[np.argsort(ledger.journal["who"], kind="stable")]
    bounds = np.searchsorted(journal["who"], np.arange(plan.people + 1))
    lives = [journal[a:b].tolist() for a, b in pairwise(bounds)]
    found = [f"person {i}: {fault}" for i, life in enumerate(lives) for fault in _life(plan, ledger, i, life)]
    return found + _post(lives)


def _life(plan: Plan, ledger: Ledger, i: int, life: list[tuple[float, int, int, int]]) -> list[str]:
    person, stage, now = ledger.people[i], Stage.UNAWARE, 0.0
    found, seen, opted_out, last = [], Counter[Event](), False, (0.0, Event.DECLINED)
    since, listed = 0.0, []  # spells on the list
    for time, amount, _, kind in life:
        event = Event(kind)
        if not now <= time < plan.days:
            found.append(f"{event.name} at {time} after {now}")
        if event in STAYS:
            if stage not in STAYS[event]:
                found.append(f"{event.name} while {stage.name}")
        elif (stage, event) not in LEADS:
            return [*found, f"{event.name} while {stage.name}"]
        else:
            if stage == Stage.RETAINED:
                listed.append((since, time))
            stage, since = LEADS[stage, event], time
        if event == Event.OPTED_IN and opted_out:
            found.append("on the list again of one's own accord")
        if event == Event.SHARED and not (last[0] == time and last[1] in ORDERS):
            found.append("shared without an order")
        if event in ORDERS and amount < 0:
            found.append("an order of less than nothing")
        if event in (Event.REACHED, Event.TOUCHED) and not 0 <= amount <= len(plan.channels):
            found.append(f"contact by source {amount}")
        opted_out |= event == Event.UNSUBSCRIBED
        seen[event] += 1
        now, last = time, (time, event)
    if stage == Stage.RETAINED:
        listed.append((since, float(plan.days)))
    return found + _remembered(plan, ledger, i, life, stage, seen) + _letters(plan, person, listed)


def _remembered(plan: Plan, ledger: Ledger, i: int, life: list, stage: Stage, seen: Counter[Event]) -> list[str]:
    """Where the person's record tells another story."""
    person = ledger.people[i]
    orders = [time for time, _, _, kind in life if kind in ORDERS]
    told = {
        "stage": (person["stage"], stage),
        "orders": (person["orders"], len(orders)),
        "first_at": (person["first_at"], (orders or [NEVER])[0]),
        "second_at": (person["second_at"], [*orders, NEVER, NEVER][1] if orders else NEVER),
        "last_at": (person["last_at"], (orders or [NEVER])[-1]),
        "lapses": (person["lapses"], seen[Event.DROPPED_OUT]),
        "opted_out": (person["opted_out"], seen[Event.UNSUBSCRIBED] > 0),
        "first orders": (seen[Event.FIRST_ORDER], min(len(orders), 1)),
    }
    found = [f"{name} {a} told as {b}" for name, (a, b) in told.items() if a != b]
    return found + (["more invitations than friends"] if seen[Event.SHARED] > plan.behaviour[0]["friends"] else [])


def _letters(plan: Plan, person: np.void, listed: list[tuple[float, float]]) -> list[str]:
    """Messages cost something exactly while one is on the list: not before, and not after unsubscribing."""
    curve = plan.curves[person["cell"], NURTURE_COST]

    def level(t: float) -> float:
        d = floor(t)
        return curve[-1] if d >= plan.days else curve[d] + (t - d) * (curve[d + 1] - curve[d])

    letters = sum(int(micro(level(end) - level(start))) for start, end in listed)
    rewards = 0
    if person["referrer"] >= 0 and person["orders"] > 0:
        lever = plan.levers[person["cell"], floor(person["first_at"])]
        rewards = int(lever["reward_referrer"] + lever["reward_friend"])
    if person["spent"] == -(letters + rewards):
        return []
    return [f"won for {-person['spent']}, with letters for {letters} and rewards of {rewards}"]


def _post(lives: list[list[tuple[float, int, int, int]]]) -> list[str]:
    """Answers to invitations that nobody sent, or that were sent on the same day or later."""
    sent: dict[tuple[int, int], list[int]] = {}
    for i, life in enumerate(lives):
        for time, friend, _, kind in life:
            if kind == Event.SHARED:
                sent.setdefault((i, friend), []).append(floor(time))
    found = []
    for i, life in enumerate(lives):
        for time, inviter, _, kind in life:
            if kind in (Event.ACCEPTED, Event.DECLINED):
                days = sent.get((inviter, i), [])
                if not days or days.pop(0) >= floor(time):
                    found.append(f"person {i}: answered {inviter} on day {floor(time)}, not invited before")
    return found


def revenue_told(ledger: Ledger) -> tuple[int, int]:
    """Revenue by the journal and by the accounts, micro-units."""
    bought = np.isin(ledger.journal["kind"], ORDERS)
    return int(ledger.journal["amount"][bought].sum()), int(ledger.sums[:, :, Account.REVENUE].sum())
