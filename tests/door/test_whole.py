"""The door on the real market: small runs from the scenario to the document."""

import math

import pytest

import sixr
from sim.problems import BadInput

SIZE = {"customers": 400, "days": 120, "replications": 3}


@pytest.fixture(scope="module")
def compared():
    return sixr.compare("base", "null", "price_up_10", **SIZE, incremental=True, threads=1)


@pytest.mark.slow
def test_results_do_not_depend_on_threads(compared):
    again = sixr.compare("base", "null", "price_up_10", **SIZE, incremental=True, threads=3)
    assert again.to_json() == compared.to_json()
    for name, table in compared.tables.items():
        assert again.tables[name].equals(table), name


def test_a_copy_of_todays_policy_differs_by_exactly_nothing(compared):
    rows = compared.comparison[compared.comparison["scenario"] == "null"]
    assert len(rows) > 50
    known = rows.dropna(subset="difference")
    assert (known[["difference", "low", "high"]].fillna(0) == 0).all(axis=None)
    assert set(known["p_better"].dropna()) == {0.5}
    verdicts = [one for one in compared.to_json()["verdicts"] if one["scenario"] == "null"]
    assert {one["outcome"] for one in verdicts} == {"equal"}
    assert "null equals base on profit" in verdicts[0]["sentence"]


def test_a_higher_price_loses_customers_in_every_world(compared):
    wide = compared.tables["measures"].query("measure == 'customers' and by == 'all'")
    wide = wide.pivot(index="replication", columns="scenario", values="value")
    assert (wide["price_up_10"] <= wide["base"]).all()
    assert (wide["price_up_10"] < wide["base"]).any()


def test_totals_are_those_of_the_whole_market(compared):
    """400 people stand for a million, and stages hold everybody on every day."""
    daily = compared.tables["daily"].query("scenario == 'base'")
    stages = daily[~daily["series"].isin(["new_customers", "orders", "revenue", "profit"])]
    assert stages.groupby("day")["value"].sum().to_numpy() == pytest.approx([1e6] * 120)
    accounts = compared.tables["accounts"].query("scenario == 'base'")["value"].sum()
    profit = compared.measures.query("scenario == 'base' and measure == 'profit'")["value"].item()
    assert accounts == pytest.approx(profit)


def test_incremental_cac_takes_away_one_channel_at_a_time(compared):
    rows = compared.measures.query("scenario == 'base' and measure == 'media_incremental'").set_index("key")["value"]
    media = compared.measures.query("scenario == 'base' and measure == 'media'")["value"].item()
    assert set(rows.index) == {"search", "social", "video", ""}
    assert rows[["search", "social", "video"]].sum() == pytest.approx(media)
    assert rows[""] == pytest.approx(media)


def test_both_engines_give_the_same_document():
    one = sixr.run("base", **SIZE, engine="compiled").to_json()
    other = sixr.run("base", **SIZE, engine="reference").to_json()
    assert one.pop("engine") != other.pop("engine")
    assert one == other


def test_a_verification_scenario_reports_what_is_expected():
    found = sixr.run("verification/st2", customers=5000, replications=2)
    (row,) = found.to_json()["quantities"]
    assert row["quantity"] == "value_per_reached"
    assert abs(row["z"]) < 4
    assert row["standard_error"] < 0.2 * row["expected"]


def test_a_result_is_read_as_it_was_written(compared, tmp_path):
    compared.write(tmp_path / "result")
    back = sixr.read(tmp_path / "result")
    assert back.to_json() == compared.to_json()


def test_a_market_file_gives_the_result_its_name(tmp_path):
    fitted = sixr.fit("cdnow-tenth", out=tmp_path / "market.yaml")
    found = sixr.run("base", market=tmp_path / "market.yaml", **SIZE)
    assert found.manifest["market"]["name"] == fitted.name
    assert sum(found.manifest["market"]["labels"].values()) == len(found.tables["parameters"])


@pytest.mark.parametrize(("scenario", "market"), [("price_up_10", "base"), ("community", "full")])
def test_a_result_names_the_market_of_the_library_in_which_it_is_set(scenario, market):
    found = sixr.run(scenario, customers=100, days=10, replications=1)
    assert found.manifest["market"]["name"] == market


def test_a_scenario_may_be_given_loaded_and_then_as_it_is():
    scenario = sixr.load("base", overrides=["people=200", "days=30", "worlds=1"])
    found = sixr.run(scenario)
    assert found.manifest["scenarios"][0]["fingerprint"] == scenario.fingerprint
    assert math.isnan(found.measures.query("measure == 'profit'")["low"].item())
    with pytest.raises(BadInput, match="already loaded"):
        sixr.run(scenario, days=60)


def test_scenarios_of_different_length_are_not_compared(tmp_path):
    (tmp_path / "short.yaml").write_text("extends: base\nname: short\ndays: 30\n")
    with pytest.raises(BadInput, match=r"short: days . found 30\. Allowed: 730 as in base.*--days"):
        sixr.compare("base", tmp_path / "short.yaml")
