"""The tables of an assortment: of a folder, or made by the laws of market.assortment.

categories.csv has a row for each category: its name, ``again``, the probability that the next line of an order is of
the same one, ``known``, the weight of its prices in how dear customers feel us to be, and a column for each mission of
market.catalogue (``lines`` where it has none): its share of the lines that orders of the mission begin with.
products.csv has a row for each product, one category after the other: its name, its category, ``share`` of the
category's lines without deals, ``price``, regular, in currency, ``extra_units``, units beyond the first without a deal,
``deal_share`` of weeks on a deal, and their mean ``deal_depth``.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

import numpy as np

from scenarios.beside import files_of_market
from scenarios.tree.reading import at, items, number
from scenarios.tree.source import Node
from scenarios.tree.wording import did_you_mean, listed
from sim.mechanisms.assortment.spec import GOLDEN, MOST_AGAIN, MOST_DEPTH
from sim.problems import BadInput, Problem, shown

PLACE = "market.catalogue.folder"
SUM = "market.catalogue.sha256"
COUNT = "market.assortment.categories"
PRICES = "policy.product.assortment.prices"
FILES = ("categories.csv", "products.csv")
AGAIN = "leave sha256 out to take the tables as they are now"
ONLY = ("lines",)
"""The column of an assortment whose orders are all for the same."""
MOST_PRODUCTS, MOST_BYTES = 200_000, 50_000_000
LIMITS = {
    "again": (0.0, MOST_AGAIN),
    "known": (0.0, 1e9),
    "share": (0.0, 1e9),
    "price": (1e-9, 1e9),
    "extra_units": (0.0, 1e6),
    "deal_share": (0.0, 1.0),
    "deal_depth": (0.0, MOST_DEPTH),
}
"""The least and the most of each column; others are weights."""
WEIGHT = (0.0, 1e12)


@dataclass(frozen=True)
class Tables:
    """An assortment, an array each: ``again``, ``known`` [category], ``missions`` [category, mission]; of products
    ``category``, ``share``, ``price``, ``extra_units``, ``deal_share``, ``deal_depth``. ``sha256``: of the content."""

    categories: tuple[str, ...]
    again: np.ndarray
    known: np.ndarray
    missions: np.ndarray
    category: np.ndarray
    share: np.ndarray
    price: np.ndarray
    extra_units: np.ndarray
    deal_share: np.ndarray
    deal_depth: np.ndarray
    sha256: str = ""


def named(count: int) -> tuple[str, ...]:
    """The names of categories that are made."""
    return tuple(f"category {k}" for k in range(1, count + 1))


def made(
    categories: int,
    products: int,
    missions: int,
    category_zipf: float,
    product_zipf: float,
    price_spread: float,
    mean_price: float,
    again: float,
    extra_units: float,
    deal_share: float,
    deal_depth: float,
) -> Tables:
    """An assortment by laws: shares fall with the rank (Zipf 1949), prices of ``mean_price`` are log-normal, spread
    evenly over products of all ranks. The ranks of each of so many ``missions`` begin at another category."""
    from scipy.special import ndtri  # slow to import, of those alone who need it

    total = categories * products
    shares = np.arange(1, categories + 1) ** -category_zipf
    score = ndtri((np.arange(total) * GOLDEN + 0.5) % 1.0)

    def everywhere(value: float) -> np.ndarray:
        return np.full(total, value)

    return Tables(
        categories=named(categories),
        again=np.full(categories, again),
        known=shares,
        missions=np.stack([np.roll(shares, m * categories // missions) for m in range(missions)], axis=1),
        category=np.repeat(np.arange(categories), products),
        share=np.tile(np.arange(1, products + 1) ** -product_zipf, categories),
        price=mean_price * np.exp(price_spread * score - 0.5 * price_spread**2),
        extra_units=everywhere(extra_units),
        deal_share=everywhere(deal_share),
        deal_depth=everywhere(deal_depth),
    )


def tables(folder: str, missions: tuple[str, ...]) -> Tables:
    """The tables in ``folder``; BadInput with every cell that cannot be. Read once."""
    try:
        stamps = tuple((Path(folder) / name).stat() for name in FILES)
        return _read(folder, missions, tuple((one.st_mtime_ns, one.st_size) for one in stamps))
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        found = f"unreadable ({reason})"
        fix = "name the folder of both tables, or leave market.catalogue.folder out"
        raise BadInput([Problem(shown(folder, 200), 0, "", found, f"a folder with {listed(FILES)}", fix)]) from None


def unchanged(folder: str, missions: tuple[str, ...], sha256: str | None) -> Tables:
    """The same; BadInput where the content is another one than ``sha256``."""
    found = tables(folder, missions)
    if sha256 is not None and found.sha256 != sha256:
        allowed = "the tables as they were"
        raise BadInput([Problem(shown(folder, 200), 0, "", "another content than before", allowed, AGAIN)])
    return found


def sealed(tree: Node) -> tuple[Node, list[Problem]]:
    """``tree`` with the checksum of its tables, and the faults of these, or of their place in the market.

    A tree that holds a checksum already, as written into a result, asks for the same content.
    """
    node, count = at(tree, PLACE), number(tree, COUNT)
    if node is None or not isinstance(node.value, str):
        return tree, list(_prices(tree, named(round(count or 0.0))))
    if not node.value:
        return tree, [Problem(node.file, node.line, PLACE, "no folder", f"a folder with {listed(FILES)}")]
    place = os.path.abspath(node.value)
    try:
        found = tables(place, names_of(tree))
    except BadInput as error:
        return tree, list(error.problems)
    if count is not None and count not in (0, len(found.categories)):
        text = f"{count:g} categories, where {FILES[0]} has {len(found.categories):,}"
        return tree, [Problem(node.file, node.line, COUNT, text, "as many as the table has, or 0 for no assortment")]
    tree, faults = files_of_market.sealed(tree, PLACE, place, SUM, found.sha256, "tables", AGAIN)
    return tree, faults or list(_prices(tree, found.categories))


def names_of(tree: Node) -> tuple[str, ...]:
    """The names of the missions of a tree."""
    return tuple(str(item.name) for item in items(tree, "market.catalogue.missions")) or ONLY


def _prices(tree: Node, names: Sequence[str]) -> Iterator[Problem]:
    """Prices of categories that there are not."""
    prices = at(tree, PRICES)
    for name, node in prices.value.items() if prices is not None and isinstance(prices.value, dict) else ():
        if name not in names:
            allowed = f"one of: {listed(list(names)[:20])}" if names else f"none, as {COUNT} is 0"
            found = f"the unknown category {shown(name)}"
            yield Problem(node.file, node.line, f"{PRICES}.{name}", found, allowed, did_you_mean(name, names))


@lru_cache(maxsize=4)
def _read(folder: str, missions: tuple[str, ...], stamps: tuple[tuple[int, int], ...]) -> Tables:
    """The tables of a folder as they were when its files had these ``stamps``."""
    paths = [Path(folder) / name for name in FILES]
    shown_as = [shown(str(path), 200) for path in paths]
    for name, (_, size) in zip(shown_as, stamps, strict=True):
        if size > MOST_BYTES:
            raise BadInput([Problem(name, 0, "", f"{size:,} bytes", f"at most {MOST_BYTES:,}")])
    data = [path.read_bytes() for path in paths]
    heads = (("category", "again", "known", *missions), ("product", "category", *list(LIMITS)[2:]))
    texts, numbers = [], []
    for name, content, head in zip(shown_as, data, heads, strict=True):
        rows = _rows(name, content, head)
        words = 1 if head is heads[0] else 2
        texts.append([[row[k] for row in rows] for k in range(words)])
        numbers.append(dict(zip(head[words:], _numbers(name, rows, head, words).T, strict=True)))
    (categories,), (products, of) = texts
    problems = [*_doubled(shown_as[0], categories), *_doubled(shown_as[1], products)]
    places = {name: k for k, name in enumerate(categories)}
    category = np.array([places.get(name, -1) for name in of])
    problems += _strange(shown_as[1], of, category)
    if problems:
        raise BadInput(problems[:50])
    problems = [*_empty(shown_as[0], categories, category, numbers[1]["share"])]
    weights = np.stack([numbers[0][name] for name in missions], axis=1)
    problems += [
        Problem(shown_as[0], 0, name, "no line of any category", "a weight above 0")
        for name, total in zip(missions, weights.sum(axis=0), strict=True)
        if total <= 0.0
    ]
    if problems:
        raise BadInput(problems[:50])
    return Tables(
        categories=tuple(categories),
        again=numbers[0]["again"],
        known=numbers[0]["known"],
        missions=weights,
        category=category,
        sha256=hashlib.sha256(b"\0".join(data)).hexdigest(),
        **numbers[1],
    )


def _rows(name: str, content: bytes, head: tuple[str, ...]) -> list[list[str]]:
    """The rows of a CSV file with the columns ``head``, in their order."""
    try:
        table = list(csv.reader(StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput([Problem(name, 0, "", f"no CSV file in UTF-8 ({shown(error, 80)})", "a CSV file")]) from None
    found = [cell.strip() for cell in table[0]] if table else []
    missing = [column for column in head if column not in found]
    if missing:
        raise BadInput([Problem(name, 1, "", f"no column {listed(missing)}", f"columns {listed(head)}")])
    if not 1 <= len(table) - 1 <= MOST_PRODUCTS:
        raise BadInput([Problem(name, 0, "", f"{len(table) - 1:,} rows", f"1 to {MOST_PRODUCTS:,}")])
    short = [line for line, row in enumerate(table, 1) if len(row) != len(found)]
    if short:
        raise BadInput(
            [Problem(name, short[0], "", f"{len(table[short[0] - 1])} cells", f"{len(found)}, as the header")]
        )
    order = [found.index(column) for column in head]
    return [[row[k].strip() for k in order] for row in table[1:]]


def _numbers(name: str, rows: list[list[str]], head: tuple[str, ...], words: int) -> np.ndarray:
    """The numbers of rows behind ``words`` texts, float64 [row, column]; BadInput where one is none or beyond."""
    problems = []
    made = np.zeros((len(rows), len(head) - words))
    for line, row in enumerate(rows, 2):
        for k, column in enumerate(head[words:]):
            low, high = LIMITS.get(column, WEIGHT)
            try:
                value = float(row[words + k])
            except ValueError:
                value = np.nan
            if not low <= value <= high:
                found = shown(row[words + k]) if row[words + k] else "nothing"
                problems.append(Problem(name, line, column, found, f"a number from {low:g} to {high:g}"))
            made[line - 2, k] = value
    if problems:
        raise BadInput(problems[:50])
    return made


def _doubled(name: str, texts: Sequence[str]) -> Iterator[Problem]:
    """Names that stand twice, or are none."""
    seen: dict[str, int] = {}
    for line, text in enumerate(texts, 2):
        if not text or text in seen:
            found = f"{shown(text)} again, first in row {seen[text]}" if text else "nothing"
            yield Problem(name, line, "", found, "a name of its own")
        seen.setdefault(text, line)


def _strange(name: str, of: Sequence[str], category: np.ndarray) -> Iterator[Problem]:
    """Products of no category, or of one that is over."""
    for row in np.flatnonzero(category < 0).tolist():
        yield Problem(name, row + 2, "category", shown(of[row]), f"a category of {FILES[0]}")
    for row in np.flatnonzero(np.diff(category) < 0).tolist()[:1]:
        found = f"{shown(of[row + 1])} after {shown(of[row])}"
        yield Problem(name, row + 3, "category", found, f"products in the order of {FILES[0]}")


def _empty(name: str, categories: Sequence[str], category: np.ndarray, share: np.ndarray) -> Iterator[Problem]:
    """Categories without a product that anybody buys."""
    for k in np.flatnonzero(np.bincount(category, share, len(categories)) <= 0.0).tolist():
        yield Problem(name, k + 2, "category", f"{shown(categories[k])} without a product", "a product with a share")
