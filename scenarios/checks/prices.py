"""Prices: paths that go the way of their names, steps of quantity in order, old prices that end after they begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scenarios.tree.reading import at, blamed, items, number, word
from scenarios.tree.source import Node
from sim.problems import Problem

PATH = "policy.price.path"
WAYS = {"penetration": (1.0, "a start at or below the end"), "skimming": (-1.0, "a start at or above the end")}


def paths(root: Node) -> Iterator[Problem]:
    """A penetration price that falls, a skimming price that rises; a path that begins after the run."""
    kind, path, named = at(root, f"{PATH}.kind"), at(root, PATH), word(root, f"{PATH}.kind")
    if path is None or named not in WAYS:
        return
    start, end = number(path, "start"), number(path, "end")
    way, allowed = WAYS[named]
    if start is not None and end is not None and way * (end - start) < 0.0:
        node = blamed(path.get("end"), path.get("start"), kind)
        yield Problem(node.file, node.line, f"{PATH}.end", f"{named} from {start:g} to {end:g}", allowed)
    begin, last = number(path, "from"), number(root, "days")
    if begin is not None and last is not None and begin >= last:
        node = blamed(path.get("from"), kind)
        found = f"day {begin:g}, {begin - last + 1:g} after the last day"
        yield Problem(node.file, node.line, f"{PATH}.from", found, f"a day before {last:g} (days)")


def quantities(root: Node) -> Iterator[Problem]:
    """Steps of the quantity discount that do not rise, in pieces and in what they take off."""
    where = "policy.price.quantity_discount.steps"
    for key, allowed in (("from", "steps in order of their pieces"), ("off", "more off with each step")):
        found = [(number(step, key), step) for step in items(root, where)]
        for k, ((before, _), (value, step)) in enumerate(pairwise(found), 1):
            if before is not None and value is not None and value <= before:
                said = f"{value:g} after {before:g}"
                yield Problem(step.file, step.line, f"{where}.{k}.{key}", said, allowed)


def kept(root: Node) -> Iterator[Problem]:
    """The end of an old price that nobody keeps, or that comes before the new one."""
    for k, change in enumerate(items(root, "policy.price.changes")):
        whom, day, until = change.get("for"), number(change, "day"), number(change, "until")
        path = f"policy.price.changes.{k}.until"
        if until is None:
            continue
        if whom is None or whom.value != "new":
            found, fix = f"day {until:g}, though the price is for everybody", "for: new"
            yield Problem(change.file, change.line, path, found, "an end where old customers keep their price", fix)
        elif day is not None and until <= day:
            found = f"day {until:g}, when the new price is from day {day:g} on"
            yield Problem(change.file, change.line, path, found, f"a day after {day:g}")


def free(root: Node) -> Iterator[Problem]:
    """A trial and a lasting free tier at once: who may use us for nothing has no use for a trial."""
    offered, active = at(root, "policy.product.trial.offered"), at(root, "policy.product.free_tier.active")
    if offered is not None and active is not None and offered.value is True and active.value is True:
        node = blamed(active, offered)
        found, allowed = "a free tier, and a trial as well", "one of them"
        yield Problem(node.file, node.line, "policy.product.free_tier.active", found, allowed, "trial.offered: false")
