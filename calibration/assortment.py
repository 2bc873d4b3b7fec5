"""What orders hold, learned from their lines: the tables of an assortment, missions of orders, breadth, deals.

An order is all that a customer buys on a day. The model is that of sim.mechanisms.assortment: its shares are those
without deals, so that what was bought on deals is taken back by what these do to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from calibration.entries import rounded
from calibration.likelihood import Array
from scenarios.beside.catalogue import FILES
from scenarios.files.loading import load
from sim.mechanisms.assortment.spec import MOST_AGAIN, MOST_DEPTH, MOST_EFFECT

FOLDER = "catalogue"
LINES = ("product_id", "category", "quantity")
"""What order lines must tell."""
FEWEST_ORDERS, FEWEST_CATEGORIES, MOST_CATEGORIES = 1000, 10, 5000
MISSIONS, STEPS = 6, 50
"""Latent missions, and steps of the search for them (EM)."""
PRIOR = 5.0
"""Lines of its category that count beside a product's own."""
OFF = 0.01
"""Depth from which a line is on a deal."""
REGULAR = 0.9
"""Share of weeks in which a product must sell for its weeks with and without deals to be compared."""
FEWEST_WEEKS = 5
"""Weeks of both kinds for that."""
OFTEN = 20
"""Lines of a product, or of a customer, on each of two sides that are compared."""
FEWEST_CUSTOMERS = 30
"""Customers with so many lines from which on their breadth is told."""
MORE_THAN_ONE = 1.02
"""Units of a mean line from which on a product is bought by the piece."""
WEEK = 7
SEED = 5
NO_EXPERIMENT = {name: "; weeks with and without deals, no experiment" for name in ("deal_effect", "deal_units")}
"""What such lines bound alone, and why."""


@dataclass(frozen=True)
class Assortment:
    """``categories`` and ``products``: the tables of scenarios.beside.catalogue; ``missions``: entries of
    market.catalogue; ``beliefs``: what is found of market.assortment, by name, nothing where too little is seen;
    ``said``: what was seen, in sentences."""

    categories: pd.DataFrame
    products: pd.DataFrame
    missions: list[dict[str, Any]]
    beliefs: Mapping[str, float]
    said: tuple[str, ...]

    def put(self, market: dict[str, Any], folder: Path, said: str, name: str, on: bool) -> None:
        """Write the tables into ``folder``, and let ``market`` have this assortment, ``said`` to be there; ``name``:
        whose orders these are; ``on``: orders are to hold lines, else when market.assortment.categories says so."""
        folder.mkdir(exist_ok=True)
        for file, table in zip(FILES, (self.categories, self.products), strict=True):
            table.to_csv(folder / file, index=False, float_format="%.7g")
        assumed, found = load("base").market.assortment, dict(self.beliefs)
        if not on:
            found["categories"] = 0.0
        market["catalogue"] = {"folder": said, "missions": self.missions}
        market["assortment"] = {
            belief: {
                "value": rounded(value),
                "unit": getattr(assumed, belief).unit,
                "label": "bounded" if belief in NO_EXPERIMENT else "identified",
                "source": f"order lines of {name}{NO_EXPERIMENT.get(belief, '')}",
            }
            for belief, value in found.items()
        }


class Read(NamedTuple):
    """Lines by order and product: order, customer, day, week, product, category (codes), units, paid, regular, depth;
    the names of products (with their categories), categories and customers by code; the first day."""

    lines: pd.DataFrame
    products: np.ndarray
    categories: np.ndarray
    customers: np.ndarray
    first_day: np.datetime64


def can_tell(orders: pd.DataFrame) -> bool:
    """Whether order lines tell of products, categories and quantities of enough orders."""
    if not set(LINES) <= set(orders):
        return False
    of = orders[orders["category"].astype("str") != ""]
    many = of["category"].astype("str").nunique()
    return len(of) >= FEWEST_ORDERS and FEWEST_CATEGORIES <= many <= MOST_CATEGORIES


