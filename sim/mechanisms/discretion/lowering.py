"""From what is stated of discretion to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.service.discretion", "market.discretion"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of compensation."""
    level = stated(f"{POLICY}.level")
    share = max(level, 0.0) * stated(f"{POLICY}.compensated_share")
    return {
        "discretion_on": stated("policy.service.desk.active") and share > 0.0,
        "compensated": share,
    }


def departs(stated: Stated) -> bool:
    """Standard answers are less discretion than today's."""
    return stated(f"{POLICY}.level") != 0.0


def handling_ratio(stated: Stated) -> float:
    """The more the staff decides itself, the longer a ticket takes."""
    return float(stated(f"{MARKET}.handling_ratio") ** stated(f"{POLICY}.level"))


def solved_more(stated: Stated) -> float:
    """The more turns solve it."""
    return stated(f"{POLICY}.level") * stated(f"{MARKET}.solved")


def solving_pleases(stated: Stated) -> float:
    """The more a solution pleases."""
    return stated(f"{POLICY}.level") * stated(f"{MARKET}.satisfaction")
