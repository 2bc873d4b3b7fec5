"""Every function of the core as plain Python: whole tiny worlds, the same to the last bit as compiled."""

import importlib
import pkgutil
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import sim.core
from scenarios.lower import lower
from scenarios.scenario import load
from sim import engine
from sim.core import advance
from sim.core.world import ARRAYS
from sim.journal import ordered
from sim.plan import empty_world
from tests.engine.busy import lowered
from tests.twin.differences import differences

TABLES = ("people", "more", "sums", "counts", "flows", "ages", "desk_days", "waits", "scores", "programme")
TINY = ("people=50", "days=60")
MODULES = [importlib.import_module(f"sim.core.{module.name}") for module in pkgutil.iter_modules(sim.core.__path__)]


@contextmanager
def in_plain_python():
    """Swap every compiled function of the core for the Python function it was made of; yields how often each is
    called."""
    calls = Counter()

    def counted(name, function):
        def called(*arguments):
            calls[name] += 1
            return function(*arguments)

        return called

    plain = {}
    with pytest.MonkeyPatch.context() as patch, np.errstate(over="ignore"):  # unsigned numbers wrap on purpose
        for module in MODULES:
            for name, value in vars(module).copy().items():
                if isinstance(value, Dispatcher):
                    function = value.py_func
                    calls[function.__name__] = 0
                    patch.setattr(module, name, plain.setdefault(value, counted(function.__name__, function)))
        yield calls


def plain_world(world):
    """What plain Python takes for a world: numbers and arrays as attributes."""
    record = world.record[0]
    numbers = {name: record[name] for name in record.dtype.names}
    arrays = {name: getattr(world, name) for name in ARRAYS}
    return SimpleNamespace(**numbers | {k: v.view(np.recarray) if v.dtype.names else v for k, v in arrays.items()})


def lived_through(plan):
    """The engine's phases, one after the other, in plain Python; with how often each function was called."""
    world = empty_world(plan, journal=8000, outbox=50, messages=2000)
    w = plain_world(world)
    with in_plain_python() as calls:
        advance.begin(w, world.due, 0, plan.people)
        day, place, used = 0, 0, 0
        while day < plan.days:
            day, place, used = advance.days_pass(w, world.due, day, place, plan.days, used)
        advance.finish(w, 0, plan.people)
    journal = ordered(world.journal[: w.journal_used])
    tables = {name: getattr(world, name) for name in TABLES}
    tables["sums"] = tables["sums"] - engine._whole_days([world])
    return engine.Ledger(**tables, causes=world.causes_known, journal=journal), calls


CROWDED = ("market.start.customer=0.85", "market.referral.share_probability=0.9", "market.referral.delay_mean=0.1")
LISTED = (*CROWDED, "market.referral.network.kind=small_world")
FRESH = (*CROWDED, "market.referral.network.kind=fresh", "market.referral.network.seeds=20")


SCENARIOS = Path(__file__).parents[1] / "twin" / "scenarios"
WIDE = (
    *("everything", "everything_after_orders", "everything_by_contract", "winback", "willingness"),
    *("neighbours", "impatience", "mended", "grief_at_prices", "tier"),
)


def wide(name, world=0):
    """A scenario in which many mechanisms are on, with few people."""
    return lower(load(SCENARIOS / f"{name}.yaml", overrides=("people=30",)), world)


@pytest.mark.parametrize("name", WIDE)
def test_every_mechanism_is_the_same_in_plain_python(name):
    plan = wide(name)
    plain, _ = lived_through(plan)
    assert len(plain.journal) > 50
    assert differences(engine.run(plan, journal=True), plain) == []


@pytest.mark.parametrize("world", [1, 2])
@pytest.mark.parametrize(
    "overrides",
    [(), CROWDED, LISTED, FRESH, ("market.choice.share_customer=1",)],
    ids=["busy", "crowded", "listed", "fresh", "no choice"],
)
def test_plain_python_lives_the_same_lives(overrides, world):
    plan = lowered(*TINY, *overrides, world=world)
    plain, _ = lived_through(plan)
    assert len(plain.journal) > 200
    assert differences(engine.run(plan, journal=True), plain) == []


def test_every_function_of_the_core_is_called():
    calls = Counter()
    for overrides in ((*CROWDED, "market.lapse.return_rate=0.2"), LISTED, FRESH):
        calls.update(lived_through(lowered(*TINY, *overrides))[1])
    for name in WIDE:
        calls.update(lived_through(wide(name))[1])
    assert len(calls) > 50
    assert {name for name, times in calls.items() if times == 0} == {"world_key"}  # which lowering calls
