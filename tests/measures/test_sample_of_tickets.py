"""The service desk serves the whole market: what it measures does not depend on how many people are simulated."""

import numpy as np

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.measures import measure

MARKET = (
    "days=112",
    "market.size=8000",
    "market.need.week_shock_sd=0",
    "market.awareness.organic_rate=0",
    "policy.channel.weekly_spend.search=0",
    "policy.channel.weekly_spend.social=0",
    "policy.channel.weekly_spend.video=0",
    "policy.referral.active=false",
    "market.start.customer=1",
    "market.service.question_rate=0.015",
    "market.service.start_share=0",
    "market.service.desks.phone.share=0.5",
    "market.service.desks.chat.share=0",
    "market.service.desks.email.share=0.5",
    "market.service.desks.email.solved=0.7",
    "policy.service.desk.active=true",
    "policy.service.desk.staff.email.day.people=1",
)
WORLDS = 12


def measured(people: int, first: int) -> np.ndarray:
    """Tickets by desk, who gave up, what came back, wages; in worlds of their own, float64 [world, measure]."""
    made = load("base", overrides=(*MARKET, f"people={people}"))
    rows = []
    for world in range(first, first + WORLDS):
        plan = lower(made, world)
        table = measure(plan, engine.run(plan)).set_index(["measure", "by", "key"])["value"]
        names = [("tickets", "desk", "phone"), ("tickets", "desk", "email"), ("gave_up_share", "desk", "phone")]
        names += [("reopened_share", "desk", "email"), ("service_cost", "all", "")]
        rows.append([table[name] for name in names])
    return np.array(rows)


def test_one_in_four_stands_for_all():
    whole, part = measured(8000, 0), measured(2000, WORLDS)
    error = np.sqrt((whole.var(axis=0, ddof=1) + part.var(axis=0, ddof=1)) / WORLDS)
    assert whole[:, :2].mean() > 1000
    assert whole[0, 4] == part[0, 4]  # wages are those of the market
    z = (whole.mean(axis=0) - part.mean(axis=0))[:4] / error[:4]
    assert np.abs(z).max() < 4.5
    assert (error[:4] < 0.1 * whole.mean(axis=0)[:4]).all()
