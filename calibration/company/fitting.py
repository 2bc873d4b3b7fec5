"""Fitting a company: its tables become a market, its customers, its policy of today."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.assortment import FOLDER, assortment, can_tell
from calibration.company.beginning import Level, begin
from calibration.company.changes import changes
from calibration.company.facts import Facts, facts_of, reading_facts
from calibration.company.folder import FITS, KIND, PRIVATE, Folder
from calibration.company.found_today import found_today, spend_seen
from calibration.company.known import known_customers, traits
from calibration.company.learned_tables import Taught, learned
from calibration.company.pseudonyms import keep_ids, key_of, pseudonyms, unnamed
from calibration.company.reading import read_tables
from calibration.company.today import assumed_spend, checksum, edited, today_text, write_today
from calibration.drift import STEADY, Drift, expected, found_in
from calibration.entries import plain
from calibration.fit import Fit, fitted
from calibration.history import History
from calibration.newcomers import acquisition
from calibration.profile import Profile, load
from calibration.rejects import ENDING, Refused, write_rejects
from calibration.rolling import forecasts
from calibration.sizes import market_size, people_of
from calibration.source import Source
from calibration.summary import Histories
from calibration.tables import Tables
from calibration.totals import Standing, Total
from scenarios.files.loading import as_stated
from scenarios.files.loading import load as load_scenario
from scenarios.ground.places import draft_folder, told
from scenarios.lowering.unit_cost import unit_cost
from scenarios.results.assemble import sixr_version
from scenarios.scenario import Scenario

HORIZONS = (4, 13, 26, 52)
"""Weeks over which orders are forecast."""
YEAR = 52
LISTED = f"listed in {PRIVATE}/orders{ENDING}"
LEVELS = (0.5, 0.8, 0.9)
SPEND_ASSUMED = (
    "No table holds spend, so that media spend is assumed, in proportion to new customers, and CAC and profit with it:"
    " state yours under policy.channel.weekly_spend of today.yaml, or name a table of spend in the profile."
)
Step = Callable[[str], None]


@dataclass(frozen=True)
class CompanyFit:
    """A fit of a company. ``number``: of its folder; ``changes``: what is other than in the fit before, in sentences;
    ``today_kept``: today.yaml had been edited by hand, so that the newest reading lies beside the fit; ``taught``: what
    the tables beside the orders say; ``spend_assumed``: no table holds spend, and nobody has stated it; ``baskets``:
    what order lines say, in sentences."""

    number: str
    place: Path
    fit: Fit
    facts: Facts
    changes: tuple[str, ...]
    today_kept: bool
    taught: Taught
    spend_assumed: bool
    baskets: tuple[str, ...]

    def summary(self) -> list[str]:
        """What was learned and what was not, what will come, and what has changed, in plain sentences."""
        found = [*self.fit.summary(LISTED), *([SPEND_ASSUMED] if self.spend_assumed else [])]
        found += [*self.taught.sentences(), *self.baskets, *_forecasts(self.facts)]
        if self.today_kept:
            found.append(
                f"today.yaml was edited by hand and stays as it is; what the tables show now lies in"
                f" {FITS}/{self.number}/today.yaml."
            )
        return [*found, *self.changes]

    def to_json(self) -> dict[str, Any]:
        """The fit as plain data."""
        return {
            "fit": self.number,
            "market": self.fit.to_json(),
            "facts": dict(self.facts.tree),
            "changes": list(self.changes),
            "today_kept": self.today_kept,
            "spend_assumed": self.spend_assumed,
            "taught": self.taught.to_json(),
            "baskets": list(self.baskets),
        }


def fit_company(folder: Folder, until: str | date | None = None, on_step: Step = lambda words: None) -> CompanyFit:
    """Read the tables of the company, fit its market, and make that the one in use; older fits stay.

    ``until``: the last day whose orders are used; ``on_step`` hears what is being done. BadInput where the tables
    cannot be used; nothing is changed then, but for the list of rejected rows in the private part.
    """
    profile = load(folder.profile)
    base = load_scenario("base")
    on_step("Reading the tables")
    try:
        past, tables = read_tables(profile, base.currency)
    except Refused as refused:
        key_of(folder.private)
        raise refused.listed(folder.private / "orders") from None
    with told(folder.path, KIND):
        (folder.path / FITS).mkdir(exist_ok=True)
        with draft_folder(folder.path / FITS) as draft:
            return _fitted(folder, profile, past, tables, until, draft, on_step)


def _fitted(
    folder: Folder,
    profile: Profile,
    past: History,
    tables: Tables | None,
    until: str | date | None,
    draft: Path,
    on_step: Step,
) -> CompanyFit:
    before = None if folder.current is None else facts_of(folder.current)
    seen = past.up_to(until)
    on_step("Fitting")
    kept = edited(folder.today, None if before is None else before.tree["today_sha256"])
    people = people_of(len(seen), market_size(past, seen))
    policy, said, untold = _stands(past, tables, seen)
    text = today_text(profile.name, seen.currency, seen.until, people, policy, said)
    today = folder.today if kept else draft / "today.yaml"
    (draft / "today.yaml").write_text(text, encoding="utf-8")
    found = fitted(past, until, today, tables, launch=False)
    taught = learned(tables, found.market, seen.until, profile.market_size)
    days = past.days[past.days["day"] <= seen.until]
    on_step("Forecasting")
    now, totals = forecasts(past, days, seen, HORIZONS)
    forgetting = found_in(past, days, seen) or STEADY
    hidden = pseudonyms(seen.customer_id, key_of(folder.private))
    known = known_customers(days, seen, hidden, forgetting, traits(tables))
    known.to_parquet(draft / "customers.parquet", index=False)
    level = Level(days, seen, forgetting, totals[YEAR], now.calendar)
    begun = begin(found, today, known, draft, past.place, level)
    baskets = _baskets(past, seen, found.market, draft)
    found.write(draft / "market.yaml", rejects=False)  # they may hold ids, and lie in the private part
    facts = Facts(
        {
            "sixr": sixr_version(),
            "fitted_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "inputs": _inputs(profile),
            "name": profile.name,
            "currency": seen.currency,
            "until": str(seen.until),
            "reading": None if past.reading is None else reading_facts(past.reading),
            "customers": len(seen),
            "spend_seen": spend_seen(tables, seen.until),
            "weekly_orders": [int(one) for one in now.actual[-YEAR:]],
            "pareto_nbd": dict(zip(now.estimate.names, (float(v) for v in now.estimate.values), strict=True)),
            "gamma_gamma": _amounts(found),
            "drift": {
                "half_life": None if np.isinf(forgetting.half_life) else forgetting.half_life,
                "extra": forgetting.extra,
            },
            "level": _level(now, days, seen, forgetting, totals[YEAR]),
            "forecast": {str(weeks): _forecast(total) for weeks, total in totals.items()},
            **_worth(begun),
            "today_sha256": checksum(text),
        }
    )
    facts.write(draft)
    number = folder.next_number()
    told_now = changes(folder.current, draft, past, before, seen)
    place, assumed = folder.path / FITS / number, untold and not kept
    result = CompanyFit(number, place, found, facts, tuple(told_now), kept, taught, assumed, baskets)
    report = unnamed("\n".join(result.summary()) + "\n", seen.customer_id, hidden)
    (draft / "report.txt").write_text(report, encoding="utf-8")
    if past.reading is not None and len(past.reading.rejects):
        write_rejects(past.reading.rejects[["line", "column", "found", "reason", "fix"]], folder.private / "orders")
    keep_ids(folder.private, seen.customer_id, hidden)
    draft.rename(result.place)
    if not kept:
        write_today(folder.today, text)
    folder.use(number)
    return result


def _stands(past: History, tables: Tables | None, seen: Histories) -> tuple[dict[str, Any], list[str], bool]:
    """The policy of today, where each part of it is from, and whether its spend is assumed."""
    base = as_stated("base")
    found = found_today(tables, seen.until, base["market"])
    policy, said = dict(found.policy), list(found.said)
    per_week = acquisition(seen, born=past.born).per_week
    untold = "channel" not in policy and per_week > 0
    if untold:
        policy["channel"], where = assumed_spend(per_week, base["policy"])
        said.append(where)
    return policy, said, untold


def _baskets(past: History, seen: Histories, market: dict[str, Any], folder: Path) -> tuple[str, ...]:
    """Learn what orders hold, where their lines tell it, as tables in ``folder``; what is to be said of it."""
    lines = past.orders[past.orders["ordered_at"].to_numpy("datetime64[D]") <= seen.until]
    if not can_tell(lines):
        return ()
    held = assortment(lines)
    held.put(market, folder / FOLDER, FOLDER, past.name, on=False)
    count = len(held.categories)
    asked = f"Orders hold lines where market.assortment.categories is set to {count}, as many as the tables have."
    return (*held.said, asked)


def _level(now: Standing, days: pd.DataFrame, seen: Histories, forgetting: Drift, total: Total) -> float:
    """The ratio of the year's forecast to what the customers' rates come to, one by one."""
    alone = float(expected(now.model, forgetting, days, seen, YEAR)[:, -1].sum())
    return total.middle / alone if alone > 0 else 1.0


def _forecast(total: Total) -> dict[str, Any]:
    ends = {f"{100 * level:.0f}": [round(end, 2) for end in total.interval(level)] for level in LEVELS}
    weekly = [round(float(one), 3) for one in total.weekly]
    return {"middle": round(total.middle, 2), "intervals": ends, "weekly": weekly, "variances": plain(total.parts)}


def _amounts(found: Fit) -> dict[str, float]:
    spend = found.market["spend"]
    names = {"p": "shape", "q": "customer_shape", "gamma": "customer_rate"}
    return {symbol: float(spend[name]["value"]) for symbol, name in names.items()}


def _worth(scenario: Scenario) -> dict[str, float]:
    """What is left of what customers pay, and how much less a year later is worth."""
    product = scenario.policy.product
    costs = unit_cost(scenario) / scenario.policy.price.level + product.commission_ratio
    return {"margin": 1.0 - costs, "discount_rate": scenario.market.discount_rate.value}


def _inputs(profile: Profile) -> list[dict[str, Any]]:
    """What was read: names, sizes and checksums."""
    if profile.sample is not None:
        return [{"sample": profile.sample}]
    sources = {"orders": profile.orders.source} | {name: keys.source for name, keys in profile.tables.items()}
    return [_input(table, source) for table, source in sources.items()]


def _input(table: str, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"table": table, "source": source.name}
    if source.file is None:
        return found
    digest = hashlib.sha256()
    with source.file.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
    return found | {"bytes": os.stat(source.file).st_size, "sha256": digest.hexdigest()}


def _forecasts(facts: Facts) -> list[str]:
    """The orders to come, in sentences."""
    found = []
    for weeks, one in facts.tree["forecast"].items():
        low, high = one["intervals"]["90"]
        found.append(
            f"Forecast of the next {weeks} weeks, customers of today: {one['middle']:,.0f} orders"
            f" ({low:,.0f} to {high:,.0f}, 90 %)."
        )
    return found
