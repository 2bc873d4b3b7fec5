"""Plans that have something for nothing, or pay for what nobody feels; which numbers belong together stands in
one_sided.yaml, here and in the folders of mechanisms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.mechanisms import NAMES

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def one_sided(base: Scenario, plan: Scenario) -> tuple[str, ...]:
    """What ``plan`` has better than ``base`` and does not pay for, and what it pays for that does nothing, each in one
    sentence. Where groups have a policy of their own, each is looked at."""
    from scenarios.lowering.groups import variants

    found = (text for one in variants(plan) for text in _of(base, one.scenario))
    return tuple(dict.fromkeys(found))


def _of(base: Scenario, plan: Scenario) -> Iterator[str]:
    from scenarios.lowering.by_path import stated

    before, now = stated(base), stated(plan)

    def told(path: str) -> str:
        return f"{path}: {now(path):.6g} instead of {before(path):.6g} in {base.name}, and "

    for rule in _rules()["does"]:
        path, paid = rule["path"], rule["paid"]
        better = now(path) > before(path) if rule["better"] == "higher" else now(path) < before(path)
        by_use = rule.get("by_use", False)
        if better and not any(now(cost) > (0.0 if by_use else before(cost)) for cost in paid):
            yield f"{told(path)}nothing is paid for it; what it costs would stand at {', '.join(paid)}."
    free = [one.name for one in plan.policy.projects if one.size > 0.0 and one.cost == one.cost_per_week == 0.0]
    known = {one.name for one in base.policy.projects}
    for name in free:
        if name not in known:
            path = f"policy.projects.{name}"
            yield f"{path}: a project for nothing; what it costs would stand at {path}.cost, {path}.cost_per_week."
    for row in plan.policy.service.feedback:
        if row.share > 0.0 and row.cost_per_report == row.cost_per_week == 0.0:
            path = f"policy.service.feedback.{row.name}"
            costs = f"{path}.cost_per_report, {path}.cost_per_week"
            yield f"{path}: feedback for nothing; what it costs would stand at {costs}."
    yield from _larger(base, plan)
    for rule in _rules()["costs"]:
        path, felt = rule["path"], rule["felt"]
        if now(path) > before(path) and all(now(one) == before(one) for one in felt):
            yield f"{told(path)}nobody feels it; what it does would stand at {', '.join(felt)}."


def _larger(base: Scenario, plan: Scenario) -> Iterator[str]:
    """Places that serve more orders for no more rent and fees."""
    known = {one.name: one for one in base.policy.places}
    for one in plan.policy.places:
        before = known.get(one.name, one).capacity_per_week
        if before is None or one.capacity_per_week is None or one.capacity_per_week <= before:
            continue
        path, then = f"policy.places.{one.name}", known[one.name]
        paid = one.rent_per_week > then.rent_per_week or one.host_fee_per_week > then.host_fee_per_week
        if not (paid or one.opening_cost > then.opening_cost):
            yield (
                f"{path}.capacity_per_week: {one.capacity_per_week:.6g} instead of {before:.6g} in {base.name}, and"
                f" nothing is paid for it; what it costs would stand at {path}.rent_per_week, {path}.host_fee_per_week."
            )


@cache
def _rules() -> dict[str, list[dict[str, Any]]]:
    """The rows of one_sided.yaml, and those in the folders of mechanisms."""
    from ruamel.yaml import YAML

    load = YAML(typ="safe", pure=True).load
    folders = (files("sim.mechanisms").joinpath(name) for name in NAMES)
    places = [place.joinpath("one_sided.yaml") for place in (files("scenarios.warnings"), *folders)]
    found = [load(place.read_text("utf-8")) for place in places if place.is_file()]
    return {kind: [row for one in found for row in one.get(kind, ())] for kind in ("does", "costs")}
