"""People reached and on the list at the horizon order as often afterwards as is expected of them."""

import pytest

import sixr
from scenarios.lowering.lower import lower
from scenarios.running.experiment import ledger_of
from sim.prospects import prospects
from sim.vocabulary import Stage

DAYS, AFTER = 120, 1500
LAWS = (
    "people=60000",
    f"days={DAYS}",
    "market.awareness.organic_rate=0",
    "market.referral.share_probability=0",
    "market.need.week_shock_sd=0",
    "market.discount_rate=0",
    "market.channels.search.peak_rate=0.005",
)


@pytest.mark.parametrize(
    "more",
    [
        (),
        (
            "policy.price.level=1.2",
            "market.retain.unsubscribe_fatigue=0.002",
            "policy.relationship.touches_per_week=1.5",
        ),
        ("market.choice.rule=threshold", "policy.price.level=1.1"),
    ],
)
def test_expected_first_orders_come(more):
    """Spend stops at the horizon and nobody else comes to know us: a binomial count around the chain's expectation."""
    spend = [f"policy.channel.weekly_spend.{name}=4000" for name in ("search", "social", "video")]
    short = sixr.load("base", overrides=[*LAWS, *spend, *more])
    flights = tuple(
        {"channel": name, "from": DAYS, "to": DAYS + AFTER, "weekly_spend": 0.0}
        for name in ("search", "social", "video")
    )
    fields = type(short.policy.channel).model_validate({**dict(short.policy.channel), "flights": flights}).flights
    channel = short.policy.channel.model_copy(update={"flights": fields})
    policy = short.policy.model_copy(update={"channel": channel})
    long = short.model_copy(update={"days": DAYS + AFTER, "policy": policy})
    plan = lower(short, 0)
    now, later = ledger_of(plan, "compiled").people, ledger_of(lower(long, 0), "compiled").people
    waiting = (now["stage"] == Stage.REACHED) | (now["stage"] == Stage.RETAINED)
    came = int((waiting & (later["orders"] > 0)).sum())
    expected, _ = prospects(plan, ledger_of(plan, "compiled"))
    # a sum of independent yes or no: its variance is below its mean; what media are remembered adds a few per mille
    assert abs(came - expected) < 4 * expected**0.5 + 0.01 * expected
    assert expected > 300
