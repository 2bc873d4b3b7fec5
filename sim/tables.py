"""What a run reports: every measure, account and series, once, with unit, direction and one sentence."""

from __future__ import annotations

from typing import Literal, NamedTuple

Better = Literal["higher", "lower", "neither"]


class Measure(NamedTuple):
    """A reported figure: its unit, which direction is better for the firm, and what it is."""

    unit: str
    better: Better
    sentence: str


FOLLOWED = 365
"""Days for which a customer's invitations are followed (at most half the horizon) for the k-factor."""

MEASURES: dict[str, Measure] = {
    "customers": Measure("people", "higher", "People who ordered for the first time within the horizon."),
    "orders": Measure("orders", "higher", "Orders, first and repeat."),
    "revenue": Measure("currency", "higher", "Sales at the prices charged."),
    "contribution_1": Measure("currency", "higher", "Revenue less goods, delivery and first-order costs."),
    "contribution_2": Measure("currency", "higher", "Contribution 1 less service."),
    "contribution_3": Measure(
        "currency", "higher", "Contribution 2 less all marketing: media, rewards, messages, win-back."
    ),
    "profit": Measure("currency", "higher", "Contribution 3 less fixed costs."),
    "media": Measure("currency", "neither", "Spend on channels."),
    "rewards": Measure("currency", "neither", "Referral rewards to referrers and friends."),
    "clv": Measure(
        "currency",
        "higher",
        "Customer lifetime value: discounted contribution after service per customer; realised plus residual.",
    ),
    "clv_realised": Measure("currency", "higher", "The part of CLV earned within the horizon."),
    "clv_residual": Measure(
        "currency",
        "higher",
        "The part of CLV expected after the horizon, from the customer's true state with the last day's policy kept.",
    ),
    "cac": Measure(
        "currency",
        "lower",
        "Blended cost of winning a customer: media, rewards and messages to prospects over new customers.",
    ),
    "cac_last_touch": Measure("currency", "lower", "A channel's cost over the customers whose last contact it was."),
    "cac_incremental": Measure(
        "currency",
        "lower",
        "A channel's cost over the customers who would not have come without it (paired runs).",
    ),
    "clv_to_cac": Measure("ratio", "higher", "CLV over blended CAC."),
    "payback_days": Measure(
        "days",
        "lower",
        "Age at which the discounted contribution of an average customer has repaid CAC; empty if it has not.",
    ),
    "repeat_rate_90": Measure(
        "share", "higher", "Customers with a second order within 90 days, of those followed that long."
    ),
    "repeat_rate_180": Measure(
        "share", "higher", "Customers with a second order within 180 days, of those followed that long."
    ),
    "repeat_rate_365": Measure(
        "share", "higher", "Customers with a second order within 365 days, of those followed that long."
    ),
    "k_factor": Measure(
        "people",
        "higher",
        "New customers brought by a customer within a year (or half the horizon), if followed that long.",
    ),
    "cycle_time": Measure(
        "days",
        "lower",
        "Mean time from a customer's first order to that of those invited, within the same window.",
    ),
    "active_customers": Measure("people", "higher", "Customers who have not dropped out at the end of the horizon."),
}

STAGE_SERIES = ("unaware", "reached", "retained", "customer", "dropped_out", "lost")
SERIES: dict[str, str] = {
    **{name: "people" for name in STAGE_SERIES},
    "new_customers": "people",
    "orders": "orders",
    "revenue": "currency",
    "profit": "currency",
}
CURVES: dict[str, str] = {"cumulative_value": "currency", "retention": "share", "repeat_orders": "orders"}
