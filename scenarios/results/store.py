"""A result and its folder: manifest.json beside tables/*.parquet and scenarios/*.yaml.

Nothing half-written is ever taken for a result: files are written as a draft, flushed to the disk, and the draft then
takes the place of the folder in one step. Nothing damaged is ever taken for a result: pages carry checksums, the
manifest holds size and SHA-256 of every file and its own, and reading verifies them all, and that the tables are those
of the manifest. Nothing of others is ever written over: only what a manifest of sixr lists, unchanged, is replaced.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.ground.parquet import digest, digest_of, read_table, refusal, whole, write_table
from scenarios.ground.places import DRAFT, Kind, clear, draft_folder, held, located, refused, steady, take_room, told
from scenarios.ground.swap import carried, cleared, exchange, swappable, unbroken
from scenarios.ground.tables import TABLES
from scenarios.results import contents
from scenarios.results.manifest import FILE, FORMAT, JOURNAL, MANIFEST, canonical, checked, sealed
from scenarios.running.journal import Unwritten, join
from sim.problems import BadInput, shown

if TYPE_CHECKING:
    import pandas as pd

KIND = Kind("a folder for the result", "name a new or empty folder, or one written by sixr", 10_000_000)
WITH_JOURNAL = replace(
    KIND, allowed="a disk with room for the journal", fix="make room, or run without the journal", room=0
)
PARTS = ("tables", "scenarios")
ROOM, WORLDS = "room", "worlds"
"""What lies in a draft until the result is known: bytes taken of the disk, and the journals of its worlds."""


@dataclass(frozen=True)
class Result:
    """What a run or a comparison found.

    ``manifest``: what ran (kind, scenarios, seed, people, days, worlds, currency, labels, warnings, failures
    ...). ``tables``: data frames by name; columns as in ``scenarios.ground.tables.TABLES``. ``scenarios``: the
    resolved scenarios as YAML, by name; each can be run again.
    """

    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    scenarios: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def measures(self) -> pd.DataFrame:
        """One row per scenario, measure, by, key: mean over worlds, 5-95 % range, simulation error,
        worlds, unit."""
        from scenarios.results.documents import measured

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
        from scenarios.results.documents import document

        return document(self)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write the result folder, see :func:`write`."""
        write(self, folder)


@dataclass(frozen=True)
class Draft:
    """A result in the making: the ``folder`` that will take the place of ``path``, called ``name`` by its reader."""

    name: str
    path: Path
    folder: Path

    @property
    def worlds(self) -> Path:
        """The folder for the journals of its worlds."""
        return self.folder / WORLDS


@contextmanager
def begun(folder: str | os.PathLike[str]) -> Iterator[Draft]:
    """The draft of a result to be written to ``folder``, with room for it on the disk; gone in the end.

    BadInput unless that is a place where a folder can be made, a new or empty folder, or one that holds a result
    that is as sixr wrote it. What killed runs have left there is removed.
    """
    path = located(folder, KIND)
    with ExitStack() as stack:
        with told(folder, KIND):
            if os.path.lexists(path):
                if not path.is_dir():
                    raise refused(folder, "a file", KIND)
                clear(path)
                with steady(path):
                    _ours(folder, path)
            stack.enter_context(_parents(path))
            clear(path.parent)
            home = path.parent if swappable(path) else path
            draft = stack.enter_context(draft_folder(home))
            take_room(draft / ROOM, KIND)
            (draft / WORLDS).mkdir()
        try:
            yield Draft(os.fspath(folder), path, draft)
        except Unwritten as error:
            raise refused(folder, str(error), WITH_JOURNAL) from error


def check_writable(folder: str | os.PathLike[str]) -> None:
    """BadInput unless a result may be written to ``folder``, as in :func:`begun`, which is tried."""
    with begun(folder):
        pass


def write(
    result: Result, folder: str | os.PathLike[str], journal: Sequence[Path] = (), draft: Draft | None = None
) -> None:
    """Write ``result`` to ``folder``, replacing an older result there; other files in it stay as they are.

    ``journal``: the files of its worlds' journals, in order, on the same disk; they are used up. ``draft``: of
    ``folder``, where it was begun before. A write that fails leaves the folder as it was. BadInput where it cannot be
    written, or holds something other than a result. Where the folder itself cannot be replaced (the current folder, a
    mounted one) its files are, the manifest last: a cut in between leaves one that :func:`read` refuses.
    """
    with begun(folder) if draft is None else nullcontext(draft) as own, told(folder, KIND):
        (own.folder / ROOM).unlink()
        _fill(own.folder, result, journal)
        with unbroken():
            _put(own)


def read(folder: str | os.PathLike[str], tables: tuple[str, ...] | None = None) -> Result:
    """The result in ``folder``; ``tables`` names the ones to read (all but the journal where None).

    BadInput where the folder, its manifest or a table is missing, damaged, forged, or not of this sixr. A result that
    is replaced meanwhile is read anew.
    """
    path = Path(folder)
    for _ in range(10):
        with steady(path):
            manifest = checked(path)
            try:
                return _read(path, manifest, tables)
            except BadInput:
                if checked(path) == manifest:
                    raise
    raise refusal(path, "a folder that changes all the time", "a result that stays as it is")


