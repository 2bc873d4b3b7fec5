"""Scenarios x worlds: pairing, threads, failures, incremental runs; simulated worlds are replaced by
literal ones."""

import math
import threading
from dataclasses import dataclass, replace

import pandas as pd
import pytest

from scenarios.running import experiment, progress
from scenarios.running.experiment import World
from sim.problems import BadInput


@dataclass(frozen=True)
class Policy:
    """A stand-in for a scenario: what the experiment asks of one."""

    name: str = "base"
    worlds: int = 3
    seed: int = 1
    people: int = 100
    days: int = 30
    start: str = "2026-01-05"
    currency: str = "USD"
    spend: tuple[tuple[str, float], ...] = (("search", 50.0), ("social", 30.0))
    verify: tuple = ()


def world(scenario, replication, *args):
    """60 customers and one per world come by themselves, search brings one per 5 of spend, social nobody."""
    spend = dict(scenario.spend)
    customers = 60 + replication + spend.get("search", 0) / 5
    rows = [
        ("customers", "all", "", customers),
        ("media", "all", "", sum(spend.values())),
        ("clv", "all", "", 30.0),
        ("customers", "channel", "search", 1e9),
    ]
    measures = pd.DataFrame(rows, columns=["measure", "by", "key", "value"])
    nothing = pd.DataFrame()
    return World(measures, nothing, nothing, nothing)


@pytest.fixture
def market(monkeypatch):
    monkeypatch.setattr(experiment, "simulate", world)
    monkeypatch.setattr(experiment, "paid_channels", lambda one: [name for name, spend in one.spend if spend > 0])
    monkeypatch.setattr(
        experiment,
        "with_spend",
        lambda one, change: replace(
            one, spend=tuple((name, x * change.ratio if name in change.channels else x) for name, x in one.spend)
        ),
    )


def customers(outcome, name):
    return [w.measures["value"].iloc[0] for w in outcome.worlds[name].values()]


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_every_world_of_every_scenario_is_run_once_in_order(market, threads):
    outcome = experiment.run([Policy("a"), Policy("b", spend=())], threads=threads)
    assert customers(outcome, "a") == [70, 71, 72]
    assert customers(outcome, "b") == [60, 61, 62]
    assert [list(worlds) for worlds in outcome.worlds.values()] == [[0, 1, 2], [0, 1, 2]]
    assert outcome.failures == []


def test_progress_counts_to_the_end(market):
    said = []
    experiment.run([Policy("a"), Policy("b")], threads=2, on_progress=lambda *what: said.append(what))
    assert [(done, total) for done, total, _ in said] == [(n, 6) for n in range(7)]
    assert {message for _, _, message in said[1:]} == {f"{s}, world {r} of 3" for s in "ab" for r in (1, 2, 3)}


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_the_parts_of_worlds_under_way(monkeypatch, threads):
    """A world that says it is half done counts one half until it is done."""
    heard = threading.Event()
    said = []

    def simulate(scenario, replication, engine, inside, journal, on_share):
        on_share(0.25)
        on_share(0.5)
        assert heard.wait(20)
        return world(scenario, replication)

    def tell(done, total, message):
        said.append(done)
        if done == threads / 2:
            heard.set()

    monkeypatch.setattr(progress, "BEAT", 0.0)
    monkeypatch.setattr(experiment, "simulate", simulate)
    experiment.run([Policy(worlds=2)], threads=threads, on_progress=tell)
    assert said == sorted(said)
    assert {0, threads / 2, 1, 2} <= set(said)


def test_threads_left_over_go_into_the_world(monkeypatch):
    inside = []

    def simulate(scenario, replication, engine, threads, journal, on_share):
        inside.append(threads)
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    experiment.run([Policy(worlds=1)], threads=6)
    experiment.run([Policy(worlds=2)], threads=6)
    experiment.run([Policy(worlds=9)], threads=2)
    assert inside == [6, 3, 3] + [1] * 9


