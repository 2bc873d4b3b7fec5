"""Levers and numbers of behaviour against the formulas that they follow."""

import numpy as np
import pytest

from scenarios.lowering.levers import hunted, mean_order
from sim.core.ground import state
from sim.vocabulary import MICRO, Reason, Stage
from tests.scenarios.lowered import behaviour, plan, rates, scenario

DEALS = (
    "policy.promotion.deals=[{name: all, from: 10, to: 20, depth: 0.1},"
    " {name: new, from: 15, to: 30, depth: 0.3, for: first, segment: value seekers},"
    " {name: old, from: 18, to: 25, depth: 0.05, for: repeat}]"
)


def test_the_deepest_deal_holds_for_those_it_is_for():
    levers = plan(DEALS).levers
    first, repeat = levers["deal_first"], levers["deal_repeat"]
    assert (first[:2, 15:30] == 0.3).all()  # value seekers
    assert (first[:2, 10:15] == 0.1).all()
    assert (first[2:, 10:20] == 0.1).all()
    assert (first[2:, 20:] == 0).all()
    assert (repeat[:, 10:20] == 0.1).all()
    assert (repeat[:, 20:25] == 0.05).all()
    assert (repeat[:, :10] == 0).all()


def test_the_competitor_s_price_steps():
    rival = plan("market.competitor={price: 1.1, changes: [{day: 30, level: 0.8}]}").levers["rival"]
    assert (rival[:, :30] == 1.1).all()
    assert (rival[:, 30:] == 0.8).all()


@pytest.mark.parametrize(("hours", "share"), [(0, 1.0), (2, np.exp(-0.6)), (100, 0.2)])
def test_enquiries_survive_waiting_down_to_a_floor(hours, share):
    assert plan(f"policy.service.lead_response_hours={hours}").levers["lead"] == pytest.approx(share)


def test_hunters_come_for_the_reward_in_margins_of_an_order():
    terms = ("market.referral.hunter_share=0.05", "market.referral.hunter_slope=0.15")
    made = scenario(*terms, "policy.referral.reward_friend=8")
    margin = mean_order(made) * (1 - 0.7 - 0.05)
    assert hunted(made) == pytest.approx(0.05 + 0.15 * 8 / margin)
    assert hunted(scenario(*terms)) == 0.05
    assert hunted(scenario(*terms, "policy.referral.reward_friend=8", "policy.product.cost_ratio=1")) == 1.0
    off = plan(*terms, "policy.referral.active=false")
    assert (off.levers["hunter"] == 0).all()
    assert off.behaviour["extended"] == 0


def test_reasons_and_prices_move_the_drop_out_rate():
    leave = "market.lapse.leave={price_share: 0.3, competitor_share: 0.2, service_share: 0.1,"
    made = plan(
        leave + " price_effect: 2, competitor_effect: 1.5}",
        "policy.price.level=1.2",
        "market.competitor.price=0.9",
        "policy.promotion.deals=[{name: a, from: 50, to: 120, depth: 0.25}]",
    )
    price, rival = np.where(np.arange(120) < 50, 1.2, 0.9), 0.9
    ours, theirs = 0.3 * np.exp(2 * (price - 1)), 0.2 * np.exp(1.5 * (1 - rival))
    assert made.levers["leave_price"][0] == pytest.approx(ours)
    assert made.levers["leave_rival"][0] == pytest.approx(theirs)
    assert rates(made, state.DROPOUT)[0] == pytest.approx(0.5 + ours + theirs)
    numbers = made.behaviour[0]
    assert (numbers["leave_need"], numbers["leave_service"]) == (pytest.approx(0.4), 0.1)
    assert (numbers["reasons"], numbers["dropout_curve"]) == (1, 1)
    still = plan(leave + " price_effect: 0, competitor_effect: 0}", "policy.price.level=1.2")
    assert (still.behaviour["reasons"], still.behaviour["dropout_curve"]) == (1, 0)
    assert (rates(still, state.DROPOUT) == 1.0).all()