def read_manifest(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """The manifest of the result in ``folder``, verified; BadInput as in :func:`read`. Tables are not
    opened."""
    manifest = checked(Path(folder))
    return {key: value for key, value in manifest.items() if key not in ("sha256", "bytes", "files")}


def _read(path: Path, manifest: Mapping[str, Any], tables: tuple[str, ...] | None) -> Result:
    about = dict(manifest)
    sums, sizes, files = about.pop("sha256"), about.pop("bytes"), about.pop("files")
    known = [name for name in (*TABLES, JOURNAL) if f"tables/{name}.parquet" in sums]
    wanted = [name for name in known if name != JOURNAL] if tables is None else list(tables)
    found = {}
    for name in wanted:
        if name not in known:
            raise refusal(path / "tables", f"no table {shown(name)}", f"one of {', '.join(known)}")
        file = f"tables/{name}.parquet"
        found[name] = read_table(path / file, name, (sizes[file], sums[file]))
    contents.check(path, about, found)
    texts = {}
    for name, file in files.items():
        try:
            texts[name] = whole(path / file, (sizes[file], sums[file])).decode()
        except UnicodeDecodeError:
            raise refusal(path / file, "not UTF-8", "the file as it was written") from None
    return Result(about, found, texts)


def _ours(name: str | os.PathLike[str], path: Path) -> list[str]:
    """The files in the folder ``path`` that sixr wrote, none where it is empty; BadInput where it holds other things
    alone, where one of these files was changed, or where a file of others has the name of one."""
    if all(DRAFT.fullmatch(one.name) for one in path.iterdir()):
        return []
    if not os.path.lexists(path / MANIFEST):
        raise refused(name, "a folder that holds other things", KIND)
    try:
        sums = sealed(path)["sha256"]
        files = [file for file in sums if FILE.fullmatch(file) and os.path.lexists(path / file)]
    except (BadInput, TypeError):
        raise refused(name, f"a folder with a {MANIFEST} that is not as this sixr writes it", KIND) from None
    there = {f"{part.name}/{file.name}" for part in path.iterdir() if part.is_dir() for file in part.iterdir()}
    for file in sorted({file for file in there if FILE.fullmatch(file)} | set(files)):
        if file not in files or not _as_written(path / file, sums[file]):
            raise refused(name, f"a folder in which {shown(file)} is not as sixr wrote it", KIND)
    return [MANIFEST, *files]


def _as_written(file: Path, checksum: object) -> bool:
    return file.is_file() and not file.is_symlink() and digest_of(file) == checksum


@contextmanager
def _parents(path: Path) -> Iterator[None]:
    """The folders above ``path`` are made; those that are empty in the end go again."""
    missing = [above for above in path.parents if not above.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for above in missing:
            with suppress(OSError):
                above.rmdir()


def _fill(draft: Path, result: Result, journal: Sequence[Path]) -> None:
    """Write all files of ``result`` into ``draft``, the manifest last, and wait until the disk has them."""
    for part in PARTS:
        (draft / part).mkdir()
    for name, frame in result.tables.items():
        write_table(draft / "tables" / f"{name}.parquet", name, frame)
    if journal:
        join(journal, draft / "tables" / f"{JOURNAL}.parquet")
    files = _file_names(result.scenarios)
    for name, text in result.scenarios.items():
        (draft / files[name]).write_text(text, encoding="utf-8")
    shutil.rmtree(draft / WORLDS)
    written = sorted(file for part in PARTS for file in (draft / part).iterdir())
    names = {file.relative_to(draft).as_posix(): file for file in written}
    manifest = {"format": FORMAT, **result.manifest, "files": files}
    manifest["sha256"] = {name: digest_of(file) for name, file in names.items()}
    manifest["bytes"] = {name: file.stat().st_size for name, file in names.items()}
    manifest["manifest_sha256"] = digest(canonical(manifest))
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
    (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for file in (*written, draft / MANIFEST, *(draft / part for part in PARTS), draft):
        _flush(file)


def _put(draft: Draft) -> None:
    """Put the finished draft in its place, in one step; the older result, if any, is gone then."""
    path = draft.path
    for _ in range(100):
        try:
            if not os.path.lexists(path):
                os.rename(draft.folder, path)
            else:
                with held(path, wait=True):
                    _replace(draft, _ours(draft.name, path))
            return _flush(path.parent)
        except OSError as error:  # another writer was quicker: look again
            if error.errno not in (errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY):
                raise
    raise refused(draft.name, "a folder that changes all the time", KIND)


def _replace(draft: Draft, older: list[str]) -> None:
    """Put the draft in the place of a folder that holds the files ``older`` of ours; other files in it stay."""
    folder, path = draft.folder, draft.path
    if folder.parent != path and carried(path, folder, older) and exchange(folder, path):
        cleared(folder, path, older)
        return
    files = [f"{part}/{file.name}" for part in PARTS for file in (folder / part).iterdir()]
    for name in (
        *files,
        MANIFEST,
    ):  # the manifest last, so that a cut in between is seen as a checksum that does not fit
        (path / name).parent.mkdir(exist_ok=True)
        os.replace(folder / name, path / name)
    for name in set(older) - {*files, MANIFEST}:
        (path / name).unlink(missing_ok=True)
    for changed in (*(path / part for part in PARTS), path):
        _flush(changed)
    shutil.rmtree(folder, ignore_errors=True)


def _file_names(names: Iterable[str]) -> dict[str, str]:
    """A file for every scenario, safe on every system: its own name where that is plain, else a number."""
    files: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        plain = name if re.fullmatch(r"[a-z0-9_]{1,60}", name) else f"scenario-{number}"
        files[name] = f"scenarios/{plain}.yaml"
    return files


def _flush(path: Path) -> None:
    """Wait until ``path`` (a file or a folder) is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
