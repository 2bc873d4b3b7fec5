"""Rows of a CSV or Parquet file as typed values, each with its line and with what is wrong with it."""

from __future__ import annotations

import codecs
import csv
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from calibration.profile import Profile, nearest
from scenarios.memory import limit
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import duckdb

MOST_COLUMNS = 2000
MOST_ROWS = 50_000_000
ROW = 500
"""Bytes that a row takes while it is read and fitted to, its text apart."""
EARLIEST = "1970-01-01"
MOST_MONEY = 1e12
NO_DATE = "not a date in the format"
NO_NUMBER = "not a number"
UTF_8_FIX = 'save it as "CSV UTF-8"'
EMPTY = ("", "NA", "N/A", "NaN", "NULL", "null", "None", "-", "#REF!", "#N/A")


def typed_rows(profile: Profile) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the profile's file, and those that are no rows at all (a field too many, an open quote).

    The first has line, row, customer_id, day_text, ordered_at, amount_text, amount, quantity, reason
    ("column|what is wrong", missing where nothing is) and, where mapped, order_id and currency; the second
    has line, column, found, reason. The connection can read this one file and nothing else. BadInput when the
    file is missing, no CSV in UTF-8 or Parquet, empty, without a required column or with a column twice.
    """
    import duckdb

    file = profile.file
    kind, path = _kind(file), str(file.resolve())
    connection = duckdb.connect()
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET allowed_paths = [" + _quoted(path) + "]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        read = _from_parquet if kind == "Parquet" else _from_csv
        return read(connection, profile, path)
    except duckdb.Error as error:
        found = shown(str(error).splitlines()[0].replace(path, file.name))
        raise BadInput([Problem(file.name, 0, "", found, f"a readable {kind} file")]) from None
    finally:
        connection.close()


def _kind(file: Path) -> str:
    """What ``file`` is, "CSV" or "Parquet"; BadInput when neither."""
    if set("*?[") & set(str(file.resolve())):  # DuckDB would take it for a pattern of many files
        raise BadInput([Problem(shown(file.name), 0, "", "a * ? or [ in the path", "a path without them", "rename it")])
    try:
        status = file.stat()
    except OSError:
        beside = [p.name for p in file.parent.iterdir() if p.is_file()] if file.parent.is_dir() else []
        fix = nearest(file.name, beside)
        raise BadInput([Problem(file.name, 0, "", "no such file", "a file that exists", fix)]) from None
    if not stat.S_ISREG(status.st_mode):
        raise BadInput([Problem(file.name, 0, "", "not a regular file", "a CSV or Parquet file")])
    with file.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise BadInput([Problem(file.name, 0, "", "an empty file", "a header and at least one order")])
    allowed = "CSV in UTF-8, or Parquet"
    if start.startswith(b"PAR1"):
        return "Parquet"
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")):
        found = "a workbook or a packed file"
        raise BadInput([Problem(file.name, 0, "", found, allowed, "save the sheet as CSV")])
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        byte = start.index(b"\0") + 1 if start[:1] < b"\xfe" else 1
        found = f"not UTF-8 at byte {byte:,} (UTF-16 or binary content)"
        raise BadInput([Problem(file.name, 1, "", found, allowed, UTF_8_FIX)])
    _check_text(file, allowed)
    return "CSV"


def _check_text(file: Path, allowed: str) -> None:
    """BadInput at the first byte of ``file`` that is not UTF-8: in another encoding no key can be trusted."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    read, lines = 0, 1
    with file.open("rb") as stream:
        while True:
            part = stream.read(1 << 20)
            try:
                decoder.decode(part, final=not part)
            except UnicodeDecodeError as error:
                byte = read + len(part) - len(error.object) + error.start + 1
                line = lines + error.object[: error.start].count(b"\n")
                fault = Problem(file.name, line, "", f"not UTF-8 at byte {byte:,}", allowed, UTF_8_FIX)
                raise BadInput([fault]) from None
            if not part:
                return
            read += len(part)
            lines += part.count(b"\n")


