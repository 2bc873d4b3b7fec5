"""Spend that plans of the library state beside base's, where a company's policy of today spends other amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.checks import at
from scenarios.layers import put
from scenarios.source import Node
from scenarios.spending import SPEND
from scenarios.units import said

Amount = tuple[float, str]
"""A number and its unit, "" for currency."""


def in_proportion(plan: Node, base: Node, today: Sequence[Node]) -> Node:
    """The layer ``plan``, in which the spend on each channel is to that of the layers ``today`` as it is to that of
    ``base``; where it names all channels, so is the total. As it is where today states no spend, mixes units, or has
    other channels."""
    wanted, before, own = _spend([plan]), _spend([base]), _spend(today)
    shared = own.keys() & before.keys()
    comparable = bool(wanted) and wanted.keys() <= shared and all(before[name][0] for name in wanted)
    if not comparable or len({unit for _, unit in own.values()}) != 1:
        return plan
    found = {name: own[name][0] * amount / before[name][0] for name, (amount, _) in wanted.items()}
    if wanted.keys() == before.keys() == own.keys() and sum(found.values()) > 0:
        total = _total(own) * _total(wanted) / _total(before)
        found = {name: amount * total / sum(found.values()) for name, amount in found.items()}
    stated = at(plan, SPEND)
    assert stated is not None
    values = {
        name: Node(f"{found[name]!r} {own[name][1]}" if own[name][1] else found[name], node.file, node.line)
        for name, node in stated.value.items()
    }
    return put(plan, SPEND, Node(values, stated.file, stated.line))


def _total(spend: Mapping[str, Amount]) -> float:
    return sum(amount for amount, _ in spend.values())


def _spend(layers: Sequence[Node]) -> dict[str, Amount]:
    """The weekly spend that ``layers`` come to, by channel; empty where an amount cannot be read."""
    found: dict[str, Amount] = {}
    for layer in layers:
        stated = at(layer, SPEND)
        if stated is None or not isinstance(stated.value, dict):
            continue
        found = {} if not stated.value else found
        for name, node in stated.value.items():
            amount = said(node.value)
            if amount is None and (isinstance(node.value, bool) or not isinstance(node.value, int | float)):
                return {}
            found[name] = amount or (float(node.value), "")
    return found
