"""A new company: its folder and its profile."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from calibration.company.folder import Folder, made
from calibration.samples import SAMPLES, sample
from scenarios.ground.places import Kind, write_file
from sim.problems import BadInput, Problem

KIND = Kind("the profile of a company", "name another folder", 100_000, option="")
File = str | os.PathLike[str]


def make(place: File, sample: str | None = None, sources: Sequence[File] = (), lang: str = "en") -> Folder:
    """Make the folder with a profile for the ``sample``, or as guessed from the files ``sources``; its comments are in
    English or Chinese (``lang``)."""
    if sample is not None:
        text = sample_profile(sample)
    else:
        text = guessed_profile(place, sources, lang)
    folder = made(place)
    write_file(folder.profile, KIND, lambda out: out.write(text))
    return folder


def guessed_profile(place: File, sources: Sequence[File], lang: str = "en") -> str:
    """The profile that the files and databases ``sources`` seem to need, with a reason for each guess, in English or
    Chinese (``lang``). BadInput where none of them holds orders."""
    from calibration.company.guess import guess
    from calibration.company.profile_text import profile_text

    found = guess([os.fspath(one) for one in sources])
    if "orders" not in found.sections:
        fix = "; ".join([*found.doubts, *found.unused][:3])
        allowed = "a table of orders: a customer, a day and an amount in each row"
        raise BadInput([Problem("--from", 0, "", "no table that looks like orders", allowed, fix)])
    name = json.dumps(Path(os.path.realpath(place)).name, ensure_ascii=False)
    return profile_text(found, lang).replace("\nname: company\n", f"\nname: {name}\n", 1)


def sample_profile(name: str) -> str:
    """The profile of the sample history ``name``; BadInput where there is none, or its package is not installed."""
    sample(name)
    chosen = SAMPLES[name]
    return (
        f"# The order history {chosen.title}, which comes with the Python package {chosen.package}.\n"
        f"name: {chosen.title}\nsample: {name}\nacquired_from: {chosen.opened}\n"
    )
