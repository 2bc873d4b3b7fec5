"""What is compiled once and kept: the same bytes whoever compiled what first, whole, fresh, and proved before use."""

import gc
import hashlib
import importlib
import json
import os
import pickle
import pkgutil
import random
import shutil
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest
from numba import float64
from numba.core.dispatcher import Dispatcher

from scenarios.running import compiled
from sim.core.ground import cache, kept
from tests.engine.objects import functions_in

HOUSE = Path(__file__).parents[2]

COMPILE = """
import hashlib, json, re, sys
from numba import from_dtype, float64, int64, uint64
from numba.core import codegen
bodies = {}
add = codegen.CPUCodeLibrary.add_ir_module
def added(self, module):
    for one in module.functions:
        if one.blocks:
            body = re.sub("numba.dynamic.globals.[0-9a-f]+", "", str(one))  # modules, looked up and never used
            bodies.setdefault(one.name, []).append(hashlib.sha256(body.encode()).hexdigest())
    return add(self, module)
codegen.CPUCodeLibrary.add_ir_module = added
from sim.core.ground import clocks, draws, network
from sim.core.loop import end_of_day
from sim.core.verbs import refer, spend
from sim.core.ground.world import WORLD
from sim.reference.givens import RECORD
whole = from_dtype(WORLD)
some = from_dtype(RECORD)
functions = {
    "room": (end_of_day.room_needed, (whole, int64, int64)),
    "around": (end_of_day.hear_around, (whole, int64, int64)),
    "curves": (clocks.index_curves, (whole,)),
    "level": (clocks.level, (whole, int64, int64, float64)),
    "level_in_part": (clocks.level, (some, int64, int64, float64)),
    "uniform": (draws.uniform, (uint64, int64, int64, int64, int64)),
    "contact": (network.contact, (some, int64, int64)),
    "size": (spend.order_size, (whole, float64, float64)),
    "arrival": (refer.arrival, (some, uint64, int64, int64, int64, float64, float64, int64)),
}
for name in sys.argv[1].split(","):
    function, types = functions[name]
    function.compile(types)
print(json.dumps(bodies))
"""
NAMES = ("around", "level", "level_in_part", "uniform", "contact", "size")


def started(place, names):
    """A process that compiles functions of NAMES in this order into the cache at ``place``."""
    environment = {**os.environ, **compiled.ALIKE, "SIXR_CACHE": str(place), "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        [sys.executable, "-c", COMPILE, ",".join(names)], env=environment, stdout=subprocess.PIPE, text=True
    )


def bodies(process):
    """What the process compiled: the bodies of each symbol, as hashes of what the compiler was given."""
    out, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return json.loads(out)


def files(place):
    """The bytes of everything kept at ``place``, by name."""
    return {file.name: file.read_bytes() for file in Path(place).glob("sixr/*/*" + cache.ENDING)}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    """A cache filled by one process, and what it compiled."""
    place = tmp_path_factory.mktemp("at_once")
    found = bodies(started(place, NAMES))
    return files(place), found


def test_filled_piecemeal_it_holds_the_same_bytes(at_once, tmp_path):
    """One process after the other, each some functions, in shuffled order: some read what others compiled."""
    kept, found = at_once
    order = random.Random(14)
    names = order.sample(NAMES, len(NAMES))
    parts = [names[0:2], names[2:4], names[4:6]]
    for part in parts:
        for symbol, hashes in bodies(started(tmp_path, part)).items():
            found.setdefault(symbol, []).extend(hashes)
    assert files(tmp_path) == kept
    assert len(kept) >= len(NAMES)


def test_filled_by_several_processes_at_the_same_time_it_holds_the_same_bytes(at_once, tmp_path):
    kept, found = at_once
    order = random.Random(41)
    processes = [started(tmp_path, order.sample(NAMES, len(NAMES))) for _ in range(2)]
    for process in processes:
        for symbol, hashes in bodies(process).items():
            found.setdefault(symbol, []).extend(hashes)
    assert files(tmp_path) == kept


def test_no_symbol_has_two_bodies(at_once):
    """Among all that the processes of this file compiled, and in the objects that they kept."""
    kept, found = at_once
    several = {symbol: set(hashes) for symbol, hashes in found.items() if len(set(hashes)) > 1}
    assert several == {}
    held = [functions_in(pickle.loads(content[cache.CHECKSUM :])[0][2][0]) for content in kept.values()]
    ours = {symbol for one in held for symbol in one if "3sim4core" in symbol and "cpython" not in symbol}
    assert len(ours) > len(NAMES)
    assert ours <= found.keys()


def run(place, **environment):
    """`sixr run` of a small world with the cache at ``place``, as a process."""
    command = [sys.executable, "-m", "sixr", "run", "base", "--customers", "200", "--days", "60", "--replications", "1"]
    environment = {**os.environ, "SIXR_CACHE": str(place), "PYTHONPATH": str(HOUSE), **environment}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, "--json"],
        env=environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
        cwd=HOUSE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where Ctrl-C is ignored around the tests
    )


def measures(process):
    """What a run of :func:`run` found, and what it said on the way."""
    out, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return json.loads(out)["measures"], said


@pytest.fixture(scope="module")
def filled():
    """A cache in which all is proved: the one that the tests use."""
    compiled.ready()
    return cache.folder()


@pytest.fixture
def copy(filled, tmp_path):
    """Another cache with what is kept there; the place of its files."""
    place = tmp_path / "sixr" / filled.name
    shutil.copytree(filled, place)
    return place


