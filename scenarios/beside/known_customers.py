"""The firm's own customers, from a Parquet file: one in a row, with what is known of each on the day of the start.

| column | what |
|---|---|
| x | repeat orders that tell of the present rate; may be forgotten with time |
| exposure | days over which they came, forgotten alike, or stretched by the season |
| orders | orders so far, the first included |
| age, recency | days since the first and since the latest order |
| mean_spend | mean amount of an order, currency |
| spend_orders | orders that this mean rests on |
| segment | a segment of the market; empty = unknown |
| channel | the channel that won the customer; empty = none, or unknown |

Further columns are not looked at.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.beside import files_of_market
from scenarios.ground.machine import limit
from scenarios.ground.parquet import rows_of
from scenarios.tree.reading import at, items, number
from scenarios.tree.source import Node
from scenarios.tree.wording import listed
from sim.problems import BadInput, Problem, shown

PLACE = "market.start.customers"
SUM = "market.start.customers_sha256"
NUMBERS = ("x", "exposure", "orders", "age", "recency", "mean_spend", "spend_orders")
TEXTS = ("segment", "channel")
MORE = ("region", "place")
"""Columns of texts that may be missing."""
MOST_PROBLEMS = 50
MOST_DAYS = 36_525.0
MOST_ORDERS = 10_000_000
ROW = 300
"""Bytes that a customer takes while the file is read."""
COLUMNS = "columns " + ", ".join((*NUMBERS, *TEXTS))
AGAIN = "write the customers anew, or leave customers_sha256 out to take the file as it is now"


@dataclass(frozen=True)
class KnownCustomers:
    """The customers of a file, float64 [customer] each but for names: ``segment``, ``channel``, ``region``, ``place``
    are places in ``segments`` and so on, -1 where unknown. ``sha256``: of the file's content."""

    x: np.ndarray
    exposure: np.ndarray
    orders: np.ndarray
    age: np.ndarray
    recency: np.ndarray
    mean_spend: np.ndarray
    spend_orders: np.ndarray
    segment: np.ndarray
    channel: np.ndarray
    region: np.ndarray
    place: np.ndarray
    segments: tuple[str, ...]
    channels: tuple[str, ...]
    regions: tuple[str, ...]
    places: tuple[str, ...]
    sha256: str

    def __len__(self) -> int:
        return len(self.x)


