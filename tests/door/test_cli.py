"""The command line: what is printed where, and the exit code."""

import json

import pytest

from scenarios.results import store
from sixr import api
from tests.door.commands import SMALL, policy, sixr

TEN = [*SMALL[:-1], "10"]


def test_run_prints_measures_with_units_and_what_they_stand_for(quick):
    code, out, err = sixr("run", "base", *SMALL, "--seed", 5)
    assert code == 0, err
    for words in (
        "new customers, a year",
        "26,300",  # 1,010 in 14 days
        "USD",
        "3 worlds",
        "seed 5",
        "14 days",
        "discount rate 10 % a year",
    ):
        assert words in out
    for words in ("identified", "bounded", "assumed", "rough"):
        assert words in out


def test_compare_prints_the_verdict_first(quick, tmp_path):
    code, out, err = sixr("compare", "base", policy(tmp_path, "dear", 1.5), *TEN)
    assert code == 0, err
    assert "profit, a year" in out
    assert "by 119,000 USD a year" in out.splitlines()[0]
    assert "-119,000 " in "".join(out.splitlines()[1:])
    assert out.startswith("dear loses to base on profit by ")
    assert "P(better) = .00" in out.splitlines()[0]


def test_json_is_one_document_and_nothing_else(quick):
    code, out, err = sixr("run", "base", *SMALL, "--seed", 5, "--json")
    assert code == 0
    assert err == ""
    document = json.loads(out, parse_constant=pytest.fail)
    assert document["scenario"] == "base"
    assert (document["seed"], document["worlds"], document["people"], document["days"]) == (5, 3, 50, 14)
    assert (
        document["fingerprint"]
        == api.load("base", overrides=("people=50", "days=14", "worlds=3", "seed=5")).fingerprint
    )
    assert (document["engine"], document["currency"], document["rough"]) == ("compiled", "USD", True)
    assert set(document["labels"]) == {"identified", "bounded", "assumed"}
    assert document["identities"] == "ok"
    assert document["quantities"] == []
    (customers,) = [row for row in document["measures"] if row["measure"] == "customers"]
    assert customers == {
        "measure": "customers",
        "by": "all",
        "key": "",
        "value": 1010.0,
        "low": 1001.0,
        "high": 1019.0,
        "se": pytest.approx(10 / 3**0.5),
        "worlds": 3,
        "unit": "people",
    }


def test_json_of_a_comparison(quick, tmp_path):
    code, out, err = sixr("compare", "base", policy(tmp_path, "cheap", 0.9), *TEN, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out, parse_constant=pytest.fail)
    assert document["base"] == "base"
    assert [one["name"] for one in document["scenarios"]] == ["base", "cheap"]
    verdicts = {one["measure"]: one for one in document["verdicts"]}
    assert set(verdicts) == {"profit", "clv", "cac"}
    assert verdicts["profit"]["outcome"] == "worse"
    assert verdicts["profit"]["sentence"].startswith("cheap loses to base on profit")
    assert verdicts["cac"]["outcome"] == "better"
    assert verdicts["clv"]["outcome"] == "equal"
    assert verdicts["cac"]["unit"] == "USD"
    rows = {(row["scenario"], row["measure"]): row for row in document["comparison"]}
    assert rows["cheap", "customers"]["difference"] == 100
    assert rows["cheap", "customers"]["p_better"] == 1
    assert rows["cheap", "media"]["p_better"] is None


def test_set_options_hold_for_every_scenario(quick, tmp_path):
    dear = policy(tmp_path, "dear", 1.5)
    *_, plain = sixr("compare", "base", dear, *SMALL, "--json")[:2]
    changed = sixr(
        "compare",
        "base",
        dear,
        *SMALL,
        "--json",
        "--set",
        "policy.channel.weekly_spend.search=0",
        "--set",
        "policy.channel.weekly_spend.social=0",
    )[1]
    media = [
        [row["value"] for row in json.loads(text)["comparison"] if row["measure"] == "media"]
        for text in (plain, changed)
    ]
    assert media == [[24000, 24000], [8000, 8000]]


