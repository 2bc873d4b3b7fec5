"""Channels of which a file says the kind: what it leaves out is taken from scenarios/market/channel_kinds.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.ground.packaged import packaged
from scenarios.tree.layers import laid_over, replaced
from scenarios.tree.reading import at
from scenarios.tree.source import Node, planted
from scenarios.tree.wording import did_you_mean, listed
from sim.problems import Problem, shown

CHANNELS = "market.channels"
TITLE = "title"


def kinds() -> tuple[str, ...]:
    """The names of the kinds of channels, in the order of the catalogue."""
    return tuple(catalogue()["kinds"])


def kind(name: str) -> dict[str, Any]:
    """All parameters of a channel of that kind, in the form of base.yaml, and its ``title`` in both languages."""
    return {**catalogue()["common"], **catalogue()["kinds"][name]}


def with_kinds(under: Node, layer: Node) -> tuple[Node, list[Problem]]:
    """``layer`` whose new channels have what their kinds say beside what is stated; and kinds that there are not, or
    that are said of channels that the tree ``under`` it has with numbers of their own."""
    said = at(layer, CHANNELS)
    if said is None or not isinstance(said.value, tuple) or not any(one.get("kind") for one in said.value):
        return layer, []
    here, problems, found = at(under, CHANNELS), [], []
    for one in said.value:
        before = here.get(one.name) if here is not None and one.name is not None else None
        known, fault = _filled(one, before)
        problems += fault
        found.append(known)
    return replaced(layer, CHANNELS, Node(tuple(found), said.file, said.line)), problems


def _filled(one: Node, before: Node | None) -> tuple[Node, list[Problem]]:
    """A channel with the numbers of its kind, where it has one and is new."""
    said = one.get("kind")
    if said is None or not isinstance(said.value, str):
        return one, []
    path, names = f"{CHANNELS}.{one.name}.kind", kinds()
    if said.value not in names:
        found = f"the unknown kind {shown(said.value)}"
        fault = Problem(said.file, said.line, path, found, f"one of: {listed(names)}", did_you_mean(said.value, names))
        return _over(names[0], one), [fault]
    if before is None:
        return _over(said.value, one), []
    same = before.get("kind")
    if same is not None and same.value == said.value:
        return one, []
    found = f"the kind {shown(said.value)} of a channel that is there already, with numbers of its own"
    fix = "leave kind out and state what is other, or give the channel another name"
    return one, [Problem(said.file, said.line, path, found, "a kind with a new channel", fix)]


def _over(name: str, one: Node) -> Node:
    """``one`` over the numbers of a kind; a value that is stated does not keep the interval of the kind."""
    numbers = {key: value for key, value in kind(name).items() if key != TITLE}
    for key, entry in numbers.items():
        said = one.get(key)
        if said is not None and isinstance(said.value, dict) and "value" in said.value:
            numbers[key] = {part: value for part, value in entry.items() if part not in ("interval", "scale")}
    return laid_over(planted(numbers, one.file, one.line), one, f"of the channel {one.name}")


def catalogue() -> Mapping[str, Any]:
    """The whole file: ``common``, ``known`` and ``kinds``."""
    found: Mapping[str, Any] = packaged("scenarios.market", "channel_kinds.yaml")
    return found