def assortment(orders: pd.DataFrame) -> Assortment:
    """What the lines ``orders`` (customer_id, ordered_at, amount, LINES, and list_amount where deals are told) show."""
    seen = read(orders)
    lines = seen.lines
    deal_depth, on_deal = _depths(lines)
    assumed = load("base").market.assortment
    slope, lifts = _effect(lines)
    seen_units, spread, breadth = _units_on_deal(lines), _within(lines), _breadth(lines)
    effect = assumed.deal_effect.value if slope is None else slope
    units = 1.0 if seen_units is None else seen_units
    deal_depth = np.maximum(deal_depth - effect * spread**2, OFF)  # deeper deals are taken more readily
    products = _products(seen, on_deal, deal_depth, np.exp(effect * deal_depth + 0.5 * (effect * spread) ** 2), units)
    categories, missions = _categories(seen, products, effect)
    told = {"breadth_spread": breadth, "deal_effect": slope, "deal_units": seen_units}
    found = {"categories": float(len(categories)), "deal_spread": spread}
    found |= {name: value for name, value in told.items() if value is not None}
    tables = products.drop(columns=["code", "own", "ready"])
    return Assortment(categories, tables, missions, found, tuple(_said(lines, lifts)))


def read(orders: pd.DataFrame) -> Read:
    """The lines of ``orders``, those of a product in an order as one."""
    there = (orders["amount"] > 0) & (orders["quantity"] > 0) & (orders["product_id"].astype("str") != "")
    rows = orders[there & (orders["category"].astype("str") != "")]
    product = rows["category"].astype("str") + "\0" + rows["product_id"].astype("str")
    day = rows["ordered_at"].to_numpy("datetime64[D]").astype(np.int64)
    customer, customers = pd.factorize(rows["customer_id"].astype("str"), sort=True)
    regular = rows["list_amount"] if "list_amount" in rows else rows["amount"]
    found = pd.DataFrame(
        {
            "customer": customer,
            "day": day - day.min(),
            "product_name": pd.Categorical(product),
            "units": rows["quantity"].to_numpy(float),
            "paid": rows["amount"].to_numpy(float),
            "regular": np.maximum(regular.to_numpy(float), rows["amount"].to_numpy(float)),
        }
    )
    found["product"] = found["product_name"].cat.codes
    names = found["product_name"].cat.categories
    category = pd.Categorical([name.split("\0")[0] for name in names])
    found = found.drop(columns="product_name").groupby(["customer", "day", "product"], as_index=False).sum()
    found["category"] = category.codes[found["product"]]
    found["order"] = found.groupby(["customer", "day"]).ngroup()
    found["week"] = found["day"] // WEEK
    found["depth"] = 1.0 - found["paid"] / found["regular"]
    found.loc[found["depth"] < OFF, "depth"] = 0.0
    first = np.datetime64(0, "D") + int(day.min())
    return Read(found, names.to_numpy(str), category.categories.to_numpy(str), customers.to_numpy(str), first)


def _depths(lines: pd.DataFrame) -> tuple[Array, Array]:
    """(Mean depth of each product's deals; the share of its lines on them), drawn to those of its category."""
    dealt = lines[lines["depth"] > 0.0]
    count, of = np.bincount(lines["product"]), _category_of(lines)
    many = np.bincount(dealt["product"], minlength=len(count))
    deep = np.bincount(dealt["product"], dealt["depth"], len(count))
    overall = float(dealt["depth"].mean()) if len(dealt) else 0.0
    own = (np.bincount(of, deep) + PRIOR * overall) / (np.bincount(of, many) + PRIOR)
    share = np.bincount(of, many) / np.maximum(np.bincount(of, count), 1)
    depth = (deep + PRIOR * own[of]) / (many + PRIOR)
    return np.minimum(depth, MOST_DEPTH), (many + PRIOR * share[of]) / (count + PRIOR)


def _category_of(lines: pd.DataFrame) -> np.ndarray:
    """The category of each product."""
    of = np.zeros(int(lines["product"].max()) + 1, np.int64)
    of[lines["product"]] = lines["category"]
    return of


def _within(lines: pd.DataFrame) -> float:
    """The sd of depths about the mean of their product."""
    dealt = lines[lines["depth"] > 0.0]
    if not len(dealt):
        return 0.0
    rest = dealt["depth"] - dealt.groupby("product")["depth"].transform("mean")
    return float(np.sqrt((rest**2).sum() / max(len(dealt) - dealt["product"].nunique(), 1)))


