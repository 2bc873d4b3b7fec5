"""What can be said of a company's tables before anything is fitted: what was read, what is odd, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calibration.company.folder import Folder
from calibration.company.reading import read_tables
from calibration.history import History
from calibration.history_facts import history_facts
from calibration.learned import continuity, newcomers, rhythm
from calibration.newcomers import acquisition
from calibration.profile import load
from calibration.reading.told import told
from calibration.regularity import regularity
from calibration.summary import Histories, by_month
from calibration.tables import Tables
from scenarios.files.loading import load as load_scenario
from sim.problems import BadInput, Problem

FEW_WEEKS = 39
YEARS_FOR_SEASONS = 104


@dataclass(frozen=True)
class Examination:
    """``lines``: what was found, in sentences; ``advice``: what would make the fit say more; ``problems``: what keeps
    the company from being fitted (nothing where it can be)."""

    name: str
    lines: tuple[str, ...]
    advice: tuple[str, ...]
    problems: tuple[Problem, ...]
    facts: dict[str, Any]

    @property
    def sound(self) -> bool:
        """Whether the company can be fitted."""
        return not self.problems

    def summary(self) -> list[str]:
        """All of it as lines of text."""
        found = list(self.lines)
        if self.problems:
            found += ["What has to be mended first:", *(f"  {problem}" for problem in self.problems)]
        if self.advice:
            found += ["What would tell more:", *(f"  {line}" for line in self.advice)]
        return found

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        problems = [str(problem) for problem in self.problems]
        return {
            "name": self.name,
            "sound": self.sound,
            "lines": list(self.lines),
            "advice": list(self.advice),
            "problems": problems,
            **self.facts,
        }


def examine(folder: Folder) -> Examination:
    """Read all tables of the company and say what they hold; nothing is written. BadInput where the profile itself
    cannot be used."""
    profile = load(folder.profile)
    base = load_scenario("base")
    try:
        past, tables = read_tables(profile, base.currency)
        seen = past.up_to(None)
    except BadInput as error:
        return Examination(profile.name, (), (), tuple(error.problems), {})
    facts = _facts(past, seen)
    lines = [
        f"{facts['customers']:,} customers with {facts['orders']:,} orders, {facts['from']} to {facts['until']}"
        f" ({facts['repeat_customers']:,} ordered again).",
        *(told(past.reading.to_json(), "") if past.reading is not None else []),
        *continuity(facts),
        *newcomers(facts),
        *rhythm(facts["regularity"]),
        *(_tables(tables) if tables is not None else []),
    ]
    return Examination(profile.name, tuple(lines), tuple(_advice(past, seen)), (), {"history": facts})


def _tables(tables: Tables) -> list[str]:
    """How the tables beside the orders were read, and what does not fit between them."""
    found = [line for name, one in tables.readings.items() if name != "orders" for line in told(one.to_json(), "")]
    return [*found, *(note.text for note in tables.notes)]


def _facts(past: History, seen: Histories) -> dict[str, Any]:
    days = past.days[past.days["day"] <= seen.until]
    monthly = by_month(days)
    rhythmic = None if monthly else regularity(days, seen)
    since = None if past.profile is None else past.profile.acquired_from
    facts = history_facts(past, seen, acquisition(seen, born=past.born), rhythmic, monthly)
    return facts | {"acquired_from": None if since is None else str(since)}


def _advice(past: History, seen: Histories) -> list[str]:
    """What is not there and would help, in the order of what it would tell."""
    found = []
    weeks = int((seen.until - seen.first.min()).astype(int)) // 7
    profile = past.profile
    if profile is not None and profile.market_size is None:
        found.append(
            "market_size in the profile: how many people could ever buy;"
            " else 20 for each customer of so far and of a year are assumed."
        )
    if profile is not None and "spend" not in profile.tables:
        found.append("a table of spend by day or week and channel: else spend is assumed, and CAC and profit with it.")
    if not past.currency_stated:
        found.append(f"currency in the profile: amounts are taken as {seen.currency}.")
    if weeks < FEW_WEEKS:
        found.append(f"a longer history: with {weeks} weeks forecasts have wide intervals.")
    if weeks < YEARS_FOR_SEASONS:
        found.append("two years or more: the season can then be told from growth.")
    return found
