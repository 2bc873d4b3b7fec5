"""The measures that stand on the first screen, with their units and the direction in which they are better."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Headline:
    """``unit``: currency, days or ratio. ``better``: higher or lower."""

    measure: str
    unit: str
    better: str


HEADLINES = (
    Headline("profit", "currency", "higher"),
    Headline("clv_to_cac", "ratio", "higher"),
    Headline("clv", "currency", "higher"),
    Headline("cac", "currency", "lower"),
    Headline("payback_days", "days", "lower"),
)

CHARTED = (*HEADLINES, Headline("customers", "people", "higher"))
"""The measures whose differences are drawn."""
