"""From what is stated of a community to numbers; who joins, at what cost, is a lever: it differs by group."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of a community."""
    return {
        "community_on": stated.most("policy.relationship.community.share") > 0.0,
    }
