"""The parts of the page What do we do first? below its form: what a step found, as its report tells it."""

from __future__ import annotations

import streamlit as st

from dashboard import decided, deciding, first_form, sections
from dashboard.company import in_library
from dashboard.decision_file import Decided
from dashboard.decision_report.document import read
from dashboard.decision_report.first_documents import Focus, Trial
from dashboard.decision_report.firsts import begun
from dashboard.decision_report.page import drawn
from dashboard.decision_report.shape import Table, Told
from dashboard.decision_report.stated import Head
from dashboard.decision_report.telling import told
from dashboard.decision_view import DecisionView
from dashboard.safe import markdown
from dashboard.text import Words

NEXT = {"diagnosis": "focus", "focus": "pilot", "pilot": "review"}
"""By kind of a document, which step comes next."""


def show(one: Decided, words: Words) -> None:
    """All of a result: the answer, what comes next, its picture, its tables, what it rests on."""
    document = read(dict(one.document))
    found = told(document, words)
    st.caption(markdown(found.facts, 400))
    with st.container(border=True, gap="xsmall"):
        if isinstance(document, Trial):
            st.caption(markdown(found.question, 200))
        st.markdown(f"### {markdown(found.verdict, 400)}", anchors=False)
        lines = [text for text in (found.sure, *found.points) if text]
        st.markdown("\n".join(f"- {markdown(line, 600)}" for line in lines))
    _next(one.kind, document, words)
    _picture(found)
    first, *others = found.tables
    st.subheader(first.title, anchor=False)
    _table(first, words)
    for table in others:
        with st.expander(table.title):
            _table(table, words)
    for line in found.basis:
        st.caption(f":material/info: {markdown(line, 600)}")
    deciding.known(deciding.viewed(DecisionView, one, words), "first")


def _next(kind: str, of: Head, words: Words) -> None:
    """A way to the next step, with the plan that is to be tried."""
    step, scenario = NEXT.get(kind), in_library(of.scenario)
    if step is None or scenario not in decided.todays():
        return
    plan, title = "", ""
    if isinstance(of, Focus):
        plan = begun(of).name
        title = first_form.called(plan, words)
    if plan and plan not in first_form.plans(scenario):
        st.caption(f":material/info: {words('first.for_all', plan=title)}")
        plan = ""
    label = words("first.next_plan", plan=title) if plan else words(f"first.next_{step}")
    st.button(
        label,
        icon=":material/arrow_forward:",
        key="first next",
        on_click=first_form.follow,
        args=(step, scenario, plan),
    )


def _picture(found: Told) -> None:
    chart = found.chart
    if not chart.names:
        return
    st.subheader(chart.title, anchor=False)
    alt = "; ".join(f"{name}: {label}" for name, label in zip(chart.names, chart.labels, strict=True))
    with st.container(border=True):
        st.vega_lite_chart(drawn(chart, found.words.language), width="stretch", alt=f"{chart.title}. {alt}")


def _table(table: Table, words: Words) -> None:
    heads = [column.head for column in table.columns]
    rows = [(row[0], row[1:], k in table.strong) for k, row in enumerate(table.texts(words))]
    texts = [k for k, column in enumerate(table.columns) if k and column.kind == "text"]
    sections.table(heads[0], [markdown(head) for head in heads[1:]], rows, texts)
