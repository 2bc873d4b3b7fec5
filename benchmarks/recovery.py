"""How well companies of known truth are found again from their tables: share of 90 % intervals that hold the truth.

    python -m benchmarks.recovery [COMPANIES] [--out FILE]

A company is one world of the base market, its numbers drawn from the beliefs of base: 112 weeks of tables, with spend
that moves by itself, prices that change, an experiment on a channel, a referral programme and a service desk. It is
read and fitted as any folder is, and the year after is simulated from its fit. The truth of a parameter is that of the
world; of what is measured in the year after, that of the same market with the true parameters; of the revenue, what
came in the world.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

import sixr
from calibration.company.fitting import fit_company
from calibration.company.folder import Folder
from calibration.market_file import as_yaml
from calibration.synth.media import Experiment
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import load, load_market
from scenarios.parameter import parameters
from scenarios.tree.units import OWN

PEOPLE, WORLDS = 12_000, 20
BEFORE, YEAR, MONTH, LATELY = 784, 364, 28, 91
"""Days of the history, of the year after, of a flight of spend, and over which today's spend is the mean."""
CHANNELS = ("search", "social", "video")
MARKET = {"satisfaction": {"dropout_effect": {"value": 0.25, "interval": [0.05, 0.6], "scale": "log"}}}
"""What is on in it beside base: the effect of service on drop-out, as unsure as in the library's market full."""
PARAMETERS = {
    "price slope": "market.choice.price_elasticity",
    "k: invitations per order": "market.referral.share_probability",
    "k: taken up": "market.referral.accept_probability",
    "drop-out effect of service": "market.satisfaction.dropout_effect",
}
MEASURES = {"clv": ("clv", "all", ""), "k-factor": ("k_factor", "all", "")}
MEASURES |= {f"incremental CAC, {name}": ("cac_incremental", "channel", name) for name in CHANNELS}


@dataclass(frozen=True)
class Row:
    """A number of a company: the 5 %, 50 % and 95 % points of its fit beside the truth, and how it is labelled."""

    company: int
    what: str
    true: float
    low: float
    middle: float
    high: float
    label: str = ""

    @property
    def holds(self) -> bool:
        return self.low <= self.true <= self.high


def plan(seed: int) -> dict[str, Any]:
    """What the company ``seed`` does, week by week, for three years: a scenario file as a tree."""
    rng = np.random.default_rng([seed, 0xC0])
    days = BEFORE + YEAR
    starts = range(0, BEFORE, MONTH)
    spent = {name: 60.0 * np.exp(0.5 * rng.normal() + 0.7 * rng.normal(size=len(starts))) for name in CHANNELS}
    flights = [
        {"channel": name, "from": day, "to": day + MONTH, "weekly_spend": float(level)}
        for name, levels in spent.items()
        for day, level in zip(starts, levels, strict=True)
    ]
    lately = np.arange(BEFORE - LATELY, BEFORE) // MONTH  # what a fit takes for today's spend goes on
    usual = {name: float(levels[lately].mean()) for name, levels in spent.items()}
    changes = [
        {"day": int(day), "level": float(rng.choice([0.9, 0.95, 1.05, 1.1]))} for day in range(120, BEFORE - 60, 120)
    ]
    return {
        "schema": 1,
        "extends": "base",
        "name": f"company_{seed}",
        "people": PEOPLE,
        "days": days,
        "seed": seed,
        "market": {"size": PEOPLE, **MARKET},
        "policy": {
            "channel": {"weekly_spend": usual, "flights": flights},
            "price": {"changes": [*changes, {"day": BEFORE - 56, "level": 1.0}]},
            "referral": {"active": True, "reward_referrer": 5.0, "reward_friend": 5.0},
            "relationship": {"touches_per_week": 0.5},
            "service": {"survey_share": 0.3, "desk": {"active": True}},
        },
    }


def company(seed: int, folder: Path, people: int = PEOPLE, worlds: int = WORLDS) -> list[Row]:
    """The company ``seed`` in ``folder``, fitted and simulated, beside its truth."""
    tree = plan(seed)
    tree |= {"people": people, "market": {"size": people, **MARKET}}
    (folder / "plan.yaml").write_text(as_yaml(tree), encoding="utf-8")
    scenario = load(folder / "plan.yaml")
    made = synth(scenario, folder / "shop", experiments=[Experiment("search", 300, 356)], sections=True)
    last = made.world.moment(BEFORE - 1)[0].date()
    home = Folder(folder / "shop")
    fit_company(home, until=last)
    return [*_of_parameters(seed, home, made), *_of_measures(seed, home, made, worlds)]


