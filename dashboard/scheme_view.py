"""What is shown of other ways to price: which brings most, how each goes over time, every figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import charts, decision_view, format, notes, schemes
from dashboard.decision_view import DecisionView, Row
from dashboard.look import STYLES, Line
from dashboard.panels import Panel
from dashboard.safe import plain

FIGURES = ("customers", "clv", "cac")


@dataclass(frozen=True)
class SchemeView(DecisionView):
    """The document of `sixr price`, as far as it is about schemes."""

    @property
    def schemes(self) -> Sequence[Mapping[str, Any]]:
        """Those that were compared with today's prices; none where none was asked for."""
        found: Sequence[Mapping[str, Any]] = self.document["schemes"]
        return found

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The schemes, as they are drawn."""
        styles = STYLES[1:]
        labels = [schemes.called(str(one["kind"]), one["values"], self.words) for one in self.schemes]
        distinct = [text if labels.count(text) == 1 else f"{text} ({k})" for k, text in enumerate(labels, 1)]
        return tuple(Line(text, text, "", False, styles[k % len(styles)]) for k, text in enumerate(distinct))

    def answer(self) -> str:
        """Which scheme brings most, and how sure that is; nothing where none was asked for."""
        if not self.schemes:
            return ""
        best = max(range(len(self.schemes)), key=lambda k: self._against(k)["mean"])
        one = self._against(best)
        low, high = decision_view.span(one["low"], one["high"], self.words, self.currency)
        key = "best" if one["mean"] > 0.0 else "none"
        return self.words(
            f"scheme.{key}" if one["low"] is not None else f"scheme.{key}_alone",
            name=self.lines[best].label,
            objective=decision_view.objective(self.document["objective"], self.words),
            gain=format.signed(decision_view.money(one["mean"], self.words, self.currency)),
            low=low,
            high=high,
            chance=decision_view.chance(one["p_better"], self.words),
        )

    def open(self) -> str:
        """What would settle which of today's prices and the best scheme is better; nothing where that is settled."""
        best = max((self._against(k) for k in range(len(self.schemes))), key=lambda one: float(one["mean"]))
        if best["mean"] <= 0.0 or best["verdict"] in ("better", "worse"):
            return ""
        return decision_view.settling(best, int(self.document["people"]), self.words)

    @cached_property
    def gains(self) -> Panel:
        """What each scheme brings over today's prices, with its range."""
        rows = pd.DataFrame(
            [
                {"scenario": line.label, "difference": one["mean"], "low": one["low"], "high": one["high"]}
                for line, one in zip(self.lines, map(self._against, range(len(self.lines))), strict=True)
            ]
        )
        rows["text"] = [self._gain(value) for value in rows["difference"]]
        rows = rows.astype({"difference": float, "low": float, "high": float})
        objective = decision_view.objective(self.document["objective"], self.words)
        title = self.words("scheme.gains", objective=objective)
        chart = charts.differences(charts.rounded(rows), self.lines, "", self.words.language, "currency")
        told = "; ".join(f"{row.scenario}: {row.text}" for row in rows.itertuples())
        return Panel(title, self.currency, chart, f"{title}. {told}")

    @cached_property
    def courses(self) -> list[Panel]:
        """The list price day by day, and the profit over today's up to each day."""
        return [self._levels(), self._course()]

    def heads(self) -> list[str]:
        """What stands above the columns of :meth:`rows`."""
        gain = self.words("price.column_gain", currency=self.currency)
        names = (self.words(f"decision.measure.{name}") for name in FIGURES)
        return [gain, self.words("price.column_chance"), *(name[:1].upper() + name[1:] for name in names)]

    def rows(self) -> list[Row]:
        """Today's prices, and a row for each scheme."""
        today = ["0", format.MISSING, *self._figures(self.document["today"])]
        found: list[Row] = [(self.words("scheme.today"), today, True)]
        for k, (line, one) in enumerate(zip(self.lines, self.schemes, strict=True)):
            against = self._against(k)
            gain = format.signed(format.compact(against["mean"], self.words.language))
            chance = decision_view.chance(against["p_better"], self.words)
            found.append((line.label, [gain, chance, *self._figures(one["figures"])], False))
        return found

    def notes(self) -> list[str]:
        """What the schemes take for granted, each once."""
        texts = dict.fromkeys(str(text) for one in self.schemes for text in one["notes"])
        called = self.titles("channels")
        return [plain(notes.told(text, self.words.language, called), 600) for text in texts]

    def _against(self, k: int) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.schemes[k]["against_today"]
        return found

    def _gain(self, value: float) -> str:
        return format.signed(decision_view.money(value, self.words, self.currency))

    def _figures(self, figures: Mapping[str, Any]) -> list[str]:
        values = (figures[name]["value"] for name in FIGURES)
        return [format.MISSING if value is None else format.compact(value, self.words.language) for value in values]

    def _levels(self) -> Panel:
        """Steps: each level from its day until the next one."""
        end, rows = int(self.document["days"]), []
        today = Line("today", self.words("scheme.today"), "", True, STYLES[0])
        moved = zip(self.lines, self.schemes, strict=True)
        drawn = [(today, [[0, 1.0]]), *((line, one["levels"]) for line, one in moved if one["kind"] != "quantity")]
        for line, levels in drawn:
            last = [*(day for day, _ in levels[1:]), end]
            for (day, level), until in zip(levels, last, strict=True):
                text = format.percent(level, self.words.language)
                rows += [{"scenario": line.label, "at": float(at), "value": level, "text": text} for at in (day, until)]
        title = self.words("scheme.levels")
        return self._drawn(title, "", rows, [line for line, _ in drawn], "share", False)

    def _course(self) -> Panel:
        rows = []
        for line, one in zip(self.lines, self.schemes, strict=True):
            course = [{"day": 0, "value": 0.0}, *one["course"]]
            rows += [
                {"scenario": line.label, "at": float(at["day"]), "value": at["value"], "text": self._gain(at["value"])}
                for at in course
                if at["value"] is not None
            ]
        return self._drawn(self.words("scheme.course"), self.currency, rows, self.lines, "currency", True)

    def _drawn(
        self, title: str, note: str, rows: Sequence[Mapping[str, Any]], lines: Sequence[Line], unit: str, zero: bool
    ) -> Panel:
        drawn = pd.DataFrame(rows, columns=["scenario", "at", "value", "text"]).astype({"at": float, "value": float})
        drawn["low"] = drawn["high"] = math.nan
        chart = charts.course(drawn, lines, self.words("scheme.day"), self.words.language, unit, from_zero=zero)
        ends = "; ".join(f"{row.scenario}: {row.text}" for row in drawn.groupby("scenario").tail(1).itertuples())
        return Panel(title, note, chart, f"{title}. {ends}")
