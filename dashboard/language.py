"""The language of the page: what the address says, else what the browser speaks."""

from __future__ import annotations

import streamlit as st

from dashboard.text import LANGUAGES, Words, guess, words

KEY = "language"


def chosen() -> Words:
    """The strings of the language that holds for this run of the page."""
    return words(str(st.session_state.get(KEY) or _first()))


def switch() -> None:
    """The switch between the languages; what is chosen goes into the address as ``lang``."""
    st.segmented_control(
        chosen()("app.language"),
        list(LANGUAGES),
        default=_first(),
        format_func=LANGUAGES.__getitem__,
        key=KEY,
        required=True,
        label_visibility="collapsed",
    )
    st.query_params["lang"] = chosen().language


def heading() -> None:
    """The name of the product with the switch beside it; it stands on every page and keeps what was chosen."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(chosen()("app.name"), anchor=False, width="content")
        switch()
    st.caption(chosen()("app.tagline"))


def _first() -> str:
    """The language of the visit's beginning, which stays the switch's default."""
    first = st.query_params.get("lang", "")
    known = first if first in LANGUAGES else guess(st.context.locale)
    return str(st.session_state.setdefault("first_language", known))
