"""Results as text on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scenarios.results.documents import measured, unit_of, verdicts
from scenarios.results.sentences import a_year, amount, bare, chance, counted, number, span, title_of
from sim.mechanisms.incentives.spec import SPEC
from sim.problems import shown

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from scenarios.results.store import Result

FIRST = ("clv", "clv_realised", "clv_residual", "cac", "clv_to_cac", "payback_days", "profit", "customers", "k_factor")
"""What stands at the head of a run, in order."""
WORKED_OUT = ("cac_paid", "cac_incremental", "cac_marginal", "clv_to_cac_incremental", "clv_to_cac_marginal")
"""What a customer costs, beside all cost over all customers, where the run has worked it out."""
DECIDES = (
    "Whether the spend pays, incremental CAC and CLV:CAC decide; whether a little more of it pays, marginal ones do;"
    " blended and last-touch CAC do not."
)
COMPARED = ("clv", "cac", "clv_to_cac", "payback_days", "profit", "campaign_roi", "customers")
SERVED = ("first_response_p90", "gave_up_share", "satisfaction", "leaving_rate", "warned", "clv", "service_cost")
"""The way on which service acts, from the queue to the money."""
POINTS = ("points_issued", "points_redeemed", "points_breakage", "points_liability", "upper_tier", "leaving_rate")
"""What the loyalty programme does."""
INCENTIVES = tuple(one.name for one in SPEC.measures)
"""What becomes of incentives to customers."""
SPLITS = {
    "channel": ("customers", "cac_last_touch", "cac_incremental", "cac_marginal", "clv_to_cac_marginal"),
    "region": ("customers", "clv", "cac", "order_share", "market_share"),
}
"""What is also shown by channel, and by region where there are any."""
WIDTH = 118
"""Columns of text where the output is no terminal."""
BY_PRODUCT = 0.01
"""Marketing added that is less than this share of the base's is no campaign: messages to people who come for
another reason."""


def show_run(result: Result) -> None:
    """Print what a run found: one line per measure, then the splits by channel."""
    manifest = result.manifest
    console = screen()
    ran = manifest["scenarios"][0]
    say(console, f"{ran['name']}: {ran['title']['en']}", style="bold")
    facts(console, manifest)
    table = measured(result)
    heads = ("measure", "mean", f"{roughly(manifest)}90 % range over worlds", "simulation error")
    whole = grid(*heads)
    rows = table[table["by"] == "all"].set_index("measure", drop=False)
    first = (*FIRST, *(WORKED_OUT if manifest["incremental"] else ()))
    order = [name for name in first if name in rows.index] + [name for name in rows.index if name not in first]
    for row in rows.loc[order].to_dict("records"):
        whole.add_row(title_of(row["measure"]), *figures(row, manifest))
    console.print(whole)
    for by, measures in SPLITS.items():
        split = table[(table["by"] == by) & table["measure"].isin(measures)]
        if not split.empty:
            parts = grid(f"by {by}", *heads)
            for row in split.to_dict("records"):
                parts.add_row(shown(row["key"]), title_of(row["measure"]), *figures(row, manifest))
            console.print(parts)
    if "quantities" in result.tables:
        checks = grid("quantity", "at", "estimate", "standard error", "expected", "z")
        for row in result.tables["quantities"].to_dict("records"):
            numbers = (number(row[name], 6) for name in ("estimate", "standard_error", "expected"))
            checks.add_row(row["quantity"], f"{row['at']:g}", *numbers, number(row["z"]))
        console.print(checks)
    _cost(console, manifest)
    notes(console, manifest)


def show_comparison(result: Result) -> None:
    """Print the verdict on every scenario, then value and difference of the main measures."""
    manifest = result.manifest
    console = screen()
    for found in verdicts(result):
        if found["measure"] == "profit":
            say(console, found["sentence"], style="bold")
    facts(console, manifest)
    rough = roughly(manifest)
    table = grid("", "scenario", "mean", "difference", f"{rough}90 % range", "P(better)", "simulation\nerror")
    rows = _without_by_products(result.comparison[result.comparison["by"] == "all"], result.base)
    counts = measured(result).set_index(["scenario", "measure", "by", "key"])["worlds"]
    worked_out = WORKED_OUT if manifest["incremental"] else ()
    way = (
        *worked_out,
        *(SERVED if (rows["measure"] == "tickets").any() else ()),
        *_programme(rows),
        *_incentives(rows),
    )
    for measure in dict.fromkeys((*COMPARED, *way)):
        unit, year = unit_of(measure), a_year(measure, manifest["days"])
        title = title_of(measure)
        for row in rows[rows["measure"] == measure].to_dict("records"):
            known = int(counts[row["scenario"], measure, "all", ""])
            cells = [title, shown(row["scenario"]), _mean(year * row["value"], known, unit, manifest)]
            if row["scenario"] != result.base:
                cells += [_plus(year * row["difference"], unit), span(year * row["low"], year * row["high"], unit)]
                cells += [chance(row["p_better"]), bare(year * row["se"], unit)]
            table.add_row(*cells)
            title = ""
    console.print(table)
    _cost(console, manifest)
    notes(console, manifest)


def _cost(console: Console, manifest: Any) -> None:
    """Which way of counting what a customer costs decides, and how long working it out took."""
    if manifest["incremental"]:
        say(console, DECIDES)
        seconds = manifest.get("seconds", {})
        if {"headline", "columns"} <= seconds.keys():
            say(console, f"Headline {seconds['headline']:.1f} s; what spend brings {seconds['columns']:.1f} s more.")


def _programme(rows: pd.DataFrame) -> tuple[str, ...]:
    """What to say of the loyalty programme, if any scenario has one."""
    return POINTS if rows["measure"].isin(("points_issued", "upper_tier")).any() else ()


def _incentives(rows: pd.DataFrame) -> tuple[str, ...]:
    """What to say of incentives to customers, if any scenario gives one."""
    return INCENTIVES if (rows["measure"] == "incentives_sent").any() else ()


def _without_by_products(rows: pd.DataFrame, base: str) -> pd.DataFrame:
    """``rows`` without the campaign ROI of scenarios that hardly spend more on marketing than the base."""
    values = rows.set_index(["scenario", "measure"])["value"]
    if (base, "marketing") not in values:
        return rows
    least = BY_PRODUCT * values[base, "marketing"]
    small = [name for name in rows["scenario"].unique() if not values.get((name, "campaign_cost"), 0.0) > least]
    return rows[~((rows["measure"] == "campaign_roi") & rows["scenario"].isin(small))]


def screen(stderr: bool = False) -> Console:
    """Where to print: as wide as the terminal, or 118 columns where it is none."""
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH
    return console


def facts(console: Console, manifest: Any) -> None:
    """What every figure stands for."""
    labels = manifest["market"]["labels"]
    m = manifest
    size = f"whole market of {m['market_size']:,.0f} people ({m['people']:,} simulated)"
    span = f"{m['days']} days from {m['start']}, {counted(m['worlds'], 'world')}, seed {m['seed']}"
    money = f"in {m['currency']}, discount rate {100 * m['discount_rate']:g} % a year, {m['engine']} engine"
    known = (
        f"market {shown(m['market']['name'])}: {labels['identified']} numbers identified by history, "
        f"{labels['bounded']} bounded by it, {labels['assumed']} assumed"
    )
    for line in (f"{size}, {span}, {money}", known):
        say(console, line)
    where = " in every scenario" if m["kind"] == "compare" else ""
    for text in m["overrides"]:
        say(console, f"with {text}{where}")


def notes(console: Console, manifest: Any) -> None:
    """The warnings of a result."""
    for warning in manifest["warnings"]:
        say(console, f"Note: {warning}")


def say(console: Console, line: str, style: str = "") -> None:
    """Print one line, without what could move the cursor."""
    console.print(shown(line, 2000), style=style, soft_wrap=True)


def grid(*columns: str, left: bool = False) -> Table:
    """An empty table; words to the left, numbers to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    words = {"measure", "scenario", "quantity", "generation", "chosen", "", *(f"by {by}" for by in SPLITS)}
    for column in columns:
        table.add_column(column, justify="left" if left or column in words else "right", overflow="fold")
    return table


def drawn(table: Table) -> Iterator[str]:
    """A table as lines of text."""
    console = screen()
    with console.capture() as caught:
        console.print(table)
    yield from (line.rstrip() for line in caught.get().splitlines())


def figures(row: dict[Any, Any], manifest: Any) -> tuple[str, str, str]:
    """Mean, with the worlds that have one where some have not; range; simulation error; flows those of a year."""
    unit, currency, year = row["unit"], manifest["currency"], a_year(row["measure"], manifest["days"])
    spread = span(year * row["low"], year * row["high"], unit, currency)
    return _mean(year * row["value"], row["worlds"], unit, manifest), spread, amount(year * row["se"], unit, currency)


def _mean(value: float, worlds: int, unit: str, manifest: Any) -> str:
    some = f" (in {counted(worlds, 'world')})" if 0 < worlds < manifest["worlds"] else ""
    return amount(value, unit, manifest["currency"]) + some


def _plus(value: float, unit: str) -> str:
    return ("+" if value > 0 else "") + bare(value, unit)


def roughly(manifest: Any) -> str:
    """ "rough ", where there are few worlds."""
    from scenarios.results.compare import ROUGH_BELOW

    return "rough " if manifest["worlds"] < ROUGH_BELOW else ""
