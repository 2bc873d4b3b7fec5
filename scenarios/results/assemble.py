"""From the worlds of an experiment to one result: pooled tables, comparison and manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.ground.tables import TABLES
from scenarios.results.campaign import campaign_returns
from scenarios.results.compare import ROUGH_BELOW, comparison
from scenarios.results.documents import directions
from scenarios.results.manifest import JOURNAL
from scenarios.results.pool import pooled, pooled_quantities
from scenarios.results.sentences import counted
from scenarios.results.store import Result
from scenarios.running.journal import table
from scenarios.tree.lookalike import difference, look
from scenarios.warnings.one_sided import one_sided

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.running.experiment import Outcome
    from scenarios.scenario import Scenario

DRAWN = 1e-9
"""Relative difference of expectations that counts as none."""
LABELS = ("identified", "bounded", "assumed")
KEYS = {"daily": ["day", "series"], "curves": ["age_days", "series"], "accounts": ["account"]}


def assembled(
    scenarios: Sequence[Scenario],
    outcome: Outcome,
    *,
    kind: str,
    engine: str,
    market: str = "base",
    incremental: bool = False,
    overrides: Sequence[str] = (),
    seconds: float | None = None,
) -> Result:
    """The result of an experiment; the first scenario is the base.

    ``kind`` is "run" or "compare", ``market`` the name of the market that the scenarios were set in,
    ``overrides`` the texts PATH=VALUE that were laid over every one of them, ``seconds`` what the worlds took. Warnings
    say where ranges are rough, where worlds failed and where a channel's incremental CAC has no value in some world.
    """
    import pandas as pd

    base = scenarios[0]
    tables = {"measures": _measures(outcome, base.name)}
    tables["comparison"] = comparison(tables["measures"], base.name, directions())
    for name, key in KEYS.items():
        frames = []
        for scenario, worlds in outcome.worlds.items():
            frame = pooled([getattr(world, name) for world in worlds.values()], key, band="low" in TABLES[name])
            frame.insert(0, "scenario", scenario)
            frames.append(frame)
        tables[name] = pd.concat(frames, ignore_index=True)
    tables["parameters"] = parameters(base)
    tables["draws"] = draws(base, list(outcome.worlds[base.name]))
    checked = _checked(outcome, base)
    if checked:
        tables["quantities"] = pooled_quantities(checked)
    if any(isinstance(world.journal, np.ndarray) for worlds in outcome.worlds.values() for world in worlds.values()):
        tables[JOURNAL] = _journal(outcome)
    counts = Counter(tables["parameters"]["label"])
    manifest: dict[str, Any] = {
        "kind": kind,
        "sixr": sixr_version(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenarios": [
            {
                "name": scenario.name,
                "title": scenario.title.model_dump(),
                "note": scenario.note.model_dump() if scenario.note is not None else {},
                "fingerprint": scenario.fingerprint,
                "base": scenario is base,
            }
            for scenario in scenarios
        ],
        "seed": base.seed,
        "people": base.people,
        "days": base.days,
        "worlds": base.worlds,
        "start": str(base.start),
        "currency": base.currency,
        "discount_rate": base.market.discount_rate.value,
        "market_size": base.market.size.value,
        "market": {"name": market, "labels": {label: counts[label] for label in LABELS}},
        "engine": engine,
        "incremental": incremental,
        "overrides": [" = ".join(part.strip() for part in text.split("=", 1)) for text in overrides],
        "warnings": _warnings(scenarios, outcome),
        "failures": [vars(failure) for failure in outcome.failures],
        "identities": _identities(outcome),
        "seconds": {} if seconds is None else {"both" if incremental else "headline": round(seconds, 1)},
    }
    return Result(manifest, tables, Written({scenario.name: scenario for scenario in scenarios}))


class Written(Mapping[str, str]):
    """Scenarios as YAML by name, each written when it is asked for: that takes longer than a small run."""

    def __init__(self, scenarios: Mapping[str, Scenario]) -> None:
        self._scenarios = scenarios
        self._texts: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = self._scenarios[name].to_yaml()
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scenarios)

    def __len__(self) -> int:
        return len(self._scenarios)


def _checked(outcome: Outcome, base: Scenario) -> list[pd.DataFrame]:
    """What the worlds of the base found of the quantities that it verifies."""
    return [world.quantities for world in outcome.worlds[base.name].values() if world.quantities is not None]


def parameters(scenario: Scenario) -> pd.DataFrame:
    """The scenario's parameters: path, value, unit, low, high, label, source (low and high NaN where held
    fixed)."""
    import pandas as pd

    rows = []
    for path, one in scenario.parameters():
        low, high = one.interval or (float("nan"), float("nan"))
        rows.append((path, float(one.value), one.unit, float(low), float(high), one.label, one.source))
    return pd.DataFrame(rows, columns=list(TABLES["parameters"]))


def draws(scenario: Scenario, worlds: Sequence[int]) -> pd.DataFrame:
    """What is believed in each of ``worlds`` of the scenario's uncertain parameters: replication, path, value."""
    import pandas as pd

    from scenarios.running.batch import drawn

    found = drawn(scenario, worlds)
    rows = {
        "replication": np.tile(np.asarray(worlds, np.int64), len(found)),
        "path": np.repeat(list(found), len(worlds)).astype(str),
        "value": np.concatenate([*found.values(), np.zeros(0)]),
    }
    return pd.DataFrame(rows)


