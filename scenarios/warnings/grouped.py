"""Groups that nobody is in, or that hold what holds already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import cell_shares
from scenarios.lowering.groups import Apart, apart, laid_over, matched, share_of_regions
from sim.problems import shown

if TYPE_CHECKING:
    from scenarios.policy import Policy
    from scenarios.policy.groups import GroupRow
    from scenarios.scenario import Scenario


def grouped(scenario: Scenario) -> Iterator[str]:
    """Each in one sentence that names the path."""
    if len(scenario.market.regions) == 1:
        yield "market.regions: one of them tells nobody apart; two or more are needed."
    told, share, policy = apart(scenario), cell_shares(scenario), scenario.policy
    for k, row in enumerate(policy.groups):
        where, those = f"policy.groups.{shown(row.name or str(k))}", matched(told, row)
        if not any(row.parts()):
            yield f"{where}: it says nothing of its people."
        elif share[those].sum() == 0.0:
            yield f"{where}: nobody is among its people; what it says does nothing."
        elif not _changes(policy, policy.groups[:k], row, told):
            yield f"{where}: what it says holds for its people already."


def _changes(policy: Policy, before: tuple[GroupRow, ...], row: GroupRow, told: Apart) -> bool:
    """Whether a row changes the policy of anybody among its people, as the rows ``before`` it leave it."""
    those = matched(told, row)
    holds = np.array([those, *(matched(told, other) for other in before)])[:, those]
    for kind in np.unique(holds, axis=1).T:
        found = policy
        for other, is_for in zip(before, kind[1:], strict=True):
            found = laid_over(found, other, share_of_regions(told, other)) if is_for else found
        if laid_over(found, row, share_of_regions(told, row)) != found:
            return True
    return False