def test_win_back_terms_follow_the_incentive_and_the_reason():
    off = behaviour()
    assert (off["label_days"], off["incentives_on"], off["extended"]) == (0, 0, 0)
    assert behaviour("market.lapse.label=true")["label_days"] == 90
    row = "policy.incentives.winback"
    for give, life in (("message", 1.3), ("coupon", 1.5), ("upgrade", 1.0), ("gift", 1.0)):
        overrides = (f"{row}.active=true", f"{row}.give={give}", f"{row}.cost=0.5", f"{row}.depth=0.2")
        on = behaviour(*overrides)
        assert (on["label_days"], on["incentives_on"], on["extended"]) == (90, 1, 1)
        [made] = plan(*overrides).incentive_rows
        assert (made["life"], made["cost"], made["most"]) == (life, MICRO // 2, 3)
        assert made["depth"] == (0.2 if give == "coupon" else 0.0)
    assert on["accept_reason"][[Reason.NEED, Reason.PRICE, Reason.COMPETITOR, Reason.SERVICE]].tolist() == [
        1,
        1.5,
        1,
        0.7,
    ]


def test_a_second_life_is_another_only_where_there_is_one():
    assert behaviour()["second_life"] == 1
    back = behaviour("market.lapse.return_rate=0.01")
    assert (back["second_life"], back["extended"]) == (1.3, 1)
    same = behaviour("market.lapse.return_rate=0.01", "market.lapse.second_life=1")
    assert (same["second_life"], same["extended"]) == (1, 0)


def test_a_trial_ends_in_a_choice_without_a_competitor():
    made = plan("policy.product.trial={offered: true, days: 14, cost_per_day: 0.2}", "market.retain.trial_rate=0.05")
    numbers = made.behaviour[0]
    assert numbers["trial_days"] == 14
    assert np.exp(numbers["ours"][Stage.TRIAL]) == pytest.approx(0.182)
    assert np.exp(numbers["nothing"][Stage.TRIAL]) == pytest.approx(1 - 0.182)
    assert numbers["competitor"][Stage.TRIAL] < -1e299
    assert rates(made, state.TRIAL_RATE) == pytest.approx(0.05)
    assert rates(made, state.TRIAL_COST) == pytest.approx(0.2)
    unoffered = plan("market.retain.trial_rate=0.05")
    assert unoffered.behaviour["trial_days"] == 0
    assert (rates(unoffered, state.TRIAL_RATE) == 0).all()


def test_those_unrecognised_join_at_another_rate():
    made = plan("market.recognise.unrecognised_optin=0.25")
    rate = rates(made, state.OPT_IN)
    assert made.behaviour["recognition"] == 1
    assert len(rate) == 8  # segments x classes x (others, recognised)
    assert rate[::2] == pytest.approx(0.25 * rate[1::2])
    assert plan().levers.shape[0] == 4


def test_regular_gaps_are_whole_stages_looked_up_without_windows():
    assert (behaviour()["regularity"], behaviour()["need_window"]) == (1, 4.0)
    regular = behaviour("market.need.regularity=2.6")
    assert (regular["regularity"], regular["need_window"]) == (3, 1e300)


def test_letters_are_as_many_as_one_event_may_write():
    assert (behaviour()["letters"], behaviour()["most_letters"]) == (0, 2)
    assert behaviour("market.referral.invites_law=poisson")["most_letters"] == 65
    company = behaviour("market.referral.referred_dropout_ratio=0.8", "market.referral.contacts=80")
    assert (company["letters"], company["most_letters"], company["extended"]) == (1, 82, 1)
    bonus = plan("policy.referral.bonus={friends: 4, amount: 25}")
    assert (bonus.behaviour["letters"], bonus.behaviour["extended"]) == (1, 1)
    assert (bonus.levers["bonus"] == 25 * MICRO).all()
    assert (bonus.levers["bonus_friends"] == 4).all()
    off = behaviour("policy.referral.bonus.amount=25", "policy.referral.active=false")
    assert (off["letters"], off["extended"]) == (0, 0)


def test_what_data_and_creation_cost_is_booked_by_the_day():
    made = plan("policy.data.cost_per_week=7000", "policy.channel.creative_per_week={video: 700}", "market.size=1000")
    assert (made.fixed == 1000 * MICRO).all()
    assert (made.creative.sum(axis=0) == 100 * MICRO).all()


@pytest.mark.parametrize(
    "override",
    [
        "market.choice.rule=threshold",
        "market.choice.reference_gain=1",
        "market.choice.deal_effect=0.2",
        "market.need.pause_rate=0.01",
        "market.lapse.leave.price_share=0.5",
        "market.stock.effect=3",
        "market.lapse.label=true",
        "market.referral.hunter_share=0.1",
        "policy.relationship.community.share=0.1",
        "policy.relationship.points.earn_rate=0.1",
        "policy.relationship.points.tier.orders=3",
        "policy.service.desk.active=true",
        "policy.service.survey_share=0.1",
        "market.satisfaction.dropout_effect=0.25",
        "market.satisfaction.share_effect=0.3",
        "market.satisfaction.warn.share=0.1",
        "market.satisfaction.praise.share=0.1",
        "market.contagion.grief_effect=0.8",
    ],
)
def test_a_second_record_is_kept_where_something_needs_it(override):
    assert behaviour(override)["extended"] == 1


@pytest.mark.parametrize(
    "override",
    [
        "market.recognise.potential_share=0.5",
        "market.need.dropout=coin",
        "market.need.dropout=renewal",
        "market.contagion.ambient_rate=0.001",
        "market.choice.quality_effect=1",
        "market.choice.quality_cue=0.2",
        "market.competitor.price=0.9",
        "market.spend.return_share=0.1",
        "market.spend.rate_correlation=0.1",
        "market.referral.leaders=0.1",
        "market.referral.strong_ties=0.1",
        "market.referral.fraud=0.1",
        "market.referral.invites_law=poisson",
        "market.channels.search.capture=0.1",
        "policy.service.lead_response_hours=3",
        "policy.product.commission_ratio=0.1",
        "policy.product.trial.offered=true",
        "market.satisfaction.complaint_dropout=2",
        "market.satisfaction.wait_exit=0.1",
        "market.satisfaction.share_served=1",
        "policy.service.desk.mend.active=true",
        "market.loyalty.points_value=1",
        "market.loyalty.tier_dropout=0.5",
        "policy.relationship.points.tier.earn=2",
    ],
)
def test_nobody_needs_a_second_record_for(override):
    assert behaviour(override)["extended"] == 0
