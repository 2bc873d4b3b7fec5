"""Every function of the core as plain Python: whole tiny worlds, the same to the last bit as compiled."""

import importlib
import pkgutil
from types import SimpleNamespace

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import sim.core
from sim import engine
from sim.core import advance
from sim.core.state import ARRAYS
from sim.plan import empty_world
from tests.engine.busy import lowered
from tests.twin.differences import differences

TINY = ("people=50", "days=60")
MODULES = [
    importlib.import_module(f"sim.core.{module.name}") for module in pkgutil.iter_modules(sim.core.__path__)
]


@pytest.fixture
def in_plain_python(monkeypatch):
    """Swap every compiled function of the core by the Python function it was made of; yields their calls."""
    calls = {}

    def counted(name, function):
        def called(*arguments):
            calls[name] = calls.get(name, 0) + 1
            return function(*arguments)

        return called

    plain = {}
    for module in MODULES:
        for name, value in vars(module).copy().items():
            if isinstance(value, Dispatcher):
                if value not in plain:
                    plain[value] = counted(name, value.py_func)
                    calls[name] = 0
                monkeypatch.setattr(module, name, plain[value])
    with np.errstate(over="ignore"):  # unsigned numbers wrap on purpose
        yield calls


def plain_world(world):
    """What plain Python takes for a world: numbers and arrays as attributes."""
    record = world.record[0]
    numbers = {name: record[name] for name in record.dtype.names}
    arrays = {name: getattr(world, name) for name in ARRAYS}
    return SimpleNamespace(
        **numbers | {k: v.view(np.recarray) if v.dtype.names else v for k, v in arrays.items()}
    )


def lived_through(plan):
    """The engine's phases, one after the other, in plain Python."""
    world = empty_world(plan, journal=4000, outbox=50, messages=1000)
    w = plain_world(world)
    advance.begin(w, world.due, 0, plan.people)
    day, place, used = 0, 0, 0
    while day < plan.days:
        day, place, used = advance.days_pass(w, world.due, day, place, plan.days, used)
    advance.finish(w, 0, plan.people)
    journal = engine._ordered([world.journal[: w.journal_used]])
    return engine.Ledger(world.people, world.sums, world.counts, world.flows, world.ages, journal)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "overrides",
    [
        (),
        ("market.start.customer=0.9", "market.referral.share_probability=0.8"),
        ("market.choice.share_customer=1",),
    ],
    ids=["busy", "all customers", "no choice"],
)
def test_plain_python_lives_the_same_lives(in_plain_python, overrides, seed):
    plan = lowered(*TINY, *overrides, world=seed)
    plain = lived_through(plan)
    assert len(plain.journal) > 200
    assert differences(engine.run(plan, journal=True), plain) == []


def test_every_function_of_the_core_is_called(in_plain_python):
    lived_through(lowered(*TINY))
    lowering_only = {"world_key"}
    assert {name for name, calls in in_plain_python.items() if calls == 0} <= lowering_only
