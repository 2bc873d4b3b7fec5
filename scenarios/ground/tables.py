"""The tables of a result folder: every column once, with its type and one sentence.

Types are text, whole (int64) and number (float64; NaN = not defined). People and money are scaled to the
whole market; money is in the manifest's currency; worlds are numbered by ``replication`` from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, WHOLE, NUMBER = "text", "whole", "number"


@dataclass(frozen=True)
class Column:
    """One column of a table: its type ("text", "whole" or "number") and what it says."""

    kind: str
    sentence: str


_SCENARIO = Column(TEXT, "name of the scenario")
_REPLICATION = Column(WHOLE, "number of the world")
_ROW = {
    "measure": Column(TEXT, "name of the measure, see sim.tables.MEASURES"),
    "by": Column(TEXT, "what the measure is split by: all, channel, cause, segment, region, place or cohort"),
    "key": Column(TEXT, "which channel, cause, segment, region, place or cohort; empty for all"),
}
_OVER_WORLDS = {
    "value": Column(NUMBER, "mean over worlds"),
    "low": Column(NUMBER, "5 % point over worlds"),
    "high": Column(NUMBER, "95 % point over worlds"),
}

TABLES: dict[str, dict[str, Column]] = {
    "measures": {
        "scenario": _SCENARIO,
        "replication": _REPLICATION,
        **_ROW,
        "value": Column(NUMBER, "the measure in this world"),
    },
    "comparison": {
        "scenario": _SCENARIO,
        **_ROW,
        "value": Column(NUMBER, "mean over worlds; for ratios over channels or campaigns mean / mean"),
        "value_low": Column(NUMBER, "5 % point of the value over worlds"),
        "value_high": Column(NUMBER, "95 % point of the value over worlds"),
        "difference": Column(NUMBER, "scenario minus base, mean of the paired differences"),
        "low": Column(NUMBER, "5 % point of the paired differences over worlds"),
        "high": Column(NUMBER, "95 % point of the paired differences over worlds"),
        "p_better": Column(NUMBER, "share of worlds in which the scenario is better than the base; ties count half"),
        "se": Column(NUMBER, "simulation error of the mean difference"),
        "variance_ratio": Column(NUMBER, "(var A + var B) / var(A - B): what common random numbers save"),
        "worlds": Column(WHOLE, "worlds that p_better rests on"),
    },
    "daily": {
        "scenario": _SCENARIO,
        "day": Column(WHOLE, "day of the run, from 0"),
        "series": Column(TEXT, "a stage count at the end of the day, or a flow of people, orders or money on it"),
        **_OVER_WORLDS,
    },
    "curves": {
        "scenario": _SCENARIO,
        "age_days": Column(WHOLE, "days since a customer's first order"),
        "series": Column(TEXT, "cumulative value, retention or repeat orders per customer"),
        **_OVER_WORLDS,
    },
    "accounts": {
        "scenario": _SCENARIO,
        "account": Column(TEXT, "line of the profit and loss account"),
        "value": Column(NUMBER, "mean over worlds, whole horizon, currency"),
    },
    "parameters": {
        "path": Column(TEXT, "where the parameter stands in the scenario"),
        "value": Column(NUMBER, "the median belief"),
        "unit": Column(TEXT, "its unit"),
        "low": Column(NUMBER, "5 % point of what is believed; NaN = held fixed"),
        "high": Column(NUMBER, "95 % point of what is believed; NaN = held fixed"),
        "label": Column(TEXT, "identified (by history), bounded (by history) or assumed"),
        "source": Column(TEXT, "where the number comes from"),
    },
    "draws": {
        "replication": _REPLICATION,
        "path": Column(TEXT, "where the uncertain parameter stands in the scenario"),
        "value": Column(NUMBER, "what is believed in this world"),
    },
    "referrals": {
        "scenario": _SCENARIO,
        "replication": _REPLICATION,
        "measure": Column(TEXT, "name of the measure, see sim.tables.REFERRALS"),
        "by": Column(TEXT, "what it is split by: all, segments (of referrer > of friend) or generation"),
        "key": Column(TEXT, "which segments or generation; empty for all"),
        "value": Column(NUMBER, "the measure in this world"),
    },
    "referrers": {
        "scenario": _SCENARIO,
        "replication": _REPLICATION,
        "chosen": Column(TEXT, "most (among those who brought most) or sample (every n-th customer by number)"),
        "customer": Column(WHOLE, "number of the person"),
        "first_day": Column(NUMBER, "time of the first order, days"),
        "invitations": Column(WHOLE, "invitations sent"),
        "brought": Column(WHOLE, "new customers among those invited"),
        "descendants": Column(WHOLE, "the same, and those whom these brought, and so on"),
        "clv": Column(NUMBER, "CLV, currency"),
        "crv": Column(NUMBER, "what the invitations are worth, all generations, currency; part of the friends' CLV"),
    },
    "quantities": {
        "quantity": Column(TEXT, "what the verification scenario measures"),
        "at": Column(NUMBER, "day at which it is measured; NaN = at the end"),
        "estimate": Column(NUMBER, "mean over worlds"),
        "standard_error": Column(NUMBER, "its simulation error"),
        "expected": Column(NUMBER, "the known answer; NaN = none"),
        "z": Column(NUMBER, "(estimate - expected) / standard_error"),
    },
}
"""Columns of every table, in order; those of ``journal``, if it was kept, stand in scenarios.running.journal."""

REQUIRED = ("measures", "comparison", "daily", "curves", "accounts", "parameters")
"""Tables that every result folder holds; The others are there where they were
asked for."""
