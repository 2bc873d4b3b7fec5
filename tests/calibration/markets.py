"""A market that was fitted, as the tree that its file holds."""

from typing import Any

import pytest

from calibration.estimators.finding import Findings
from calibration.fit import Fit
from scenarios.files.loading import as_stated, load


def tree(found: Fit) -> dict[str, Any]:
    """What ``Fit.write`` writes, without going through a file."""
    told = found.to_json()
    return {name: told[name] for name in ("schema", "name", "title", "history", "market", "fits")}


def assert_makes_a_market(found: Findings, path: str) -> None:
    """What was found can be put into base's market, which loads, with the value at ``path`` in it."""
    market = as_stated("base")["market"]
    assert found.put(market) == ()
    document = {"schema": 1, "name": "found", "history": {"currency": "USD"}, "market": market}
    told = dict(load("base", market=document).parameters())
    assert told[f"market.{path}"].value == pytest.approx(found[path].value, rel=1e-5)
