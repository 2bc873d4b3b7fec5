"""From what is stated of satisfaction to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.satisfaction"
HOURS = 24.0
"""Of a day."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of satisfaction, of what customers tell each other, and of surveys."""
    effects = ("quality", "wait", "solving", "solved", "gave_up", "mended", "dropout", "share")
    made = {f"satisfaction_{name}": stated(f"{MARKET}.{name}_effect") for name in effects}
    made |= {f"satisfaction_{name}": stated(f"{MARKET}.{name}") for name in ("weight", "noise")}
    made |= {f"warn_{name}": stated(f"{MARKET}.warn.{name}") for name in ("below", "share", "people", "effect")}
    made |= {f"praise_{name}": stated(f"{MARKET}.praise.{name}") for name in ("above", "share", "people", "effect")}
    made |= {f"score_{name}": stated(f"{MARKET}.answers.{name}") for name in ("slope", "low", "high")}
    made |= {f"survey_{name}": stated(f"{MARKET}.answers.{name}") for name in ("answer", "extreme")}
    people = {kind: round(made[f"{kind}_people"]) for kind in ("warn", "praise")}
    stories = any(made[f"{kind}_share"] > 0.0 and many > 0 for kind, many in people.items())
    share = stated("policy.service.survey_share")
    felt = made["satisfaction_dropout"] != 0.0 or made["satisfaction_share"] != 0.0
    made["satisfaction_solved"] += stated("policy.service.discretion.level") * stated("market.discretion.satisfaction")
    return made | {
        "satisfaction_on": felt or stories or share > 0.0,
        "wait_scale": stated(f"{MARKET}.wait_scale") / HOURS,
        "solving_scale": stated(f"{MARKET}.solving_scale"),
        **{f"{kind}_people": many for kind, many in people.items()},
        "told_most": max(people.values()) if stories else 0,
        "survey_share": share,
    }
