"""The command line refuses: one message, exit code 2, and nothing written."""

import subprocess
import sys

import pytest

from tests.door.commands import ROOT, SMALL, policy, sixr


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
        (["company", "fit", "--out", "market.yaml"], "--sample"),
        (["company", "fit", "--sample", "cdnow"], "--out"),
        (["company", "fit"], "profile.yaml"),
        (["company", "fit", "nowhere"], "no such folder"),
        (["company", "undo", "nowhere"], "no such folder"),
        (["company", "new", "shop"], "--from"),
        (["company", "new", "shop", "--sample", "amazon"], "amazon"),
        (["customers", "--company", "nowhere"], "no such folder"),
        (["dashboard", "--company", "nowhere"], "no such folder"),
        (["backtest", "--company", "nowhere", "--origins", "2"], "no such folder"),
        (["compare", "today", "null", "--company", "nowhere"], "no such folder"),
        (["company", "fit", "--sample", "cdnow", "--profile", "p.yaml", "--out", "market.yaml"], "both"),
        (["company", "fit", "--sample", "amazon", "--out", "market.yaml"], "amazon"),
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
        ["company", "refit"],
        ["dashboard", "--port", "0"],
    ],
)
def test_wrong_usage_exits_2_and_points_to_the_help(words):
    code, out, err = sixr(*words)
    assert code == 2
    assert "--help" in err
    assert out == ""


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


def test_check_names_what_is_usable_and_what_is_not(tmp_path):
    good, bad = policy(tmp_path, "good", 1.1), policy(tmp_path, "bad", -1)
    code, out, err = sixr("check", "base", good, bad)
    assert code == 2
    assert out.splitlines()[0].startswith("base: ok")
    assert f"{good}: ok" in out
    assert "bad.yaml:6: policy.price.level" in err
    assert sixr("check", "base", good)[0] == 0


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
