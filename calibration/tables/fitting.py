"""What does not fit together between the tables of a company: told, and left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.contracts import CONTRACTS
from calibration.reading.account import Note, many
from sim.problems import shown

PRICES = ("list_price", "unit_cost", "competitor_price")


def notes_between(
    frames: Mapping[str, pd.DataFrame], known: NDArray[np.object_], currencies: Mapping[str, str | None]
) -> Iterator[Note]:
    """Notes on ids that no order knows, customers that are missing, channels, prices and currencies.

    ``known``: ids of customers with an order; ``currencies``: by table, None where none is told.
    """
    yield from _strangers(frames, known)
    if "customers" in frames:
        missing = int((~np.isin(known.astype(str), frames["customers"]["customer_id"].astype(str))).sum())
        if missing:
            text = f"{many(missing, 'customer', 'customers')} with orders of {len(known):,} not in the table customers."
            yield Note("customers_missing", text, {"customers": missing})
    yield from _channels(frames)
    if "prices" in frames:
        yield from _prices(frames["prices"])
    main = currencies.get("orders")
    for name, code in currencies.items():
        if code is not None and main is not None and code != main:
            text = f"The money in {name} is in {code}, that of the orders in {main}: convert one of them."
            yield Note("other_currency", text, {"table": name, "currency": code, "orders": main})


def _strangers(frames: Mapping[str, pd.DataFrame], known: NDArray[np.object_]) -> Iterator[Note]:
    for name, frame in frames.items():
        for field in CONTRACTS[name].fields:
            if not field.people or field.name not in frame:
                continue
            ids = frame[field.name].dropna().astype(str)
            strange = ids[~np.isin(ids, known.astype(str))]
            if len(strange):
                number = int(strange.nunique())
                of = int(ids.nunique())
                text = (
                    f"{number:,} of {of:,} ids in {name}.{field.name} ({many(len(strange), 'row', 'rows')}) have no"
                    f" order (such as '{shown(strange.iloc[0], 30)}')."
                )
                facts = {"table": name, "column": field.name, "ids": number, "of": of, "rows": len(strange)}
                if number == of and len(ids) > 1:
                    text += " None fits: is it another kind of id than that of the orders?"
                yield Note("ids_without_orders", text, facts)


def _channels(frames: Mapping[str, pd.DataFrame]) -> Iterator[Note]:
    spend, customers = frames.get("spend"), frames.get("customers")
    if spend is None or customers is None or "channel" not in customers:
        return
    paid, won = set(spend["channel"].dropna().astype(str)), set(customers["channel"].dropna().astype(str))
    lone = sorted(paid - won)
    if lone:
        by_fold = {one.casefold().strip(): one for one in won - paid}
        near = [f"{one} / {by_fold[one.casefold().strip()]}" for one in lone if one.casefold().strip() in by_fold]
        listed = ", ".join(shown(one, 30) for one in lone[:8])
        hint = f" The same in other letters: {', '.join(near[:4])}." if near else ""
        money = float(spend.loc[spend["channel"].isin(lone), "spend"].sum())
        text = f"Channels with spend ({money:,.2f}) and no customers: {listed}.{hint}"
        yield Note("channels_without_customers", text, {"channels": lone, "spend": money})


def _prices(prices: pd.DataFrame) -> Iterator[Note]:
    key = ["product_id", "from"]
    held = [name for name in PRICES if name in prices]
    several = prices[prices.duplicated(key, keep=False)]
    if several.empty:
        return
    differ = several.groupby(key)[held].nunique(dropna=False).max(axis=1) > 1
    rows, days = len(several), int(differ.sum())
    text = (
        f"{rows:,} price rows overlap: {many(len(differ), 'product and day has', 'products and days have')} several of"
        f" them, {days:,} with other prices; the last one in the file should count."
    )
    yield Note("prices_overlap", text, {"rows": rows, "keys": len(differ), "with_other_prices": days})
