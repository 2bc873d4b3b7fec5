"""What decisions say: one JSON document each, sentences that lead with the answer, and lines of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from decisions.levers import far_of

if TYPE_CHECKING:
    from decisions.beside import Beside
    from decisions.evidence import Evidence
    from decisions.frontier import Frontier
    from decisions.optimise.advice import Advice
    from decisions.parts import Parts
    from decisions.price import Price
    from decisions.schemes import Schemes
    from decisions.shift import Shift
    from decisions.sweep import Sweep
    from scenarios.running.batch import Batch
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
    from scenarios.results.assemble import parameters

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


def price_json(scenario: Scenario, found: Price) -> dict[str, Any]:
    """The document of a price curve."""
    about = {"best": found.best, "low": found.low, "high": found.high, "share_at_an_end": found.edge}
    watch = [asdict(one) for one in found.watch]
    schemes = [] if found.schemes is None else _schemes(scenario, found.schemes)
    return plain({**sweep_json(scenario, found.sweep), "price": about, "watch": watch, "schemes": schemes})


def _schemes(scenario: Scenario, found: Schemes) -> list[dict[str, Any]]:
    """Each scheme with what it brings: ``levels``: its list price of new customers by day; ``course``: profit of the
    first days over today's; ``notes``: what it takes for granted."""
    from scenarios.warnings.warnings import warnings_of

    said, rows = set(warnings_of(scenario)), []
    for k, (one, plan) in enumerate(zip(found.schemes, found.plans, strict=True)):
        course = [{"day": day, **_figure(found.gain[k, j])} for j, day in enumerate(found.days)]
        rows.append(
            {
                "kind": one.kind,
                "values": list(one.values),
                "against_today": told(found.against[k]),
                "figures": figures(found.batch, k + 1),
                "levels": [list(pair) for pair in plan.policy.price.dated(scenario.days)],
                "course": course,
                "notes": [text for text in warnings_of(plan) if text not in said],
            }
        )
    return rows


def parts_json(scenario: Scenario, plan: Scenario, found: Parts) -> dict[str, Any]:
    """The document of the parts of a plan."""
    return plain({**head(scenario), "plan": plan.name, **_parts(found), "beyond": far_of(scenario, plan)})


def _parts(found: Parts) -> dict[str, Any]:
    lists = {name: [asdict(part) for part in getattr(found, name)] for name in ("levers", "steps", "together")}
    return {"measure": found.measure, "whole": asdict(found.whole), **lists}


def shift_json(scenario: Scenario, moved: Shift, found: Parts) -> dict[str, Any]:
    """The document of money moved: that of its parts, and what was moved."""
    about = {"moved": moved.moved, "reward": moved.reward, "rewards_cost": moved.costs}
    return plain({**parts_json(scenario, moved.plan, found), "shift": about})


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
