"""The dashboard's entrance: navigation only."""

from pathlib import Path

import streamlit as st

from dashboard.language import chosen

words = chosen()
st.set_page_config(page_title="sixr", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
compare = st.Page("pages/compare.py", title=words("app.page"), icon=":material/compare_arrows:", default=True)
st.navigation([compare], position="hidden").run()
