"""The compiled engine: Plan -> Ledger. The result is the same to the bit for any number of threads and blocks.

The phases of a run, in order:

1. everybody begins (traits and first clocks by address);
2. day by day: the people who are due live through the day, each apart from all others; what one does to
   another (an invitation) goes into an outbox;
3. at the day's end the outboxes are delivered; nothing arrives before the next day;
4. at the horizon the costs by the day are booked up to it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim.core import advance
from sim.core.state import JOURNAL, World
from sim.plan import Plan, described, empty_world

JOURNAL_LINES = 1 << 16


@dataclass(frozen=True)
class Ledger:
    """What a run leaves: sums, counts and every person's record; the journal if it was kept.

    ``people``: PERSON [person]; ``more``: MORE [person], or none where no mechanism needs it; ``sums``: int64
    [day, cell, account], micro-units; ``counts``: int64 [day, cell, event]; ``flows``: int64 [day, from, to];
    ``ages``: int64 [source x segment, cohort, age, curve]; ``journal``: JOURNAL [line], ordered by (day, person,
    time); empty if not kept.
    """

    people: np.ndarray
    more: np.ndarray
    sums: np.ndarray
    counts: np.ndarray
    flows: np.ndarray
    ages: np.ndarray
    journal: np.ndarray


def run(plan: Plan, threads: int = 1, block: int = 65536, journal: bool = False) -> Ledger:
    """Run a plan. ``threads`` and ``block`` (people per piece of work) change the time it takes, not the result.

    A plan in which people must live through a day in order runs on one thread whatever ``threads`` says.
    """
    world = empty_world(plan, journal=JOURNAL_LINES if journal else 0)
    lines: list[np.ndarray] = []
    workers = (
        _alone(plan, world, lines) if threads <= 1 or plan.in_order else _together(plan, world, lines, threads, block)
    )
    world = workers[0]
    return Ledger(
        people=world.people,
        more=world.more,
        sums=_total([w.sums for w in workers]),
        counts=_total([w.counts for w in workers]),
        flows=_total([w.flows for w in workers]),
        ages=_total([w.ages for w in workers]),
        journal=_ordered(lines),
    )


def _total(parts: list[np.ndarray]) -> np.ndarray:
    return parts[0] if len(parts) == 1 else np.sum(parts, axis=0)


def _alone(plan: Plan, world: World, lines: list[np.ndarray]) -> list[World]:
    """All days in one thread, interrupted only where a buffer must be emptied or widened."""
    advance.begin(world.record[0], world.due, 0, plan.people)
    day, place, used = 0, 0, 0
    while day < plan.days:
        day, place, used = advance.days_pass(world.record[0], world.due, day, place, plan.days, used)
        _empty_journal(world, lines)
        [world] = _with_room([world], used, int(world.record["outbox_used"][0]))
    advance.finish(world.record[0], 0, plan.people)
    return [world]


def _together(plan: Plan, world: World, lines: list[np.ndarray], threads: int, block: int) -> list[World]:
    """Each day's blocks are shared among threads with ledgers and buffers of their own."""
    workers = [_own_ledger(world) for _ in range(threads)]
    blocks = [(a, min(a + block, plan.people)) for a in range(0, plan.people, block)]
    shares = [blocks[k::threads] for k in range(threads)]
    used = 0
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(_begin, workers, shares))
        for day in range(plan.days):
            work = shares
            while any(work):
                work = list(pool.map(_scan, workers, [day] * threads, work))
                workers = _with_room(workers, used, sum(int(w.record["outbox_used"][0]) for w in workers))
                for worker in workers:
                    _empty_journal(worker, lines)
                    used = int(advance.deliver(worker.record[0], world.due, worker.record[0], used))
        list(pool.map(_finish, workers, shares))
    return workers


def _begin(world: World, work: list[tuple[int, int]]) -> None:
    for first, last in work:
        advance.begin(world.record[0], world.due, first, last)


def _scan(world: World, day: int, work: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let the blocks live through a day; returns what is left when a buffer is full."""
    for k, (first, last) in enumerate(work):
        place = int(advance.scan(world.record[0], world.due, day, first, last))
        if place < last:
            return [(place, last), *work[k + 1 :]]
    return []


def _finish(world: World, work: list[tuple[int, int]]) -> None:
    for first, last in work:
        advance.finish(world.record[0], first, last)


def _own_ledger(world: World) -> World:
    """The same people, with ledger and buffers of a thread's own."""
    own = ("outbox", "journal", "sums", "counts", "flows", "ages")
    return described(world._replace(**{name: np.zeros_like(getattr(world, name)) for name in own}))


def _empty_journal(world: World, lines: list[np.ndarray]) -> None:
    n = int(world.record["journal_used"][0])
    if n:
        lines.append(world.journal[:n].copy())
        world.record["journal_used"] = 0


def _with_room(worlds: list[World], used: int, written: int) -> list[World]:
    """Widen the common store of messages if the next delivery might not fit."""
    messages = worlds[0].messages
    if used + max(written, len(worlds[0].outbox)) <= len(messages):
        return worlds
    wider = np.zeros(2 * (used + written + len(worlds[0].outbox)), messages.dtype)
    wider[:used] = messages[:used]
    for world in worlds:
        world.record["messages_at"] = wider.ctypes.data
        world.record["message_places"] = len(wider)
    return [world._replace(messages=wider) for world in worlds]


def _ordered(lines: list[np.ndarray]) -> np.ndarray:
    """Journal lines by day, person and time; lines of one event keep their order."""
    if not lines:
        return np.zeros(0, JOURNAL)
    journal = np.concatenate(lines)
    return journal[np.lexsort((journal["who"], np.floor(journal["time"])))]