def _header(file: Path) -> tuple[list[str], str]:
    """Names of the columns, and the delimiter: that of , ; tab | which the first line holds most often."""
    with file.open("r", encoding="utf-8-sig", errors="replace", newline="") as stream:
        first = stream.readline(1_000_000)
    delimiter = max(",;\t|", key=first.count)
    names = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter), [])
    return [name.strip() for name in names], delimiter


def _check_columns(profile: Profile, names: list[str]) -> None:
    file, problems = profile.file.name, []
    lower = [name.lower() for name in names]
    for k, name in enumerate(names):
        if name.lower() in lower[:k]:
            found = f"column '{shown(name)}' twice (columns {lower.index(name.lower()) + 1} and {k + 1})"
            problems.append(Problem(file, 1, "", found, "every column once"))
    if len(names) > MOST_COLUMNS:
        problems.append(Problem(file, 1, "", f"{len(names)} columns", f"at most {MOST_COLUMNS}"))
    missing = [(ours, theirs) for ours, theirs in profile.columns.items() if theirs not in names]
    headless = bool(missing) and any(name[:1].isdigit() for name in names)
    for ours, theirs in missing:
        named = len(names) > 1 and all(re.fullmatch(r"[\w .()/#%&+-]*", name) for name in names)
        listed = ", ".join(shown(name, 30) for name in names[:20]) if named else "the names in the first line"
        fix = "the first line looks like data; put the names of the columns above it" if headless else ""
        fix = fix or nearest(theirs, names) or f"name it in the profile: orders: {{columns: {{{ours}: ...}}}}"
        problems.append(Problem(file, 1, ours, f"no column '{shown(theirs)}'", f"one of {listed}", fix))
    if problems:
        raise BadInput(problems)


