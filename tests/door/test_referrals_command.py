"""`sixr referrals` and `sixr.referrals`: the programme of a small market, on screen, as a document and as a folder."""

import json

import pytest
from typer.testing import CliRunner

import sixr
from scenarios.results.referrals import without_programme
from scenarios.running import progress
from sim.problems import BadInput
from sixr.cli import app

REWARDS = ["policy.referral.reward_referrer=5", "policy.referral.reward_friend=5"]
SIZE = {"customers": 4000, "days": 300, "replications": 3, "overrides": REWARDS, "crv": 4}


@pytest.fixture(scope="module")
def found():
    return sixr.referrals("base", **SIZE, threads=1)


def command(*words):
    sizes = ["--customers", "4000", "--days", "300", "--replications", "3", "--crv", "4"]
    changes = [word for change in REWARDS for word in ("--set", change)]
    answer = CliRunner().invoke(app, ["referrals", "base", *sizes, *changes, *map(str, words)])
    return answer.exit_code, answer.stdout, answer.stderr


def test_customers_of_the_pair_of_runs_are_those_of_the_tables(found):
    customers = found.tables["measures"].query("measure == 'customers' and by == 'all'")
    customers = customers.pivot(index="replication", columns="scenario", values="value")
    told = found.tables["referrals"].query("by == 'all'").pivot(index="replication", columns="measure", values="value")
    gained = customers["base"] - customers["base without referrals"]
    assert told["incremental_customers"].to_numpy() == pytest.approx(gained.to_numpy())
    assert (told["came_anyway"] + told["expansion"]).to_numpy() == pytest.approx(told["referred"].to_numpy())
    assert (gained > 0).all()
    row = found.comparison.query("scenario == 'base' and measure == 'profit' and by == 'all'").iloc[0]
    assert told["incremental_profit"].mean() == pytest.approx(row["difference"])


def test_generations_add_up_to_all_customers_in_every_world(found):
    rows = found.tables["referrals"].query("by == 'generation'")
    assert (rows.groupby("key")["replication"].count() == 3).all()
    customers = found.tables["measures"].query("measure == 'customers' and by == 'all' and scenario == 'base'")
    sums = rows.groupby("replication")["value"].sum()
    assert sums.to_numpy() == pytest.approx(customers["value"].to_numpy())


def test_results_do_not_depend_on_threads_or_engine(found):
    assert sixr.referrals("base", **SIZE, threads=3).to_json() == found.to_json()
    small = SIZE | {"customers": 300, "replications": 1}
    one, other = (sixr.referrals("base", **small, engine=name).to_json() for name in ("compiled", "reference"))
    assert one.pop("engine") != other.pop("engine")
    assert one == other


def test_the_document_says_every_figure_with_unit_and_sentence(found):
    code, out, err = command("--json")
    assert code == 0, err
    document = json.loads(out)
    assert document == found.to_json()
    assert document["base"] == "base without referrals"
    rows = document["referrals"]
    assert {row["measure"] for row in rows} >= {"k_factor", "came_anyway", "crv_sample", "reward_per_incremental"}
    assert all(row["unit"] and row["sentence"].endswith(".") for row in rows)
    assert {row["chosen"] for row in document["referrers"]} == {"most", "sample"}
    assert len(document["referrers"]) == 3 * 4


def test_the_screen_tells_what_was_caused_and_what_would_have_come_anyway():
    code, out, err = command()
    assert code == 0, err
    for words in (
        "base against base without referrals on profit",
        "would have come anyway",
        "reward per incremental customer",
        "k-factor",
        "CRV",
        "never to be added to CLV",
        "Generations",
        "brought most",
        "USD",
        "rough 90 % range",
    ):
        assert words in out


def test_a_folder_is_read_back_and_makes_a_report(found, tmp_path):
    found.write(tmp_path / "result")
    assert sixr.read(tmp_path / "result").to_json() == found.to_json()
    answer = CliRunner().invoke(app, ["report", str(tmp_path / "result"), "--out", str(tmp_path / "page.html")])
    assert answer.exit_code == 0, answer.stderr
    assert "without referrals" in (tmp_path / "page.html").read_text("utf-8")


def test_without_crv_no_customer_is_singled_out():
    found = sixr.referrals("base", **SIZE | {"crv": 0, "replications": 1})
    assert len(found.tables["referrers"]) == 0
    assert "crv_sample" not in set(found.tables["referrals"]["measure"])


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_the_runs_of_a_world(monkeypatch, threads):
    """With the programme, without it, without the invitations of one customer, of another: a quarter each."""
    monkeypatch.setattr(progress, "BEAT", 0.0)
    said = []

    def tell(done, total, _):
        said.append(done / total)

    sixr.referrals("base", **SIZE | {"crv": 2, "replications": 1}, threads=threads, on_progress=tell)
    assert said == sorted(said)
    assert said[0] == 0.0
    assert {0.25, 0.5, 0.75, 1.0} <= set(said)


def test_a_programme_that_is_off_cannot_be_looked_into():
    with pytest.raises(BadInput, match=r"referral_off: policy\.referral\.active . found false"):
        sixr.referrals("referral_off", customers=50, days=10, replications=1)
    with pytest.raises(BadInput, match="--crv"):
        sixr.referrals("base", crv=-1)


def test_the_other_world_differs_in_the_programme_alone():
    scenario = sixr.load("base")
    off = without_programme(scenario)
    assert not off.policy.referral.active
    same = {name: getattr(scenario, name) for name in ("name", "title", "note", "policy")}
    assert off.model_copy(update=same) == scenario
