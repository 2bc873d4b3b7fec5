"""Forged and damaged results: every reader refuses them with one message, and shows nothing of them.

Each harm leaves the checksums fitting, unless they are what is harmed: it is what somebody does who knows the format.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import data, report
from scenarios.ground import parquet
from scenarios.ground.parquet import digest
from scenarios.results import store
from scenarios.results.manifest import canonical
from sim.problems import BadInput

Harm = Callable[[Path], Any]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return made.folder(tmp_path_factory.mktemp("made") / "whole", names=("base", "price-up"), worlds=12)


@pytest.fixture
def folder(whole, tmp_path):
    """A result to be harmed."""
    return Path(shutil.copytree(whole, tmp_path / "sixr-runs" / "forged"))


def sealed(folder: Path, change: Callable[[dict[str, Any]], Any] = lambda manifest: None) -> None:
    """The manifest after ``change``, all checksums and sizes fitting again."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in manifest["sha256"]:
        if (folder / name).is_file() and not (folder / name).is_symlink():
            content = (folder / name).read_bytes()
            manifest["sha256"][name], manifest["bytes"][name] = digest(content), len(content)
    change(manifest)
    manifest.pop("manifest_sha256", None)
    manifest["manifest_sha256"] = digest(canonical(manifest))
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def said(**entries: Any) -> Harm:
    """Other entries in the manifest."""
    return lambda folder: sealed(folder, lambda manifest: manifest.update(entries))


def unsaid(*path: str) -> Harm:
    """An entry less in the manifest."""

    def change(manifest):
        for key in path[:-1]:
            manifest = manifest[key]
        del manifest[path[-1]]

    return lambda folder: sealed(folder, change)


def table(name: str, change: Callable[[Any], Any]) -> Harm:
    """Another content of a table, as a data frame or as a table of Arrow."""

    def harm(folder):
        file = folder / "tables" / f"{name}.parquet"
        found = change(pq.read_table(file).to_pandas())
        pq.write_table(
            found if isinstance(found, pa.Table) else pa.Table.from_pandas(found, preserve_index=False), file
        )
        sealed(folder)

    return harm


def raw(name: str, content: bytes) -> Harm:
    """Another content of a file, its checksum fitting."""

    def harm(folder):
        (folder / name).write_bytes(content)
        if name != "manifest.json":
            sealed(folder)

    return harm


def linked(name: str, target: str) -> Harm:
    def harm(folder):
        (folder / name).unlink()
        (folder / name).symlink_to(target)

    return harm


def piped(name: str) -> Harm:
    def harm(folder):
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return harm


def grown(folder: Path) -> None:
    """A table of a terabyte, nearly all of it a hole."""
    os.truncate(folder / "tables" / "daily.parquet", 10**12)


def bomb(folder: Path) -> None:
    """A hundred million rows in a megabyte."""
    file = folder / "tables" / "daily.parquet"
    part = pq.read_table(file).slice(0, 1)
    part = part.take(pa.array(np.zeros(1_000_000, np.int64)))
    with pq.ParquetWriter(file, part.schema, compression="zstd") as writer:
        for _ in range(60):
            writer.write_table(part, row_group_size=1_000_000)
    sealed(folder)


def long_texts(folder: Path) -> None:
    """A few kilobytes that stand for ten terabytes of text."""
    file = folder / "tables" / "daily.parquet"
    codes = pa.DictionaryArray.from_arrays(np.zeros(1_000_000, np.int32), ["x" * 10_000_000])
    one = pq.read_table(file).slice(0, 1).take(pa.array(np.zeros(1_000_000, np.int64)))
    pq.write_table(one.set_column(2, "series", codes), file, compression="zstd", store_schema=False)
    sealed(folder)


def renamed(frame):
    return frame.assign(scenario=frame["scenario"].replace("price-up", "price-down"))


def one_scenario(manifest: dict[str, Any]) -> None:
    manifest["scenarios"] = manifest["scenarios"][:1]


