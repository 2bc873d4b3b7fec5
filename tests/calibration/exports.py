"""Orders of a shop that was never there, and files as different shops export them; all from a seed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.profile import load
from calibration.sources import Imported, orders_of

HEADER = "customer_id,ordered_at,amount"
PLAIN = "orders:\n  file: orders.csv\n"
Order = tuple[str, pd.Timestamp, float]


@dataclass(frozen=True)
class Seen:
    """What a history is made of: customers, days on which a customer ordered, and money."""

    customers: int
    days: int
    money: float


def orders(seed: int, customers: int = 120) -> list[Order]:
    """Orders by time: first ones over 150 days, then at a rate and for a life of each customer's own."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(customers):
        start, rate, life = int(rng.integers(0, 150)), rng.gamma(1, 0.03), rng.exponential(250)
        days = start + np.cumsum(rng.exponential(1 / rate, 200))
        for day in [start, *days[days < min(start + life, 400)]]:
            at = pd.Timestamp("2022-02-03") + pd.Timedelta(days=int(day), seconds=int(rng.integers(28_800, 75_600)))
            found.append((f"K{number:04d}", at, round(float(rng.gamma(4, 9)) + 0.01, 2)))
    return sorted(found, key=lambda order: order[1])


def seen(found: Iterable[Order]) -> Seen:
    table = pd.DataFrame(found, columns=["who", "at", "money"])
    days = table.groupby(["who", table["at"].dt.date]).size()
    return Seen(table["who"].nunique(), len(days), round(float(table["money"].sum()), 2))


def written(
    found: Iterable[tuple], row: Callable[..., str] | None = None, header: str = HEADER, ends: str = "\n"
) -> str:
    """A CSV file of ``found``, each written by ``row``."""
    row = row or (lambda who, at, money, *more: ",".join([who, f"{at:%Y-%m-%d %H:%M:%S}", str(money), *map(str, more)]))
    return ends.join([header, *(row(*order) for order in found), ""])


def read(folder: Path, content: str | bytes, more: str = "") -> Imported:
    """``content`` read by a profile with the lines ``more`` under orders."""
    (folder / "orders.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "shop.yaml").write_text(PLAIN + "".join(f"  {line}\n" for line in more.splitlines()), "utf-8")
    return orders_of(load(folder / "shop.yaml"), "USD")


def of(found: Imported) -> Seen:
    return seen(zip(found.orders["customer_id"], found.orders["ordered_at"], found.orders["amount"], strict=True))


def notes(found: Imported) -> dict[str, str]:
    """What was said, by code."""
    return {note.code: note.text for note in found.reading.notes}
