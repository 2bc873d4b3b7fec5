"""YAML without guesses."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.tree.source import DEEPEST, MOST_BYTES, MOST_VALUES, parse, read
from scenarios.tree.writing import written


def tree(text):
    node, problems = parse(text.encode(), "a.yaml")
    assert problems == ()
    return node.plain()


def found(text):
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return [problem.found for problem in parse(data, "a.yaml")[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-7", -7),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        (".5", 0.5),
        ("5.", 5.0),
        ("+1", 1),
        ("0.10", 0.1),
        ("true", True),
        ("False", False),
        ("~", None),
        ("yes", "yes"),
        ("NO", "NO"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("2026-01-05", "2026-01-05"),
        ("'1e3'", "1e3"),
        ('"true"', "true"),
        ("nan", "nan"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text, value):
    read_as = tree(f"a: {text}\n")["a"]
    assert read_as == value
    assert type(read_as) is type(value)


@pytest.mark.parametrize(
    "text", ["010", "-007", "00", "00.5", ".nan", ".inf", "-.INF", "1e400", "9" * 5000, "2026-02-30"]
)
def test_a_scalar_on_which_readers_differ_is_refused(text):
    assert len(found(f"a: {text}\nb: 1\n")) == 1


def test_every_fault_is_told_with_its_line():
    text = "a: 010\nb:\n  - .nan\n  - *x\nc: &y 1\nc: 2\n"
    problems = parse(text.encode(), "a.yaml")[1]
    assert [(p.line, p.path) for p in problems] == [(1, "a"), (3, "b.0"), (4, "b.1"), (5, "c"), (6, "c")]


def test_a_value_is_on_the_line_of_its_key():
    node = parse(b"a:\n  b:\n    - c\n    - d: 1\n", "a.yaml")[0]
    assert (node.get("a").line, node.get("a").get("b").line) == (1, 2)
    assert [item.line for item in node.get("a").get("b").value] == [3, 4]


def test_a_byte_order_mark_is_passed_over():
    assert parse(b"\xef\xbb\xbfa: 1\n", "a.yaml")[0].plain() == {"a": 1}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(line_end):
    node, problems = parse(line_end.join(["a: 1", "b: 010", ""]).encode(), "a.yaml")
    assert node.get("a").value == 1
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_has_an_end(opening):
    assert found(opening * 10_000)[-1] == f"a value below level {DEEPEST}"
    assert found("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)) == []


def test_a_file_of_more_than_a_megabyte_is_not_read(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * MOST_BYTES)
    assert "an empty file" in read(path, "a")[1][0].found
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    assert read(path, "a")[1][0].found == "1,000,001 bytes"


def test_the_number_of_values_has_an_end():
    assert found("[" + "1," * (MOST_VALUES - 1) + "]") == []
    assert found("[" + "1," * MOST_VALUES + "]") == ["too many values"]


@pytest.mark.parametrize(
    "text",
    [
        '"' + "\n" * 500_000,
        "- \n" * 300_000,
        "a: |\n" + " x\n" * 300_000,
        "%YAML " + "1" * 9000 + ".2\n--- 1",
        "\r" * 900_000,
    ],
    ids=["blank lines in quotes", "items", "block", "directive", "carriage returns"],
)
def test_small_files_that_kill_other_readers_are_answered_quickly(text):
    before = time.process_time()
    parse(text.encode(), "a.yaml")
    assert time.process_time() - before < 20  # a parser whose time grows with the square takes hours


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff"))
SCALAR = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(-1e29, 1e29) | TEXT
TREE = st.recursive(
    SCALAR, lambda part: st.lists(part, max_size=4) | st.dictionaries(TEXT, part, max_size=4), max_leaves=12
)


@given(st.dictionaries(TEXT, TREE, max_size=4))
def test_what_is_written_reads_back_the_same(value):
    node, problems = parse(written(value).encode(), "a.yaml")
    assert problems == ()
    assert node.plain() == normal(value)


def normal(value):
    """``value`` as it is read: lists as tuples, text in Unicode's composed form."""
    import unicodedata

    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): normal(part) for key, part in value.items()}
    if isinstance(value, list):
        return tuple(normal(part) for part in value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
