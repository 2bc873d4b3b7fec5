"""The parts of the Price page below its form, from top to bottom."""

from __future__ import annotations

import streamlit as st

from dashboard import deciding, form
from dashboard.decision_charts import BEST, TODAY
from dashboard.decision_file import Decided
from dashboard.price_view import PriceView
from dashboard.safe import markdown, plain
from dashboard.sections import grid, key, table
from dashboard.text import Words


def empty(words: Words, fit: bool) -> bool:
    """What the page is for, before a result is chosen; True when the form's question is to be run."""
    st.markdown(words("price.lead"))
    with st.container(border=True):
        points = "\n".join(f"- {words(f'price.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, "price default", fit, "price.run")
        st.caption(words("price.paired"))
    return run


def show(one: Decided, words: Words) -> None:
    """All of a result: the answer, what is earned along the price, volumes, what else a price moves, every price."""
    view = deciding.viewed(PriceView, one, words)
    st.caption(markdown(view.facts(), 400))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"### {view.head()}", anchors=False)
        st.markdown(view.answer())
        if reasons := view.reasons():
            st.markdown("\n".join(f"- {line}" for line in reasons))
    for text in view.beyond():
        st.caption(f":material/info: {markdown(text, 600)}")
    st.subheader(view.curve.title, anchor=False)
    _marks(words)
    with st.container(border=True):
        st.vega_lite_chart(view.curve.chart, width="stretch", alt=view.curve.alt)
    st.caption(words("price.curve_caption"))
    st.subheader(words("price.volume_heading"), anchor=False)
    st.caption(words("price.volume_caption"))
    drawn = ((view.volume, view.volumes), (view.segments, view.lines))
    for place, (panel, lines) in zip(st.columns(2), drawn, strict=True):
        if panel is None:
            continue
        with place.container(border=True, height="stretch"):
            st.markdown(f"**{markdown(panel.title)}**")
            key(lines)
            st.vega_lite_chart(panel.chart, width="stretch", alt=panel.alt)
    st.subheader(words("price.effects_heading"), anchor=False)
    _marks(words)
    grid(view.effects, columns=2)
    st.subheader(words("price.each"), anchor=False)
    table(words("price.column_price"), view.heads(), view.rows())
    st.caption(words("price.each_caption"))
    deciding.known(view, "price")


def _marks(words: Words) -> None:
    with st.container(horizontal=True, gap="small"):
        for style, name in ((TODAY, "today"), (BEST, "best")):
            st.markdown(f":{style.hue}[{plain(style.glyph)}] {words(f'price.mark_{name}')}", width="content")
