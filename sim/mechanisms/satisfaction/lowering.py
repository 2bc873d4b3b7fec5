"""From what is stated of satisfaction to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.satisfaction"
HOURS = 24.0
"""Of a day."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of satisfaction that are not as they are stated: it is kept where something follows from it."""
    people = {kind: round(stated(f"{MARKET}.{kind}.people")) for kind in ("warn", "praise")}
    stories = any(stated(f"{MARKET}.{kind}.share") > 0.0 and many > 0 for kind, many in people.items())
    felt = any(stated(f"{MARKET}.{effect}_effect") != 0.0 for effect in ("dropout", "share"))
    return {
        "satisfaction_on": felt or stories or stated("policy.service.survey_share") > 0.0,
        "wait_scale": stated(f"{MARKET}.wait_scale") / HOURS,
        **{f"{kind}_people": many for kind, many in people.items()},
        "told_most": max(people.values()) if stories else 0,
    }


def letters(stated: Stated, friends: int) -> float:
    """An experience is told to some."""
    return numbers(stated)["told_most"]
