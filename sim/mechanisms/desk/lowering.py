"""From what is stated of the service desk to numbers; who goes first and how causes are found depends on more than
that (scenarios.lowering.service)."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.service.desk", "market.service"
HOURS = 24.0
"""Of a day."""
MOST_COPIES = 65_535
"""The most customers of the market for whom the tickets of one who is simulated may stand, beside the own."""


def has_desk(stated: Stated) -> bool:
    """Whether there is a service desk: one is open, and one is known."""
    return stated(f"{POLICY}.active") > 0.0 and stated(f"{MARKET}.desks") > 0.0


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the service desk: nobody asks without one."""
    asked = {
        name: stated(f"{MARKET}.{name}")
        for name in ("question_rate", "trouble_share", "start_share", "causes", "desks")
    }
    asked["copies"] = min(max(stated("market.size") / stated("people") - 1.0, 0.0), MOST_COPIES)  # a belief has no end
    asked["wait_exit"] = stated("market.satisfaction.wait_exit") * HOURS
    asked["share_served"] = stated("market.satisfaction.share_served")
    asked["mend"] = asked["causes"] > 0.0 and stated(f"{POLICY}.mend.active")
    return asked if has_desk(stated) else dict.fromkeys(asked, 0.0)


def letters(stated: Stated, friends: int) -> int:
    """What an order needs of the desk, the first one twice."""
    return 2 if has_desk(stated) else 0
