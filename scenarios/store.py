"""A result and its folder: manifest.json beside tables/*.parquet.

Nothing half-written is ever taken for a result: files are written under another name, flushed to the disk and
then renamed, and the manifest comes last. Nothing damaged is ever taken for a result: pages carry checksums,
the manifest holds the SHA-256 of every table and of itself, and reading verifies all three.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.tables import NUMBER, REQUIRED, TABLES, TEXT, Column
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
MOST_ROWS = 50_000_000
"""A table with more rows than this is refused unread: a few megabytes can hold billions."""
MOST_MANIFEST_BYTES = 10_000_000
JOURNAL = "journal"


@dataclass(frozen=True)
class Result:
    """What a run or a comparison found.

    ``manifest``: what ran (kind, scenarios, seed, people, days, worlds, currency, labels, warnings, failures
    ...). ``tables``: data frames by name; columns as in ``scenarios.tables.TABLES``.
    """

    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    @property
    def measures(self) -> pd.DataFrame:
        """One row per scenario, measure, by, key: mean over worlds, 5-95 % range, simulation error,
        worlds, unit."""
        from scenarios.documents import measured

        return measured(self)

    @property
    def comparison(self) -> pd.DataFrame:
        """Every scenario against the base: the table ``comparison``."""
        return self.tables["comparison"]

    @property
    def base(self) -> str:
        """Name of the scenario that the others are compared with."""
        return next(str(s["name"]) for s in self.manifest["scenarios"] if s["base"])

    def to_json(self) -> dict[str, Any]:
        """The document that ``sixr run --json`` or ``sixr compare --json`` prints."""
        from scenarios.documents import document

        return document(self)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write the result folder, see :func:`write`."""
        write(self, folder)


def check_writable(folder: str | os.PathLike[str]) -> None:
    """BadInput unless a result may be written to ``folder``: a new or empty folder, or one that holds a
    result."""
    path = Path(folder)
    if path.is_dir():
        if any(path.iterdir()) and not (path / "manifest.json").is_file():
            raise _refusal(
                path, "a folder that holds other things", "a new folder, an empty one, or an older result"
            )
        place = path
    elif path.exists() or path.is_symlink():
        raise _refusal(path, "a file", "a folder")
    else:
        place = next(p for p in path.absolute().parents if p.exists())
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        raise _refusal(path, "a place where nothing may be written", "a folder you may write to")


def write(result: Result, folder: str | os.PathLike[str]) -> None:
    """Write ``result`` to ``folder``, replacing an older result there; other files in it stay as they are.

    A write that fails leaves the folder as it was. BadInput if the folder holds something other than a
    result.
    """
    check_writable(folder)
    path = Path(folder).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent))
    try:
        (draft / "tables").mkdir()
        sums = {}
        for name, frame in result.tables.items():
            file = draft / "tables" / f"{name}.parquet"
            _write_table(file, name, frame)
            sums[name] = _sum(file.read_bytes())
        manifest = {"format": FORMAT, **result.manifest, "sha256": sums}
        manifest["manifest_sha256"] = _sum(_canonical(manifest))
        text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
        for file in draft.rglob("*"):
            _flush(file)
        draft.chmod(0o777 & ~_umask())
        _move(draft, path, list(sums))
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def read(folder: str | os.PathLike[str], tables: tuple[str, ...] | None = None) -> Result:
    """The result in ``folder``; ``tables`` names the ones to read (all but the journal where None).

    BadInput where the folder, its manifest or a table is missing, damaged, or not of sixr.
    """
    path = Path(folder)
    manifest = _manifest(path)
    sums = manifest.pop("sha256")
    wanted = [name for name in sums if name != JOURNAL] if tables is None else list(tables)
    for name in wanted:
        if name not in sums:
            raise _refusal(path / "tables", f"no table {shown(name)}", f"one of {', '.join(sums)}")
    return Result(
        manifest, {name: _table(path / "tables" / f"{name}.parquet", name, sums[name]) for name in wanted}
    )


