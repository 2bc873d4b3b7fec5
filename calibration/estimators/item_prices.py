"""Prices of single items: how much the units that are sold of them answer to the regular price and to deals.

Poisson by item and week: an effect of every item (profiled out), the week's number of orders, and by category the
elasticity of the regular price, that of what a deal leaves to pay, and a lift by being on a deal at all. Errors allow
for more variance than Poisson's. Categories are pooled: each is drawn towards their mean by how much they differ beyond
chance (DerSimonian & Laird 1986). Units of an item on a deal are partly those of other items: the demand for all of
them answers less (``prices``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.estimators.finding import Findings
from calibration.likelihood import NORMAL_95, Array

EFFECTS = ("regular price", "price left by a deal", "being on a deal")
DEAL = 0.01  # depth from which an item is on a deal
LEAST = 2.0  # units a week of an item that is looked at
ITEMS = 3  # of a category, at least
WEEKS = 12
STEPS = 30
RIDGE = 0.05  # precision that keeps a category without deals at none


@dataclass(frozen=True)
class Panel:
    """Items by week: ``units``; ``x`` [item, week, effect]; ``category`` [item]; ``orders`` [week], relative to
    their mean."""

    units: Array
    x: Array
    category: np.ndarray
    orders: Array


@dataclass(frozen=True)
class Answers:
    """By category (``names``) the ``effects`` [category, 3] with ``sds``; ``mean`` and ``mean_sd`` over them, and how
    much they differ, ``between``."""

    names: np.ndarray
    effects: Array
    sds: Array
    mean: Array
    mean_sd: Array
    between: Array

    def sentences(self) -> Iterator[str]:
        """The pooled effects in words."""
        for k, name in enumerate(EFFECTS):
            low, high = (self.mean[k] + sign * NORMAL_95 * self.mean_sd[k] for sign in (-1, 1))
            yield (
                f"{name}: {self.mean[k]:.2f} ({low:.2f} to {high:.2f}, 90 %) in the mean of {len(self.names)}"
                f" categories, which differ by {self.between[k]:.2f}."
            )


def lines_of(orders: pd.DataFrame, end: pd.Timestamp | None = None) -> pd.DataFrame | None:
    """A company's order lines for a ``panel``: of whole weeks from the day of the first, before the day ``end``; all of
    one category where none is told. None where there are too few weeks, or a column lacks."""
    if not {"product_id", "list_amount", "quantity"} <= set(orders):
        return None
    day = orders["ordered_at"].to_numpy("datetime64[D]").astype(np.int64)
    last = int(day.max()) if end is None else (end - pd.Timestamp(0)).days - 1
    week = (day - day.min()) // 7
    weeks = (last + 1 - day.min()) // 7
    if weeks < WEEKS:
        return None
    told = orders.assign(week=week)[week < weeks]
    texts = {name: told[name].astype("str") if name in told else "" for name in ("product_id", "category")}
    return told.assign(**texts)[told["product_id"].astype("str") != ""]


def items(orders: pd.DataFrame, end: pd.Timestamp | None = None) -> Findings | None:
    """What lines of orders say of the prices of single items, as notes, for no market has items; None where they do not
    tell items, quantities and deals over WEEKS weeks."""
    lines = lines_of(orders, end)
    if lines is None or not (lines["quantity"] > 0).any():
        return None
    seen = panel(lines)
    if not len(seen.units):
        return Findings((), (f"No category has {ITEMS} items that sell {LEAST:g} a week: their prices tell nothing.",))
    moved = np.ptp(seen.x, axis=(0, 1)) > DEAL
    said = [one for one, has in zip(answers(seen).sentences(), moved, strict=True) if has]
    return Findings(
        (), tuple(said or ["Neither the regular price nor deals moved: the answer to prices is as assumed."])
    )


def panel(lines: pd.DataFrame) -> Panel:
    """The panel of order ``lines``: product_id, category, week from 0, quantity, amount, list_amount, order_id."""
    n = int(lines["week"].max()) + 1
    lines = lines[(lines["quantity"] > 0) & (lines["amount"] > 0)]
    sold = lines.groupby("product_id")["quantity"].sum()
    lines = lines[lines["product_id"].isin(sold.index[sold >= LEAST * n])]
    of = lines.groupby("product_id")["category"].first()
    many = of.map(of.value_counts()) >= ITEMS
    lines = lines[lines["product_id"].isin(of.index[many])]
    sums = lines.groupby(["product_id", "week"])[["quantity", "amount", "list_amount"]].sum()
    wide = {name: sums[name].unstack().reindex(columns=range(n)) for name in sums}
    units = wide["quantity"].fillna(0.0).to_numpy(float)
    logs = pd.DataFrame(np.log(wide["list_amount"] / wide["quantity"]))
    usual = logs.median(axis=1)
    regular = logs.sub(usual, axis=0).ffill(axis=1).fillna(0.0).to_numpy(float)
    left = pd.DataFrame(np.log(wide["amount"] / wide["list_amount"])).fillna(0.0).clip(upper=0.0).to_numpy(float)
    deal = -np.expm1(left) > DEAL
    x = np.stack([regular, np.where(deal, left, 0.0), deal.astype(float)], axis=-1)
    orders = lines.groupby("week")["order_id"].nunique().reindex(range(n), fill_value=0).to_numpy(float)
    category = of.reindex(wide["quantity"].index).to_numpy(object)
    return Panel(units, x, category, orders / max(orders.mean(), 1e-9))


def answers(seen: Panel) -> Answers:
    """The answers of the categories to prices and deals."""
    names = np.unique(seen.category)
    raw, errors = [], []
    for name in names:
        own = seen.category == name
        slope, covariance = _category(seen.units[own], seen.x[own], seen.orders)
        raw.append(slope)
        errors.append(np.sqrt(np.diag(covariance)))
    effects, sds = np.array(raw), np.array(errors)
    mean, mean_sd, between = zip(*(pooled(effects[:, k], sds[:, k]) for k in range(len(EFFECTS))), strict=True)
    middle, apart = np.array(mean), np.array(between)
    own_part = apart**2 / (apart**2 + sds**2)
    drawn = middle + own_part * (effects - middle)
    return Answers(names, drawn, np.sqrt(own_part) * sds, middle, np.array(mean_sd), apart)


def _category(units: Array, x: Array, orders: Array) -> tuple[Array, Array]:
    """Slopes (3,) and their covariance: Newton's steps with item effects profiled out."""
    slope = np.zeros(x.shape[-1])
    sums = units.sum(axis=1)
    for _ in range(STEPS):
        lift = np.exp(np.clip(x @ slope, -20.0, 20.0)) * orders
        part = lift / lift.sum(axis=1, keepdims=True)
        expected = sums[:, None] * part
        middle = np.einsum("iw,iwk->ik", part, x)
        off = x - middle[:, None, :]
        information = np.einsum("iw,iwk,iwl->kl", expected, off, off) + RIDGE * np.eye(len(slope))
        step = np.linalg.solve(information, np.einsum("iw,iwk->k", units - expected, x) - RIDGE * slope)
        slope = slope + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    score = np.einsum("iw,iwk->ik", units - expected, off)  # by item: its weeks go together
    inverse = np.linalg.inv(information)
    return slope, np.maximum(inverse @ (score.T @ score) @ inverse, inverse * np.eye(len(slope)))


def pooled(values: Array, sds: Array) -> tuple[float, float, float]:
    """Mean of values that differ beyond their errors, its standard deviation, and that between them."""
    weight = 1.0 / sds**2
    center = float((weight * values).sum() / weight.sum())
    more = float((weight * (values - center) ** 2).sum()) - (len(values) - 1)
    apart = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(more / apart, 0.0) if len(values) > 1 else 0.0
    weight = 1.0 / (sds**2 + between)
    mean = float((weight * values).sum() / weight.sum())
    return mean, float(1.0 / np.sqrt(weight.sum())), float(np.sqrt(between))
