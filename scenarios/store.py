"""A result and its folder: manifest.json beside tables/*.parquet and scenarios/*.yaml.

Nothing half-written is ever taken for a result: files are written under another name, flushed to the disk and
then renamed, and the manifest comes last. Nothing damaged is ever taken for a result: pages carry checksums,
the manifest holds the SHA-256 of every file and of itself, and reading verifies all three.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.journal import join
from scenarios.parquet import digest, digest_of, read_table, refusal, whole, write_table
from scenarios.tables import REQUIRED, TABLES
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
MOST_MANIFEST_BYTES = 10_000_000
JOURNAL = "journal"

_FILE = re.compile(r"scenarios/[a-z0-9_-]{1,60}\.yaml|tables/[a-z]+\.parquet")


@dataclass(frozen=True)
class Result:
    """What a run or a comparison found.

    ``manifest``: what ran (kind, scenarios, seed, people, days, worlds, currency, labels, warnings, failures
    ...). ``tables``: data frames by name; columns as in ``scenarios.tables.TABLES``. ``scenarios``: the
    resolved scenarios as YAML, by name; each can be run again.
    """

    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    scenarios: Mapping[str, str] = field(default_factory=dict, repr=False)

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
            raise _unwritable(path, "a folder that holds other things")
        place = path
    elif path.exists() or path.is_symlink():
        raise _unwritable(path, "a file")
    else:
        place = next(p for p in path.absolute().parents if p.exists())
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        raise _unwritable(path, "a place where nothing may be written")


def _unwritable(path: Path, found: str) -> BadInput:
    fix = "name a new or empty folder, or one written by sixr"
    return BadInput([Problem(f"--out {shown(path, 200)}", 0, "", found, "a folder for the result", fix)])


@contextmanager
def beside(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """A folder beside ``folder`` for what is written before the result is known; in the end it is gone.

    It is renamed before it is removed, so that a world that still runs cannot put another file into it.
    """
    path = Path(folder).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    place = path.parent / f".{path.name}.{secrets.token_hex(8)}.tmp"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place.rename(f"{place}.old"), ignore_errors=True)


def write(result: Result, folder: str | os.PathLike[str], journal: Sequence[Path] = ()) -> None:
    """Write ``result`` to ``folder``, replacing an older result there; other files in it stay as they are.

    ``journal``: the files of its worlds' journals, in order, beside ``folder``; they are used up. A write that fails
    leaves the folder as it was or, where it fails while finished files are put in their
    places, as one that :func:`read` refuses. BadInput if the folder holds something other than a result.
    """
    check_writable(folder)
    path = Path(folder).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / f".{path.name}.{secrets.token_hex(8)}.tmp"
    try:
        for part in ("tables", "scenarios"):
            (draft / part).mkdir(parents=True)
        for name, frame in result.tables.items():
            write_table(draft / "tables" / f"{name}.parquet", name, frame)
        if journal:
            join(journal, draft / "tables" / f"{JOURNAL}.parquet")
        files = _file_names(result.scenarios)
        for name, text in result.scenarios.items():
            (draft / files[name]).write_text(text, encoding="utf-8")
        written = sorted(draft.glob("*/*"))
        sums = {file.relative_to(draft).as_posix(): digest_of(file) for file in written}
        manifest = {"format": FORMAT, **result.manifest, "files": files, "sha256": sums}
        manifest["manifest_sha256"] = digest(_canonical(manifest))
        text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
        for file in (*draft.rglob("*"), draft):
            _flush(file)
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
    sums, files = manifest.pop("sha256"), manifest.pop("files")
    known = [name for name in (*TABLES, JOURNAL) if f"tables/{name}.parquet" in sums]
    wanted = [name for name in known if name != JOURNAL] if tables is None else list(tables)
    found = {}
    for name in wanted:
        if name not in known:
            raise refusal(path / "tables", f"no table {shown(name)}", f"one of {', '.join(known)}")
        file = f"tables/{name}.parquet"
        found[name] = read_table(path / file, name, sums[file])
    texts = {name: whole(path / file, sums[file]).decode() for name, file in files.items()}
    return Result(manifest, found, texts)


def read_manifest(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """The manifest of the result in ``folder``, verified; BadInput as in :func:`read`. Tables are not
    opened."""
    return _manifest(Path(folder))


def _move(draft: Path, path: Path, files: list[str]) -> None:
    """Put the finished draft in its place. A new folder appears whole; in an older result the files are
    replaced first and the manifest last, so that a cut in between is seen as a checksum that does not fit."""
    if not path.exists():
        os.rename(draft, path)
    else:
        older = _listed(path)
        for file in (*files, "manifest.json"):
            (path / file).parent.mkdir(exist_ok=True)
            os.replace(draft / file, path / file)
        for file in set(older) - set(files):
            (path / file).unlink(missing_ok=True)
        shutil.rmtree(draft)
        for folder in (path / "tables", path / "scenarios", path):
            _flush(folder)
    _flush(path.parent)


def _listed(path: Path) -> list[str]:
    """The files of the older result in ``path``; none where it cannot be read."""
    try:
        return list(_manifest(path)["sha256"])
    except BadInput:
        return []


def _manifest(path: Path) -> dict[str, Any]:
    file = path / "manifest.json"
    if not path.is_dir():
        raise refusal(path, "no such folder", "a folder written by --out")
    if not file.is_file():
        raise refusal(path, "a folder without manifest.json", "a folder written by --out")
    if file.stat().st_size > MOST_MANIFEST_BYTES:
        raise refusal(file, "more than 10 MB", "the manifest of a result")
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (OSError, ValueError, RecursionError) as error:
        raise refusal(file, f"damaged: {shown(error)}", "the manifest of a result") from None
    own = {"format", "kind", "scenarios", "files", "sha256", "manifest_sha256"}
    if not isinstance(manifest, dict) or not own <= manifest.keys():
        raise refusal(file, "not a manifest of sixr", "a folder written by --out")
    if manifest["format"] != FORMAT:
        raise refusal(file, f"format {shown(manifest['format'])}", f"format {FORMAT}")
    expected = manifest.pop("manifest_sha256")
    if expected != digest(_canonical(manifest)):
        raise refusal(file, "damaged: its checksum does not fit", "the manifest as it was written")
    sums, files = manifest["sha256"], manifest["files"]
    if not (isinstance(sums, dict) and isinstance(files, dict) and set(files.values()) <= sums.keys()):
        raise refusal(file, "a manifest that contradicts itself", "the manifest of a result")
    tables = {f"tables/{name}.parquet" for name in REQUIRED}
    if not (tables <= sums.keys() and all(_FILE.fullmatch(name) for name in sums)):
        raise refusal(file, "other files than those of a result", ", ".join(sorted(tables)))
    return manifest


def _file_names(names: Iterable[str]) -> dict[str, str]:
    """A file for every scenario, safe on every system: its own name where that is plain, else a number."""
    files: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        plain = name if re.fullmatch(r"[a-z0-9_]{1,60}", name) else f"scenario-{number}"
        files[name] = f"scenarios/{plain}.yaml"
    return files


def _canonical(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True, ensure_ascii=True, allow_nan=False).encode()


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _flush(path: Path) -> None:
    """Wait until ``path`` (a file or a folder) is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
