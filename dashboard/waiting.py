"""A run that is going: how far it is, how long it takes, how to cancel it, what it said if it failed."""

from __future__ import annotations

import streamlit as st

from dashboard import data, job
from dashboard.format import duration, percent
from dashboard.safe import plain
from dashboard.text import Words

BEAT = 1.0
"""Seconds between two looks at the run."""


def show(words: Words, name: str) -> None:
    """Follow the job ``name``; when it is done, turn the page to its result."""

    @st.fragment(run_every=BEAT)
    def follow() -> None:
        status = job.poll(name, data.runs())
        if status.state == "done":
            st.query_params["result"] = data.name_of(name)
            _forget()
            st.rerun()
        elif status.state == "running":
            _bar(words, name, status)
        else:
            _ended(words, status)

    follow()


def _bar(words: Words, name: str, status: job.Status) -> None:
    with st.container(border=True):
        share = status.done / status.total if status.total else 0.0
        parts = [words("job.running") if status.total else words("job.starting")]
        if status.total:
            parts.append(words("job.percent", percent=percent(share, words.language, 2)))
        if status.left is not None:
            parts.append(words("job.left", time=duration(status.left, words)))
        if status.seconds is not None and status.memory is not None:
            gigabytes = f"{status.memory / 1e9:.1f}\u00a0GB"
            parts.append(words("job.expected", time=duration(status.seconds, words), memory=gigabytes))
        st.progress(min(share, 1.0), text=" · ".join(parts))
        if st.button(words("job.cancel"), icon=":material/close:", key="cancel"):
            job.cancel(name, data.runs())


def _ended(words: Words, status: job.Status) -> None:
    with st.container(border=True):
        if status.state == "cancelled":
            st.info(words("job.cancelled"), icon=":material/info:")
        elif status.state == "unknown":
            st.warning(words("job.unknown"), icon=":material/help:")
        else:
            st.error(words("job.failed"), icon=":material/error:")
            said = status.message or words("job.lost")
            st.text("\n".join(plain(line, 400) for line in said.splitlines()))
        if st.button(words("job.dismiss"), key="dismiss"):
            _forget()
            st.rerun()


def _forget() -> None:
    if "job" in st.query_params:
        del st.query_params["job"]