def weeks_of_deals(lines: pd.DataFrame) -> pd.DataFrame:
    """Of products that sell in nearly every week: category, depth, and lines and units of a mean week, on a deal
    (``lines_on``, ``units_on``) and off; a week is on a deal where most of its lines are."""
    weeks = (
        lines.assign(on=lines["depth"] > 0.0, number=1)
        .groupby(["product", "week"])
        .agg(
            number=("number", "sum"),
            units=("units", "sum"),
            on=("on", "mean"),
            depth=("depth", "sum"),
            category=("category", "first"),
        )
    )
    weeks = weeks.reset_index()
    sold = weeks.groupby("product")["week"].transform("size")
    weeks = weeks[sold >= REGULAR * (lines["week"].max() + 1)]
    weeks["on"] = weeks["on"] > 0.5
    means = weeks.groupby(["product", "on"]).agg(
        lines=("number", "mean"), units=("units", "mean"), weeks=("week", "size"), category=("category", "first")
    )
    if not len(means) or means.index.get_level_values("on").nunique() < 2:
        return pd.DataFrame(
            {"category": [], "depth": [], "lines_on": [], "lines_off": [], "units_on": [], "units_off": []}
        )
    wide = means.unstack("on")
    enough = wide["weeks"].fillna(0).to_numpy().min(axis=1) >= FEWEST_WEEKS
    wide = wide[enough]
    dealt = lines[lines["depth"] > 0.0].groupby("product")["depth"].mean()
    return pd.DataFrame(
        {
            "category": wide["category"][True].astype(int),
            "depth": dealt.reindex(wide.index),
            "lines_on": wide["lines"][True],
            "lines_off": wide["lines"][False],
            "units_on": wide["units"][True],
            "units_off": wide["units"][False],
        }
    )


def median_lift(lines: pd.DataFrame) -> float:
    """The median over categories of the median over products of units in a week on a deal, over those off it; NaN where
    no product sells often enough."""
    weeks = weeks_of_deals(lines)
    return float((weeks["units_on"] / weeks["units_off"]).groupby(weeks["category"]).median().median())


def _effect(lines: pd.DataFrame) -> tuple[float | None, int]:
    """(Log odds of being put into a basket per unit of depth: the median over products, None where none tells; how many
    products do)."""
    weeks = weeks_of_deals(lines)
    if not len(weeks):
        return None, 0
    slope = float(np.median(np.log(weeks["lines_on"] / weeks["lines_off"]) / weeks["depth"]))
    return min(max(slope, 0.0), MOST_EFFECT), len(weeks)


def _units_on_deal(lines: pd.DataFrame) -> float | None:
    """Units beyond the first on a deal, ratio to those off it: the median over products that often sell both ways; None
    where none does."""
    each = lines.assign(on=lines["depth"] > 0.0).groupby(["product", "on"])["units"].agg(["mean", "size"]).unstack("on")
    if each.shape[1] < 4:
        return None
    often = each[(each["size"].fillna(0).to_numpy().min(axis=1) >= OFTEN) & (each["mean"][False] > MORE_THAN_ONE)]
    if not len(often):
        return None
    return float(np.median((often["mean"][True] - 1.0) / (often["mean"][False] - 1.0)))


def _products(seen: Read, on_deal: Array, depth: Array, lift: Array, units: float) -> pd.DataFrame:
    """The table of products, by category; further ``code``, ``own`` (lines) and ``ready``: how readily each is put into
    baskets over the weeks, ratio to without deals."""
    lines = seen.lines
    of, count = _category_of(lines), np.bincount(lines["product"]).astype(float)
    pieces = np.bincount(lines["product"], lines["units"])
    price = np.bincount(lines["product"], lines["regular"]) / pieces
    usual = float(np.median(pieces / count)) - 1.0
    extra = (pieces - count + PRIOR * usual) / (count + PRIOR) / (1.0 + on_deal * (units - 1.0))
    share = on_deal / (on_deal + lift * (1.0 - on_deal))
    ready = 1.0 + share * (lift - 1.0)
    table = pd.DataFrame(
        {
            "product": [name.replace("\0", " ") for name in seen.products],
            "category": seen.categories[of],
            "share": count / ready,
            "price": price,
            "extra_units": np.maximum(extra, 0.0),
            "deal_share": share,
            "deal_depth": depth,
            "code": of,
            "own": count,
            "ready": ready,
        }
    )
    return table.sort_values("code", kind="stable").reset_index(drop=True)


