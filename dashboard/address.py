"""The address of the page: it says all that is shown, so that a link, a reload and the browser's Back lead there.

Widgets hold what a reader changes; the address is written once a run, and only where it would be read otherwise than
what the page shows. So each change is one step back, and a page that was only opened leaves its address alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.text import LANGUAGES, Words

EVERYWHERE = ("lang", "result")
"""Parts that every page has."""
_PAGE, _LAST = "page", "addresses"


def parts() -> dict[str, str]:
    """The address as it stands."""
    return st.query_params.to_dict()


def came(page: str) -> bool:
    """Whether the reader has come to the address of ``page`` (by a link, a reload, Back) and not changed the page that
    stood there."""
    context = get_script_run_ctx()
    return st.session_state.get(_PAGE) != page or (context is not None and context.is_history_navigation)


def arrived(page: str) -> bool:
    """As :func:`came`; asked by the page itself, once a run, before it draws a widget."""
    now = came(page)
    st.session_state[_PAGE] = page
    return now


def settle(page: str, wanted: Mapping[str, str], meaning: Callable[[Mapping[str, str]], object]) -> None:
    """Have the address say ``wanted``, unless it means that already. What it says is kept for the way back to
    ``page`` from another page."""
    standing = parts()
    if meaning(standing) != meaning(wanted):
        st.query_params.from_dict(dict(wanted))
        standing = dict(wanted)
    st.session_state.setdefault(_LAST, {})[page] = standing


def last(page: str, words: Words) -> dict[str, str]:
    """The address of another page as it was left, in the language of this one."""
    kept = st.session_state.get(_LAST, {}).get(page, {})
    return {**kept, "lang": words.language}


def language(standing: Mapping[str, str], otherwise: str) -> str:
    """The language that an address says, ``otherwise`` where it says none that is offered."""
    return standing["lang"] if standing.get("lang") in LANGUAGES else otherwise


def seed(key: str, value: object, fresh: bool) -> None:
    """Give the widget ``key`` its ``value`` where it has none yet, or where the reader has just arrived."""
    if fresh or key not in st.session_state:
        st.session_state[key] = value
