"""Columns that fill in after the headline: what spend brings, worked out for a kept result behind all other runs."""

from __future__ import annotations

import hashlib
import sys

import streamlit as st

from dashboard import data, job
from dashboard.data import Stored
from dashboard.format import percent
from dashboard.safe import plain
from dashboard.text import Words

BEAT = 1.0
"""Seconds between two looks at the job."""
GOING = ("running", "waiting")
"""States of a job that is looked at; nobody looks again and again at one that has ended."""
LONGEST = 600.0
"""Seconds of a headline after which the columns, which take about twice that, are worked out on request alone."""


def follow(words: Words, one: Stored) -> None:
    """Have the columns of a stored result worked out, once; say how far they are, and draw the page anew with them."""
    name, version = job_of(one), data.version(one.path)
    status = job.poll(name, data.runs())
    if status.state == "unknown" and _by_itself(one):
        job.start_behind(name, _command(one), data.runs())
        status = job.poll(name, data.runs())
    if status.state not in GOING:
        _ask(words, one, name, status)
        return

    @st.fragment(run_every=BEAT)
    def look() -> None:
        status = job.poll(name, data.runs())
        if data.version(one.path) != version or status.state not in GOING:
            st.rerun()
        _bar(words, name, status)

    look()


def job_of(one: Stored) -> str:
    """The name of the job that works out the columns of a stored result; there is one for each version of it."""
    return hashlib.blake2s(f"{one.path.resolve()}\n{data.version(one.path)}".encode(), digest_size=16).hexdigest()


def _command(one: Stored) -> list[str]:
    return [sys.executable, "-m", "sixr", "incremental", str(one.path.absolute())]


def _by_itself(one: Stored) -> bool:
    """Whether the columns are to be worked out without being asked for."""
    return float(one.manifest.get("seconds", {}).get("headline", 0.0)) <= LONGEST


def _bar(words: Words, name: str, status: job.Status) -> None:
    share = min(status.done / status.total, 1.0) if status.total else 0.0
    said = [words("acquisition.filling")]
    if status.state == "waiting":
        said.append(words("acquisition.waiting"))
    elif status.total:
        said.append(words("job.percent", percent=percent(share, words.language, 2)))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.progress(share, text=" · ".join(said))
        if st.button(words("job.cancel"), icon=":material/close:", key="cancel columns"):
            job.cancel(name, data.runs())


def _ask(words: Words, one: Stored, name: str, status: job.Status) -> None:
    """Why the columns are not there, and a button that has them worked out."""
    said = {"cancelled": "acquisition.cancelled", "failed": "acquisition.failed"}
    st.caption(words(said.get(status.state, "acquisition.long")))
    if status.state == "failed":
        st.text("\n".join(plain(line, 400) for line in (status.message or words("job.lost")).splitlines()))
    if st.button(words("acquisition.run"), key="deeper", icon=":material/play_arrow:"):
        job.start_behind(name, _command(one), data.runs())
        st.rerun()
