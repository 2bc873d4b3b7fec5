"""A referral programme as text on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.results.documents import referred, verdicts
from scenarios.results.sentences import a_year, amount, span, title_of
from sixr.screen import facts, figures, grid, notes, roughly, say, screen

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.results.store import Result

PARTS = {
    "What it sent, brought and paid": (
        "shares",
        "accepted",
        "accepted_per_share",
        "referred",
        "referred_per_accepted",
        "reward_cost",
        "reward_per_referred",
    ),
    "How it spreads": (
        "k_factor",
        "k_naive",
        "cycle_time",
        "k_radius",
        "generation_mean",
        "generation_longest",
    ),
    "What it changed: the same worlds without it": (
        "referred",
        "came_anyway",
        "came_earlier",
        "days_gained",
        "expansion",
        "gained_otherwise",
        "lost",
        "incremental_customers",
        "came_anyway_share",
        "reward_per_incremental",
        "incremental_profit",
    ),
    "What that is worth, discounted to the first day, with the time after the horizon": (
        "worth_expansion",
        "worth_came_anyway",
        "worth_gained_otherwise",
        "worth_lost",
        "worth_others",
        "worth_costs",
        "incremental_worth",
    ),
    "What a customer's invitations are worth (never to be added to CLV)": (
        "crv_sample",
        "clv_sample",
        "crv_most",
    ),
}
"""The tables on the screen, in order."""


def show_referrals(result: Result) -> None:
    """Print whether the programme pays, then its ledger, what it changed and what customers' invitations are worth."""
    manifest = result.manifest
    console = screen()
    for found in verdicts(result):
        if found["measure"] == "profit":
            say(console, found["sentence"], style="bold")
    facts(console, manifest)
    say(console, "whole market; means and 90 % ranges over worlds")
    table = referred(result)
    whole = table[table["by"] == "all"].set_index("measure", drop=False)
    for title, names in PARTS.items():
        rows = [whole.loc[name].to_dict() for name in names if name in whole.index]
        if rows:
            lines = grid("", "mean", f"{roughly(manifest)}90 % range", "simulation error")
            for row in rows:
                lines.add_row(title_of(row["measure"]), *figures(row, manifest))
            lines.title = title
            console.print(lines)
    console.print(_generations(table, manifest))
    if len(result.tables["referrers"]):
        console.print(_referrers(result.tables["referrers"], manifest))
    notes(console, manifest)


def _generations(table: pd.DataFrame, manifest: Any) -> Any:
    lines = grid("generation", "customers, a year", f"{roughly(manifest)}90 % range")
    lines.title = "Generations (0: brought by nobody)"
    rows, year = table[table["by"] == "generation"], a_year("generation", manifest["days"])
    for row in sorted(rows.to_dict("records"), key=lambda row: int(row["key"])):
        value, low, high = (year * row[name] for name in ("value", "low", "high"))
        lines.add_row(row["key"], amount(value, "people", ""), span(low, high, "people"))
    return lines


def _referrers(people: pd.DataFrame, manifest: Any) -> Any:
    """The customers of the first world one by one: a mean over worlds says little about any of them."""
    first = int(people["replication"].min())
    currency = manifest["currency"]
    lines = grid("chosen", "customer", "first day", "invitations", "brought", "all generations", "CLV", "CRV")
    lines.title = f"Single customers, world {first + 1}"
    for row in people[people["replication"] == first].to_dict("records"):
        counts = (f"{row[name]:,.0f}" for name in ("customer", "first_day", "invitations", "brought", "descendants"))
        worth = (amount(row[name], "currency", currency) for name in ("clv", "crv"))
        lines.add_row("brought most" if row["chosen"] == "most" else "sample", *counts, *worth)
    return lines
