"""Every function of the core as plain Python: whole tiny worlds, the same to the last bit as compiled."""

import importlib
import pkgutil
from collections import Counter
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import sim.core
import sim.mechanisms
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.core.ground import clocks
from sim.core.ground.world import ARRAYS, lengths
from sim.core.loop import advance, birth
from sim.differences import differences
from sim.journal import ordered
from sim.mechanisms.all import ALL
from sim.plan import empty_world
from tests.engine.busy import lowered

TABLES = (
    *("people", "more", "sums", "counts", "flows", "rivals", "ages"),
    *("desk_days", "waits", "scores", "programme", "granted", "bought", "assorted"),
)
TINY = ("people=55", "days=60")
MODULES = [
    importlib.import_module(module.name)
    for package in (sim.core, sim.mechanisms)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


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
    arrays = {name: array.reshape(lengths(array.shape, ARRAYS[name].axes)) for name, array in arrays.items()}
    return SimpleNamespace(**numbers | {k: v.view(np.recarray) if v.dtype.names else v for k, v in arrays.items()})


def lived_through(plan):
    """The engine's phases, one after the other, in plain Python; with how often each function was called."""
    world = empty_world(plan, journal=8000, outbox=50, stores=2000)
    w = plain_world(world)
    listed = world.first_days.copy()
    world.first_days[:] = world.steps[:] = 0
    with in_plain_python() as calls:
        clocks.index_curves(w)
        np.testing.assert_array_equal(world.first_days, listed)
        birth.begin(w, world.due, 0, plan.people)
        day, place, used = 0, 0, 0
        while day < plan.days:
            day, place, used = advance.days_pass(w, world.due, day, plan.days, place, plan.people, True, used)
        advance.finish(w, 0, plan.people, plan.days)
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
    *("neighbours", "impatience", "mended", "grief_at_prices", "tier", "known_to_the_full", "kept_prices", "bundles"),
)


@cache
def crowd(overrides, world):
    """(plan, what plain Python leaves, how often it called each function) of a few busy people."""
    plan = lowered(*TINY, *overrides, world=world)
    return plan, *lived_through(plan)


FOLDERS = Path(sim.mechanisms.__file__).parent
OWN = [one.name for one in ALL if one.happens]
"""Mechanisms with a scenario in their folder."""


@cache
def wide(name):
    """The same of a scenario in which many mechanisms are on, or of that of one, with few people."""
    own = name in OWN
    file = FOLDERS / name / "twin.yaml" if own else SCENARIOS / f"{name}.yaml"
    plan = lower(load(file, overrides=(f"people={60 if own else 30}",)), 0)
    return plan, *lived_through(plan)


@pytest.mark.parametrize("name", [*WIDE, *OWN])
def test_every_mechanism_is_the_same_in_plain_python(name):
    plan, plain, _ = wide(name)
    assert len(plain.journal) > 50
    assert differences(engine.run(plan, journal=True), plain) == []


@pytest.mark.parametrize("world", [1, 2])
@pytest.mark.parametrize(
    "overrides",
    [(), CROWDED, LISTED, FRESH, ("market.choice.share_customer=1",)],
    ids=["busy", "crowded", "listed", "fresh", "no choice"],
)
def test_plain_python_lives_the_same_lives(overrides, world):
    plan, plain, _ = crowd(overrides, world)
    assert len(plain.journal) > 200
    assert differences(engine.run(plan, journal=True), plain) == []


def test_every_function_of_the_core_is_called():
    lives = [crowd(overrides, 1) for overrides in ((*CROWDED, "market.lapse.return_rate=0.2"), LISTED, FRESH)]
    lives += [wide(name) for name in (*WIDE, *OWN)]
    calls = sum((called for *_, called in lives), Counter())
    functions = {name for *_, called in lives for name in called}
    assert len(functions) > 50
    assert {name for name in functions if calls[name] == 0} == {"world_key"}  # which lowering calls
