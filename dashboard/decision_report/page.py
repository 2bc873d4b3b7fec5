"""A decision as one HTML page, in both languages; nothing is loaded, and it prints on one sheet of A4.

As in a report (dashboard.report) charts stand in the page as images, and the script that switches the language is the
only one that may run. The appendix is folded: folded, it is not printed.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass

import pandas as pd
from vl_convert import vegalite_to_svg

from dashboard import charts, decision_charts
from dashboard.decision_report.document import Document
from dashboard.decision_report.shape import Chart, Told
from dashboard.decision_report.telling import told
from dashboard.look import STYLES
from dashboard.report import rendered
from dashboard.text import LANGUAGES, Words, words

WIDTH = 640
"""Of the chart, pixels."""


def page(document: Document, language: str = "en") -> str:
    """The page of ``document``, with ``language`` shown first and the others a click away."""
    order = sorted(LANGUAGES, key=lambda code: code != language)
    return rendered("decision.html", [_Page(told(document, words(code))) for code in order])


@dataclass(frozen=True)
class _Page:
    """What the template shows in one language."""

    told: Told

    @property
    def words(self) -> Words:
        return self.told.words

    @property
    def title(self) -> str:
        return self.told.question

    @property
    def image(self) -> str:
        """The chart as the address of an SVG image that holds the image itself."""
        drawing = vegalite_to_svg(charts.printed(drawn(self.told.chart, self.told.words.language), WIDTH))
        return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"

    @property
    def alt(self) -> str:
        """The chart in words."""
        chart = self.told.chart
        return f"{chart.title}. " + "; ".join(f"{n}: {t}" for n, t in zip(chart.names, chart.labels, strict=True))


def drawn(chart: Chart, language: str) -> charts.Spec:
    """The picture of ``chart``."""
    rows = pd.DataFrame(
        {
            "name": list(chart.names),
            "value": list(chart.values),
            "low": list(chart.lows),
            "high": list(chart.highs),
            "label": list(chart.labels),
            "text": list(chart.labels),
        }
    )
    if chart.form == "moves":
        moved = rows.assign(now=rows["value"], best=list(chart.best))
        return decision_charts.moves(moved, chart.measure or chart.title, language)
    if chart.form == "bars":
        return charts.bars(rows[rows["value"].notna()], language, STYLES[1].colour, chart.unit)
    rows = rows.assign(at=list(chart.at), thin=math.nan, known=True)
    marks = []
    for kind, number in zip(("today", "best"), chart.marks, strict=True):
        if number >= 0:
            at, value = chart.at[number], chart.values[number]
            said = {"low": math.nan, "high": math.nan, "text": chart.labels[number]}
            marks.append({"kind": kind, "at": at, "value": value, **said})
    ends = (chart.axis, "")
    return decision_charts.response(rows[rows["value"].notna()], pd.DataFrame(marks), ends, language, None)
