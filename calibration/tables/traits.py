"""Further columns that describe customers: kept where they are no personal data and group people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration.contracts import Contract
from calibration.reading.account import Account
from calibration.reading.cells import FEW, Cells, Column
from calibration.reading.ids import EMPTY
from calibration.reading.texts import trimmed_all
from calibration.table_keys import TableKeys
from calibration.tables.personal import personal_content, personal_header
from sim.problems import shown


def traits_of(keys: TableKeys, contract: Contract, cells: Cells, account: Account) -> dict[str, NDArray[np.generic]]:
    """Traits by name, (rows,): numbers as float, all else as text (None where empty).

    Those mapped in the profile under names of their own, and unmapped columns of at most FEW different values.
    Columns that look like personal data are dropped, mapped or not, and said.
    """
    known = {*contract.names(), *keys.columns}
    stated = {ours: theirs for ours, theirs in keys.columns.items() if ours not in contract.names()}
    taken = {*keys.columns.values(), *(column for values in keys.filters().values() for column in values)}
    open_ = {name: name for name in cells.columns if name not in taken and name not in known}
    found: dict[str, NDArray[np.generic]] = {}
    dropped = {}
    for ours, theirs in {**stated, **open_}.items():
        column = cells.columns[theirs]
        texts = trimmed_all(column.values)
        what = "its name" if personal_header(theirs) or personal_header(ours) else personal_content(texts)
        if what:
            dropped[theirs] = what
        elif ours in stated or 2 <= len(column.values) <= FEW:
            found[ours] = _values(column, texts)
    beyond = [name for name in cells.names if personal_header(name) and name not in taken and name not in cells.columns]
    dropped |= dict.fromkeys(beyond, "its name")
    if dropped:
        listed = ", ".join(f"{shown(name, 40)} ({what})" for name, what in list(dropped.items())[:12])
        text = f"Columns that look like personal data are not used: {listed}."
        account.say("personal_columns", text, columns=list(dropped))
    return found


def _values(column: Column, texts: NDArray[np.object_]) -> NDArray[np.generic]:
    if column.typed is not None and column.typed.dtype.kind == "f":
        return column.typed
    filled = texts.astype(object)
    filled[np.isin(texts, EMPTY)] = None
    return column.spread(filled)
