"""The parts of the Price page below its form, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import deciding
from dashboard.decision_file import Decided
from dashboard.price_view import PriceView
from dashboard.safe import markdown
from dashboard.scheme_view import SchemeView
from dashboard.sections import grid, key, table
from dashboard.text import Words


def show(one: Decided, words: Words) -> None:
    """All of a result: the answer, what is earned along the price, other ways to price, volumes, what else a price
    moves, every price."""
    view, ways = deciding.viewed(PriceView, one, words), deciding.viewed(SchemeView, one, words)
    deciding.answer(view, [ways.answer()])
    st.subheader(view.curve.title, anchor=False)
    deciding.marks(words, "price.mark")
    with st.container(border=True):
        st.vega_lite_chart(view.curve.chart, width="stretch", alt=view.curve.alt)
    st.caption(words("price.curve_caption"))
    if ways.schemes:
        _ways(ways, view.reasons())
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
    deciding.marks(words, "price.mark")
    grid(view.effects, columns=2)
    st.subheader(words("price.each"), anchor=False)
    table(words("price.column_price"), view.heads(), view.rows())
    st.caption(words("price.each_caption"))
    deciding.known(view, "price")


def _ways(view: SchemeView, said: Sequence[str]) -> None:
    """Other ways to price: which brings most, prices and profit over time, every figure. What the answer has ``said``
    is not said again."""
    words = view.words
    st.subheader(words("scheme.heading"), anchor=False)
    settling = view.open()
    if settling and settling not in said:
        st.markdown(settling)
    key(view.lines)
    grid([view.gains], columns=1)
    grid(view.courses, columns=2)
    st.caption(words("scheme.caption"))
    table(words("scheme.column"), view.heads(), view.rows())
    for text in view.notes():
        st.caption(f":material/info: {markdown(text, 600)}")