def read_manifest(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """The manifest of the result in ``folder``, verified; BadInput as in :func:`read`. Tables are not
    opened."""
    return _manifest(Path(folder))


def _move(draft: Path, path: Path, tables: list[str]) -> None:
    """Put the finished draft in its place. A new folder appears whole; in an older result the tables are
    replaced first and the manifest last, so that a cut in between is seen as a checksum that does not fit."""
    if not path.exists():
        os.rename(draft, path)
    else:
        (path / "tables").mkdir(exist_ok=True)
        for name in tables:
            os.replace(draft / "tables" / f"{name}.parquet", path / "tables" / f"{name}.parquet")
        os.replace(draft / "manifest.json", path / "manifest.json")
        for name in {*TABLES, JOURNAL} - set(tables):
            (path / "tables" / f"{name}.parquet").unlink(missing_ok=True)
        shutil.rmtree(draft)
        _flush(path / "tables")
        _flush(path)
    _flush(path.parent)


def _write_table(file: Path, name: str, frame: pd.DataFrame) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if name in TABLES:
        schema = pa.schema([(column, _arrow(what)) for column, what in TABLES[name].items()])
        table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    else:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), file, compression="zstd", write_page_checksum=True)


def _table(file: Path, name: str, expected: str) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    damaged = "a whole table, as it was written"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _refusal(file, error.strerror or str(error), damaged) from None
    if _sum(content) != expected:
        raise _refusal(file, "damaged: its checksum does not fit the manifest", damaged)
    try:
        parquet = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        rows, names = parquet.metadata.num_rows, parquet.schema_arrow.names
        if rows > MOST_ROWS:
            raise _refusal(file, f"{rows} rows", f"at most {MOST_ROWS}", again=False)
        if name in TABLES and names != list(TABLES[name]):
            raise _refusal(
                file, f"columns {', '.join(map(shown, names))}", f"columns {', '.join(TABLES[name])}"
            )
        table = parquet.read()
        if name in TABLES:
            table = table.cast(pa.schema([(column, _arrow(what)) for column, what in TABLES[name].items()]))
    except (pa.ArrowException, OSError) as error:
        raise _refusal(file, f"damaged: {shown(error)}", damaged) from None
    frame = table.to_pandas()
    for column, what in TABLES.get(name, {}).items():
        if what.kind == NUMBER:
            frame[column] = frame[column].astype("float64")
    return frame


def _manifest(path: Path) -> dict[str, Any]:
    file = path / "manifest.json"
    if not path.is_dir():
        raise _refusal(path, "no such folder", "a folder written by --out")
    if not file.is_file():
        raise _refusal(path, "a folder without manifest.json", "a folder written by --out")
    try:
        if file.stat().st_size > MOST_MANIFEST_BYTES:
            raise _refusal(file, "more than 10 MB", "the manifest of a result")
        manifest = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (OSError, ValueError, RecursionError) as error:
        raise _refusal(file, f"damaged: {shown(error)}", "the manifest of a result") from None
    own = {"format", "kind", "scenarios", "sha256", "manifest_sha256"}
    if not isinstance(manifest, dict) or not own <= manifest.keys():
        raise _refusal(file, "not a manifest of sixr", "a folder written by --out")
    if manifest["format"] != FORMAT:
        raise _refusal(file, f"format {shown(manifest['format'])}", f"format {FORMAT}")
    expected = manifest.pop("manifest_sha256")
    if expected != _sum(_canonical(manifest)):
        raise _refusal(file, "damaged: its checksum does not fit", "the manifest as it was written")
    sums = manifest["sha256"]
    if not (isinstance(sums, dict) and set(REQUIRED) <= sums.keys() <= {*TABLES, JOURNAL}):
        raise _refusal(file, "other tables than those of a result", f"{', '.join(REQUIRED)}")
    return manifest


def _arrow(column: Column) -> Any:
    import pyarrow as pa

    return {TEXT: pa.string(), NUMBER: pa.float64()}.get(column.kind, pa.int64())


def _canonical(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True, ensure_ascii=True, allow_nan=False).encode()


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _flush(path: Path) -> None:
    """Wait until ``path`` (a file or a folder) is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refusal(path: Path, found: str, allowed: str, again: bool = True) -> BadInput:
    fix = "run it again with --out, or name another folder." if again else ""
    return BadInput([Problem(shown(path, 200), 0, "", found, allowed, fix)])
