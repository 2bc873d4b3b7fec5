"""The parts of the Referral loop page, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, form, loop, sections
from dashboard.loop import Fact
from dashboard.panels import Panel
from dashboard.safe import markdown
from dashboard.sheet import Sheet
from dashboard.text import Words

TALL = 240
"""Height in pixels of the chart beside the ledger."""


def empty(words: Words, fit: bool) -> bool:
    """What the page is for, before a result is chosen; True when the run of the form is to be started."""
    st.markdown(words("loop.lead"))
    with st.container(border=True):
        points = "\n".join(f"- {words(f'loop.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, "loop default", fit, "loop.run")
        st.caption(words("loop.paired"))
    return run


def show(sheet: Sheet) -> None:
    """All of a result: whether it pays, how the loop turns, who truly came, what it costs and is worth."""
    found, view, words = sheet.loop, sheet.view, sheet.view.words
    sections.facts(view)
    sections.answer(sheet)
    if found.assumed:
        st.caption(f":material/info: {words('loop.assumed')}")
    st.subheader(words("loop.turns_heading"), anchor=False)
    st.caption(words("loop.turns_caption", course=found.course))
    _facts([found.fact(measure) for measure in loop.TURNS])
    _pair([found.funnel, found.generations], words, ("loop.funnel_caption", "loop.generations_caption"))
    st.subheader(words("loop.truth_heading"), anchor=False)
    st.caption(words("loop.truth_caption"))
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        _chart(found.truth, TALL)
    with right.container(border=True, height="stretch"):
        st.markdown(f"**{words('loop.ledger_title')}**")
        ledger = found.ledger
        rows = [(str(row[0]), [str(text) for text in row[1:]], False) for row in ledger.itertuples(index=False)]
        sections.table(ledger.columns[0], [markdown(name) for name in ledger.columns[1:]], rows)
        st.caption(words("loop.ledger_caption"))
    st.subheader(words("loop.worth_heading"), anchor=False)
    st.caption(words("loop.worth_caption", horizon=view.horizon))
    _facts([found.fact(measure) for measure in (*loop.COSTS, "incremental_profit")])
    with st.container(border=True):
        _chart(found.worth)
    for noted in view.noted:
        st.caption(words("known.noted", note=markdown(noted, 400)))


def _facts(facts: Sequence[Fact]) -> None:
    with st.container(border=True), st.container(horizontal=True, gap="small"):
        for fact in facts:
            with st.container(width="stretch", gap=None):
                st.metric(fact.name, fact.value, help=fact.help or None)
                if fact.span:
                    st.caption(fact.span)


def _pair(panels: Sequence[Panel], words: Words, captions: Sequence[str]) -> None:
    tall = max(panel.chart["height"] for panel in panels)
    for place, panel, caption in zip(st.columns(2), panels, captions, strict=True):
        with place.container(border=True, height="stretch"):
            _chart(panel, tall)
            st.caption(words(caption))


def _chart(panel: Panel, height: int = 0) -> None:
    """A chart, ``height`` pixels high where its neighbour is higher than it would be."""
    st.markdown(f"**{markdown(panel.title)}** :gray[{markdown(panel.note)}]")
    chart = charts.resized(panel.chart, height) if height else panel.chart
    st.vega_lite_chart(chart, width="stretch", alt=panel.alt)
