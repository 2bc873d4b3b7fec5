"""Tables to charts. Neutral ink is left to the theme of the page; scenarios bring their own colours.

Every function takes tidy rows in which ``scenario`` is the label of a line, and returns one chart that fills the width
it is given, as plain data: a Vega-Lite specification with its rows in it, which is sent as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format
from dashboard.look import Line

NEUTRAL = "#8A8F98"
"""A grey that can be read on white and on near-black."""
ROW, FRAME = 28, 48
"""Height of a row of names, and of what stands below the rows."""
TALL, TALLER = 200, 290
PADDING = {"left": 0, "top": 5, "right": 5, "bottom": 4}
"""Pixels around a chart; below one for which none is stated the page would leave 20."""
MOST_BANDS = 2
DIGITS = 5
"""Significant digits of a number that is drawn: more than a screen has pixels for."""

Spec = dict[str, Any]


def differences(rows: pd.DataFrame, lines: Sequence[Line], title: str, language: str, unit: str) -> Spec:
    """Forest chart: one row per policy with its mean difference and 90 % range, and a line at zero.

    ``rows``: scenario, difference, low, high, text (the same in words, for the tooltip).
    """
    y = _names(lines)
    x = alt.X(
        "difference:Q",
        title=title,
        axis=axis_of(language, unit, ticks=4),
        scale=alt.Scale(zero=True, nice=True),
    )
    marks = alt.Chart(rows).encode(y=y, color=_colour(lines), tooltip=_tooltip("scenario", "text"))
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=NEUTRAL, strokeWidth=1.5).encode(x="at:Q")
    span = marks.mark_rule(strokeWidth=3, strokeCap="round").encode(x=x, x2="high:Q")
    span = span.encode(x=alt.X("low:Q", title=title, axis=axis_of(language, unit, ticks=4)))
    mean = marks.mark_point(filled=True, size=110, opacity=1).encode(x=x, shape=_shape(lines))
    return layered([zero, span, mean], ROW * len(lines) + FRAME)


def value_and_cost(
    rows: pd.DataFrame, lines: Sequence[Line], titles: tuple[str, str], guides: tuple[str, str], language: str
) -> Spec:
    """CLV against CAC with 90 % ranges, and the lines on which CLV is one and three times CAC.

    ``rows``: scenario, cac, cac_low, cac_high, clv, clv_low, clv_high, text. ``titles``: of x and y.
    """
    domain = {name: _around(rows, name) for name in ("cac", "clv")}
    x = alt.X("cac:Q", title=titles[0], axis=axis_of(language), scale=alt.Scale(domain=domain["cac"], nice=False))
    y = alt.Y("clv:Q", title=titles[1], axis=axis_of(language), scale=alt.Scale(domain=domain["clv"], nice=False))
    ends = [_guide(name, slope, domain) for name, slope in zip(guides, (1.0, 3.0), strict=True)]
    seen = [row for pair in ends for row in pair] or [{"guide": "", "cac": None, "clv": None}]
    rays = alt.Chart(pd.DataFrame(seen)).encode(x=x, y=y, detail="guide:N")
    ray = rays.mark_line(color=NEUTRAL, strokeWidth=1, strokeDash=[4, 4], clip=True)
    names = alt.Chart(pd.DataFrame(seen[1::2] or seen)).mark_text(
        color=NEUTRAL, align="right", baseline="bottom", dx=-6, dy=-4, fontSize=12
    )
    marks = alt.Chart(rows).encode(color=_colour(lines), tooltip=_tooltip("scenario", "text"))
    across = marks.mark_rule(strokeWidth=1.5, opacity=0.7).encode(x=same(x, "cac_low"), x2="cac_high:Q", y=y)
    along = marks.mark_rule(strokeWidth=1.5, opacity=0.7).encode(x=x, y=same(y, "clv_low"), y2="clv_high:Q")
    mean = marks.mark_point(filled=True, opacity=0.85)
    mean = mean.encode(x=x, y=y, shape=_shape(lines), size=_under(alt.Size, lines, 400, 150))
    named = names.encode(x=x, y=y, text="guide:N")
    return layered([ray, named, across, along, mean], TALLER)


def realised_and_residual(rows: pd.DataFrame, lines: Sequence[Line], title: str, language: str) -> Spec:
    """Stacked bars of the two parts of CLV, with the sum behind each bar.

    ``rows``: scenario, part (0 realised, 1 residual), start, end, text (tooltip); the second row of a scenario also
    has ``total`` (where its bar ends) and ``sum`` (the CLV in words).
    """
    room = 1.2 * max(float(rows["end"].max()), 1e-9)
    least = min(float(rows[["start", "end"]].min().min()), 0.0)
    y = _names(lines)
    x = alt.X(
        "start:Q",
        title=title,
        axis=axis_of(language, ticks=4),
        scale=alt.Scale(domain=[least, room], nice=False),
    )
    pale = alt.Opacity("part:O", scale=alt.Scale(domain=[0, 1], range=[1.0, 0.4]), legend=None)
    chart = alt.Chart(rows).encode(y=y, tooltip=_tooltip("scenario", "text"))
    bars = chart.mark_bar(height=18).encode(x=x, x2="end:Q", color=_colour(lines), opacity=pale)
    sums = chart.transform_filter("isValid(datum.total)").mark_text(color=NEUTRAL, align="left", dx=8, fontSize=12)
    return layered([bars, sums.encode(x="total:Q", text="sum:N")], TALLER)


def bars(rows: pd.DataFrame, language: str, colour: str, unit: str = "") -> Spec:
    """Horizontal bars in the order of ``rows`` with their 90 % ranges and a label behind each.

    ``rows``: name, value, low, high (NaN without a range), label, text (tooltip). ``unit``: share, score (1 to 5).
    """
    rows = rows.assign(end=rows[["value", "high"]].max(axis=1).clip(lower=0.0))
    most, least = float(rows["end"].max()), float(rows[["value", "low"]].min().min())
    room = 0.4 * (most - min(least, 0.0)) or 1.0
    axis = alt.Axis(labelLimit=230, labelOverlap=False, labelPadding=8)
    y = alt.Y("name:N", sort=list(rows["name"]), title=None, axis=axis)
    scale = alt.Scale(domain=[least - 0.1 * room if least < 0.0 else 0.0, most + room], nice=False)
    along = axis_of(language, "share" if unit == "share" else "", ticks=3)
    if unit == "score":
        along.values = list(range(1, 6))
    x = alt.X("value:Q", title=None, axis=along, scale=scale)
    chart = alt.Chart(rows).encode(y=y, tooltip=[alt.Tooltip("text:N", title=" ")])
    drawn = chart.mark_bar(height=alt.RelativeBandSize(0.55), color=colour, opacity=0.4).encode(x=x)
    span = chart.transform_filter("isValid(datum.low)").mark_rule(color=NEUTRAL, strokeWidth=2)
    span = span.encode(x=same(x, "low"), x2="high:Q")
    labels = chart.mark_text(color=NEUTRAL, align="left", dx=6, fontSize=12).encode(x=same(x, "end"), text="label:N")
    return layered([drawn, span, labels], ROW * (len(rows) + 1))


def heat(rows: pd.DataFrame, titles: tuple[str, str], colour: str, ink: str) -> Spec:
    """Heat map of whole numbers against each other, the highest at the top and to the right.

    ``rows``: across, up, share (from 0 to 1, of what deepens the colour), label (in the cell), text (tooltip).
    ``titles``: of what goes across and up. ``ink``: of labels in pale cells; it is the page's, which charts are not
    given inside.
    """
    axis = alt.Axis(labelAngle=0, titlePadding=6, labelPadding=6, grid=False)
    x = alt.X("across:O", title=titles[0], axis=axis, sort="ascending", scale=alt.Scale(paddingInner=0.04))
    y = alt.Y("up:O", title=titles[1], axis=axis, sort="descending", scale=alt.Scale(paddingInner=0.06))
    chart = alt.Chart(rounded(rows)).encode(x=x, y=y, tooltip=[alt.Tooltip("text:N", title=" ")])
    scale = alt.Scale(type="pow", exponent=0.5, domain=[0, 1], range=[0.06, 0.75])
    scale = alt.Scale(type="pow", exponent=0.5, domain=[0, 1], range=[0.06, 0.75])
    cells = chart.mark_rect(color=colour).encode(opacity=alt.Opacity("share:Q", scale=scale, legend=None))
    readable = alt.condition("datum.share > 0.45", alt.value("#FFFFFF"), alt.value(ink))
    return layered([cells, chart.mark_text(fontSize=12).encode(text="label:N", color=readable)], TALLER)


def against(rows: pd.DataFrame, titles: tuple[str, str], language: str, colour: str) -> Spec:
    """Simulated shares with their 90 % ranges against real ones; on the line from corner to corner both are equal.

    ``rows``: real, value, low, high, text (tooltip). ``titles``: of x and y.
    """
    rows = rounded(rows)
    most = 1.05 * float(rows[["real", "value", "high"]].max().max()) or 1.0
    scale = alt.Scale(domain=[0.0, most], nice=False)
    x = alt.X("real:Q", title=titles[0], axis=axis_of(language, "share", ticks=4), scale=scale)
    y = alt.Y("value:Q", title=titles[1], axis=axis_of(language, "share", ticks=4), scale=scale)
    ends = pd.DataFrame({"real": [0.0, most], "value": [0.0, most]})
    equal = alt.Chart(ends).mark_line(color=NEUTRAL, strokeWidth=1, strokeDash=[4, 4]).encode(x=x, y=y)
    chart = alt.Chart(rows).encode(x=x, tooltip=[alt.Tooltip("text:N", title=" ")])
    span = chart.mark_rule(color=colour, strokeWidth=1.5, opacity=0.6).encode(y=same(y, "low"), y2="high:Q")
    dots = chart.mark_point(color=colour, filled=True, size=50, opacity=0.9).encode(y=y)
    return layered([equal, span, dots], TALL)


def intervals(rows: pd.DataFrame, title: str, language: str, colours: tuple[str, str]) -> Spec:
    """What came as a line, and of each forecast its middle and its 90 % interval in parts of that, in the order of
    ``rows``: name, value, low, high, inside (whether the interval holds what came), text (tooltip). ``colours``: of
    those that do, and of those that do not, which have another shape."""
    rows = rounded(rows)
    axis = alt.Axis(labelLimit=230, labelOverlap=False, labelPadding=8)
    y = alt.Y("name:N", sort=list(rows["name"]), title=None, axis=axis)
    x = alt.X("value:Q", title=title, axis=axis_of(language, "share", ticks=5), scale=alt.Scale(zero=False))
    domain = [True, False]
    colour = alt.Color("inside:N", scale=alt.Scale(domain=domain, range=list(colours)), legend=None)
    shape = alt.Shape("inside:N", scale=alt.Scale(domain=domain, range=["circle", "triangle-up"]), legend=None)
    came = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=NEUTRAL, strokeWidth=1.5).encode(x="at:Q")
    chart = alt.Chart(rows).encode(y=y, color=colour, tooltip=[alt.Tooltip("text:N", title=" ")])
    span = chart.mark_rule(strokeWidth=3, strokeCap="round").encode(x=same(x, "low"), x2="high:Q")
    middle = chart.mark_point(filled=True, size=80, opacity=1).encode(x=x, shape=shape)
    return layered([came, span, middle], ROW * len(rows) + FRAME)


def course(
    rows: pd.DataFrame, lines: Sequence[Line], title: str, language: str, unit: str = "", *, from_zero: bool = True
) -> Spec:
    """Lines over time or age with 90 % ranges as shade and each scenario's shape at its last point. Of more than
    MOST_BANDS scenarios the baseline alone has a shade: more of them would hide each other.

    ``rows``: scenario, at, value, low, high, text. ``title``: of x; ``from_zero``: whether y holds 0.
    """
    rows = rounded(rows)
    x = alt.X("at:Q", title=title, axis=axis_of(language, ticks=5), scale=alt.Scale(nice=False))
    y = alt.Y("value:Q", title=None, axis=axis_of(language, unit, ticks=4), scale=alt.Scale(zero=from_zero))
    ranged = bool(rows["low"].notna().any())
    drawn = rows[["scenario", "at", "value"]]
    chart = alt.Chart().encode(x=x, color=_colour(lines))
    banded = rows["scenario"].isin([line.label for line in lines[: len(lines) if len(lines) <= MOST_BANDS else 1]])
    shade = alt.Chart(rows.loc[banded, ["scenario", "at", "low", "high"]]).encode(x=x, color=_colour(lines))
    shade = shade.mark_area(opacity=0.16).encode(
        y=alt.Y("low:Q", title=None, axis=axis_of(language, unit, 4)), y2="high:Q"
    )
    dash = alt.StrokeDash(
        "scenario:N",
        scale=alt.Scale(domain=[line.label for line in lines], range=[list(line.style.dash) for line in lines]),
        legend=None,
    )
    line = chart.mark_line().encode(y=y, strokeDash=dash, strokeWidth=_under(alt.StrokeWidth, lines, 4.5, 2))
    last = rows[rows["at"] == rows["at"].max()]
    ends = alt.Chart(last).mark_point(filled=True, opacity=1, clip=False).encode(x=x, y=y, color=_colour(lines))
    size = _under(alt.Size, lines, 160, 70)
    ends = ends.encode(shape=_shape(lines), size=size, tooltip=_tooltip("scenario", "text"))
    lasting = alt.LayerChart(data=drawn, layer=[line])
    return layered([shade, lasting, ends] if ranged else [lasting, ends], TALL)


def same(channel: Any, field: str) -> Any:
    """The channel with another field, on the same scale and axis."""
    other = channel.copy()
    other.shorthand = f"{field}:Q"
    return other


def _around(rows: pd.DataFrame, name: str) -> list[float]:
    """The span of a quantity with its ranges, and some room; from zero on where that is near."""
    low, high = float(rows[f"{name}_low"].min()), float(rows[f"{name}_high"].max())
    room = 0.5 * (high - low) or 0.5 * abs(high) or 1.0
    return [low - room if low < 0 or low > 2 * room else 0.0, high + room]


def _guide(name: str, slope: float, domain: dict[str, list[float]]) -> list[dict[str, Any]]:
    """The part of a ray from the origin that lies inside the chart, from end to end; else nothing."""
    (left, right), (bottom, top) = domain["cac"], domain["clv"]
    start, end = max(left, bottom / slope, 0.0), min(right, top / slope)
    return [{"guide": name, "cac": at, "clv": slope * at} for at in (start, end)] if start < end else []


def _colour(lines: Sequence[Line]) -> alt.Color:
    domain, colours = [line.label for line in lines], [line.style.colour for line in lines]
    return alt.Color("scenario:N", scale=alt.Scale(domain=domain, range=colours), legend=None)


def _shape(lines: Sequence[Line]) -> alt.Shape:
    domain, shapes = [line.label for line in lines], [line.style.shape for line in lines]
    return alt.Shape("scenario:N", scale=alt.Scale(domain=domain, range=shapes), legend=None)


def _under(channel: Any, lines: Sequence[Line], base: float, other: float) -> Any:
    """Sizes with which the baseline, drawn first, is seen below a policy that lies on it."""
    domain, sizes = [line.label for line in lines], [base if line.base else other for line in lines]
    if len(lines) == 1:  # a scale of one size has no width
        return alt.value(sizes[0])
    return channel("scenario:N", scale=alt.Scale(domain=domain, range=sizes), legend=None)


def axis_of(language: str, unit: str = "", ticks: int = 5) -> alt.Axis:
    """An axis whose labels are those of dashboard.format."""
    return alt.Axis(
        labelExpr=format.axis(language, unit),
        tickCount=ticks,
        titlePadding=6,
        labelPadding=6,
        labelOverlap="greedy",
    )


def _names(lines: Sequence[Line]) -> alt.Y:
    """One row for each scenario, in the order of ``lines``."""
    axis = alt.Axis(labelLimit=210, labelOverlap=False, labelPadding=8)
    return alt.Y("scenario:N", sort=[line.label for line in lines], title=None, axis=axis)


def _tooltip(*fields: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=" ") for name in fields]


def layered(layers: list[alt.Chart | alt.LayerChart], height: int) -> Spec:
    """The chart of ``layers`` as data. Its rows stand below the top, where the page passes them on unread."""
    chart = alt.LayerChart(layer=layers).properties(height=height, width="container")
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        spec: Spec = chart.to_dict(validate=False)
    fit = {"autosize": {"type": "fit", "contains": "padding"}, "padding": PADDING}
    head = {name: spec[name] for name in ("$schema", "height", "width")}
    return {**head, **fit, "layer": [{name: spec[name] for name in ("data", "layer") if name in spec}]}


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with numbers of DIGITS digits."""
    return rows.assign(
        **{name: [float(f"{value:.{DIGITS}g}") for value in rows[name]] for name in rows.select_dtypes("float").columns}
    )


def resized(chart: Spec, height: int) -> Spec:
    """``chart`` with another height in pixels."""
    return {**chart, "height": height}


def printed(chart: Spec, width: int) -> Spec:
    """``chart`` at ``width`` pixels with an ink of its own that can be read on light and dark."""
    ink = {
        "labelColor": NEUTRAL,
        "titleColor": NEUTRAL,
        "gridColor": NEUTRAL,
        "gridOpacity": 0.25,
        "domain": False,
        "ticks": False,
    }
    type_ = {
        "labelFontSize": 12,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelFontWeight": "normal",
    }
    config = {
        "font": "'Source Sans 3', system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
        "axis": {**ink, **type_},
        "view": {"stroke": None},
        "background": None,
    }
    return {**chart, "width": width, "config": config}
