"""What a fit learned from a history, and what it did not, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.reading.told import told


def sentences(
    history: Mapping[str, Any],
    market: Mapping[str, Any],
    fits: Mapping[str, Any],
    reading: Mapping[str, Any] | None = None,
) -> list[str]:
    """The summary of a fitted market: the sections of its market file, and how the file of orders was read."""
    need, spend = market["need"], market["spend"]
    labels = _labels(market)
    pareto, bg = fits["pareto_nbd"], fits["bg_nbd"]
    shocks = history["week_shocks"]
    lines = [
        f"{history['customers']:,} customers with {history['orders']:,} orders, {history['from']} to"
        f" {history['until']} ({history['repeat_customers']:,} ordered again).",
        *([] if reading is None else told(reading)),
        *_rows(history),
        "Identified: when customers order and drop out, Pareto/NBD"
        f" r {need['order_shape']['value']:.4g}, alpha {need['order_rate']['value']:.4g} weeks,"
        f" s {need['dropout_shape']['value']:.4g}, beta {need['dropout_rate']['value']:.4g} weeks"
        f" (log-likelihood {pareto['log_likelihood']:.1f}; BG/NBD {bg['log_likelihood']:.1f}).",
        "Identified: amounts per order, Gamma-Gamma"
        f" p {spend['shape']['value']:.4g}, q {spend['customer_shape']['value']:.4g},"
        f" gamma {spend['customer_rate']['value']:.4g} {history['currency']}.",
        _gained(history),
        "Bounded: awareness is scaled so that a year at today's policy wins as many;"
        " the split between organic and paid is assumed.",
    ]
    if shocks is not None:
        lines.append(
            f"Bounded: week shocks of {shocks['sd']:.0%} ({shocks['low']:.0%} to {shocks['high']:.0%});"
            " an error of the model's curve over age counts as shock."
        )
    unsettled = [fit["model"] for fit in fits.values() if not fit["settled"]]
    if unsettled:
        lines.append(f"Not learned: the history leaves part of {', '.join(unsettled)} open (wide intervals).")
    lines.append(
        f"Assumed: the other {labels.count('assumed')} of {len(labels)} numbers of the market, among them"
        " its size, the response to price and media, and referral."
    )
    if "policy" in history:
        lines += _taken(history, market)
    if not history["currency_stated"]:
        lines.append(f"The currency is not stated; amounts are taken as {history['currency']}.")
    return lines


def _rows(history: Mapping[str, Any]) -> list[str]:
    """Which rows that were read are not fitted to, and how many became one order with another."""
    parts = []
    earlier, later = (history[f"rows_{why}"] for why in ("of_earlier_customers", "after_until"))
    if earlier:
        parts.append(f"{earlier:,} rows of customers acquired before {history['acquired_from']} left out")
    if later:
        parts.append(f"{later:,} rows after {history['until']} left out")
    lines = ["; ".join(parts) + "."] if parts else []
    if history["rows_used"] != history["orders"]:
        lines.append(
            f"{history['rows_used']:,} rows are {history['orders']:,} orders: several rows of a customer on a"
            " day count as one."
        )
    return lines


def _gained(history: Mapping[str, Any]) -> str:
    gained = history["acquisition"]
    line = (
        f"Identified: {gained['per_week']:,.1f} new customers per week"
        f" ({gained['low']:,.1f} to {gained['high']:,.1f}, 5-95 %)"
    )
    if "sample" in history or history["acquired_from"] is not None:
        return f"{line}."
    return (
        f"{line}; first orders in the file are taken as first ever: if customers bought before it begins,"
        " state acquired_from in the profile."
    )


def _taken(history: Mapping[str, Any], market: Mapping[str, Any]) -> list[str]:
    """What the orders of a company cannot say, where it was taken from, and where to state it."""
    spend = f"media spend of {history['weekly_spend']:,.0f} a week"
    lines, left = [], []
    if not history["market_size_stated"]:
        left.append(f"a market of {market['size']['value']:,.0f} people (state market_size in the profile)")
    if history["policy"] == "base":
        left.append(f"{spend} (state yours under policy.channel.weekly_spend of a scenario, and add --today FILE)")
    else:
        lines.append(f"Today's policy is that of {history['policy']}: {spend}.")
    if left:
        lines.append(f"Taken from base, not from your orders: {' and '.join(left)}.")
    return lines


def _labels(tree: Any) -> list[str]:
    """The label of every parameter in a market tree."""
    if isinstance(tree, dict):
        if "label" in tree and "value" in tree:
            return [tree["label"]]
        return [label for value in tree.values() for label in _labels(value)]
    if isinstance(tree, list | tuple):
        return [label for item in tree for label in _labels(item)]
    return []
