"""What is said of what a decision hangs on, and of two plans compared until it is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from decisions.evidence import SURE
from decisions.levers import far_of
from decisions.sensitivity.screening import available
from decisions.telling import difference, head, plain, told, unit
from scenarios.sentences import amount, chance, counted, name_of, number, span

if TYPE_CHECKING:
    from decisions.sensitivity.matters import Matters, Number
    from decisions.settle import Settled
    from scenarios.scenario import Scenario

NAMED = 3
"""Numbers that are named in sentences."""
TRIFLE = 0.001
"""A worth below this part of the difference, or of its standard deviation by belief, is told as none."""

HIDDEN = "an effect with a standard deviation above {} likely would be (chance of a false alarm: 5 %)"


def sensitivity_json(scenario: Scenario, plan: Scenario, found: Matters) -> dict[str, Any]:
    """The document of what a decision hangs on."""
    beyond = far_of(scenario, plan)
    return plain({**head(scenario), "plan": plan.name, "worlds": found.worlds, **matters_json(found), "beyond": beyond})


def matters_json(found: Matters) -> dict[str, Any]:
    """What the difference hangs on, the number most worth knowing first."""
    return {
        "measure": found.measure,
        "difference": {
            **{name: getattr(found, name) for name in ("difference", "error", "belief", "noise", "p_better")},
            "explained": found.belief**2 / (found.belief**2 + found.noise**2) if found.noise > 0.0 else None,
        },
        "worth_knowing_all": _range(found.worth, found.low, found.high),
        "find_out_first": [_number_json(one, found) for one in found.numbers],
        "groups": [
            {"name": one.name, "paths": list(one.paths), "worth": _range(one.worth, one.low, one.high)}
            for one in found.groups
        ],
        "weakest_effect_seen": found.seen,
        "screening": _screened(found),
    }


def _range(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def _number_json(one: Number, found: Matters) -> dict[str, Any]:
    parameter = one.parameter
    sobol = None
    if found.indices is not None:
        k = [found.surrogate.names[number] for number in found.surrogate.chosen].index(one.path)
        sobol = {name: float(values[k]) for name, values in vars(found.indices).items()}
    return {
        "path": one.path,
        "value": parameter.value,
        "interval": list(parameter.interval or ()),
        "unit": parameter.unit,
        "label": parameter.label,
        "source": parameter.source,
        "worth": _range(one.worth, one.low, one.high),
        "share_of_belief": one.share,
        "at_5_percent": one.at_low,
        "at_95_percent": one.at_high,
        "flips": None if one.flip is None else asdict(one.flip),
        "study": {**asdict(one.study), "worth": one.study_worth},
        "sobol": sobol,
    }


def _screened(found: Matters) -> dict[str, Any] | None:
    one = found.screened
    if one is None:
        return None
    order = np.argsort(-one.size)
    return {
        "trajectories": one.trajectories,
        "numbers": [{"path": one.names[k], "mu_star": one.size[k], "sigma": one.spread[k]} for k in order],
        "idle": list(one.idle),
    }


def sensitivity_summary(scenario: Scenario, plan: Scenario, found: Matters) -> list[str]:
    """What to find out first, what it is worth, and where it would flip the decision."""
    currency, money = scenario.currency, unit(found.measure)
    first = found.numbers[0] if found.numbers else None
    if first is None:
        weakest = amount(found.seen, money, currency)
        lead = f"No number is seen to move the difference; {HIDDEN.format(weakest)}"
    elif not _is_worth(first, found):
        lead = "Nothing is worth finding out before deciding: no number would turn it, as far as is believed"
    else:
        lead = f"Find out first: {_named(first)}. {_worth(first, currency, money)}"
    lines = [f"{lead}.", f"{plan.name} against {scenario.name}: {_expected(found, currency, money)}."]
    lines += [_turning(one, plan, currency, money) for one in found.numbers[:NAMED] if one.flip is not None]
    if first is not None and _is_worth(first, found):
        lines.append(f"To know all numbers named here would be worth {amount(found.worth, money, currency)}.")
    if first is not None and found.seen > 0.0:
        lines.append(f"No other number is seen to move it; {HIDDEN.format(amount(found.seen, money, currency))}.")
    if found.screened is not None:
        idle, every = len(found.screened.idle), len(found.screened.names)
        lines.append(f"Screening: {idle} of {counted(every, 'uncertain number')} change nothing in it at all.")
    elif not available():
        lines.append("Screening and Sobol' indices were left out; pip install 'sixr[sensitivity]' brings them.")
    return [*lines, *far_of(scenario, plan)]


def _is_worth(one: Number, found: Matters) -> bool:
    return one.worth > TRIFLE * max(abs(found.difference), found.belief)


def short(path: str) -> str:
    """A path as it is told: without "market."."""
    return path.removeprefix("market.")


def _named(one: Number) -> str:
    return f"{short(one.path)} ({one.parameter.label}: {one.parameter.source.partition(':')[0].partition(';')[0]})"


def _worth(one: Number, currency: str, money: str) -> str:
    text = f"To know it is worth {amount(one.worth, money, currency)} ({span(one.low, one.high, money, currency)})"
    if one.study.size:
        return f"{text}, {one.study.size:,} {one.study.of} about it {amount(one.study_worth, money, currency)}"
    return f"{text}, a study that says {one.study.of} {amount(one.study_worth, money, currency)}"


def _expected(found: Matters, currency: str, money: str) -> str:
    sign = "+" if found.difference > 0 else ""
    text = f"{name_of(found.measure)} {sign}{amount(found.difference, money, currency)} expected"
    return f"{text}, P = {chance(found.p_better)} by what is believed, in {counted(found.worlds, 'world')}"


def _turning(one: Number, plan: Scenario, currency: str, money: str) -> str:
    assert one.flip is not None
    side = "above" if one.flip.above else "below"
    here = f"today {number(one.parameter.value)}" + (f" {one.parameter.unit}" if one.parameter.unit != "1" else "")
    low, high = (("+" if x > 0 else "") + amount(x, money, currency) for x in (one.at_low, one.at_high))
    return (
        f"{plan.name} is better where {short(one.path)} is {side} {number(one.flip.value)}, the"
        f" {100 * one.flip.at:.0f} % point of what is believed ({here}); at its 5 % point it brings {low}, at its 95 %"
        f" point {high}."
    )


def sensitivity_lines(scenario: Scenario, found: Matters) -> Iterable[str]:
    """A row for each number on which the difference is seen to hang, and of groups of them."""
    if not found.numbers:
        return
    width = max(len(short(one.path)) for one in found.numbers)
    heads = ("worth knowing", "a study", "share", "at 5 %", "at 95 %", "flips at", "label")
    yield "  ".join([f"{'':<{width}}", *(f"{text:>14}" for text in heads)])
    for one in found.numbers:
        flips = number(one.flip.value) if one.flip is not None else "no"
        cells = (number(one.worth), number(one.study_worth), f"{one.share:.0%}", number(one.at_low))
        row = (*cells, number(one.at_high), flips, one.parameter.label)
        yield "  ".join([f"{short(one.path):<{width}}", *(f"{text:>14}" for text in row)])
    together = [group for group in found.groups if len(group.paths) > 1]
    for group in together:
        yield f"{group.name:<{width}}  {number(group.worth):>14}  all {len(group.paths)} of them"


def settle_json(scenario: Scenario, plan: Scenario, found: Settled) -> dict[str, Any]:
    """The document of two plans compared until it is settled."""
    return plain(
        {
            **head(scenario),
            "plan": plan.name,
            "worlds": found.evidence.worlds,
            "measure": found.measure,
            "outcome": found.outcome,
            "difference": told(found.evidence),
            "variance_by": found.variances,
            "looks": [told(look) for look in found.looks],
            "seconds": found.seconds,
            "hangs_on": None if found.matters is None else matters_json(found.matters),
            "beyond": far_of(scenario, plan),
        }
    )


def settle_summary(scenario: Scenario, plan: Scenario, found: Settled) -> list[str]:
    """Which is better; or what stands in the way, and what would have to be known."""
    one, pair = found.evidence, f"{plan.name} and {scenario.name}"
    by = difference(one, found.measure, scenario.currency)
    worlds = counted(one.worlds, "world")
    heads = {
        "better": f"{plan.name} is better than {scenario.name}: {by}, settled in {worlds}.",
        "worse": f"{plan.name} is worse than {scenario.name}: {by}, settled in {worlds}.",
        "alike": f"{pair} are the same on {name_of(found.measure)} in each of {worlds}.",
        "chance": f"Nothing separates {pair} beyond the luck of the market: {by}, in {worlds}.",
        "belief": f"Not settled, and no further simulation would settle it: {by}, in {worlds}.",
        "time": f"Not settled in the time given: {by}, in {worlds}.",
    }
    lines = [heads[found.outcome]]
    if found.outcome != "alike":
        parts = ", ".join(f"{share:.0%} by {name}" for name, share in found.variances.items())
        lines.append(f"Of what makes it unsure: {parts}.")
    more = one.settled_by(SURE)
    if found.outcome == "time" and more is not None and more > one.worlds:
        lines.append(f"About {more:,} worlds would settle it, if it is what it seems; --seconds allows more.")
    if found.matters is not None:
        money = unit(found.measure)
        turning = [number for number in found.matters.numbers if number.flip is not None][:NAMED]
        lines += [_turning(number, plan, scenario.currency, money) for number in turning]
        if not turning and found.outcome == "belief":
            lines.append("No single number would turn it; sixr sensitivity looks in more worlds.")
    return [*lines, *far_of(scenario, plan)]


def settle_lines(scenario: Scenario, found: Settled) -> Iterable[str]:
    """A row for each look."""
    heads = ("worlds", "difference", "5 %", "95 %", "P", "belief", "chance", "error")
    yield "  ".join(f"{text:>12}" for text in heads)
    for one in found.looks:
        cells = (number(x) for x in (one.mean, one.low, one.high))
        parts = (number(x) for x in (one.belief, one.chance, one.se))
        row = (f"{one.worlds:,}", *cells, chance(one.p_better), *parts)
        yield "  ".join(f"{text:>12}" for text in row)
