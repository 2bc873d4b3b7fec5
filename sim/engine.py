"""The compiled engine: Plan -> Ledger. The result is the same to the bit for any number of threads and blocks.

The phases of a run, in order:

1. everybody begins (traits and first clocks by address);
2. day by day: the people who are due live through the day, each apart from all others; what one does to
   another (an invitation) goes into an outbox;
3. at the day's end the outboxes are delivered; nothing arrives before the next day;
4. then the service desks' day passes, and customers get their answers on the next one;
5. at the horizon the costs by the day are booked up to it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim.core.ground.state import COMMUNITY_COST, JOURNAL, NURTURE_COST, SERVICE_COST, TRIAL_COST
from sim.core.ground.world import World
from sim.core.loop import advance, birth, end_of_day, post
from sim.core.loop.journey import MOST_EVENTS
from sim.journal import Keep, Lines, collected
from sim.lines import in_lines
from sim.plan import Plan, described, empty_world
from sim.vocabulary import MICRO, Account

OnShare = Callable[[float], None]
"""Called with the share of a run's days that is over."""
SHARES = 20
"""How often it is called."""
JOURNAL_LINES = 1 << 16
OWN = (
    "outbox",
    "journal",
    "sums",
    "counts",
    "flows",
    "rivals",
    "ages",
    "stays",
    "asked",
    "scores",
    "turns",
    "occasions",
    "kinds_of",
    "decisions",
    "seats",
    "lines",
    "hands",
    "programme",
    "granted",
    "bought",
    "cart",
    "assorted",
)
"""The arrays that each thread has for itself."""
BY_THE_DAY = {
    NURTURE_COST: Account.NURTURE,
    SERVICE_COST: Account.SERVICE,
    TRIAL_COST: Account.TRIAL,
    COMMUNITY_COST: Account.COMMUNITY,
}
"""The accounts of costs by the day, by the rows of the curves that add them up."""


@dataclass(frozen=True)
class Ledger:
    """What a run leaves: sums, counts and every person's record; the journal if it was kept.

    ``people``: PERSON [person]; ``more``: MORE [person], or none where no mechanism needs it; ``sums``: int64
    [day, cell, account], micro-units; ``counts``: int64 [day, cell, event]; ``flows``: int64 [day, from, to];
    ``rivals``: int64 [day, cell], what the competitor is expected to win of occasions that are not ours, millionths of
    an order; ``ages``: int64 [source x segment, cohort, age, curve]; ``desk_days``: int64 [day, desk, Desk];
    ``waits``: int64 [first answer, solution or in vain, desk, bin]; ``scores``: int64 [day, answered, Score];
    ``causes``: int64 [cause, complaints and the day from which it is mended]; ``programme``: int64 [day, Points],
    micro-units of face value; ``granted``: int64 [day, row, Granted]; ``bought``: int64 [day, place and then
    offer, Bought]; ``assorted``: int64 [day, category, Assorted];
    ``journal``: JOURNAL [line], ordered by (day, person, time); empty if not kept.
    """

    people: np.ndarray
    more: np.ndarray
    sums: np.ndarray
    counts: np.ndarray
    flows: np.ndarray
    rivals: np.ndarray
    ages: np.ndarray
    journal: np.ndarray
    desk_days: np.ndarray
    waits: np.ndarray
    scores: np.ndarray
    causes: np.ndarray
    programme: np.ndarray
    granted: np.ndarray
    bought: np.ndarray
    assorted: np.ndarray


def run(
    plan: Plan,
    threads: int = 1,
    block: int = 65536,
    journal: bool | Keep = False,
    on_share: OnShare | None = None,
) -> Ledger:
    """Run a plan. ``threads`` and ``block`` (people per piece of work) change the time it takes, not the result.

    A plan in which people must live through a day in order runs on one thread whatever ``threads`` says. ``journal``:
    True keeps it in the ledger; a function is called with it piece by piece while the run goes on, in order, and the
    ledger holds none. ``on_share`` is called in this thread with the share of the days that is over, at most SHARES
    times.
    """
    world = empty_world(plan, journal=JOURNAL_LINES if journal else 0)
    kept: list[np.ndarray] = []
    lines = Lines(journal if callable(journal) else kept.append)
    workers = (
        _alone(plan, world, lines, on_share)
        if threads <= 1 or plan.in_order
        else _together(plan, world, lines, threads, block, on_share)
    )
    lines.end()
    return _ledger(workers, collected(kept))


