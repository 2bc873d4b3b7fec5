"""The referral programme."""

from __future__ import annotations

from scenarios.fields import Model, Whole, quantity
from scenarios.parts import ReferralParts


class Bonus(Model):
    """A bonus for every so many friends who have placed a first order; it draws like its part for each friend."""

    friends: Whole = quantity("friends", ge=1, le=1000)
    amount: float = quantity("currency", ge=0, le=1e9)


class ReferralItself(Model):
    """Whether customers can invite friends, and what either side gets for it."""

    active: bool
    reward_referrer: float = quantity("currency, paid when the friend first orders", ge=0, le=1e9)
    reward_friend: float = quantity("currency, off the friend's first order", ge=0, le=1e9)
    bonus: Bonus

    @property
    def promised(self) -> float:
        """What a referrer expects for a friend, currency: the reward, and the part of the bonus."""
        return self.reward_referrer + self.bonus.amount / self.bonus.friends


class ReferralPolicy(ReferralParts, ReferralItself):
    """All of it, with what mechanisms add."""
