"""A history in plain numbers: what a fit was made to, and what a doctor sees."""

from __future__ import annotations

from typing import Any

from calibration.entries import plain
from calibration.history import History
from calibration.newcomers import Acquisition
from calibration.regularity import Regularity
from calibration.summary import Histories


def history_facts(
    past: History,
    seen: Histories,
    gained: Acquisition,
    rhythm: Regularity | None,
    monthly: bool,
    until_stated: bool = False,
) -> dict[str, Any]:
    """The history section of a market file as far as no estimate is needed: ``past`` as it was read, ``seen`` up to
    the last day used; ``monthly``: it tells months, not days."""
    rejected, merged = (0, 0) if past.reading is None else (len(past.reading.rejects), past.reading.merged)
    days = past.orders["ordered_at"].to_numpy("datetime64[D]")
    used = int((days <= seen.until).sum())
    return {
        "customers": len(seen),
        "orders": len(seen) + int(seen.x.sum()),
        "repeat_customers": int((seen.x > 0).sum()),
        "from": str(seen.first.min()),
        "until": str(seen.until),
        "currency": seen.currency,
        "currency_stated": past.currency_stated,
        "order": "all orders of a customer on one calendar day",
        "rows": past.rows,
        "rows_rejected": rejected,
        "rows_merged": merged,
        "rows_of_earlier_customers": past.rows_of_earlier_customers,
        "rows_before": past.rows_before,
        "customers_before": past.customers_before,
        "rows_after_until": len(past.orders) - used,
        "rows_used": used,
        "last_order": str(days.max()),
        "until_stated": until_stated,
        "by_month": monthly,
        "continuous": plain(past.span.to_json()),
        "acquisition": plain(gained.to_json()),
        "regularity": None if rhythm is None else plain(rhythm.to_json()),
    }
