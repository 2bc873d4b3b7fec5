"""The parts of the Budget page below its form, from top to bottom."""

from __future__ import annotations

import streamlit as st

from dashboard import deciding
from dashboard.budget_view import COUNTED, BudgetView
from dashboard.decision_file import Decided
from dashboard.panels import Panel
from dashboard.sections import grid, table
from dashboard.text import Words


def show(one: Decided, words: Words) -> None:
    """All of a result: the answer, the plan, what the money does, other totals, what a customer costs, the parts."""
    view = deciding.viewed(BudgetView, one, words)
    deciding.answer(view)
    _plan(view)
    _responses(view)
    _costs(view)
    _totals(view)
    _parts(view)
    deciding.known(view, "budget")


def _plan(view: BudgetView) -> None:
    words = view.words
    if view.moves:
        st.subheader(words("budget.moved_title"), anchor=False)
        deciding.marks(words, "budget.plan")
        _alone(view.moved)
        st.caption(words("budget.moved_caption"))
        heads: tuple[str, ...] = ("today", "best", "good_from", "good_to", "returns", "bound")
        table(
            words("budget.channel_week", currency=view.currency), [words(f"budget.{one}") for one in heads], view.plan()
        )
        st.caption(words("budget.returns_caption"))
    if view.levers:
        heads = ("today", "best", "good_from", "good_to")
        table(words("budget.levers"), [words(f"budget.{one}") for one in heads], view.others())


def _responses(view: BudgetView) -> None:
    if view.responses:
        st.subheader(view.words("budget.responses_heading"), anchor=False)
        st.caption(f"{view.words('budget.responses_caption')} {view.seen}")
        deciding.marks(view.words, "budget.plan")
        grid(view.responses, columns=3)


def _costs(view: BudgetView) -> None:
    rows = view.costs()
    if rows:
        words = view.words
        st.subheader(words("budget.costs_heading"), anchor=False)
        st.markdown(words("acquisition.decides"))
        heads = [words(f"budget.counted_{one}") for one in COUNTED]
        table(words("budget.cost_of", currency=view.currency), heads, rows)
        st.caption(words("budget.costs_caption"))


def _totals(view: BudgetView) -> None:
    words = view.words
    st.subheader(words("budget.totals_heading"), anchor=False)
    st.caption(words("budget.totals_caption"))
    if view.along:
        deciding.marks(words, "budget.plan")
        grid(view.along, columns=2)
    heads = view.totals_heads()
    table(words("budget.plan"), heads, view.compared())
    if rows := view.totals():
        with st.expander(words("budget.totals_each")):
            table(words("budget.spent", currency=view.currency), heads, rows)


def _parts(view: BudgetView) -> None:
    panel = view.made_of
    if panel is not None:
        st.subheader(view.words("budget.parts_heading"), anchor=False)
        _alone(panel)
        st.caption(view.words("budget.parts_caption"))


def _alone(panel: Panel) -> None:
    """A chart of the page's width, under the heading that stands above it."""
    with st.container(border=True):
        st.vega_lite_chart(panel.chart, width="stretch", alt=panel.alt)
