"""The parts of the Trust page, from top to bottom."""

from __future__ import annotations

import os

import streamlit as st

from dashboard import behind
from dashboard.reproduced import HEADS
from dashboard.safe import markdown
from dashboard.sections import grid, key, labels, listed, table
from dashboard.trust_view import TrustView

ORIGINS = 6
"""Days from which earlier forecasts are looked at where the page has that done."""


def show(view: TrustView) -> None:
    """The answer, the year beside its simulation, forecasts beside what came, the numbers by their labels."""
    words = view.words
    st.markdown(f"#### {view.answer()}", anchors=False)
    st.markdown("\n".join(f"- {markdown(line, 400)}" for line in view.beside()))
    _year(view)
    _forecasts(view)
    st.subheader(words("trust.labels_heading"), anchor=False)
    labels(words, view.known)
    listed(words, view.known, "trust label")


def _year(view: TrustView) -> None:
    words = view.words
    st.subheader(words("trust.year_heading"), anchor=False)
    if view.year is None:
        st.markdown(words("trust.year_what"))
        behind.offer(words, words("trust.year_make"), ["reproduce", "--company", _place(view)], f"{view.of.place} year")
        return
    st.caption(view.facts())
    table(words("trust.pattern"), [words(f"trust.{name}") for name in HEADS], view.rows)
    st.caption(words("trust.year_caption"))
    if left := view.left_out():
        st.caption("  \n".join(markdown(line, 300) for line in left))
    key(view.lines)
    grid(view.wrong, columns=3)
    if right := view.right:
        with st.expander(words("trust.right", count=len(right))):
            grid(right, columns=3)
    if suspects := view.suspects:
        st.markdown(f"**{words('trust.suspects')}**")
        table(words("known.number"), [words(f"trust.{name}") for name in ("label", "value", "bears")], suspects)
        st.caption(words("trust.suspects_caption"))
    with st.expander(words("trust.rests")):
        for name, on in view.rests():
            st.markdown(words("trust.rests_on", pattern=markdown(name), numbers=markdown("; ".join(on), 600)))


def _forecasts(view: TrustView) -> None:
    words = view.words
    st.subheader(words("trust.forecasts_heading"), anchor=False)
    if view.earlier is None:
        st.markdown(words("trust.forecasts_what"))
        command = ["backtest", "--origins", str(ORIGINS), "--company", _place(view)]
        behind.offer(words, words("trust.forecasts_make"), command, f"{view.of.place} forecasts")
        return
    st.caption(words("trust.forecasts_caption"))
    grid([view.intervals], columns=1)
    heads = ("count", "held_50", "held_80", "held_90", "error", "error_lines")
    table(words("customers.horizon_head"), [words(f"trust.{name}") for name in heads], view.coverage())
    st.caption(words("trust.coverage_caption"))
    with st.expander(words("trust.each")):
        columns = [words(f"trust.{name}") for name in ("came", "forecast_head", "low", "high", "verdict")]
        table(words("trust.made"), columns, view.each())


def _place(view: TrustView) -> str:
    return os.fspath(view.of.folder.path)
