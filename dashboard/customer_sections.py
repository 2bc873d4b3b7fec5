"""The parts of the Customers page, from top to bottom."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.customer_view import MOST_SHOWN, CustomerView
from dashboard.format import whole
from dashboard.panels import Panel
from dashboard.safe import markdown
from dashboard.sections import key, table
from dashboard.text import Words

INK = {"light": "#22262B", "dark": "#E8E6E1"}
"""The colours of text in .streamlit/config.toml."""
PLAIN = ("customer", "rfm", "abc", "segment", "channel")
"""Columns of texts."""


def show(view: CustomerView) -> None:
    """Below the answer: who is still a customer, what is to come, who brings it, one by one, what was read."""
    words = view.words
    _figures(view)
    _pair(view.lives, words("customers.lives_caption"), view.concentration, words("customers.share_caption"))
    st.subheader(words("customers.ahead_heading", weeks=view.weeks), anchor=False)
    st.caption(words("customers.ahead_caption"))
    key(view.course_key)
    left, right = st.columns([3, 2])
    with left:
        _panel(view.course)
    with right:
        columns = [words(f"customers.{name}") for name in ("orders_middle", "orders_from", "orders_to")]
        table(words("customers.horizon_head"), columns, view.forecasts())
    st.subheader(words("customers.worth_heading"), anchor=False)
    st.caption(words("customers.worth_caption", weeks=view.weeks, currency=view.currency))
    left, right = st.columns([3, 2])
    with left:
        _panel(view.rfm(INK["dark" if st.context.theme.type == "dark" else "light"]), words("customers.rfm_caption"))
    with right:
        columns = [words(f"customers.{name}") for name in ("count", "count_share", "value_head")]
        table(words("customers.class"), columns, view.classes())
        st.caption(words("customers.class_caption"))
    for trait, rows in view.groups():
        st.subheader(words(f"customers.by_{trait}"), anchor=False)
        names = ("count", "alive_head", "alive_share", "value_head", "value_each")
        table(words(f"customers.{trait}"), [words(f"customers.{name}") for name in names], rows)
    _each(view)
    _read(view)


def none(words: Words, folder: str | None) -> None:
    """What is to be done where there is no fitted company; ``folder``: of one that has not been fitted."""
    with st.container(border=True):
        st.subheader(words("company.none" if folder is None else "company.unfitted"), anchor=False)
        st.markdown(words("company.none_what" if folder is None else "company.unfitted_what"))
        place = "DIR" if folder is None else folder
        steps = (
            [f"sixr company new {place} --from orders.csv", f"sixr company doctor {place}"] if folder is None else []
        )
        st.code("\n".join([*steps, f"sixr company fit {place}", f"sixr dashboard --company {place}"]), language=None)


def answer(view: CustomerView) -> None:
    """The answer in a sentence, and what its numbers are."""
    said = view.said()
    st.markdown(f"#### {view.words('customers.answer', **said)}", anchors=False)
    st.caption(view.words("customers.answer_caption", **said))


def _figures(view: CustomerView) -> None:
    words, said = view.words, view.said()
    cards = (
        ("count", said["customers"], ""),
        ("alive_head", said["alive"], said["alive_share"]),
        ("to_come", said["orders"], words("cards.band", low=said["low"], high=said["high"])),
        ("value_head", said["value"], words("cards.band", low=said["value_low"], high=said["value_high"])),
        ("top_head", said["top"], ""),
    )
    with st.container(horizontal=True, gap="small", border=True):
        for name, value, note in cards:
            with st.container(width="stretch", gap=None):
                st.metric(words(f"customers.{name}"), value, help=words.known(f"customers.{name}_help", "") or None)
                if note:
                    st.caption(note)


def _pair(left: Panel, left_caption: str, right: Panel, right_caption: str) -> None:
    for place, panel, caption in zip(st.columns(2), (left, right), (left_caption, right_caption), strict=True):
        with place:
            _panel(panel, caption)


def _panel(panel: Panel, caption: str = "") -> None:
    with st.container(border=True, height="stretch"):
        note = f" :gray[{markdown(panel.note)}]" if panel.note else ""
        st.markdown(f"**{markdown(panel.title)}**{note}")
        st.vega_lite_chart(panel.chart, width="stretch", alt=panel.alt)
        if caption:
            st.caption(caption)


def _each(view: CustomerView) -> None:
    words, rows = view.words, view.shown
    st.subheader(words("customers.each_heading"), anchor=False)
    every = len(view.table)
    more = words("customers.each_more", shown=whole(MOST_SHOWN), all=whole(every)) if every > MOST_SHOWN else ""
    st.caption(" ".join(filter(None, [words("customers.each_caption", weeks=view.weeks), more])))
    st.dataframe(rows, hide_index=True, width="stretch", column_config=_columns(rows, words, view.currency))
    st.download_button(
        words("customers.download", count=whole(every)),
        view.export,
        file_name="customers.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/table:",
    )


def _columns(rows: pd.DataFrame, words: Words, currency: str) -> dict[str, Any]:
    """How each column of the table of customers is headed and written."""
    kinds = st.column_config
    found: dict[str, Any] = {}
    for name in map(str, rows):
        head = words(f"customers.column_{name}", currency=currency)
        if name in ("since", "latest"):
            found[name] = kinds.DateColumn(head, format="YYYY-MM-DD")
        elif name == "p_alive":
            found[name] = kinds.NumberColumn(head, format="%d %%")
        elif name in PLAIN:
            found[name] = kinds.TextColumn(head)
        else:
            found[name] = kinds.NumberColumn(head, format="localized")
    return found


def _read(view: CustomerView) -> None:
    words = view.words
    st.subheader(words("customers.read_heading"), anchor=False)
    st.markdown(view.counted())
    if rows := view.read():
        table(
            words("customers.where"), [words("customers.rows"), words("customers.money", currency=view.currency)], rows
        )
        st.markdown("\n".join(f"- {markdown(reason, 300)}" for reason in view.reasons()))
        st.caption(words("customers.read_caption"))
    with st.expander(words("customers.learned")):
        st.markdown("\n".join(f"- {markdown(line, 600)}" for line in view.learned))
