"""What customers are said to be worth after the horizon against what they bring later: the same people, followed on.

The prediction knows a customer's true state at the horizon, so its errors average to nothing over people. z beyond
4.5 happens by chance once in 150,000 checks; seeds are fixed.
"""

import numpy as np
import pytest

from scenarios.files.loading import load
from sim.value import residual
from sim.vocabulary import MICRO
from tests.worlds import lived

HORIZON, LATER = 365, 4000
CLOSED = (
    "market.start.customer=1", "market.need.week_shock_sd=0", "market.discount_rate=0.25",
    "market.awareness.organic_rate=0", "policy.referral.active=false",
    *(f"policy.channel.weekly_spend.{channel}=0" for channel in ("search", "social", "video")),
)  # fmt: skip
RENEWAL = ("market.need.dropout=renewal", "market.need.renewal_days=60")
RETURN = ("market.lapse.return_rate=0.01", "market.lapse.second_life=3")
SHARER = (
    "policy.referral.active=true", "market.referral.contacts=1", "market.referral.share_probability=0.5",
    "market.referral.sharer_dropout_ratio=0.3", "market.referral.sharer_effect_days=100",
)  # fmt: skip
PAUSES = ("market.need.pause_rate=0.01", "market.need.resume_rate=0.03")
LEAVING = ("market.lapse.leave.price_share=0.4", "market.lapse.leave.price_effect=3", "policy.price.level=1.1")
POINTS = ("policy.relationship.points.earn_rate=0.2", "policy.relationship.points.expiry_days=100")
IN_MIND = ("policy.relationship.points.earn_rate=0.05", "market.loyalty.points_value=0.5")
QUALITY = ("market.choice.quality_effect=3", "policy.product.quality=0.4")
MESSAGES = tuple(
    f"{path}={value}"
    for path, value in {
        "policy.relationship.messages.active": "true",
        "policy.relationship.messages.per_week": 2,
        "market.messages.order_lift": 1,
        "market.messages.opt_out": 0.004,
    }.items()
)
WELCOME = ("policy.relationship.first_order_service.active=true", "market.first_order_service.dropout_ratio=0.3")
CASES = {
    "today": (),
    "weekdays": ("market.need.weekdays.sat=4",),
    "a large offer": ("market.offers.main.size=2", "market.offers.main.utility=0.5"),
    "pauses": PAUSES,
    "return": RETURN,
    "contracts, return": (*RENEWAL, *RETURN),
    "contracts, sharers stay": (*RENEWAL, *SHARER),
    "coin, leaving": ("market.need.dropout=coin", *LEAVING),
    "coin, pauses": ("market.need.dropout=coin", *PAUSES),
    "messages": MESSAGES,
    "messages, points in mind": (*MESSAGES, *IN_MIND),
    "first orders served apart": WELCOME,
    "quality": QUALITY,
    "quality, contracts": (*RENEWAL, *QUALITY),
    "quality, coin": ("market.need.dropout=coin", *QUALITY),
    "a dearer offer": ("policy.price.offers.main=1.2",),
    "points": POINTS,
    "points, contracts": (*RENEWAL, *POINTS),
    "points, coin": ("market.need.dropout=coin", *POINTS),
    "points in mind": IN_MIND,
    "points in mind, contracts": (*RENEWAL, *IN_MIND),
}
FAST = ("today", "contracts, return", "points")


def worth(days: int, *overrides: str) -> tuple[np.ndarray, np.ndarray]:
    """Value brought by day ``days`` and said to follow, currency, float64 [person]."""
    plan, ledger = lived(load("base", overrides=(*CLOSED, *overrides, f"days={days}")), journal=False)
    return ledger.people["value"] / MICRO, residual(plan, ledger, np.arange(plan.people))


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in FAST else pytest.mark.slow) for n in CASES])
def test_residual_value_is_what_follows(name):
    size = "people=3000" if name in FAST else "people=20000"
    brought, said = worth(HORIZON, size, *CASES[name])
    in_all = np.add(*worth(LATER, size, *CASES[name]))
    wrong = in_all - brought - said
    z = wrong.mean() / (wrong.std(ddof=1) / np.sqrt(len(wrong)))
    assert said.mean() > 0.1 * in_all.mean()
    assert abs(z) < 4.5, (said.mean(), (in_all - brought).mean())
