"""The numbers of a result as texts: a card per scenario, origins, accounts, what is known about its inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from dashboard import format, notes, numbers
from dashboard.headline import HEADLINES, Headline
from dashboard.look import Line
from dashboard.safe import plain
from dashboard.text import Words
from dashboard.view import Cell, View
from sim.accounts import ADVERTISING, EARNED, NET_REVENUE, NURTURING, OVERHEAD, REWARDS
from sim.mechanisms.incentives.spec import SPEC
from sim.tables import MEASURES
from sim.vocabulary import Account

Arrow = Literal["up", "down", "off"]
LABELS = ("identified", "bounded", "assumed")
ORDER = (*EARNED, Account.IDLE, *REWARDS, *NURTURING, *ADVERTISING, *OVERHEAD)
"""The accounts as they stand below each other."""
LOOP = ("k_factor", "cycle_time")
"""Measures of how customers bring customers."""
SERVED = (
    "tickets", "first_response", "first_response_p90", "gave_up_share", "resolution", "occupancy",
    "satisfaction", "nps", "warned", "praised", "leaving_rate", "repeat_rate_180", "clv", "service_cost",
)  # fmt: skip
"""The way on which service acts, from the queue to the money."""
ACQUISITION = (
    "cac", "cac_paid", "cac_incremental", "cac_marginal", "clv_to_cac", "clv_to_cac_incremental", "clv_to_cac_marginal",
)  # fmt: skip
"""What a customer costs: all cost over all customers, over those whom paid channels touched last, over those whom the
spend as a whole brings, and whom a little more brings."""
EXISTING = (
    "existing_customers", "existing_alive", "existing_orders", "existing_revenue", "existing_contribution",
    "existing_value", "existing_value_realised", "existing_value_residual",
)  # fmt: skip
"""What becomes of those who are customers at the beginning."""
PENDING = "…"
"""Stands for a figure that is being worked out."""
PROGRAMME = ("points_issued", "points_redeemed", "points_expired", "points_breakage", "points_liability", "upper_tier")
"""What becomes of points, and who is in the upper tier."""
INCENTIVES = tuple(one.name for one in SPEC.measures)
"""What becomes of an incentive to customers."""
TOTALS = {"net_revenue": NET_REVENUE, "contribution": EARNED}
"""What stands behind the last of some accounts: their sum."""


@dataclass(frozen=True)
class Figure:
    """One measure of one scenario in words; texts are empty where there is nothing to say."""

    name: str
    help: str
    value: str
    difference: str
    arrow: Arrow
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One scenario with its headline figures."""

    line: Line
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Booked:
    """A line of a table: by scenario its value and its difference, which is empty where there is none; ``total`` of
    those above."""

    name: str
    texts: list[tuple[str, str]]
    total: bool


@dataclass(frozen=True)
class Known:
    """How far the numbers behind a result can be trusted.

    ``counts`` by label; ``varied`` of them differ between worlds.
    ``rows``: part (of the market), title, path, value, range, unit, label (identified, bounded, assumed),
    label_text, source; the rows of a part stand together.
    """

    counts: dict[str, int]
    varied: int
    rows: pd.DataFrame

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def cards(view: View, percent: bool) -> list[Card]:
    """One card for each scenario, the baseline first."""
    return [Card(line, tuple(_figure(view, line, one, percent) for one in HEADLINES)) for line in view.lines]


def accounts(view: View) -> list[Booked]:
    """The profit and loss account of a year, from revenue down to profit.

    Amounts are whole units of currency. Accounts on which nothing was booked are left out, and so is net revenue
    where nothing was taken off revenue.
    """
    wide = view.result.tables["accounts"].pivot(index="account", columns="scenario", values="value")
    wide = wide * view.a_year("profit")
    order = [account.name.lower() for account in ORDER]
    wide = wide.reindex([*order, *(name for name in wide.index if name not in order)]).dropna()
    wide = wide[(wide != 0).any(axis=1)]
    found, total_to = [], wide.cumsum()
    for place, name in enumerate(wide.index):
        found.append(_booked(view, str(name), wide.iloc[place]))
        left = set(wide.index[place + 1 :])
        for total, parts in TOTALS.items():
            names = [account.name.lower() for account in parts]
            if name in names[1:] and left.isdisjoint(names):
                found.append(_booked(view, total, total_to.iloc[place], total=True))
    return [*found, _booked(view, "profit", wide.sum(), total=True)]


def origins(view: View) -> list[Booked]:
    """New customers by the channel that has the credit, all of them, and how customers bring customers.

    Channels that won nobody, and measures without a value, are left out.
    """
    words, table = view.words, view.result.comparison
    won = table[(table["by"] == "channel") & (table["measure"] == "customers")]
    whole = table[(table["by"] == "all") & table["measure"].isin(("customers", *LOOP))]
    found = [
        compared(view, words.known(f"origins.{key}", plain(key)), rows, "people")
        for key, rows in won.groupby("key", sort=False)
        if (rows["value"] > 0).any()
    ]
    for measure in ("customers", *LOOP):
        rows = whole[whole["measure"] == measure]
        if rows["value"].notna().any():
            unit, total = MEASURES[measure].unit, measure == "customers"
            found.append(compared(view, words(f"measure.{measure}"), rows, unit, total))
    return found


