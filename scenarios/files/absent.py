"""What files over a market say of channels that it has not."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.tree.layers import has_names, replaced
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
        found.append(_saying(layer, Node(kept, said.file, said.line)) if absent else layer)
    if not gone:
        return found, ()
    listed = ", ".join(shown(name) for name in gone)
    return found, (f"{CHANNELS}: the market has no {listed}; what the scenario says of it is left out.",)


def _saying(layer: Node, channels: Node) -> Node:
    """``layer`` with these ``channels``, or nothing of them where there are none: an empty list would empty them."""
    market = layer.value["market"]
    rest = {key: node for key, node in market.value.items() if key != "channels"}
    said = rest | {"channels": channels} if channels.value else rest
    return replaced(layer, "market", Node(said, market.file, market.line))
