"""The market of a company as of a day, with its customers of that day, ready to be simulated."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.assortment import FOLDER, assortment, can_tell
from calibration.company.beginning import START, Level, begin
from calibration.company.found_today import found_today
from calibration.company.known import COLUMNS, known_customers, traits
from calibration.company.learned_tables import learned
from calibration.company.today import today_text
from calibration.drift import STEADY, found_in
from calibration.fit import fitted
from calibration.history import History
from calibration.newcomers import Acquisition
from calibration.rolling import forecasts
from calibration.sizes import market_size
from calibration.summary import DAYS_PER_WEEK, Histories, histories_of
from calibration.tables import Tables
from calibration.totals import YEAR
from scenarios.files.loading import as_stated, load
from scenarios.scenario import Scenario

PEOPLE = 1_000_000
"""Of a larger market so many people are simulated, and customers in proportion."""


@dataclass(frozen=True)
class Begun:
    """A fitted ``market``, a tree in the form of base.yaml's, that begins with customers, under today's policy."""

    market: dict[str, Any]
    currency: str
    today: Path

    def scenario(self, until: np.datetime64, days: int, worlds: int) -> Scenario:
        """Today's policy over the ``days`` after ``until``."""
        people = min(round(self.market["size"]["value"]), PEOPLE)
        sizes = (f"people={people}", f"days={days}", f"worlds={worlds}", f"start={until + 1}")
        tree = {"schema": 1, "name": "fit", "history": {"currency": self.currency}, "market": self.market}
        return load(self.today, market=tree, overrides=sizes, today=self.today)


def market_of(
    past: History,
    until: np.datetime64,
    begins: np.datetime64,
    folder: Path,
    today: str | os.PathLike[str] | None = None,
    tables: Tables | None = None,
) -> Begun:
    """The market fitted to ``past`` up to ``until``, as ``sixr company fit`` would leave it on that day.

    ``begins``: the day at whose end it is to begin. Where that is before ``until``, the level is that of the whole time
    and nothing is foretold; where it is before the file begins, nothing is known of the customers but their number
    (``strangers``). ``folder``: for the file of customers, which has to be there when worlds are run. ``tables``: of
    the company, which say what it did then; without them ``today`` is the policy that won the customers, None = base.
    BadInput where the history is too little, or the market too small.
    """
    seen = past.up_to(until)
    if today is None or tables is not None:
        today = folder / "today.yaml"
        stands = found_today(tables, seen.until, as_stated("base")["market"])
        people = min(round(market_size(past, seen)), PEOPLE)
        text = today_text(past.name, seen.currency, seen.until, people, stands.policy, stands.said)
        today.write_text(text, encoding="utf-8")
    found = fitted(past, until, today, tables, launch=False)
    learned(tables, found.market, seen.until, None if past.profile is None else past.profile.market_size)
    days = past.days[past.days["day"] <= seen.until]
    level = None
    if begins < past.span.first:
        known = strangers(len(seen), found.gained)
    else:
        level = _level(past, days, seen) if begins == until else None
        then = seen if level is not None else histories_of(past.days, begins, seen.currency)
        forgetting = STEADY if level is None else level.forgetting
        known = known_customers(days, then, then.customer_id, forgetting, traits(tables))
    begin(found, Path(today), known, folder, past.place, level)
    seen_lines = past.orders[past.orders["ordered_at"].to_numpy("datetime64[D]") <= seen.until]
    if can_tell(seen_lines):
        place = folder / FOLDER
        assortment(seen_lines).put(found.market, place, str(place), past.name, on=True)
    start = found.market["start"] | {"customers": os.fspath(folder / START)}
    return Begun(found.market | {"start": start}, seen.currency, Path(today))


def _level(past: History, days: pd.DataFrame, seen: Histories) -> Level:
    """What the forecast of the year says of the level."""
    now, totals = forecasts(past, days, seen, (YEAR,))
    return Level(days, seen, found_in(past, days, seen) or STEADY, totals[YEAR], now.calendar)


def strangers(customers: int, gained: Acquisition) -> pd.DataFrame:
    """Those of ``customers`` of a file that begins in the midst of a trade who were so before it, as far as others are
    new at the rate of the later weeks; in the form of company.known. Nothing is known of them."""
    weeks = float((gained.last - (gained.edge or gained.first)).astype(int) + 1) / DAYS_PER_WEEK
    count = max(round(customers - gained.per_week * weeks), 1)
    same = dict.fromkeys(COLUMNS, 0.0) | {"segment": "", "channel": "", "region": "", "orders": 1, "spend_orders": 0}
    return pd.DataFrame({**same, "customer": [str(k) for k in range(count)]})[list(COLUMNS)]
