"""How large a company's market is, and its simulation, where nobody states it: sizes.yaml."""

from __future__ import annotations

import math
from functools import cache

from calibration.history import History
from calibration.newcomers import acquisition
from calibration.summary import Histories
from scenarios.ground.packaged import packaged

YEAR = 52
"""Weeks."""


def size_of(customers: int, per_week: float) -> float:
    """People of a market whose size nobody states, two digits."""
    people = sizes()["people_per_customer"] * (customers + per_week * YEAR)
    return float(f"{people:.2g}")


def market_size(past: History, seen: Histories) -> float:
    """People of the market of ``past``: stated in its profile, else as it follows from the customers ``seen``."""
    told = None if past.profile is None else past.profile.market_size
    return told or size_of(len(seen), acquisition(seen, born=past.born).per_week)


def people_of(customers: int, size: float) -> int:
    """How many people are to be simulated, so that there are enough ``customers`` among them, or at least one."""
    known = sizes()
    asked = size * known["customers_simulated"] / customers
    usual = min(max(asked, known["fewest_people"]), known["most_people"], size)
    return max(round(usual), math.ceil(size / customers))


@cache
def sizes() -> dict[str, float]:
    """The numbers of ``sizes.yaml``."""
    return {name: float(one["value"]) for name, one in packaged("calibration", "sizes.yaml").items()}
