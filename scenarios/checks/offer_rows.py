"""Offers to customers: for people whom there are, and not before what they wait for."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.checks.names import people_known
from scenarios.checks.tree import items, number
from scenarios.source import Node
from sim.problems import Problem

HALF_A_YEAR = 182
YEARLY = ("birthday", "anniversary")


def offer_rows(root: Node) -> Iterator[Problem]:
    """People whom there are not; days before an order, a friend or a silence."""
    for row in items(root, "policy.offers"):
        path = f"policy.offers.{row.name}"
        yield from people_known(root, row.get("who") or row, f"{path}.who")
        waits, days = row.get("on"), number(row, "days")
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