def test_a_world_that_fails_is_a_row_and_costs_only_itself(market, monkeypatch):
    def simulate(scenario, replication, *args):
        if (scenario.name, replication) == ("b", 1):
            raise ZeroDivisionError("no people")
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    outcome = experiment.run([Policy("a"), Policy("b")], threads=2)
    assert list(outcome.worlds["a"]) == [0, 1, 2]
    assert list(outcome.worlds["b"]) == [0, 2]
    (failure,) = outcome.failures
    assert (failure.scenario, failure.replication) == ("b", 1)
    assert failure.message == "ZeroDivisionError: no people"


def test_a_scenario_without_any_world_is_an_error(market, monkeypatch):
    def simulate(scenario, replication, *args):
        raise MemoryError("too many people")

    monkeypatch.setattr(experiment, "simulate", simulate)
    with pytest.raises(RuntimeError, match=r"no world of base could be run.*too many people"):
        experiment.run([Policy()], threads=1)


def test_bad_input_found_in_a_world_ends_the_run(market, monkeypatch):
    def simulate(*args):
        raise BadInput([])

    monkeypatch.setattr(experiment, "simulate", simulate)
    with pytest.raises(BadInput):
        experiment.run([Policy()], threads=2)


def test_stopping_does_not_wait_for_worlds_that_run(monkeypatch):
    go_on = threading.Event()
    begun = []

    def simulate(scenario, replication, *args):
        begun.append(replication)
        if replication > 0:
            go_on.wait(30)
        return world(scenario, replication)

    def stop(done, total, message):
        if done == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(experiment, "simulate", simulate)
    with pytest.raises(KeyboardInterrupt):
        experiment.run([Policy(worlds=50)], threads=2, on_progress=stop)
    go_on.set()
    assert len(begun) <= 4


def test_incremental_cac_compares_with_the_same_world_without_the_channel(market):
    outcome = experiment.run([Policy(worlds=2)], threads=2, incremental=True)
    rows = {(m, by, key, r): value for _, r, m, by, key, value in outcome.incremental}
    for r in (0, 1):
        assert rows["media_incremental", "channel", "search", r] == 50
        assert rows["customers_incremental", "channel", "search", r] == 10
        assert rows["cac_incremental", "channel", "search", r] == 5
        assert rows["media_incremental", "channel", "social", r] == 30
        assert rows["customers_incremental", "channel", "social", r] == 0
        assert math.isnan(rows["cac_incremental", "channel", "social", r])
        assert rows["cac_incremental", "all", "", r] == 8
        assert rows["media_marginal", "channel", "search", r] == pytest.approx(2.5)
        assert rows["customers_marginal", "channel", "search", r] == pytest.approx(0.5)
        assert rows["cac_marginal", "channel", "search", r] == pytest.approx(5)
        assert rows["clv_to_cac_incremental", "channel", "search", r] == pytest.approx(30 / 5)
        assert rows["clv_to_cac_marginal", "channel", "social", r] == 0
    assert len(rows) == 2 * 3 * 2 * 5


def test_incremental_runs_only_channels_that_cost_something(market):
    one = Policy(worlds=1, spend=(("search", 50.0), ("social", 0.0)))
    none, without, more = experiment.tasks([one], incremental=True)
    assert none.change is None
    assert {without.change.channels, more.change.channels} == {("search",)}
    assert str(without) == "base without search, world 1 of 1"
    assert str(more) == "base with 5% more search, world 1 of 1"
    assert [task.change for task in experiment.tasks([Policy(worlds=1, spend=())], incremental=True)] == [None]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (Policy("b", days=60), "days.*found 60.*30 as in base.*--days"),
        (Policy("b", people=7), "people.*--customers"),
        (Policy("b", worlds=7), "worlds.*--replications"),
        (Policy("b", seed=7), "seed.*--seed"),
        (Policy("b", currency="EUR"), "currency.*EUR"),
        (Policy("b", start="2027-01-01"), "start.*2027"),
        (Policy("base"), "name.*given twice"),
    ],
)
def test_only_like_is_compared_with_like(other, found):
    with pytest.raises(BadInput, match=found):
        experiment.check_comparable([Policy(), other])
    experiment.check_comparable([Policy(), Policy("b")])
