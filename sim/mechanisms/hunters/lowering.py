"""From what is stated of bonus hunters to numbers; how many there are hangs on the reward, and is a lever."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET, POLICY = "market.referral", "policy.referral"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of bonus hunters: there are none where nobody can invite friends."""
    rewarded = stated.most(f"{POLICY}.reward_friend", where=f"{POLICY}.active") > 0.0
    come = stated(f"{MARKET}.hunter_share") > 0.0 or (rewarded and stated(f"{MARKET}.hunter_slope") > 0.0)
    return {
        "hunters_on": come and stated.most(f"{POLICY}.active") > 0.0,
    }
