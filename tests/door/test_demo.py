"""The demonstration: what it says, and that it works from end to end."""

import re

import pytest
from typer.testing import CliRunner

from calibration.company.folder import opened
from scenarios.results import store
from sixr import api, demo
from sixr.cli import app

POLICIES = ("base", "price_up_10", "price_down_10")


def said(**options):
    return demo.lines(api.compare(*POLICIES, customers=50, days=365, replications=20, **options))


def test_policies_are_listed_from_best_to_worst_with_their_clv_and_cac(quick):
    """Profit is 20 x customers x price - media, with 1000 x (2 - price) + 10 x world customers."""
    text = said()
    table = [line for line in text if line.startswith("  ")]
    assert [line[2:20].strip() for line in table] == ["Today's policy", "Price up 10 %", "Price down 10 %"]
    # up: 20 x 1.1 x (900 + 10 r) - 20 x (1000 + 10 r) = -200 + 20 r, r from 0 to 19
    assert "-10.0 USD" in table[1]
    assert "-181 to 161" in table[1]
    assert "9.5 of 20 worlds" in table[1]
    # CAC: 12,000 a week for 365 days / (1000 + 10 r) customers
    cac = sum(12_000 * 365 / 7 / (1000 + 10 * r) for r in range(20)) / 20
    assert table[0].split()[-2:] == ["30.00", f"{cac:.0f}"]


def test_no_winner_is_named_where_none_is_sure(quick):
    assert said()[-1].startswith("Answer: no policy is surely better than today's")
    # price up 10 % is the closest: it ties in one world and is ahead in nine of the twenty
    assert "Best on average: Today's policy, ahead in 10.5 of 20 worlds of Price up 10 %" in said()[-1]


def test_a_sure_winner_is_named(quick, tmp_path):
    saver = tmp_path / "saver.yaml"
    saver.write_text("extends: base\nname: saver\npolicy:\n  channel:\n    weekly_spend: {search: 0}\n")
    text = demo.lines(api.compare("base", saver, customers=50, days=365, replications=20))
    assert text[-1].startswith("Answer: saver beats base on profit by 209,000 USD a year")
    assert text[-1].endswith("P(better) = 1.00 (ahead in 20 of 20 worlds).")


def test_known_and_assumed_are_told_apart(quick):
    known, limited, assumed = said()[:3]
    assert "when they stop" in known
    assert "respond to price" in assumed
    topics = [topic for line in (known, limited, assumed) for topic in line.split(": ")[1].rstrip(".").split("; ")]
    assert sorted(topics) == sorted(demo.TOPICS.values())
    numbers = [int(re.search(r"\((\d+) numbers", line)[1]) for line in (known, limited, assumed)]
    assert sum(numbers) == len(api.load("base").parameters())


@pytest.mark.slow
def test_the_demonstration_works_from_end_to_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(app, ["demo"])
    assert answer.exit_code == 0, answer.stderr
    assert len(answer.stdout.splitlines()) <= 18
    assert re.search(r"Of the last year \d+ of \d+ patterns come out", answer.stdout)
    assert "Answer: " in answer.stdout
    result = store.read("sixr-demo/result")
    assert [ran["name"] for ran in result.manifest["scenarios"]] == list(demo.SCENARIOS)
    assert result.manifest["market"]["name"].startswith("CDNOW")
    assert opened(tmp_path / "sixr-demo" / "company").current.name == "0001"
    assert result.comparison["measure"].str.startswith("existing_").any()
    assert (tmp_path / "sixr-demo" / "report.html").stat().st_size > 100_000
