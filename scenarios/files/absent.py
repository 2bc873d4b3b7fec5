"""What files over a market say of channels that it has not."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.tree.layers import has_names
from scenarios.tree.reading import at
from scenarios.tree.source import Node
from sim.problems import shown

CHANNELS = "market.channels"
WHOLE = ("cost_per_thousand", "kind")
"""Of what a new channel has to state one; who changes one of the market does not."""


def without_absent(tree: Node, layers: Sequence[Node]) -> tuple[list[Node], tuple[str, ...]]:
    """``layers`` over the market of ``tree`` without what they change of channels that are not there, as a company has
    its own; and what is to be noticed."""
    here = at(tree, CHANNELS)
    if here is None or not isinstance(here.value, tuple):
        return list(layers), ()
    names = {item.name for item in here.value}
    found: list[Node] = []
    gone: dict[str, None] = {}
    for layer in layers:
        said = at(layer, CHANNELS)
        if said is None or not has_names(said):
            found.append(layer)
            continue
        absent = [
            one for one in said.value if one.name is not None and one.name not in names and not any(map(one.get, WHOLE))
        ]
        names |= {item.name for item in said.value if item not in absent}
        gone |= {str(one.name): None for one in absent}
        kept = tuple(item for item in said.value if item not in absent)
        found.append(_with(layer, CHANNELS.split("."), Node(kept, said.file, said.line)) if absent else layer)
    if not gone:
        return found, ()
    listed = ", ".join(shown(name) for name in gone)
    return found, (f"{CHANNELS}: the market has no {listed}; what the scenario says of it is left out.",)


def _with(tree: Node, path: Sequence[str], node: Node) -> Node:
    """``tree`` with ``node`` at ``path``, or without that part where ``node`` is an empty list."""
    values = dict(tree.value)
    key, *rest = path
    values[key] = _with(values[key], rest, node) if rest else node
    if not rest and not node.value:
        del values[key]
    return Node(values, tree.file, tree.line)
