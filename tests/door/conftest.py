"""A small result, and worlds that need no market to be simulated."""

import numpy as np
import pandas as pd
import pytest
from literal_worlds import world

from scenarios.ground.tables import TABLES
from scenarios.results.compare import comparison
from scenarios.results.store import Result
from scenarios.running import experiment
from tests.manifests import manifest


def frame(name, rows):
    """A result table from rows in the order of its columns."""
    return pd.DataFrame(rows, columns=list(TABLES[name]))


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path_factory):
    """No command answers from what another test, or another day, has kept."""
    monkeypatch.setenv("SIXR_STORE", str(tmp_path_factory.mktemp("store")))


@pytest.fixture
def result():
    """Two scenarios, three worlds, every table that a result must have."""
    profits = {"base": [100.5, 200.25, 300.125], "price_up": [110.0, 190.0, np.nan]}
    rows = [(s, r, "profit", "all", "", v) for s, values in profits.items() for r, v in enumerate(values)]
    measures = frame("measures", rows)
    days = [(name, day, "orders", day / 7, 0.1, 9.9) for name in profits for day in range(250)]
    tables = {
        "measures": measures,
        "comparison": comparison(measures, "base", {"profit": "higher"}),
        "daily": frame("daily", days),
        "curves": frame("curves", [(name, 30, "retention", 0.25, 0.2, 0.3) for name in profits]),
        "accounts": frame("accounts", [(n, *line) for n in profits for line in (("revenue", 12.5), ("media", -3.25))]),
        "parameters": frame(
            "parameters",
            [("market.size", 1e6, "people", np.nan, np.nan, "assumed", "设计 ‘choice’")],
        ),
    }
    sizes = {"seed": 2**53 + 1, "people": 1000, "days": 500, "worlds": 3}
    head = manifest(tuple(profits), {}, **sizes, market={"name": "base", "labels": {"assumed": 1}})
    return Result(head, tables, {"base": "name: base\n", "price_up": "extends: base\nname: price_up\n"})


@pytest.fixture
def quick(monkeypatch):
    """Worlds are literal; everything else of a run is the real thing."""
    monkeypatch.setattr(experiment, "simulate", world)
