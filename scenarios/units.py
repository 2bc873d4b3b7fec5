"""Units in which a number may be stated instead of that of its field."""

from __future__ import annotations

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
