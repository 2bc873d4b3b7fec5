"""Threads, blocks and the size of buffers change the time a run takes, never its result."""

from functools import lru_cache

import pytest

from sim import engine
from sim import plan as plans
from tests.engine.busy import lowered
from tests.twin.differences import differences

SMALL = 40


@lru_cache
def alone(people):
    """A plan and what one thread makes of it."""
    plan = lowered(f"people={people}")
    return plan, engine.run(plan, journal=True)


def with_places(monkeypatch, outbox, messages, journal=1 << 16):
    """Buffers of a few places."""

    def empty_world(plan, journal):
        return plans.empty_world(plan, journal=journal, outbox=outbox, messages=messages)

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
@pytest.mark.parametrize(("outbox", "messages"), [(1, 1), (1, 4096), (2, 3), (4096, 1)])
def test_full_post(monkeypatch, threads, outbox, messages):
    plan, expected = alone(300)
    with_places(monkeypatch, outbox, messages)
    assert differences(expected, engine.run(plan, threads=threads, block=13, journal=True)) == []


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("lines", [4, 5, 97])
def test_full_journal(monkeypatch, threads, lines):
    plan, expected = alone(300)
    with_places(monkeypatch, 3, 3, journal=lines)
    assert differences(expected, engine.run(plan, threads=threads, block=13, journal=True)) == []


def test_without_a_journal_all_else_is_the_same():
    plan, expected = alone(300)
    found = differences(expected, engine.run(plan, threads=2, block=50))
    assert [line.split(":")[0] for line in found] == ["journal"]


def test_a_run_leaves_its_plan_alone():
    plan, expected = alone(SMALL)
    assert differences(expected, engine.run(plan, journal=True)) == []
