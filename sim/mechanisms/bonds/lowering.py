"""From what is stated of bonds of referral to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of bonds: there are none where nobody can invite friends."""
    ratio = stated("market.referral.referred_dropout_ratio")
    on = ratio != 1.0 and stated.most("policy.referral.active") > 0.0
    return {"bonds_on": on, "referred_ratio": ratio if on else 1.0}


def letters(stated: Stated, friends: int) -> int:
    """All who were invited hear that who invited them is a customer no longer, or again."""
    return friends if numbers(stated)["bonds_on"] else 0
