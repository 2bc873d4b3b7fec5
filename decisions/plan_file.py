"""A plan as a scenario file: what it changes in the policy that it was made from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from scenarios.ground.places import MAKE_ROOM, Kind, check_file, write_file
from scenarios.scenario import Scenario
from scenarios.tree.writing import written

KIND = Kind("a YAML file that does not exist yet", MAKE_ROOM, 1 << 20, option="--plan")


def plan_text(base: Scenario, plan: Scenario, extends: str, name: str) -> str:
    """What ``plan`` changes in the policy of ``base``, as a file that extends ``extends``; lists stand there whole."""
    policy = {}
    for part in type(base.policy).model_fields:
        one, other = (getattr(each.policy, part) for each in (base, plan))
        if one != other:
            dump = (each.model_dump(by_alias=True) if hasattr(each, "model_dump") else each for each in (one, other))
            policy[part] = _changed(*dump)
    tree: dict[str, Any] = {"extends": extends, "name": name}
    return written(tree | ({"policy": policy} if policy else {}))


def _changed(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {key: _changed(one.get(key), value) for key, value in other.items() if one.get(key) != value}
    return other


def check_plan_file(path: str | os.PathLike[str]) -> None:
    """BadInput unless a plan may be written to ``path``."""
    check_file(path, KIND)


def write_plan(path: str | os.PathLike[str], base: Scenario, plan: Scenario, extends: str, name: str) -> None:
    """Write ``plan`` to ``path``, whole or not at all."""
    text = plan_text(base, plan, extends, name)
    write_file(path, KIND, lambda file: file.write(text))
