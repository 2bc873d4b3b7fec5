"""What `import sixr` offers of order histories: fit, backtest, rolling, reproduce."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.problems import BadInput, Problem

if TYPE_CHECKING:
    import pandas as pd

    from calibration.backtest import Backtest
    from calibration.fit import Fit
    from calibration.reproduce.result import Reproduction
    from calibration.rolling import Rolling
    from scenarios.running.progress import Progress

    File = str | os.PathLike[str]
    Source = File | Mapping[str, Any]
    Tables = Mapping[str, pd.DataFrame]


def fit(
    sample: str | None = None,
    *,
    profile: Source | None = None,
    until: str | None = None,
    today: File | None = None,
    out: File | None = None,
    tables: Tables | None = None,
) -> Fit:
    """Fit a market to an order history: a named ``sample`` or, with a mapping ``profile``, a company's own
    file.

    ``until``: the last day whose orders are used, "1997-09-30"; None takes the continuous history.
    ``today``: the scenario whose policy won the customers of the history, None = "base". ``out``: market file
    to write; an older one is replaced, no other file. The result has ``.summary()`` (sentences), ``.to_json()`` and
    ``.write(path)``. BadInput unless exactly one of ``sample`` and ``profile`` is given, and where the
    history cannot be used; where too many rows cannot, they are listed in ``<out>.rejects.csv`` all the same.
    ``profile`` may be a mapping in the form of the file, and ``tables`` data frames that it names as ``frame``.
    """
    from calibration import fit as fitting
    from calibration.rejects import Refused

    _one_history("fit", sample, profile)
    if out is not None:
        fitting.check_writable(out)
    try:
        fitted = fitting.fit(sample=sample, profile=profile, until=until, today=today, tables=tables)
    except Refused as refused:
        if out is None:
            raise
        raise refused.listed(out) from None
    if out is not None:
        fitted.write(out)
    return fitted


def backtest(
    sample: str | None = None,
    *,
    profile: Source | None = None,
    until: str | None = None,
    weeks: int = 39,
    tables: Tables | None = None,
) -> Backtest:
    """Fit to the orders of a history up to the day ``until``, predict the ``weeks`` after it and compare.

    ``sample``, ``profile`` and ``tables`` as in :func:`fit`; ``until`` None: that many weeks before the end of the
    continuous history. The result has ``.summary()`` (sentences), ``.to_json()`` and ``.tables``. BadInput where
    the history does not reach so far.
    """
    from calibration import backtest as testing

    _one_history("backtest", sample, profile)
    return testing.backtest(sample, until=until, weeks=weeks, profile=profile, tables=tables)


def rolling(
    sample: str | None = None,
    *,
    profile: Source | None = None,
    company: File | None = None,
    origins: int = 6,
    weeks: Sequence[int] | None = None,
    on_progress: Progress | None = None,
    tables: Tables | None = None,
) -> Rolling:
    """Forecast the total of repeat orders from many days of a history, and compare with what came.

    ``sample``, ``profile`` and ``tables`` as in :func:`fit`, or the folder of a fitted ``company``, beside whose fit
    the result is kept then; ``origins``: days, four weeks apart, the latest first, for each of the horizons ``weeks``
    (None: 13, 26, 39, 52), as far as the history goes. ``on_progress``: called with (done, total, message). The result
    has ``.summary()`` (sentences), ``.to_json()``, ``.coverage()`` and ``.table``. BadInput where the history is too
    short for any.
    """
    from calibration import rolling as testing

    horizons = testing.HORIZONS if weeks is None else tuple(weeks)
    if company is not None and sample is None and profile is None:
        from calibration.company.folder import opened
        from calibration.company.tracked import track

        return track(opened(company), origins, horizons, on_progress)
    _one_history("rolling", sample, profile)
    return testing.rolling(sample, profile, origins, horizons, tables, on_progress=on_progress)


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


def _one_history(asked: str, sample: str | None, profile: Source | None) -> None:
    if (sample is None) == (profile is None):
        found = "neither" if sample is None else "both"
        raise BadInput([Problem(asked, 0, "", found, "either --sample NAME or --profile FILE")])
