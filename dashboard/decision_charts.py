"""Charts of decisions: from today to the best plan, and what comes of a number along its range."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts import FRAME, NEUTRAL, ROW, TALL, Spec, axis_of, layered, rounded, same
from dashboard.look import STYLES

TODAY, BEST = STYLES[0], STYLES[1]
"""How today's plan and the best one look everywhere."""
KINDS = {"today": TODAY, "best": BEST}
DASH = [5, 4]


def moves(rows: pd.DataFrame, title: str, language: str) -> Spec:
    """From today to the best plan, a row each, in their order, with the range of plans as good behind it.

    ``rows``: name, now, best, low, high, text (tooltip). ``title``: of x.
    """
    rows = rounded(rows)
    axis = alt.Axis(labelLimit=190, labelOverlap=False, labelPadding=8)
    y = alt.Y("name:N", sort=list(rows["name"]), title=None, axis=axis)
    x = alt.X("best:Q", title=title, axis=axis_of(language, ticks=5), scale=alt.Scale(zero=True))
    chart = alt.Chart(rows).encode(y=y, tooltip=[alt.Tooltip("text:N", title=" ")])
    good = chart.mark_rule(strokeWidth=10, opacity=0.28, color=BEST.colour).encode(x=same(x, "low"), x2="high:Q")
    way = chart.mark_rule(strokeWidth=1.5, color=NEUTRAL).encode(x=same(x, "now"), x2="best:Q")
    now = chart.mark_point(filled=True, size=110, opacity=1, color=TODAY.colour, shape=TODAY.shape)
    best = chart.mark_point(filled=True, size=110, opacity=1, color=BEST.colour, shape=BEST.shape)
    return layered([good, way, now.encode(x=same(x, "now")), best.encode(x=x)], ROW * len(rows) + FRAME)


def response(
    rows: pd.DataFrame, marks: pd.DataFrame, titles: tuple[str, str], language: str, ends: tuple[float, float] | None
) -> Spec:
    """What comes of a number along its range: a line with its 90 % range, dashed where nothing like it was seen, with
    the points of today and of the best plan.

    ``rows``: at, value, low, high, thin (a second, thin line; NaN = none), known. ``marks``: kind (of KINDS), at,
    value, low, high (NaN = none; the range of ``at``), text (tooltip). ``titles``: of x and y; ``ends``: of y.
    """
    rows, marks = rounded(rows), rounded(marks)
    scale = alt.Scale(zero=True) if ends is None else alt.Scale(domain=list(ends), nice=False)
    x = alt.X("at:Q", title=titles[0], axis=axis_of(language, ticks=5), scale=alt.Scale(nice=False, zero=False))
    y = alt.Y("value:Q", title=titles[1] or None, axis=axis_of(language, ticks=4), scale=scale)
    zero = alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(color=NEUTRAL, strokeWidth=1, opacity=0.6).encode(y=y)
    shade = alt.Chart(rows).mark_area(opacity=0.14, color=BEST.colour, clip=True)
    layers = [shade.encode(x=x, y=same(y, "low"), y2="high:Q"), zero]
    if rows["thin"].notna().any():
        thin = alt.Chart(rows).mark_line(color=NEUTRAL, strokeWidth=1.2, clip=True)
        layers.append(thin.encode(x=x, y=same(y, "thin")))
    for part, dash in _pieces(rows):
        if len(part) > 1:
            line = alt.Chart(part).mark_line(color=BEST.colour, strokeWidth=2.2, strokeDash=dash, clip=True)
            layers.append(line.encode(x=x, y=y))
    spans = marks[marks["low"].notna()]
    if len(spans):
        span = alt.Chart(spans).mark_rule(color=BEST.colour, strokeWidth=5, opacity=0.35)
        layers.append(span.encode(x=same(x, "low"), x2="high:Q", y=y))
    shapes = {kind: KINDS[kind] for kind in marks["kind"]}
    colour = alt.Scale(domain=list(shapes), range=[one.colour for one in shapes.values()])
    shape = alt.Scale(domain=list(shapes), range=[one.shape for one in shapes.values()])
    points = alt.Chart(marks).mark_point(filled=True, size=100, opacity=1, clip=False)
    layers.append(
        points.encode(
            x=x,
            y=y,
            color=alt.Color("kind:N", scale=colour, legend=None),
            shape=alt.Shape("kind:N", scale=shape, legend=None),
            tooltip=[alt.Tooltip("text:N", title=" ")],
        )
    )
    return layered(layers, TALL)


def _pieces(rows: pd.DataFrame) -> list[tuple[pd.DataFrame, list[int]]]:
    """What is known of a line, and what lies on either side of that, each with its dash."""
    known = rows.index[rows["known"]]
    if not len(known):
        return [(rows, DASH)]
    first, last = known[0], known[-1]
    return [(rows.loc[:first], DASH), (rows.loc[first:last], [1, 0]), (rows.loc[last:], DASH)]
