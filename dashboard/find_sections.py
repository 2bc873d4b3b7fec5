"""The parts of the page on what can be changed: what was found, and all notions by front."""

from __future__ import annotations

import streamlit as st

from dashboard import notion_view
from dashboard.safe import markdown
from dashboard.sections import table
from dashboard.text import Words
from scenarios.notions import Found, Notion, find

OPEN = 3
"""Where at most so many are found, all of each is seen at once."""


def show(words: Words, word: str) -> None:
    """What is called ``word``, then every notion as a button; all of them where no word is said."""
    if word:
        _found(words, word, find(word.split()))
    for front, each in notion_view.by_front().items():
        st.subheader(words(f"front.{front}"), anchor=False)
        names = [one.name[words.language] for one in each]
        key = f"notions {front}"
        st.pills(words(f"front.{front}"), names, key=key, label_visibility="collapsed", on_change=_take, args=(key,))


def _take(key: str) -> None:
    """A name that was pressed becomes the word."""
    st.session_state["word"] = st.session_state[key] or ""
    st.session_state[key] = None


def _found(words: Words, word: str, found: Found) -> None:
    if not found.notions:
        st.markdown(words("find.none", said=markdown(word)))
        if found.close:
            st.markdown(words("find.close", names=markdown(", ".join(found.close), 400)))
        return
    st.caption(words("find.count", count=len(found.notions)))
    for one in found.notions:
        with st.expander(f"**{notion_view.called(one, words)}**", expanded=len(found.notions) <= OPEN):
            _one(words, one, found)


def _one(words: Words, one: Notion, found: Found) -> None:
    st.markdown(one.says[words.language])
    if one.keys:
        columns = [words(f"find.{name}") for name in ("now", "unit")]
        rows = notion_view.rows(one, found, words)
        table(words("find.path"), columns, [(path, texts, False) for path, *texts in rows])
    st.markdown("\n".join(f"- {markdown(line, 600)}" for line in notion_view.lines(one, words)))
