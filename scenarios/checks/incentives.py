"""Incentives to customers: for people whom there are, not before what they wait for, and on days that come."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.checks.names import people_known
from scenarios.tree.reading import items, number
from scenarios.tree.source import Node
from sim.problems import Problem

HALF_A_YEAR = 182
YEARLY = ("birthday", "anniversary")


def incentives(root: Node) -> Iterator[Problem]:
    """People whom there are not; days before an order, a friend or a silence; campaigns on the first day."""
    for row in items(root, "policy.incentives"):
        path = f"policy.incentives.{row.name}"
        yield from people_known(root, row.get("who") or row, f"{path}.who")
        yield from _turned_round(row.get("who") or row, f"{path}.who")
        waits, days = row.get("on"), number(row, "days")
        reasons = (row.get("who") or row).get("reasons")
        if reasons is not None and reasons.value and waits is not None and waits.value != "silence":
            found, allowed = f"reasons to leave, where the incentive waits for: {waits.value}", "none, or on: silence"
            yield Problem(reasons.file, reasons.line, f"{path}.who.reasons", found, allowed)
        if waits is not None and waits.value == "campaign":
            yield from _campaign(row, path, days or 0.0)
            continue
        if waits is None or days is None:
            continue
        node = row.get("days") or row
        if days < 0 and waits.value not in YEARLY:
            found = f"{-days:g} days before what on: {waits.value} waits for, which nobody foresees"
            yield Problem(
                node.file, node.line, f"{path}.days", found, "days from 0 on; below 0 for: birthday, anniversary"
            )
        elif days > HALF_A_YEAR and waits.value in YEARLY:
            found, allowed = f"{days:g} days after the {waits.value}", f"days from -{HALF_A_YEAR} to {HALF_A_YEAR}"
            yield Problem(node.file, node.line, f"{path}.days", found, allowed)


def _campaign(row: Node, path: str, days: float) -> Iterator[Problem]:
    """A first day that is over when the run begins; campaigns more often than daily."""
    if days <= 0:
        place = row.get("days") or row
        yield Problem(place.file, place.line, f"{path}.days", f"a campaign on day {days:g}", "days above 0")
    again, node = number(row, "again_after"), row.get("again_after")
    if node is not None and again is not None and 0 < again < 1:
        found = f"a campaign every {again:g} days"
        yield Problem(node.file, node.line, f"{path}.again_after", found, "0 for once, or from 1 day on")


def _turned_round(who: Node, path: str) -> Iterator[Problem]:
    """A least number above the most."""
    for of in ("orders", "silent"):
        least, most, node = number(who, f"least_{of}"), number(who, f"most_{of}"), who.get(f"least_{of}")
        if node is not None and least is not None and most is not None and least > most:
            allowed = f"at most most_{of}, {most:g}"
            yield Problem(node.file, node.line, f"{path}.least_{of}", f"{least:g}", allowed)