def test_out_holds_the_result(quick, tmp_path):
    code, out, _ = sixr("compare", "base", policy(tmp_path, "dear", 1.5), *SMALL, "--out", tmp_path / "result")
    assert code == 0
    assert "Wrote" in out
    result = store.read(tmp_path / "result")
    assert result.manifest["kind"] == "compare"
    assert result.base == "base"
    assert result.tables["daily"].to_dict("records")[1] == {
        "scenario": "base",
        "day": 1,
        "series": "orders",
        "value": 3.0,
        "low": 2.1,
        "high": 3.9,
    }
    assert set(result.tables["parameters"]["label"]) <= {"identified", "bounded", "assumed"}


def test_the_scenarios_of_a_result_can_be_run_again(quick, tmp_path):
    changes = ["--set", "market.choice.price_elasticity=-3"]
    sixr("compare", "base", policy(tmp_path, "dear", 1.5), *SMALL, *changes, "--out", tmp_path / "result")
    result = store.read(tmp_path / "result")
    for ran in result.manifest["scenarios"]:
        again = api.load(tmp_path / "result" / "scenarios" / f"{ran['name']}.yaml")
        assert again.fingerprint == ran["fingerprint"]


def test_what_is_set_is_said(quick, tmp_path):
    words = ("compare", "base", policy(tmp_path, "dear", 1.5), *SMALL)
    words = (*words, "--set", "policy.product.fulfilment_ratio=0.1")
    assert "with policy.product.fulfilment_ratio = 0.1 in every scenario" in sixr(*words)[1].splitlines()
    assert json.loads(sixr(*words, "--json")[1])["overrides"] == ["policy.product.fulfilment_ratio = 0.1"]
    alone = sixr("run", "base", *SMALL, "--set", "policy.price.level=1.1")[1]
    assert "with policy.price.level = 1.1" in alone.splitlines()
    assert json.loads(sixr("run", "base", *SMALL, "--json")[1])["overrides"] == []


def test_the_largest_seed_is_allowed(quick):
    assert sixr("run", "base", *SMALL, "--seed", 2**64 - 1)[0] == 0


def test_one_world_is_singular(quick):
    assert "1 world, " in sixr("run", "base", *SMALL[:-1], 1)[1]


def test_journal_is_kept_where_asked_for(quick, tmp_path):
    code, _, err = sixr("run", "base", *SMALL, "--journal", "--out", tmp_path / "result")
    assert code == 0, err
    journal = store.read(tmp_path / "result", ("journal",)).tables["journal"]
    assert journal["replication"].tolist() == [0, 0, 1, 1, 2, 2]
    assert set(journal["event"]) == {"reached"}
    assert "journal" not in store.read(tmp_path / "result").tables


def test_incremental_cac_is_reported_by_channel(quick):
    code, out, _ = sixr("run", "base", *SMALL, "--incremental", "--json")
    assert code == 0
    document = json.loads(out)
    rows = [row for row in document["measures"] if row["measure"] == "cac_incremental"]
    assert [(row["by"], row["key"]) for row in rows] == [
        ("channel", "search"),
        ("channel", "social"),
        ("channel", "video"),
        ("all", ""),
    ]
    assert {row["value"] for row in rows} == {None}  # spend moves nobody in these worlds
    assert sum("incremental CAC has no value" in warning for warning in document["warnings"]) == 4


def test_names_from_files_cannot_steer_the_terminal(quick, tmp_path):
    file = tmp_path / "sly.yaml"
    file.write_text('extends: base\nname: "[red]sly[/red]"\ntitle: "[link=http://x]t[/link]"\n')
    code, out, err = sixr("run", file, *SMALL)
    assert code == 0, err
    assert "[red]sly[/red]: [link=http://x]t[/link]" in out
