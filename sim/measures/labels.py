"""The columns of a table that say what its values are: the same in all worlds of a scenario, so made once for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Labels = dict[str, Any]
"""Columns by name, as pandas holds them."""


def texts(rows: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> Labels:
    """One column of texts for each of ``names``."""
    return {str(name): column.array for name, column in pd.DataFrame(list(rows), columns=list(names)).items()}


def short(**columns: np.ndarray) -> Labels:
    """The same columns in little memory: texts as categories, whole numbers as short as they may be."""
    found = {}
    for name, column in pd.DataFrame(columns).items():
        if pd.api.types.is_integer_dtype(column):
            column = pd.to_numeric(column, downcast="integer")
        elif not pd.api.types.is_numeric_dtype(column):
            column = column.astype("category")
        found[str(name)] = column.array
    return found


def labelled(labels: Labels, values: np.ndarray) -> pd.DataFrame:
    """A table of its own: the labels, copied, and the column value."""
    return pd.DataFrame({**labels, "value": values})
