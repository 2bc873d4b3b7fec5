"""Whether the lines of one life, read in order, are a story that the market allows: a small automaton over Event."""

from collections import Counter
from itertools import pairwise
from math import floor

import numpy as np

from generator.words import of_core
from sim.core.ground.ledger import micro
from sim.core.ground.state import NURTURE_COST, RENEWAL, TRIAL_COST
from sim.engine import Ledger
from sim.identities import STEPS
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Happening
from sim.mechanisms.points.books import PAID
from sim.plan import Plan
from sim.vocabulary import NEVER, Event, Stage

LEADS = {(source, event): step.to for step in STEPS for event in step.events for source in step.sources}
"""(stage, event): the stage that follows."""

COSTS = {Stage.RETAINED: NURTURE_COST, Stage.TRIAL: TRIAL_COST}
Life = list[tuple[float, int, int, int]]
"""Lines of one person: time, amount, who, kind."""

ORDERS = (Event.FIRST_ORDER, Event.ORDERED)
BOUGHT = {Stage.CUSTOMER, Stage.DROPPED_OUT, Stage.LOST}
WHOM = {
    "anybody": set(Stage),
    "deciders": {Stage.REACHED, Stage.RETAINED, Stage.TRIAL, Stage.CUSTOMER},
    "buyers": BOUGHT,
    "customers": {Stage.CUSTOMER},
}
"""Whom events of mechanisms happen to, by stage; who decides may take an offer."""
OF_MECHANISMS = {Event[word.name]: word for one in ALL for word in one.events if isinstance(word, Happening)}
STAYS = {
    Event.TOUCHED: {Stage.REACHED, Stage.RETAINED, Stage.TRIAL},
    Event.ORDERED: {Stage.CUSTOMER},
    Event.SHARED: set(Stage),
    Event.UNDELIVERABLE: set(Stage),
    Event.DECLINED: set(Stage),
    **{event: WHOM[word.to] for event, word in OF_MECHANISMS.items()},
}
"""Events that change no stage, and the stages in which they happen."""

MONEY = tuple(
    Event[word.name]
    for word in (*of_core("events"), *(word for one in ALL for word in one.events))
    if word.says.endswith("micro-units of currency")
)
"""Events whose amount is money, as their words say."""

ANSWERS = {Event.SERVED, Event.SOLVED, Event.GAVE_UP}
AFTER = {
    Event.SHARED: (*ORDERS, Event.SOLVED),
    Event.UNDELIVERABLE: (*ORDERS, Event.SOLVED),
    **{event: tuple(Event[name] for name in word.after) for event, word in OF_MECHANISMS.items() if word.after},
}
"""Events that happen at the moment of one of these; answers of the desk are heard of when the next day begins."""
for cause, word in OF_MECHANISMS.items():
    AFTER |= {Event[name]: (*AFTER[Event[name]], cause) for name in word.causes}

AWAKE = {Event.PAUSED: False, Event.RESUMED: True}
"""Whether a customer's demand is awake then; it is after a return, too."""


def faults(plan: Plan, ledger: Ledger) -> list[str]:
    """What is wrong in the journal: of each life, and between those who invite and those who are invited."""
    journal = ledger.journal[np.argsort(ledger.journal["who"], kind="stable")]
    bounds = np.searchsorted(journal["who"], np.arange(plan.people + 1))
    lives = [journal[a:b].tolist() for a, b in pairwise(bounds)]
    found = [f"person {i}: {fault}" for i, life in enumerate(lives) for fault in _life(plan, ledger, i, life)]
    return found + _post(lives) + _stories(plan, ledger, lives)


