"""Networks that a scenario asks for: from a file, with every fault of it named; and what does not fit together."""

import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenarios.beside.edges import edges
from scenarios.files.loading import load, load_market
from scenarios.lowering.lower import lower
from scenarios.running.memory import bytes_of
from scenarios.tree.writing import written
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput

NETWORK = "market.referral.network"
PAIRS = [(0, 1), (1, 2), (2, 0), (2, 7), (5, 9)]
ROWS = [[1, 2], [0, 2], [0, 1, 7], [], [], [9], [], [2], [], [5]]


def rows(graph):
    return [graph.links[a:b].tolist() for a, b in zip(graph.links_from, graph.links_from[1:], strict=False)]


def csv(path, pairs=PAIRS, header=""):
    path.write_text(header + "".join(f"{a},{b}\n" for a, b in pairs), "utf-8")
    return path


def parquet(path, one, other, kind=None):
    kind = kind or pa.int32()
    pq.write_table(pa.table({"a": pa.array(one, kind), "b": pa.array(other, kind)}), path)
    return path


def scenario(folder, file="ties.csv", **more):
    tree = {
        "schema": 1,
        "name": "friends",
        "extends": "base",
        "people": 10,
        "days": 30,
        "market": {"referral": {"network": {"kind": "edges", "file": file, **more}}},
    }
    path = folder / "friends.yaml"
    path.write_text(written(tree), "utf-8")
    return path


@pytest.mark.parametrize("header", ["", "from,to\n", "\ufeffone, other\n"])
def test_a_csv_file_is_read_back(tmp_path, header):
    found = edges(str(csv(tmp_path / "ties.csv", header=header)), 10)
    assert rows(found.graph) == ROWS
    assert found.merged == 0


def test_blank_lines_spaces_and_line_ends_do_not_matter(tmp_path):
    (tmp_path / "ties.csv").write_bytes(b"\n0,1\r\n 1 , 2\n\n2,0\n2,007\r\n5,9")
    assert rows(edges(str(tmp_path / "ties.csv"), 10).graph) == ROWS


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.uint8()])
def test_a_parquet_file_is_read_back(tmp_path, kind):
    found = edges(str(parquet(tmp_path / "ties", *zip(*PAIRS, strict=True), kind)), 10)
    assert rows(found.graph) == ROWS


