"""Tables and queries of a file of SQLite or DuckDB: opened to be read, with no extension and no other file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from calibration.faults import nearest
from calibration.reading.gathered import Gathered
from calibration.source import Source
from scenarios.ground.machine import limit
from sim.problems import BadInput, Problem, shown

BLOCK = 50_000  # rows
WAIT = 3.0  # seconds for a lock
NOT_LOADED = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def database_table(source: Source, kind: str, section: str) -> pa.Table:
    """The rows that ``source`` names in a file of ``kind`` (SQLite or DuckDB).

    BadInput where the file is locked or damaged, there is no such table, or the query does not run (in the words of
    the database).
    """
    return _sqlite(source, section) if kind == "SQLite" else _duckdb(source, section)


def database_tables(file: Path, kind: str) -> list[str]:
    """The names of all tables and views in a file of ``kind``."""
    source = Source(file.name, file=file)
    if kind == "SQLite":
        with closing(_sqlite_open(source)) as connection:
            return _sqlite_names(connection)
    with _duckdb_open(source) as connection:
        return _duckdb_names(connection)


def chosen(source: Source, names: Iterable[str], section: str) -> str:
    """The table that ``source`` states, else the only one, else the one of the section's name; BadInput if none."""
    names = list(names)
    listed = ", ".join(shown(name, 40) for name in names[:20]) + (", ..." if len(names) > 20 else "")
    stated = source.table
    path = f"{section}.table"
    if not names:
        raise BadInput([Problem(source.name, 0, path, "no tables", "a database with tables that may be read")])
    if stated is None:
        if len(names) == 1:
            return names[0]
        stated = next((name for name in names if _bare(name) == section), None)
        if stated is None:
            found = f"{len(names):,} tables ({listed})"
            raise BadInput([Problem(source.name, 0, path, found, "the name of one", f"name one: `table: {names[0]}`")])
    same = [name for name in names if name == stated] or [
        name for name in names if stated.casefold() in (name.casefold(), _bare(name).casefold())
    ]
    if not same:
        fix = nearest(stated, [*names, *map(_bare, names)])
        raise BadInput([Problem(source.name, 0, path, f"no table '{shown(stated)}'", f"one of {listed}", fix)])
    return same[0]


def quoted(name: str) -> str:
    """A name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def failed(source: Source, section: str, words: str) -> BadInput:
    """The refusal of a database, in its own ``words``."""
    line = " ".join(words.split())
    if re.search(r"lock", line, re.IGNORECASE):
        fix = "close the program that has it open, or name a copy of the file"
        return BadInput([Problem(source.name, 0, "", f"a locked file ({shown(line)})", "a file that can be read", fix)])
    key = "query" if source.query is not None else "table" if source.table is not None else ""
    path = f"{section}.{key}" if key else section
    allowed = "a query that runs" if key == "query" else "a database that can be read"
    return BadInput([Problem(source.name, 0, path, shown(line, 300), allowed)])


def _bare(name: str) -> str:
    """A table's name without its schema."""
    return name.rpartition(".")[2]


def _sqlite_open(source: Source) -> sqlite3.Connection:
    assert source.file is not None
    uri = source.file.resolve().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK
    )
    return connection


def _sqlite_names(connection: sqlite3.Connection) -> list[str]:
    asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in connection.execute(asked)]


def _sqlite(source: Source, section: str) -> pa.Table:
    try:
        with closing(_sqlite_open(source)) as connection:
            table = None if source.query else chosen(source, _sqlite_names(connection), section)
            cursor = connection.execute(source.query or f"SELECT * FROM {quoted(str(table))}")
            if cursor.description is None:
                raise failed(source, section, "the query gives no rows")
            gathered = Gathered([column[0] for column in cursor.description])
            while block := cursor.fetchmany(BLOCK):
                gathered.add(block)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise failed(source, section, str(error)) from None
    return _filled(gathered.table(), source)


def _duckdb_open(source: Source) -> duckdb.DuckDBPyConnection:
    assert source.file is not None
    return duckdb.connect(str(source.file), read_only=True, config={**NOT_LOADED, "enable_external_access": "false"})


def _duckdb_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    asked = (
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN"
        " ('information_schema', 'pg_catalog') AND table_catalog = current_database() ORDER BY 1, 2"
    )
    found = connection.execute(asked).fetchall()
    return [name if schema == "main" else f"{schema}.{name}" for schema, name in found]


def _duckdb(source: Source, section: str) -> pa.Table:
    try:
        with _duckdb_open(source) as connection:
            connection.execute(f"SET memory_limit = '{max(limit() // 2_000_000, 100)}MB'")
            query = source.query
            if query is None:
                table = chosen(source, _duckdb_names(connection), section)
                query = f"SELECT * FROM {'.'.join(map(quoted, table.split('.', 1)))}"
            rows = connection.sql(query)
            if rows is None:
                raise failed(source, section, "the query gives no rows")
            found = rows.to_arrow_table()
    except duckdb.Error as error:
        words = str(error)
        if "different configuration" in words:
            words = "the file is locked: this process has it open"
        raise failed(source, section, words.splitlines()[0] if words else "no words") from None
    return _filled(found, source)


def _filled(table: pa.Table, source: Source) -> pa.Table:
    if not table.num_rows:
        raise BadInput([Problem(source.name, 0, shown(source.table or ""), "no rows", "at least one row")])
    return table
