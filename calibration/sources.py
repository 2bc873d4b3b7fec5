"""A company's file becomes the orders table; every row that cannot be used is kept apart, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.profile import Profile
from calibration.readers import EARLIEST, typed_rows
from calibration.rejects import AGAIN, fix_of
from sim.problems import BadInput, Problem, shown

MOST_REJECTED = 0.05  # share of rows; beyond it the file is refused


@dataclass(frozen=True)
class Imported:
    """``orders`` (order_id, customer_id, ordered_at, amount, quantity, currency) and the rows left out.

    ``rejects`` has columns line, column, found, reason, fix; in a Parquet file, line is the number of the row.
    ``rows`` = rows of ``orders`` + rows of ``rejects``, before customers are left out by ``acquired_from``.
    ``currency_stated`` is False where the file and the profile are silent.
    """

    orders: pd.DataFrame
    rejects: pd.DataFrame
    rows: int
    currency_stated: bool


def orders_of(profile: Profile, otherwise_currency: str) -> Imported:
    """Read the orders that ``profile`` points to; amounts are in ``otherwise_currency`` where none is stated.

    Every bad row is found and kept apart. BadInput when the file cannot be read (see readers.typed_rows), has
    no rows or several currencies, or when more than 5 % of its rows are unusable.
    """
    typed, broken = typed_rows(profile)
    rows = len(typed) + len(broken)
    if rows == 0:
        raise BadInput([Problem(profile.file.name, 0, "", "no rows below the header", "at least one order")])
    bad, rejects = _rejected(typed, broken)
    if len(rejects) > MOST_REJECTED * rows:
        raise BadInput(_refusals(profile, rejects, rows))
    good = typed[~bad]
    stated = profile.currency or _currency(profile, good)
    numbers = good["line"].astype(str)
    ids = good["order_id"].fillna("line " + numbers) if "order_id" in good else "line " + numbers
    orders = pd.DataFrame(
        {
            "order_id": ids.to_numpy(object),
            "customer_id": good["customer_id"].to_numpy(object),
            "ordered_at": good["ordered_at"].to_numpy("datetime64[s]"),
            "amount": good["amount"].to_numpy(float),
            "quantity": good["quantity"].to_numpy(float),
            "currency": stated or otherwise_currency,
        }
    )
    if profile.acquired_from is not None:
        first_order = orders.groupby("customer_id")["ordered_at"].transform("min")
        orders = orders[first_order >= np.datetime64(profile.acquired_from)].reset_index(drop=True)
    return Imported(orders, rejects, rows, stated is not None)


def _rejected(typed: pd.DataFrame, broken: pd.DataFrame) -> tuple[pd.Series[bool], pd.DataFrame]:
    """Which of the ``typed`` rows cannot be used, and the table of all rejected rows."""
    reasons = typed["reason"].astype(object).where(typed["reason"].notna(), None)
    if "order_id" in typed:
        known = reasons.isna()
        first = typed["line"].where(known).groupby(typed["order_id"]).transform("min")
        again = known & (typed["line"] != first) & typed["order_id"].notna()
        reasons = reasons.where(~again, f"order_id|{AGAIN}")
    bad = reasons.notna()
    rejects = broken
    if bad.any():
        parts = reasons[bad].str.split("|", n=1, expand=True)
        texts = {"ordered_at": "day_text", "amount": "amount_text"}
        cells = [typed.at[row, texts.get(column, column)] for row, column in parts[0].items()]
        found = [shown(cell) if isinstance(cell, str) else "" for cell in cells]
        untyped = pd.DataFrame({"line": typed.loc[bad, "line"], "column": parts[0], "found": found, "reason": parts[1]})
        rejects = pd.concat([broken, untyped]) if len(broken) else untyped
    fixes = [fix_of(*row) for row in zip(rejects["column"], rejects["reason"], rejects["found"], strict=True)]
    return bad, rejects.assign(fix=fixes).sort_values("line", ignore_index=True)


def _currency(profile: Profile, good: pd.DataFrame) -> str | None:
    """The one currency of the file; None where no column holds it."""
    codes = sorted(set(good["currency"].dropna().str.upper())) if "currency" in good else []
    if len(codes) > 1 or any(len(code) != 3 or not code.isalpha() for code in codes):
        found, allowed = shown(", ".join(codes[:8])), "one ISO 4217 code in the whole file"
        raise BadInput([Problem(profile.file.name, 0, "currency", found, allowed, "convert the amounts")])
    return codes[0] if codes else None


def _refusals(profile: Profile, rejects: pd.DataFrame, rows: int) -> list[Problem]:
    """One problem for each kind of bad row, the most frequent first."""
    date_format = profile.date_format or "ISO 8601, such as 2024-03-31"
    allowed = {
        "customer_id": "a customer key as text",
        "ordered_at": f"days from {EARLIEST} to today as {date_format}",
        "amount": "numbers such as 1234.50 from 0 upwards",
        "order_id": "every order_id once",
    }
    problems = []
    groups = sorted(rejects.groupby(["column", "reason"]), key=lambda group: -len(group[1]))
    for kind, group in groups:
        column, reason = map(str, kind)
        example = group.iloc[0]
        such = f" ('{example['found']}')" if example["found"] else ""
        found = f"{len(group):,} of {rows:,} rows: {reason}{such}"
        limit = f"{allowed.get(column, 'rows with one field for each column')}, in at least 95 % of the rows"
        problems.append(Problem(profile.file.name, int(example["line"]), column, found, limit, example["fix"]))
    return problems
