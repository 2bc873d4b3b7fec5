"""`scale: with the people`: what a file says of the whole market grows with the number of people simulated.

A file states its market for its own number of people. Where `--customers`, or a file that extends it, asks for others,
the market's size, its staff and all amounts of the whole market are multiplied by the ratio of the two, so that
everybody lives in the same surroundings. What is said above the file that asks for it stands as it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scenarios.tree.layers import is_parameter
from scenarios.tree.reading import number
from scenarios.tree.source import Node, Refused
from scenarios.tree.units import said
from scenarios.tree.wording import described
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Level
from sim.problems import Problem

KEY, WORDS = "scale", "with the people"
WHOLE = (
    "market.size",
    "market.channels.*.reference_spend",
    "market.channels.*.aggregate_peak",
    "market.channels.*.aggregate_half",
    "policy.channel.weekly_spend.*",
    "policy.channel.creative_per_week.*",
    "policy.channel.flights.*.weekly_spend",
    "policy.channel.limits.*.*",
    "policy.groups.*.channel.weekly_spend.*",
    "policy.groups.*.channel.flights.*.weekly_spend",
    "policy.organisation.fixed_cost_per_week",
    "policy.organisation.coordination_cost_per_week",
    "policy.organisation.sales_target.bonus_per_period",
    "policy.data.cost_per_week",
    "policy.data.platform_cost_per_week",
    "policy.data.automation_cost_per_week",
    "policy.firm.cash.opening",
    "policy.firm.cash.limit",
    "policy.projects.*.cost",
    "policy.projects.*.cost_per_week",
    "market.systems.platform_scale",
    "policy.price.one_price_cost_per_week",
    "policy.service.desk.mend.cost_per_week",
    "policy.service.feedback.*.cost_per_week",
    "policy.places.*.rent_per_week",
    "policy.places.*.host_fee_per_week",
    "policy.places.*.opening_cost",
    "policy.places.*.capacity_per_week",
    *(path for one in ALL for path, item in one.stated if isinstance(item, Level) and item.whole),
)
"""What is said of the whole market; * stands for each item."""
COUNTS = ("policy.service.desk.staff.*.*.people", "policy.service.desk.mend.after")
"""The same in whole numbers, which stay at 1 or more where they are."""
ROUGH = 0.1
"""Relative error of a count by rounding that is said."""


def asks(tree: Node) -> bool:
    """Whether a file, or what is laid over it, asks for its market to grow."""
    node = tree.get(KEY)
    return node is not None and node.value == WORDS


def without(tree: Node) -> tuple[Node, list[Problem]]:
    """``tree`` without the word, and what is wrong with it."""
    node = tree.get(KEY)
    if node is None or not isinstance(tree.value, dict):
        return tree, []
    left = Node({key: item for key, item in tree.value.items() if key != KEY}, tree.file, tree.line)
    if node.value == WORDS or isinstance(node.value, Refused):
        return left, []
    found = described(node.plain())
    return left, [Problem(node.file, node.line, KEY, found, WORDS, "leave it out where the market stays as it is")]


def grown(tree: Node, people: float | None) -> tuple[Node, tuple[str, ...]]:
    """``tree`` with its whole market for so many ``people`` in the place of its own, and what rounding does to it."""
    own = number(tree, "people")
    if not own or not people or people <= 0.0 or own == people:
        return tree, ()
    ratio, notices = people / own, []

    def amount(node: Node) -> Node:
        return _multiplied(node, ratio)

    def count(node: Node) -> Node:
        if isinstance(node.value, bool) or not isinstance(node.value, int) or node.value < 1:
            return node
        exact = node.value * ratio
        kept = max(1, round(exact))
        if abs(kept / exact - 1.0) > ROUGH:
            notices.append(f"{exact:.3g} → {kept}")
        return Node(kept, node.file, node.line)

    for paths, change in ((WHOLE, amount), (COUNTS, count)):
        for path in paths:
            tree = _changed(tree, path.split("."), change)
    said_so = (f"scale: staff and counts of the whole market are rounded: {', '.join(notices)}.",) if notices else ()
    return tree, said_so


def _changed(node: Node, keys: Sequence[str], change: Callable[[Node], Node]) -> Node:
    """``node`` with what is at the path changed; * is every item of a list or a mapping."""
    if not keys:
        return change(node)
    if isinstance(node.value, tuple):
        items: Any = tuple(_changed(item, keys[1:], change) for item in node.value) if keys[0] == "*" else node.value
    elif isinstance(node.value, dict):
        chosen = set(node.value) if keys[0] == "*" else {keys[0]}
        items = {key: _changed(one, keys[1:], change) if key in chosen else one for key, one in node.value.items()}
    else:
        return node
    return Node(items, node.file, node.line)


def _multiplied(node: Node, ratio: float) -> Node:
    """A number, an amount such as "114 mean orders", or a belief about one, times ``ratio``."""
    if is_parameter(node):
        values = dict(node.value)
        values["value"] = _multiplied(values["value"], ratio)
        if "interval" in values and isinstance(values["interval"].value, tuple):
            ends = tuple(_multiplied(end, ratio) for end in values["interval"].value)
            values["interval"] = Node(ends, values["interval"].file, values["interval"].line)
        return Node(values, node.file, node.line)
    amount = said(node.value)
    if amount is not None:
        return Node(f"{amount[0] * ratio!r} {amount[1]}", node.file, node.line)
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Node(node.value * ratio, node.file, node.line)
    return node
