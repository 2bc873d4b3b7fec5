"""Ids of customers in a table written as the orders write them: the same person, the same id."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.contracts import Contract
from calibration.reading.ids import ids


def matched(
    frame: pd.DataFrame, contract: Contract, known: NDArray[np.object_], merge_ids: tuple[str, ...]
) -> pd.DataFrame:
    """``frame`` with the ids of people as they stand among the ``known`` ones of the orders.

    What is no difference between ids of orders (case in mail addresses, .0, full width, what ``merge_ids`` says) is
    none here either.
    """
    columns = [field.name for field in contract.fields if field.people and field.name in frame]
    for name in columns:
        mine = frame[name].dropna().unique().astype(object)
        strange = mine[~np.isin(mine.astype(str), known.astype(str))] if len(mine) else mine
        if not len(strange):
            continue
        found = ids(np.concatenate([known, strange]), merge_ids).values
        theirs = dict(zip(found[: len(known)], known, strict=True))
        instead = {
            one: theirs.get(value, value) for one, value in zip(strange, found[len(known) :], strict=True) if value
        }
        changed = {one: other for one, other in instead.items() if one != other}
        if changed:
            frame[name] = frame[name].map(lambda one, changed=changed: changed.get(one, one)).astype("str")
    return frame
