"""A decision as a workbook: the answer with a native chart, the numbers behind it as numbers."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dashboard.decision_report.document import Document
from dashboard.decision_report.office import AUTHOR
from dashboard.decision_report.shape import Chart, Table, Told
from dashboard.decision_report.telling import told
from dashboard.look import STYLES
from dashboard.safe import cell
from dashboard.text import words

FORMATS = {
    "currency": "#,##0.00",
    "share": "0.0%",
    "chance": "0%",
    "people": "#,##0",
    "count": "#,##0",
    "ratio": "0.00",
    "number": "#,##0.####",
}
"""By what stands in a column."""
WIDEST, TEXT = 60, 11
"""Of a column: most characters, and those of a number."""
WRAPPED = 110
"""Characters of a line of the answer."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(document: Document, language: str = "en") -> bytes:
    """The workbook of ``document`` in ``language``."""
    from xlsxwriter import Workbook

    said = told(document, words(language))
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"author": AUTHOR, "title": cell(said.question), "created": _made(document)})
    names: set[str] = set()
    first = book.add_worksheet(_name(said.words("decision.sheet_answer"), names))
    data = book.add_worksheet(_name(said.words("decision.sheet_chart"), names))
    _chart_data(book, data, said.chart, said)
    _answer(book, first, said, _chart(book, data.get_name(), said.chart, said))
    for table in said.appendix:
        sheet = book.add_worksheet(_name(table.title, names))
        _table(book, sheet, table, 0)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.close()
    return out.getvalue()


def _made(document: Document) -> datetime:
    try:
        return datetime.fromisoformat(document.created).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime.now(UTC).replace(tzinfo=None)


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have: at most 31 characters, some signs not among them, none twice."""
    clean = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip() or "-"
    found, k = clean, 2
    while found.casefold() in taken:
        found, k = f"{clean[:28]} {k}", k + 1
    taken.add(found.casefold())
    return found


def _answer(book: Any, sheet: Any, said: Told, chart: Any) -> None:
    wrapped: dict[str, Any]
    large: dict[str, Any]
    wrapped, large = {"text_wrap": True, "valign": "top"}, {"bold": True, "font_size": 16}
    lines = [(said.question, {"bold": True, "font_color": STYLES[1].colour}), (said.verdict, large), (said.sure, {})]
    lines += [(f"· {point}", {}) for point in said.points]
    lines += [(line, {"font_color": "#6B7078"}) for line in (*said.basis, said.facts, said.made)]
    width = max(5, len(said.table.columns)) - 1
    for k, (text, style) in enumerate(lines):
        height = 22 if style is large else 15
        full = WRAPPED * (0.6 if style is large else 1.0) * (0.55 if said.words.language == "zh" else 1.0)
        sheet.set_row(k, height * max(1, math.ceil(len(text) / full)))
        sheet.merge_range(k, 0, k, width, "", book.add_format(wrapped | style))
        sheet.write_string(k, 0, str(cell(text)), book.add_format(wrapped | style))
    top = len(lines) + 1
    sheet.write_string(top, 0, str(cell(said.table.title)), book.add_format({"bold": True}))
    _table(book, sheet, said.table, top + 1)
    sheet.insert_chart(top + len(said.table.rows) + 3, 0, chart, {"x_scale": 1.5, "y_scale": 1.3})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _table(book: Any, sheet: Any, table: Table, top: int) -> None:
    """The table at row ``top``; numbers that are not defined are left empty."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(table.columns):
        sheet.write_string(top, place, str(cell(column.head)), head)
        texts = [str(row[place]) for row in table.rows] if column.kind == "text" else []
        sheet.set_column(place, place, min(WIDEST, max([TEXT, *map(len, texts)]) + 2))
    styles = [{"num_format": FORMATS[one.kind]} if one.kind in FORMATS else {} for one in table.columns]
    usual, strong = ([book.add_format({**style, "bold": bold}) for style in styles] for bold in (False, True))
    for k, row in enumerate(table.rows):
        for place, value in enumerate(row):
            style = (strong if k in table.strong else usual)[place]
            _write(sheet, top + 1 + k, place, value, style)


def _write(sheet: Any, row: int, place: int, value: str | float, style: Any = None) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, str(cell(value)), style)
    elif math.isfinite(value):
        sheet.write_number(row, place, value, style)


