"""The columns of a table that say what its values are: the same in all worlds of a scenario, so made once for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

VALUE = "value"


def texts(rows: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> pd.DataFrame:
    """Labels that are texts, and a column for values; ``names``: of the columns."""
    return pd.DataFrame(list(rows), columns=list(names)).assign(**{VALUE: 0.0})


def short(**columns: np.ndarray) -> pd.DataFrame:
    """Labels in little memory, and a column for values: texts as categories, whole numbers as short as they may be."""
    table = pd.DataFrame(columns)
    for name, column in columns.items():
        if column.dtype.kind == "i":
            table[name] = pd.to_numeric(table[name], downcast="integer")
        elif column.dtype.kind != "f":
            table[name] = table[name].astype("category")
    return table.assign(**{VALUE: 0.0})


def labelled(labels: pd.DataFrame, values: np.ndarray) -> pd.DataFrame:
    """A table of its own, with copies of the labels and these values."""
    table = labels.copy()
    table[VALUE] = values
    return table
