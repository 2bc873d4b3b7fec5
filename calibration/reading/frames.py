"""A pandas data frame as a table of columns with types."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from calibration.reading.gathered import Gathered, array_of
from sim.problems import BadInput, Problem, shown


def frame_table(frame: pd.DataFrame, name: str) -> pa.Table:
    """The columns of ``frame`` without its index; columns of several types hold texts. BadInput without rows."""
    if not isinstance(frame, pd.DataFrame):
        raise BadInput([Problem(name, 0, "", f"a {type(frame).__name__}", "a pandas DataFrame")])
    names = [str(column) for column in frame.columns]
    if not len(frame):
        raise BadInput([Problem(name, 0, "", "no rows", "at least one row")])
    columns = [_column(frame.iloc[:, k], name, names[k]) for k in range(len(names))]
    return pa.Table.from_arrays(columns, names=names) if names else Gathered(()).table()


def _column(column: pd.Series, name: str, header: str) -> pa.ChunkedArray:
    if column.dtype == object:
        values = [None if value is None or value is pd.NA or value != value else value for value in column]
        return pa.chunked_array([array_of(values)])
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object if column.cat.categories.dtype == object else column.cat.categories.dtype)
    try:
        found = pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        found = None
    if found is None:
        kind = f"a column of {column.dtype}"
        raise BadInput([Problem(name, 0, shown(header), kind, "texts, numbers or times")])
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
