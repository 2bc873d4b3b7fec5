"""Compiling for this machine: once, whole, proved, before any figure is shown.

A process of its own compiles all that a run needs and lives through one small world with it, which the reference
engine, in plain Python, has to find the same to the bit. Only then it writes down the checksums of what it has kept.
Whatever runs compares these first: a half or damaged cache is filled again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

PROVED = "proved.json"
"""Written last: the checksum of each file of the cache."""
WORLD = ("people=300", "days=200", "worlds=1")
"""What the world that proves the compiled code has of `full`, in which most mechanisms are at work."""
ALIKE = {"PYTHONHASHSEED": "0"}
"""What processes need to compile to the same bytes: sets in the same order."""


@cache
def ready() -> None:
    """Return once compiled code may be used. RuntimeError where it computes something else than plain Python does.

    To be called from the main thread, where Ctrl-C is heard; it ends the compiling, too. Takes a minute where nothing
    is compiled, milliseconds otherwise. Where nothing can be kept, functions are compiled as they are called.
    """
    from sim.core.ground import cache as kept

    place = kept.folder()
    if place is None or whole(place):
        return
    with kept.lock(place / "filling"):
        if whole(place):
            return
        for file in (*place.glob("*" + kept.ENDING), place / PROVED):
            file.unlink(missing_ok=True)
        sys.stderr.write("Compiling for this machine, once; this takes some three minutes.\n")
        sys.stderr.flush()
        _in_a_process_of_its_own()
        if not whole(place):
            raise RuntimeError(f"what was compiled could not be kept in {place}: is the disk full?")


def whole(place: Path) -> bool:
    """Whether all that was proved is there, to the bit: ``place`` is a folder of sim.core.ground.cache."""
    try:
        proved = json.loads((place / PROVED).read_text("ascii"))
        return bool(proved) and all(_checksum(place / name) == checksum for name, checksum in proved.items())
    except (OSError, ValueError, AttributeError):
        return False


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _in_a_process_of_its_own() -> None:
    """Fill and prove; the process ends with this one."""
    from sim.core.ground import cache as kept

    path = os.pathsep.join([str(kept.HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", "from scenarios.running.compiled import fill; fill()"]
    with subprocess.Popen(
        command,
        env={**os.environ, **ALIKE, "PYTHONPATH": path, "SIXR_CACHE": str(kept.root().parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        try:
            said = child.stderr.read()
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        last = (said.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"compiling failed: {last}")


def fill() -> None:
    """Compile, prove, write down what was kept. RuntimeError where the two engines differ."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from scenarios.files.loading import load
    from scenarios.lowering.lower import lower
    from sim import engine, reference
    from sim.core.ground import cache as kept
    from sim.differences import differences

    plan = lower(load("full", overrides=WORLD), 0)
    known = reference.run(plan, journal=True)
    for threads in (1, 2):
        found = differences(known, engine.run(plan, threads=threads, block=100, journal=True))
        if found:
            raise RuntimeError(f"the compiled code of this machine and plain Python differ: {found[0]}")
    place = kept.folder()
    if place is not None:
        files = sorted(place.glob("*" + kept.ENDING))
        stamp = json.dumps({file.name: _checksum(file) for file in files}, indent=0)
        kept.write_whole(place / PROVED, stamp.encode("ascii"))


def _end_with_parent() -> None:
    """Its end closes the other end of what is read here."""
    os.read(0, 1)
    os._exit(1)