def _categories(seen: Read, products: pd.DataFrame, effect: float) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The table of categories, and the missions that are its columns."""
    lines, count = seen.lines, len(seen.categories)
    held = lines.drop_duplicates(["order", "category"])
    number = np.bincount(lines["category"], minlength=count)
    again = np.clip(1.0 - np.bincount(held["category"], minlength=count) / number, 0.0, MOST_AGAIN)
    begun = products["code"].to_numpy()
    ready = np.bincount(begun, products["share"] * products["ready"], count) / np.bincount(
        begun, products["share"], count
    )
    taken = ready / np.exp(effect * MOST_DEPTH)
    switching = load("base").market.assortment.switching.value
    fresh = number * (1.0 - again) * (1.0 - switching * (1.0 - taken)) / taken
    size = np.log(lines.groupby("order")["paid"].sum().to_numpy())
    weights, share, mean, sd = missions(held["order"].to_numpy(), held["category"].to_numpy(), size, count)
    lambdas = share * np.exp(mean + 0.5 * sd**2)
    weights *= fresh / (lambdas @ weights)
    weights /= weights.sum(axis=1, keepdims=True)
    names = [f"mission {k + 1}" for k in range(len(share))]
    table = pd.DataFrame({"category": seen.categories, "again": again})
    table["known"] = np.bincount(lines["category"], lines["paid"], count) / lines["paid"].sum()
    table = pd.concat([table, pd.DataFrame(weights.T, columns=names)], axis=1)
    mean_order = float(np.exp(size).mean())
    entries = [
        {"name": name, "share": rounded(a), "size": rounded(np.exp(m) / mean_order), "spread": rounded(s)}
        for name, a, m, s in zip(names, share.tolist(), mean.tolist(), sd.tolist(), strict=True)
    ]
    return table, entries


def missions(order: np.ndarray, category: np.ndarray, size: Array, count: int) -> tuple[Array, Array, Array, Array]:
    """Latent missions of orders, a mixture found by EM (Dempster, Laird & Rubin 1977): the categories of an order of a
    mission are drawn by its ``weights``, its log size is normal. ``order``, ``category``: a pair for each category that
    an order holds; ``size`` [order]. Returns weights [mission, category], shares, means and sd of log sizes."""
    from scipy.sparse import csr_matrix

    held = csr_matrix((np.ones(len(order)), (order, category)), shape=(len(size), count))
    overall = np.asarray(held.sum(axis=0)).ravel() / held.sum()
    weights = overall * np.random.default_rng(SEED).gamma(20.0, 1.0 / 20.0, (MISSIONS, count))
    weights /= weights.sum(axis=1, keepdims=True)
    share = np.full(MISSIONS, 1.0 / MISSIONS)
    mean, sd = np.quantile(size, np.linspace(0.1, 0.9, MISSIONS)), np.full(MISSIONS, 0.7 * size.std())
    for _ in range(STEPS):
        logs = held @ np.log(weights + 1e-12).T + np.log(share) - np.log(sd) - 0.5 * ((size[:, None] - mean) / sd) ** 2
        each = np.exp(logs - logs.max(axis=1, keepdims=True))
        each /= each.sum(axis=1, keepdims=True)
        weights = (held.T @ each).T + overall
        weights /= weights.sum(axis=1, keepdims=True)
        total = each.sum(axis=0)
        share, mean = total / len(size), each.T @ size / total
        sd = np.maximum(np.sqrt((each * (size[:, None] - mean) ** 2).sum(axis=0) / total), 0.1)
    return weights, share, mean, sd


def _breadth(lines: pd.DataFrame) -> float | None:
    """The sd over customers of the log of lines per unit of value, less what chance makes of it: halves of each
    customer's orders are drawn apart, and their covariance is the customer's own. None where few customers tell."""
    orders = lines.groupby(["customer", "order"]).agg(number=("units", "size"), spent=("paid", "sum")).reset_index()
    half = np.random.default_rng(SEED).random(len(orders)) < 0.5
    sums = orders.assign(half=half).groupby(["customer", "half"])[["number", "spent"]].sum()
    ratio = (sums["number"] / sums["spent"]).apply(np.log).unstack("half").dropna()
    often = sums["number"].unstack("half").reindex(ratio.index).min(axis=1) >= OFTEN
    ratio = ratio[often]
    if len(ratio) < FEWEST_CUSTOMERS:
        return None
    return float(np.sqrt(max(np.cov(ratio[False], ratio[True])[0, 1], 0.0)))


def _said(lines: pd.DataFrame, told: int) -> list[str]:
    """What was seen, in sentences."""
    orders = lines["order"].nunique()
    dealt = lines["depth"] > 0.0
    found = [
        f"{len(lines):,} lines of {orders:,} orders hold {lines['product'].nunique():,} products of"
        f" {lines['category'].nunique():,} categories."
    ]
    if dealt.any():
        found.append(
            f"{dealt.mean():.1%} of the lines are on a deal, of {lines['depth'][dealt].mean():.1%} in the mean;"
            f" {told:,} products sell in nearly every week and tell what deals do."
        )
    return found
