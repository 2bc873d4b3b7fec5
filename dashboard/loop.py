"""What a result says of a referral programme: how the loop turns, who truly came of it, what it cost and is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard import charts, format
from dashboard.look import Line
from dashboard.loop_question import PATHS
from dashboard.panels import Panel
from dashboard.safe import plain
from dashboard.text import Words
from dashboard.view import View
from scenarios.results.documents import measured, referred

TURNS = ("k_factor", "cycle_time", "generation_longest", "came_anyway_share")
"""How the loop turns, at the head of the page."""
COSTS = ("reward_cost", "reward_per_referred", "reward_per_incremental")
FUNNEL = ("shares", "accepted", "referred")
"""From the invitation to the first order."""
TRUTH = ("credited", "referred", "expansion", "incremental_customers")
"""From what reports say to what is true: credited by the last contact, invited, come only for that, gained in all."""
WORTH = ("worth_expansion", "worth_came_anyway", "worth_gained_otherwise", "worth_lost", "worth_others", "worth_costs")
"""The parts of what the programme is worth."""
FRIENDS = "referral"
"""The channel, and the cause, of who comes by invitation."""


@dataclass(frozen=True)
class Fact:
    """A figure in words with its 90 % range over worlds ("" where there is none) and what it is."""

    name: str
    value: str
    span: str
    help: str


@dataclass(frozen=True)
class Loop:
    """The programme in ``view``, whose result is one of `sixr referrals`; flows are those of a year."""

    view: View

    @property
    def words(self) -> Words:
        return self.view.words

    @property
    def line(self) -> Line:
        """The scenario with its programme."""
        return self.view.others[0]

    def fact(self, measure: str) -> Fact:
        """``measure`` of the programme."""
        name, about = self.words(f"loop.{measure}"), self.words.known(f"loop.{measure}_help", "")
        row = self._rows.get(measure)
        if row is None or not math.isfinite(row["value"]):
            return Fact(name, format.MISSING, "", about)
        return Fact(name, self._said(row["value"], row["unit"]), self._span(row), about)

    @property
    def course(self) -> str:
        """Whether cascades die out or grow, as far as the k-factor and its range tell."""
        row = self._rows.get("k_factor")
        if row is None or not math.isfinite(row["value"]):
            return ""
        low, high = (row[name] if math.isfinite(row[name]) else row["value"] for name in ("low", "high"))
        return self.words(f"loop.turns_{'below' if high < 1.0 else 'above' if low > 1.0 else 'open'}")

    @property
    def assumed(self) -> bool:
        """Whether no history has told how often customers invite."""
        table = self.view.result.tables["parameters"]
        return bool((table.loc[table["path"] == PATHS["share"], "label"] == "assumed").all())

    @cached_property
    def funnel(self) -> Panel:
        """Invitations sent, taken up and followed by an order; behind each, its part of the step before it."""
        rows = [self._bar(measure) for measure in FUNNEL]
        for before, row in pairwise(rows):
            share = row["value"] / before["value"] if before["value"] > 0 else math.nan
            row["label"] += f"  ({format.percent(share, self.words.language, 2)})" if math.isfinite(share) else ""
        return self._panel("funnel", rows)

    @cached_property
    def generations(self) -> Panel:
        """New customers by how many invitations stand between them and somebody who came alone."""
        table = self._programme[self._programme["by"] == "generation"]
        year, rows = self.view.a_year("generation"), []
        for row in sorted(table.to_dict("records"), key=lambda row: int(row["key"])):
            said = {name: year * row[name] for name in ("value", "low", "high")}
            rows.append(self._drawn(self.words("loop.generation", n=row["key"]), said, "people"))
        return self._panel("generations", rows)

    @cached_property
    def truth(self) -> Panel:
        """Customers credited to friends, and those who truly came because of the programme."""
        return self._panel("truth", [self._bar(measure) for measure in TRUTH])

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """New customers a year by channel as the firm sees them (last contact), by what truly woke them, and by that
        without the programme; as texts, one column each, the channel first."""
        words, year = self.words, self.view.a_year("customers")
        table = self._measures
        customers = table[table["measure"] == "customers"].set_index(["scenario", "by", "key"])["value"] * year
        on, off = self.line.name, self.view.base.name
        columns = {"seen": (on, "channel"), "cause": (on, "cause"), "without": (off, "cause")}
        keys = list(dict.fromkeys(key for name, by, key in customers.index if by in ("channel", "cause")))
        rows = []
        for key in keys:
            counts = {column: float(customers.get((*place, key), 0.0)) for column, place in columns.items()}
            if any(counts.values()):
                name = words.known(f"origins.{key}", plain(key))
                rows.append([name, *(self._counted(count) for count in counts.values())])
        return pd.DataFrame(rows, columns=[words("origins.channel"), *(words(f"loop.{column}") for column in columns)])

    @cached_property
    def worth(self) -> Panel:
        """What the programme is worth, part by part, and in all."""
        rows = [self._bar(measure) for measure in (*WORTH, "incremental_worth")]
        return self._panel("worth", [row for row in rows if row["value"] or row["name"] == rows[-1]["name"]])

    @cached_property
    def _programme(self) -> pd.DataFrame:
        return referred(self.view.result)

    @cached_property
    def _measures(self) -> pd.DataFrame:
        return measured(self.view.result)

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        """The figures of the whole programme by measure, with what the firm's reports credit to friends."""
        table = self._programme[self._programme["by"] == "all"]
        rows: list[Any] = table.to_dict("records")
        found = {row["measure"]: self._of_a_year(row, row["measure"]) for row in rows}
        whole = self._measures[self._measures["measure"] == "customers"]
        seen = whole[(whole["scenario"] == self.line.name) & (whole["by"] == "channel") & (whole["key"] == FRIENDS)]
        for row in seen.to_dict("records"):
            found["credited"] = self._of_a_year({str(key): value for key, value in row.items()}, "customers")
        return found

    def _of_a_year(self, row: dict[str, Any], measure: str) -> dict[str, Any]:
        year = self.view.a_year(measure)
        return row | {name: year * row[name] for name in ("value", "low", "high")}

    def _said(self, value: float, unit: str) -> str:
        unit = "ratio" if unit == "links" else unit
        return format.quantity(value, unit, self.words, self.view.currency)

    def _span(self, row: dict[str, Any]) -> str:
        if not math.isfinite(row["low"]):
            return ""
        unit = "ratio" if row["unit"] == "links" else row["unit"]
        low, high = (format.amount(row[name], unit, self.words) for name in ("low", "high"))
        return self.words("cards.band", low=low, high=high)

    def _counted(self, people: float) -> str:
        return format.whole(people) if abs(people) < 1000 else format.amount(people, "people", self.words)

    def _bar(self, measure: str) -> dict[str, Any]:
        row = self._rows.get(measure, {"value": 0.0, "low": math.nan, "high": math.nan, "unit": "people"})
        return self._drawn(self.words(f"loop.{measure}"), row, str(row["unit"]))

    def _drawn(self, name: str, row: dict[str, Any], unit: str) -> dict[str, Any]:
        label = self._counted(row["value"]) if unit != "currency" else format.amount(row["value"], unit, self.words)
        said = f"{name}: {label}"
        span = self._span(row | {"unit": unit})
        numbers = {key: float(row[key]) for key in ("value", "low", "high")}
        return {"name": name, "label": label, "text": f"{said} ({span})" if span else said, **numbers}

    def _panel(self, name: str, rows: list[dict[str, Any]]) -> Panel:
        title = self.words(f"loop.{name}_title")
        unit = self.words(f"loop.{name}_unit", currency=self.view.currency)
        chart = charts.bars(pd.DataFrame(rows), self.words.language, self.line.style.colour)
        return Panel(title, unit, chart, f"{title}. " + "; ".join(str(row["text"]) for row in rows))