def begun(plan: Plan, days: int) -> Ledger:
    """The first ``days`` of a run: they are those of :func:`run`, and nothing comes after them; no journal is kept."""
    world, lines = empty_world(plan, journal=0), Lines(lambda _: None)
    birth.begin(world.record[0], world.due, 0, plan.people)
    world = _lived(plan, world, lines, [days], None)
    advance.finish(world.record[0], 0, plan.people, days)
    return _ledger([world], collected([]))


def _ledger(workers: list[World], journal: np.ndarray) -> Ledger:
    world = workers[0]
    return Ledger(
        people=world.people,
        more=world.more,
        sums=_total([w.sums for w in workers]) - _whole_days(workers),
        counts=_total([w.counts for w in workers]),
        flows=_total([w.flows for w in workers]),
        rivals=_total([w.rivals for w in workers]),
        ages=_total([w.ages for w in workers]),
        scores=_total([w.scores for w in workers]),
        desk_days=world.desk_days,
        waits=world.waits,
        causes=world.causes_known,
        programme=_total([w.programme for w in workers]),
        granted=_total([w.granted for w in workers]),
        bought=_total([w.bought for w in workers]),
        assorted=_total([w.assorted for w in workers]),
        journal=journal,
    )


def _total(parts: list[np.ndarray]) -> np.ndarray:
    return parts[0] if len(parts) == 1 else np.sum(parts, axis=0)


def _whole_days(workers: list[World]) -> np.ndarray:
    """What people have cost on whole days, int64 [day, cell, account], micro-units: people times the cost of a day."""
    world = workers[0]
    rows, accounts = list(BY_THE_DAY), list(BY_THE_DAY.values())
    people = np.cumsum(_total([w.stays[:-1, :, rows] for w in workers]), axis=0)
    levels = np.floor(world.curves[:, rows] * MICRO + 0.5).astype(np.int64)  # as sim.core.verbs.spend.cost_until rounds
    costs = np.zeros_like(world.sums)
    costs[:, :, accounts] = people * np.diff(levels).transpose(2, 0, 1)
    return costs


def _alone(plan: Plan, world: World, lines: Lines, on_share: OnShare | None) -> list[World]:
    """All days in one thread, interrupted only to empty or widen a buffer, or to say how far they are."""
    birth.begin(world.record[0], world.due, 0, plan.people)
    world = _lived(plan, world, lines, _stops(plan.days) if on_share else [plan.days], on_share)
    advance.finish(world.record[0], 0, plan.people, plan.days)
    return [world]


def _lived(plan: Plan, world: World, lines: Lines, stops: list[int], on_share: OnShare | None) -> World:
    """One thread's days up to the last of ``stops``, at each of which it says how far it is."""
    day, place, used = 0, 0, 0
    for until in stops:
        while day < until:
            day, place, used = advance.days_pass(world.record[0], world.due, day, until, place, plan.people, True, used)
            _assert_time_passes([world])
            lines.take(world)
            lines.reach(day)
            if day < until:
                [world] = _with_room([world], day, used)
        if on_share:
            on_share(day / plan.days)
    return world


class Stuck(RuntimeError):
    """A person's day does not end: a rule sets a clock again without letting time pass."""


def _assert_time_passes(workers: list[World]) -> None:
    """Raise Stuck, with the name of the clock, where somebody's time stands still."""
    for world in workers:
        if world.record["events"][0] > MOST_EVENTS:
            who = int(world.record["who"][0])
            clocks = {
                name: float(record[who][name])
                for record in (world.people, world.more)
                for name in record.dtype.names or ()
                if name.startswith("at_") and who < len(record)
            }
            place = world.people[who]["inbox"]
            if place >= 0:
                clocks["inbox"] = float(world.mail[place]["time"])
            if len(world.incentive_due) and world.incentive_due[who, 0] > 0.0:
                clocks["at_incentive"] = float(world.incentive_due[who, 0])
            name, t = min(clocks.items(), key=lambda one: one[1])
            raise Stuck(f"the clock {name} of person {who} does not advance: it fires again and again at {t:.6g} days")