HARMS: dict[str, Harm] = {
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "an empty manifest": raw("manifest.json", b""),
    "another program's manifest": raw("manifest.json", b'{"name": "web app", "icons": []}'),
    "a manifest that is a list": raw("manifest.json", b"[1, 2]"),
    "deep JSON": raw("manifest.json", b"[" * 200_000),
    "huge JSON": raw("manifest.json", b'{"a": "' + b"x" * 11_000_000 + b'"}'),
    "a manifest that is not UTF-8": raw("manifest.json", b'{"kind": "\xff\xfe"}'),
    "a number that is none": raw("manifest.json", b'{"format": NaN}'),
    "a manifest behind a link": linked("manifest.json", "/etc/hostname"),
    "a manifest that never ends": linked("manifest.json", "/dev/zero"),
    "a manifest that waits": piped("manifest.json"),
    "a changed manifest": lambda folder: (folder / "manifest.json").write_text(
        (folder / "manifest.json").read_text("utf-8").replace('"seed": 1', '"seed": 2'), "utf-8"
    ),
    "a newer format": said(format=2),
    "a format that is a text": said(format="1"),
    "another kind": said(kind="forecast"),
    "worlds that are a text": said(worlds="many"),
    "no worlds": said(worlds=0),
    "endless days": said(days=10**9),
    "no currency": unsaid("currency"),
    "no scenarios": said(scenarios=[]),
    "scenarios that are texts": said(scenarios=["base", "price-up"]),
    "two bases": lambda folder: sealed(folder, lambda m: [one.update(base=True) for one in m["scenarios"]]),
    "one scenario less": lambda folder: sealed(folder, one_scenario),
    "a title that is a number": lambda folder: sealed(folder, lambda m: m["scenarios"][1].update(title=7)),
    "labels that are texts": said(market={"name": "base", "labels": {"assumed": "many"}}),
    "warnings that are a text": said(warnings="none"),
    "no checksums": unsaid("sha256"),
    "no sizes": unsaid("bytes"),
    "a checksum less": unsaid("sha256", "tables/accounts.parquet"),
    "a path that leads out": said(files={"base": "../../../etc/passwd", "price-up": "scenarios/price_up.yaml"}),
    "an absolute path": lambda folder: sealed(
        folder, lambda m: (m["sha256"].update({"/etc/passwd": "0" * 64}), m["bytes"].update({"/etc/passwd": 1}))
    ),
    "a table less": lambda folder: (folder / "tables" / "accounts.parquet").unlink(),
    "a scenario less": lambda folder: next((folder / "scenarios").iterdir()).unlink(),
    "a scenario that is not UTF-8": raw("scenarios/base.yaml", b"name: \xff"),
    "a table that is text": raw("tables/daily.parquet", b"PAR1 not a table at all"),
    "a table of others": table("daily", lambda frame: pa.table({"client": ["a"], "amount": [1.0]})),
    "a column less": table("daily", lambda frame: frame.drop(columns="high")),
    "columns in another order": table("accounts", lambda frame: frame[["account", "scenario", "value"]]),
    "numbers as text": table("accounts", lambda frame: frame.assign(value="a lot")),
    "days as text": table("daily", lambda frame: frame.assign(day=frame["day"].astype(str))),
    "an empty table": table("daily", lambda frame: frame.head(0)),
    "no measures": table("measures", lambda frame: frame.head(0)),
    "no comparison": table("comparison", lambda frame: frame.head(0)),
    "no value at all": table("measures", lambda frame: frame.assign(value=np.nan)),
    "no stage is known": table("daily", lambda frame: frame.assign(value=np.nan)),
    "endless money": table("accounts", lambda frame: frame.assign(value=np.inf)),
    "rows without a name": table("accounts", lambda frame: frame.assign(account=None)),
    "other scenarios": table("measures", renamed),
    "the comparison of one": table("comparison", lambda frame: frame[frame["scenario"] == "base"]),
    "no profit": table("comparison", lambda frame: frame[frame["measure"] != "profit"]),
    "rows twice": table("comparison", lambda frame: frame.loc[[*frame.index, frame.index[0]]]),
    "a world too many": table("measures", lambda frame: frame.assign(replication=frame["replication"] + 90)),
    "a day before the first": table("daily", lambda frame: frame.assign(day=frame["day"] - 1)),
    "a table behind a link": linked("tables/daily.parquet", "/etc/hostname"),
    "a table that never ends": linked("tables/daily.parquet", "/dev/zero"),
    "a table that waits": piped("tables/daily.parquet"),
    "a table larger than stated": grown,
    "countless rows": bomb,
    "countless letters": long_texts,
}
SHOWN = (
    "a newer format",
    "a table that never ends",
    "no comparison",
    "the comparison of one",
    "deep JSON",
    "no profit",
)
"""What the page is shown in the fast suite; all of it in the slow one."""


def refusal(reading: Callable[[], Any]) -> str:
    with pytest.raises(BadInput) as refused:
        reading()
    (problem,) = refused.value.problems
    assert problem.found
    assert problem.allowed
    return str(problem)


@pytest.mark.parametrize("harm", HARMS)
def test_every_reader_refuses_it_with_the_same_one_message(folder, tmp_path, monkeypatch, harm):
    free = parquet.limit()  # some messages say it, and it changes from moment to moment
    monkeypatch.setattr(parquet, "limit", lambda: free)
    HARMS[harm](folder)
    said = refusal(lambda: store.read(folder))
    assert "forged" in said
    assert refusal(lambda: report.write(folder, tmp_path / "page.html")) == said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["sixr-runs"]


def refused_by_the_page(folder, page, monkeypatch):
    monkeypatch.setattr(data, "runs", lambda: folder.parent)
    app = page(result="sixr-runs/forged")
    assert not app.exception
    told = [one.value for one in (*app.error, *app.warning)]
    assert len(told) == 1, told
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("harm", SHOWN)
def test_the_page_says_so_and_shows_nothing_of_it(folder, page, monkeypatch, harm):
    HARMS[harm](folder)
    refused_by_the_page(folder, page, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("harm", [harm for harm in HARMS if harm not in SHOWN])
def test_the_page_says_so_of_everything_else(folder, page, monkeypatch, harm):
    HARMS[harm](folder)
    refused_by_the_page(folder, page, monkeypatch)


def test_a_whole_result_is_read_and_shown(folder, tmp_path):
    """What is refused above is refused for its harm."""
    sealed(folder)
    assert store.read(folder).base == "base"
    report.write(folder, tmp_path / "page.html")
    report.write(folder, tmp_path / "page.html")


def test_a_table_is_measured_by_the_memory_that_is_free(folder, monkeypatch):
    monkeypatch.setattr(parquet, "limit", lambda: 1_000_000)
    assert "GB of memory" in refusal(lambda: store.read(folder, ("daily",)))
