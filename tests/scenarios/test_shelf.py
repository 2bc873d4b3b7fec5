"""What is kept is found again, to the bit; what is damaged is not; what is too much is dropped in a known order."""

import json
import os
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from small_market import MEASURES, figures, plans

from scenarios.changes import changed
from scenarios.ground.places import held
from scenarios.running import batch, shelf
from scenarios.running.shelf import PARTS, REGISTRY, Key, Shelf
from scenarios.running.shelf_runs import DONE, RUNNING, STOPPED, delete, named, recorded, run_of, runs
from scenarios.running.where import working
from sim.problems import BadInput
from tests.worlds import noted_worlds

HERE = Path(__file__).parent
VALUES = np.array([1.5, np.nan, -0.0, 5e-324])


@pytest.fixture
def place(tmp_path):
    return tmp_path / ".sixr"


@pytest.fixture
def opened(place):
    with closing(Shelf(place)) as one:
        yield one


@pytest.fixture
def counted(monkeypatch):
    """The worlds that are really run: (plan, world)."""
    return noted_worlds(monkeypatch)


def put(one, world, measures=("a", "b", "c", "d"), values=VALUES, plan="p"):
    """One part with one world."""
    one.keep(Key(plan, world, 0), measures, values[: len(measures)])
    one.flush()


def put_and_stopped(one):
    with suppress(KeyboardInterrupt), recorded(one, ["sweep", "c"]):
        put(one, 7)
        raise KeyboardInterrupt


def worlds_in(one):
    return sorted(world for (world,) in one.ask("SELECT world FROM job"))


def test_what_is_kept_is_not_run_again(opened, counted):
    with working(shelf=opened):
        first = figures(threads=2)
        assert len(counted) == 12
        assert figures(threads=1) == first
        more = plans(8)
        assert (
            batch.evaluate(more, MEASURES[:2]).values[:, :6].tobytes()
            == batch.evaluate(plans(), MEASURES[:2]).values.tobytes()
        )
    assert sorted(counted[12:]) == [(plan.name, world) for plan in more for world in (6, 7)]


def test_what_changes_a_world_is_run_again(opened, counted):
    base = plans(1)[0]
    same = base.model_copy(update={"name": "other", "note": None})
    others = [changed(base, {"people": 801}), changed(base, {"seed": 2}), changed(base, {"policy.price.level": 1.01})]
    with working(shelf=opened):
        batch.evaluate([base], ["profit"])
        batch.evaluate([same], ["profit"])
        assert len(counted) == 1
        batch.evaluate(others, ["profit"])
        batch.evaluate([base], ["profit"], chance=1)
        batch.evaluate([base], ["orders"])
        assert len(counted) == 6
        batch.run([base], [batch.Job(0, 0, 0, {"market.awareness.fade_rate": u}) for u in (0.1, 0.9)], ["profit"])
        assert len(counted) == 8


def test_other_code_finds_nothing(opened, monkeypatch):
    keys = opened.keys(plans(1), [batch.Job(0, 0)], "compiled")
    assert keys != opened.keys(plans(1), [batch.Job(0, 0)], "reference")
    monkeypatch.setattr(shelf, "code_version", lambda: "0" * 64)
    assert keys != opened.keys(plans(1), [batch.Job(0, 0)], "compiled")


def test_values_come_back_to_the_bit(opened):
    put(opened, 3)
    found = opened.found([Key("p", 2, 0), Key("p", 3, 0), Key("p", 3, 0)], ("d", "b", "c"))
    assert sorted(found) == [1, 2]
    assert found[1].tobytes() == found[2].tobytes() == VALUES[[3, 1, 2]].tobytes()
    assert opened.found([Key("p", 3, 0)], ("a", "e")) == {}


def test_a_damaged_part_is_noticed_and_run_again(opened, place, counted):
    with working(shelf=opened):
        first = figures(threads=1)
        before = len(counted)
        for k, file in enumerate(sorted((place / PARTS).iterdir())):
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1 << (k % 8)
            file.write_bytes(content)
        assert figures(threads=1) == first
        assert len(counted) == 2 * before
        assert figures(threads=1) == first
        assert len(counted) == 2 * before


@pytest.mark.parametrize("damage", [b"", b"no database, but long enough to be taken for one" * 30, None])
def test_a_part_cut_or_gone_and_a_registry_that_lies_give_no_answer(opened, place, damage):
    put(opened, 1)
    put(opened, 2, values=2 * VALUES)
    (first, _) = opened.ask("SELECT file FROM part ORDER BY id")
    if damage is None:
        (place / PARTS / first[0]).unlink()
    else:
        (place / PARTS / first[0]).write_bytes(damage)
    opened.ask("UPDATE job SET part = 1 WHERE world = 2")
    assert opened.found([Key("p", 1, 0)], "ab") == {}
    opened.ask("UPDATE job SET part = 2, world = 9 WHERE world = 2")
    assert opened.found([Key("p", 9, 0)], "ab") == {}


def test_a_damaged_registry_is_set_aside(place):
    with closing(Shelf(place)) as one:
        put(one, 1)
    (place / REGISTRY).write_bytes(b"no database at all" * 300)
    with closing(Shelf(place)) as one:
        assert one.found([Key("p", 1, 0)], "ab") == {}
        put(one, 1)
        assert list(one.found([Key("p", 1, 0)], "ab")) == [0]
        one.dropped(whole=True)
        assert len(list((place / PARTS).glob("*.parquet"))) == 1
    assert len(list(place.glob(f"{REGISTRY}.damaged-*"))) == 1


