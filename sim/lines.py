"""Arrays that begin where a line of memory begins: records of whole lines then lie in as few of them as they can."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

LINE = 128
"""Bytes: two lines of 64, which processors fetch together."""


def in_lines(shape: int | tuple[int, ...], dtype: Any = np.float64, fill: Any = None) -> np.ndarray:
    """An array of zeros, or of ``fill``, whose address is a multiple of LINE; memory that nobody writes to is none."""
    kind = np.dtype(dtype)
    size = math.prod(shape if isinstance(shape, tuple) else (shape,)) * kind.itemsize
    room = np.zeros(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    array = room[start : start + size].view(kind).reshape(shape)
    if fill is not None:
        array[...] = fill
    return array


def lined_up(array: np.ndarray) -> np.ndarray:
    """The same array if it begins on a line, else a copy that does."""
    if array.ctypes.data % LINE == 0:
        return array
    return in_lines(array.shape, array.dtype, array)
