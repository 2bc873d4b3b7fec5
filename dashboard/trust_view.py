"""What is shown of how far a company's market can be trusted: its last year, its earlier forecasts, its numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import charts, company, figures, format, notes, numbers, reproduced
from dashboard.figures import Known
from dashboard.fitted import Fitted
from dashboard.look import STYLES, Line
from dashboard.panels import Panel
from dashboard.reproduced import Pattern
from dashboard.safe import markdown, plain
from dashboard.text import Words, words
from dashboard.view import items
from scenarios.parameter import parameters

PASSED, FAILED = STYLES[1], STYLES[2]
MOST_NAMED = 3
LEVELS = ("50", "80", "90")
ENDS = (("value", "forecast"), ("low", "low_90"), ("high", "high_90"))
LINES = ("wape_flat", "wape_trend", "wape_year")
Row = tuple[str, list[str], bool]
"""A row of a table: its name, its texts, whether it is a sum (dashboard.sections.table)."""


@dataclass(frozen=True)
class TrustView:
    """The fit ``of`` in the language of ``words``."""

    of: Fitted
    words: Words

    @cached_property
    def year(self) -> Mapping[str, Any] | None:
        """The last year beside its simulation, as calibration.reproduce.result describes it."""
        return self.of.reproduction

    @cached_property
    def earlier(self) -> Mapping[str, Any] | None:
        """Earlier forecasts beside what came, as calibration.rolling gives them."""
        return self.of.forecasts

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of the year, those that do not come out first."""
        return tuple(sorted((self.year or {"patterns": ()})["patterns"], key=lambda one: bool(one["passed"])))

    def answer(self) -> str:
        """Which patterns come out, as a sentence."""
        if self.year is None:
            return self.words("trust.unasked")
        wrong = [markdown(self.name(one)) for one in self.patterns if not one["passed"]]
        said = {"passed": self.year["passed"], "judged": self.year["judged"], "weeks": self.year["days"] // 7}
        listed = self.words("trust.and").join(wrong[:MOST_NAMED])
        if len(wrong) > MOST_NAMED:
            listed = self.words("trust.more", listed=listed, more=len(wrong) - MOST_NAMED)
        return self.words(f"trust.{'some' if wrong else 'all'}", **said, until=plain(self.year["until"]), wrong=listed)

    def beside(self) -> list[str]:
        """What the other two parts of the page come to, a sentence each."""
        found = []
        if self.earlier is not None:
            rows = self.earlier["forecasts"]
            held = sum(bool(one["covers_90"]) for one in rows)
            found.append(self.words("trust.held", held=held, count=len(rows), share=self._share(held / len(rows))))
        known = self.known
        return [*found, self.words("trust.labels", count=known.count, **known.counts)]

    def facts(self) -> str:
        """What the year was simulated from."""
        year = self.year
        assert year is not None
        said = {"until": plain(year["until"]), "worlds": year["worlds"], "days": format.whole(year["days"])}
        customers = format.whole(year["customers"]["real"])
        parts = [self.words("trust.facts", **said, customers=customers)]
        parts += [self.words(f"trust.{name}") for name in ("closed", "midst") if year.get(name)]
        return " ".join(parts)

    def name(self, one: Pattern) -> str:
        """What a pattern is called, with the channel that it is of."""
        return reproduced.name(one, self.words)

    @cached_property
    def rows(self) -> list[Row]:
        """A row for each pattern, with the columns of reproduced.HEADS."""
        currency = self.of.facts.currency
        return [(self.name(one), reproduced.row(one, self.words, currency), False) for one in self.patterns]

    @cached_property
    def suspects(self) -> list[Row]:
        """The numbers of the market on which patterns rest that do not come out, those of most first: label, value and
        on how many of these patterns each bears."""
        wrong = [one for one in self.patterns if not one["passed"]]
        counts = Counter(path for one in wrong for path in one["rests_on"])
        return [
            (self._number(path), [*self._known(path), self.words("trust.of", some=count, all=len(wrong))], False)
            for path, count in counts.most_common()
        ]

    def rests(self) -> list[tuple[str, list[str]]]:
        """Each pattern with the numbers of the market on which it rests."""
        return [(self.name(one), [self._number(path) for path in one["rests_on"]]) for one in self.patterns]

    def left_out(self) -> list[str]:
        """The patterns that the history does not show, and why."""
        listed = (self.year or {"left_out": ()})["left_out"]
        return [
            self.words("trust.left_out", pattern=self.name({**one, "of": ""}), why=self._told(one["why"]))
            for one in listed
        ]

    @property
    def lines(self) -> tuple[Line, Line]:
        """The real year and the simulated one, as they are drawn."""
        real, simulated = (self.words(f"trust.{name}") for name in ("real", "simulated"))
        return Line("real", real, "", False, STYLES[0]), Line("simulated", simulated, "", False, STYLES[1])

    @cached_property
    def wrong(self) -> list[Panel]:
        """A chart for each pattern that has a course and does not come out."""
        return self._drawn(False)

    @cached_property
    def right(self) -> list[Panel]:
        """A chart for each pattern that has a course and comes out."""
        return self._drawn(True)

    def _drawn(self, passed: bool) -> list[Panel]:
        shown = [one for one in self.patterns if one["at"] and bool(one["passed"]) == passed]
        return [self._scatter(one) if one["name"] == "rfm" else self._course(one) for one in shown]

    @cached_property
    def intervals(self) -> Panel:
        """Earlier forecasts in per cent of what came."""
        rows = []
        for one in self._forecasts():
            name = self.words("trust.forecast", weeks=one["weeks"], until=plain(one["until"]))
            actual = max(float(one["actual"]), 0.5)
            texts = [self._people(float(one[key])) for key in ("forecast", "low_90", "high_90", "actual")]
            said = dict(zip(("middle", "low", "high", "came"), texts, strict=True))
            text = self.words("trust.forecast_text", name=name, **said)
            ends = {key: float(one[source]) / actual for key, source in ENDS}
            rows.append({"name": name, "inside": bool(one["covers_90"]), "text": text, **ends})
        title = self.words("trust.intervals_axis")
        colours = PASSED.colour, FAILED.colour
        chart = charts.intervals(pd.DataFrame(rows), title, self.words.language, colours)
        heading = self.words("trust.intervals_title")
        return Panel(heading, "", chart, f"{heading}. " + "; ".join(str(row["text"]) for row in rows))

    def coverage(self) -> list[Row]:
        """By horizon and in all: how many forecasts, and how many of them held what came, by level of the interval."""
        assert self.earlier is not None
        found: list[Row] = []
        for weeks in [*sorted({int(one["weeks"]) for one in self.earlier["forecasts"]}), None]:
            rows = [one for one in self.earlier["forecasts"] if weeks is None or one["weeks"] == weeks]
            held = [self._share(float(np.mean([one[f"covers_{level}"] for one in rows]))) for level in LEVELS]
            errors = [self._share(float(np.mean([one["wape"] for one in rows]))), self._lines_error(rows)]
            name = self.words("trust.all_horizons") if weeks is None else self.words("customers.horizon", weeks=weeks)
            found.append((name, [str(len(rows)), *held, *errors], weeks is None))
        return found

    def each(self) -> list[Row]:
        """Every earlier forecast beside what came."""
        found: list[Row] = []
        for one in self._forecasts():
            middle, low, high, came = (
                self._people(float(one[key])) for key in ("forecast", "low_90", "high_90", "actual")
            )
            inside = self.words("trust.inside" if one["covers_90"] else "trust.outside")
            name = self.words("trust.forecast", weeks=one["weeks"], until=plain(one["until"]))
            found.append((name, [came, middle, low, high, inside], False))
        return found

    @cached_property
    def known(self) -> Known:
        """The numbers of the market with their labels."""
        rows = [
            {
                "path": path,
                "value": one.value,
                "low": one.interval[0] if one.interval else math.nan,
                "high": one.interval[1] if one.interval else math.nan,
                "unit": one.unit,
                "label": one.label,
                "source": one.source,
            }
            for path, one in parameters(self.of.market)
        ]
        currency = plain(self.of.facts.currency, 12)
        called = items(self.of.market.market.model_dump(), self.words)
        return figures.known_of(pd.DataFrame(rows), self.words, currency, called)

    def _forecasts(self) -> Sequence[Mapping[str, Any]]:
        assert self.earlier is not None
        return sorted(self.earlier["forecasts"], key=lambda one: (one["weeks"], one["until"]))

    def _lines_error(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """The mean error of the best of the simple lines."""
        best = [min(float(one[key]) for key in LINES if key in one) for one in rows]
        return self._share(float(np.mean(best)))

    def _unit(self, one: Pattern) -> str:
        return self.words.known(f"pattern.unit_{one['unit']}", plain(one["unit"], 12))

    def _number(self, path: str) -> str:
        """A number of the market by its name; a part of the market by its own."""
        title = numbers.title(path, self.words.language)
        return plain(numbers.part(path, self.words.language) if title == path else title)

    def _known(self, path: str) -> list[str]:
        """Label and value of the number at ``path``."""
        rows = self.known.rows[self.known.rows["path"] == path]
        return [str(text) for text in rows[["label_text", "value"]].iloc[0]] if len(rows) else [format.MISSING] * 2

    def _course(self, one: Pattern) -> Panel:
        at = range(1, len(one["at"]) + 1) if one["kind"] == "series" else one["at"]
        at = [100.0 * float(level) for level in at] if one["kind"] == "distribution" else [float(place) for place in at]
        real, simulated = self.lines
        ends = one["simulated"]
        rows = pd.DataFrame(
            {
                "scenario": [line.label for line in (real, simulated) for _ in at],
                "at": [*at, *at],
                "value": [*one["real"], *ends["median"]],
                "low": [*[math.nan] * len(at), *ends["low"]],
                "high": [*[math.nan] * len(at), *ends["high"]],
            }
        ).astype({"value": float})
        rows["text"] = [reproduced.amount(one, value, self.words, self.of.facts.currency) for value in rows["value"]]
        unit = "share" if one["unit"] == "share" else ""
        title = self.words(f"trust.axis_{one['kind']}")
        return self._panel(one, charts.course(rows, self.lines, title, self.words.language, unit))

    def _scatter(self, one: Pattern) -> Panel:
        ends = one["simulated"]
        rows = pd.DataFrame({"real": one["real"], "value": ends["median"], "low": ends["low"], "high": ends["high"]})
        rows["text"] = [
            self.words("trust.cell", cell=plain(cell), real=self._share(real), simulated=self._share(value))
            for cell, real, value in zip(one["at"], rows["real"], rows["value"], strict=True)
        ]
        titles = self.words("trust.real"), self.words("trust.simulated")
        return self._panel(one, charts.against(rows, titles, self.words.language, PASSED.colour))

    def _panel(self, one: Pattern, chart: charts.Spec) -> Panel:
        verdict = self.words("trust.passed" if one["passed"] else "trust.failed")
        unit = self._unit(one)
        said = dict(
            zip(("real", "simulated", "span"), reproduced.figures(one, self.words, self.of.facts.currency), strict=True)
        )
        alt = self.words("trust.alt", pattern=self.name(one), verdict=verdict, **said)
        return Panel(self.name(one), unit, chart, alt)

    def _told(self, text: str) -> str:
        return plain(notes.of_company(str(text), self.words.language), 200)

    def _people(self, number: float) -> str:
        return format.whole(number) if abs(number) < 10_000 else format.amount(number, "people", self.words)

    def _share(self, share: float) -> str:
        return format.percent(share, self.words.language, 2)


def opened(of: Fitted, language: str) -> TrustView:
    """The view; each is made once for each version of the fit and of what is kept beside it."""
    return _opened(str(of.place), (*company.version(of.folder.path), *of.kept), language, of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(place: str, version: tuple[int, ...], language: str, _of: Fitted) -> TrustView:
    return TrustView(_of, words(language))