def test_the_longest_unused_is_dropped_first_and_nothing_of_a_named_run(opened, monkeypatch):
    clock = iter(range(1, 100))
    monkeypatch.setattr(shelf.time, "time", lambda: float(next(clock)))
    with recorded(opened, ["sweep", "named"]):
        put(opened, 0)
    named(opened, 1, "keep this")
    for world in range(1, 6):
        put(opened, world)
    opened.found([Key("p", 2, 0)], "ab")  # used anew
    part = opened.size() // 6
    for left, expected in ((5, [0, 2, 3, 4, 5]), (3, [0, 2, 5]), (2, [0, 2]), (0, [0])):
        opened.limit = int((left + 0.5) * part)
        opened.dropped()
        assert worlds_in(opened) == expected
    assert len(list((opened.place / PARTS).glob("*.parquet"))) == 1


def test_the_limit_holds_while_parts_are_written(opened):
    put(opened, 0)
    opened.limit = 4 * opened.size() + 100
    for world in range(1, 20):
        put(opened, world)
        assert opened.size() <= opened.limit
    assert worlds_in(opened) == [16, 17, 18, 19]


def test_runs_are_recorded_named_and_deleted(opened):
    for words in (["sweep", "a"], ["sweep", "b"], ["sweep", "a"]):
        with recorded(opened, words):
            put(opened, len(words[1]))
            assert runs(opened)[-1].state == RUNNING
    assert [(run.number, run.words[1], run.state) for run in runs(opened)] == [(2, "b", DONE), (1, "a", DONE)]
    put_and_stopped(opened)
    assert run_of(opened, None).words == ("sweep", "c")
    with pytest.raises(BadInput), recorded(opened, ["sweep", "--refused"]):
        raise BadInput([])
    assert len(runs(opened)) == 3
    named(opened, 3, "mine")
    for number, name in ((1, "mine"), (1, "12"), (1, ""), (1, "x" * 61)):
        with pytest.raises(BadInput):
            named(opened, number, name)
    delete(opened, run_of(opened, "mine").number)
    assert worlds_in(opened) == [1]
    with pytest.raises(BadInput, match="mine"):
        run_of(opened, "mine")


def test_a_run_whose_process_is_gone_is_stopped_and_one_that_lives_is_not(opened, place):
    with closing(Shelf(place)) as other, recorded(other, ["sweep", "a"]):
        assert runs(opened)[0].state == RUNNING
        with recorded(opened, ["sweep", "a"]):  # the same command beside it is a run of its own
            assert [run.state for run in runs(opened)] == [RUNNING, RUNNING]
        with pytest.raises(BadInput, match="nothing that was stopped"):
            run_of(opened, None)
    opened.ask("UPDATE run SET state = 'running' WHERE id = 1")
    (place / "run-1").touch()
    assert runs(opened)[0].state == STOPPED
    with held(place / "run-1"):
        assert runs(opened)[0].state == RUNNING


WRITER = """
import sys
from pathlib import Path
import numpy as np
from scenarios.running.shelf import Key, Shelf
own = int(sys.argv[2])
shelf = Shelf(Path(sys.argv[1]))
for world in range(40):
    if world % 2 or world % 4 == own:
        shelf.keep(Key("p", world, 0), ("a", "b"), np.array([world, world / 3]))
        if world % 3 == own % 3:
            shelf.flush()
        for k, row in shelf.found([Key("p", w, 0) for w in range(40)], ("b",)).items():
            assert row[0] == k / 3
shelf.close()
"""


def test_any_number_may_write_at_once(place):
    """Odd worlds are written by all four, even ones by one or none."""
    command = [sys.executable, "-c", WRITER, str(place)]
    four = [subprocess.Popen([*command, str(k)], cwd=HERE.parents[1], stderr=subprocess.PIPE) for k in range(4)]
    assert [writer.communicate(timeout=120)[1].decode() for writer in four] == [""] * 4
    assert [writer.returncode for writer in four] == [0] * 4
    with closing(Shelf(place)) as one:
        found = one.found([Key("p", world, 0) for world in range(40)], ("a",))
        assert sorted(found) == [w for w in range(40) if w % 2 or w % 4 in (0, 2)]
        assert all(row[0] == world for world, row in found.items())
        assert len(worlds_in(one)) == len(set(worlds_in(one)))
        known = {file for (file,) in one.ask("SELECT file FROM part")}
    assert {file.name for file in (place / PARTS).iterdir()} == known


def killed(folder, kills, seed, worlds):
    """What tests/scenarios/killed.py prints."""
    command = [sys.executable, str(HERE / "killed.py"), str(folder), *map(str, (kills, seed, worlds))]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=500)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize(("kills", "worlds"), [(8, 8), pytest.param(100, 60, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_lost_or_doubled(place, kills, worlds):
    found = killed(place, kills, 7, worlds)
    assert found["lost"] == found["doubled"] == 0
    assert found["same"]
    assert found["known"] == found["rows"] == 2 * worlds
    assert len(found["counts"]) >= kills
