"""The dashboard's entrance: navigation only."""

from pathlib import Path

import streamlit as st

from dashboard import address, language

compare = st.Page("screens/compare.py", title="sixr", default=True)
loop = st.Page("screens/referrals.py", url_path="referrals", title="sixr")
page = st.navigation([compare, loop], position="hidden")
language.begin(address.came(page.url_path))
words = language.chosen()
st.set_page_config(page_title="sixr", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
with st.sidebar:
    language.heading()
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    for one, name, icon in ((compare, "app.page", "compare_arrows"), (loop, "app.loop", "sync")):
        there = address.last(one.url_path, words)
        if one is page:
            st.markdown(f":material/{icon}: **{words(name)}**", width="content")
        else:
            st.page_link(one, label=words(name), icon=f":material/{icon}:", query_params=there)
page.run()
