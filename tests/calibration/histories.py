"""Generated histories of many kinds, the odd ones of companies among them: rows of an orders file by kind and seed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

START = np.datetime64("2010-03-01", "D")
Row = tuple[str, int, float]
"""Customer, day since START, amount."""


def bought(
    rng: np.random.Generator,
    *,
    people: int = 200,
    days: int = 500,
    acquired: int = 200,
    r: float = 0.8,
    alpha: float = 6.0,
    life: float = 30.0,
) -> Iterator[tuple[int, int]]:
    """Customer and day of orders: Gamma rates (``alpha`` weeks), lives of ``life`` weeks on average (inf: for ever)."""
    for customer in range(people):
        born = int(rng.integers(0, max(acquired, 1)))
        rate = rng.gamma(r, 1 / alpha) / 7
        end = min(days, born + (rng.exponential(life * 7) if np.isfinite(life) else np.inf))
        times = rng.uniform(born, end, rng.poisson(rate * max(end - born, 0)))
        yield from ((customer, int(day)) for day in [born, *times])


def priced(rng: np.random.Generator, orders: Iterator[tuple[int, int]], mean: float = 40.0) -> list[Row]:
    """Orders with Gamma-Gamma amounts (p = 5, q = 4) of about ``mean``."""
    levels: dict[int, float] = {}
    rows = []
    for customer, day in orders:
        level = levels.setdefault(customer, mean * 3 / rng.gamma(4.0))
        rows.append((f"c{customer}", day, float(level * rng.gamma(5.0) / 5.0)))
    return rows


def plain(rng: np.random.Generator) -> list[Row]:
    people, days = int(rng.integers(100, 500)), int(rng.integers(200, 700))
    life = float(rng.choice([10, 40, 150]))
    return priced(rng, bought(rng, people=people, days=days, r=float(rng.uniform(0.3, 3)), life=life))


def one_customer(rng: np.random.Generator) -> list[Row]:
    return [("c", int(day), 20.0) for day in rng.integers(0, 400, 60)]


def once_each(rng: np.random.Generator) -> list[Row]:
    return [(f"c{k}", int(day), 20.0 + k % 7) for k, day in enumerate(rng.integers(0, 400, 200))]


def on_one_day(rng: np.random.Generator) -> list[Row]:
    return [(f"c{rng.integers(0, 80)}", 0, float(rng.gamma(5, 8))) for _ in range(200)]


def constant_amounts(rng: np.random.Generator) -> list[Row]:
    amount = float(rng.choice([1.0, 9.99, 49_000.0]))
    return [(who, day, amount) for who, day, _ in plain(rng)]


def constant_by_customer(rng: np.random.Generator) -> list[Row]:
    return [(who, day, 10.0 * (1 + int(who[1:]) % 3)) for who, day, _ in plain(rng)]


def same_mean_for_all(rng: np.random.Generator) -> list[Row]:
    return [(who, day, float(rng.gamma(4, 10))) for who, day, _ in plain(rng)]


def zero_amounts(rng: np.random.Generator) -> list[Row]:
    return [(who, day, 0.0) for who, day, _ in plain(rng)]


def free_orders(rng: np.random.Generator) -> list[Row]:
    share = float(rng.uniform(0.05, 0.9))
    return [(who, day, 0.0 if rng.uniform() < share else amount) for who, day, amount in plain(rng)]


def free_trials(rng: np.random.Generator) -> list[Row]:
    seen: set[str] = set()
    rows = []
    for who, day, _ in sorted(plain(rng), key=lambda row: row[1]):
        rows.append((who, day, 19.0 if who in seen else 0.0))
        seen.add(who)
    return rows


def nobody_leaves(rng: np.random.Generator) -> list[Row]:
    return priced(rng, bought(rng, people=int(rng.integers(60, 500)), r=1.5, alpha=3.0, life=np.inf))


def everybody_alike(rng: np.random.Generator) -> list[Row]:
    return priced(rng, bought(rng, people=300, r=1e4, alpha=float(rng.choice([1e4, 4e4])), life=60.0))


def everybody_leaves_soon(rng: np.random.Generator) -> list[Row]:
    return priced(rng, bought(rng, people=500, r=2.0, alpha=1.0, life=2.0))


def heavy_tail(rng: np.random.Generator) -> list[Row]:
    return [(who, day, float(5 * rng.pareto(0.8) + 5)) for who, day, _ in plain(rng)]


def heavy_tail_of_customers(rng: np.random.Generator) -> list[Row]:
    level = 5 * rng.pareto(0.7, 1000) + 5
    return [(who, day, float(level[int(who[1:])] * rng.gamma(5) / 5)) for who, day, _ in plain(rng)]


def one_giant_order(rng: np.random.Generator) -> list[Row]:
    rows = plain(rng)
    who, day, _ = rows[7]
    return [*rows, (who, day + 1, float(rng.choice([1e4, 1e6, 9e11])))]


def twenty_orders_a_day(rng: np.random.Generator) -> list[Row]:
    return [(f"c{k}", int(day), float(rng.gamma(5, 8))) for k in range(40) for day in np.repeat(np.arange(120), 20)]


def daily(rng: np.random.Generator) -> list[Row]:
    return [(f"c{k}", int(day), float(rng.gamma(5, 8))) for k in range(60) for day in range(k, 200)]


def three_customers_in_ten_years(rng: np.random.Generator) -> list[Row]:
    return [(f"c{k}", int(day), float(rng.gamma(5, 8))) for k in range(3) for day in rng.integers(0, 3650, 30)]


def slow(rng: np.random.Generator) -> list[Row]:
    return priced(rng, bought(rng, people=200, days=3650, acquired=3000, r=1.0, alpha=100.0, life=300.0))


def tiny_amounts(rng: np.random.Generator) -> list[Row]:
    return [(who, day, amount * float(rng.choice([1e-3, 1e-6]))) for who, day, amount in plain(rng)]


def huge_amounts(rng: np.random.Generator) -> list[Row]:
    by = float(rng.choice([1e4, 1e6, 1e9]))
    return [(who, day, amount * by) for who, day, amount in plain(rng)]


def all_on_the_first_day(rng: np.random.Generator) -> list[Row]:
    return priced(rng, bought(rng, people=300, acquired=1))


def by_contract(rng: np.random.Generator) -> list[Row]:
    length = int(rng.choice([7, 30, 91]))
    return [
        (f"c{k}", born + length * n, 9.99 + k % 3)
        for k in range(300)
        for born in [int(rng.integers(0, 100))]
        for n in range(int(rng.geometric(0.1)))
        if born + length * n < 600
    ]


def stray_ends(rng: np.random.Generator) -> list[Row]:
    rows = plain(rng)
    return [*rows, (rows[3][0], 1600, 30.0), ("late", 1700, 30.0), ("old", -9000, 30.0)]


def two_parts(rng: np.random.Generator) -> list[Row]:
    return [(who, day + 400 * (day > 250), amount) for who, day, amount in plain(rng)]


def seasons(rng: np.random.Generator) -> list[Row]:
    return [(who, day % 60 + 365 * (day // 60), amount) for who, day, amount in plain(rng)]


def truncated(rng: np.random.Generator) -> list[Row]:
    rows = priced(rng, bought(rng, people=900, days=1000, acquired=900, life=80.0))
    return [(who, day - 500, amount) for who, day, amount in rows if day >= 500]


KINDS: dict[str, Callable[[np.random.Generator], list[Row]]] = {
    kind.__name__: kind
    for kind in (
        plain,
        one_customer,
        once_each,
        on_one_day,
        constant_amounts,
        constant_by_customer,
        same_mean_for_all,
        zero_amounts,
        free_orders,
        free_trials,
        nobody_leaves,
        everybody_alike,
        everybody_leaves_soon,
        heavy_tail,
        heavy_tail_of_customers,
        one_giant_order,
        twenty_orders_a_day,
        daily,
        three_customers_in_ten_years,
        slow,
        tiny_amounts,
        huge_amounts,
        all_on_the_first_day,
        by_contract,
        stray_ends,
        two_parts,
        seasons,
        truncated,
    )
}


def written(folder: Path, rows: list[Row], **profile: object) -> Path:
    """The profile of a file that holds ``rows``, in the order of their days."""
    lines = [f"{who},{START + day},{amount:.12g}" for who, day, amount in sorted(rows, key=lambda row: row[1])]
    (folder / "orders.csv").write_text("\n".join(["customer_id,ordered_at,amount", *lines, ""]))
    stated = {"name": "Shop", "market_size": 200_000} | profile
    keys = [f"{key}: {value}" for key, value in stated.items()]
    (folder / "shop.yaml").write_text("\n".join(["orders: {file: orders.csv, currency: EUR}", *keys, ""]))
    return folder / "shop.yaml"
