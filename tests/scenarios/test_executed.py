"""What organisation and systems make of a policy: dates, prices, contacts, and what they cost."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.executed import answered, executed, survives
from scenarios.lowering.lower import lower
from sim.core.ground import state
from sim.core.ground.draws import world_key
from sim.vocabulary import MICRO

SMALL = ("people=300", "days=120")
ORGANISATION, SYSTEMS, DATA = "market.organisation", "market.systems", "policy.data"
FALSE_ALARM = 4.5
"""Standard errors that chance exceeds once in 150,000 times."""
PLAN = """extends: base
name: dated
policy:
  organisation: {coordination: 0}
  price: {changes: [{day: 30, level: 1.1}]}
  promotion: {deals: [{name: spring, from: 40, to: 54, depth: 0.2}]}
  channel: {flights: [{channel: search, from: 20, to: 30, weekly_spend: 9000}]}
  projects: [{name: talk, kind: content, from: 10, cost: 100}]
"""


def keys(worlds):
    return [np.uint64(world_key(np.uint64(1), np.uint64(k))) for k in range(worlds)]


@pytest.fixture
def dated(tmp_path):
    path = tmp_path / "dated.yaml"
    path.write_text(PLAN, "utf-8")
    return lambda *overrides: load(path, overrides=(*SMALL, *overrides))


def arrays(scenario):
    return {name: one for name, one in vars(lower(scenario, 0)).items() if isinstance(one, np.ndarray)}


def test_an_organisation_that_works_together_does_what_is_written(dated):
    written = dated("policy.organisation.coordination=1")
    assert all(executed(written, key) == written for key in keys(3))


def test_what_is_late_is_late_as_a_gamma_says(dated):
    """Shape 2 and mean 14: variance 14**2 / 2."""
    scenario = dated(f"{ORGANISATION}.missed=0", f"{ORGANISATION}.delay=14")
    days = [executed(scenario, key).policy.promotion.deals[0].from_ - 40 for key in keys(800)]
    assert abs(np.mean(days) - 14.0) < FALSE_ALARM * np.sqrt(14.0**2 / 2 / 800)
    assert np.var(days) == pytest.approx(14.0**2 / 2, rel=0.3)
    half = dated(f"{ORGANISATION}.missed=0", f"{ORGANISATION}.delay=14", "policy.organisation.coordination=0.5")
    sooner = [executed(half, key).policy.promotion.deals[0].from_ - 40 for key in keys(800)]
    assert np.all(np.array(sooner) <= np.array(days))


def test_a_spell_keeps_its_length_and_a_project_its_cost(dated):
    scenario = dated(f"{ORGANISATION}.missed=0")
    for key in keys(20):
        policy = executed(scenario, key).policy
        assert policy.promotion.deals[0].to - policy.promotion.deals[0].from_ == 14
        assert policy.channel.flights[0].to - policy.channel.flights[0].from_ == 10
        assert (policy.projects[0].cost, policy.projects[0].size) == (100, 1)


def test_what_is_missed_is_missed_as_often_as_it_says(dated):
    scenario = dated(f"{ORGANISATION}.missed=0.2", f"{ORGANISATION}.delay=0")
    found = [executed(scenario, key).policy for key in keys(800)]
    for missed in (
        np.mean([not one.promotion.deals for one in found]),
        np.mean([not one.price.changes for one in found]),
        np.mean([one.projects[0].size == 0 for one in found]),
    ):
        assert abs(missed - 0.2) < FALSE_ALARM * np.sqrt(0.16 / 800)


def test_fronts_that_clash_take_their_share_of_what_media_bring():
    fixed = f"{ORGANISATION}.clash=0.3"
    whole, less = (
        lower(load("base", overrides=(*SMALL, fixed, f"policy.organisation.coordination={x}")), 0).curves
        for x in (1, 0.5)
    )
    reach = slice(state.REACH + 1, state.REACH + 4)
    assert np.diff(less[:, reach]) == pytest.approx(0.85 * np.diff(whole[:, reach]), rel=1e-9)
    assert (less[:, state.REACH] == whole[:, state.REACH]).all()


def test_a_target_grants_and_pulls_forward_at_its_end_and_lacks_after_it():
    target = ("policy.organisation.sales_target.days=30", "policy.organisation.sales_target.bonus_per_period=3000")
    beliefs = (
        f"{ORGANISATION}.target_discount=0.05",
        f"{ORGANISATION}.target_effort=0.04",
        f"{ORGANISATION}.target_forward=0.1",
    )
    plan, calm = (lower(load("base", overrides=(*SMALL, *beliefs, *more)), 0) for more in (target, ()))
    day = np.arange(120)
    last, after = day % 30 >= 27, (day >= 30) & (day % 30 < 3)
    for deal in ("deal_first", "deal_repeat"):
        assert plan.levers[deal][0] == pytest.approx(np.where(last, 0.05, 0.0))
    appeal = np.where(last, np.log(1.04) + np.log(1.1), np.where(after, np.log(0.9), 0.0))
    assert plan.levers["appeal"][0] == pytest.approx(appeal)
    paid = (plan.fixed - calm.fixed) * plan.scale / MICRO
    assert paid == pytest.approx(100.0, rel=1e-4)


def test_a_platform_leaves_a_part_of_the_mistakes():
    scenario = load("base", overrides=(*SMALL, f"{DATA}.platform_cost_per_week=2000"))
    scale, before = scenario.market.systems.platform_scale.value, scenario.market.recognise
    after = executed(scenario, keys(1)[0]).market.recognise
    left = np.exp(-2000 / scale)
    assert after.true_positive.value == pytest.approx(1 - (1 - before.true_positive.value) * left)
    assert after.false_positive.value == pytest.approx(before.false_positive.value * left)


def test_contacts_cost_what_systems_make_of_them():
    def cost(*more):
        fixed = (f"{SYSTEMS}.cost_saved=0.6", f"{SYSTEMS}.duplicates=0.2")
        return lower(load("base", overrides=(*SMALL, *fixed, *more)), 0).curves[:, state.NURTURE_COST]

    assert cost(f"{DATA}.automation=0.5") == pytest.approx(0.7 * cost())
    assert cost(f"{DATA}.customer_view=0.25") == pytest.approx(1.15 * cost())


def test_enquiries_are_answered_by_machines_and_by_people():
    hours = ("policy.service.lead_response_hours=12", "market.retain.lead_decay=0.1", f"{SYSTEMS}.answer_hours=0.5")
    scenario = load("base", overrides=(*SMALL, *hours, f"{DATA}.automation=0.4"))
    assert answered(scenario) == pytest.approx(0.4 * np.exp(-0.05) + 0.6 * survives(scenario, 12.0))


def test_standing_costs_are_paid():
    costs = {
        f"{DATA}.platform_cost_per_week": 700,
        f"{DATA}.automation_cost_per_week": 70,
        "policy.organisation.coordination_cost_per_week": 7,
    }
    plan, calm = (
        lower(load("base", overrides=(*SMALL, *more)), 0) for more in ([f"{k}={v}" for k, v in costs.items()], [])
    )
    assert (plan.fixed - calm.fixed).sum() * plan.scale / MICRO == pytest.approx(111.0 * 120, rel=1e-4)