def _of_parameters(seed: int, home: Folder, made: Synth) -> Iterator[Row]:
    known = dict(parameters(load_market(home.market)))
    for what, path in PARAMETERS.items():
        one = known[path.removeprefix("market.")] if path.removeprefix("market.") in known else known[path]
        yield Row(seed, what, made.truth["parameters"][path], one.low, one.value, one.high, one.label)


def _of_measures(seed: int, home: Folder, made: Synth, worlds: int) -> Iterator[Row]:
    (home.path / "true.yaml").write_text(as_yaml(_true_market(home, made)), encoding="utf-8")
    found, true = (_year(home, market, worlds) for market in (home.market, home.path / "true.yaml"))
    for what, (measure, by, key) in MEASURES.items():
        theirs, ours = (_values(table, measure, by, key) for table in (true, found))
        low, middle, high = np.nanquantile(ours, [0.05, 0.5, 0.95])
        yield Row(seed, what, float(np.nanmean(theirs)), float(low), float(middle), float(high))
    orders = made.tables["orders"]
    end = made.world.moment(BEFORE)[0]
    came = float(orders.loc[orders["ordered_at"] >= end, "amount"].sum()) * 365.0 / YEAR
    low, middle, high = np.quantile(_values(found, "revenue", "all", ""), [0.05, 0.5, 0.95])
    yield Row(seed, "revenue of 12 months", came, float(low), float(middle), float(high))


def _year(home: Folder, market: Path, worlds: int) -> Any:
    """The measures of every world over the year after, at today's policy in ``market``."""
    asked = (f"days={YEAR}", f"worlds={worlds}")
    scenario = load("today", market=market, today=home.today, overrides=asked)
    return sixr.run(scenario, incremental=True).tables["measures"]


def _values(table: Any, measure: str, by: str, key: str) -> np.ndarray:
    rows = table[(table["measure"] == measure) & (table["by"] == by) & (table["key"] == key)]
    return rows["value"].to_numpy(float)


def _true_market(home: Folder, made: Synth) -> dict[str, Any]:
    """The fitted market with the true numbers in the place of those found; it begins with the same customers."""
    tree = YAML(typ="safe", pure=True).load(home.market.read_text("utf-8"))
    true = made.truth["parameters"]
    first = made.world.first_orders()
    weekly = float(((first >= BEFORE - 364) & (first < BEFORE)).sum()) / 52

    def fixed(node: Any, path: str) -> Any:
        if isinstance(node, Mapping) and "value" in node:
            kept = {key: x for key, x in node.items() if key not in ("interval", "scale")}
            if path in true:  # in the unit of its field, whatever unit the file states it in
                kept |= {"value": true[path], "unit": OWN.get(kept["unit"], kept["unit"])}
            return kept
        if isinstance(node, Mapping):
            return {key: fixed(one, f"{path}.{key}") for key, one in node.items()}
        if isinstance(node, list):
            return [
                fixed(one, f"{path}.{one['name']}" if isinstance(one, Mapping) and "name" in one else path)
                for one in node
            ]
        return node

    market = fixed(tree["market"], "market") | {"correlations": []}
    market["start"]["newcomers"]["value"] = weekly
    market["start"]["customers"] = str(home.market.parent / market["start"]["customers"])
    market["need"]["level"]["value"], market["need"]["drift"]["value"] = 1.0, 0.0
    return dict(tree) | {"market": market}


def summary(rows: list[Row]) -> Iterator[str]:
    """By number: how many of its intervals hold the truth."""
    for what in dict.fromkeys(row.what for row in rows):
        own = [row for row in rows if row.what == what and np.isfinite(row.true)]
        share = np.mean([row.holds for row in own])
        known = sum(row.label == "identified" for row in own)
        labels = f", identified in {known}" if own[0].label else ""
        yield f"{what}: {share:.0%} of {len(own)}{labels}"
    yield f"all: {np.mean([row.holds for row in rows]):.0%} of {len(rows)}"


def main() -> None:
    """Fit so many companies, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("companies", type=int, nargs="?", default=60)
    parser.add_argument("--first", type=int, default=1, help="number of the first company")
    parser.add_argument("--out", type=Path, help="JSON file for all rows")
    asked = parser.parse_args()
    rows: list[Row] = []
    began = time.monotonic()
    for seed in range(asked.first, asked.first + asked.companies):
        with tempfile.TemporaryDirectory() as folder:
            rows += company(seed, Path(folder))
        took = (time.monotonic() - began) / 60
        print(
            f"company {seed}: {sum(row.holds for row in rows)} of {len(rows)} so far, {took:.0f} min", file=sys.stderr
        )
        if asked.out:
            asked.out.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    print("\n".join(summary(rows)))


if __name__ == "__main__":
    main()
