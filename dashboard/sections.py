"""The parts of the Compare page, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import charts, columns, data, figures, form, format, report, variant
from dashboard.figures import Booked, Card, Figure, Known
from dashboard.form import Asked
from dashboard.indicators import described
from dashboard.look import LONGEST_NOTE, Line
from dashboard.panels import Panel
from dashboard.safe import markdown, plain
from dashboard.sheet import Sheet
from dashboard.text import Words
from dashboard.view import View

_CHINESE = re.compile(r"([\u3000-\u9fff\uff00-\uffef])(?=.)")
SENTENCE = 16
"""Characters of the narrowest line into which a text of a table is broken."""


def empty(words: Words, choices: Sequence[data.Choice], asked: Asked, first: bool) -> bool:
    """What the page is for, before a result is chosen; True when the comparison that stands in the form is to be run.
    ``first``: whether there is no result yet."""
    titles = {choice.name: markdown(words.pick(choice.title, choice.name)) for choice in choices}
    ready = asked.question
    st.markdown(words("compare.lead"))
    with st.container(border=True):
        st.subheader(words("empty.title" if first else "empty.again"), anchor=False)
        st.markdown(words("empty.what"))
        points = "\n".join(f"- {words(f'empty.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, "default", asked.fit, "empty.default")
        own = [markdown(variant.titles(ready.own)[words.language])] if ready.own is not None else []
        names = " / ".join([*(titles[name] for name in ready.scenarios), *own])
        sizes = {"people": format.whole(ready.people), "worlds": format.whole(ready.worlds)}
        days = format.horizon(ready.days, words)
        said = words("empty.default_what", names=names, days=days, **sizes)
        st.caption(said if asked.fit else words("empty.unfit" if ready.compares else "empty.alone"))
    return run


def earlier(words: Words, labels: Mapping[str, str]) -> str | None:
    """A button for each of some results, given by name and label; the name of the one that was pressed just now."""
    if labels:
        st.subheader(words("question.open"), anchor=False)
    pressed = [
        name
        for name, label in labels.items()
        if st.button(markdown(label, LONGEST_NOTE), key=f"open {name}", type="tertiary", icon=":material/insights:")
    ]
    return next(iter(pressed), None)


def offered(words: Words, choices: Sequence[data.Choice], base: str) -> None:
    """What each policy that can be compared with ``base`` does, and the front on which it acts."""
    market = next((choice.market for choice in choices if choice.name == base), "")
    alike = [choice for choice in choices if choice.market == market and choice.note]
    st.subheader(words("empty.offered"), anchor=False)
    for first in range(0, len(alike), 2):
        for place, choice in zip(st.columns(2), alike[first : first + 2], strict=False):
            with place.container(gap=None):
                front = f" :gray[{words(f'front.{choice.front}')}]" if choice.front else ""
                st.markdown(f"**{markdown(words.pick(choice.title, choice.name))}**{front}")
                st.caption(markdown(words.pick(choice.note, ""), LONGEST_NOTE))


def show(sheet: Sheet) -> None:
    """All of a result: the answer, the numbers, the charts, what is known about the numbers used."""
    view = sheet.view
    facts(view)
    answer(sheet)
    percent = _side_by_side(sheet)
    if view.others:
        _differences(sheet, percent)
    _value(sheet)
    _acquisition(sheet)
    _courses(view, "time", sheet.stages)
    _courses(view, "age", sheet.ages)
    for name, column in (
        ("origins", "channel"),
        ("existing", "what"),
        ("served", "step"),
        ("programme", "what"),
        ("incentives", "what"),
        ("accounts", "account"),
    ):
        _booked(view, name, column, sheet.booked[name])
    _indicators(sheet)
    _known(sheet)
    _downloads(view)


def facts(view: View) -> None:
    """What every figure stands for, in one line."""
    st.caption(markdown(view.words("result.facts", **view.facts()), 400))


def answer(sheet: Sheet) -> None:
    """The verdicts side by side, and what a reader has to keep in mind."""
    found = sheet.verdicts
    for place, one in zip(st.columns(2), found, strict=False):
        with place.container(border=True, height="stretch", gap="xsmall"):
            st.caption(one.topic)
            mark = f"{_mark(one.winner)} " if one.winner else ""
            st.markdown(f"### {mark}{one.head}", anchors=False)
            st.markdown(one.text)
    for caution in sheet.cautions:
        st.caption(f":material/info: {caution}")


def _side_by_side(sheet: Sheet) -> bool:
    view, words = sheet.view, sheet.view.words
    percent = False
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader(words("cards.heading"), anchor=False, width="content")
        if view.others:
            scales = {"absolute": words("cards.absolute"), "percent": words("cards.percent")}
            scale = st.segmented_control(
                words("cards.scale"),
                list(scales),
                format_func=scales.__getitem__,
                key="scale",
                required=True,
                label_visibility="collapsed",
            )
            percent = scale == "percent"
    for card in sheet.cards(percent):
        _card(card, words)
    if percent:
        st.caption(words("cards.percent_note"))
    return percent


def _card(card: Card, words: Words) -> None:
    with st.container(border=True, gap="xsmall"):
        role = f" &nbsp;:gray-badge[{words('cards.baseline')}]" if card.line.base else ""
        st.markdown(f"{_mark(card.line)} **{markdown(card.line.label)}**{role}")
        if card.line.note:
            st.caption(markdown(card.line.note, LONGEST_NOTE))
        with st.container(horizontal=True, gap="small"):
            for figure in card.figures:
                with st.container(width="stretch", gap=None):
                    _figure(figure)


def _figure(figure: Figure) -> None:
    st.metric(
        figure.name,
        figure.value,
        delta=figure.difference or None,
        delta_color="off",
        delta_arrow=figure.arrow,
        help=figure.help or None,
    )
    if figure.notes:
        st.caption("  \n".join(figure.notes))


def _differences(sheet: Sheet, percent: bool) -> None:
    view, words = sheet.view, sheet.view.words
    st.subheader(words("difference.heading", base=markdown(view.base.label)), anchor=False)
    st.caption(words("difference.caption"))
    key(view.others)
    grid(sheet.differences(percent), columns=2)


def _value(sheet: Sheet) -> None:
    view, words = sheet.view, sheet.view.words
    both = [panel for panel in sheet.value if panel is not None]
    if not both:
        return
    st.subheader(words("value.heading"), anchor=False)
    key(view.lines)
    captions = [words("value.caption"), words("value.parts_caption", horizon=view.horizon)]
    for place, panel, caption in zip(st.columns(2), both, captions, strict=False):
        with place.container(border=True, height="stretch"):
            st.vega_lite_chart(panel.chart, width="stretch", alt=panel.alt)
            st.caption(caption)


def _acquisition(sheet: Sheet) -> None:
    """What a customer costs, by each way of counting, and which of them decides what; where spend differs between the
    scenarios and the run has only the first ways, the others fill in."""
    view, words = sheet.view, sheet.view.words
    rows = sheet.booked["acquisition"]
    if not rows:
        return
    st.subheader(words("acquisition.heading"), anchor=False)
    st.markdown(words("acquisition.decides"))
    if view.manifest.get("incremental"):
        _table(view, words("acquisition.measure"), rows)
        st.caption(" ".join([words("acquisition.caption", missing=format.MISSING), view.took]))
        return
    _table(view, words("acquisition.measure"), figures.with_pending(view, rows) if sheet.fills else rows)
    one = next((one for one in data.stored() if one.name == view.name), None)
    if sheet.fills and one is not None:
        columns.follow(words, one)
    else:
        st.caption(words("acquisition.left_out"))


def _courses(view: View, name: str, found: list[Panel]) -> None:
    if not found:
        return
    st.subheader(view.words(f"{name}.heading"), anchor=False)
    st.caption(view.words(f"{name}.caption{'_many' if len(view.lines) > charts.MOST_BANDS else ''}"))
    key(view.lines)
    grid(found, columns=3)


def _booked(view: View, section: str, column: str, rows: Sequence[Booked]) -> None:
    """A section with a table; nothing where it has no rows."""
    words = view.words
    if rows:
        st.subheader(words(f"{section}.heading"), anchor=False)
        st.caption(words(f"{section}.caption", currency=view.currency, horizon=view.horizon))
        _table(view, words(f"{section}.{column}"), rows)


def _indicators(sheet: Sheet) -> None:
    """Every indicator, by the front that it belongs to, with what it is."""
    view, words = sheet.view, sheet.view.words
    st.subheader(words("indicators.heading"), anchor=False)
    st.caption(words("indicators.caption", currency=view.currency, horizon=view.horizon))
    fronts = sheet.indicators
    for place, (front, rows) in zip(st.tabs([words(f"front.{one}") for one in fronts]), fronts.items(), strict=True):
        with place:
            _table(view, words("indicators.what"), rows)
            told = described(view, front)
            st.caption("  \n".join(f"**{markdown(name)}** {markdown(text, LONGEST_NOTE)}" for name, text in told))


def _table(view: View, heading: str, rows: Sequence[Booked]) -> None:
    """A column of names under ``heading`` and one of numbers for each scenario."""
    names = [f"{_mark(line)}\u00a0{markdown(line.label)}" for line in view.lines]  # no mark stands alone on a line
    table(heading, names, [(row.name, [_with_gap(*text) for text in row.texts], row.total) for row in rows])


def table(
    heading: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str], bool]],
    texts: Collection[int] = (),
) -> None:
    """A table with numbers to the right. Names and numbers are not broken: on a narrow screen the table scrolls.

    ``columns``: what stands above each, as markdown. ``rows``: name, texts, whether it is a sum. ``texts``: the numbers
    of columns that hold sentences: these stand to the left, and are broken.
    """
    widths = {k: max(_width(text) for text in (columns[k - 1], *(some[k - 1] for _, some, _ in rows))) for k in texts}
    broken = {k for k, width in widths.items() if width > SENTENCE}
    cells = [
        [markdown(text, 400) if k in broken else _whole(markdown(text), total) for k, text in enumerate((name, *some))]
        for name, some, total in rows
    ]
    found = pd.DataFrame(cells, columns=[_whole(heading, False), *columns])
    right = [("text-align", "right !important")]  # the page's own rule stands at each cell
    styles = [{"selector": f"{cell}:not(.col0)", "props": right} for cell in ("th", "td")]
    styles.append({"selector": "th:not(.col0)", "props": [("min-width", "7em !important")]})  # no tower of characters
    for k in texts:
        widest = min(SENTENCE, widths[k])
        left = [("text-align", "left !important"), ("white-space", "normal !important")]
        left.append(("min-width", f"{widest}em !important"))
        styles += [{"selector": f"{cell}.col{k}.col{k}", "props": left} for cell in ("th", "td")]
    styled = found.style.set_table_styles(styles)  # type: ignore[arg-type]
    st.table(styled, border="horizontal", hide_index=True)


def _width(text: str) -> float:
    """About how wide a text is, em: letters are narrower than Chinese characters."""
    wide = len(_CHINESE.findall(f"{text} "))
    return round(1.0 + wide + 0.55 * (len(text) - wide), 1)


def _whole(text: str, total: bool) -> str:
    """``text`` as one word, which no line break divides; in Chinese one could stand between any two characters."""
    whole = _CHINESE.sub("\\1\u2060", text.replace(" ", "\u00a0"))
    return f"**{whole}**" if total else whole


def _with_gap(value: str, gap: str) -> str:
    return f"{value} ({gap})" if gap else value


def _known(sheet: Sheet) -> None:
    view, found = sheet.view, sheet.known
    words = view.words
    st.subheader(words("known.heading"), anchor=False)
    labels(words, found)
    fixed = found.count - found.varied
    st.markdown(words("known.varied", varied=found.varied, count=found.count, fixed=fixed))
    st.markdown(words("known.spread"))
    for noted in view.noted:
        st.caption(words("known.noted", note=markdown(noted, 400)))
    listed(words, found, "label")


def labels(words: Words, found: Known) -> None:
    """How many numbers are identified, bounded and assumed, and what that means."""
    st.markdown(words("known.lead", count=found.count))
    for place, label in zip(st.columns(3), figures.LABELS, strict=True):
        with place.container(border=True, height="stretch"):
            st.metric(words(f"known.{label}"), found.counts[label])
            st.caption(words(f"known.{label}_what"))


def listed(words: Words, found: Known, key: str) -> None:
    """The numbers with values, ranges and sources; ``key``: of the widget that says which."""
    names = {"": words("known.all")} | {label: words(f"known.{label}") for label in figures.LABELS}
    kept = st.segmented_control(
        words("known.filter"),
        list(names),
        default="",
        format_func=names.__getitem__,
        key=key,
        required=True,
    )
    rows = found.rows[found.rows["label"] == kept] if kept else found.rows
    headings = {"part": "part", "title": "number", "value": "value", "unit": "unit", "range": "range"}
    headings |= {"label_text": "label", "source": "source", "path": "path"}
    columns = {column: words(f"known.{key}") for column, key in headings.items()}
    st.dataframe(rows[list(columns)].rename(columns=columns), hide_index=True, width="stretch")
    st.caption(words("known.sources_note"))


def _downloads(view: View) -> None:
    words = view.words
    with st.container(horizontal=True):
        st.download_button(
            words("result.download"),
            lambda: report.document(view.name, view.result, view.words.language).encode(),
            file_name="sixr-report.html",
            mime="text/html",
            on_click="ignore",
            icon=":material/description:",
        )
        st.download_button(
            words("result.download_table"),
            lambda: figures.export(view),
            file_name="sixr-comparison.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/table:",
        )


def grid(found: Sequence[Panel], columns: int) -> None:
    """Charts side by side, so many in a row."""
    for first in range(0, len(found), columns):
        for place, panel in zip(st.columns(columns), found[first : first + columns], strict=False):
            with place.container(border=True, height="stretch"):
                note = f" :gray[{markdown(panel.note)}]" if panel.note else ""
                st.markdown(f"**{markdown(panel.title)}**{note}")
                st.vega_lite_chart(panel.chart, width="stretch", alt=panel.alt)


def key(lines: Sequence[Line]) -> None:
    """Which colour and shape stands for which scenario."""
    with st.container(horizontal=True, gap="small"):
        for line in lines:
            st.markdown(f"{_mark(line)} {markdown(line.label)}", width="content")


def _mark(line: Line) -> str:
    return f":{line.style.hue}[{plain(line.style.glyph)}]"
