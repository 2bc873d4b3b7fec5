"""The company that the pages are about, where the dashboard was started for one."""

from __future__ import annotations

import os
from pathlib import Path

from calibration.company.folder import Folder
from scenarios.files.loading import TODAY
from scenarios.files.today import TODAYS

COMPANY = "SIXR_COMPANY"
"""The variable of the environment that holds its folder."""


def folder() -> Folder | None:
    """Its folder; None where there is no company."""
    stated = os.environ.get(COMPANY)
    return Folder(Path(stated)) if stated else None


def market() -> Path | None:
    """The place of its market, as ``dashboard.data`` opens it: its folder; None before it is fitted."""
    found = folder()
    return found.path if found is not None and found.current is not None else None


def files(market: Path | None) -> tuple[Path | None, Path | None]:
    """The market file at the place ``market``, and the file of today's policy where that is a company's folder."""
    if market is None or not market.is_dir():
        return market, None
    return Folder(market).market, Folder(market).today


def version(market: Path | None) -> tuple[int, ...]:
    """What differs between two states of the files of ``market``."""
    return tuple(file.stat().st_mtime_ns for file in files(market) if file is not None)


def in_library(name: str) -> str:
    """The scenario of the library that the scenario ``name`` stands for: a company's policy of today takes the place
    of base."""
    return TODAYS[0] if name == TODAY else name
