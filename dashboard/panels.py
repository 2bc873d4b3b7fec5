"""The charts of a result, each with its title and a description in words, for the page and the report."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard import charts, format
from dashboard.headline import CHARTED, Headline
from dashboard.view import View
from sim.tables import CURVES, SERIES

STAGES = ("reached", "retained", "trial", "customer", "dropped_out")
FLOWS = ("new_customers", "orders")
AGES = ("cumulative_value", "retention", "repeat_orders")
POINTS = 110
"""Most points of a line that are sent to the browser."""


@dataclass(frozen=True)
class Panel:
    """A chart with its title, a note beside the title (unit, direction) and a text that stands in for it."""

    title: str
    note: str
    chart: charts.Spec
    alt: str


def differences(view: View, percent: bool) -> list[Panel]:
    """For each charted measure, the difference of every policy to the baseline with its 90 % range."""
    return [panel for headline in CHARTED if (panel := _difference(view, headline, percent)) is not None]


def value_and_cost(view: View) -> Panel | None:
    """CLV against CAC; None where either has no value."""
    words, rows = view.words, []
    for line in view.lines:
        clv, cac = view.cell(line, "clv"), view.cell(line, "cac")
        if clv is None or cac is None or not math.isfinite(clv.value + cac.value):
            continue
        row: dict[str, object] = {"scenario": line.label}
        for name, cell in (("cac", cac), ("clv", clv)):
            low, high = (cell.value_low, cell.value_high) if math.isfinite(cell.value_low) else (cell.value,) * 2
            row |= {name: cell.value, f"{name}_low": low, f"{name}_high": high}
        texts = [format.amount(cell.value, "currency", words) for cell in (clv, cac)]
        rows.append({**row, "text": f"CLV {texts[0]} · CAC {texts[1]} {view.currency}"})
    if not rows:
        return None
    titles = (words("value.x", currency=view.currency), words("value.y", currency=view.currency))
    guides = (words("value.one"), words("value.three"))
    chart = charts.value_and_cost(pd.DataFrame(rows), view.lines, titles, guides, words.language)
    return Panel(words("value.heading"), "", chart, _described(words("value.alt"), rows))


def realised_and_residual(view: View) -> Panel | None:
    """The two parts of CLV as stacked bars; None where they were not measured."""
    words, rows = view.words, []
    for line in view.lines:
        cells = [view.cell(line, name) for name in ("clv_realised", "clv_residual", "clv")]
        if any(cell is None or not math.isfinite(cell.value) for cell in cells):
            continue
        realised, residual, total = (cell.value for cell in cells if cell is not None)
        texts = [format.amount(number, "currency", words) for number in (realised, residual, total)]
        text = f"{texts[2]} = {texts[0]} + {texts[1]}"
        ends = (0.0, realised, max(realised, 0.0) if residual >= 0 else realised, realised + residual)
        rows.append({"scenario": line.label, "part": 0, "start": ends[0], "end": ends[1], "text": text})
        rows.append({"scenario": line.label, "part": 1, "start": ends[2], "end": ends[3], "text": text})
        rows[-1] |= {"total": max(ends), "sum": texts[2]}
    if not rows:
        return None
    title = words("value.parts_axis", currency=view.currency)
    chart = charts.realised_and_residual(pd.DataFrame(rows), view.lines, title, words.language)
    return Panel(title, "", chart, _described(words("value.parts_alt"), rows[1::2]))


def stages(view: View) -> list[Panel]:
    """People by stage on the days of the run, and new customers and orders by week.

    Trials are left out where nobody ever was in one.
    """
    table = view.result.tables["daily"]
    weekly = _weekly(table[table["series"].isin(FLOWS)])
    tried = table.loc[table["series"] == "trial", "value"].any()
    shown = [series for series in STAGES if series != "trial" or tried]
    stocks = [_course(view, table, "day", series, SERIES[series]) for series in shown]
    return stocks + [_course(view, weekly, "day", series, SERIES[series]) for series in FLOWS]


def ages(view: View) -> list[Panel]:
    """What a customer has brought, and whether they are still active, by days since the first order."""
    table = view.result.tables["curves"]
    return [_course(view, table, "age_days", series, CURVES[series]) for series in AGES]


def _difference(view: View, headline: Headline, percent: bool) -> Panel | None:
    words, rows = view.words, []
    base = view.cell(view.base, headline.measure)
    scale = 1.0 / abs(base.value) if percent and base is not None and base.value else 1.0
    if percent and scale == 1.0:
        return None
    unit = "share" if percent else headline.unit
    for line in view.others:
        cell = view.cell(line, headline.measure)
        if cell is None or not math.isfinite(cell.difference):
            continue
        mean, low, high = (scale * number for number in (cell.difference, cell.low, cell.high))
        if not math.isfinite(low):
            low = high = mean
        texts = format.apart((mean, low, high), math.nan if percent else cell.value, unit, words)
        text = f"{texts[0]} ({texts[1]} … {texts[2]})"
        rows.append({"scenario": line.label, "difference": mean, "low": low, "high": high, "text": text})
    if not rows:
        return None
    name = words(f"measure.{headline.measure}")
    shown = "%" if percent else headline.unit_in(words, view.currency)
    title = words("difference.axis", unit=shown)
    drawn = [line for line in view.others if any(row["scenario"] == line.label for row in rows)]
    chart = charts.differences(pd.DataFrame(rows), drawn, title, words.language, unit)
    note = words("difference.better_higher" if headline.higher else "difference.better_lower")
    return Panel(name, note, chart, _described(words("difference.alt", measure=name, base=view.base.label), rows))


def _course(view: View, table: pd.DataFrame, at: str, series: str, unit: str) -> Panel:
    words, frames = view.words, []
    for line in view.lines:
        rows = table[(table["scenario"] == line.name) & (table["series"] == series)].sort_values(at)
        frames.append(_thinned(rows).assign(scenario=line.label, at=lambda rows: rows[at]))
    rows = pd.concat(frames, ignore_index=True)[["scenario", "at", "value", "low", "high"]]
    rows["text"] = [format.amount(value, unit, words) for value in rows["value"]]
    axis = words("time.axis" if at == "day" else "age.axis")
    chart = charts.course(rows, view.lines, axis, words.language, unit)
    title = words(f"series.{series}")
    last = rows.groupby("scenario", sort=False).tail(1).to_dict("records")
    return Panel(
        title,
        view.currency if unit == "currency" else "",
        chart,
        _described(words("time.alt", series=title), [{str(key): value for key, value in row.items()} for row in last]),
    )


def _weekly(daily: pd.DataFrame) -> pd.DataFrame:
    """Sums over whole weeks, at the week's last day, without ranges: those of the days do not tell them."""
    whole = daily[daily["day"] < 7 * ((daily["day"].max() + 1) // 7)] if len(daily) else daily
    week = 7 * (whole["day"] // 7) + 6
    sums = whole.groupby(["scenario", "series", week], sort=False)["value"].sum().reset_index()
    return sums.assign(low=math.nan, high=math.nan)


def _thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Every k-th row and the last one, so that at most POINTS are left."""
    step = max(1, math.ceil(len(rows) / POINTS))
    keep = sorted({*range(0, len(rows), step), len(rows) - 1} if len(rows) else set())
    return rows.iloc[keep]


def _described(what: str, rows: list[dict[str, object]]) -> str:
    return f"{what}. " + "; ".join(f"{row['scenario']}: {row['text']}" for row in rows)
