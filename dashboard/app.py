"""The dashboard's entrance: navigation only."""

from pathlib import Path

import streamlit as st

from dashboard import address, language
from dashboard.screens import PAGES

offered = [
    (st.Page(f"screens/{file}.py", title="sixr", url_path=url or None, default=not url), name, icon)
    for file, url, name, icon in PAGES
]
page = st.navigation([one for one, _, _ in offered], position="hidden")
language.begin(address.came(page.url_path))
words = language.chosen()
st.set_page_config(page_title="sixr", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
with st.sidebar:
    language.heading()
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    for one, name, icon in offered:
        there = address.last(one.url_path, words)
        if one is page:
            st.markdown(f":material/{icon}: **{words(name)}**", width="content")
        else:
            st.page_link(one, label=words(name), icon=f":material/{icon}:", query_params=there)
page.run()
