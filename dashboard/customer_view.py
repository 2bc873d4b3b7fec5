"""What is shown of a company's customers: who is one still, what they will order and bring, how they rank."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from calibration.company import listing
from calibration.company.customers import Customers
from dashboard import charts, company, format, notes
from dashboard.fitted import Fitted
from dashboard.look import STYLES, Line
from dashboard.panels import Panel
from dashboard.safe import cell, markdown, plain
from dashboard.text import Words, words

TENTHS = 10
MOST_SHOWN = 1000
"""Rows of the table that are sent to the browser; the file has all."""
MOST_GROUPS = 30
POINTS = 100
"""Of the curve of concentration."""
TRAITS = ("segment", "channel")
MONEY = ("mean_order", "value", "value_low", "value_high")
Row = tuple[str, list[str], bool]
"""A row of a table: its name, its texts, whether it is a sum (dashboard.sections.table)."""


@dataclass(frozen=True)
class CustomerView:
    """The customers of the fit ``of`` in the language of ``words``; what is to come is that of ``weeks``."""

    of: Fitted
    weeks: int
    words: Words

    @cached_property
    def found(self) -> Customers:
        return self.of.customers(self.weeks)

    @property
    def currency(self) -> str:
        return plain(self.of.facts.currency, 12)

    @property
    def table(self) -> pd.DataFrame:
        return self.found.table

    @property
    def alive(self) -> float:
        """How many are expected to be customers still."""
        return float(self.table["p_alive"].sum())

    @property
    def value(self) -> float:
        """What all of them are expected to bring, currency."""
        return float(self.table["value"].sum())

    def said(self) -> dict[str, str]:
        """What fills the sentence at the head of the page, and the figures below it."""
        orders, low, high = self._forecast(self.weeks)
        by_order = self.value / orders if orders > 0 else 0.0
        money = [format.quantity(one * by_order, "currency", self.words, self.currency) for one in (orders, low, high)]
        return {
            "name": markdown(self.found.name),
            "customers": format.whole(len(self.table)),
            "day": str(self.found.until),
            "alive": self._people(self.alive),
            "alive_share": self._share(self.alive / max(len(self.table), 1)),
            "weeks": str(self.weeks),
            "orders": self._people(orders),
            "low": self._people(low),
            "high": self._people(high),
            "value": money[0],
            "value_low": money[1],
            "value_high": money[2],
            "top": self._share(self.found.top_share),
            "margin": self._share(self.found.margin),
        }

    def read(self) -> list[Row]:
        """Where the rows of the file of orders went, with their money: those in use and those set aside are all.
        Nothing where the history is no file."""
        reading = self.of.facts.tree.get("reading")
        if reading is None:
            return []
        everything, aside = (self._number(reading["money"][name]) for name in ("read", "set_aside"))
        rows = [self._rows("rows_used", reading["used"], everything - aside)]
        for kind in dict.fromkeys(one["kind"] for one in reading["set_aside"]):
            of = [one for one in reading["set_aside"] if one["kind"] == kind]
            money = sum(self._number(one["money"]) for one in of)
            rows.append(self._rows(f"kind_{kind}", sum(one["rows"] for one in of), money))
        return [*rows, self._rows("rows_all", reading["rows"], everything, total=True)]

    def reasons(self) -> list[str]:
        """Why rows were set aside, the most frequent reason first."""
        found = []
        for one in (self.of.facts.tree.get("reading") or {"set_aside": []})["set_aside"]:
            reason = notes.of_company(f"{one['column']} {one['reason']}".strip(), self.words.language)
            said = {"kind": self._heading(f"kind_{one['kind']}"), "reason": plain(reason, 200)}
            found.append(self.words("customers.aside", **said, rows=format.whole(one["rows"])))
        return found

    def counted(self) -> str:
        """What became of the rows in use: orders of so many customers."""
        history = self.of.history
        names = ("rows_used", "orders", "customers", "repeat_customers")
        numbers = {name: format.whole(history[name]) for name in names}
        return self.words("customers.counted", **numbers, first=history["from_"], last=history["until"])

    @cached_property
    def learned(self) -> list[str]:
        """What the fit said, sentence by sentence."""
        return [plain(notes.company(line, self.words.language), 600) for line in self.of.report if line.strip()]

    @cached_property
    def lives(self) -> Panel:
        """Customers by how likely they are one still."""
        tenth = np.clip((self.table["p_alive"].to_numpy() * TENTHS).astype(int), 0, TENTHS - 1)
        counts = np.bincount(tenth, minlength=TENTHS)
        rows = []
        for at in reversed(range(TENTHS)):
            ends = [self._share(end / TENTHS) for end in (at, at + 1)]
            label = f"{format.whole(counts[at])}  ({self._share(counts[at] / max(len(self.table), 1))})"
            rows.append(self._bar(self.words("customers.between", low=ends[0], high=ends[1]), float(counts[at]), label))
        return self._panel("lives", charts.bars(pd.DataFrame(rows), self.words.language, STYLES[1].colour), rows)

    @cached_property
    def course(self) -> Panel:
        """Orders a week, as they came and as they are expected."""
        came = [float(one) for one in self.of.facts.tree.get("weekly_orders", [])]
        longest = str(self.of.horizons[-1])
        ahead = [float(one) for one in self.of.facts.tree["forecast"][longest]["weekly"]]
        lines = self._lines("came", "expected")
        frames = [
            pd.DataFrame({"scenario": line.label, "at": np.arange(len(weekly)) + first, "value": weekly})
            for line, weekly, first in zip(lines, (came, ahead), (-len(came), 0), strict=True)
        ]
        rows = pd.concat(frames, ignore_index=True).assign(low=math.nan, high=math.nan)
        rows["text"] = [format.amount(value, "people", self.words) for value in rows["value"]]
        chart = charts.course(rows, lines, self.words("customers.weeks_axis"), self.words.language)
        last = [frame.iloc[-1] for frame in frames if len(frame)]
        said = [{"text": f"{one['scenario']}: {format.amount(one['value'], 'people', self.words)}"} for one in last]
        return self._panel("course", chart, said)

    @property
    def course_key(self) -> tuple[Line, ...]:
        """The lines of ``course``."""
        return self._lines("came", "expected")

    def forecasts(self) -> list[Row]:
        """Orders to come by horizon, with the 90 % interval."""
        rows: list[Row] = []
        for weeks in self.of.horizons:
            middle, low, high = (self._people(one) for one in self._forecast(weeks))
            rows.append((self.words("customers.horizon", weeks=weeks), [middle, low, high], False))
        return rows

    @cached_property
    def concentration(self) -> Panel:
        """The share of what is to come that the most valuable customers bring."""
        share = np.concatenate([[0.0], np.cumsum(self.table["value"].to_numpy())])
        share = share / share[-1] if share[-1] > 0 else share
        at = np.unique(np.linspace(0, len(self.table), POINTS + 1).round().astype(int))
        (line,) = self._lines("share")
        rows = pd.DataFrame({"scenario": line.label, "at": 100.0 * at / len(self.table), "value": share[at]})
        rows = rows.assign(low=math.nan, high=math.nan, text=[self._share(one) for one in rows["value"]])
        chart = charts.course(rows, [line], self.words("customers.share_axis"), self.words.language, "share")
        chart = charts.resized(chart, charts.ROW * (TENTHS + 1))
        said = [{"text": self.words("customers.top_tenth", share=self._share(self.found.top_share))}]
        return self._panel("concentration", chart, said)

    def classes(self) -> list[Row]:
        """Customers and what they bring by class of value."""
        return [
            (
                str(row["abc"]),
                [
                    format.whole(row["customers"]),
                    self._share(row["share_of_customers"]),
                    self._money(row["value"]),
                ],
                False,
            )
            for row in self.found.classes().to_dict("records")
        ]

    def rfm(self, ink: str) -> Panel:
        """How many customers, and how much of what is to come, by how lately and how often they ordered; ``ink``: as in
        charts.heat."""
        cells = self._cells
        titles = (self.words("customers.rfm_across"), self.words("customers.rfm_up"))
        chart = charts.heat(cells[["across", "up", "share", "label", "text"]], titles, STYLES[1].colour, ink)
        return self._panel("rfm", chart, cells.to_dict("records"))

    @cached_property
    def _cells(self) -> pd.DataFrame:
        """Customers and value by class of recency and frequency."""
        table = self.table.assign(up=self.table["rfm"].str[0].astype(int), across=self.table["rfm"].str[1].astype(int))
        cells = table.groupby(["across", "up"]).agg(customers=("value", "size"), value=("value", "sum")).reset_index()
        most = max(float(cells["value"].max()), 1e-300)
        cells["share"] = cells["value"] / most
        cells["label"] = [format.whole(one) for one in cells["customers"]]
        cells["text"] = [
            self.words(
                "customers.rfm_cell",
                up=row["up"],
                across=row["across"],
                customers=format.whole(row["customers"]),
                value=self._money(row["value"]),
                share=self._share(row["value"] / self.value if self.value > 0 else math.nan),
                currency=self.currency,
            )
            for row in cells.to_dict("records")
        ]
        return cells

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """The traits that are known of customers, each with a row for each group, the most valuable first."""
        for trait in TRAITS:
            if not (self.table[trait] != "").any():
                continue
            found = self.table.groupby(trait).agg(
                customers=("value", "size"), alive=("p_alive", "sum"), value=("value", "sum")
            )
            found = found.sort_values("value", ascending=False).head(MOST_GROUPS)
            yield trait, [self._group(str(name), row) for name, row in found.iterrows()]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The most valuable customers, as the page lists them: numbers stay numbers, so that they can be sorted."""
        kept = [name for name in self.table if name not in TRAITS or (self.table[name] != "").any()]
        found = self.table[kept].head(MOST_SHOWN)
        cents = 0 if found["value"].max() >= 100 else 2
        numbers = {"p_alive": (100 * found["p_alive"]).round(), "expected_orders": found["expected_orders"].round(1)}
        numbers |= {name: found[name].round(cents) for name in MONEY}
        texts = {name: [plain(one) for one in found[name]] for name in (*TRAITS, "customer") if name in found}
        return found.assign(**numbers, **texts)

    def export(self) -> bytes:
        """All customers as CSV; no text in it is a formula to a spreadsheet."""
        texts = {name: self.table[name].map(cell) for name in TRAITS}
        return listing.csv(self.table.assign(**texts)).encode()

    def _group(self, name: str, row: Any) -> Row:
        texts = [
            format.whole(row["customers"]),
            self._people(row["alive"]),
            self._share(row["alive"] / row["customers"]),
            self._money(row["value"]),
            self._money(row["value"] / row["customers"]),
        ]
        known = self.words.known(f"origins.{name}", plain(name)) if name else self._heading("not_known")
        return known, texts, False

    def _rows(self, name: str, rows: int, money: float, total: bool = False) -> Row:
        return self._heading(name), [format.whole(rows), self._money(money)], total

    def _number(self, amount: float | None) -> float:
        return math.nan if amount is None else amount

    def _forecast(self, weeks: int) -> tuple[float, float, float]:
        one = self.of.facts.tree["forecast"][str(weeks)]
        low, high = one["intervals"]["90"]
        return float(one["middle"]), float(low), float(high)

    def _lines(self, *names: str) -> tuple[Line, ...]:
        styles = STYLES if len(names) > 1 else STYLES[1:]
        return tuple(
            Line(name, self._heading(name), "", False, style) for name, style in zip(names, styles, strict=False)
        )

    def _bar(self, name: str, value: float, label: str) -> dict[str, Any]:
        numbers = {"value": value, "low": math.nan, "high": math.nan}
        return {"name": name, "label": label, "text": f"{name}: {label}", **numbers}

    def _panel(self, name: str, chart: charts.Spec, rows: list[dict[Any, Any]]) -> Panel:
        title = self._heading(f"{name}_title")
        unit = self.words(f"customers.{name}_unit", currency=self.currency)
        return Panel(title, unit, chart, f"{title}. " + "; ".join(str(row["text"]) for row in rows))

    def _heading(self, name: str) -> str:
        return self.words(f"customers.{name}")

    def _people(self, number: float) -> str:
        return format.whole(number) if abs(number) < 1000 else format.amount(number, "people", self.words)

    def _money(self, amount: float) -> str:
        return format.whole(amount) if 10 <= abs(amount) < 1000 else format.amount(amount, "currency", self.words)

    def _share(self, share: float) -> str:
        return format.percent(share, self.words.language, 2)


def opened(of: Fitted, weeks: int, language: str) -> CustomerView:
    """The view; each is made once for each version of the fit."""
    return _opened(str(of.place), company.version(of.folder.path), weeks, language, of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(place: str, version: tuple[int, ...], weeks: int, language: str, _of: Fitted) -> CustomerView:
    return CustomerView(_of, weeks, words(language))
