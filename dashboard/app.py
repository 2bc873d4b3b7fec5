"""The dashboard's entrance: navigation only."""

from pathlib import Path

import streamlit as st

from dashboard import language

with st.sidebar:
    language.heading()
words = language.chosen()
st.set_page_config(page_title="sixr", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
compare = st.Page("screens/compare.py", title=words("app.page"), icon=":material/compare_arrows:", default=True)
loop = st.Page("screens/referrals.py", url_path="referrals", title=words("app.loop"), icon=":material/sync:")
st.navigation([compare, loop], position="top").run()
