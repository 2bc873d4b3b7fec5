"""What points cost from the horizon on: those that later orders will earn, and the balances that stand.

Left out: that a customer comes to another tier, that demand may sleep, and that who has dropped out may
return before the balance lapses.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.state import COIN, RENEWAL
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER, Stage

TINY = 1e-12
MOST = 8
"""Orders whose points a balance may hold that are told apart; one of more counts as of so many."""


def rewards(plan: Plan, more: np.ndarray, order: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """What the points of 0 to MOST orders of ``order``, currency, take off the price: float64 [balance, person].

    ``rate``: orders per day. Points earn nothing where they pay.
    """
    b, earn = plan.behaviour[0], _earn(plan, more)
    in_time = _in_time(plan, rate)
    used = in_time * b["redeem"] / (1.0 - in_time * (1.0 - b["redeem"]) + TINY)
    earned = earn / (1.0 + earn * used) * order / b["mean_order"]
    return np.asarray(b["points_value"] * np.minimum(np.arange(MOST + 1)[:, None] * earned, 1.0))


def member_prices(plan: Plan, more: np.ndarray) -> np.ndarray:
    """What customers pay less for ever, each in the tier of now, share of the price: float64 [person]."""
    b = plan.behaviour[0]
    return np.asarray(np.array([b["member_off"], b["tier_off"], b["second_off"], b["third_off"]])[tiers(more)])


def tiers(more: np.ndarray) -> np.ndarray:
    """Which upper tier each is in, 1 to 3; 0 for none: int64 [person]."""
    return np.where(more["at_tier"] < NEVER, more["tier"], 0).astype(np.int64)


def weights(plan: Plan, rates: np.ndarray) -> np.ndarray:
    """Share of time for which a customer has the points of 0 to MOST orders: float64 [balance, person].

    ``rates``: orders per day with each balance. An order in time redeems the balance and leaves its own points, or adds
    them; without one in time the balance lapses. Under contract time goes by renewals.
    """
    b = plan.behaviour[0]
    days = float(b["points_days"])
    in_time = _in_time(plan, rates)
    spent = np.ones(rates.shape)
    if b["dropout_kind"] != RENEWAL:
        spent = days * _mean_left(rates * days)
        spent[0] = 1.0 / np.maximum(rates[0], TINY)
    visits = np.zeros(rates.shape)
    visits[1] = 1.0
    for k in range(1, MOST):
        visits[k + 1] = visits[k] * in_time[k] * (1.0 - b["redeem"])
    visits[MOST] /= 1.0 - in_time[MOST] * (1.0 - b["redeem"]) + TINY
    visits[0] = (visits * (1.0 - in_time))[1:].sum(axis=0)
    time = visits * spent
    return np.asarray(time / time.sum(axis=0))


def _in_time(plan: Plan, rates: np.ndarray) -> np.ndarray:
    """Probability that the next order of an active customer comes before points lapse."""
    b = plan.behaviour[0]
    if b["dropout_kind"] == RENEWAL:
        return np.full(rates.shape, float(b["renewal_days"] <= b["points_days"]))
    return np.asarray(-np.expm1(-rates * b["points_days"]))


def _earn(plan: Plan, more: np.ndarray) -> np.ndarray:
    """Points earned, share of what is paid, with the tier that each has: float64 [person]."""
    b = plan.behaviour[0]
    return np.asarray(b["earn_rate"] * np.array([1.0, b["tier_earn"], b["second_earn"], b["third_earn"]])[tiers(more)])


class PointsWorth:
    """Expectations for customers who go on as they are; every array is float64 [person].

    ``people``, ``more``: PERSON and MORE records; ``orders``: orders per day of active customers who have points;
    ``stays``: probability to stay at an order or a renewal, where customers leave at those. The next order comes in
    time for the points of the latest one, or they lapse; it redeems them with the probability of the market, or they
    begin anew.
    """

    def __init__(
        self,
        plan: Plan,
        people: np.ndarray,
        more: np.ndarray,
        orders: np.ndarray,
        stays: np.ndarray,
    ) -> None:
        self.plan, self.people, self.more, self.stays = plan, people, more, stays
        b = self.behaviour = plan.behaviour[0]
        self.orders = orders * (1.0 - b["return_share"])
        self.earn = _earn(plan, more)
        whole = np.full(len(people), float(b["points_days"]))
        self.redeemed, self.lapsed = self._settled(whole, np.zeros(len(people)))

    @property
    def cost(self) -> np.ndarray:
        """What the points of an order cost, share of what is to be paid for it.

        The accrual at issue, what it falls short of at the redemption, less what is taken back when points lapse; and
        points earn nothing where they pay.
        """
        accrued = self.behaviour["points_kept"]
        each = accrued + (1.0 - accrued) * self.redeemed - accrued * self.lapsed
        return np.asarray(self.earn * each / (1.0 + self.earn * self.redeemed))

    @property
    def balances(self) -> np.ndarray:
        """What balances at the horizon will still bring us, currency: mostly less than nothing, as a part of them will
        be redeemed that was not accrued."""
        accrued, days = self.behaviour["points_kept"], float(self.behaviour["points_days"])
        passed = self.plan.days - self.more["points_at"]
        left = np.maximum(days - passed, 0.0)
        redeemed, lapsed = self._settled(left, passed)
        active = self.people["stage"] == Stage.CUSTOMER
        redeemed = np.where(active, redeemed, 0.0)
        lapsed = np.where(active, lapsed, np.exp(-self.behaviour["discount_rate"] * left))
        each = accrued * lapsed - (1.0 - accrued) * redeemed + self.cost * redeemed
        return np.asarray(each * self.more["points"] / MICRO)

    def _settled(self, left: np.ndarray, passed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Present values of a point being redeemed and of its lapsing, ``left`` days before it does and ``passed`` days
        after the latest order."""
        b, days = self.behaviour, np.full(len(self.people), float(self.behaviour["points_days"]))
        stays = 1.0 - b["redeem"]
        in_time, sooner = self._next_order(days, np.zeros(len(days)))
        ends = np.maximum(1.0 - stays * sooner, TINY)
        redeemed = b["redeem"] * sooner / ends
        lapsed = np.exp(-b["discount_rate"] * days) * (1.0 - in_time) / ends
        in_time, sooner = self._next_order(left, passed)
        first = np.exp(-b["discount_rate"] * left) * (1.0 - in_time)
        return sooner * (b["redeem"] + stays * redeemed), first + stays * sooner * lapsed

    def _next_order(self, left: np.ndarray, passed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probability that an order comes within ``left`` days, and its present value."""
        b = self.behaviour
        if b["dropout_kind"] == RENEWAL:
            wait = np.maximum(b["renewal_days"] - passed, 0.0)
            loyal = np.exp(-b["customer_loss_rate"] * wait) * self.stays
            in_time = np.where(wait <= left, loyal * (1.0 - b["return_share"]), 0.0)
            return in_time, in_time * np.exp(-b["discount_rate"] * wait)
        leaving = b["customer_loss_rate"] + (
            self.orders * (1.0 - self.stays)
            if b["dropout_kind"] == COIN
            else self.people["dropout"] * self.people["ratio"]
        )
        return _within(self.orders, leaving, left), _within(self.orders, leaving + b["discount_rate"], left)


def _within(rate: np.ndarray, other: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Probability that a clock of ``rate`` fires within ``days`` and before one of rate ``other``."""
    both = rate + other
    return np.asarray(rate * days * _mean_left(both * days))


def _mean_left(x: np.ndarray) -> np.ndarray:
    """(1 - e**-x) / x, 1 at 0."""
    return np.where(x > 0.0, -np.expm1(-x) / np.where(x > 0.0, x, 1.0), 1.0)
