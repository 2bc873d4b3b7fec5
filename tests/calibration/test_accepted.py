"""Whatever `fit` writes, `run` accepts; what it does not write, it refuses with the cause and what helps."""

import numpy as np
import pytest

from calibration.company.fitting import CompanyFit, fit_company
from calibration.company.folder import Folder
from calibration.fit import Fit, fit
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.engine import run
from sim.problems import BadInput
from tests.calibration.histories import KINDS, written
from tests.calibration.markets import tree

REFUSED = {  # kinds that no market can be fitted to
    "one_customer": "1 of 1 customers with a repeat order",
    "once_each": "0 of 200 customers with a repeat order",
    "on_one_day": "1 days of history",
    "zero_amounts": "0 in every order",
    "three_customers_in_ten_years": "3 of 3 customers with a repeat order",
}
OPEN = {"r": "order_shape", "alpha": "order_rate", "s": "dropout_shape", "beta": "dropout_rate"}


def of(kind: str, seed: int, folder, **options) -> Fit | BadInput:
    """The fit to a generated history, or the refusal."""
    rows = KINDS[kind](np.random.default_rng([seed, *map(ord, kind)]))
    try:
        return fit(profile=written(folder, rows), **options)
    except BadInput as error:
        return error


def accepted(found: Fit | BadInput, folder, runs: bool) -> None:
    """A refusal says what helps; a market is loaded and lowered in several worlds, or read from its file and run."""
    if isinstance(found, BadInput):
        assert all(problem.found and problem.allowed and problem.fix for problem in found.problems)
        return
    if runs:
        found.write(folder / "market.yaml")
    market = folder / "market.yaml" if runs else tree(found)
    scenario = load("base", market=market, overrides=["people=200", "days=30", "worlds=1"])
    for replication in range(5):
        lower(scenario, replication)
    if runs:
        run(lower(scenario, 0))
    says_no_more_than_it_knows(found)


def says_no_more_than_it_knows(found: Fit) -> None:
    need, spend = found.market["need"], found.market["spend"]
    for symbol in found.fits["pareto_nbd"]["not_identified"]:
        assert need[OPEN[symbol]]["label"] != "identified"
    for section, names in ((need, OPEN.values()), (spend, ("shape", "customer_shape", "customer_rate"))):
        for name in names:
            low, high = section[name].get("interval", (1.0, 1.0))
            assert section[name]["label"] != "identified" or high / low <= 100 * (1 + 1e-5)
    if found.history["spend"]["kind"] != "gamma-gamma":
        p, q, gamma = (spend[name]["value"] for name in ("shape", "customer_shape", "customer_rate"))
        assert p * gamma / (q - 1) == pytest.approx(found.history["spend"]["mean"], rel=1e-4)
    parts = ("rejected", "of_earlier_customers", "before", "after_until", "used")
    assert found.history["rows"] == sum(found.history[f"rows_{part}"] for part in parts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_history_of_any_kind_is_a_market_or_refused(kind, tmp_path):
    found = of(kind, 0, tmp_path)
    assert isinstance(found, BadInput) or kind not in REFUSED
    accepted(found, tmp_path, runs=kind in ("constant_amounts", "nobody_leaves", "everybody_alike", "free_orders"))


@pytest.mark.parametrize(("kind", "said"), REFUSED.items())
def test_what_is_too_little_is_refused_with_the_cause(kind, said, tmp_path):
    assert said in str(of(kind, 1, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_many_histories_of_every_kind(kind, seed, tmp_path):
    accepted(of(kind, seed, tmp_path), tmp_path, runs=seed <= 2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain", "nobody_leaves", "stray_ends", "two_parts", "seasons"])
def test_fits_up_to_any_day(kind, tmp_path):
    for back in range(0, 700, 90):
        until = np.datetime64("2012-02-01") - back
        accepted(of(kind, 3, tmp_path, until=str(until)), tmp_path, runs=False)


def begun(folder) -> CompanyFit | BadInput:
    """The fit of the company, or the refusal."""
    try:
        return fit_company(Folder(folder))
    except BadInput as error:
        return error


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_company_of_any_history_is_a_market_that_begins_today_or_refused(kind, tmp_path):
    rows = KINDS[kind](np.random.default_rng([0, *map(ord, kind)]))
    (tmp_path / "profile.yaml").write_text(written(tmp_path, rows).read_text("utf-8"), "utf-8")
    found = begun(tmp_path)
    if isinstance(found, BadInput):
        assert all(problem.found and problem.allowed for problem in found.problems)
        return
    scenario = load("today", found.place / "market.yaml", ["days=60", "people=3000"], tmp_path / "today.yaml")
    for world in range(3):
        run(lower(scenario, world))