def _life(plan: Plan, ledger: Ledger, i: int, life: Life) -> list[str]:
    stage, now, since, awake = Stage.UNAWARE, 0.0, 0.0, True
    found, seen, at_once, answers = [], Counter[Event](), set[Event](), dict[int, set[Event]]()
    spells: list[tuple[Stage, float, float]] = []
    asked = {floor(time) for time, _, _, kind in life if kind == Event.ASKED}  # a desk has busy hours of its own
    for time, amount, _, kind in life:
        event = Event(kind)
        at_once = at_once if time == now else set()
        if not now <= time < plan.days:
            found.append(f"{event.name} at {time} after {now}")
        early = event in ANSWERS and floor(time) in asked
        if not early and (
            stage not in STAYS.get(event, {stage}) or (event not in STAYS and (stage, event) not in LEADS)
        ):
            return [*found, f"{event.name} while {stage.name}"]
        if event not in STAYS:
            spells.append((stage, since, time))
            stage, since, awake = LEADS[stage, event], time, True
        if event in AWAKE:
            if awake == AWAKE[event]:
                found.append(f"{event.name} twice")
            awake = AWAKE[event]
        if event == Event.ORDERED and not awake and plan.behaviour[0]["dropout_kind"] != RENEWAL:
            found.append("ordered in a pause")
        if event == Event.OPTED_IN and seen[Event.UNSUBSCRIBED]:
            found.append("on the list again of one's own accord")
        heard = answers.get(floor(time) - 1, set()) if time == floor(time) else set()
        if event in AFTER and (at_once | heard).isdisjoint(AFTER[event]):
            found.append(f"{event.name} out of nothing")
        if event in (Event.REACHED, Event.TOUCHED) and not 0 <= amount <= len(plan.channels):
            found.append(f"contact by source {amount}")
        if amount < 0:
            found.append(f"{event.name} of {amount}")
        if event in ANSWERS:
            answers.setdefault(floor(time), set()).add(event)
        seen[event] += 1
        at_once.add(event)
        now = time
    spells.append((stage, since, float(plan.days)))
    return found + _remembered(ledger, i, life, stage, seen) + _won(plan, ledger.people, i, life, spells)


def _remembered(ledger: Ledger, i: int, life: Life, stage: Stage, seen: Counter[Event]) -> list[str]:
    """Where the person's record tells another story."""
    person = ledger.people[i]
    orders = [time for time, _, _, kind in life if kind in ORDERS]
    told = {
        "stage": (person["stage"], stage),
        "orders": (person["orders"], len(orders)),
        "first_at": (person["first_at"], (orders or [NEVER])[0]),
        "second_at": (person["second_at"], [*orders, NEVER, NEVER][1] if orders else NEVER),
        "lapses": (person["lapses"], seen[Event.DROPPED_OUT]),
        "opted_out": (person["opted_out"], seen[Event.UNSUBSCRIBED] > 0),
        "first orders": (seen[Event.FIRST_ORDER], min(len(orders), 1)),
    }
    if len(ledger.more):
        told |= _asked(ledger, i, life, seen) | _collected(ledger.more[i], life, seen)
    return [f"{name} {a} told as {b}" for name, (a, b) in told.items() if a != b]


def _asked(ledger: Ledger, i: int, life: Life, seen: Counter[Event]) -> dict[str, tuple[int, int]]:
    """Tickets and stories; what the desk has said on the last day is not yet heard."""
    last = len(ledger.flows) - 1
    over = sum(kind in (Event.SOLVED, Event.GAVE_UP) and time < last for time, _, _, kind in life)
    unsolved = seen[Event.SERVED] - seen[Event.SOLVED]
    told = int(ledger.more["told"][i])
    return {
        "open": (ledger.more["open"][i], seen[Event.ASKED] - over),
        "tickets that came back, of those not solved": (min(seen[Event.REOPENED], unsolved), seen[Event.REOPENED]),
        "stories": (min(seen[Event.WARNED] + seen[Event.PRAISED], told), seen[Event.WARNED] + seen[Event.PRAISED]),
    }