def _from_csv(connection: duckdb.DuckDBPyConnection, profile: Profile, path: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    names, delimiter = _header(profile.file)
    _check_columns(profile, names)
    columns = ", ".join(f"{_quoted(name or f'column {k}')}: 'VARCHAR'" for k, name in enumerate(names, 1))
    source = (
        f"read_csv({_quoted(path)}, columns = {{{columns}}}, header = true, auto_detect = false,"
        f" delim = {_quoted(delimiter)}, quote = '\"', escape = '\"', store_rejects = true,"
        " rejects_limit = 0)"
    )
    typed = connection.execute(_typing(profile, source, {})).fetchdf()
    broken = connection.execute(
        "SELECT line, min(error_message) AS reason, min(csv_line) AS found FROM reject_errors"
        " GROUP BY line ORDER BY line"
    ).fetchdf()
    lines = _record_lines(profile.file) if len(broken) or typed["reason"].notna().any() else {}
    bad = set(broken["line"].astype(int))
    good = [line for record, line in lines.items() if record not in bad]
    usable = len(good) == len(typed)
    typed["line"] = good if usable else typed["row"] + 1
    rejects = pd.DataFrame(
        {
            "line": [lines.get(int(record), int(record)) for record in broken["line"]],
            "column": "",
            "found": [shown(str(text).strip()) for text in broken["found"]],
            "reason": [shown(str(text)).rstrip(".") for text in broken["reason"]],
        }
    )
    return typed, rejects


def _record_lines(file: Path) -> dict[int, int]:
    """Line on which each record begins, by DuckDB's count of records (header = 1, empty lines count too)."""
    lines: dict[int, int] = {}
    record, within_quotes = 0, False
    with file.open("rb") as stream:
        for number, text in enumerate(stream, 1):
            if not within_quotes:
                record += 1
                if record > 1 and text.strip():
                    lines[record] = number
            within_quotes ^= text.count(b'"') % 2 == 1
    return lines


def _from_parquet(
    connection: duckdb.DuckDBPyConnection, profile: Profile, path: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    source = f"read_parquet({_quoted(path)})"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    types = {str(row[0]): str(row[1]) for row in described}
    _check_columns(profile, list(types))
    _check_size(connection, profile, source)
    typed = connection.execute(_typing(profile, source, types)).fetchdf()
    typed["line"] = typed["row"]
    return typed, pd.DataFrame({"line": [], "column": [], "found": [], "reason": []})


def _check_size(connection: duckdb.DuckDBPyConnection, profile: Profile, source: str) -> None:
    """BadInput where the rows do not fit into memory: a Parquet file of a megabyte may hold a hundred million."""
    (rows,) = connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0]
    letters = 0
    if rows <= MOST_ROWS:
        lengths = " + ".join(
            f"coalesce(strlen(CAST({_name(name)} AS VARCHAR)), 0)" for name in profile.columns.values()
        )
        (letters,) = connection.execute(f"SELECT coalesce(sum({lengths}), 0) FROM {source}").fetchall()[0]
    if rows > MOST_ROWS or rows * ROW + 2 * letters > limit():
        found, most = f"{rows:,} rows with {letters / 1e9:,.1f} GB of text", f"{min(MOST_ROWS, limit() // ROW):,} rows"
        fix = "leave out the orders of some customers, or of all before a day"
        raise BadInput([Problem(profile.file.name, 0, "", found, f"about {most} on this machine now", fix)])


def _typing(profile: Profile, source: str, types: dict[str, str]) -> str:
    """SQL that turns text into values and says of each row what is wrong with it (NULL where nothing is)."""
    text = {ours: f"trim(CAST({_name(theirs)} AS VARCHAR))" for ours, theirs in profile.columns.items()}
    day = text["ordered_at"]
    if types.get(profile.columns["ordered_at"], "").startswith(("DATE", "TIMESTAMP")):
        moment = f"CAST({_name(profile.columns['ordered_at'])} AS TIMESTAMP)"
    elif profile.date_format:
        moment = f"try_strptime({day}, {_quoted(profile.date_format)})"
    else:  # ISO 8601; the day is the one written, a zone behind the time moves nothing
        written = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?"
        iso = written + r"(\.\d+)?\s*(Z|UTC|[+-]\d{2}:?(\d{2})?)?$"
        plain = f"replace(regexp_extract({day}, '{written}'), 'T', ' ')"
        moment = f"CASE WHEN regexp_matches({day}, '{iso}') THEN try_cast({plain} AS TIMESTAMP) END"
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
    empty = "(" + ", ".join(_quoted(word) for word in EMPTY) + ")"
    extra = "".join(f", nullif({text[name]}, '') AS {name}" for name in ("order_id", "currency") if name in text)
    quantity = f"try_cast({text['quantity']} AS DOUBLE)" if "quantity" in text else "NULL::DOUBLE"
    return f"""
        WITH raw AS (
            SELECT row_number() OVER () AS "row", {text["customer_id"]} AS customer_id, {day} AS day_text,
                {moment} AS ordered_at, {text["amount"]} AS amount_text,
                try_cast({text["amount"]} AS DOUBLE) AS amount, {quantity} AS quantity{extra}
            FROM {source}
        )
        SELECT *, CASE
            WHEN customer_id IS NULL OR customer_id IN {empty} THEN 'customer_id|empty'
            WHEN regexp_matches(customer_id, '^\\d[.,]\\d+E[+]\\d+$')
                THEN 'customer_id|spoiled by a spreadsheet (scientific notation)'
            WHEN day_text IS NULL OR day_text IN {empty} THEN 'ordered_at|empty'
            WHEN ordered_at IS NULL THEN 'ordered_at|{NO_DATE}'
            WHEN ordered_at < TIMESTAMP '{EARLIEST}' THEN 'ordered_at|a date before {EARLIEST}'
            WHEN ordered_at > TIMESTAMP '{tomorrow}' THEN 'ordered_at|a date in the future'
            WHEN amount_text IS NULL OR amount_text IN {empty} THEN 'amount|empty'
            WHEN amount IS NULL THEN 'amount|{NO_NUMBER}'
            WHEN NOT isfinite(amount) OR amount > {MOST_MONEY} THEN 'amount|not a finite number below 1e12'
            WHEN amount < 0 THEN 'amount|negative'
            END AS reason
        FROM raw ORDER BY "row"
    """


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
