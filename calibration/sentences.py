"""What a fit learned from a history, and what it did not, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.learned import amounts, buying, continuity, newcomers, rhythm
from calibration.reading.told import BESIDE, told


def sentences(
    history: Mapping[str, Any],
    market: Mapping[str, Any],
    fits: Mapping[str, Any],
    reading: Mapping[str, Any] | None = None,
    listed: str = BESIDE,
) -> list[str]:
    """The summary of a fitted market: the sections of its market file, and how the file of orders was read; ``listed``
    as for ``told``."""
    labels = _labels(market)
    shocks = history["week_shocks"]
    lines = [
        f"{history['customers']:,} customers with {history['orders']:,} orders, {history['from']} to"
        f" {history['until']} ({history['repeat_customers']:,} ordered again).",
        *([] if reading is None else told(reading, listed)),
        *_rows(history),
        *continuity(history),
        *buying(history, market, fits),
        *rhythm(history["regularity"], market["need"]["regularity"]["value"] > 1.0),
        *amounts(history, market, fits),
        *newcomers(history),
        *_channels(history),
    ]
    if shocks is not None:
        lines.append(
            f"Bounded: week shocks of {shocks['sd']:.0%} ({shocks['low']:.0%} to {shocks['high']:.0%});"
            " an error of the model's curve over age counts as shock."
        )
    lines.append(
        f"Assumed: the other {labels.count('assumed')} of {len(labels)} numbers of the market, among them"
        f" {_assumed(history, market)}."
    )
    if "policy" in history:
        lines += _taken(history, market)
    if not history["currency_stated"]:
        lines.append(f"The currency is not stated; amounts are taken as {history['currency']}.")
    return lines


def _channels(history: Mapping[str, Any]) -> list[str]:
    """What was learned of how people are won."""
    found = history.get("channels")
    if found is not None:
        return list(found["notes"])
    return [
        "Bounded: awareness is scaled so that a year at today's policy wins as many;"
        " the split between organic and paid is assumed."
    ]


def _assumed(history: Mapping[str, Any], market: Mapping[str, Any]) -> str:
    """The most important of what no table has told."""
    price = market["choice"]["price_elasticity"]["label"] == "assumed"
    media = not history.get("channels")
    responses = "price and media" if price and media else "price" if price else "media" if media else ""
    if market["referral"]["share_probability"]["label"] != "assumed":
        return f"its size and the response to {responses}" if responses else "its size"
    return f"its size, the response to {responses}, and referral" if responses else "its size and referral"


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
