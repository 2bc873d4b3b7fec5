"""A part of a whole."""

from __future__ import annotations

import numpy as np


def ratio(part: float, whole: float) -> float:
    """A part of a whole; NaN where there is none."""
    return float(part) / float(whole) if whole > 0.0 else np.nan
