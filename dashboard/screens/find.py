"""What can I change? Every notion of marketing that sixr answers, found by a word."""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, find_sections, language

KEYS = ("word", "lang")
PAGE = "find"
fresh = address.arrived(PAGE)
words = language.chosen()
standing = address.parts()


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    return parts.get("word", ""), address.language(parts, language.usual())


st.title(words("find.title"), anchor=False)
asking.remarks(words, list(asking.strange(standing, KEYS)))
address.seed("word", standing.get("word", ""), fresh)
st.markdown(words("find.lead"))
word = st.text_input(words("find.search"), key="word", placeholder=words("find.example"), max_chars=80).strip()
find_sections.show(words, word)
address.settle(PAGE, {"lang": words.language, **({"word": word} if word else {})}, meaning)
