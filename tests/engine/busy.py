"""A small market in which much happens, as a plan."""

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.plan import Plan

BUSY = (
    "people=200",
    "days=120",
    "market.start.reached=0.05",
    "market.start.retained=0.05",
    "market.start.customer=0.1",
    "market.awareness.organic_rate=0.01",
    "market.need.prospect_rate=0.1",
    "market.need.order_rate=2",
    "market.need.dropout_rate=5",
    "market.need.season_amplitude=0.3",
    "market.choice.share_reached=0.3",
    "market.choice.share_retained=0.4",
    "market.channels.search.peak_rate=0.02",
    "market.channels.video.peak_rate=0.02",
    "market.retain.optin_rate=0.03",
    "market.lapse.customer_loss_rate=0.002",
    "market.lapse.return_rate=0.03",
    "market.lapse.final_loss_rate=0.01",
    "market.referral.share_probability=0.4",
    "market.referral.delay_mean=2",
    "market.referral.sharer_dropout_ratio=0.5",
    "market.referral.sharer_effect_days=20",
    "policy.product.first_order_cost=1.5",
    "policy.relationship.touches_per_week=3",
    "policy.service.cost_per_customer_day=0.02",
    "policy.referral.reward_referrer=8",
    "policy.referral.reward_friend=12",
    "policy.winback.cost_per_return=2",
)
NO_SHARING = "policy.referral.active=false"


def lowered(*overrides: str, scenario: str = "base", world: int = 0) -> Plan:
    """The plan of a busy market with some numbers replaced."""
    return lower(load(scenario, overrides=(*BUSY, *overrides)), world)
