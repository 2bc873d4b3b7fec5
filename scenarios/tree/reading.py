"""Reading a tree that may hold anything: what is absent or of a wrong kind is passed over."""

from __future__ import annotations

from scenarios.tree.layers import is_parameter
from scenarios.tree.source import Node


def at(root: Node, path: str) -> Node | None:
    """The node at a dotted path."""
    node: Node | None = root
    for key in path.split("."):
        node = node.get(key) if node is not None else None
    return node


def number(root: Node | None, path: str, end: str = "value") -> float | None:
    """The number at ``path``; of a Parameter its value, or (``end`` low or high) an end of its belief."""
    node = at(root, path) if root is not None else None
    if node is not None and is_parameter(node):
        interval = at(node, "interval")
        if end != "value" and interval is not None and isinstance(interval.value, tuple) and len(interval.value) == 2:
            node = interval.value[1 if end == "high" else 0]
        else:
            node = node.value["value"]
    value = node.value if node is not None else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def word(root: Node | None, path: str) -> str:
    """The text at ``path``; "" where none is."""
    node = at(root, path) if root is not None else None
    return node.value if node is not None and isinstance(node.value, str) else ""


def items(root: Node, path: str) -> tuple[Node, ...]:
    """The items of the list at ``path``."""
    node = at(root, path)
    return node.value if node is not None and isinstance(node.value, tuple) else ()


def rows_of_groups(root: Node) -> list[tuple[str, Node]]:
    """The rows of policy.groups, each with its path."""
    path = "policy.groups"
    return [(f"{path}.{row.name or k}", row) for k, row in enumerate(items(root, path))]


def blamed(*nodes: Node | None) -> Node:
    """Of nodes that do not fit together, the one to show: rather the user's own than one of the library."""
    known = [node for node in nodes if node is not None]
    return min(known, key=lambda node: (node.file != "--set", node.file.startswith("library/")))