def _stops(days: int) -> list[int]:
    """The days before which a run says how far it is."""
    return sorted({max(1, days * k // SHARES) for k in range(1, SHARES + 1)})


def _together(
    plan: Plan, world: World, lines: Lines, threads: int, block: int, on_share: OnShare | None
) -> list[World]:
    """Each day's blocks are shared among threads with ledgers and buffers of their own."""
    workers = [_own_ledger(world) for _ in range(threads)]
    blocks = [(a, min(a + block, plan.people)) for a in range(0, plan.people, block)]
    shares = [blocks[k::threads] for k in range(threads)]
    used = 0
    stops = set(_stops(plan.days))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(_begin, workers, shares))
        for day in range(plan.days):
            if plan.behaviour["ambient"][0] > 0.0:
                joined = sum(int(w.record["joined"][0]) for w in workers)
                end_of_day.hear_around(workers[0].record[0], day, joined)
            work = shares
            for worker in workers:
                worker.record["who"] = -1
            while any(work):
                work = list(pool.map(_scan, workers, [day] * threads, work))
                _assert_time_passes(workers)
                for worker in workers:  # before a buffer is exchanged for a wider one
                    lines.take(worker)
                workers = _with_room(workers, day, used)
                for worker in workers:
                    used = int(post.deliver(worker.record[0], world.due, worker.record[0], used))
                    if len(plan.desk_table):
                        end_of_day.take_in(workers[0].record[0], worker.record[0], day)
            if len(plan.desk_table):
                workers = _with_room(workers, day, used)
                used = int(end_of_day.close(workers[0].record[0], world.due, day, used))
                lines.take(workers[0])
            lines.reach(day + 1)
            if on_share and day + 1 in stops:
                on_share((day + 1) / plan.days)
        list(pool.map(_finish, workers, shares))
    return workers


def _begin(world: World, work: list[tuple[int, int]]) -> None:
    for first, last in work:
        birth.begin(world.record[0], world.due, first, last)


def _scan(world: World, day: int, work: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let the blocks live through a day; returns what is left when a buffer is full."""
    for k, (first, last) in enumerate(work):
        place = advance.days_pass(world.record[0], world.due, day, day + 1, first, last, False, 0)[1]
        if place < last:
            return [(place, last), *work[k + 1 :]]
    return []


def _finish(world: World, work: list[tuple[int, int]]) -> None:
    for first, last in work:
        advance.finish(world.record[0], first, last, int(world.record["days"][0]))


def _own_ledger(world: World) -> World:
    """The same people, with ledger and buffers of a thread's own."""
    own = {name: getattr(world, name) for name in OWN}
    return described(world._replace(**{name: in_lines(array.shape, array.dtype) for name, array in own.items()}))


def _with_room(worlds: list[World], day: int, used: int) -> list[World]:
    """Widen what the next delivery or the end of ``day`` might not fit into: mail, tickets, the journal."""
    main = worlds[0]
    letters = sum(int(w.record["outbox_used"][0]) for w in worlds)
    tickets = lines = 0
    if len(main.desk_table):
        fresh = sum(int(w.record["asked_used"][0]) for w in worlds)
        tickets, answers, lines = end_of_day.room_needed(main.record[0], fresh, day)
        letters += answers
    if used + max(letters, len(main.outbox)) > len(main.mail):
        needed = used + letters + len(main.outbox)
        wider = in_lines(needed + needed // 4, main.mail.dtype)
        wider[:used] = main.mail[:used]
        worlds = _with(worlds, "mail", wider, mail_places=len(wider))
    if tickets > len(main.tickets):
        store = in_lines(tickets + tickets // 8, main.tickets.dtype)
        store[: len(main.tickets)] = main.tickets
        worlds = _with(worlds, "tickets", store, ticket_places=len(store))
    if 0 < len(main.journal) < lines:
        worlds = [*_with(worlds[:1], "journal", in_lines(2 * lines, JOURNAL), journal_places=2 * lines), *worlds[1:]]
    return worlds


def _with(worlds: list[World], name: str, array: np.ndarray, **numbers: int) -> list[World]:
    """The worlds with another array, whose address and size their records hold."""
    for world in worlds:
        world.record[f"{name}_at"] = array.ctypes.data
        world.record[f"{name}_0"] = len(array)
        for number, value in numbers.items():
            world.record[number] = value
    return [world._replace(**{name: array}) for world in worlds]
