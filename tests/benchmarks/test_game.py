"""The game's bookkeeping: what is known of plans beforehand comes out, and what is written is read again."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.game.__main__ import read, write
from benchmarks.game.adviser import Advised
from benchmarks.game.companies import Company, drawn
from benchmarks.game.play import forward, kept_within, play, record
from benchmarks.game.record import ADVISERS, KEEP, ORACLE, OURS, Record, table
from benchmarks.game.rivals import MixModel, even, last_touch

PEOPLE = 2_000


@pytest.fixture(scope="module")
def companies() -> list[Company]:
    return [drawn(seed, PEOPLE) for seed in (1002, 1004)]


def advice(one: Company, verdict: str = "move") -> Advised:
    """Some advice: the even split, which is said to bring 10, from -10 to 30, and from -5 to 25 without luck."""
    most = {name: 3.0 * one.total / len(one.now) + x for name, x in one.now.items()}
    return Advised(even(one.now), dict(one.now), most, 10.0, -10.0, 30.0, 0.9, verdict, (-5.0, 25.0))


@pytest.fixture(scope="module")
def played(companies: list[Company]) -> list[tuple[Company, dict[str, dict[str, float]], np.ndarray]]:
    """Of each company all plans and their worth by the mean field."""
    found = []
    for one in companies:
        ours = advice(one)
        plans = dict.fromkeys(ADVISERS, ours.plan) | {KEEP: ours.now, ORACLE: one.truth.best(ours.now, ours.most)}
        found.append((one, plans, forward(one, plans, full=False)))
    return found


def game(one: Company, plans: dict[str, dict[str, float]], worth: np.ndarray, verdict: str = "move") -> Record:
    return record(one, plans, advice(one, verdict), worth, False, 0.0)


def test_the_oracle_regrets_nothing_and_nobody_does_better(played):
    for one, plans, worth in played:
        found = game(one, plans, worth)
        assert found.regret(ORACLE) == 0.0
        assert found.gains[KEEP] == 0.0
        assert found.regret(KEEP) >= 0.0
        assert found.regret(OURS) >= -0.01 * found.gains[ORACLE]
        for plan in found.plans.values():
            assert sum(plan.values()) == pytest.approx(one.total)


def test_the_best_plan_brings_as_much_for_the_next_unit_wherever_it_spends(companies):
    """By central differences of 2 % of the total, before what spend costs; less where nothing is spent."""
    one = companies[0]
    best = one.truth.best(one.now, dict.fromkeys(one.now, one.total))
    step = 0.02 * one.total

    def slope(name: str) -> float:
        low, high = max(best[name] - step, 0.0), best[name] + step
        gained = one.truth.worth(best | {name: high}) - one.truth.worth(best | {name: low})
        return gained / (high - low) + one.truth.cost

    slopes = {name: slope(name) for name in best}
    inside = [slopes[name] for name, x in best.items() if x > step]
    assert np.ptp(inside) < 0.1 * np.mean(inside)
    assert max(slopes.values()) < 1.1 * np.mean(inside)


def test_the_ledger_holds_promise_and_outcome(played):
    moved, left = game(*played[1]), game(*played[1], "leave")
    assert moved.came == moved.gains[OURS] == left.came
    assert left.gains[OURS] == 0.0
    assert left.regret(OURS) == left.regret(KEEP)
    assert moved.covered == (-5.0 <= moved.came <= 25.0)
    assert moved.surplus == pytest.approx((10.0 - moved.came) / (15.0 / 1.6449), rel=1e-3)
    told = "\n".join(table([moved, left]))
    assert f"promised in all 20, came {2 * moved.came:,.0f}" in told


def test_simulation_and_mean_field_tell_the_same(companies):
    """Eight runs of other people, 7 degrees of freedom: beyond 8 standard errors by chance with probability 1e-4."""
    one = companies[0]
    none = dict.fromkeys(one.now, 0.0)
    much = {name: 20.0 * x for name, x in one.now.items()}
    runs = one.truth.simulated([none, much], 8)
    spent = sum(much.values()) * one.truth.cost
    gained = np.diff(runs, axis=1)[:, 0] + spent
    expected = one.truth.worth(much) - one.truth.worth(none) + spent
    assert abs(gained.mean() - expected) < 8.0 * gained.std(ddof=1) / 8**0.5


def test_records_are_read_as_they_were_written(played, tmp_path):
    records = [game(*one) for one in played]
    assert read(tmp_path / "none.json") == []
    write(tmp_path / "game.json", records)
    assert read(tmp_path / "game.json") == records


def test_limits_are_kept_and_the_total_is_spent():
    found = kept_within({"a": 90.0, "b": 10.0, "c": 0.0}, {"a": 30.0, "b": 40.0, "c": 50.0})
    assert found == pytest.approx({"a": 30.0, "b": 40.0, "c": 30.0})


def tables(weeks: int = 104) -> dict[str, pd.DataFrame]:
    """Two channels: "good" brings 40 s / (100 + s) first orders a week, "bad" none; exact."""
    rng = np.random.default_rng(5)
    monday = pd.Timestamp("2024-01-01")
    spend, orders = [], []
    for week in range(weeks):
        good, bad = 100.0 * np.exp(0.6 * rng.normal(size=2))
        day = monday + pd.Timedelta(weeks=week)
        spend += [(day, "good", good), (day, "bad", bad)]
        won = round(40.0 * good / (100.0 + good))
        orders += [(f"{week}-{k}", day, "good" if k < won else "") for k in range(20 + won)]
    return {
        "spend": pd.DataFrame(spend, columns=["date", "channel", "spend"]),
        "orders": pd.DataFrame(orders, columns=["customer_id", "ordered_at", "channel"]),
    }


def test_other_advisers_move_spend_to_what_brings_customers():
    now, most = {"good": 50.0, "bad": 150.0}, {"good": 180.0, "bad": 180.0}
    found = MixModel(tables()).best(now, most)
    assert found["good"] == pytest.approx(180.0, rel=0.02)
    assert sum(found.values()) == pytest.approx(200.0)
    assert last_touch(now, tables()) == pytest.approx({"good": 200.0, "bad": 0.0})
    assert even(now) == {"good": 100.0, "bad": 100.0}


@pytest.mark.slow
def test_a_company_is_advised_from_its_tables_alone(tmp_path):
    """From tables to a record: all advisers spend today's total, and nobody beats the oracle by more than its search
    leaves."""
    found = play(1003, tmp_path, people=10_000)
    assert set(found.gains) == {*ADVISERS, ORACLE} == set(found.plans)
    totals = [sum(plan.values()) for plan in found.plans.values()]
    assert totals == pytest.approx([totals[0]] * len(totals))
    assert totals[0] == pytest.approx(drawn(1003, 10_000).total, rel=0.01)  # the tables tell what is spent today
    assert max(found.gains.values()) <= found.gains[ORACLE] + 0.01 * found.spent
    assert found.promise[1] < found.promise[0] < found.promise[2]
