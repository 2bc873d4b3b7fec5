"""The full model with every mechanism on: time and memory of a customer, how both grow, and what users wait for."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import sixr
from benchmarks.child import dense, run_apart
from benchmarks.clock import in_turn, times
from benchmarks.figures import Figure
from scenarios.files.loading import load
from scenarios.running import experiment
from scenarios.running.journal import journal_file
from sim import engine
from sim.plan import Plan, bytes_per_person

SCENARIOS = ("price_up_10", "price_down_10", "referral_two_sided")


def figures(rounds: int = 3, large: bool = False) -> Iterator[Figure]:
    """Everything but the comparison with other tools; ``large`` adds ten million customers."""
    yield from per_event(rounds)
    yield from everything(rounds)
    yield from extras(rounds)
    yield from memory()
    yield from workers(rounds)
    yield from study(rounds)
    yield from million()
    if large:
        yield from ten_million()


def events(plan: Plan) -> int:
    """Journal events of a run."""
    return int(engine.run(plan).counts.sum())


def per_event(rounds: int) -> Iterator[Figure]:
    """Time per journal event, and how it grows with customers and days."""
    plans = [dense(100_000), dense(1_000_000), dense(100_000, days=3 * 365)]
    count = [events(plan) for plan in plans]
    seconds = in_turn([lambda plan=plan: engine.run(plan) for plan in plans], rounds)  # type: ignore[misc]
    few, many, long = ([s / n for s in found] for found, n in zip(seconds, count, strict=True))
    each, year = statistics.median(few) * 1e9, statistics.median(seconds[0]) * 1e6 / 1e5
    yield Figure("time per journal event", each, f"{each:,.0f} ns", 400, 150)
    yield Figure("the same, a customer-year", year, f"{year:.1f} us")
    yield Figure("journal events per customer-year", count[0] / 1e5, f"{count[0] / 1e5:.1f}")
    yield Figure("growth of it, 1e5 to 1e6 customers", times(many, few), f"{times(many, few):.2f} times", 1.5, 1.15)
    yield Figure("growth of it, 365 to 1,095 days", times(long, few), f"{times(long, few):.2f} times", 1.5, 1.15)


def everything(rounds: int) -> Iterator[Figure]:
    """What every other lever costs on top: places, traits of groups, messages, tiers, care, brand, promoters."""
    plans = [dense(100_000), dense(100_000, market="everything")]
    count = [events(plan) for plan in plans]
    seconds = in_turn([lambda plan=plan: engine.run(plan) for plan in plans], rounds)  # type: ignore[misc]
    few, every = ([s / n for s in found] for found, n in zip(seconds, count, strict=True))
    each = statistics.median(every) * 1e9
    yield Figure("every lever at once, time per journal event", each, f"{each:,.0f} ns", 430, 250)
    yield Figure("the same over the full market", times(every, few), f"{times(every, few):.2f} times")
    yield Figure("journal events per customer-year with every lever", count[1] / 1e5, f"{count[1] / 1e5:.1f}")
    arrays = bytes_per_person(plans[1])
    yield Figure("memory per customer with every lever, arrays alone", arrays, f"{arrays} bytes", 320, 200)


def extras(rounds: int) -> Iterator[Figure]:
    """What tables and the journal add to the time of a run, and the size of a line of the journal on the disk."""
    plan = dense(100_000)
    ledger = engine.run(plan)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "journal.parquet"

        def streamed() -> None:
            with journal_file(place, "dense", 0) as keep:
                engine.run(plan, journal=keep)

        bare, tables, kept, written = in_turn(
            [
                lambda: engine.run(plan),
                lambda: experiment.reduced(plan, ledger),
                lambda: engine.run(plan, journal=True),
                streamed,
            ],
            rounds,
        )
        line = place.stat().st_size / int(ledger.counts.sum())
    more, held, whole = 1 + times(tables, bare), times(kept, bare), times(written, bare)
    yield Figure("statistics over the bare run", more, f"{more:.2f} times", 1.5, 1.15)
    yield Figure("journal kept in memory over the bare run", held, f"{held:.2f} times", 3, 2)
    yield Figure("journal written over the bare run", whole, f"{whole:.2f} times", 3, 2)
    yield Figure("a line of the journal on the disk", line, f"{line:.1f} bytes")


def memory() -> Iterator[Figure]:
    """Bytes of a customer: what a larger market adds to the peak of a process, and what the arrays say."""
    few, many = run_apart(200_000, 60), run_apart(800_000, 60)
    each = (many.peak - few.peak) / 600_000
    yield Figure("memory per customer", each, f"{each:,.0f} bytes", 250, 180)
    arrays = bytes_per_person(dense(100_000))
    yield Figure("memory per customer, arrays alone", arrays, f"{arrays} bytes")


def workers(rounds: int) -> Iterator[Figure]:
    """Two workers on worlds of their own, and two threads in one world."""
    worlds = load("full", overrides=("people=20000", "worlds=8", "days=365"))
    one, two = in_turn([lambda n=n: experiment.run([worlds], threads=n) for n in (1, 2)], rounds, time.perf_counter)  # type: ignore[misc]
    yield Figure("two workers", times(one, two), f"{times(one, two):.2f} times", 1.5, 1.9, larger=True)
    plan = dense(200_000)
    one, two = in_turn([lambda n=n: engine.run(plan, threads=n) for n in (1, 2)], rounds, time.perf_counter)  # type: ignore[misc]
    yield Figure("two threads in one world", times(one, two), f"{times(one, two):.2f} times", larger=True)


def study(rounds: int) -> Iterator[Figure]:
    """What a user waits for: base and three scenarios in 20 worlds of 20,000 people over two years."""
    [found] = in_turn([lambda: sixr.compare("base", *SCENARIOS)], rounds, time.perf_counter)
    seconds = statistics.median(found)
    yield Figure("4 scenarios x 20 worlds", seconds, f"{seconds:.1f} s", 10, 3)


def million() -> Iterator[Figure]:
    """A year of a million customers on one core."""
    cost = run_apart(1_000_000)
    yield Figure("1,000,000 customers x 365 days", cost.wall, f"{cost.wall:,.1f} s")
    yield Figure("memory of 1,000,000", cost.peak / 1e9, f"{cost.peak / 1e9:.2f} GB")


def ten_million() -> Iterator[Figure]:
    """A year of ten million customers on two cores, and the growth of CPU time per event up to there."""
    few, many = (run_apart(people, threads=2) for people in (100_000, 10_000_000))
    growth = (many.cpu / many.events) / (few.cpu / few.events)
    yield Figure("growth of it, 1e5 to 1e7 customers", growth, f"{growth:.2f} times", 1.5, 1.15)
    yield Figure("10,000,000 customers x 365 days", many.wall, f"{many.wall:,.0f} s", aim=90)
    yield Figure("memory of 10,000,000", many.peak / 1e9, f"{many.peak / 1e9:.2f} GB", 8)
