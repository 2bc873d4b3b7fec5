"""A decision as one slide: the verdict as its title, a native chart, three bullets, the source."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from dashboard.decision_report.document import Document
from dashboard.decision_report.office import AUTHOR
from dashboard.decision_report.shape import Chart, Told
from dashboard.decision_report.telling import told
from dashboard.look import STYLES
from dashboard.safe import cell
from dashboard.text import words

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
"""Inches of a slide of 16:9, and of its margin."""
BULLETS, LONGEST = 3, {"en": 260, "zh": 120}
"""How many there are, and the most characters of one; those of Chinese are about twice as wide."""
LARGE = {"en": 90, "zh": 45}
"""Characters of a verdict up to which it has large letters."""
EAST_ASIAN = "Microsoft YaHei"
INK, SOFT = "22262B", "6B7078"


def slide(document: Document, language: str = "en") -> bytes:
    """The presentation of one slide of ``document`` in ``language``."""
    from pptx import Presentation
    from pptx.util import Inches

    said = told(document, words(language))
    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
    show.core_properties.author, show.core_properties.title = AUTHOR, said.question
    one = show.slides.add_slide(show.slide_layouts[1])
    inner = WIDTH - 2 * MARGIN
    title, body = one.shapes.title, one.placeholders[1]
    _place(title, MARGIN, 0.35, inner, 1.15)
    _fill(
        title.text_frame,
        [said.verdict],
        28 if len(said.verdict) < LARGE[said.words.language] else 22,
        INK,
        said,
        bold=True,
    )
    _place(body, MARGIN, 1.75, 4.4, 4.7)
    _fill(body.text_frame, bullets(said), 14, INK, said)
    frame = one.shapes.add_chart(*_drawn(said.chart, said, (5.3, 1.6, inner - 4.7, 5.0)))
    frame.name = said.chart.title
    spoken = "; ".join(f"{name}: {label}" for name, label in zip(said.chart.names, said.chart.labels, strict=True))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{said.chart.title}. {spoken}"[:1000])
    _styled(frame.chart, said.chart, said)
    source = one.shapes.add_textbox(*map(Inches, (MARGIN, 6.8, inner, 0.45)))
    source.text_frame.word_wrap = True
    _fill(source.text_frame, [said.words("decision.source", facts=said.facts)], 10, SOFT, said)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def bullets(said: Told) -> list[str]:
    """How sure it is, and what else to know first."""
    found = [said.sure, *said.points, *said.basis][:BULLETS]
    most = LONGEST[said.words.language]
    return [text if len(text) <= most else text[: most - 1] + "…" for text in found]


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _fill(frame: Any, texts: Sequence[str], size: int, colour: str, said: Told, bold: bool = False) -> None:
    """Paragraphs of ``texts``, left-aligned."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.vertical_anchor = MSO_ANCHOR.TOP
    for k, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(6)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        _speaks(run.font, said)


def _speaks(font: Any, said: Told) -> None:
    """The language of a text; Chinese has a font of its own."""
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.oxml.ns import qn

    if said.words.language != "zh":
        font.language_id = MSO_LANGUAGE_ID.ENGLISH_US
        return
    font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
    properties = font._element
    properties.append(properties.makeelement(qn("a:ea"), {"typeface": EAST_ASIAN}))


def _drawn(chart: Chart, said: Told, box: tuple[float, float, float, float]) -> tuple[Any, ...]:
    """What a chart is added with: its kind, its place, its data."""
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    place = tuple(map(Inches, box))
    say = said.words
    if chart.form == "curve":
        points = XyChartData()
        for name, values in (("mean", chart.values), ("low", chart.lows), ("high", chart.highs)):
            _series(points, say(f"decision.{name}"), chart.at, values)
        best = chart.marks[1]
        _series(points, say("decision.advice.best"), chart.at[best : best + 1], chart.values[best : best + 1])
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *place, points
    data = CategoryChartData()
    data.categories = [cell(name) for name in chart.names]
    if chart.form == "moves":
        data.add_series(say("decision.advice.today"), _defined(chart.values))
        data.add_series(say("decision.advice.best"), _defined(chart.best))
    else:
        data.add_series(say("decision.mean"), _defined(chart.values))
    return XL_CHART_TYPE.BAR_CLUSTERED, *place, data


def _series(data: Any, name: str, at: Sequence[float], values: Sequence[float]) -> None:
    series = data.add_series(name)
    for x, y in zip(at, values, strict=True):
        if math.isfinite(y):
            series.add_data_point(x, y)


def _defined(values: Sequence[float]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values]


def _styled(chart: Any, of: Chart, said: Told) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    blue, grey = (RGBColor.from_string(STYLES[k].colour.removeprefix("#")) for k in (1, 0))
    chart.font.size = Pt(11)
    _speaks(chart.font, said)
    chart.has_title = True
    _fill(chart.chart_title.text_frame, [of.title], 13, INK, said, bold=True)
    chart.has_legend = of.form != "bars"
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.tick_labels.number_format = "0%" if of.unit == "share" else "#,##0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("DEDCD6")
    series = list(chart.plots[0].series)
    if of.form == "curve":
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        chart.category_axis.has_major_gridlines = False
        chart.category_axis.has_title = True
        _fill(chart.category_axis.axis_title.text_frame, [of.axis], 11, SOFT, said)
        if max(of.at) > min(of.at):
            chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = min(of.at), max(of.at)
        for k, one in enumerate(series):
            one.smooth = False
            one.format.line.color.rgb, one.format.line.width = (blue, Pt(2.5)) if k in (0, 3) else (grey, Pt(1.25))
            if k in (1, 2):
                one.format.line.dash_style = MSO_LINE.DASH
        mark = series[3].marker
        mark.style, mark.size = XL_MARKER_STYLE.SQUARE, 10
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = blue
        return
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    chart.plots[0].gap_width = 60
    for one, colour in zip(reversed(series), (blue, grey), strict=False):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = colour
        one.invert_if_negative = False
    _ranged(series[-1], of)


def _ranged(series: Any, of: Chart) -> None:
    """Error bars from the 5 % to the 95 % point, which python-pptx has no call for (ECMA-376, CT_ErrBars)."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    middle = of.best if of.form == "moves" else of.values

    def ends(values: Sequence[float]) -> str:
        reach = [abs(end - value) for end, value in zip(values, middle, strict=True)]
        points = "".join(
            f'<c:pt idx="{k}"><c:v>{size!r}</c:v></c:pt>' for k, size in enumerate(reach) if math.isfinite(size)
        )
        return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(reach)}"/>{points}</c:numLit>'

    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{ends(of.highs)}</c:plus><c:minus>{ends(of.lows)}</c:minus>"
        '<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="444444"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(bars)