def test_many_ties_are_read_back_from_either_kind_of_file(tmp_path):
    people = 5000
    one = np.arange(60_000) % people
    other = (one + 1 + np.arange(60_000) // people) % people
    as_csv = edges(str(csv(tmp_path / "ties.csv", zip(one, other, strict=True))), people)
    as_parquet = edges(str(parquet(tmp_path / "ties.parquet", one, other)), people)
    assert all(map(np.array_equal, as_csv.graph, as_parquet.graph))
    assert (np.diff(as_csv.graph.links_from) == 24).all()
    assert as_csv.sha256 != as_parquet.sha256


def test_a_tie_said_again_counts_once_and_is_noticed(tmp_path):
    csv(tmp_path / "ties.csv", [*PAIRS, (1, 0), (5, 9), (9, 5)])
    assert edges(str(tmp_path / "ties.csv"), 10).merged == 3
    loaded = load(scenario(tmp_path))
    assert any("3 of the rows say a tie again" in warning for warning in warnings_of(loaded))
    assert rows(lower(loaded, 0).network) == ROWS


FAULTS = {
    "a word": (b"0,1\n2,x\n", 2, "x, which is no whole number"),
    "a fraction": (b"0,1\n1.5,2\n", 2, "1.5, which is no whole number"),
    "a word below a header": (b"a,b\n\n0,1\n2,x\n", 4, "x, which is no whole number"),
    "hexadecimal": (b"0x1,2\n", 1, "0x1, which is no whole number"),
    "nothing": (b"0,1\n2,\n", 2, "nothing in place of a number"),
    "below": (b"0,-1\n", 1, "-1, which is no whole number"),
    "above": (b"0,1\n\n3,10\n", 3, "the number 10, which nobody has. Allowed: 0 to 9, the numbers of 10 people"),
    "far above": (b"0,99999999999999999999\n", 1, "which is no whole number"),
    "oneself": (b"0,1\n3,3\n", 2, "person 3 tied to person 3"),
    "one column": (b"0,1\n3\n", 2, "1 value. Allowed: two people's numbers"),
    "three columns": (b"0,1,2\n", 1, "3 values"),
    "another separator": (b"0;1\n", 1, "1 value"),
    "bytes": (b"0,1\n\xff,2\n", 2, "which is no whole number"),
    "no ties": (b"a,b\n", 0, "no ties"),
    "nothing at all": (b"", 0, "no ties"),
    "half a table": (b"PAR1 and no more", 0, "damaged"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_a_file_is_said(tmp_path, name):
    data, line, words = FAULTS[name]
    (tmp_path / "ties.csv").write_bytes(data)
    with pytest.raises(BadInput) as refused:
        load(scenario(tmp_path))
    [problem] = refused.value.problems
    assert (problem.file, problem.line) == (str(tmp_path / "ties.csv"), line)
    assert words in str(problem)


def test_every_fault_is_said(tmp_path):
    csv(tmp_path / "ties.csv", [(0, 1), (2, 2), ("x", 30), (4, 5), (11, 12)])
    with pytest.raises(BadInput) as refused:
        edges(str(tmp_path / "ties.csv"), 10)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 3, 5, 5]


@pytest.mark.parametrize(
    ("one", "other", "kind", "line", "words"),
    [
        ([0, 3], [1, 10], None, 2, "the number 10"),
        ([0, None], [1, 2], None, 2, "nothing in place of a number"),
        ([4], [4], None, 1, "person 4 tied to person 4"),
        ([0], [-1], None, 1, "the number -1"),
        ([0.0], [1.0], pa.float64(), 0, "a (double), b (double)"),
        ([2**63], [1], pa.uint64(), 0, "damaged"),
    ],
)
def test_what_is_wrong_with_a_parquet_file_is_said(tmp_path, one, other, kind, line, words):
    with pytest.raises(BadInput) as refused:
        edges(str(parquet(tmp_path / "ties.parquet", one, other, kind)), 10)
    [problem] = refused.value.problems
    assert problem.line == line
    assert words in str(problem)


def test_a_third_column_is_refused(tmp_path):
    pq.write_table(pa.table({"a": [0], "b": [1], "weight": [3]}), tmp_path / "ties.parquet")
    with pytest.raises(BadInput, match="two columns of whole numbers"):
        edges(str(tmp_path / "ties.parquet"), 10)


def test_a_file_is_found_beside_the_file_that_names_it(tmp_path):
    csv(tmp_path / "ties.csv")
    below = tmp_path / "below"
    below.mkdir()
    scenario(below, "../ties.csv")
    (below / "on_top.yaml").write_text("schema: 1\nname: on top\nextends: friends.yaml\n", "utf-8")
    assert rows(lower(load(below / "on_top.yaml"), 0).network) == ROWS


def test_no_file_or_a_file_that_is_not_there(tmp_path):
    for file, words in (("", "no file"), ("absent.csv", "no such file"), (".", "not a regular file")):
        with pytest.raises(BadInput, match=words):
            load(scenario(tmp_path, file))
    with pytest.raises(BadInput, match=rf"--set: {NETWORK}.file — found no file"):
        load("base", overrides=(f"{NETWORK}.kind=edges",))


def test_the_content_of_the_file_is_in_the_fingerprint_and_its_place_is_not(tmp_path):
    csv(tmp_path / "ties.csv")
    first = load(scenario(tmp_path)).fingerprint
    other = tmp_path / "other"
    shutil.copytree(tmp_path, other)
    assert load(other / "friends.yaml").fingerprint == first
    csv(tmp_path / "ties.csv", [*PAIRS, (3, 4)])
    assert load(scenario(tmp_path)).fingerprint != first


def test_a_resolved_scenario_asks_for_the_same_file(tmp_path):
    csv(tmp_path / "ties.csv")
    first = load(scenario(tmp_path))
    resolved = tmp_path / "below" / "resolved.yaml"
    resolved.parent.mkdir()
    resolved.write_text(first.to_yaml(), "utf-8")
    assert load(resolved) == first
    assert load(resolved).fingerprint == first.fingerprint
    csv(tmp_path / "ties.csv", [*PAIRS, (3, 4)])
    with pytest.raises(BadInput, match=r"sha256 — found another content of the file"):
        load(resolved)
    with pytest.raises(BadInput, match="another content than before"):
        lower(first, 0)


def test_a_market_file_names_its_own_file(tmp_path):
    csv(tmp_path / "ties.csv")
    market = load("base").model_dump(by_alias=True, exclude_none=True)["market"]
    market["referral"]["network"] |= {"kind": "edges", "file": "ties.csv"}
    path = tmp_path / "below" / "market.yaml"
    path.parent.mkdir()
    shutil.copy(tmp_path / "ties.csv", path.parent)
    path.write_text(written({"schema": 1, "name": "m", "history": {}, "market": market}), "utf-8")
    assert load_market(path).market.referral.network.file == str(path.parent / "ties.csv")
    loaded = load("base", market=path, overrides=("people=10",))
    assert rows(lower(loaded, 0).network) == ROWS


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (("kind=fresh", "seeds=0"), r"seeds — found 0 seeds among .* people"),
        (("kind=fresh", "seeds=2000000"), r"seeds — found 2,000,000 seeds"),
        (("kind=scale_free", "largest=5"), r"largest — found a mean of 12 contacts and at most 5"),
        (("kind=ring",), r"one of: random, small_world, scale_free, block, edges, fresh"),
    ],
)
def test_what_does_not_fit_together(overrides, words):
    with pytest.raises(BadInput, match=words):
        load("base", overrides=[f"{NETWORK}.{one}" for one in overrides])


def test_fresh_people_come_with_a_warning():
    warnings = warnings_of(load("base", overrides=(f"{NETWORK}.kind=fresh",)))
    assert any("differences between scenarios are less certain" in warning for warning in warnings)
    assert not any("fresh" in warning for warning in warnings_of(load("base")))


def test_the_list_of_contacts_is_counted_in_memory(tmp_path):
    def of(*overrides):
        return bytes_of(load("base", overrides=("people=100000", *overrides)))

    assert of(f"{NETWORK}.kind=fresh") == of()
    assert of(f"{NETWORK}.kind=block") - of() == 100_000 * (8 + 4 * 12)
    csv(tmp_path / "ties.csv")
    assert of(f"{NETWORK}.kind=edges", f"{NETWORK}.file={tmp_path / 'ties.csv'}") - of() == 8 * 100_001 + 4 * 10


def test_a_tie_said_a_hundred_million_times_is_refused_unread(tmp_path):
    part = pa.table({"one": np.zeros(1_000_000, np.int32), "other": np.ones(1_000_000, np.int32)})
    with pq.ParquetWriter(tmp_path / "ties.parquet", part.schema, compression="zstd") as writer:
        for _ in range(100):
            writer.write_table(part, row_group_size=1_000_000)
    assert (tmp_path / "ties.parquet").stat().st_size < 2_000_000
    with pytest.raises(BadInput, match="found 100,000,000 rows"):
        edges(str(tmp_path / "ties.parquet"), 2000)
