"""What runs have found, kept in a folder .sixr, so that no world is run twice.

Answers lie in Parquet parts that are never changed; a registry (SQLite) knows their checksums, which world lies in
which part, and which commands have used it. An answer is found under what it follows from: the scenario, the world, its
chance, the engine and the code (scenarios.ground.code_version). Nothing damaged is ever taken for an answer: a part
whose checksum does not fit is dropped, and its worlds are run again. Any number of processes may read and write at
once.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenarios.ground.code_version import code_version
from scenarios.ground.parquet import digest, whole
from scenarios.ground.places import clear, draft_file
from sim.problems import BadInput

if TYPE_CHECKING:
    from scenarios.running.job import Job
    from scenarios.scenario import Scenario

FOLDER, REGISTRY, PARTS = ".sixr", "registry.sqlite", "parts"
LIMIT = 1_000_000_000
"""Bytes that parts may take where nobody says it."""
EVERY = 1.0
"""Seconds of work that a killed process may lose."""
PATIENCE = 60.0
"""Seconds that another writer is waited for."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS part (
    id INTEGER PRIMARY KEY, file TEXT UNIQUE, sha256 TEXT, bytes INTEGER, measures TEXT, used REAL);
CREATE TABLE IF NOT EXISTS job (
    plan TEXT, world INTEGER, chance INTEGER, measures TEXT, part INTEGER REFERENCES part ON DELETE CASCADE,
    PRIMARY KEY (plan, world, chance, measures)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS job_part ON job (part);
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, words TEXT, folder TEXT, begun REAL, state TEXT);
CREATE TABLE IF NOT EXISTS used (
    run INTEGER REFERENCES run ON DELETE CASCADE, part INTEGER REFERENCES part ON DELETE CASCADE,
    PRIMARY KEY (run, part)) WITHOUT ROWID;
