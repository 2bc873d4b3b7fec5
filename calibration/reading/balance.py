"""The account of a file, checked: every line, every row and all readable money is used or set aside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.account import Account, Reading, rejects_of, summed
from calibration.reading.cells import Cells
from calibration.reading.columns import Rows
from calibration.reading.refunds import Netted


def reading_of(
    profile: Profile,
    cells: Cells,
    rows: Rows,
    account: Account,
    netted: Netted,
    again: NDArray[np.bool_],
    orders_rows: NDArray[np.bool_],
    guessed: NDArray[np.float64],
) -> Reading:
    """The account, checked: every row and all readable money is used or set aside."""
    scan, used = cells.scan, account.used
    rejects = rejects_of(account, cells, dict(profile.orders.columns), rows.likely, guessed)
    every = len(cells) + len(scan.no_records)
    merged = int((used & ~orders_rows).sum())
    if every != int(used.sum()) + len(rejects) or int(orders_rows.sum()) + merged != int(used.sum()):
        raise AssertionError(f"{every} rows, {int(used.sum())} used, {len(rejects)} set aside")
    money = {
        "read": float(np.nansum(rows.likely) + np.nansum(guessed)),
        "orders": float(netted.amount[orders_rows].sum()),
        "refunded": float(-rows.amount[netted.matched].sum()) - netted.beyond,
        "refunded_beyond_orders": netted.beyond,
        "repeated_totals": float(rows.amount[again & used].sum()),
        "set_aside": float(np.nansum(rejects["money"])) if len(rejects) else 0.0,
    }
    told = money["orders"] - netted.beyond + money["repeated_totals"] + money["set_aside"]
    scale = float(np.nansum(np.abs(rows.likely[np.isfinite(rows.likely)])))
    if np.isfinite(money["read"]) and abs(money["read"] - told) > 1e-6 * scale + 0.01:
        raise AssertionError(f"{money['read']} of money read, {told} accounted for")
    lines = {
        "total": cells.lines_read,
        "header": cells.header,
        "read": int(used.sum()),
        "set_aside": len(rejects),
        "blank": scan.blank,
        "further": scan.extra,
    }
    if lines["total"] != sum(number for name, number in lines.items() if name != "total"):
        raise AssertionError(f"lines do not add up: {lines}")
    positive = float(np.nansum(np.abs(rows.likely[np.isfinite(rows.likely)])))
    return Reading(
        file=profile.orders.name,
        rows=every,
        used=int(used.sum()),
        merged=merged,
        lines=lines,
        money=money,
        aside=summed(rejects, every, positive),
        notes=account.notes,
        rejects=rejects,
    )
