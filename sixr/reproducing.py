"""Does the market reproduce the last year?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sim.problems import BadInput, Problem

if TYPE_CHECKING:
    from calibration.reproduce.result import Reproduction
    from scenarios.under_way import Progress

    File = str | os.PathLike[str]


def reproduce(
    sample: str | None = None,
    *,
    profile: File | None = None,
    company: File | None = None,
    worlds: int = 20,
    until: str | None = None,
    halves: bool = False,
    on_progress: Progress | None = None,
) -> Reproduction:
    """Simulate the last year from a fit that ends before it, and compare it with the year as it was.

    Exactly one of ``sample``, ``profile`` and ``company`` (the folder of a fitted company, which keeps the result
    beside its fit). ``worlds``: simulated; ``until``: the day at whose end they begin (None: a year before the end, or
    as late as a shorter history needs it). ``halves``: instead, fit to half of the customers and compare with the
    other half over the same time. The result has ``.patterns``, ``.summary()`` and ``.to_json()``; its form is said in
    calibration.reproduce.result. BadInput where the history is too short.
    """
    from calibration.reproduce.reproduce import Asked, of_company, of_history

    if sum(one is not None for one in (sample, profile, company)) != 1:
        found = "none" if sample is None and profile is None and company is None else "several"
        raise BadInput([Problem("reproduce", 0, "", found, "one of --company DIR, --sample NAME, --profile FILE")])
    asked = Asked(worlds, until, halves)
    if company is not None:
        return of_company(company, asked, on_progress)
    return of_history(sample, profile, asked, on_progress)