def test_a_proved_cache_is_used_without_a_word(copy):
    before = {file.name: file.stat().st_mtime_ns for file in copy.iterdir()}
    assert "Compiling" not in measures(run(copy.parents[1]))[1]
    assert {name: (copy / name).stat().st_mtime_ns for name in before} == before


@pytest.mark.parametrize("harm", ["damaged", "half", "unproved", "forged"])
def test_what_is_not_whole_is_not_used(copy, harm):
    file = next(copy.glob("sim.core.loop.advance.days_pass-*"))
    assert compiled.whole(copy)
    if harm == "damaged":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif harm == "half":
        file.unlink()
    elif harm == "unproved":
        (copy / compiled.PROVED).unlink()
    else:
        (copy / compiled.PROVED).write_text('{"": 1}')
    assert not compiled.whole(copy)


@pytest.mark.slow
def test_a_damaged_cache_is_filled_again_with_the_same_bytes(copy, filled):
    """A minute and a half: all is compiled anew, by one of two processes that run at the same time."""
    known = measures(run(filled.parents[1]))[0]
    damaged = next(copy.glob("sim.core.loop.advance.days_pass-*"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    two = [run(copy.parents[1]) for _ in range(2)]
    answers = [measures(one) for one in two]
    assert [answer[0] for answer in answers] == [known, known]
    assert sum("Compiling" in answer[1] for answer in answers) == 1
    proved = json.loads((copy / compiled.PROVED).read_text())
    assert {name: hashlib.sha256((filled / name).read_bytes()).hexdigest() for name in proved} == proved


def test_ctrl_c_ends_the_compiling_and_leaves_nothing_that_would_be_used(tmp_path):
    process = run(tmp_path)
    while not (line := process.stderr.readline()).startswith("Compiling"):
        assert line, "ended without compiling"
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in said
    [place] = tmp_path.glob("sixr/kernels-*")
    assert not compiled.whole(place)


def test_where_nothing_can_be_written_it_is_said_once_and_a_temporary_folder_serves(tmp_path, filled, monkeypatch):
    """A place below a file cannot be made; without any other folder, functions are compiled in memory."""
    blocked = tmp_path / "file"
    blocked.touch()
    code = (
        "from sim.core.ground import cache, draws\n"
        "import numpy as np\n"
        "print(cache.folder()); print(cache.folder()); print(draws.uniform(np.uint64(1), 2, 3, 4, 5))"
    )
    for more in ({}, {"TMPDIR": str(tmp_path / "none")}):
        environment = {**os.environ, "SIXR_CACHE": str(blocked), "PYTHONPATH": str(HOUSE), **more}
        ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        first, again, number = ran.stdout.split()
        assert first == again
        assert 0.0 < float(number) < 1.0
        assert ran.stderr.count("cannot be written to") == 1
        assert not Path(first).exists()


def test_a_place_that_others_could_write_to_is_not_trusted(tmp_path):
    place = tmp_path / "sixr"
    place.mkdir()
    assert cache.is_private(place)
    place.chmod(0o777)
    assert not cache.is_private(place)


MARKET = {
    "core/ground/__init__.py": "",
    "core/ground/jit.py": "def formula(f): return f\n",
    "core/rule.py": (
        "from sim.core.ground.jit import formula\nfrom sim.numbers import TEN\n\ndef f(x): return x * TEN\n"
    ),
    "numbers.py": "TEN = 10\n",
    "elsewhere/deep.py": "import sim.core.ground.jit as jit\n@jit.formula\ndef g(x): return x\n",
    "measures.py": "def h(x): return x\n",
}


@pytest.mark.parametrize(
    ("file", "content", "moves"),
    [
        ("core/rule.py", MARKET["core/rule.py"].replace("x * TEN", "x + TEN"), True),
        ("core/rule.py", "# a remark\n" + MARKET["core/rule.py"] + "\n", False),
        ("core/rule.py", MARKET["core/rule.py"].replace("(x): ", '(x):\n    """A text."""\n    '), False),
        ("numbers.py", "TEN = 11\n", True),
        ("elsewhere/deep.py", MARKET["elsewhere/deep.py"].replace("return x", "return 5 * x"), True),
        ("measures.py", "def h(x): return 2 * x\n", False),
    ],
)
def test_the_place_is_named_by_all_that_is_compiled_wherever_it_lies(tmp_path, file, content, moves):
    def seen(files):
        for name, text in files.items():
            place = tmp_path / "sim" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        return cache.compiled_source(tmp_path / "sim")

    before = seen(MARKET)
    assert (seen(MARKET | {file: content}) != before) is moves


def test_every_compiled_function_of_the_house_counts():
    """Whatever is decorated in sim lies in a file that the name of the place depends on."""
    import sim

    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        importlib.import_module(module.name)
    modules = {one.py_func.__module__ for one in gc.get_objects() if isinstance(one, Dispatcher)}
    ours = {module for module in modules if module.startswith("sim.")}
    assert len(ours) > 20
    assert ours <= cache.compiled_source(cache.MARKET).keys()


def test_what_is_kept_of_a_function_is_read_once(monkeypatch):
    read = []
    monkeypatch.setattr(cache, "read", lambda name: read.append(name) or pickle.dumps((1, 2)))
    monkeypatch.setattr(kept.CompileResult, "_rebuild", lambda context, *parts: parts)
    monkeypatch.setattr(kept, "memory", types.SimpleNamespace(initialize=lambda context: None))
    own = kept.Kept(cache.key)
    assert own.holds((float64,))
    assert own.load_overload((float64,), None) == (1, 2)
    assert read == [own.file((float64,))]
    assert own.load_overload((float64,), None) == (1, 2)  # one that was not asked for before
    assert len(read) == 2
