"""The parts of a market that orders say: rates of buying, amounts, week shocks."""

from __future__ import annotations

from typing import Any

from calibration.entries import learn, put
from calibration.history import History
from calibration.likelihood import Estimate
from calibration.newcomers import Acquisition
from calibration.regularity import Regularity
from calibration.span import SEASON
from calibration.spend import POWERS, Spend, mean_interval
from calibration.stages import Stages
from calibration.summary import Histories
from calibration.week_shocks import LEAST_SD, WeekShocks

NEED = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")  # r, alpha, s, beta
SPEND = ("shape", "customer_shape", "customer_rate")  # p, q, gamma
ESTIMATED = ("gamma-gamma", "generalised-gamma")
LIMITS = (1e-6, 1e6)  # of the parameters of buying, their intervals included
SPEND_LIMITS = ((1e-6, 1e6), (1.0001, 1e6), (1e-6, 1e9))  # the mean amount needs q > 1


def doubts(past: History, seen: Histories, gained: Acquisition, rhythm: Regularity | None, monthly: bool) -> str:
    """What in the history speaks against calling rates of buying identified; nothing where nothing does."""
    found = []
    if not gained.identified:
        found.append("customers may have bought before the file begins")
    if past.span.within(seen.first.min(), seen.until, SEASON):
        found.append("there is a gap in the file")
    if monthly:
        found.append("the file tells months, not days")
    if rhythm is not None and rhythm.regular:
        found.append("customers buy at more regular intervals than the model has")
    return "; ".join(found)


def put_buying(need: dict[str, Any], pareto: Estimate, past: History, window: str, doubt: str) -> None:
    """Put r, alpha, s and beta of ``pareto`` into the section ``need``."""
    for name, symbol in zip(NEED, pareto.names, strict=True):
        said = f"{past.title}: {pareto.model} {symbol} {pareto.method}, {pareto.customers:,} customers, {window}"
        learn(need[name], pareto, symbol, LIMITS, said, doubt)


def put_rhythm(parameter: dict[str, Any], found: Regularity, past: History, window: str) -> None:
    """Put the regularity of gaps, Erlang's k, in the place of an assumption."""
    said = f"{past.title}: Erlang k by likelihood, {found.customers:,} customers with three gaps and more, {window}"
    put(parameter, float(round(found.k)), (found.low, found.high), (1.0, 10.0), label="identified", source=said)


def put_spend(section: dict[str, Any], amounts: Spend, past: History, window: str) -> None:
    """Put ``amounts`` into the section ``spend``: as estimated, or held at the mean of the orders."""
    estimate, model = amounts.of_law or amounts.estimate, amounts.model
    if amounts.kind in ESTIMATED and estimate is not None:
        for name, power in (("power", amounts.law.power), ("customer_power", amounts.law.customer_power)):
            if power != 1.0:
                source = f"{past.title}, {window}: of the powers tried the one that foretells amounts best"
                put(section[name], power, None, (min(POWERS), 1.0), label="bounded", source=source)
        for name, symbol, limits in zip(SPEND, estimate.names, SPEND_LIMITS, strict=True):
            who = f"{estimate.customers:,} customers, {window}"
            said = f"{past.title}: {estimate.model} {symbol} {estimate.method}, {who}"
            learn(section[name], estimate, symbol, limits, said, "")
        return
    if amounts.kind == "none":
        section["variation"] = "none"
        why = "(nearly) all orders have the same amount"
    else:
        why = "; ".join(amounts.why)
    said = f"{past.title}, {window}: {why}; held so that the mean order is {amounts.mean:,.6g}, that of all orders"
    ends = {"customer_rate": mean_interval(amounts)}
    for name, value, limits in zip(SPEND, (model.p, model.q, model.gamma), SPEND_LIMITS, strict=True):
        put(section[name], value, ends.get(name), limits, label="bounded", source=said)


def put_shocks(parameter: dict[str, Any], shocks: WeekShocks, past: History, window: str) -> None:
    """Put the standard deviation of week shocks in the place of an assumption."""
    source = (
        f"{past.title}: repeat orders of {shocks.weeks} weeks against Pareto/NBD by moments, {window}; an error of the"
        " curve over age counts as shock"
    )
    put(parameter, shocks.sd, (shocks.low, shocks.high), (LEAST_SD, 5.0), label="bounded", source=source)


def put_stages(parameter: dict[str, Any], stages: Stages, past: History, window: str) -> None:
    """Put the number of stages of gaps in the place of an assumption."""
    said = f"{past.title}, {window}: gaps between orders, foretells {stages.gaps:,} of the latest 13 weeks best"
    put(parameter, float(stages.k), None, (1.0, 10.0), label="bounded", source=said)