def sixr_version() -> str:
    """Version of the installed sixr; "unknown" when it runs from a bare source tree."""
    try:
        return version("sixr")
    except PackageNotFoundError:
        return "unknown"


def _measures(outcome: Outcome, base: str) -> pd.DataFrame:
    """The long table of measures: world by world, incremental rows and campaign returns behind a scenario's own."""
    import pandas as pd

    frames = []
    for scenario, worlds in outcome.worlds.items():
        for replication, world in worlds.items():
            frames.append(world.measures.assign(scenario=scenario, replication=replication))
    if outcome.incremental:
        frames.append(pd.DataFrame(outcome.incremental, columns=list(TABLES["measures"])))
    campaigns = campaign_returns(pd.concat(frames, ignore_index=True), base)
    if len(campaigns):
        frames.append(campaigns)
    return pd.concat(frames, ignore_index=True)[list(TABLES["measures"])]


def _journal(outcome: Outcome) -> pd.DataFrame:
    """Every event that was kept in memory, with the columns of scenarios.running.journal.table."""
    import pyarrow as pa

    parts = [
        table(scenario, replication, world.journal)
        for scenario, worlds in outcome.worlds.items()
        for replication, world in worlds.items()
        if isinstance(world.journal, np.ndarray)
    ]
    return pa.concat_tables(parts).unify_dictionaries().to_pandas()


def _identities(outcome: Outcome) -> str:
    """Whether the books agreed in every world: "ok", or in how many they did not (those have no result)."""
    broken = sum(failure.message.startswith("IdentityBroken") for failure in outcome.failures)
    return f"broken in {counted(broken, 'world')}" if broken else "ok"


def _warnings(scenarios: Sequence[Scenario], outcome: Outcome) -> list[str]:
    from scenarios.warnings.warnings import warnings_of  # loads compiled code, of which reports know nothing

    base = scenarios[0]
    found = {f"{one.name}: {warning}": None for one in scenarios for warning in warnings_of(one)}
    for one in scenarios[1:]:
        if not one.shares_market_with(base):
            found[f"{one.name}: set in another market than {base.name}; a difference is not the policy's alone."] = None
    found |= {f"{one.name}: {text}": None for one in scenarios[1:] for text in one_sided(base, one)}
    found |= dict.fromkeys(_mistakable([one.name for one in scenarios]))
    found |= dict.fromkeys(few_worlds(base.worlds))
    found |= dict.fromkeys(text for one in scenarios for text in _overworked(one, outcome))
    found |= dict.fromkeys(_infinite(outcome))
    found |= dict.fromkeys(_drawn(base.name, _checked(outcome, base)))
    found |= dict.fromkeys(left_out(outcome))
    found |= dict.fromkeys(bought_nobody(outcome, {name: len(worlds) for name, worlds in outcome.worlds.items()}))
    return list(found)


