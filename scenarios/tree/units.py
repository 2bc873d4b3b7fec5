"""Units in which a number may be stated instead of that of its field."""

from __future__ import annotations

import re

OWN = {
    "mean orders": "currency",
    "mean orders per week": "currency per week",
    "per customer-year": "per order",
    "days to half": "per occasion",
}
"""The unit of the field of a belief, by the unit in amounts of the market in which it may be stated instead."""
SURVEYED = "share of orders and tickets"
"""The unit of the one decision that may be stated per customer-year."""


def stated_unit(unit: str) -> str | None:
    """The unit in which a number of a field in ``unit`` may be stated instead, if there is one."""
    if unit.startswith("currency") and unit != "currency per week":  # a decision's field says what each amount is for
        return "mean orders"
    if unit == SURVEYED:
        return "per customer-year"
    return {own: stated for stated, own in OWN.items()}.get(unit)


_SAID = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) (\D.*)")


def said(text: object) -> tuple[float, str] | None:
    """The number and the unit of OWN that a text such as "0.15 mean orders" says; None where it says none."""
    found = _SAID.fullmatch(" ".join(text.split())) if isinstance(text, str) else None
    if found is None:
        return None
    unit = "mean orders" if found[2] == "mean order" else found[2]
    return (float(found[1]), unit) if unit in OWN else None
