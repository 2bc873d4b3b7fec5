"""The parts of the Budget page below its form, from top to bottom."""

from __future__ import annotations

import streamlit as st

from dashboard import deciding, form
from dashboard.budget_view import COUNTED, BudgetView
from dashboard.decision_charts import BEST, TODAY
from dashboard.decision_file import Decided
from dashboard.panels import Panel
from dashboard.safe import markdown, plain
from dashboard.sections import grid, table
from dashboard.text import Words


def empty(words: Words, fit: bool) -> bool:
    """What the page is for, before a result is chosen; True when the form's question is to be run."""
    st.markdown(words("budget.lead"))
    with st.container(border=True):
        points = "\n".join(f"- {words(f'budget.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, "budget default", fit, "budget.run")
        st.caption(words("budget.fresh"))
    return run


def show(one: Decided, words: Words) -> None:
    """All of a result: the answer, the plan, what the money does, other totals, what a customer costs, the parts."""
    view = deciding.viewed(BudgetView, one, words)
    st.caption(markdown(view.facts(), 400))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"### {view.head()}", anchors=False)
        st.markdown(view.answer())
        if reasons := view.reasons():
            st.markdown("\n".join(f"- {line}" for line in reasons))
    for text in view.beyond():
        st.caption(f":material/info: {markdown(text, 600)}")
    _plan(view)
    _responses(view)
    _costs(view)
    _totals(view)
    _parts(view)
    deciding.known(view, "budget")


def marks(words: Words) -> None:
    """Which mark stands for today and which for the best."""
    with st.container(horizontal=True, gap="small"):
        for style, name in ((TODAY, "today"), (BEST, "best")):
            st.markdown(f":{style.hue}[{plain(style.glyph)}] {words(f'budget.plan_{name}')}", width="content")


def _plan(view: BudgetView) -> None:
    words = view.words
    if view.moves:
        st.subheader(words("budget.moved_title"), anchor=False)
        marks(words)
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
        marks(view.words)
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
        marks(words)
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
