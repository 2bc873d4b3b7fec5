"""Threads, blocks and the size of buffers change the time a run takes, never its result."""

import tracemalloc
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from scenarios.files.loading import load
from sim import engine, journal
from sim import plan as plans
from sim.core.ground.state import JOURNAL
from sim.differences import differences
from tests.engine.busy import lowered
from tests.worlds import lived

SMALL = 40


@lru_cache
def alone(people):
    """A plan and what one thread makes of it."""
    plan = lowered(f"people={people}")
    return plan, engine.run(plan, journal=True)


def with_places(monkeypatch, outbox, stores, journal=1 << 16):
    """Buffers of a few places."""

    def empty_world(plan, journal):
        return plans.empty_world(plan, journal=journal, outbox=outbox, stores=stores)

    monkeypatch.setattr(engine, "empty_world", empty_world)
    monkeypatch.setattr(engine, "JOURNAL_LINES", journal)


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("block", [7, 64, 65536])
def test_threads_and_blocks(threads, block):
    plan, expected = alone(300)
    assert len(expected.journal) > 2000
    assert differences(expected, engine.run(plan, threads=threads, block=block, journal=True)) == []


@pytest.mark.parametrize("threads", [2, 4])
def test_a_block_for_everybody(threads):
    plan, expected = alone(SMALL)
    assert differences(expected, engine.run(plan, threads=threads, block=1, journal=True)) == []


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(("outbox", "stores"), [(1, 1), (1, 4096), (2, 3), (4096, 1)])
def test_full_post(monkeypatch, threads, outbox, stores):
    plan, expected = alone(300)
    with_places(monkeypatch, outbox, stores)
    assert differences(expected, engine.run(plan, threads=threads, block=13, journal=True)) == []


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("lines", [4, 5, 97])
def test_full_journal(monkeypatch, threads, lines):
    plan, expected = alone(300)
    with_places(monkeypatch, 3, 3, journal=lines)
    assert differences(expected, engine.run(plan, threads=threads, block=13, journal=True)) == []


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("days", [3, 120])
def test_a_run_says_how_far_it_is(threads, days):
    """In order, to the end, and without a difference to what happens."""
    plan = lowered("people=100", f"days={days}")
    said = []
    told = engine.run(plan, threads=threads, block=16, journal=True, on_share=said.append)
    assert differences(engine.run(plan, journal=True), told) == []
    assert len(said) == min(days, engine.SHARES)
    assert said == sorted(set(said))
    assert said[-1] == 1.0


@lru_cache
def at_the_desk():
    """A plan in which staff answer customers, after everybody has lived through the day, and its journal."""
    plan = lowered("people=300", "market.need.order_rate=20", scenario="full")
    return plan, engine.run(plan, journal=True).journal


def test_lines_stand_by_day_person_and_time():
    _, lines = at_the_desk()
    by_time = np.lexsort((lines["time"], lines["who"], np.floor(lines["time"])))
    assert lines[by_time].tobytes() == lines.tobytes()
    assert len(np.unique(lines["kind"])) > 20


@pytest.mark.parametrize("threads", [1, 3])
def test_full_desks(monkeypatch, threads):
    """Places of letters and tickets are used again, and more are made where that is not enough."""
    plan, expected = at_the_desk()
    with_places(monkeypatch, 4096, 3)
    assert engine.run(plan, threads=threads, block=13, journal=True).journal.tobytes() == expected.tobytes()


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize(("buffer", "piece"), [(4, 1), (97, 500), (1 << 16, 1 << 20)])
def test_a_journal_that_is_handed_on_is_the_one_that_is_kept(monkeypatch, threads, buffer, piece):
    """A desk writes more lines at the end of a day than a small buffer has room for."""
    plan, expected = at_the_desk()
    monkeypatch.setattr(engine, "JOURNAL_LINES", buffer)
    monkeypatch.setattr(journal, "PIECE", piece)
    pieces: list[np.ndarray] = []
    ledger = engine.run(plan, threads=threads, block=13, journal=pieces.append)
    assert len(ledger.journal) == 0
    assert np.concatenate(pieces).tobytes() == expected.tobytes()
    if threads > 1:  # asked every day; one thread alone is interrupted when its buffer is full
        assert max(map(len, pieces)) < piece + np.bincount(expected["time"].astype(int)).max()
    days = [(int(lines["time"][0]), int(lines["time"][-1])) for lines in pieces]
    assert all(before[1] < after[0] for before, after in pairwise(days))


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_journal_that_is_handed_on_takes_little_memory(monkeypatch, threads):
    """Of what the one that is kept takes; both are compared with a run without a journal."""
    monkeypatch.setattr(engine, "JOURNAL_LINES", 500)
    monkeypatch.setattr(journal, "PIECE", 5_000)
    many = ("market.start.customer=1", "market.need.order_rate=0.1", "policy.referral.active=false")
    plan, ledger = lived(load("base", overrides=("people=3000", "days=200", *many)), journal=False)

    def taken(journal):
        tracemalloc.start()
        try:
            engine.run(plan, threads=threads, journal=journal)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    bare, kept, handed_on = (taken(journal) for journal in (False, True, lambda lines: None))
    whole = int(ledger.counts.sum()) * JOURNAL.itemsize
    assert kept - bare > whole
    assert handed_on - bare < 0.2 * whole


def test_without_a_journal_all_else_is_the_same():
    plan, expected = alone(300)
    found = differences(expected, engine.run(plan, threads=2, block=50))
    assert [line.split(":")[0] for line in found] == ["journal"]


def test_a_run_leaves_its_plan_alone():
    plan, expected = alone(SMALL)
    assert differences(expected, engine.run(plan, journal=True)) == []
