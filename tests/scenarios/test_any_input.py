"""Whatever a file holds, it loads or is refused with a message: nothing else ever happens.

SIXR_EXAMPLES=5000 tries that many of each; without it, so many that the module takes about a minute.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.files.loading import check, load
from scenarios.scenario import Scenario
from scenarios.tree.source import Node, parse
from scenarios.tree.writing import written
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput

LIBRARY = Path(__file__).parents[2] / "scenarios" / "library"
BASE = (LIBRARY / "base.yaml").read_bytes()
SMALL = (LIBRARY / "verification" / "st2.yaml").read_bytes()
TREE: Node = parse(BASE, "base.yaml")[0]
KEYS = sorted(
    {part for path in TREE.paths() for part in path.split(".")} | {"extends", "note", "verify", "value", "interval"}
)
HOSTILE = (
    b"NO yes 12:30 010 1e3 1e400 1_000 .nan .inf 5% 0,05 2026-02-30 03/04/2026 ~ null <<: !!python/object &a *a ''"
    b' "\\ud800" -0.0 -1 1.5 99999999999999999999999 true false [] {} [[]] {a: 1} ${X} base \xff \x00 ---'
).split()


def examples(usual):
    """So many examples, all in the same folder."""
    checks = [HealthCheck.function_scoped_fixture]
    return settings(max_examples=int(os.environ.get("SIXR_EXAMPLES", usual)), suppress_health_check=checks)


def result(name_or_path, **options) -> Scenario | BadInput:
    try:
        return load(name_or_path, **options)
    except BadInput as refused:
        return refused


def answered(path: Path, data: bytes, **options) -> None:
    path.write_bytes(data)
    answer = result(path, **options)
    if isinstance(answer, Scenario):
        assert len(answer.fingerprint) == 64
        assert all(warnings_of(answer))
        return
    assert 1 <= len(answer.problems) <= 50
    str(answer).encode("utf-8")
    lines = len(data.decode("utf-8", "replace").splitlines()) + 1
    for problem in answer.problems:
        assert problem.found
        assert problem.allowed
        assert 0 <= problem.line <= lines or problem.file != str(path)


@examples(30)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(tmp_path, data):
    answered(tmp_path / "a.yaml", data)


SCALARS = st.sampled_from(HOSTILE).map(lambda word: word.decode("latin-1")) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | SCALARS, part, max_size=3),
    max_leaves=8,
)


@examples(30)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), st.booleans())
def test_any_tree(tmp_path, tree, extends):
    answered(tmp_path / "a.yaml", written(tree | ({"extends": "base"} if extends else {})).encode())


def places(node, path=()):
    """Every place of a tree of plain values."""
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, tuple) else ()
    for key, part in items:
        yield from places(part, (*path, key))


PLACES = [path for path in places(TREE.plain()) if path]


CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3)


@examples(30)
@given(CHANGES)
def test_any_value_at_any_place_said_by_a_file_that_extends_base(tmp_path, changes):
    tree = {"extends": "base"}
    for path, value in changes:
        tree = put(tree, TREE.plain(), path, value)
    answered(tmp_path / "a.yaml", written(tree).encode())
    answer = result(tmp_path / "a.yaml")
    if isinstance(answer, BadInput):
        assert {problem.file for problem in answer.problems} == {str(tmp_path / "a.yaml")}


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("market", "channels", 0, "peak_rate"), {"schema": None}, "schema"),
        (("policy", "price", "path", "kind"), {}, "policy.price.path.kind"),
    ],
)
def test_a_key_of_the_whole_inside_a_part_and_a_kind_that_is_no_word_are_refused(tmp_path, path, value, key):
    file = tmp_path / "a.yaml"
    file.write_text(written(put({"extends": "base"}, TREE.plain(), path, value)), encoding="utf-8")
    refused = result(file)
    assert isinstance(refused, BadInput)
    assert any(problem.path.endswith(key) and problem.file == str(file) for problem in refused.problems)


@examples(8)
@given(CHANGES)
def test_any_value_at_any_place_of_a_whole_scenario(tmp_path, changes):
    tree = TREE.plain()
    for path, value in changes:
        tree = put(tree, TREE.plain(), path, value)
    answered(tmp_path / "a.yaml", written(tree).encode())


def put(tree, whole, path, value):
    """``tree`` with ``value`` at ``path``; items of lists are found by their name in ``whole``."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(whole, tuple):
        items = list(tree) if isinstance(tree, tuple | list) else []
        name = whole[key].get("name") if isinstance(whole[key], dict) else None
        here = next((k for k, item in enumerate(items) if isinstance(item, dict) and item.get("name") == name), None)
        item = put(items[here] if here is not None else {"name": name}, whole[key], rest, value)
        return [*items[:here], item, *items[here + 1 :]] if here is not None else [*items, item]
    tree = tree if isinstance(tree, dict) else {}
    return tree | {key: put(tree.get(key), whole[key], rest, value)}


CUTS = st.lists(
    st.tuples(st.integers(0, len(SMALL)), st.integers(0, 6), st.sampled_from(HOSTILE)), min_size=1, max_size=3
)


@examples(30)
@given(CUTS)
def test_any_damage_to_a_small_file(tmp_path, cuts):
    data = SMALL
    for at, length, word in cuts:
        data = data[:at] + word + data[at + length :]
    answered(tmp_path / "a.yaml", data)


@examples(8)
@given(st.integers(0, len(BASE)), st.integers(0, 40), st.sampled_from(HOSTILE))
def test_any_damage_to_base_as_a_file_and_as_a_market_file(tmp_path, at, length, word):
    data = BASE[:at] + word + BASE[at + length :]
    answered(tmp_path / "a.yaml", data)
    answered(tmp_path / "b.yaml", b"extends: a.yaml\n")
    answered(tmp_path / "c.yaml", b"extends: base\n", market=tmp_path / "a.yaml")


@examples(30)
@given(st.lists(st.sampled_from(KEYS) | SCALARS, min_size=1, max_size=4), SCALARS | st.floats().map(str))
def test_any_setting(keys, value):
    answer = result("base", overrides=[f"{'.'.join(keys)}={value}"])
    if isinstance(answer, BadInput):
        assert {problem.line for problem in answer.problems if problem.file == "--set"} <= {0}


@examples(30)
@given(st.sampled_from(list(TREE.paths())), SCALARS | st.integers() | st.floats().map(str))
def test_any_setting_of_a_known_path(path, value):
    answer = result("base", overrides=[f"{path}={value}"])
    if isinstance(answer, BadInput):
        assert {problem.file for problem in answer.problems} == {"--set"}


@examples(30)
@given(
    st.text(max_size=30) | st.sampled_from(["base", "../base", "/etc/passwd", "a.yaml", "./a.yaml", "a/../a.yaml", "~"])
)
def test_any_extends(tmp_path, target):
    answered(tmp_path / "a.yaml", written({"extends": target}).encode())


def test_a_list_under_a_file_that_extends_it_is_refused(tmp_path):
    (tmp_path / "list.yaml").write_text("- 1\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("extends: list.yaml\n", encoding="utf-8")
    with pytest.raises(BadInput):
        check([tmp_path / "a.yaml", tmp_path / "list.yaml"])
