"""What decisions say: one JSON document each, sentences that lead with the answer, and lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.sentences import amount, chance, name_of, span
from sim.tables import MEASURES

if TYPE_CHECKING:
    from decisions.beside import Beside
    from decisions.evidence import Evidence
    from decisions.frontier import Frontier
    from decisions.optimise.advice import Advice
    from decisions.optimise.costs import Cost
    from decisions.parts import Part, Parts
    from decisions.price import Price
    from decisions.shift import Shift
    from decisions.sweep import Sweep
    from scenarios.batch import Batch
    from scenarios.scenario import Scenario


def plain(value: Any) -> Any:
    """``value`` as JSON has it: numbers that are not defined, or infinite, are null."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def head(scenario: Scenario) -> dict[str, Any]:
    """What a decision was made on: the scenario, what its channels and segments are ``called`` in every language, the
    ``numbers`` of its market with the 5 % and 95 % points of belief (null: held fixed), unit, label and source."""
    from scenarios.findings import parameters

    market = scenario.market
    called = {
        name: {one.name: one.title.model_dump() if one.title is not None else {} for one in items}
        for name, items in (("channels", market.channels), ("segments", market.segments))
    }
    return {
        "scenario": scenario.name,
        "title": scenario.title.model_dump(),
        "fingerprint": scenario.fingerprint,
        "seed": scenario.seed,
        "worlds": scenario.worlds,
        "people": scenario.people,
        "days": scenario.days,
        "market_size": scenario.market.size.value,
        "currency": scenario.currency,
        "called": called,
        "numbers": parameters(scenario).to_dict("records"),
    }


def unit(measure: str) -> str:
    """The unit of a measure, or of what it is a part of."""
    known = MEASURES.get(measure.split("/")[0])
    return known.unit if known is not None else "currency"


def figures(batch: Batch, plan: int) -> dict[str, dict[str, float]]:
    """The measures of a plan of a batch: mean and the 5 % and 95 % points over worlds."""
    return {measure: _figure(batch.values[plan, :, k]) for k, measure in enumerate(batch.measures)}


def _figure(row: np.ndarray) -> dict[str, float]:
    kept = row[np.isfinite(row)]
    low, high = np.quantile(kept, [0.05, 0.95]) if len(kept) > 1 else (np.nan, np.nan)
    return {"value": float(kept.mean()) if len(kept) else np.nan, "low": float(low), "high": float(high)}