def left_out(outcome: Outcome) -> Iterator[str]:
    """How many worlds failed."""
    if outcome.failures:
        first = outcome.failures[0]
        yield (
            f"{counted(len(outcome.failures), 'world')} failed and left out; the first: {first.scenario}, "
            f"world {first.replication + 1}: {first.message}"
        )


def bought_nobody(outcome: Outcome, worlds: Mapping[str, int]) -> Iterator[str]:
    """Spend that brought nobody in some worlds; ``worlds``: how many each scenario has."""
    empty = Counter(
        (scenario, key or "all channels together")
        for scenario, _, measure, _, key, value in outcome.incremental
        if measure == "cac_incremental" and value != value
    )
    for (scenario, key), count in empty.items():
        yield (
            f"{scenario}, {key}: in {count} of {counted(worlds[scenario], 'world')} the spend brought no "
            "customers and incremental CAC has no value there; the figure reported is mean spend / mean "
            "customers over all worlds."
        )


def _mistakable(names: Sequence[str]) -> Iterator[str]:
    """Names of scenarios that look alike."""
    for number, name in enumerate(names):
        for other in names[:number]:
            if look(name) == look(other):
                odd = difference(name, other)
                yield f"{other} and {name} are two scenarios whose names look alike" + (f"; {odd}." if odd else ".")


def few_worlds(worlds: int) -> list[str]:
    """What a run notes about the number of its worlds."""
    if worlds == 1:
        return ["One world: no range, and no telling how sure the answer is."]
    rough = f"{worlds} worlds: the 5 % and 95 % points are rough below {ROUGH_BELOW}."
    return [rough] if worlds < ROUGH_BELOW else []


def _overworked(scenario: Scenario, outcome: Outcome) -> Iterator[str]:
    """Desks at which more is asked than the staff can do: tickets x handling time / time on duty (Erlang)."""
    from scenarios.lowering.mechanisms import desk
    from scenarios.lowering.service import handling, staff

    worlds = outcome.worlds[scenario.name].values()
    if not desk(scenario) or not worlds:
        return
    for one, on_duty in zip(scenario.market.service.desks, staff(scenario), strict=True):
        tables = [world.measures for world in worlds]
        rows = [(t["measure"] == "tickets") & (t["by"] == "desk") & (t["key"] == one.name) for t in tables]
        tickets = sum(float(t.loc[row, "value"].sum()) for t, row in zip(tables, rows, strict=True)) / len(tables)
        load = tickets * handling(scenario, one) / 60.0 / float(on_duty.sum()) if on_duty.any() else 0.0
        if load >= 1.0:
            after = (
                f"of all tickets {100 * (1.0 - 1.0 / load):.2g} % or more are given up or still wait at the end."
                if one.patience.value > 0.0
                else "nobody gives up there (patience is 0), so waits grow for as long as the run."
            )
            yield (
                f"{scenario.name}, {one.name}: customers ask for {load:.3g} times the work that the staff on duty can"
                f" do; {after}"
            )


def _infinite(outcome: Outcome) -> Iterator[str]:
    """Scenarios in which CLV is infinite in some worlds."""
    for name, worlds in outcome.worlds.items():
        tables = [world.measures for world in worlds.values()]
        rows = [table[(table["measure"] == "clv") & (table["by"] == "all")]["value"] for table in tables]
        count = sum(bool(np.isinf(row).any()) for row in rows)
        if count:
            yield (
                f"{name}: CLV is infinite in {count:,} of {counted(len(tables), 'world')}, where nothing is discounted"
                " and some customers never leave; what is made of it, such as CLV:CAC and customer equity, is too."
                " CLV, realised is that of the run."
            )


def _drawn(name: str, quantities: Sequence[pd.DataFrame]) -> Iterator[str]:
    """Quantities of which every world expects something else, as numbers are drawn anew for each."""
    if len(quantities) < 2:
        return
    expected = np.array([table["expected"].to_numpy(float) for table in quantities])
    moved = np.ptp(expected, axis=0) > DRAWN * np.abs(expected).max(axis=0)
    for what in dict.fromkeys(quantities[0]["quantity"][moved]):
        yield (
            f"{name}, verify: {what}: uncertain numbers are drawn for each world, which so has an expectation of its"
            " own; estimate and expectation are means over the worlds, and z is that of the differences."
        )
