"""A small result, and worlds that need no market to be simulated."""

import numpy as np
import pandas as pd
import pytest
from literal_worlds import world

from scenarios import experiment
from scenarios.compare import comparison
from scenarios.store import Result
from scenarios.tables import TABLES


def frame(name, rows):
    """A result table from rows in the order of its columns."""
    return pd.DataFrame(rows, columns=list(TABLES[name]))


@pytest.fixture
def result():
    """Two scenarios, three worlds, every table that a result must have."""
    profits = {"base": [100.5, 200.25, 300.125], "price_up": [110.0, 190.0, np.nan]}
    rows = [(s, r, "profit", "all", "", v) for s, values in profits.items() for r, v in enumerate(values)]
    measures = frame("measures", rows)
    tables = {
        "measures": measures,
        "comparison": comparison(measures, "base", {"profit": "higher"}),
        "daily": frame("daily", [("base", day, "orders", day / 7, 0.1, 9.9) for day in range(500)]),
        "curves": frame("curves", [("base", 30, "retention", 0.25, 0.2, 0.3)]),
        "accounts": frame("accounts", [("base", "revenue", 12.5), ("base", "media", -3.25)]),
        "parameters": frame(
            "parameters",
            [("market.size", 1e6, "people", np.nan, np.nan, "assumed", "设计 ‘choice’")],
        ),
    }
    manifest = {
        "kind": "compare",
        "sixr": "0.1.0",
        "scenarios": [{"name": "base", "base": True}, {"name": "price_up", "base": False}],
        "seed": 2**53 + 1,
        "discount_rate": 0.1,
    }
    return Result(manifest, tables, {"base": "name: base\n", "price_up": "extends: base\nname: price_up\n"})


@pytest.fixture
def quick(monkeypatch):
    """Worlds are literal; everything else of a run is the real thing."""
    monkeypatch.setattr(experiment, "simulate", world)
