"""Faults that a rule may have are told by name: a place outside an array, a clock that does not advance."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine

HOUSE = Path(__file__).parents[2]
TWINS = HOUSE / "tests" / "twin" / "scenarios"


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("journal", [False, True])
def test_a_clock_that_does_not_advance_is_named(threads, journal):
    """So often a day that it comes again within the precision of clocks; the journal is emptied in between."""
    plan = lower(
        load(HOUSE / "sim" / "mechanisms" / "pauses" / "twin.yaml", overrides=("market.start.customer=0.9",)), 0
    )
    behaviour = plan.behaviour.copy()
    behaviour["pause_rate"] = behaviour["resume_rate"] = 1e12
    keep = (lambda _: None) if journal else False
    with pytest.raises(engine.Stuck, match=r"the clock at_pause of person \d+ does not advance: it fires again"):
        engine.run(replace(plan, behaviour=behaviour), threads=threads, block=50, journal=keep)


CHECKED = """
import sys
from dataclasses import replace
from pathlib import Path
from scenarios.lowering.lower import lower
from scenarios.files.loading import load
from sim import engine
from sim.core.ground.placed import CHECKED
assert CHECKED
for file in sys.argv[1:]:
    plan = lower(load(Path(file)), 0)
    assert len(engine.run(plan, journal=True).journal) > 200
    print(Path(file).stem, flush=True)
behaviour = plan.behaviour.copy()
behaviour["extended"] = 0
try:
    engine.run(replace(plan, behaviour=behaviour))
except IndexError as fault:
    print(fault)
"""
"""Worlds in which each place is checked; then one in which mechanisms need a second record that nobody has."""
PART = ("everything", "everything_after_orders", "everything_by_contract", "village", "fresh", "edges", "bystanders")


@pytest.mark.slow
def test_no_place_lies_outside_its_array_and_one_that_does_is_named():
    """A part of the twins' scenarios (`make checked`: all of them), compiled with a check of every place."""
    files = [str(TWINS / f"{name}.yaml") for name in (*PART, "points")]
    environment = {**os.environ, "SIXR_CHECK": "1", "PYTHONPATH": str(HOUSE)}
    ran = subprocess.run([sys.executable, "-c", CHECKED, *files], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [*PART, "points", "more: a place outside axis 0"]