def _chart_data(book: Any, sheet: Any, chart: Chart, said: Told) -> None:
    """What the chart is drawn from: a row for each point, and how far its range reaches to either side."""
    heads, columns = chart_columns(chart, said)
    bold = book.add_format({"bold": True})
    for place, (title, column) in enumerate(zip(heads, columns, strict=True)):
        sheet.write_string(0, place, str(cell(title)), bold)
        sheet.set_column(place, place, 18)
        for k, value in enumerate(column):
            _write(sheet, 1 + k, place, value)


def chart_columns(chart: Chart, said: Told) -> tuple[list[str], list[Sequence[str | float]]]:
    """Heads and columns of the data of a chart: names or places, values (today and best), ends of the range, and the
    reach from the value (of best) to each end; of a curve also the value at the best point alone."""
    words_ = said.words
    middle = list(chart.best) if chart.form == "moves" else list(chart.values)
    reach = [
        [abs(end - value) if math.isfinite(end - value) else math.nan for end, value in zip(ends, middle, strict=True)]
        for ends in (chart.highs, chart.lows)
    ]
    tail_heads = [words_(f"decision.{key}") for key in ("low", "high", "above", "below")]
    tail = [chart.lows, chart.highs, *reach]
    if chart.form == "moves":
        tail_heads[:2] = [words_("decision.advice.good_from"), words_("decision.advice.good_to")]
        heads = [words_("decision.advice.what"), words_("decision.advice.today"), words_("decision.advice.best")]
        return [*heads, *tail_heads], [chart.names, chart.values, chart.best, *tail]
    if chart.form == "bars":
        return [words_("known.part"), words_("decision.mean"), *tail_heads], [chart.names, chart.values, *tail]
    best = [value if k == chart.marks[1] else math.nan for k, value in enumerate(chart.values)]
    heads = [chart.axis, words_("decision.mean"), *tail_heads, words_("decision.advice.best")]
    return heads, [chart.at, chart.values, *tail, best]


def _chart(book: Any, sheet: str, chart: Chart, said: Told) -> Any:
    last = len(chart.values)

    def column(place: int) -> list[Any]:
        return [sheet, 1, place, last, place]

    def name(place: int) -> list[Any]:
        return [sheet, 0, place]

    blue, grey = STYLES[1].colour, STYLES[0].colour
    if chart.form == "curve":
        found = book.add_chart({"type": "scatter", "subtype": "straight"})
        for place, line in ((1, {"color": blue, "width": 2.25}), *((k, _dashed(grey)) for k in (2, 3))):
            found.add_series({"name": name(place), "categories": column(0), "values": column(place), "line": line})
        mark = {"type": "square", "size": 9, "fill": {"color": blue}, "border": {"color": blue}}
        found.add_series({"name": name(6), "categories": column(0), "values": column(6), "marker": mark})
        found.set_x_axis({"name": cell(chart.axis), "label_position": "low", **_ends(chart.at)})
        found.set_y_axis({"name": cell(chart.measure), "num_format": "#,##0"})
    else:
        found = book.add_chart({"type": "bar"})
        places = (1, 2) if chart.form == "moves" else (1,)
        for place in places:
            series = {"name": name(place), "categories": column(0), "values": column(place), "gap": 60}
            series["fill"] = {"color": grey if place < places[-1] else blue}
            if place == places[-1]:
                first = len(places) + 3
                series["x_error_bars"] = {
                    "type": "custom",
                    "plus_values": _reference(sheet, first, last),
                    "minus_values": _reference(sheet, first + 1, last),
                    "line": {"color": "#444444"},
                }
            found.add_series(series)
        found.set_y_axis({"reverse": True, "label_position": "low"})
        found.set_x_axis({"name": cell(chart.measure), "num_format": "#,##0", "label_position": "high"})
    found.set_title({"name": cell(chart.title), "name_font": {"size": 12}})
    found.set_legend({"position": "bottom"} if chart.form != "bars" else {"none": True})
    return found


def _dashed(colour: str) -> dict[str, Any]:
    return {"color": colour, "width": 1.25, "dash_type": "dash"}


def _ends(at: Sequence[float]) -> dict[str, float]:
    return {"min": min(at), "max": max(at)} if max(at) > min(at) else {}


def _reference(sheet: str, place: int, last: int) -> str:
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    return f"={quote_sheetname(sheet)}!{xl_range_abs(1, place, last, place)}"
