"""What lies in files and databases: every file, sheet and table with its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from calibration.reading.cells import Cells
from calibration.reading.databases import database_tables
from calibration.reading.layout import guessed_encoding, kind_of
from calibration.reading.opening import cells_of
from calibration.reading.postgres import postgres_tables
from calibration.reading.workbook import opened
from calibration.source import SCHEMES, Source, url_name, without_password
from calibration.table_keys import Format, TableKeys
from sim.problems import BadInput

VARIABLE = "SIXR_DATABASE_PASSWORD"  # holds the password of a URL that was given with one


@dataclass(frozen=True)
class Look:
    """A table that was found: ``says`` are the keys of a profile that lead to it, ``cells`` all its columns."""

    name: str
    says: dict[str, Any]
    keys: TableKeys
    cells: Cells


def looks(places: Iterable[str | Path]) -> Iterator[Look | BadInput]:
    """Every table in ``places`` (paths and URLs); a BadInput in the place of one that cannot be read."""
    for place in places:
        text = str(place)
        if text.partition("://")[0] in SCHEMES:
            source = Source(url_name(text), url=text)
            says: dict[str, Any] = {"url": without_password(text, VARIABLE)}
            try:
                names = postgres_tables(source)
            except BadInput as why:
                yield why
                continue
            yield from (_look(replace(source, table=name), {**says, "table": name}) for name in names)
            continue
        file = Path(place)
        source, says = Source(file.name, file=file), {"file": str(file.resolve())}
        try:
            kind = kind_of(file)
            parts = opened(file).sheet_names if kind == "a workbook" else []
            names = database_tables(file, kind) if kind in ("SQLite", "DuckDB") else []
        except BadInput as why:
            yield why
            continue
        yield from (_look(replace(source, sheet=name), {**says, "sheet": name}) for name in parts)
        yield from (_look(replace(source, table=name), {**says, "table": name}) for name in names)
        if not parts and not names:
            yield _look(source, says, guessed_encoding(file) if kind == "CSV" else None)


def _look(source: Source, says: dict[str, Any], encoding: str | None = None) -> Look | BadInput:
    keys = TableKeys(source, format=Format(encoding=encoding))
    try:
        cells = cells_of(keys, ())
        cells.read_too(tuple(name for name in cells.names if name not in cells.columns))
    except BadInput as why:
        return why
    if encoding:
        says = {**says, "format": {"encoding": encoding}}
    part = source.sheet or source.table
    return Look(f"{source.name} {part}" if part else source.name, says, keys, cells)
