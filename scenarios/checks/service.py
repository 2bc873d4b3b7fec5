"""The service desk: staff for every desk, shifts that begin before they end, and as many people as it stands for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

import numpy as np

from scenarios.checks.names import keys_known, unknown
from scenarios.market.service import HOURS
from scenarios.policy.service import DAYS
from scenarios.tree.reading import at, blamed, items, number
from scenarios.tree.scalar import is_date
from scenarios.tree.source import Node
from sim.mechanisms.desk.lowering import MOST_COPIES
from sim.problems import Problem

DESK = "policy.service.desk"
STAFF = f"{DESK}.staff"
DESKS = "market.service.desks"
MOST_SEGMENTS = 63
"""The first so many segments can be put first: each has a bit in a number."""


def desks(root: Node) -> Iterator[Problem]:
    """Faults of the desk, its staff and its people; of numbers that do nothing while it is not active only those
    that could never mean anything."""
    yield from keys_known(root, STAFF, "desk", DESKS)
    for name, _ in _staffs(root):
        yield from _shifts(root, name)
    yield from _urgent(root)
    yield from _target(root)
    yield from _feedback(root)
    active = at(root, f"{DESK}.active")
    if active is not None and active.value is True:
        yield from _unstaffed(root, active)
        yield from _people(root, active)


def alone(root: Node) -> Iterator[Problem]:
    """Stories and grief among people of a network in which nobody knows anybody before the invitation."""
    kind = at(root, "market.referral.network.kind")
    if kind is None or kind.value != "fresh":
        return
    told = ("market.satisfaction.warn.share", "market.satisfaction.praise.share", "market.contagion.grief_effect")
    for path in told:
        if (number(root, path, "high") or 0.0) > 0.0:
            node = blamed(kind, at(root, path))
            found = "what contacts do to each other, while with fresh people nobody knows anybody"
            yield Problem(node.file, node.line, path, found, "0, or another kind of network", "kind: random")


def hearsay(root: Node) -> Iterator[Problem]:
    """Word of mouth from all customers in a market that people enter over time: how many they will be is not known
    when somebody enters."""
    inflow = at(root, "market.start.inflow")
    path = "market.contagion.ambient_rate"
    if inflow is not None and inflow.value is True and (number(root, path, "high") or 0.0) > 0.0:
        node = blamed(inflow, at(root, path))
        found = "word of mouth from all customers, while people enter the market over time"
        yield Problem(node.file, node.line, path, found, "0, or market.start.inflow: false", "0")


def scores(root: Node) -> Iterator[Problem]:
    """Thresholds of a survey in the wrong order."""
    path = "market.satisfaction.answers"
    low, high = number(root, f"{path}.low", "high"), number(root, f"{path}.high", "low")
    if low is not None and high is not None and high < low:
        node = blamed(at(root, f"{path}.high"), at(root, f"{path}.low"))
        found = f"{high:g} below {path}.low of {low:g}, ends of intervals included"
        yield Problem(node.file, node.line, f"{path}.high", found, "at least low: passives stand between the two")


def hours(root: Node) -> Iterator[Problem]:
    """A day on which nobody ever asks."""
    weights = items(root, "market.service.daytime")
    if weights and all(weight.value == 0 for weight in weights):
        node, allowed = weights[0], "at least one weight above 0"
        yield Problem(node.file, node.line, "market.service.daytime", "weights that are all 0", allowed)


def _staffs(root: Node) -> list[tuple[str, Node]]:
    staff = at(root, STAFF)
    return list(staff.value.items()) if staff is not None and isinstance(staff.value, dict) else []


def _shifts(root: Node, name: str) -> Iterator[Problem]:
    last = number(root, "days")
    for k, shift in enumerate(_of(root, name)):
        path = f"{STAFF}.{name}.{shift.name or k}"
        begin, end = number(shift, "from"), number(shift, "to")
        if begin is not None and end is not None and end <= begin:
            found, allowed = f"from {begin:g} to {end:g} o'clock", "an end after the beginning"
            fix = "a night is two shifts, one to 24 and one from 0"
            yield Problem(shift.file, shift.line, f"{path}.to", found, allowed, fix)
        begin, end = number(shift, "begin") or 0.0, number(shift, "end")
        if end is not None and end <= begin:
            found = f"a shift from day {begin:g} to day {end:g}"
            yield Problem(shift.file, shift.line, f"{path}.end", found, "an end after the beginning")
        if last is not None and begin >= max(last, 1.0):
            found = f"day {begin:g}, {begin - last + 1:g} after the last day"
            yield Problem(shift.file, shift.line, f"{path}.begin", found, f"a day before {last:g} (days)")


def _of(root: Node, name: str) -> tuple[Node, ...]:
    """The shifts of a desk."""
    staff = dict(_staffs(root)).get(name)
    return staff.value if staff is not None and isinstance(staff.value, tuple) else ()


def _feedback(root: Node) -> Iterator[Problem]:
    """Channels of feedback that there are not."""
    path = "policy.service.feedback"
    for one in items(root, path):
        if one.name is not None:
            yield from unknown(
                root, one.name, one, f"{path}.{one.name}", "channel of feedback", "market.service.feedback"
            )


def _urgent(root: Node) -> Iterator[Problem]:
    path = f"{DESK}.urgent.segments"
    names = [item.name for item in items(root, "market.segments")]
    for node in items(root, path):
        if not isinstance(node.value, str):
            continue
        yield from unknown(root, node.value, node, path, "segment", "market.segments")
        if node.value in names[MOST_SEGMENTS:]:
            found = f"segment {names.index(node.value) + 1} of the market"
            yield Problem(node.file, node.line, path, found, f"one of the first {MOST_SEGMENTS}")


def _target(root: Node) -> Iterator[Problem]:
    """A target of no hours with staff, and one that nobody could meet with theirs."""
    path = f"{DESK}.target"
    node, share = at(root, path), number(root, f"{path}.share")
    weights = [weight.value for weight in items(root, "market.service.daytime")]
    if node is None or not share:
        return
    from scenarios.lowering.staffing import reach_of  # slow to import, of targets alone
    from scenarios.policy.service import Target

    try:
        target = Target.model_validate(node.plain())
    except ValueError:
        return
    if target.to <= target.from_:
        found = f"from {target.from_} to {target.to} o'clock"
        yield Problem(node.file, node.line, f"{path}.to", found, "an end after the beginning")
    elif len(weights) == HOURS and all(isinstance(one, int | float) for one in weights) and sum(weights) > 0:
        reach = reach_of(np.array(weights, float), target)
        if share >= reach:
            found = f"{share:g} of tickets, while {reach:.3g} of them come when somebody is there within the target"
            fix = "more hours with staff, or more hours until the first answer"
            yield Problem(node.file, node.line, f"{path}.share", found, f"less than {reach:.3g}", fix)


def _unstaffed(root: Node, active: Node) -> Iterator[Problem]:
    """An active desk where there is none, and one that is given tickets and never staffed."""
    known = at(root, DESKS)
    if known is not None and known.value == ():
        node = blamed(active, known)
        yield Problem(node.file, node.line, DESKS, "no desk, but an active service desk", "at least one desk")
    if number(root, f"{DESK}.target.share"):
        return
    for desk in items(root, DESKS):
        if desk.name is None or number(desk, "share", "high") == 0.0:
            continue
        if not any(_works(root, shift) for shift in _of(root, desk.name)):
            node = blamed(dict(_staffs(root)).get(desk.name), at(root, STAFF), active)
            found = "nobody ever on duty at a desk that is given tickets"
            allowed = f"at least one shift with people on a day of the run, or a share of 0 in {DESKS}.{desk.name}"
            yield Problem(node.file, node.line, f"{STAFF}.{desk.name}", found, allowed)


def _works(root: Node, shift: Node) -> bool:
    """Whether anybody of a shift is ever on duty; true where that cannot be told."""
    people, begin, end = number(shift, "people"), number(shift, "begin") or 0.0, number(shift, "end")
    days, start, word = number(root, "days"), at(root, "start"), shift.get("days")
    if people is None or days is None or days < 1:
        return True
    last = days if end is None else min(end, days)
    if people <= 0 or begin >= last:
        return False
    if start is None or not isinstance(start.value, str) or not is_date(start.value) or word is None:
        return True
    first = date.fromisoformat(start.value).weekday()
    worked = DAYS.get(word.value, range(7)) if isinstance(word.value, str) else range(7)
    return any((first + day) % 7 in worked for day in range(int(begin), int(min(last, begin + 7))))


GROW = 'write `scale: with the people` in the file, or give --set scale="with the people"; market and staff grow along'
"""What lets a market be as large as its people."""


def _people(root: Node, active: Node) -> Iterator[Problem]:
    """More people simulated than the market has, or so few that they cannot stand for the others' tickets."""
    people, size = number(root, "people"), at(root, "market.size")
    low, high = number(root, "market.size", "low"), number(root, "market.size", "high")
    if people is None or people < 1 or low is None or high is None:
        return
    node = blamed(root.get("people"), size, active)
    if people > low:
        found = f"{people:,.0f} people simulated of a market of {low:,.0f}, whose staff serves the market"
        allowed = f"at most {low:,.0f} people where there is a service desk"
        yield Problem(node.file, node.line, "people", found, allowed, GROW)
    if high / people - 1.0 > MOST_COPIES:
        found = f"{people:,.0f} people simulated of a market of {high:,.0f}"
        allowed = f"at least {math.ceil(high / (MOST_COPIES + 1)):,} people, as each stands for {MOST_COPIES:,} others"
        yield Problem(node.file, node.line, "people", found, f"{allowed} at the service desk at most")
