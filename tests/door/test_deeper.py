"""What spend brings, added to a result that is kept."""

import commands
import pandas as pd
import pytest

import sixr
from sim.problems import BadInput

SIZE = {"customers": 400, "days": 90, "replications": 3, "threads": 1}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A result without the columns, the folder it is kept in, and what the same run says with them."""
    folder = tmp_path_factory.mktemp("kept") / "r"
    plain = sixr.compare("base", "shift_budget", **SIZE, out=folder)
    deep = sixr.incremental(folder, threads=1)
    return plain, folder, deep, sixr.compare("base", "shift_budget", **SIZE, incremental=True)


def whole(result, name):
    """A table without what is told of single channels by runs without them."""
    table = result.tables[name]
    split = (table["by"] == "channel") & table["measure"].str.contains("_incremental|_marginal")
    return table[~split].reset_index(drop=True)


def test_the_columns_are_those_of_the_run_that_works_them_out_at_once(kept):
    _, folder, deep, at_once = kept
    for name in ("measures", "comparison"):
        assert whole(at_once, name).equals(deep.tables[name])
        assert sixr.read(folder).tables[name].equals(deep.tables[name])
    assert {"cac_incremental", "clv_to_cac_marginal"} <= set(deep.tables["measures"]["measure"])


def test_all_else_stays_as_it_is(kept):
    plain, _, deep, _ = kept
    rows = deep.tables["measures"].merge(plain.tables["measures"], how="inner")
    assert len(rows) == len(plain.tables["measures"])
    for name in ("daily", "curves", "accounts", "parameters"):
        pd.testing.assert_frame_equal(deep.tables[name], plain.tables[name], check_dtype=False)
    changed = {key for key in plain.manifest if deep.manifest[key] != plain.manifest[key]}
    assert changed <= {"incremental", "warnings", "seconds"}
    assert set(deep.manifest["seconds"]) == {"headline", "columns"}


def test_what_is_kept_is_not_run_again(kept, monkeypatch):
    from scenarios.running import experiment

    _, folder, deep, _ = kept
    monkeypatch.setattr(experiment, "brought_in", None)
    assert sixr.incremental(folder).tables["comparison"].equals(deep.tables["comparison"])


def test_a_scenario_that_reads_otherwise_than_it_was_run_is_refused(kept):
    from scenarios.results import deeper
    from scenarios.results.store import Result

    plain, _, _, _ = kept
    ran = [one | {"fingerprint": "0" * 64} for one in plain.manifest["scenarios"]]
    for changed in ({"scenarios": ran}, {"sixr": "0.0.1"}, {"kind": "referrals"}, {"incremental": True}):
        with pytest.raises(BadInput, match=r"^r: .*found .* Allowed: "):
            deeper.scenarios_of(Result({**plain.manifest, **changed}, plain.tables, plain.scenarios), "r")


def test_the_terminal_says_which_of_them_decides(kept, capsys):
    from sixr import screen

    plain, _, deep, _ = kept
    screen.show_comparison(plain)
    assert screen.DECIDES not in " ".join(capsys.readouterr().out.split())
    screen.show_comparison(deep)
    said = " ".join(capsys.readouterr().out.split())
    assert screen.DECIDES in said
    assert "what spend brings" in said
    for name in ("CAC, last touch", "CAC, incremental", "CAC, marginal", "CLV:CAC, incremental", "CLV:CAC, marginal"):
        assert name in said, name


def test_a_folder_without_a_result_is_refused(tmp_path):
    code, _, err = commands.sixr("incremental", str(tmp_path))
    assert code == 2
    assert "found" in err
