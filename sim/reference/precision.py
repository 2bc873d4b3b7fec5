"""What is kept in single precision, as the records of both engines keep it."""

from __future__ import annotations

import numpy as np


def single(value: float) -> float:
    """The nearest number in single precision."""
    return float(np.float32(value))


class Clocks(dict[int, float]):
    """When each clock that runs will fire, days: an event's time is what its clock holds."""

    def __setitem__(self, clock: int, time: float) -> None:
        super().__setitem__(clock, single(time))
