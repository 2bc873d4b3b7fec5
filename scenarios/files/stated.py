"""Numbers that are stated in amounts of the market, told in the units of their fields: the one place for it.

What a file assumes of money is stated in mean orders, what it assumes of a customer's year per customer-year, and how
long prices are remembered in days, so that assumptions fit a market in any currency and of any frequency. A plain
number is always in the unit of its field. The measures are those of the median beliefs, the same in all worlds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

import numpy as np
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.fields import bare
from scenarios.parameter import Parameter, belief_of, unit_of
from scenarios.tree.layers import is_parameter
from scenarios.tree.source import Node
from scenarios.tree.units import OWN, said, stated_unit

MOST = 0.95
"""The largest probability per order that a number per customer-year is taken as."""
DIGITS = 6
"""Significant digits of probabilities that follow from the measures."""
LONGEST_SOURCE = 900
"""Characters of a source behind which there is room to say how a number was stated."""
YEAR = 365.0
WEEKS = 52
"""Parts of the year over which survival is summed where it has no integral of its own."""


@dataclass(frozen=True)
class Measures:
    """What a market measures by: its mean order at today's price, currency; orders a year of somebody who is a
    customer, the first included, over the first year; days between the occasions of a customer."""

    mean_order: float
    orders_a_year: float
    occasion_days: float

    def told(self, value: float, stated: str) -> float:
        """``value``, stated in one of the units of OWN, in the unit of the field."""
        if OWN[stated].startswith("currency"):
            return value * self.mean_order
        if stated == "per customer-year":
            return _short(min(value / self.orders_a_year, MOST))
        return _short(0.5 ** (self.occasion_days / value)) if value > 0.0 else 0.0


def measures(market: Mapping[str, Any]) -> Measures:
    """The measures of a market, a tree in the form of base.yaml's; KeyError, TypeError or ArithmeticError where its
    numbers are none."""
    need, spend, choice = market["need"], market["spend"], market["choice"]
    order = _value(spend, "shape") * _value(spend, "customer_rate") / (_value(spend, "customer_shape") - 1.0)
    ours = 1.0 if choice["rule"] == "threshold" else _value(choice, "share_customer")
    per_week = _value(need, "order_shape") / _value(need, "order_rate")
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        return Measures(order, _orders_a_year(need, per_week), 7.0 * ours / per_week)


def _orders_a_year(need: Mapping[str, Any], per_week: float) -> float:
    """Orders of a new customer within a year, the first included, over the years that such a customer is one."""
    from sim.closed_forms import buying

    if need["dropout"] == "renewal":
        return YEAR / _value(need, "renewal_days")
    year, alike = YEAR / 7.0, need["heterogeneity"] == "none"
    a, b, shape, rate = (_value(need, name) for name in ("coin_a", "coin_b", "dropout_shape", "dropout_rate"))
    if need["dropout"] == "coin" and not alike:
        r, alpha = _value(need, "order_shape"), _value(need, "order_rate")
        weeks = (np.arange(WEEKS) + 0.5) * (year / WEEKS)
        lived = float(buying.bg_nbd_survival(weeks, r, alpha, a, b).mean()) * year
        return (1.0 + float(buying.bg_nbd_mean(year, r, alpha, a, b))) / (lived / year)
    if need["dropout"] == "exponential" and not alike:
        lived = float(buying.expected_life(year, shape, rate))
    else:
        leaving = per_week * a / (a + b) if need["dropout"] == "coin" else shape / rate
        lived = float(buying.exponential_mean(year, 1.0, leaving))
    return (1.0 + per_week * lived) / (lived / year)


def _value(section: Mapping[str, Any], name: str) -> float:
    parameter = section[name]
    return float(parameter["value"] if isinstance(parameter, Mapping) else parameter)


def _short(x: float) -> float:
    return float(f"{x:.{DIGITS}g}")


def told(tree: Node, model: type[BaseModel]) -> tuple[Node, tuple[str, ...]]:
    """``tree`` of a ``model`` with what is stated in amounts of its market in the units of the fields; and what is to
    be noticed about that. What is not stated so, or not well, stays as it is."""
    notices: list[str] = []
    return _told(tree, model, _measured(tree), "", notices), tuple(notices)


def told_in(part: Node, model: type[BaseModel], tree: Node) -> Node:
    """``part`` of a ``model``, which may stand anywhere, told by the measures of the market of ``tree``."""
    return _told(part, model, _measured(tree), "", [])


def _measured(tree: Node) -> Measures:
    market = tree.get("market")
    try:
        found = measures(market.plain()) if market is not None else None
    except (KeyError, TypeError, ValueError, ArithmeticError):
        found = None
    if found is None or not all(math.isfinite(x) and x > 0.0 for x in vars(found).values()):
        return Measures(1.0, 1.0, 1.0)  # the market is refused for its own faults
    return found


def _told(node: Node, kind: Any, found: Measures, path: str, notices: list[str]) -> Node:
    """``node``, which holds a field of ``kind``, as told; see :func:`told`."""
    info = FieldInfo.from_annotation(kind) if not isinstance(kind, FieldInfo) else kind
    annotation = bare(info.annotation)
    if annotation is Parameter:
        return _belief(node, info, found, path, notices)
    if annotation is float:
        return _decision(node, info, found, path, notices)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(node.value, dict):
        values = dict(node.value)
        for name, field in annotation.model_fields.items():
            key = field.alias or name
            if key in values:
                values[key] = _told(values[key], field, found, f"{path}.{key}" if path else key, notices)
        return Node(values, node.file, node.line)
    inner = get_args(annotation)
    if get_origin(annotation) is dict and isinstance(node.value, dict):
        each = {key: _told(item, inner[1], found, f"{path}.{key}", notices) for key, item in node.value.items()}
        return Node(each, node.file, node.line)
    if get_origin(annotation) is tuple and isinstance(node.value, tuple) and inner[-1] is Ellipsis:
        items = [_told(item, inner[0], found, f"{path}.{item.name or k}", notices) for k, item in enumerate(node.value)]
        return Node(tuple(items), node.file, node.line)
    return node


def _belief(node: Node, info: FieldInfo, found: Measures, path: str, notices: list[str]) -> Node:
    """A belief in the unit of its field; its source says how it was stated."""
    belief = belief_of(info)
    stated = belief.stated if belief is not None else None
    if belief is None or stated is None or not is_parameter(node) or node.value["unit"].value != stated:
        return node
    value, unit = node.value["value"], node.value["unit"]
    if not _is_number(value):
        return node
    values = node.value | {"value": _scaled(value, stated, found), "unit": Node(belief.unit, unit.file, unit.line)}
    interval, source = node.value.get("interval"), node.value.get("source")
    if interval is not None and isinstance(interval.value, tuple) and all(map(_is_number, interval.value)):
        ends = tuple(_scaled(end, stated, found) for end in interval.value)
        values["interval"] = Node(ends, interval.file, interval.line)
        if ends and {end.value for end in ends} == {MOST}:  # all of it beyond what a chance may be
            del values["interval"]
    if source is not None and isinstance(source.value, str) and len(source.value) <= LONGEST_SOURCE:
        values["source"] = Node(f"{source.value}; stated as {value.value:.4g} {stated}", source.file, source.line)
    notices += _capped(path, value.value, stated, found)
    return Node(values, node.file, node.line)


def _decision(node: Node, info: FieldInfo, found: Measures, path: str, notices: list[str]) -> Node:
    """A plain number of a decision, where a text states it in amounts of the market."""
    number, stated = said(node.value) or (0.0, "")
    if not stated or stated != stated_unit(unit_of(info)):
        return node
    notices += _capped(path, number, stated, found)
    return Node(found.told(number, stated), node.file, node.line)


def _scaled(node: Node, stated: str, found: Measures) -> Node:
    return Node(found.told(float(node.value), stated), node.file, node.line)


def _capped(path: str, value: float, stated: str, found: Measures) -> list[str]:
    if stated != "per customer-year" or value / found.orders_a_year <= MOST:
        return []
    return [
        f"{path}: {value:.3g} a year of each customer is more than {MOST:g} for each of {found.orders_a_year:.3g}"
        f" orders; taken as {MOST:g} an order."
    ]


def _is_number(node: Node) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)
