"""A scenario in layers: a file over the file that it extends, and PATH=VALUE on top."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scenarios.tree.source import Node, parse_value
from scenarios.tree.units import OWN, said
from scenarios.tree.wording import did_you_mean, listed
from sim.problems import BadInput, Problem, shown

OPEN = (
    "policy.channel.weekly_spend",
    "policy.channel.creative_per_week",
    "policy.channel.limits",
    "policy.price.offers",
    "policy.product.assortment.prices",
    "policy.service.desk.staff",
)
"""Mappings whose keys are names that the user gives."""


def laid_over(under: Node, over: Node, by: str, path: str = "") -> Node:
    """The tree of ``over`` on top of the tree of ``under``; ``by`` says where, as in "set in spring".

    Mappings merge key by key, lists of named items item by item (a new name is added at the end); anything
    else replaces what is under it. An empty list, and an empty mapping of names, empty what is under them. A plain
    number on top of a Parameter, or a text like "0.15 mean orders", replaces its value and holds it fixed. A number, or
    a value that states no unit, is in the unit of the field, also over one that is stated in amounts of the market.
    """
    stated = said(over.value)
    if is_parameter(under) and (stated or (isinstance(over.value, int | float) and not isinstance(over.value, bool))):
        label, source = Node("assumed", over.file, over.line), Node(f"set {by}", over.file, over.line)
        fixed = {"value": over, "unit": _plain_unit(under, over), "label": label, "source": source}
        if stated is not None:
            fixed |= {
                key: Node(part, over.file, over.line) for key, part in zip(("value", "unit"), stated, strict=True)
            }
        return Node(fixed, over.file, over.line)
    if is_parameter(under) and isinstance(over.value, dict) and "value" in over.value:
        under, over = _in_one_unit(under, over)
    if isinstance(under.value, dict) and isinstance(over.value, dict) and (over.value or _of_all(path) not in OPEN):
        values = dict(under.value)
        for key, node in over.value.items():
            below = f"{path}.{key}" if path else key
            values[key] = laid_over(values[key], node, by, below) if key in values else node
        return Node(values, over.file, over.line)
    if over.value and has_names(under) and has_names(over):
        items = list(under.value)
        places = {item.name: k for k, item in enumerate(items) if item.name is not None}
        for item in over.value:
            if item.name in places:
                items[places[item.name]] = laid_over(items[places[item.name]], item, by, f"{path}.{item.name}")
            else:
                items.append(item)
        return Node(tuple(items), over.file, over.line)
    return over


def overridden(tree: Node, overrides: Iterable[str], file: str = "--set") -> tuple[Node, list[Problem]]:
    """``tree`` with every PATH=VALUE laid over it, in order, and the problems of those that could not be."""
    problems: list[Problem] = []
    for override in overrides:
        path, equals, text = (part.strip() for part in override.partition("="))
        if not equals or not path:
            problems.append(
                Problem(file, 0, "", shown(override), "PATH=VALUE", "write for example policy.price.level=1.1")
            )
            continue
        if path.split(".")[0] == "extends":
            fix = f"name {shown(text)} in the place of the scenario, or extend it in a file of your own"
            problems.append(Problem(file, 0, path, "another scenario to extend", "a path inside the scenario", fix))
            continue
        try:
            over = _along(tree, path.split("."), parse_value(text, file, path), path)
        except BadInput as error:
            problems += error.problems
            continue
        tree = laid_over(tree, over, f"by {file}")
    return tree, problems


def put(tree: Node, path: str, node: Node) -> Node:
    """``tree`` with ``node`` laid over it at ``path``, a dotted path of mappings."""
    over = node
    for part in reversed(path.split(".")):
        over = Node({part: over}, node.file, node.line)
    return laid_over(tree, over, "")


def replaced(tree: Node, path: str, node: Node) -> Node:
    """``tree`` with ``node`` in the place of what stands at ``path``, a dotted path of mappings that are there."""
    key, _, rest = path.partition(".")
    return Node({**tree.value, key: replaced(tree.value[key], rest, node) if rest else node}, tree.file, tree.line)


def is_parameter(node: Node) -> bool:
    """Whether ``node`` is written like a Parameter."""
    return isinstance(node.value, dict) and "value" in node.value and "unit" in node.value


def _plain_unit(under: Node, over: Node) -> Node:
    """The unit of a value that states none, over a Parameter: that of the field."""
    unit = under.value["unit"]
    own = OWN.get(unit.value) if isinstance(unit.value, str) else None
    return unit if own is None else Node(own, over.file, over.line)


def _in_one_unit(under: Node, over: Node) -> tuple[Node, Node]:
    """A Parameter and a mapping with a value that goes over it; where units differ the interval under it falls away."""
    unit = over.value.get("unit") or _plain_unit(under, over)
    if unit.value == under.value["unit"].value:
        return under, over
    left = {key: node for key, node in under.value.items() if key not in ("interval", "scale")}
    return Node(left, under.file, under.line), Node({**over.value, "unit": unit}, over.file, over.line)


def _of_all(path: str) -> str:
    """The path of the whole policy, of one in a row of policy.groups."""
    return re.sub(r"^policy\.groups\.[^.]+\.", "policy.", path)


def has_names(node: Node) -> bool:
    """Whether ``node`` is a list in which at least one item has a name."""
    return isinstance(node.value, tuple) and any(item.name is not None for item in node.value)


def _along(place: Node, keys: list[str], value: Node, path: str) -> Node:
    """``value`` wrapped in the mappings and named items that lead to it along ``keys`` from ``place``."""
    key, rest = keys[0], keys[1:]
    if isinstance(place.value, dict) and not rest:
        return Node({key: value}, value.file, 0)
    names = list(place.value) if isinstance(place.value, dict) else []
    if has_names(place):
        names = [item.name for item in place.value if item.name is not None]
    if has_names(place) and rest == ["name"]:
        raise BadInput([Problem(value.file, 0, path, "a new name", "new names in a file of your own")])
    if has_names(place) and rest == ["kind"]:
        raise BadInput([Problem(value.file, 0, path, "another kind", "kinds of new channels in a file of your own")])
    below = place.get(key)
    if key not in names or below is None:
        allowed = f"one of: {listed(names)}" if names else "a shorter path; lists are written in a file"
        fix = did_you_mean(key, names)
        raise BadInput([Problem(value.file, 0, path, f"the unknown part {shown(key)}", allowed, fix)])
    if not rest:
        raise BadInput([Problem(value.file, 0, path, "one value for all of it", "the path of one of its numbers")])
    over = _along(below, rest, value, path)
    if isinstance(place.value, dict):
        return Node({key: over}, value.file, 0)
    return Node((Node({"name": Node(key, value.file, 0)} | over.value, value.file, 0),), value.file, 0)