def served(view: View) -> list[Booked]:
    """From the queue at the service desk to what customers feel, tell, do and are worth; nothing without a desk."""
    return _rows(view, "served", SERVED) if (view.result.comparison["measure"] == "tickets").any() else []


def acquisition(view: View) -> list[Booked]:
    """What customers cost by each way of counting that the run has; nothing where it did not work out what spend brings
    and the scenarios spend the same."""
    worked_out = bool(view.manifest.get("incremental"))
    return _rows(view, "acquisition", ACQUISITION, True) if worked_out or view.spends_differ else []


def with_pending(view: View, rows: list[Booked]) -> list[Booked]:
    """The rows of :func:`acquisition`, with those that are being worked out in their places."""
    there = {row.name: row for row in rows}
    names = [view.words(f"acquisition.{measure}") for measure in ACQUISITION]
    empty = [(PENDING, "") for _ in view.lines]
    return [there.get(name, Booked(name, empty, False)) for name in names]


def existing(view: View) -> list[Booked]:
    """What becomes of those who are customers at the beginning; nothing where a market begins without."""
    return _rows(view, "existing", EXISTING)


def programme(view: View) -> list[Booked]:
    """What becomes of the points of the loyalty programme; nothing where no scenario has one."""
    return _rows(view, "programme", PROGRAMME)


def incentives(view: View) -> list[Booked]:
    """What becomes of each incentive to customers; nothing where no scenario gives one. What is nothing in every
    scenario is left out."""
    words, table = view.words, view.result.comparison
    each = table[(table["by"] == "incentive") & table["measure"].isin(INCENTIVES)]
    return [
        compared(
            view,
            words(
                "incentives.each",
                incentive=words.known(f"incentive_name.{key}", plain(key)),
                what=words(f"incentives.{measure}"),
            ),
            rows,
            unit,
        )
        for key, of in each.groupby("key", sort=False)
        for measure in INCENTIVES
        for unit, rows in [(MEASURES[measure].unit, of[of["measure"] == measure])]
        if (rows["value"] != 0.0).any()
    ]


def _rows(view: View, section: str, measures: tuple[str, ...], empty: bool = False) -> list[Booked]:
    """The measures of a section that any scenario has, under the names that the section gives them; ``empty``: those
    without a value too."""
    whole = view.result.comparison[view.result.comparison["by"] == "all"]
    found = {measure: whole[whole["measure"] == measure] for measure in measures}
    return [
        compared(view, view.words(f"{section}.{measure}"), rows, MEASURES[measure].unit)
        for measure, rows in found.items()
        if rows["value"].notna().any() or (empty and len(rows))
    ]


ROUNDING = 1e-9
"""So much of a value is the rounding of sums, not a difference."""


def compared(view: View, name: str, rows: pd.DataFrame, unit: str, total: bool = False) -> Booked:
    """The values and differences of one measure, by scenario; flows are those of a year."""
    words, texts = view.words, []
    year = view.a_year(str(rows["measure"].iloc[0])) if len(rows) else 1.0
    cells = {row["scenario"]: (year * row["value"], year * row["difference"]) for row in rows.to_dict("records")}
    for line in view.lines:
        value, gap = cells.get(line.name, (math.nan, math.nan))
        value_text = format.quantity(value, unit, words, view.currency)
        gap_text = format.quantity(gap, unit, words, view.currency, format.digits_beside(gap, value, unit))
        moved = math.isfinite(gap) and abs(gap) > ROUNDING * abs(value)
        texts.append((value_text, format.signed(gap_text) if moved else ""))
    return Booked(name, texts, total)


def _booked(view: View, account: str, amounts: pd.Series[float], total: bool = False) -> Booked:
    words, texts = view.words, []
    for line in view.lines:
        value, gap = round(amounts[line.name]), round(amounts[line.name] - amounts[view.base.name])
        difference = format.signed(_booking(gap, words)) if gap else ""
        texts.append((_booking(value, words) if value else format.MISSING, difference))
    name = plain(account)
    return Booked(words.known(f"account.{name}", name.replace("_", " ")), texts, total)


def _booking(amount: float, words: Words) -> str:
    """A whole amount of an account."""
    return format.whole(amount) if abs(amount) < 1000 else format.amount(amount, "currency", words)


def known(view: View) -> Known:
    """The numbers behind the result with their labels and sources, part by part of the market."""
    return known_of(view.result.tables["parameters"], view.words, view.currency, view.items)


