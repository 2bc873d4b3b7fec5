"""The one currency of a file."""

from __future__ import annotations

import numpy as np

from calibration.profile import Profile
from calibration.reading.account import Account
from calibration.reading.cells import Cells
from calibration.reading.columns import Rows
from sim.problems import BadInput, Problem, shown


def currency_of(profile: Profile, cells: Cells, rows: Rows, account: Account) -> str | None:
    """The one currency of the file; None where nothing says it. BadInput where there are several."""
    signs, file = rows.money, profile.orders.name
    if profile.currency is not None:
        if signs and profile.currency not in signs:
            found = f"amounts written in {' or '.join(signs[:3])}, but currency: {profile.currency}"
            raise BadInput([Problem(file, 0, "currency", found, "one currency", f"state `currency: {signs[0]}`")])
        return profile.currency
    if "currency" not in profile.orders.columns:
        return signs[0] if len(signs) == 1 else None
    theirs = profile.orders.columns["currency"]
    column = cells.columns[theirs]
    counts = np.bincount(column.codes[account.used], minlength=len(column.values))
    codes: dict[str, int] = {}
    for value, count in zip(column.values, counts, strict=True):
        code = str(value).strip().upper()
        if code and count:
            codes[code] = codes.get(code, 0) + int(count)
    ranked = sorted(codes, key=lambda code: -codes[code])
    if len(ranked) > 1 or any(len(code) != 3 or not code.isalpha() for code in ranked):
        found = shown(", ".join(f"{code} ({codes[code]:,} rows)" for code in ranked[:8]))
        found = (
            shown(", ".join(ranked[:8])) + f": {found}"
            if len(ranked) == 1
            else f"{shown(', '.join(ranked[:8]))} ({found})"
        )
        fix = f"convert the amounts, or add `keep: {{{shown(theirs)}: [{ranked[0]}]}}` under orders"
        raise BadInput([Problem(file, 0, "currency", found, "one ISO 4217 code in the whole file", fix)])
    return ranked[0] if ranked else None
