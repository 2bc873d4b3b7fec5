"""Which table of a company is which of the ten, which of its columns is which, and how it is written: guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.looks import Look, looks
from calibration.company.words import of_tables, plain
from calibration.contracts import CONTRACTS, NUMBERS, TIMES
from calibration.order_keys import REQUIRED
from calibration.profile import load
from calibration.reading.amounts import amounts, lenient
from calibration.reading.cells import Column
from calibration.reading.date_formats import formats_for
from calibration.reading.ids import EMPTY
from calibration.reading.moments import moments
from calibration.reading.order_lines import REPEATED, TOTAL, UNIT_PRICE
from calibration.reading.texts import trimmed_all
from calibration.source import Source
from calibration.sources import orders_of
from calibration.table_keys import Format
from scenarios.tree.source import parse
from sim.problems import BadInput

MOSTLY = 0.8  # share of the filled cells that must be days or numbers
KANA = re.compile("[\u3040-\u30ff]")
GUESTS = 0.01  # share of rows without a customer from which they are taken for guests


@dataclass(frozen=True)
class Reason:
    """Why a ``key`` of a section was guessed; ``code`` names the sentence, ``facts`` fill it."""

    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Section:
    """A guessed table: ``says`` are its keys in the profile, ``found`` and ``source`` what it was guessed from."""

    name: str
    found: str
    says: dict[str, Any]
    source: Source
    reasons: list[Reason] = field(default_factory=list)


@dataclass
class Guess:
    """``sections`` by the name of the table; ``doubts``: what a person has to look at; ``unused``: what was seen and
    is none of the ten tables, or the second of its kind; ``near``: why some of these are none that look like one."""

    sections: dict[str, Section] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    near: dict[str, Reason] = field(default_factory=dict)

    def profile(self) -> dict[str, Any]:
        """The guessed profile as a dict."""
        return {name: section.says for name, section in self.sections.items()}


def guess(places: Iterable[str | Path]) -> Guess:
    """What the files (paths) and databases (URLs) in ``places`` hold; what cannot be read becomes a doubt, as is that
    none of them holds orders."""
    found = Guess()
    matches: list[tuple[float, str, Look, dict[str, str]]] = []
    for look in looks(places):
        if isinstance(look, BadInput):
            found.doubts += [str(problem) for problem in look.problems]
            continue
        best = max(((*_matched(table, look), table) for table in of_tables()), key=lambda one: one[0])
        score, columns, table = best
        if score > 0:
            matches.append((score, table, look, columns))
        else:
            found.unused.append(look.name)
            if (why := _near(look)) is not None:
                found.near[look.name] = why
    for _, table, look, columns in sorted(matches, key=lambda one: (-one[0], -len(one[2].cells))):
        if table in found.sections:
            found.unused.append(look.name)
        else:
            found.sections[table] = _section(table, look, columns)
    order = [name for name in ("orders", *CONTRACTS) if name in found.sections]
    found.sections = {name: found.sections[name] for name in order}
    if "orders" in found.sections:
        _try_orders(found)
    else:
        found.doubts.append("No table looks like orders: customer, time and amount of each.")
    return found


def _near(look: Look) -> Reason | None:
    """The table that a look has half of the required columns of, with those that it has not."""
    each = [(table, _named(table, look)[1], _required(table)) for table in of_tables()]
    table, columns, required = max(each, key=lambda one: len(set(one[1]) & set(one[2])) / len(one[2]))
    missing = [name for name in required if name not in columns]
    if not missing or 2 * len(missing) > len(required):
        return None
    return Reason("unused", "near", {"table": table, "missing": ", ".join(missing)})


def _required(table: str) -> Sequence[str]:
    return REQUIRED if table == "orders" else CONTRACTS[table].required()


def _matched(table: str, look: Look) -> tuple[float, dict[str, str]]:
    """How well a look fits a table (0: not at all), and the columns of it by those of the table."""
    score, columns = _named(table, look)
    required = _required(table)
    if any(name not in columns for name in required):
        return 0.0, {}
    if table != "orders" and CONTRACTS[table].either and not set(CONTRACTS[table].either) & set(columns):
        return 0.0, {}
    return score + len(required) + score / max(len(look.cells.names), 1), columns


def _named(table: str, look: Look) -> tuple[float, dict[str, str]]:
    """The columns of a look by those of the table whose names they have, and how telling the names are."""
    by_plain = {plain(name): name for name in reversed(look.cells.names)}
    kinds = _kinds(table)
    columns: dict[str, str] = {}
    score = 0.0
    for ours, words in of_tables()[table].items():
        for rank, word in enumerate([plain(ours), *words]):
            theirs = by_plain.get(word)
            if (
                theirs is None
                or theirs in columns.values()
                or not _fits(kinds.get(ours, ""), look.cells.columns.get(theirs))
            ):
                continue
            columns[ours] = theirs
            score += 2.0 if rank == 0 else 1.0
            break
    return score, columns


def _kinds(table: str) -> dict[str, str]:
    if table == "orders":
        return {
            "ordered_at": "moment",
            **dict.fromkeys(("amount", "list_amount", "discount"), "money"),
            "quantity": "number",
        }
    return {one.name: one.kind for one in CONTRACTS[table].fields}


def _fits(kind: str, column: Column | None) -> bool:
    """Whether the cells of a column can be of a kind."""
    if column is None:
        return False
    texts = trimmed_all(column.values)
    texts = texts[~np.isin(texts, EMPTY)][:2000]
    if not len(texts) or column.typed is not None:
        numeric = column.typed is not None and column.typed.dtype.kind == "f"
        return not (kind in TIMES and numeric and not _days(texts)) and not (
            kind in NUMBERS and column.typed is not None and not numeric
        )
    if kind in TIMES:
        return _days(texts)
    if kind in NUMBERS:
        return bool(np.mean([not np.isnan(lenient(str(text).rstrip("%"))) for text in texts]) >= MOSTLY)
    return True


def _days(texts: np.ndarray[Any, Any]) -> bool:
    if not len(texts):
        return False
    read = moments(texts, np.ones(len(texts), np.int64), None, None)
    return bool((~np.isnat(read.values)).mean() >= MOSTLY or formats_for(texts))


def _section(table: str, look: Look, columns: dict[str, str]) -> Section:
    says: dict[str, Any] = {**look.says, "columns": columns}
    section = Section(table, look.name, says, look.keys.source)
    section.reasons += [
        Reason("columns", "named", {"ours": ours, "theirs": theirs, "example": _example(look, theirs)})
        for ours, theirs in columns.items()
    ]
    if "format" in says:
        section.reasons.append(Reason("format", "encoding", {"encoding": says["format"]["encoding"]}))
    kinds = _kinds(table)
    for ours, theirs in columns.items():
        column = look.cells.columns[theirs]
        if kinds.get(ours) in TIMES and column.typed is None:
            _say_format(section, ours, column)
        if kinds.get(ours) in NUMBERS and column.typed is None:
            _say_decimal(section, column)
    if table == "orders":
        _say_lines(section, look, columns)
    return section


def _example(look: Look, name: str) -> str:
    """A cell of a column of days or numbers, "" where it may tell who somebody is."""
    values = [str(value) for value in look.cells.columns[name].values if value]
    plain_cell = values[0] if values else ""
    return plain_cell if re.fullmatch(r"[\d .,:/TZ+年月日-]+", plain_cell) and len(plain_cell) < 30 else ""


def _say_format(section: Section, ours: str, column: Column) -> None:
    texts = trimmed_all(column.values)
    texts = texts[~np.isin(texts, EMPTY)]
    read = moments(texts, np.ones(len(texts), np.int64), None, None)
    if not len(texts) or (~np.isnat(read.values)).mean() >= MOSTLY or "date_format" in section.says:
        return
    formats = formats_for(texts)
    if formats:
        section.says["date_format"] = formats[0]
        code = "date_format" if len(formats) == 1 else "date_format_unsure"
        facts = {"format": formats[0], "other": formats[-1], "example": str(texts[0])}
        section.reasons.append(Reason("date_format", code, facts))


def _say_decimal(section: Section, column: Column) -> None:
    texts = trimmed_all(column.values)
    counts = np.bincount(column.codes, minlength=len(texts))
    read = amounts(np.where(np.isin(texts, EMPTY), "", texts), counts, Format())
    if read.unsettled.any() and "decimal" not in section.says.get("format", {}):
        example = str(texts[np.flatnonzero(read.unsettled)[0]])
        sign = "," if "," in example else "."
        section.says["format"] = {**section.says.get("format", {}), "thousands": sign}
        section.reasons.append(Reason("format", "thousands_unsure", {"sign": sign, "example": example}))


def _say_lines(section: Section, look: Look, columns: dict[str, str]) -> None:
    price = plain(columns["amount"])
    of_row = "amazon" in plain(columns.get("order_id", "")) and price == "item price"
    if of_row:
        section.says["unit_price"] = False
        section.reasons.append(Reason("unit_price", "row_price", {"column": columns["amount"]}))
    if not of_row and "quantity" in columns and UNIT_PRICE.search(price) and not TOTAL.search(price):
        section.says["unit_price"] = True
        section.reasons.append(Reason("unit_price", "unit_price", {"column": columns["amount"]}))
    if "order_id" not in columns:
        return
    order, amount = (look.cells.columns[columns[ours]] for ours in ("order_id", "amount"))
    table = pd.DataFrame({"order": order.codes, "amount": amount.codes})
    table = table[amount.values[amount.codes] != ""]
    groups = table.groupby("order")["amount"].agg(["size", "nunique"])
    several = groups[groups["size"] > 1]
    if len(several) and not section.says.get("unit_price"):
        alike = float((several["nunique"] == 1).mean())
        way = "per order" if alike >= REPEATED else "per line"
        section.says["lines"] = way
        section.reasons.append(Reason("lines", way, {"orders": len(several), "alike": round(100 * alike)}))


def _try_orders(found: Guess) -> None:
    """Read the orders as guessed: what the reader sees settles filters and guests; what it refuses is a doubt."""
    section = found.sections["orders"]
    for _ in range(3):
        try:
            profile = load({"orders": section.says})
            profile = replace(profile, orders=replace(profile.orders, source=section.source))  # with its password
            read = orders_of(profile, "USD")
        except BadInput as why:
            if _mended(section, why):
                continue
            found.doubts += [str(problem) for problem in why.problems]
            return
        changed = _say_guests(section, read.reading.to_json())
        for note in read.reading.notes:
            if note.code == "status_not_filtered":
                changed = _say_filter(section, note.facts["line"], note.facts) or changed
            elif note.code == "guest_id" and "guests" not in section.says:
                section.says["guests"] = [note.facts["id"]]
                section.reasons.append(Reason("guests", "guest_id", dict(note.facts)))
                changed = True
            elif note.code == "currency_signs":
                _say_currency(section, str(note.facts["sign"]))
        if not changed:
            told = ("day_and_month_exchangeable", "ids_alike", "large_customer", "duplicates_kept", "totals_repeated")
            found.doubts += [note.text for note in read.reading.notes if note.code in told]
            return


def _say_guests(section: Section, reading: Mapping[str, Any]) -> bool:
    """Take rows without a customer for those of guests, where they are more than a slip or two."""
    rows = [one["rows"] for one in reading["set_aside"] if _nobody(one)]
    if sum(rows) < GUESTS * reading["lines"]["total"] or "guests" in section.says:
        return False
    section.says["guests"] = "empty"
    section.reasons.append(Reason("guests", "guests_empty", {"rows": f"{sum(rows):,}"}))
    return True


def _nobody(kind: Mapping[str, Any]) -> bool:
    return (kind["kind"], kind["column"], kind["reason"]) == ("fault", "customer_id", "empty")


def _say_currency(section: Section, sign: str) -> None:
    """The sign that amounts are written with; a yen or yuan sign below Chinese names of columns is the yuan's."""
    chinese = sign == "¥" and any(re.search("[\u4e00-\u9fff]", name) for name in section.says["columns"].values())
    if chinese and "currency" not in section.says and not any(map(KANA.search, section.says["columns"].values())):
        section.says["currency"] = "CNY"
    reason = Reason("currency", "yuan" if "currency" in section.says else "currency_sign", {"sign": sign})
    if reason not in section.reasons:
        section.reasons.append(reason)


def _mended(section: Section, why: BadInput) -> bool:
    """Whether a refusal is settled by a key that can be guessed."""
    for problem in why.problems:
        share = re.match(r"([\d,]+) of ([\d,]+) rows.*empty", problem.found)
        if problem.path == "customer_id" and share and "guests" not in section.says:
            section.says["guests"] = "empty"
            section.reasons.append(Reason("guests", "guests_empty", {"rows": share[1]}))
            return True
    return False


def _say_filter(section: Section, line: str, facts: dict[str, Any]) -> bool:
    """Take over a line such as `keep: {Status: [paid]}`."""
    node, problems = parse(line.encode(), "")
    if node is None or problems:
        return False
    ((key, columns),) = node.plain().items()
    ((column, listed),) = columns.items()
    section.says.setdefault(key, {})[column] = [str(value) for value in listed]
    section.reasons.append(Reason(key, "status", {"column": column, "rows": facts["rows"], "values": facts["values"]}))
    return True
