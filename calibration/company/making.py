"""A new company: its folder and its profile."""

from __future__ import annotations

import os
from collections.abc import Sequence

from calibration.company.folder import Folder, made
from calibration.samples import SAMPLES, sample
from scenarios.places import Kind, write_file
from sim.problems import BadInput, Problem

KIND = Kind("the profile of a company", "name another folder", 100_000, option="")
File = str | os.PathLike[str]
OPENED = {"cdnow": "1997-01-01", "cdnow-tenth": "1997-01-01"}
"""The day from which a sample holds everybody who first ordered."""


def make(place: File, sample: str | None = None, sources: Sequence[File] = ()) -> Folder:
    """Make the folder with a profile for the ``sample``, or as guessed from the files ``sources``."""
    if sample is not None:
        text = sample_profile(sample)
    else:
        raise BadInput([Problem("--from", 0, "", "files", "a sample so far")])
    folder = made(place)
    write_file(folder.profile, KIND, lambda out: out.write(text))
    return folder


def sample_profile(name: str) -> str:
    """The profile of the sample history ``name``; BadInput where there is none, or its package is not installed."""
    sample(name)
    chosen = SAMPLES[name]
    return (
        f"# The order history {chosen.title}, which comes with the Python package {chosen.package}.\n"
        f"name: {chosen.title}\nsample: {name}\nacquired_from: {OPENED[name]}\n"
    )