"""


class Key(NamedTuple):
    """A world of a plan: ``plan``: 32 hexadecimal digits of all that it follows from but its numbers."""

    plan: str
    world: int
    chance: int


def _with_stated(plan: str, job: Job) -> str:
    """The name of a plan in which a job states where some beliefs stand."""
    if not job.stated:
        return plan
    text = json.dumps([plan, sorted((path, float(u).hex()) for path, u in dict(job.stated).items())])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Shelf:
    """The folder ``place``, which is made; its parts take ``limit`` bytes at most, but for those of named runs.

    OSError or sqlite3.Error where nothing can be kept there. A registry that is damaged is set aside.
    """

    def __init__(self, place: Path, limit: int = LIMIT) -> None:
        self.place, self.limit = place, limit
        self.run: int | None = None
        """The number of the command that is being run (scenarios.running.shelf_runs)."""
        self._new: dict[Key, np.ndarray] = {}
        self._measures: tuple[str, ...] = ()
        self._flushed = time.monotonic()
        (place / PARTS).mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError), (place / ".gitignore").open("x") as ignored:
            ignored.write("*\n")
        clear(place / PARTS)
        try:
            self._registry = self._opened()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            aside = place / f"{REGISTRY}.damaged-{secrets.token_hex(4)}"
            os.replace(place / REGISTRY, aside)
            for name in (f"{REGISTRY}-wal", f"{REGISTRY}-shm"):
                (place / name).unlink(missing_ok=True)
            self._registry = self._opened()

    def _opened(self) -> sqlite3.Connection:
        registry = sqlite3.connect(self.place / REGISTRY, timeout=PATIENCE, isolation_level=None)
        try:
            _log_ahead(registry)
            registry.execute("PRAGMA synchronous = NORMAL")
            registry.execute("PRAGMA foreign_keys = ON")
            if registry.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
            registry.executescript(SCHEMA)
        except BaseException:
            registry.close()
            raise
        return registry

    def close(self) -> None:
        """Write what is waiting, and let go."""
        with closing(self._registry):
            self.flush()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The registry, which nobody else writes to meanwhile; all of it is done or nothing."""
        self._registry.execute("BEGIN IMMEDIATE")
        try:
            yield self._registry
        except BaseException:
            with suppress(sqlite3.OperationalError):  # the disk is full: it was rolled back
                self._registry.execute("ROLLBACK")
            raise
        self._registry.execute("COMMIT")

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the registry."""
        return self._registry.execute(question, values).fetchall()

    def keys(self, plans: Sequence[Scenario], jobs: Sequence[Job], engine: str) -> list[Key]:
        """The key of each job. How a plan is called and how many worlds it has changes none of its worlds."""
        from scenarios.kinds import Title

        names = []
        for plan in plans:
            same = {"name": "plan", "title": Title(en="plan", zh="plan"), "note": None, "worlds": 1}
            text = f"{code_version()} {engine} {plan.model_copy(update=same).fingerprint}"
            names.append(hashlib.sha256(text.encode()).hexdigest()[:32])
        return [Key(_with_stated(names[job.plan], job), job.world, job.chance) for job in jobs]

    def found(self, keys: Sequence[Key], measures: Sequence[str]) -> dict[int, np.ndarray]:
        """The ``measures`` of those of ``keys`` that are kept, float64 [measure], by their place in ``keys``."""
        wanted: dict[Key, list[int]] = {}
        for i, key in enumerate(keys):
            wanted.setdefault(key, []).append(i)
        parts: dict[int, dict[Key, np.ndarray]] = {}
        answers: dict[int, np.ndarray] = {}
        question = "SELECT world, chance, part, part.measures FROM job JOIN part ON part = id WHERE plan = ?"
        for plan in dict.fromkeys(key.plan for key in keys):
            for world, chance, part, kept in self.ask(question, plan):
                key = Key(plan, world, chance)
                if key not in wanted or wanted[key][0] in answers or not set(measures) <= set(json.loads(kept)):
                    continue
                if part not in parts:
                    parts[part] = self._read(part, measures)
                if key in parts[part]:
                    answers |= dict.fromkeys(wanted[key], parts[part][key])
        self._use([part for part, rows in parts.items() if rows])
        return answers

    def _read(self, part: int, measures: Sequence[str]) -> dict[Key, np.ndarray]:
        """The rows of a part; none where it is damaged, which is then dropped."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file, sha256, size in self.ask("SELECT file, sha256, bytes FROM part WHERE id = ?", part):
            path = self.place / PARTS / file
            try:
                table = pq.ParquetFile(pa.BufferReader(whole(path, (size, sha256)))).read(use_threads=False)
                columns = [table.column(name).to_pylist() for name in Key._fields]
                values = np.stack([table.column(name).to_numpy() for name in measures], axis=1)
            except (BadInput, pa.ArrowException, KeyError, OSError, ValueError):
                with self.writing() as registry:
                    registry.execute("DELETE FROM part WHERE id = ?", (part,))
                path.unlink(missing_ok=True)
            else:
                return {Key(*key): row for key, row in zip(zip(*columns, strict=True), values, strict=True)}
        return {}

    def keep(self, key: Key, measures: Sequence[str], values: np.ndarray) -> None:
        """Keep the ``values`` of ``measures``, float64 [measure]; they are on the disk EVERY seconds later."""
        if self._measures != tuple(measures):
            self.flush()
            self._measures = tuple(measures)
        self._new[key] = values
        if time.monotonic() - self._flushed >= EVERY:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting as one part; where the disk does not take it, it is not kept."""
        self._flushed = time.monotonic()
        new, self._new = self._new, {}
        if new:
            with suppress(OSError, sqlite3.Error):
                self._write(new, self._measures)
                self.dropped()

    def _write(self, new: Mapping[Key, np.ndarray], measures: Sequence[str]) -> None:
        kind = digest(json.dumps(sorted(measures)).encode())[:32]
        with draft_file(self.place / PARTS) as draft, self.writing() as registry:
            question = "SELECT 1 FROM job WHERE plan = ? AND world = ? AND chance = ? AND measures = ?"
            rows = {key: row for key, row in new.items() if not self.ask(question, *key, kind)}
            if not rows:
                return
            content = _as_parquet(rows, measures)
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            name = f"{secrets.token_hex(16)}.parquet"
            os.replace(draft, self.place / PARTS / name)
            about = (name, digest(content), len(content), json.dumps(list(measures)), time.time())
            added = registry.execute(
                "INSERT INTO part (file, sha256, bytes, measures, used) VALUES (?, ?, ?, ?, ?)", about
            )
            jobs = [(*key, kind, added.lastrowid) for key in rows]
            registry.executemany("INSERT INTO job VALUES (?, ?, ?, ?, ?)", jobs)
            if self.run is not None:
                registry.execute("INSERT INTO used VALUES (?, ?)", (self.run, added.lastrowid))

    def _use(self, parts: Sequence[int]) -> None:
        with suppress(sqlite3.Error), self.writing() as registry:
            for part in parts:
                registry.execute("UPDATE part SET used = ? WHERE id = ?", (time.time(), part))
                if self.run is not None:
                    select = "INSERT OR IGNORE INTO used SELECT ?, id FROM part WHERE id = ?"
                    registry.execute(select, (self.run, part))

    def size(self) -> int:
        """Bytes of all parts."""
        return int(self.ask("SELECT COALESCE(SUM(bytes), 0) FROM part")[0][0])

    def dropped(self, whole: bool = False) -> int:
        """Drop what is more than the limit, those parts first that no named run used and that were used longest ago.

        ``whole``: also files that the registry does not know. Returns how many parts were dropped.
        """
        if not whole and self.size() <= self.limit:
            return 0
        with self.writing() as registry:
            size, gone = self.size(), []
            unnamed = """SELECT id, bytes FROM part WHERE id NOT IN
                (SELECT part FROM used JOIN run ON run = id WHERE name IS NOT NULL) ORDER BY used, id"""
            for part, length in self.ask(unnamed):
                if size <= self.limit:
                    break
                gone.append((part,))
                size -= length
            registry.executemany("DELETE FROM part WHERE id = ?", gone)
            known = {file for (file,) in self.ask("SELECT file FROM part")}
            for path in (self.place / PARTS).glob("*.parquet"):
                if path.name not in known:
                    path.unlink(missing_ok=True)
        return len(gone)


def _as_parquet(rows: Mapping[Key, np.ndarray], measures: Sequence[str]) -> bytes:
    """A part: a row for each world, with columns plan, world, chance and the measures, float64."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    plans, worlds, chances = zip(*rows, strict=True)
    values = np.stack(list(rows.values()))
    columns = [pa.array(plans), pa.array(worlds, pa.int64()), pa.array(chances, pa.int64())]
    columns += [pa.array(values[:, k], pa.float64(), from_pandas=False) for k in range(len(measures))]
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, [*Key._fields, *measures]), stream, compression="zstd")
    return bytes(stream.getvalue())


def _log_ahead(registry: sqlite3.Connection) -> None:
    """Changes go into a log first. Where others begin at the same moment SQLite says so at once, and does not wait."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            registry.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
