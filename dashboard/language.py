"""The language of the page: what the address says, else what the browser speaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import streamlit as st

from dashboard import address
from dashboard.text import LANGUAGES, Words, guess, words

KEY = "language"


def chosen() -> Words:
    """The strings of the language that holds for this run of the page."""
    begin(False)
    return words(str(st.session_state[KEY]))


@cache
def _told_to_browser() -> Callable[..., object]:
    """What sets the language of the page for the browser, screen readers and hyphens among it."""
    script = "export default ({ data }) => { document.documentElement.lang = data; }"
    return st.components.v2.component("language", js=script)


def usual() -> str:
    """The language of an address that says none: the browser's."""
    return str(st.session_state.setdefault("first_language", guess(st.context.locale)))


def begin(fresh: bool) -> None:
    """Take the language from the address where the reader has just arrived there, or none is chosen: a browser that is
    asked for too much at once may send the switch without a choice."""
    address.seed(KEY, address.language(address.parts(), usual()), fresh or st.session_state.get(KEY) not in LANGUAGES)


def heading() -> None:
    """The name of the product with the switch beside it; it stands on every page and keeps what was chosen."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(chosen()("app.name"), anchor=False, width="content")
        st.segmented_control(
            chosen()("app.language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=KEY,
            required=True,
            label_visibility="collapsed",
        )
    st.caption(chosen()("app.tagline"))
    _told_to_browser()(data=chosen().language, key="language of the page")