def known_of(table: pd.DataFrame, words: Words, currency: str, items: Mapping[tuple[str, str], str]) -> Known:
    """The same of a ``table`` of numbers: path, value, low, high (NaN: held fixed), unit, label, source; ``items``: as
    in dashboard.view.items."""
    ranges = [
        f"{_number(low)} … {_number(high)}" if math.isfinite(low) else words("known.fixed")
        for low, high in zip(table["low"], table["high"], strict=True)
    ]
    rows = pd.DataFrame(
        {
            "part": [numbers.part(path, words.language) for path in table["path"]],
            "title": [plain(numbers.title(path, words.language, items)) for path in table["path"]],
            "path": [plain(path) for path in table["path"]],
            "value": [_number(value) for value in table["value"]],
            "range": ranges,
            "unit": [plain(numbers.unit(unit, words.language, currency)) for unit in table["unit"]],
            "label": table["label"].astype(str),
            "label_text": [words.known(f"known.{label}", plain(label)) for label in table["label"]],
            "source": [plain(notes.source(str(one), words.language), 300) for one in table["source"]],
        }
    )
    together = rows.groupby("part", sort=False).ngroup().sort_values(kind="stable").index
    counts = {label: int((table["label"] == label).sum()) for label in LABELS}
    return Known(counts, int(table["low"].notna().sum()), rows.loc[together])


def export(view: View) -> bytes:
    """The comparison table as CSV that a spreadsheet opens as text and numbers (UTF-8 with its mark).

    Flows are those of a year, as on the page; ``per`` is "year" for them and empty for what is no flow.
    """
    from dashboard.safe import cell
    from scenarios.results.sentences import FLOWS

    table = view.result.comparison.copy()
    year = pd.Series([view.a_year(measure) for measure in table["measure"]], index=table.index)
    for column in ("value", "value_low", "value_high", "difference", "low", "high", "se"):
        table[column] = year * table[column]
    table["per"] = ["year" if measure in FLOWS else "" for measure in table["measure"]]
    for column in table.select_dtypes(["object", "string"]).columns:
        table[column] = table[column].map(cell)
    return table.to_csv(index=False).encode("utf-8-sig")


def _figure(view: View, line: Line, headline: Headline, percent: bool) -> Figure:
    words, cell = view.words, view.cell(line, headline.measure)
    name, about = words(f"measure.{headline.measure}"), words.known(f"measure_help.{headline.measure}", "")
    unit = headline.unit_in(words, view.currency) if headline.unit == "currency" else ""
    label = f"{name} · {unit}" if unit else name
    if cell is None or not math.isfinite(cell.value):
        missing = words("cards.not_reached") if headline.measure == "payback_days" else format.MISSING
        if cell is not None and math.isinf(cell.value):
            return Figure(label, about, format.endless(cell.value, words.language), "", "off", _parts(view, line))
        return Figure(label, about, missing, "", "off", ())
    shown_with = format.amount if unit else format.quantity
    value = shown_with(cell.value, headline.unit, words)
    parts = _parts(view, line) if headline.measure == "clv" else ()
    if cell.defined < view.worlds:
        parts += (words("cards.some", some=cell.defined, worlds=view.worlds),)
    if (both := view.paired(line, headline.measure)) is not None:
        texts = [shown_with(number, headline.unit, words) for number in both[1:]]
        parts += (words("cards.paired", worlds=both[0], base=texts[0], own=texts[1]),)
    if line.base:
        return Figure(label, about, value, "", "off", parts)
    mean, low, high = _difference(view, headline, cell, percent)
    if not math.isfinite(mean):
        return Figure(label, about, value, "", "off", parts)
    shown = "share" if percent else headline.unit
    texts = format.apart((mean, low, high), math.nan if percent else cell.value, shown, words)
    band = (words("cards.band", low=texts[1], high=texts[2]),) if math.isfinite(low) else ()
    ahead = words("cards.ahead", ahead=cell.ahead, worlds=cell.worlds)
    arrow: Arrow = "off" if mean == 0 else "up" if mean > 0 else "down"
    return Figure(label, about, value, texts[0], arrow, (*band, ahead, *parts))


def _difference(view: View, headline: Headline, cell: Cell, percent: bool) -> tuple[float, float, float]:
    base = view.cell(view.base, headline.measure)
    if not percent:
        return cell.difference, cell.low, cell.high
    scale = abs(base.value) if base is not None and base.value else math.nan
    return cell.difference / scale, cell.low / scale, cell.high / scale


def _parts(view: View, line: Line) -> tuple[str, ...]:
    cells = [view.cell(line, name) for name in ("clv_realised", "clv_residual")]
    texts = [format.amount(cell.value, "currency", view.words) for cell in cells if cell is not None]
    return (view.words("cards.parts", realised=texts[0], residual=texts[1]),) if len(texts) == 2 else ()


def _number(value: float) -> str:
    """A number of any size with up to four digits, as it would stand in a scenario file."""
    return f"{Decimal(f'{value:.4g}'):f}".replace("-", "−") if math.isfinite(value) else format.MISSING