def _collected(more: np.void, life: Life, seen: Counter[Event]) -> dict[str, tuple[float, float]]:
    """Points and tier: the latest order that counts is one that was not sent back."""
    back = {time for time, _, _, kind in life if kind == Event.GOODS_RETURNED}
    kept = [time for time, _, _, kind in life if kind in ORDERS and time not in back]
    return {
        "in the upper tier": (more["at_tier"] < NEVER, seen[Event.UPGRADED] - seen[Event.DOWNGRADED]),
        "latest order that counts": (more["points_at"], [0.0, *kept][-1] if more["points_at"] > 0.0 else 0.0),
    }


def _won(plan: Plan, people: np.ndarray, i: int, life: Life, spells: list[tuple[Stage, float, float]]) -> list[str]:
    """Messages and trials cost something exactly while one is in the stage: none after unsubscribing.

    The rest of what winning a person has cost is rewards: for joining the list, for who came by invitation at the first
    order, bonuses, commissions, and those of cheats who were not found out.
    """

    def cost(curve: np.ndarray, start: float, end: float) -> int:
        return int(micro(_level(curve, end)) - micro(_level(curve, start)))

    person = people[i]
    cell = person["cell"]
    curves = plan.curves[cell]
    spent = sum(cost(curves[COSTS[stage]], start, end) for stage, start, end in spells if stage in COSTS)
    rewards = [
        _reward(plan, cell, cell, time) for time, found_out, _, kind in life if kind == Event.CHEATED and not found_out
    ]
    paid = {Event.OPTED_IN, *(event for event, word in OF_MECHANISMS.items() if word.wins)}
    bonuses = [amount for _, amount, _, kind in life if kind in paid]
    spent += sum(rewards) + sum(bonuses)
    possible = {spent}
    if person["referrer"] >= 0 and person["orders"] > 0:
        alarm = plan.behaviour[0]["false_alarm"]
        reward = _reward(plan, people["cell"][person["referrer"]], cell, person["first_at"])
        possible = {spent + reward} | (possible if alarm > 0.0 else set())
    return [] if -person["spent"] in possible else [f"won for {-person['spent']}, not {possible}"]


def _level(curve: np.ndarray, t: float) -> float:
    d = floor(t)
    return curve[-1] if d >= len(curve) - 1 else curve[d] + (t - d) * (curve[d + 1] - curve[d])


def _reward(plan: Plan, referrer: int, friend: int, t: float) -> int:
    """Both rewards for a first order at ``t``, of two people of these cells."""
    day = floor(t)
    return int(plan.levers["reward_referrer"][referrer, day] + plan.levers["reward_friend"][friend, day])


def _post(lives: list[Life]) -> list[str]:
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


def _stories(plan: Plan, ledger: Ledger, lives: list[Life]) -> list[str]:
    """What somebody has been told is what others have told, a day before: it counts until the first order."""
    if not len(ledger.more):
        return []
    behaviour = plan.behaviour[0]
    effects = {Event.WARNED: -behaviour["warn_effect"], Event.PRAISED: behaviour["praise_effect"]}
    heard: dict[int, list[tuple[float, int, float]]] = {}
    for teller, life in enumerate(lives):
        for time, to, _, kind in life:
            if kind in effects:
                arrival = float(np.float32(time + 1.0))
                heard.setdefault(to, []).append((arrival, teller, effects[kind]))
    opinions = np.zeros(plan.people, ledger.more["opinion"].dtype)
    for to, stories in heard.items():
        for time, _, effect in sorted(stories):
            if time < min(ledger.people["first_at"][to], plan.days):
                opinions[to] += effect
    wrong = np.flatnonzero(ledger.more["opinion"] != opinions)
    return [f"person {i}: opinion {ledger.more['opinion'][i]} told as {opinions[i]}" for i in wrong]


def paid(ledger: Ledger) -> tuple[int, int]:
    """What was due for orders before points, less what was given back, by journal and accounts, micro-units."""
    journal = ledger.journal
    bought, back = np.isin(journal["kind"], ORDERS), journal["kind"] == Event.GOODS_RETURNED
    told = journal["amount"][bought].sum() - journal["amount"][back].sum()
    return int(told), int(ledger.sums[:, :, PAID].sum())
