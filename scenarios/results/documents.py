"""A result as one JSON document.

``run``: {scenario, title, fingerprint, seed, worlds, people, days, start, market_size, discount_rate, engine,
currency, rough, measures: [{measure, by, key, value, low, high, se, worlds, unit}], quantities: [{quantity,
at, estimate, standard_error, expected, z}], market, labels: {identified, bounded, assumed},
overrides: ["PATH = VALUE"], warnings, failures, identities}.

``compare``: {base, scenarios: [{name, title, fingerprint, base}], seed, worlds ... as above, verdicts:
[{scenario, base, measure, outcome, difference, low, high, p_better, se, worlds, rough, unit, sentence}],
comparison: [{scenario, measure, by, key, value, value_low, value_high, difference, low, high, p_better, se,
variance_ratio, worlds, unit}], market, labels, overrides, warnings, failures, identities}.

``referrals``: as ``compare``, of the scenario against itself without the programme, and referrals: [{measure,
by, key, value, low, high, se, worlds, unit, sentence}], referrers: [{replication, chosen, customer, first_day,
invitations, brought, descendants, clv, crv}].

Numbers that are not defined are null; so are those that are infinite, of which the row says ``note: infinite``.
Money is in ``currency``, people and money are those of the whole market over the whole horizon; ``low`` and
``high`` are 5 % and 95 % points over worlds (``rough``: fewer than 100 worlds).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from scenarios.results.compare import ROUGH_BELOW, summary, verdict
from scenarios.results.sentences import sentence
from sim.tables import MEASURES, REFERRALS

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("profit", "clv", "cac")
"""Measures on which compare passes a verdict, the first being the one that decides."""

_SHARED = ("seed", "worlds", "people", "days", "start", "market_size", "discount_rate", "engine", "currency")
_CLOSING = ("market", "warnings", "failures", "identities")


class Found(Protocol):
    """What a document is made of; scenarios.results.store.Result has it."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What ran."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Tables by name."""

    @property
    def comparison(self) -> pd.DataFrame:
        """Every scenario against the base."""

    @property
    def base(self) -> str:
        """The scenario that others are compared with."""


def document(result: Found) -> dict[str, Any]:
    """The JSON document of a run or a comparison, made of plain lists, dicts, texts and numbers."""
    manifest = result.manifest
    head = {name: manifest[name] for name in _SHARED} | {"rough": manifest["worlds"] < ROUGH_BELOW}
    tail = {name: manifest[name] for name in _CLOSING}
    tail["labels"] = manifest["market"]["labels"]
    tail["overrides"] = list(manifest.get("overrides", ()))
    currency = str(manifest["currency"])
    if manifest["kind"] == "run":
        ran = manifest["scenarios"][0]
        body = {
            "measures": records(_in_money(measured(result), currency).drop(columns="scenario")),
            "quantities": records(result.tables["quantities"]) if "quantities" in result.tables else [],
        }
        first = {"scenario": ran["name"], "title": ran["title"], "fingerprint": ran["fingerprint"]}
    else:
        found = result.comparison.assign(unit=[unit_of(name) for name in result.comparison["measure"]])
        body = {"verdicts": verdicts(result), "comparison": records(_in_money(found, currency))}
        first = {"base": result.base, "scenarios": manifest["scenarios"]}
        if manifest["kind"] == "referrals":
            told = _in_money(referred(result), currency).drop(columns="scenario")
            people = result.tables["referrers"].drop(columns="scenario")
            body |= {"referrals": records(told), "referrers": records(people)}
    return first | head | body | tail


def verdicts(result: Found) -> list[dict[str, Any]]:
    """A verdict on profit, CLV and CAC for every scenario but the base, with its sentence."""
    manifest, found = result.manifest, []
    for ran in manifest["scenarios"]:
        for measure in VERDICTS if not ran["base"] else ():
            one = verdict(result.comparison, result.base, ran["name"], measure, directions().get(measure, "neither"))
            if one is not None:
                words = sentence(one, unit_of(measure), manifest["currency"], manifest["days"])
                unit = manifest["currency"] if unit_of(measure) == "currency" else unit_of(measure)
                found.append(_plain(one.as_dict()) | {"unit": unit, "sentence": words})
    return found


def measured(result: Found) -> pd.DataFrame:
    """The measures over worlds: scenario, measure, by, key, value, low, high, se, worlds, unit."""
    table = summary(result.tables["measures"])
    return table.assign(unit=[unit_of(name) for name in table["measure"]])


def referred(result: Found) -> pd.DataFrame:
    """What is said of the programme, over worlds: columns of :func:`measured`, and sentence."""
    table = summary(result.tables["referrals"])
    names = table["measure"]
    return table.assign(unit=[unit_of(name) for name in names], sentence=[REFERRALS[name].sentence for name in names])


def directions() -> dict[str, str]:
    """In which direction each measure is better: "higher", "lower" or "neither"."""
    return {name: measure.better for name, measure in MEASURES.items()}


def unit_of(measure: str) -> str:
    """Unit of a measure, as in sim.tables; empty for one that is not registered."""
    known = MEASURES.get(measure) or REFERRALS.get(measure)
    return known.unit if known else ""


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of ``table`` as plain dicts, with None where a number is not finite; where the value is infinite a
    ``note`` says so."""
    return [_plain(row) for row in table.to_dict(orient="records")]


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    plain = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
    value = row.get("value")
    if isinstance(value, float) and math.isinf(value):
        plain["note"] = "infinite" if value > 0 else "minus infinity"
    return plain


def _in_money(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    return table.assign(unit=table["unit"].replace("currency", currency))
