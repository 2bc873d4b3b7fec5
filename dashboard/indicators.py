"""Every indicator of a result by the front of marketing that it belongs to."""

from __future__ import annotations

from dashboard.figures import Booked, compared
from dashboard.safe import plain
from dashboard.text import Words
from dashboard.view import View
from sim.mechanisms.all import ALL
from sim.tables import MEASURES

_FRONTS: dict[str, tuple[str, ...]] = {
    "firm": (
        "profit", "cash_low", "cash_low_day", "customer_equity", "worth", "active_customers", "market_share",
        "awareness", "brand", "penetration",
    ),
    "product": (
        "satisfaction", "nps", "repeat_rate_90", "repeat_rate_365", "product_contribution", "product_margin",
        "product_growth",
    ),
    "price": ("margin_rate", "revenue", "contribution_1", "clv"),
    "channel": (
        "cac", "cac_paid", "cac_incremental", "cac_marginal", "clv_to_cac", "payback_days", "reach", "frequency",
        "order_rate_90", "first_order_days",
    ),
    "places": ("order_share",),
    "promotion": (
        "campaign_roi", "campaign_gain", "campaign_cost", "interaction_rate", "joined_share", "reached_days",
        "lead_rate", "lead_days", "lead_order_rate",
    ),
    "relationship": (
        "leaving_rate", "left_share", "existing_alive", "cost_of_keeping", "best_fifth_share", "upper_tier",
        "points_liability", "points_breakage",
    ),
    "service": (
        "first_response", "first_response_p90", "within_target", "resolution", "gave_up_share", "reopened_share",
        "occupancy", "causes_mended", "mended_day", "service_cost", "warned", "praised",
    ),
    "referral": ("k_factor", "cycle_time", "rewards", "followers", "followers_who_bought"),
}  # fmt: skip
FRONTS = {
    front: (*measures, *(name for one in ALL if one.front == front for name in one.indicators))
    for front, measures in _FRONTS.items()
}
"""Measures by front, in the order in which they are shown."""
GROUPS = ("segment", "region", "place")
APART = {
    "order_rate_90": ("cause", *GROUPS),
    "interaction_rate": GROUPS,
    "joined_share": ("cause",),
    "order_share": (*GROUPS, "product"),
    "market_share": GROUPS,
    "clv": GROUPS,
    "cac": ("region",),
    "left_share": ("reason",),
    "upper_tier": ("tier",),
    "product_contribution": ("product",),
    "product_margin": ("product",),
    "product_growth": ("product",),
    **{name: (by,) for one in ALL for name, by in one.by.items()},
}
"""By what else a measure is shown, beside that of all."""


def indicators(view: View) -> dict[str, list[Booked]]:
    """The rows of each front; fronts without a number are left out, and so are indicators."""
    found = {front: [row for one in measures for row in _rows(view, one)] for front, measures in FRONTS.items()}
    return {front: rows for front, rows in found.items() if rows}


def described(view: View, front: str) -> list[tuple[str, str]]:
    """Name and definition of the indicators of a front that any scenario has."""
    there = set(view.result.comparison["measure"])
    return [(view.words(f"indicator.{one}"), definition(one, view.words)) for one in FRONTS[front] if one in there]


def definition(measure: str, words: Words) -> str:
    """What ``measure`` is, in a sentence: that of the measure itself, or its translation."""
    return words.known(f"indicator_is.{measure}", MEASURES[measure].sentence)


def _rows(view: View, measure: str) -> list[Booked]:
    """The rows of a measure that has a value anywhere; of its groups those in which it is not 0 under every policy."""
    table = view.result.comparison[view.result.comparison["measure"] == measure]
    name, unit, rows = view.words(f"indicator.{measure}"), MEASURES[measure].unit, []
    for by in ("all", *APART.get(measure, ())):
        for key, each in table[table["by"] == by].groupby("key", sort=False):
            if each["value"].notna().any() and (by == "all" or each["value"].fillna(0.0).any()):
                rows.append(compared(view, _titled(view, name, by, str(key)), each, unit))
    return rows


def _titled(view: View, name: str, by: str, key: str) -> str:
    """``name`` of a measure, with the key of the group that it is of."""
    if by == "all":
        return name
    section = {"cause": "origins", "reason": "reason", "tier": "upper_tiers", "promoter": "promoters"}.get(by, "")
    called = view.items.get((f"{by}s", key), plain(key))
    return view.words("indicators.of", name=name, group=view.words.known(f"{section}.{key}", called))
