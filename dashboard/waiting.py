"""A run that is going: how far it is, how long it takes, how to cancel it, what it said if it failed."""

from __future__ import annotations

import streamlit as st

from dashboard import data, job, notes
from dashboard.format import duration, percent
from dashboard.safe import plain
from dashboard.text import Words

COMPILING = "Compiling for this machine"
"""What the first run on a machine says."""
BEAT = 1.0
"""Seconds between two looks at the run."""


def show(words: Words, name: str) -> bool:
    """Follow the job ``name``; when it is done, draw the page anew with its result. True when the reader closes it."""

    @st.fragment(run_every=BEAT)
    def follow() -> None:
        status = job.poll(name, data.runs())
        if status.state == "done":
            st.rerun()
        elif status.state in ("running", "waiting"):
            _bar(words, name, status)
        else:
            _ended(words, status)

    follow()
    return bool(st.session_state.pop("dismissed", False))


def _bar(words: Words, name: str, status: job.Status) -> None:
    with st.container(border=True):
        share = status.done / status.total if status.total else 0.0
        said = " · ".join(_said(words, status, share))
        if status.total:
            st.progress(min(share, 1.0), text=said)
        else:  # an empty bar would look as if it stood still
            st.markdown(f":material/{'hourglass' if status.state == 'waiting' else 'autorenew'}: {said}")
        if st.button(words("job.cancel"), icon=":material/close:", key="cancel"):
            job.cancel(name, data.runs())


def _said(words: Words, status: job.Status, share: float) -> list[str]:
    """How far the run is. One time alone: what is left, once that can be told, else what the run expects to take."""
    if status.state == "waiting":
        return [words("job.waiting", place=status.place, going=job.MOST_RUNNING)]
    if not status.total:
        compiles = COMPILING in status.message
        return [words("job.compiling" if compiles else "job.starting"), duration(status.passed, words)]
    parts = [words("job.running"), words("job.percent", percent=percent(share, words.language, 2))]
    if status.left is not None:
        parts.append(words("job.left", time=duration(status.left, words)))
    elif status.seconds is not None:
        parts.append(words("job.expected", time=duration(status.seconds, words)))
    if status.memory is not None:
        parts.append(words("job.memory", memory=f"{status.memory / 1e9:.1f}\u00a0GB"))
    return parts


def _ended(words: Words, status: job.Status) -> None:
    with st.container(border=True):
        if status.state == "cancelled":
            st.info(words("job.cancelled"), icon=":material/info:")
        elif status.state == "unknown":
            st.warning(words("job.unknown"), icon=":material/help:")
        else:
            st.error(words("job.failed"), icon=":material/error:")
            said = notes.refusal(status.message, words.language) or words("job.lost")
            st.text("\n".join(plain(line, 400) for line in said.splitlines()))
        if st.button(words("job.dismiss"), key="dismiss"):
            st.session_state["dismissed"] = True
            st.rerun()
