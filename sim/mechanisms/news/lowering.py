"""From what is stated of friends to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

PROGRAMME = "policy.referral.active"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of news: there are none where nobody can invite friends, or nobody asks for them."""
    return {
        "letters": stated.most(PROGRAMME),
        "bonus_on": stated.most("policy.referral.bonus.amount", PROGRAMME) > 0.0,
    }
