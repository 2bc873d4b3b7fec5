"""The command line: what is printed where, and the exit code."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from literal_worlds import world
from typer.testing import CliRunner

from scenarios import experiment, store
from sixr import api
from sixr.cli import app

ROOT = Path(__file__).parents[2]
SMALL = ["--customers", "50", "--days", "14", "--replications", "3"]
TEN = [*SMALL[:-1], "10"]


def sixr(*words):
    """(exit code, stdout, stderr) of a command."""
    answer = CliRunner().invoke(app, [str(word) for word in words])
    return answer.exit_code, answer.stdout, answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "bass"], "bass"),
        (["run", "base", "--customers", "0"], "--customers"),
        (["run", "base", "--customers", "-5"], "--customers"),
        (["run", "base", "--replications", "0"], "--replications"),
        (["run", "base", "--days", "0"], "--days"),
        (["run", "base", "--seed", "-1"], "--seed"),
        (["run", "base", "--threads", "0"], "--threads"),
        (["run", "base", "--threads", "100000"], "--threads"),
        (["run", "base", "--engine", "fast"], "compiled or reference"),
        (["run", "base", "--set", "policy.price.lvel=2"], "lvel"),
        (["run", "base", "--set", "policy.price.level"], "policy.price.level"),
        (["run", "base", "--set", "policy.price.level=1", "--set", "policy.price.level=2"], "twice"),
        (["run", "base", "--set", "days=9", "--days", "8"], "--days"),
        (["run", "base", "--market", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "base", "--journal"], "--out"),
        (["run", "base", "--out", __file__], "folder"),
        (["compare", "base", "base"], "twice"),
        (["compare", "base", "bass"], "bass"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["report", "nowhere", "--out", "report.html"], "no such folder"),
        (["fit", "--out", "market.yaml"], "--sample"),
        (["fit", "--sample", "cdnow", "--profile", "p.yaml", "--out", "market.yaml"], "both"),
        (["fit", "--sample", "amazon", "--out", "market.yaml"], "amazon"),
        (["backtest", "--sample", "cdnow", "--until", "1997-09-30", "--weeks", "0"], "--weeks"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(words, said, tmp_path, monkeypatch, quick):
    monkeypatch.chdir(tmp_path)
    code, out, err = sixr(*words)
    assert code == 2
    assert said in err
    assert "Allowed: " in err
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["compare", "base"],
        ["run", "base", "--bogus"],
        ["run", "base", "--customers", "many"],
        ["launch"],
        ["fit"],
        ["dashboard", "--port", "0"],
    ],
)
def test_wrong_usage_exits_2_and_points_to_the_help(words):
    code, out, err = sixr(*words)
    assert code == 2
    assert "--help" in err
    assert out == ""


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


def policy(folder: Path, name: str, level: float) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(f"extends: base\nname: {name}\ntitle: {name}\npolicy:\n  price:\n    level: {level}\n")
    return file


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


@pytest.mark.parametrize(
    ("option", "value", "limits"),
    [
        ("--customers", 200_000_001, "1 to 200,000,000"),
        ("--days", 20_001, "1 to 20,000"),
        ("--replications", 10_001, "1 to 10,000"),
        ("--seed", 2**64, "0 to 18,446,744,073,709,551,615"),
    ],
)
def test_sizes_are_refused_by_option_and_limits(option, value, limits):
    code, _, err = sixr("run", "base", option, value)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"{option}: ")
    assert limits in err


@pytest.mark.parametrize(
    ("path", "text", "fix"),
    [
        ("policy.price.level", "10%", "for 10 % more write 1.1"),
        ("policy.price.level", "-10 %", "for 10 % less write 0.9"),
        ("policy.price.level", "110%", "for 110 % of today's price write 1.1; for 110 % more write 2.1"),
        ("policy.product.cost_ratio", "40%", "write 0.4"),
    ],
)
def test_a_per_cent_is_answered_with_what_is_meant(path, text, fix):
    code, _, err = sixr("run", "base", "--set", f"{path}={text}")
    assert code == 2
    assert err.endswith(f"Fix: {fix}\n")


def test_the_largest_seed_is_allowed(quick):
    assert sixr("run", "base", *SMALL, "--seed", 2**64 - 1)[0] == 0


def test_one_world_is_singular(quick):
    assert "1 world, " in sixr("run", "base", *SMALL[:-1], 1)[1]


@pytest.mark.parametrize("words", [["run", "base", "--market", "nofile.yaml"], ["check", "nofile.yaml"]])
def test_a_file_that_is_not_there_is_called_so(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = sixr(*words)
    assert code == 2
    assert err.startswith("nofile.yaml: — found no such file. Allowed: ")
    assert "price_up_10" not in err


def test_a_place_for_the_result_that_is_taken_is_answered_with_a_way_out(quick, tmp_path):
    (tmp_path / "thing.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "thing.txt"):
        code, _, err = sixr("run", "base", *SMALL, "--out", place)
        assert code == 2
        assert "Fix: name a new or empty folder, or one written by sixr" in err
    assert [one.name for one in tmp_path.iterdir()] == ["thing.txt"]


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


def test_failed_worlds_are_told_and_exit_1(monkeypatch, tmp_path):
    def simulate(scenario, replication, *rest):
        if replication == 1:
            raise FloatingPointError("overflow")
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, _ = sixr("run", "base", *SMALL, "--out", tmp_path / "result")
    assert code == 1
    assert "1 world failed" in out
    assert "overflow" in out
    (failure,) = store.read(tmp_path / "result").manifest["failures"]
    assert failure == {"scenario": "base", "replication": 1, "message": "FloatingPointError: overflow"}


def test_a_failure_is_one_line(monkeypatch):
    def simulate(*args):
        raise MemoryError("no room\nfor 10 people")

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, err = sixr("run", "base", *SMALL)
    assert code == 1
    assert out == ""
    assert err.startswith("sixr failed: ")
    assert err.count("\n") == 1


def test_ctrl_c_is_one_line(monkeypatch, tmp_path):
    def simulate(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, err = sixr("run", "base", *SMALL, "--progress", tmp_path / "progress.json")
    assert (code, out, err) == (130, "", "stopped; nothing written\n")
    assert json.loads((tmp_path / "progress.json").read_text())["state"] == "failed"


def test_progress_file_says_how_far_it_is(monkeypatch, tmp_path):
    file = tmp_path / "progress.json"
    seen = []
    written = threading.Event()

    def simulate(scenario, replication, *rest):
        if replication == 2:
            for _ in range(100):
                seen.append(json.loads(file.read_text()))
                if seen[-1]["done"] == 2 or written.wait(0.05):
                    break
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    assert sixr("run", "base", *SMALL, "--threads", 1, "--progress", file)[0] == 0
    assert seen[-1] == {"state": "running", "done": 2, "total": 3, "message": "base, world 2 of 3"}
    assert json.loads(file.read_text()) == {"state": "done", "done": 3, "total": 3, "message": "done"}
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_progress_file_says_why_it_failed(tmp_path):
    file = tmp_path / "progress.json"
    assert sixr("run", "bass", "--progress", file)[0] == 2
    said = json.loads(file.read_text())
    assert said["state"] == "failed"
    assert "bass" in said["message"]


def test_check_names_what_is_usable_and_what_is_not(tmp_path):
    good, bad = policy(tmp_path, "good", 1.1), policy(tmp_path, "bad", -1)
    code, out, err = sixr("check", "base", good, bad)
    assert code == 2
    assert out.splitlines()[0].startswith("base: ok")
    assert f"{good}: ok" in out
    assert "bad.yaml:6: policy.price.level" in err
    assert sixr("check", "base", good)[0] == 0


def test_names_from_files_cannot_steer_the_terminal(quick, tmp_path):
    file = tmp_path / "sly.yaml"
    file.write_text('extends: base\nname: "[red]sly[/red]"\ntitle: "[link=http://x]t[/link]"\n')
    code, out, err = sixr("run", file, *SMALL)
    assert code == 0, err
    assert "[red]sly[/red]: [link=http://x]t[/link]" in out


def test_no_traceback_reaches_the_user_of_the_real_program(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "sixr", "run", "bass", "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def hears_ctrl_c() -> None:
    """Tests started in the background may have been told to ignore Ctrl-C, and what they start inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_ends_at_once_and_leaves_nothing(tmp_path, what):
    progress, out = tmp_path / "progress.json", tmp_path / "result"
    words = [
        "run",
        "base",
        "--replications",
        "10000",
        "--out",
        str(out),
        "--progress",
        str(progress),
        "--json",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "sixr", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        preexec_fn=hears_ctrl_c,
    ) as process:
        for _ in range(1800):
            time.sleep(0.1)
            if progress.exists() and json.loads(progress.read_text())["done"] > 0:
                break
        process.send_signal(what)
        try:
            printed, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, printed, said) == (130, b"", b"stopped; nothing written\n")
    assert json.loads(progress.read_text())["state"] == "failed"
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]