def known_customers(place: str) -> KnownCustomers:
    """The customers in the file at ``place``; BadInput with every row that cannot be. Read once."""
    name = shown(place, 200)
    try:
        status = Path(place).stat()
        return _read(place, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        reason = getattr(error, "strerror", None) or "a name that no file can have"
        fix = "name the file of customers, or leave market.start.customers out"
        raise BadInput([Problem(name, 0, "", f"unreadable ({reason.lower()})", "a Parquet file", fix)]) from None


def unchanged(place: str, sha256: str | None) -> KnownCustomers:
    """The same; BadInput where the content is another one than ``sha256``."""
    found = known_customers(place)
    if sha256 is not None and found.sha256 != sha256:
        raise BadInput([Problem(shown(place, 200), 0, "", "another content than before", "the file as it was", AGAIN)])
    return found


def sealed(tree: Node) -> tuple[Node, list[Problem]]:
    """``tree`` with the checksum of its file of customers, and the faults of the file, or of its place in the market.

    A tree that holds a checksum already, as written into a result, asks for the same content.
    """
    node = at(tree, PLACE)
    if node is None or not isinstance(node.value, str):
        return tree, []
    if not node.value:
        return tree, [Problem(node.file, node.line, PLACE, "no file", "a Parquet file of customers")]
    place = os.path.abspath(node.value)
    try:
        found = known_customers(place)
    except BadInput as error:
        return tree, list(error.problems)
    tree, faults = files_of_market.sealed(tree, PLACE, place, SUM, found.sha256, "file", AGAIN)
    return tree, faults or list(_misfits(tree, node, found))


def simulated(customers: int, people: int, size: float) -> int:
    """How many of the firm's ``customers`` are among ``people`` who stand for a market of ``size``."""
    return min(int(np.floor(customers * people / size + 0.5)), people)


def _misfits(tree: Node, node: Node, found: KnownCustomers) -> Iterator[Problem]:
    """What does not fit between the customers and the market they are in."""
    size, people = number(tree, "market.size"), number(tree, "people")
    name = node.value

    def fault(what: str, allowed: str, fix: str) -> Problem:
        return Problem(node.file, node.line, PLACE, what, allowed, fix)

    for key in (*TEXTS, *MORE):
        of, names = f"{key}s", getattr(found, f"{key}s")
        known = [item.name for item in items(tree, f"market.{of}") if item.name is not None]
        strange = [one for one in names if one not in known]
        if strange:
            allowed = f"{of} of the market: {listed(known)}" if known else f"no {of}, as the market has none"
            text = f"the {key} {listed(strange[:5])} in {shown(name, 200)}, which the market does not have"
            yield fault(text, allowed, f"name it in market.{of}, or leave the column empty for these customers")
    if size is None or people is None or size <= 0 or people < 1:
        return
    if len(found) > size:
        text = f"{len(found):,} customers in a market of {size:,.0f} people"
        yield fault(text, "no more customers than people in market.size", "state a larger market.size")
    elif simulated(len(found), int(people), size) < 1:
        text = f"{people:,.0f} people simulated for a market of {size:,.0f}, so not one of {len(found):,} customers"
        least = int(np.ceil(size / len(found)))
        yield fault(text, "at least one customer among the people simulated", f"simulate at least {least:,} people")
    seeds, kind = number(tree, "market.referral.network.seeds"), at(tree, "market.referral.network.kind")
    if (
        kind is not None
        and kind.value == "fresh"
        and seeds is not None
        and simulated(len(found), int(people), size) > seeds
    ):
        text = f"more customers than the first {seeds:,.0f} people, who alone take part uninvited"
        yield fault(text, "customers among the seeds", "state larger market.referral.network.seeds")


@lru_cache(maxsize=2)
def _read(place: str, changed: int, size: int) -> KnownCustomers:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = shown(place, 200)

    def refused(found: str, allowed: str, fix: str = "") -> BadInput:
        return BadInput([Problem(name, 0, "", found, allowed, fix)])

    if not Path(place).is_file():
        raise refused("not a regular file", "a Parquet file")
    if size > limit():
        raise refused(f"{size:,} bytes", f"what fits into the memory that is free, {limit():,} bytes")
    data = Path(place).read_bytes()
    if not data.startswith(b"PAR1"):
        raise refused("no Parquet file", "a Parquet file with the " + COLUMNS)
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema, rows = file.schema_arrow, rows_of(file.metadata)
        missing = [column for column in (*NUMBERS, *TEXTS) if column not in schema.names]
        if missing:
            raise refused(f"no column {listed(missing)}", COLUMNS)
        if rows * ROW > limit():
            raise refused(f"{rows:,} customers", f"at most {limit() // ROW:,} in the memory that is free")
        texts = [*TEXTS, *(column for column in MORE if column in schema.names)]
        table = file.read(columns=[*NUMBERS, *texts])
        for column in NUMBERS:
            kind = table.schema.field(column).type
            if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
                raise refused(f"the column {column} of {shown(kind, 40)}", "a column of numbers")
        numbers = {column: table.column(column).cast(pa.float64(), safe=False) for column in NUMBERS}
        numbers = {column: one.to_numpy(zero_copy_only=False) for column, one in numbers.items()}
        coded: dict[str, Any] = {}
        for column in (*TEXTS, *MORE):
            values = table.column(column) if column in texts else pa.nulls(rows)
            coded[column], coded[f"{column}s"] = _coded(values, pa)
    except (pa.ArrowException, OSError) as error:
        raise refused(f"damaged: {shown(error)}", "a Parquet file") from None
    if not rows:
        raise refused("no customers", "at least one customer", "leave market.start.customers out")
    numbers["mean_spend"] = np.where(numbers["spend_orders"] == 0, 0.0, numbers["mean_spend"])
    problems = list(_faults(name, numbers))
    if problems:
        raise BadInput(problems)
    return KnownCustomers(**numbers, **coded, sha256=hashlib.sha256(data).hexdigest())


def _coded(column: Any, pa: Any) -> tuple[np.ndarray, tuple[str, ...]]:
    """(places, names) of a column of texts; -1 where it is empty."""
    if pa.types.is_null(column.type):
        return np.full(len(column), -1), ()
    texts = column.cast(pa.string()).combine_chunks().dictionary_encode()
    names = [text.strip() for text in texts.dictionary.to_pylist()]
    codes = texts.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    known = tuple(dict.fromkeys(text for text in names if text))
    place = np.array([known.index(text) if text else -1 for text in names] + [-1])
    return place[codes], known


def _faults(name: str, numbers: dict[str, np.ndarray]) -> Iterator[Problem]:
    """Every row that cannot be, at most so many; a line is the number of the row."""
    x, orders, age, recency = (numbers[column] for column in ("x", "orders", "age", "recency"))
    spent, rests = numbers["mean_spend"], numbers["spend_orders"]

    def whole(values: np.ndarray) -> np.ndarray:
        return np.asarray(values == np.floor(values))

    with np.errstate(invalid="ignore"):
        wrong = {
            ("x", "repeat orders from 0 to orders - 1"): ~((x >= 0.0) & (x <= orders - 1.0 + 1e-6)),
            ("exposure", f"0 to {MOST_DAYS:,.0f} days"): ~(
                (numbers["exposure"] >= 0.0) & (numbers["exposure"] <= MOST_DAYS)
            ),
            ("orders", f"a whole number from 1 to {MOST_ORDERS:,}"): ~(
                (orders >= 1.0) & (orders <= MOST_ORDERS) & whole(orders)
            ),
            ("age", f"0 to {MOST_DAYS:,.0f} days"): ~((age >= 0.0) & (age <= MOST_DAYS)),
            ("recency", "0 to age, days; age itself after one order"): ~(
                (recency >= 0.0) & (recency <= age) & ((orders > 1.0) | (recency == age))
            ),
            ("mean_spend", "an amount from 0 to 1e12"): ~((spent >= 0.0) & (spent <= 1e12)),
            ("spend_orders", "a whole number from 0 to orders"): ~((rests >= 0.0) & (rests <= orders) & whole(rests)),
        }
    left = MOST_PROBLEMS
    for (column, allowed), rows in wrong.items():
        for row in np.flatnonzero(rows)[:left].tolist():
            value = numbers[column][row]
            found = "nothing" if np.isnan(value) else f"{value:g}"
            yield Problem(name, row + 1, column, found, allowed)
        left = max(left - int(rows.sum()), 0)