def told(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON has it."""
    return {**asdict(evidence), "verdict": evidence.verdict, "worlds_to_settle": evidence.settled_by(0.9)}


def difference(evidence: Evidence, what: str, currency: str) -> str:
    """A difference in words: "profit +12,000 USD (90 % range ..., P = .93)"."""
    sign = "+" if evidence.mean > 0 else ""
    text = f"{name_of(what)} {sign}{amount(evidence.mean, 'currency', currency)}"
    if not np.isfinite(evidence.low):
        return text
    return f"{text} ({span(evidence.low, evidence.high, 'currency', currency)}, P = {chance(evidence.p_better)})"


def settling(evidence: Evidence, people: int) -> str:
    """What would settle an open verdict."""
    if evidence.verdict == "few":
        return "Too few worlds to say anything: at least 10 are needed."
    worlds = evidence.settled_by(0.9)
    if evidence.verdict == "noise" and worlds is not None:
        return (
            f"Not enough evidence: the noise of {people:,} simulated people hides it; about {worlds:,} worlds would"
            " settle it, if it is what it seems."
        )
    return (
        "Not enough evidence: what is believed of this market leaves it open, and no further simulation would settle"
        " it; finding out more would (sixr sensitivity)."
    )


def sweep_json(scenario: Scenario, found: Sweep) -> dict[str, Any]:
    """The document of a sweep: the points with their figures, the best one, where it may lie."""
    names = [lever.path for lever in found.levers]
    low, high = np.quantile(found.by_world, [0.05, 0.95], axis=0)
    points = [
        {
            "at": dict(zip(names, point, strict=True)),
            "against_today": told(found.against[k]),
            "figures": figures(found.batch, k + 1),
        }
        for k, point in enumerate(found.points.tolist())
    ]
    return plain(
        {
            **head(scenario),
            "objective": found.objective,
            "today": figures(found.batch, 0),
            "points": points,
            "best": {"at": dict(zip(names, found.points[found.best].tolist(), strict=True)), "number": found.best},
            "best_by_world": [{"path": name, "low": a, "high": b} for name, a, b in zip(names, low, high, strict=True)],
            "beyond": list(found.beyond),
        }
    )


def sweep_summary(scenario: Scenario, found: Sweep) -> list[str]:
    """The answer of a sweep first."""
    at = ", ".join(
        f"{lever.path} = {value:.4g}" for lever, value in zip(found.levers, found.points[found.best], strict=True)
    )
    one = found.against[found.best]
    low, high = np.quantile(found.by_world, [0.05, 0.95], axis=0)
    lines = [f"Best of {len(found.points)} points: {at}: {difference(one, found.objective, scenario.currency)}."]
    for lever, a, b in zip(found.levers, low, high, strict=True):
        lines.append(f"The best {lever.path} lies between {a:.4g} and {b:.4g} in 90 % of the worlds.")
    if one.mean <= 0.0:
        lines = [f"No point is better than today's, on average over {one.worlds} worlds.", *lines[1:]]
    elif one.verdict not in ("better", "worse"):
        lines.append(settling(one, scenario.people))
    return [*lines, *found.beyond]


def sweep_lines(scenario: Scenario, found: Sweep) -> Iterable[str]:
    """A row for each point."""
    names = [lever.path.rpartition(".")[2] for lever in found.levers]
    yield "  ".join(
        [*(f"{name:>12}" for name in names), f"{'against today':>16}", f"{'5 %':>14}", f"{'95 %':>14}", "   P"]
    )
    for point, one in zip(found.points, found.against, strict=True):
        cells = [f"{value:>12.4g}" for value in point]
        cells += [f"{one.mean:>16,.0f}", f"{one.low:>14,.0f}", f"{one.high:>14,.0f}", f"{one.p_better:.2f}"]
        yield "  ".join(cells)


def price_json(scenario: Scenario, found: Price) -> dict[str, Any]:
    """The document of a price curve."""
    about = {"best": found.best, "low": found.low, "high": found.high, "share_at_an_end": found.edge}
    return plain({**sweep_json(scenario, found.sweep), "price": about, "watch": [asdict(one) for one in found.watch]})


def price_summary(scenario: Scenario, found: Price) -> list[str]:
    """The best price first."""
    one = found.sweep.against[found.sweep.best]
    level = found.sweep.points[found.sweep.best, 0]
    lines = [
        f"Best price: {found.best:.3g} times today's; in 90 % of the worlds it lies between {found.low:.3g} and"
        f" {found.high:.3g}. At {level:.3g}: {difference(one, found.sweep.objective, scenario.currency)}."
    ]
    if one.mean <= 0.0:
        lines[0] = (
            f"Today's price is as good as any that was tried; over the worlds the best lies between {found.low:.3g} and"
            f" {found.high:.3g} times today's."
        )
    elif one.verdict not in ("better", "worse"):
        lines.append(settling(one, scenario.people))
    if found.edge > 0.05:
        lines.append(
            f"In {found.edge:.0%} of the worlds the best price lies at an end of what was tried: there belief decides,"
            " and more worlds do not settle it."
        )
    return [*lines, *found.sweep.beyond]


def price_lines(scenario: Scenario, found: Price) -> Iterable[str]:
    """A row for each price, with the volume that it may lose."""
    heads = f"{'price':>8}  {'against today':>14}  {'   P':>5}  {'orders':>8}  {'break-even':>10}"
    yield f"{heads}  {'CLV':>10}  {'CAC':>10}"
    clv, cac = (found.sweep.batch.of(name).mean(axis=1) for name in ("clv", "cac"))
    for k, (one, watch) in enumerate(zip(found.sweep.against, found.watch, strict=True), 1):
        allowed = f"{watch.allowed:>10.0%}" if np.isfinite(watch.allowed) else f"{'none':>10}"
        yield (
            f"{watch.level:>8.3g}  {one.mean:>14,.0f}  {one.p_better:>5.2f}  {watch.volume:>8.0%}  {allowed}"
            f"  {clv[k]:>10.4g}  {cac[k]:>10.4g}"
        )


def parts_json(scenario: Scenario, plan: Scenario, found: Parts) -> dict[str, Any]:
    """The document of the parts of a plan."""
    return plain({**head(scenario), "plan": plan.name, **_parts(found)})


def _parts(found: Parts) -> dict[str, Any]:
    lists = {name: [asdict(part) for part in getattr(found, name)] for name in ("levers", "steps", "together")}
    return {"measure": found.measure, "whole": asdict(found.whole), **lists}


def parts_summary(scenario: Scenario, plan: Scenario, found: Parts) -> list[str]:
    """The whole, and its largest parts."""
    money = unit(found.measure)

    def said(part: Part) -> str:
        sign = "+" if part.mean > 0 else ""
        return f"{sign}{amount(part.mean, money, scenario.currency)}"

    whole = f"{plan.name} against {scenario.name}: {name_of(found.measure)} {said(found.whole)}, which is"
    lines = [f"{whole} {', '.join(f'{said(part)} by {part.name}' for part in found.levers)}."]
    for part in found.levers:
        if part.alone * found.whole.mean > 0 and abs(part.alone) > abs(found.whole.mean) and len(found.levers) > 1:
            lines.append(
                f"{part.name} alone would bring {said(_alone(part))}: the rest of the plan costs the difference."
            )
    lines += [f"{part.name}: together {said(part)} beyond what each brings alone." for part in found.together]
    return lines


def shift_json(scenario: Scenario, moved: Shift, found: Parts) -> dict[str, Any]:
    """The document of money moved: that of its parts, and what was moved."""
    about = {"moved": moved.moved, "reward": moved.reward, "rewards_cost": moved.costs}
    return plain({**parts_json(scenario, moved.plan, found), "shift": about})


def shift_summary(scenario: Scenario, moved: Shift, found: Parts) -> list[str]:
    """What was moved, and what it brings."""
    currency = scenario.currency
    money = amount(moved.moved, "currency", currency)
    lines = [f"{money} of media spend are moved over {scenario.days} days."]
    if np.isfinite(moved.reward):
        each = amount(moved.reward, "currency", currency)
        lines = [
            f"{money} of media spend pay for {each} more to each of referrer and friend, over {scenario.days} days."
        ]
    return [*parts_summary(scenario, moved.plan, found), *lines]


def _alone(part: Part) -> Part:
    from dataclasses import replace

    return replace(part, mean=part.alone)


def parts_lines(found: Parts) -> Iterable[str]:
    """A row for each part."""
    yield f"{'part':<20}  {'mean':>14}  {'5 %':>14}  {'95 %':>14}  {'error':>10}  {'alone':>14}"
    for title, some in (("", found.levers), ("by step of the journey", found.steps)):
        if title and some:
            yield title
        for part in some:
            alone = f"{part.alone:>14,.0f}" if np.isfinite(part.alone) else ""
            cells = (f"{value:>14,.0f}" for value in (part.mean, part.low, part.high))
            yield "  ".join([f"{part.name:<20}", *cells, f"{part.se:>10,.0f}", alone])


def advice_json(found: Advice, beside: Beside) -> dict[str, Any]:
    """The document of an optimum, with what stands ``beside`` it; null is what was not asked for."""
    from decisions.optimise.curves import curves

    along, costs, made_of = beside.frontier, beside.costs, beside.parts
    return plain(
        {
            **head(found.scenario),
            "objective": found.objective,
            "verdict": found.verdict,
            "gain": told(found.gain),
            "against_even_split": told(found.even) if found.even is not None else None,
            "first_advice": told(found.first),
            "promised": found.promised,
            "runs": found.runs,
            "moves": [asdict(move) for move in found.moves],
            "total": found.total,
            "spent": found.spent,
            "plans": {name: figures(found.batch, k) for k, name in enumerate(found.batch.plans)},
            "curves": [asdict(curve) for curve in curves(found)],
            "seen": beside.seen,
            "frontier": frontier_json(along) if along is not None else None,
            "costs": [asdict(cost) for cost in costs] if costs is not None else None,
            "parts": _parts(made_of) if made_of is not None else None,
            "beyond": list(found.warnings),
        }
    )


def frontier_json(found: Frontier) -> list[dict[str, Any]]:
    """The points of a frontier; ``gain``: of the objective over today's plan, world by world."""
    rows = zip(found.totals, found.spend, found.gain, strict=True)
    return [
        {"total": total, "plan": x.tolist(), "gain": _figure(gain), "figures": figures(found.batch, k)}
        for k, (total, x, gain) in enumerate(rows)
    ]


VERDICTS = {
    "move": "Move the budget",
    "leave": "Leave it: nothing separates these plans",
    "unsure": "Not enough evidence to move",
}


def advice_summary(found: Advice) -> list[str]:
    """What to do first, how sure, and what stands beside it."""
    from decisions.evidence import SURE

    currency, people = found.scenario.currency, found.scenario.people
    lines = [f"{VERDICTS[found.verdict]}: {difference(found.gain, found.objective, currency)}, in fresh worlds."]
    if found.verdict == "unsure":
        lines.append(settling(found.gain, people))
    if found.verdict == "move" and found.gain.p_better < SURE:
        expected = chance(found.gain.p_expected)
        lines.append(f"The luck of your market left out, a gain is to be expected with P = {expected}.")
    if found.even is not None and found.verdict == "move" and found.even != found.gain:
        lines.append(f"Against an even split: {difference(found.even, found.objective, currency)}.")
    left = found.total - found.spent
    if found.total > 0.0 and left > 0.005 * found.total:
        share = f"{left / found.total:.0%}"
        lines.append(f"Of {amount(found.total, 'currency', currency)}, {share} is better not spent.")
    if found.verdict != "leave":
        lines += _bounds(found)
    return [*lines, *found.warnings]


def _bounds(found: Advice) -> list[str]:
    returns = [move.returns for move in found.moves if np.isfinite(move.returns) and not move.bound]
    lines = []
    if returns:
        lines.append(
            f"One more unit of money brings {min(returns):.2g}"
            + (f" to {max(returns):.2g}" if max(returns) - min(returns) > 0.01 else "")
            + " there, whichever channel gets it."
        )
    for move in found.moves:
        if move.bound and np.isfinite(move.returns):
            lines.append(f"{move.name} stands at its {move.bound}, where one more unit would bring {move.returns:.2g}.")
    return lines


def advice_lines(found: Advice) -> Iterable[str]:
    """A row for each number of the plan."""
    width = max(len(move.name) for move in found.moves)
    yield f"{'':<{width}}  {'today':>12}  {'best':>12}  {'as good from':>13}  {'to':>12}  {'one more brings':>15}"
    for move in found.moves:
        returns = f"{move.returns:>15.2f}" if np.isfinite(move.returns) else ""
        yield (
            f"{move.name:<{width}}  {move.now:>12,.4g}  {move.best:>12,.4g}  {move.low:>13,.4g}  {move.high:>12,.4g}"
            f"  {returns}"
        )


def costs_lines(found: Sequence[Cost]) -> Iterable[str]:
    """A row for each channel and way of counting what a customer costs, today and in the best plan."""
    values = {(one.channel, one.kind, one.plan): one.value for one in found}
    yield f"{'what a customer costs':<30}  {'today':>12}  {'best':>12}"
    for channel, kind in dict.fromkeys((one.channel, one.kind) for one in found):
        pair = (values.get((channel, kind, plan), np.nan) for plan in ("today", "best"))
        cells = (f"{value:>12,.4g}" if np.isfinite(value) else f"{'-':>12}" for value in pair)
        yield "  ".join([f"{channel or 'all'}, {kind.replace('_', ' ')}".ljust(30), *cells])


def frontier_lines(found: Frontier) -> Iterable[str]:
    """A row for each total."""
    shown: Sequence[str] = ("worth", "profit", "customers", "clv", "cac", "clv_to_cac")
    yield "  ".join([f"{'spent':>12}", *(f"{name_of(name):>14}" for name in shown)])
    for k, total in enumerate(found.totals):
        values = [float(np.nanmean(found.batch.of(name)[k])) for name in shown]
        yield "  ".join([f"{total:>12,.0f}", *(f"{value:>14,.4g}" for value in values)])
