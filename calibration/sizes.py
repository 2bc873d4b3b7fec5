"""How large a company's market is, and its simulation, where nobody states it: sizes.yaml."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Any

YEAR = 52
"""Weeks."""


def size_of(customers: int, per_week: float) -> float:
    """People of a market whose size nobody states, two digits."""
    people = sizes()["people_per_customer"] * (customers + per_week * YEAR)
    return float(f"{people:.2g}")


def people_of(customers: int, size: float) -> int:
    """How many people are to be simulated, so that there are enough ``customers`` among them, or at least one."""
    known = sizes()
    asked = size * known["customers_simulated"] / customers
    usual = min(max(asked, known["fewest_people"]), known["most_people"], size)
    return max(round(usual), math.ceil(size / customers))


@cache
def sizes() -> dict[str, float]:
    """The numbers of ``sizes.yaml``."""
    from ruamel.yaml import YAML

    text = files("calibration").joinpath("sizes.yaml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)
    return {name: float(one["value"]) for name, one in found.items()}
