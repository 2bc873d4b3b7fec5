"""Channels on which money goes on being spent though a file that extends another names only others."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.tree.reading import at, number
from scenarios.tree.source import Node
from sim.problems import shown

SPEND = "policy.channel.weekly_spend"


def spending_on(layers: Sequence[Node], tree: Node) -> tuple[str, ...]:
    """What is to be noticed: the channels that go on with a spend of a file below, and the total; ``layers`` from the
    last file extended to the one that was asked for, ``tree`` what they come to, in currency. Nothing where no file
    names a part of the channels only."""
    said: dict[str, str] = {}
    partial: set[str] = set()
    for layer in layers:
        here = at(layer, SPEND)
        if here is None or not isinstance(here.value, dict):
            continue
        if not here.value:
            said, partial = {}, set()
            continue
        partial = (partial | set(said)) - set(here.value) if said else set()
        said |= dict.fromkeys(here.value, called(layer))
    whole = at(tree, SPEND)
    spend = {name: number(whole, name) or 0.0 for name in said} if whole is not None else {}
    going_on = [name for name in said if name in partial and spend.get(name, 0.0) > 0.0]
    if not going_on:
        return ()
    money = at(tree, "currency")
    currency = f" {money.value}" if money is not None and isinstance(money.value, str) else ""
    parts = [f"{shown(name)} at {_amount(spend[name])} (said in {shown(said[name])})" for name in going_on]
    return (
        f"{SPEND}: {', '.join(parts)} {'goes' if len(parts) == 1 else 'go'} on beside what this file names;"
        f" that is {_amount(sum(spend.values()))}{currency} a week in all. Write 0 for a channel that is to end.",
    )


def _amount(spend: float) -> str:
    """Currency with no more than cents, where it is not less than one."""
    return f"{spend:,.2f}".removesuffix(".00") if spend >= 1.0 else f"{spend:.3g}"


def called(layer: Node) -> str:
    """The name of a file's scenario, else of the file."""
    name = layer.get("name")
    return str(name.value) if name is not None else layer.file
