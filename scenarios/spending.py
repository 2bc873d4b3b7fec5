"""Channels on which money goes on being spent though a file that extends another names only others."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.checks import at, number
from scenarios.source import Node
from sim.problems import shown

SPEND = "policy.channel.weekly_spend"


def spending_on(layers: Sequence[Node]) -> tuple[str, ...]:
    """What is to be noticed: the channels that go on with a spend of a file below, and the total; ``layers`` from the
    last file extended to the one that was asked for. Nothing where no file names a part of the channels only."""
    said: dict[str, tuple[float, str]] = {}
    partial: set[str] = set()
    for layer in layers:
        here = at(layer, SPEND)
        if here is None or not isinstance(here.value, dict):
            continue
        if not here.value:
            said, partial = {}, set()
            continue
        by = _name(layer)
        own = {name: spend for name in here.value if (spend := number(here, name)) is not None}
        partial = (partial | set(said)) - set(own) if said else set()
        said |= {name: (spend, by) for name, spend in own.items()}
    going_on = {name: said[name] for name in said if name in partial and said[name][0] > 0.0}
    if not going_on:
        return ()
    money = at(layers[0], "currency")
    currency = f" {money.value}" if money is not None and isinstance(money.value, str) else ""
    parts = [f"{shown(name)} at {spend:,.10g} (said in {shown(by)})" for name, (spend, by) in going_on.items()]
    total = sum(spend for spend, _ in said.values())
    return (
        f"{SPEND}: {', '.join(parts)} {'goes' if len(parts) == 1 else 'go'} on beside what this file names;"
        f" that is {total:,.10g}{currency} a week in all. Write 0 for a channel that is to end.",
    )


def _name(layer: Node) -> str:
    name = layer.get("name")
    return str(name.value) if name is not None else layer.file
