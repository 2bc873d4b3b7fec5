"""Spend that plans of the library state beside base's, where a company's policy of today spends other amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.files.budget_notices import BUDGET
from scenarios.files.spending import SPEND
from scenarios.policy.budget import DAYS
from scenarios.tree.layers import put
from scenarios.tree.reading import at
from scenarios.tree.source import Node
from scenarios.tree.units import said

WEEK = 7.0
Amount = tuple[float, str]
"""A number and its unit, "" for currency."""


def in_proportion(plan: Node, base: Node, today: Sequence[Node]) -> Node:
    """The layer ``plan``, in which the spend on each channel is to that of the layers ``today`` as it is to that of
    ``base``; where it names all channels, so is the total. As it is where today states no spend or one by periods,
    mixes units, or has other channels."""
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
        budget, stated = at(layer, BUDGET), at(layer, SPEND)
        if budget is not None:
            own: dict[str, Amount | None] = _budgeted(budget)
        elif stated is None or not isinstance(stated.value, dict):
            continue
        else:
            own = {name: _amount(node) for name, node in stated.value.items()}
        read = {name: amount for name, amount in own.items() if amount is not None}
        if len(read) < len(own):
            return {}
        found = found | read if read and budget is None else read
    return found


def _budgeted(budget: Node) -> dict[str, Amount | None]:
    """What a budget of one total or of amounts gives each channel a week; nothing where it is told otherwise."""
    per, whole = budget.get("per"), budget.get("total")
    weeks = DAYS.get(str(per.value), 0.0) / WEEK if per is not None else 0.0
    split = budget.get("shares" if whole is not None else "amounts")
    if not weeks or split is None or not isinstance(split.value, dict):
        return {}
    total = _amount(whole) if whole is not None else (1.0, "")
    found: dict[str, Amount | None] = {}
    for name, node in split.value.items():
        one = _amount(node)
        found[name] = (one[0] * total[0] / weeks, one[1] or total[1]) if one is not None and total is not None else None
    return found


def _amount(node: Node) -> Amount | None:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return said(node.value)
    return float(node.value), ""
