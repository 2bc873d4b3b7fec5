"""A company of known truth: one world of a scenario as the tables that a firm would have of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.market_file import as_yaml
from calibration.synth import media, mess, notice, orders, service, truth
from calibration.synth.formats import FORMATS
from calibration.synth.lived import Lived, lived
from calibration.synth.media import Experiment
from calibration.synth.mess import Mess
from scenarios.ground.places import Kind, clear, draft_folder, located, refused, told
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

COMPANY = "company"
MANIFEST = "tables.json"
KIND = Kind(
    "a new or empty folder, or one that `sixr synth` wrote",
    "name another folder",
    10_000_000,
    lambda path: (path / MANIFEST).is_file() and (path / "truth").is_dir(),
)
MONEY = (
    "amount",
    "list_amount",
    "discount",
    "cost",
    "spend",
    "list_price",
    "unit_cost",
    "competitor_price",
    "reward_referrer",
    "reward_invitee",
)
MOST_SHARE = 0.5
YEAR = 364  # days: whole weeks, so that the days of the week stay
WHAT = {
    "orders": "every order: paid, listed, coupon, credit for a first order, sent back, cost",
    "customers": "everybody who has ordered",
    "spend": "media by day and channel",
    "experiments": "a channel off for some: first orders per person with it over without it, less 1",
    "touches": "messages to those on the list, incentives and calls to customers",
    "tickets": "what customers asked the service desk",
    "surveys": 'answers to "would you recommend us?", 0 to 10',
    "referrals": "every invitation",
    "prices": "price and cost of a mean order, the competitor's price, from the days they change",
    "staffing": "staff on duty at each desk, which serves the whole market, from the hours it changes",
}


@dataclass(frozen=True)
class Synth:
    """What was made: the ``tables`` by name as they are written, the ``truth`` beside them, and where they lie."""

    folder: Path | None
    world: Lived
    tables: dict[str, pd.DataFrame]
    truth: dict[str, Any]
    people: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """The manifest: what there is, by table."""
        return manifest(self.world, self.tables)


def synth(
    scenario: Scenario,
    out: str | os.PathLike[str] | None = None,
    *,
    replication: int = 0,
    start: date | None = None,
    threads: int = 1,
    begin: int = 0,
    experiments: Sequence[Experiment] = (),
    made_messy: Mess | None = None,
    incremental: bool = False,
    form: str = COMPANY,
    parquet: bool = False,
    sections: bool = False,
) -> Synth:
    """Run world ``replication`` of ``scenario`` and write the tables of a firm in it, and the truth, to ``out``.

    ``start``: the first day; None = so many times 52 weeks before the scenario's own that the history is over when it
    begins, as no file of orders lies in the future. ``begin``: what is older than this day of the run is cut off.
    ``experiments``: see calibration.synth.media. ``incremental``: the truth says what each channel brings, at one more
    run a channel. ``form``: "company" (the ten tables) or one of calibration.synth.formats.FORMATS. ``parquet``:
    Parquet in the place of CSV. ``sections``: the profile names all tables, not the orders alone. ``out`` None writes
    nothing. BadInput where an argument cannot be
    used.
    """
    wrong = made_messy or Mess()
    _check(scenario, begin, wrong, form)
    place = None if out is None else _free(out)
    years = -(-scenario.days // YEAR)
    scenario = scenario.model_copy(update={"start": start or scenario.start - timedelta(days=years * YEAR)})
    world = lived(scenario, replication, threads)
    tables = of_firm(world, scenario, list(experiments))
    told_apart: dict[str, Any] = {"parameters": truth.parameters(world), "channels": truth.channels(world)}
    told_apart |= truth.summary(world)
    if begin:
        tables, gone = mess.cut(tables, world.moment(begin).to_numpy()[0])
        told_apart["cut"] = {"begin": begin, "rows": gone}
    if "orders" in tables:
        tables["orders"], done = mess.messy(tables["orders"], wrong, scenario.seed)
        told_apart["mess"] = done
    if incremental:
        told_apart["incremental"] = truth.incremental(world, scenario)
    made = Synth(place, world, {n: t for n, t in tables.items() if len(t)}, told_apart, truth.people(world))
    if out is not None and place is not None:
        with told(out, KIND):
            _write(made, place, form, parquet, sections)
    return made


def of_firm(world: Lived, scenario: Scenario, planned: list[Experiment]) -> dict[str, pd.DataFrame]:
    """The ten tables of a world, exact amounts; those for which it has nothing have no rows."""
    made = {
        "orders": orders.orders(world),
        "customers": notice.customers(world),
        "spend": media.spend(world),
        "experiments": media.experiments(world, scenario, planned),
        "touches": notice.touches(world),
        "tickets": service.tickets(world),
        "surveys": service.surveys(world),
        "referrals": notice.referrals(world),
        "prices": orders.prices(world),
        "staffing": service.staffing(world),
    }
    return {name: table.reset_index(drop=True) for name, table in made.items() if len(table)}


def manifest(world: Lived, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """What a folder holds, as plain data."""
    people = world.plan.people
    return {
        "scenario": world.scenario.name,
        "start": str(world.scenario.start),
        "days": world.plan.days,
        "currency": world.scenario.currency,
        "time_zone": "UTC",
        "people": people,
        "share_of_market": 1.0 / world.plan.scale,
        "note": (
            f"The tables are of a firm in a market of {people:,} people; its desks also serve those of the whole market"
            " who are not simulated. What is true lies in truth/ and in no table."
        ),
        "tables": {
            name: {"rows": len(table), "columns": list(table.columns), "what": WHAT[name]}
            for name, table in tables.items()
        },
    }


def profile(world: Lived, files: dict[str, str], guests: bool, sections: bool) -> dict[str, Any]:
    """The mapping profile of the orders, and with ``sections`` of the other tables, by the names of their files."""
    stated: dict[str, Any] = {
        "name": f"{world.scenario.name} synthetic",
        "currency": world.scenario.currency,
        "market_size": world.plan.people,
        "orders": {"file": files["orders"], "columns": {"order_id": "order_id"}},
    }
    if guests:
        stated["orders"]["guests"] = "empty"
    if sections:
        stated |= {name: {"file": file} for name, file in files.items() if name != "orders"}
    return stated


def _check(scenario: Scenario, begin: int, wrong: Mess, form: str) -> None:
    faults = []
    for option in ("refunds", "guests", "duplicates"):
        share = getattr(wrong, option)
        if not 0.0 <= share <= MOST_SHARE:
            faults.append(Problem(f"--{option}", 0, "", shown(share), f"a share from 0 to {MOST_SHARE:g}"))
    if not 0 <= begin < scenario.days:
        faults.append(Problem("--begin", 0, "", shown(begin), f"a day from 0 to {scenario.days - 1}"))
    if form != COMPANY and form not in FORMATS:
        faults.append(Problem("--format", 0, "", shown(form), " or ".join((COMPANY, *FORMATS))))
    if faults:
        raise BadInput(faults)


def _free(out: str | os.PathLike[str]) -> Path:
    """The path of a folder that may be written; BadInput otherwise."""
    path = located(out, KIND)
    with told(out, KIND):
        if os.path.lexists(path) and not path.is_dir():
            raise refused(out, "a file", KIND)
        if path.exists() and any(path.iterdir()) and not KIND.ours(path):
            raise refused(out, "a folder with something else in it", KIND)
        if not path.parent.is_dir():
            raise refused(out, "a folder below one that does not exist", KIND)
    return path


def _write(made: Synth, place: Path, form: str, parquet: bool, sections: bool) -> None:
    """Everything goes into a draft beside ``place``, which then takes its name."""
    clear(place.parent)
    with draft_folder(place.parent) as draft:
        _write_tables(made, draft, form, parquet, sections)
        (draft / "truth").mkdir()
        _write_json(draft / "truth" / "truth.json", made.truth)
        _table(made.people, draft / "truth" / "people.csv", False)
        if place.exists():
            shutil.rmtree(place)
        os.chmod(draft, 0o755)
        os.rename(draft, place)


def _write_tables(made: Synth, folder: Path, form: str, parquet: bool, sections: bool) -> None:
    ending = "parquet" if parquet else "csv"
    said = made.to_json() | {"format": form}
    if form != COMPANY:
        table = FORMATS[form](made.tables, made.world.plan.people)
        name = f"{form.replace('-', '_')}.{ending}"
        _table(table, folder / name, parquet)
        said["tables"] = {name: {"rows": len(table), "columns": list(table.columns)}}
    else:
        files = {name: f"{name}.{ending}" for name in made.tables}
        for name, file in files.items():
            _table(made.tables[name], folder / file, parquet)
        if "orders" in files:
            guests = bool(made.truth["mess"].get("guests"))
            text = as_yaml(profile(made.world, files, guests, sections))
            (folder / "profile.yaml").write_text(text, encoding="utf-8")
    _write_json(folder / MANIFEST, said)


def _table(table: pd.DataFrame, file: Path, parquet: bool) -> None:
    """A table in a file: money to the hundredth, moments to the second, nothing where there is nothing."""
    cents = {name: table[name].round(2) + 0.0 for name in MONEY if name in table}
    table = table.assign(**cents)
    if parquet:
        table.replace({"": None}).to_parquet(file, index=False)
        return
    for name in table:
        if name == "date":
            table[name] = table[name].dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_float_dtype(table[name]) and name not in MONEY:
            table[name] = table[name].map(lambda x: f"{x:.6g}" if np.isfinite(x) else "")
    table.to_csv(file, index=False, lineterminator="\n", date_format="%Y-%m-%d %H:%M:%S")


def _write_json(file: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False, default=str)
    file.write_text(text + "\n", encoding="utf-8")
