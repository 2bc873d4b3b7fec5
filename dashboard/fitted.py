"""What the fit of a company left: its facts, its market, its customers, its report. All reading and caching of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from calibration.company.customers import Customers, customers_of
from calibration.company.facts import Facts, facts_of
from calibration.company.folder import Folder
from calibration.company.tracked import FILE
from calibration.reproduce import result
from dashboard import company
from scenarios.files.loading import load_market
from scenarios.market import MarketFile


@dataclass(frozen=True)
class Fitted:
    """The fit in use of the company in ``folder``; its files lie in ``place``."""

    folder: Folder
    place: Path
    facts: Facts
    market: MarketFile
    report: tuple[str, ...]

    @property
    def history(self) -> dict[str, Any]:
        """What the market file says of the orders."""
        return self.market.history.model_dump()

    @property
    def horizons(self) -> tuple[int, ...]:
        """Weeks over which orders are forecast, the shortest first."""
        return tuple(sorted(int(weeks) for weeks in self.facts.tree["forecast"]))

    @property
    def reproduction(self) -> dict[str, Any] | None:
        """The last year simulated beside the real one (calibration.reproduce.result); None while there is none."""
        return _kept(self.place / result.FILE)

    @property
    def forecasts(self) -> dict[str, Any] | None:
        """What earlier forecasts were worth (calibration.rolling); None while that is not known."""
        return _kept(self.place / FILE)

    @property
    def kept(self) -> tuple[int, ...]:
        """What differs between two states of what is kept beside the fit."""
        files = (self.place / result.FILE, self.place / FILE)
        return tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)

    def customers(self, weeks: int) -> Customers:
        """The customers with what they will order over ``weeks``."""
        return _customers(str(self.folder.path), company.version(self.folder.path), weeks)


def _kept(file: Path) -> dict[str, Any] | None:
    """The document in ``file``; None where there is none that can be read."""
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def current() -> Fitted | None:
    """The fit in use; None where there is no company, or it has not been fitted. Raises BadInput where the files of the
    fit cannot be read."""
    market, folder = company.market(), company.folder()
    if market is None or folder is None:
        return None
    return _fitted(str(folder.path), company.version(market))


@st.cache_resource(max_entries=4, show_spinner=False)
def _fitted(path: str, version: tuple[int, ...]) -> Fitted:
    folder = Folder(Path(path))
    place = folder.fitted()
    report = (place / "report.txt").read_text(encoding="utf-8").splitlines()
    return Fitted(folder, place, facts_of(place), load_market(place / "market.yaml"), tuple(report))


@st.cache_resource(max_entries=8, show_spinner=False)
def _customers(path: str, version: tuple[int, ...], weeks: int) -> Customers:
    return customers_of(Folder(Path(path)), weeks)
