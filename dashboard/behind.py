"""Work that a page has done in the background on request: a button, then how far it is, then what it made."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence

import streamlit as st

from dashboard import data, job, notes
from dashboard.format import duration, percent
from dashboard.safe import plain
from dashboard.text import Words

BEAT = 1.0
"""Seconds between two looks at the job."""
GOING = ("running", "waiting")


def offer(words: Words, label: str, command: Sequence[str], key: str) -> None:
    """A button ``label`` that runs `sixr` with the arguments ``command``, as one can oneself; while that goes, how far
    it is; why it failed, if it did. When it is done the page is drawn anew. ``key``: of what is to be made."""
    name = hashlib.blake2s(key.encode(), digest_size=16).hexdigest()
    status = job.poll(name, data.runs())
    with st.container(border=True):
        if status.state in GOING:
            _follow(words, name)
            return
        if status.state == "failed":
            st.error(words("job.failed"), icon=":material/error:")
            said = notes.refusal(status.message, words.language) or words("job.lost")
            st.text("\n".join(plain(line, 400) for line in said.splitlines()))
        if st.button(label, key=f"make {key}", type="primary", icon=":material/play_arrow:"):
            if job.start_behind(name, [sys.executable, "-m", "sixr", *command], data.runs()):
                st.rerun()
            st.warning(words("job.busy", count=job.MOST_WAITING), icon=":material/hourglass:")
        st.caption(words("job.yourself"))
        st.code(" ".join(["sixr", *command]), language=None)


def _follow(words: Words, name: str) -> None:
    @st.fragment(run_every=BEAT)
    def look() -> None:
        status = job.poll(name, data.runs())
        if status.state not in GOING:
            st.rerun()
        said = _said(words, status)
        if status.total and status.done:
            st.progress(min(status.done / status.total, 1.0), text=said)
        else:  # an empty bar would look as if it stood still
            st.markdown(f":material/{'hourglass' if status.state == 'waiting' else 'autorenew'}: {said}")
        if st.button(words("job.cancel"), icon=":material/close:", key=f"cancel {name}"):
            job.cancel(name, data.runs())

    look()


def _said(words: Words, status: job.Status) -> str:
    if status.state == "waiting":
        return words("acquisition.waiting")
    if not (status.total and status.done):
        return f"{words('job.starting')} · {duration(status.passed, words)}"
    said = [words("job.running"), words("job.percent", percent=percent(status.done / status.total, words.language, 2))]
    if status.left is not None:
        said.append(words("job.left", time=duration(status.left, words)))
    return " · ".join(said)
