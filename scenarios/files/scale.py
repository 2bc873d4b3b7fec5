"""`scale: with the people`: what a file says of the whole market grows with the number of people simulated.

A file states its market for its own number of people. Where `--customers`, or a file that extends it, asks for others,
the market's size, its staff and all amounts of the whole market are multiplied by the ratio of the two, so that
everybody lives in the same surroundings. What is said above the file that asks for it stands as it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.fields import bare
from scenarios.market.media import Known
from scenarios.parameter import Parameter, unit_of
from scenarios.scenario import Scenario
from scenarios.tree.layers import is_parameter
from scenarios.tree.reading import number
from scenarios.tree.source import Node, Refused
from scenarios.tree.units import said
from scenarios.tree.wording import described
from sim.problems import Problem

KEY, WORDS = "scale", "with the people"
WHOLE = "whole market"
"""How units end in which numbers of the whole market are stated."""
ALSO = (
    "market.size",
    "market.channels.*.reference_spend",
    "market.channels.*.aggregate_peak",
    "market.channels.*.aggregate_half",
    "market.systems.platform_scale",
    "policy.projects.*.cost",
)
"""Other numbers that grow with the market; * stands for each item."""
ROUGH = 0.1
"""Relative error of a count by rounding that is said."""


@cache
def of_all() -> Mapping[str, bool]:
    """The paths of what is said of the whole market, and whether it counts people or things: what is a whole number
    stays at 1 or more where it is."""
    return dict.fromkeys(ALSO, False) | dict(_of_all(FieldInfo.from_annotation(Scenario), ()))


def _of_all(info: FieldInfo, keys: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Those of a field that stands at ``keys``, by its unit; what is known of a channel is told before."""
    kind = bare(info.annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Parameter, Known):
        for name, field in kind.model_fields.items():
            yield from _of_all(field, (*keys, field.alias or name))
    elif get_origin(kind) in (dict, tuple):
        item = get_args(kind)[1 if get_origin(kind) is dict else 0]
        yield from _of_all(FieldInfo.from_annotation(item), (*keys, "*"))
    elif unit_of(info).endswith(WHOLE):
        yield ".".join(keys), kind is int


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

    for path, counts in of_all().items():
        tree = _changed(tree, path.split("."), count if counts else amount)
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
