"""Regions and segments of a company: what their customers do, against histories of known truth."""

import numpy as np
import pandas as pd
import pytest

from calibration import pareto_nbd
from calibration.estimators.groups import REST, of_customers, ratios, regions, segments
from calibration.pareto_nbd import ParetoNBD
from calibration.summary import Histories, summarise
from calibration.synth.synth import synth
from scenarios.files.loading import as_stated, load
from scenarios.lowering.traits import relative

MODEL = ParetoNBD(0.8, 8.0, 0.6, 12.0)
UNTIL = np.datetime64("2026-01-01", "D")
TRUE = {"north": (1.6, 0.7, 1.3), "south": (1.0, 1.0, 1.0), "west": (0.6, 1.5, 0.8)}
"""Ratios of need, leaving and spend."""


def lived(counts, rng, true=TRUE):
    """Histories of customers who follow the model with the ratios of their region, over two years; and their table."""
    parts = []
    for name, many in counts.items():
        need, leaving, spend = true[name]
        age = rng.integers(60, 730, many)
        rate = need * rng.gamma(MODEL.r, 1.0 / MODEL.alpha, many) / 7.0
        life = rng.exponential(1.0 / (leaving * rng.gamma(MODEL.s, 1.0 / MODEL.beta, many) / 7.0))
        for k in range(many):
            gaps = np.cumsum(rng.exponential(1.0 / max(rate[k], 1e-12), 4000 if rate[k] > 1.0 else 1500))
            days = np.unique(np.floor(gaps[gaps < min(life[k], age[k])]).astype(int))
            days = days[days > 0]
            amount = spend * np.exp(rng.normal(3.0, 0.4)) if len(days) else np.nan
            parts.append((name, age[k], days[-1] if len(days) else 0, len(days), amount))
    region, age, last, x, amount = (np.array(part) for part in zip(*parts, strict=True))
    ids = np.array([f"c{k:05d}" for k in range(len(parts))], object)
    first = UNTIL - age.astype("timedelta64[D]")
    seen = Histories(ids, first, first + last.astype("timedelta64[D]"), x.astype(float), amount, UNTIL, "USD")
    return seen, pd.DataFrame({"customer_id": ids, "region": region})


@pytest.fixture(scope="module")
def company():
    return lived(dict.fromkeys(TRUE, 1200), np.random.default_rng(11))


def test_ratios_of_regions_are_found(company):
    """Nine numbers: one is beyond four standard deviations once in 1,700 such companies."""
    seen, table = company
    for name, true in TRUE.items():
        found = {one.path: one for one in ratios("region", (table["region"] == name).to_numpy(), seen, MODEL)}
        assert set(found) == {"need", "leaving", "spend"}
        mean = np.nanmean(seen.spend) / np.exp(3.0 + 0.08)
        for path, ratio in zip(("need", "leaving", "spend"), true, strict=True):
            assert abs(found[path].z_of(ratio / mean if path == "spend" else ratio)) < 4.0, (name, path)
        assert found["need"].sd < 0.12
        assert found["need"].label == "identified"


def test_what_is_found_is_a_market_that_loads(company):
    seen, table = company
    market = as_stated("base")["market"] | {"regions": regions(table, seen, MODEL)}
    made = load("base", market={"schema": 1, "name": "fit", "history": {"currency": "USD"}, "market": market})
    assert [one.name for one in made.market.regions] == sorted(TRUE)
    needs = relative([one.need.value for one in made.market.regions], [one.share for one in made.market.regions])
    assert needs[0] > 1.2 > 0.8 > needs[2]
    assert {one.need.label for one in made.market.regions} == {"identified"}
    assert all(one.need.interval[0] < one.need.value < one.need.interval[1] for one in made.market.regions)


def test_segments_are_found_as_regions_are_and_keep_what_is_known_of_their_prices(company):
    seen, table = company
    base = as_stated("base")["market"]
    named = {"north": "value seekers", "south": "regulars", "west": "guests"}
    customers = pd.DataFrame({"customer_id": table["customer_id"], "segment": table["region"].map(named)})
    made = segments(customers, seen, MODEL, base["segments"])
    market = base | {"segments": made}
    found = load("base", market={"schema": 1, "name": "fit", "history": {"currency": "USD"}, "market": market}).market
    assert [one.name for one in found.segments] == ["guests", "regulars", "value seekers"]
    assert [one.price_sensitivity.value for one in found.segments] == [1.0, 1.0, 1.3]
    assert sum(one.share.value for one in found.segments) == pytest.approx(1.0)
    by_region = {named[one["name"]]: one for one in regions(table, seen, MODEL)}
    for one in made:
        for trait in ("need", "leaving", "spend"):
            assert one[trait]["value"] == by_region[one["name"]][trait]["value"]
        assert "of the segment" in one["need"]["source"]


def test_segments_of_a_simulated_company_are_found():
    """Three ratios of one segment to the other: one is beyond four standard deviations once in 5,000 companies."""
    true = {"need": 2.0, "leaving": 1.6, "spend": 0.7}
    stated = [f"market.segments.value seekers.{name}={ratio}" for name, ratio in true.items()]
    sizes = ["people=3000", "days=728", "market.need.week_shock_sd=0", "market.awareness.organic_rate=0.02"]
    made = synth(load("base", overrides=[*sizes, *stated])).tables
    seen = summarise(made["orders"])
    model, _ = pareto_nbd.fit(seen)
    named = of_customers(made["customers"], seen.customer_id, "segment")
    of_one, of_other = (
        {one.path: one for one in ratios("segment", named == name, seen, model)}
        for name in ("value seekers", "convenience seekers")
    )
    for name, ratio in true.items():
        apart = np.log(of_one[name].value / of_other[name].value)
        assert abs(apart - np.log(ratio)) < 4.0 * np.hypot(of_one[name].sd, of_other[name].sd), name
    assert of_one["need"].value > 1.1 > 0.9 > of_other["need"].value


def test_regions_with_few_customers_are_taken_together():
    ids = np.array([f"c{k}" for k in range(300)], object)
    names = np.repeat(["big", "small", "", "a.b"], [200, 10, 30, 60])
    lives = of_customers(pd.DataFrame({"customer_id": ids, "region": names}), ids, "region")
    assert pd.Series(lives).value_counts().to_dict() == {"big": 200, REST["region"]: 100}


def test_without_two_regions_nothing_is_said(company):
    seen, table = company
    assert regions(None, seen, MODEL) == []
    assert regions(table.drop(columns="region"), seen, MODEL) == []
    assert regions(table.assign(region="north"), seen, MODEL) == []
