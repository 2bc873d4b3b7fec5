"""Tables and queries of PostgreSQL, read in one transaction that can change nothing."""

from __future__ import annotations

import re
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
from adbc_driver_manager import Error
from adbc_driver_manager.dbapi import Connection
from adbc_driver_postgresql import dbapi

from calibration.reading.databases import chosen, quoted
from calibration.source import Address, Source, address
from sim.problems import BadInput, Problem, shown

WAIT = 10  # seconds for a connection


def postgres_table(source: Source, section: str) -> pa.Table:
    """The rows that ``source`` names. BadInput, in one sentence and without a password, where host, user, password,
    database, table or query are wrong."""
    place = address(source)
    with closing(_connected(source, place)) as connection:
        query = source.query
        if query is None:
            name = chosen(source, _names(connection), section)
            query = f"SELECT * FROM {'.'.join(map(quoted, name.split('.', 1)))}"
        try:
            with connection.cursor() as cursor:
                cursor.execute(query.strip().rstrip(";"))
                table = cursor.fetch_arrow_table()
        except Error as error:
            key = "query" if source.query is not None else "table"
            found = shown(place.safe(_words(error)), 300)
            raise BadInput([Problem(source.name, 0, f"{section}.{key}", found, "a query that runs")]) from None
    if not table.num_rows:
        raise BadInput([Problem(source.name, 0, shown(source.table or ""), "no rows", "at least one row")])
    return table


def postgres_tables(source: Source) -> list[str]:
    """The names of all tables and views that may be read; those outside the schema public with their schema."""
    with closing(_connected(source, address(source))) as connection:
        return _names(connection)


def _connected(source: Source, place: Address) -> Connection:
    url = place.url
    try:
        known = {key for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    except ValueError:
        known = set()
    if "connect_timeout" not in known:
        url += ("&" if "?" in url else "?") + f"connect_timeout={WAIT}"
    try:
        connection = dbapi.connect(url)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
    except Error as error:
        found = shown(place.safe(_words(error)), 300)
        raise BadInput([Problem(source.name, 0, "url", found, "a database that can be reached", _fix(found))]) from None
    return connection


def _names(connection: Connection) -> list[str]:
    asked = (
        "SELECT n.nspname::text, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND n.nspname NOT LIKE 'pg\\_toast%' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"{schema}.{name}" for schema, name in cursor.fetchall()]


def _words(error: Error) -> str:
    """What the database said, without what the driver puts around it."""
    text = " ".join(str(error).split())
    text = re.sub(r"\.?\s*(SQLSTATE|Query was:|Vendor code).*$", "", text)
    found = re.search(r"(FATAL|ERROR):\s*(.*)", text)
    return found[2] if found else re.sub(r"^[A-Z_ ]+: \[libpq\]\s*(Failed to connect: )?", "", text)


def _fix(found: str) -> str:
    if "password" in found or "role" in found:
        return "check user and password; a password may come from a variable: postgresql://user:${PASSWORD}@host/db"
    if "database" in found and "exist" in found:
        return "check the name of the database behind the last /"
    return "check host and port, and that the server is running"
