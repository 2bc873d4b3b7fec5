"""Where closed forms are withheld: what a scenario switches on that a form leaves out."""

from pathlib import Path

import pytest

import sim.mechanisms
from scenarios.files.loading import load
from scenarios.lowering.by_path import is_on
from scenarios.verify import FORMS, unmet
from scenarios.warnings.warnings import warnings_of
from sim.mechanisms.all import ALL

FOLDER = Path(sim.mechanisms.__file__).parent
ELSEWHERE = {"points": "verification/ly1", "willingness": "verification/wt2"}
"""Scenarios in which mechanisms are on that have none of their own, and are off in the full market."""
OFFER = "policy.price.offers.main=1.5"
TIED = "market.choice.price_dropout_correlation=0.5"
RIVAL = ("market.choice.share_customer=0.5", "market.choice.share_competitor=0.7", "market.competitor.price=0.6")
LEAVE_PRICE = ("market.lapse.leave.price_share=0.3", "market.lapse.leave.price_effect=2")
LEAVE_RIVAL = ("market.lapse.leave.competitor_share=0.3", "market.lapse.leave.competitor_effect=2")
THREE = "market.referral.contacts=3"
MANY = (
    "market.referral.invites_law=negative_binomial",
    "market.referral.invites_dispersion=0.05",
    "market.referral.invites_mean=20",
    "market.referral.accept_probability=0.03",
    "market.referral.network.seeds=1000",
)
SERVED = "policy.service.cost_per_customer_day=0.1"
LATE = ("market.start.customer=0", "market.awareness.organic_rate=0.1", "market.need.prospect_rate=1")
WIDE = ("market.spend.variation=gamma-gamma", "market.spend.customer_shape=1.5")
NEVER = "market.choice.share_customer=0"
PHONE = "market.service.desks.phone"
UNRECOGNISED = "market.recognise.unrecognised_optin=0.5"

WITHHELD = [
    ("pn1", "repeat_orders", (OFFER,)),
    ("bg1", "repeat_orders", (OFFER,)),
    ("bg1", "customers_kept", (OFFER,)),
    ("gg0", "mean_order", (OFFER,)),
    ("cv8", "value_per_customer", (OFFER,)),
    ("st2", "value_per_reached", (OFFER,)),
    ("sb1", "customers_kept", (OFFER,)),
    ("sb1", "repeat_orders", (OFFER,)),
    ("pr1", "contribution_per_occasion", (OFFER,)),
    ("lg5", "share_of_occasions", ("market.lapse.return_rate=0.01",)),
    ("lg5", "share_of_occasions", ("market.lapse.return_rate=0.01", "market.lapse.second_life=2")),
    ("pr1", "contribution_per_occasion", ("market.lapse.return_rate=0.01",)),
    ("lg5", "share_of_occasions", ("market.start.customer=0.5",)),
    ("pr1", "contribution_per_occasion", ("market.spend.rate_correlation=0.5",)),
    ("lg5", "share_of_occasions", (TIED,)),
    ("pr1", "contribution_per_occasion", (TIED,)),
    ("pr3", "contribution_per_occasion", (TIED,)),
    ("cv1", "value_per_customer", (TIED,)),
    ("cv8", "value_per_customer", (TIED,)),
    ("pn1", "repeat_orders", (TIED, "market.choice.share_customer=0.5")),
    ("erlang", "repeat_orders", ("market.choice.share_customer=0.5",)),
    ("gw", "cascade_size", ("market.referral.contacts=2",)),
    ("gw", "cascade_size", MANY),
    ("st3", "value_per_reached", (THREE,)),
    ("vc4", "cascade_customers", (THREE,)),
    ("bg1", "customers_kept", RIVAL),
    ("bg1", "repeat_orders", RIVAL),
    ("rd", "seed_value", (SERVED,)),
    ("rd", "seed_value_with_children", (SERVED,)),
    ("rd", "seed_value_with_descendants", (SERVED,)),
    ("st2", "value_per_reached", (UNRECOGNISED,)),
    ("st5", "people_in", (UNRECOGNISED,)),
    ("ca2", "cac_blended", ("market.awareness.fade_rate=2",)),
    ("ca2", "cac_incremental", ("market.choice.share_reached=0.6", "market.awareness.fade_rate=20")),
    ("ca2", "cac_marginal", ("market.retain.optin_rate=100", "market.choice.share_retained=0")),
    ("at2", "credited", ("market.awareness.fade_rate=2",)),
    ("at3", "brought", ("market.retain.optin_rate=100", "market.choice.share_retained=0")),
    ("sb1", "customers_kept", ("market.need.renewal_days=36.6",)),
    ("sb1", "repeat_orders", ("market.need.renewal_days=36.6",)),
    ("sb1", "customers_kept", ("market.need.renewal_days=366", "market.start.customer=0.5")),
    ("erlang", "repeat_orders", LATE),
    ("pn1", "repeat_orders", ("people=9",)),
    ("cv1", "value_per_customer", ("people=100", "worlds=1")),
    ("cr1", "faded_first", ("market.start.reached=0.4", "market.start.retained=0.4")),
    ("cr1", "faded_first", ("market.start.reached=0.4", "market.start.customer=0.6")),
    ("cr1", "faded_first", ("market.referral.share_probability=0.9", "policy.referral.active=true")),
    ("dt2", "recognised_precision", ("market.recognise.true_positive=0", "market.recognise.false_positive=0")),
    ("lg1", "offer_share", ("market.choice.share_customer=1",)),
    ("lg1", "share_of_occasions", ("market.choice.share_customer=1",)),
    ("cv8", "value_per_customer", (NEVER,)),
    ("st2", "value_per_reached", (NEVER,)),
    ("st6", "people_in", (NEVER,)),
    ("vc4", "cascade_alive", (NEVER,)),
    ("sz4", "final_size", (NEVER,)),
    ("st2", "value_per_reached", ("days=100",)),
    ("st3", "value_per_reached", ("days=500",)),
    ("st3", "value_per_reached", ("market.referral.share_probability=0.4",)),
    ("st6", "people_in", ("market.referral.share_probability=0.4",)),
    ("hot", "value_per_reached", ("days=2000",)),
    ("st2", "value_per_reached", ("market.start.inflow=true",)),
    ("gg0", "mean_order", ("market.spend.customer_shape=1.5",)),
    ("cv8", "value_per_customer", WIDE),
    ("st2", "value_per_reached", WIDE),
    ("pr1", "contribution_per_occasion", WIDE),
    ("rd", "seed_value", WIDE),
    ("gw", "cascade_variance", ("market.referral.network.seeds=100",)),
    ("sz4", "final_size", ("people=500",)),
    ("ca2", "cac_marginal", ("people=5000",)),
    ("ca2", "cac_incremental", ("policy.channel.weekly_spend.search=0",)),
    ("ca2", "cac_blended", ("people=1000",)),
    ("vc4", "cascade_alive", ("market.need.order_shape=0.28", "market.need.dropout_shape=0.175")),
    ("q1", "mean_wait", ("market.service.trouble_share=0.1",)),
    ("q1", "waits_at_all", ("market.service.start_share=0.1",)),
    ("q1", "tickets_in_system", ("market.lapse.customer_loss_rate=0.01",)),
    ("sb1", "value_per_customer", ("market.discount_rate=0",)),
    ("cv9", "value_per_customer", ("market.discount_rate=0", "market.need.dropout_shape=1.5")),
    ("cv8", "value_per_customer", (*RIVAL, "market.start.customer=0.5")),
    ("bg1", "repeat_orders", ("market.need.pause_rate=0.01",)),
    ("pr1", "contribution_per_occasion", ("market.need.prospect_rate=0.01",)),
    ("pr3", "contribution_per_occasion", ("market.choice.share_reached=0.4",)),
    ("pr1", "contribution_per_occasion", ("market.awareness.fade_rate=0.01",)),
    ("pr1", "contribution_per_occasion", ("policy.service.lead_response_hours=5",)),
    ("q1", "mean_wait", ("market.start.customer=0.5",)),
    ("q1", "mean_wait", ("policy.service.desk.staff.phone.weekend.people=1",)),
    ("q1", "mean_wait", ("policy.service.desk.active=false",)),
    ("q1", "mean_wait", ("market.satisfaction.wait_exit=0.01",)),
    ("q1", "mean_wait", ("market.satisfaction.complaint_dropout=2",)),
    ("q1", "wait_within", ("policy.service.desk.urgent.orders=2",)),
    ("q1", "waits_at_all", ("policy.service.desk.staff.phone.day.people=9", "people=200", "market.size=200")),
    ("q1", "tickets_in_system", (f"{PHONE}.solved=0.9", "market.service.reopen_delay=10", "days=2000")),
    ("q5", "gave_up", (f"{PHONE}.handling_law=log_normal",)),
    ("q5", "gave_up", (f"{PHONE}.patience=9000",)),
    ("q6", "segment_wait", (f"{PHONE}.solved=0.9",)),
    ("q6", "wait_within", ("policy.service.desk.urgent.orders=3",)),
    ("q6", "segment_wait", ("people=2000", "market.size=2000", "market.service.question_rate=0.096")),
    ("q8", "turns_per_question", (f"{PHONE}.patience=60", "market.service.reopen_delay=1")),
    ("mg1", "mean_wait", (f"{PHONE}.solved=0.9",)),
    ("fp1", "customers_in_equilibrium", ("market.satisfaction.wait_exit=0",)),
    ("fp1", "customers_in_equilibrium", ("market.lapse.return_rate=0.01",)),
    ("fp1", "customers_in_equilibrium", ("market.need.heterogeneity=gamma",)),
    ("bass", "share_who_bought", ("market.need.prospect_rate=1",)),
    ("bass", "share_who_bought", ("market.awareness.organic_rate=0",)),
    ("bass", "share_who_bought", ("market.contagion.ambient_rate=0.005",)),
    ("bass", "share_who_bought", ("policy.channel.weekly_spend.search=100",)),
    ("bass", "share_who_bought", ("market.choice.share_reached=0.5",)),
    ("bass", "share_who_bought", ("market.awareness.organic_rate=0.00000001",)),
    ("sv4", "nps", ("policy.service.survey_share=0",)),
    ("sv4", "nps", ("policy.service.desk.active=true",)),
    ("vc2", "growth_rate", ("market.referral.network.seeds=20", "worlds=1")),
    ("lp1", "points_outstanding", ("market.start.customer=0.5",)),
    ("lp1", "points_outstanding", ("market.choice.share_customer=0.5", "market.loyalty.points_value=1")),
    ("lp1", "points_outstanding", ("market.spend.return_share=0.1",)),
    ("lp1", "points_redeemed", ("market.need.heterogeneity=gamma",)),
    ("lp1", "points_redeemed", ("policy.price.level=1.1",)),
    ("ly1", "upper_tier", ("market.spend.return_share=0.1",)),
    ("ly1", "upper_tier", ("market.need.dropout=coin",)),
    ("pn1", "repeat_orders", ("policy.relationship.points.tier.orders=2", "market.loyalty.tier_dropout=0.5")),
    ("pr1", "contribution_per_occasion", ("policy.relationship.points.earn_rate=0.1",)),
    ("st2", "value_per_reached", ("policy.relationship.points.earn_rate=0.1",)),
    *((name, form, (*LEAVE_RIVAL, "market.competitor.price=0.6")) for name, form in (
        ("sb1", "customers_kept"), ("sb1", "repeat_orders"), ("bg1", "customers_kept"), ("bg1", "repeat_orders"),
        ("cv1", "value_per_customer"), ("cv8", "customers_kept"),
    )),
    *((name, form, (*LEAVE_PRICE, "policy.price.level=1.2")) for name, form in (
        ("sb1", "customers_kept"), ("bg1", "customers_kept"), ("cv1", "value_per_customer"), ("pn1", "repeat_orders"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "quantity", "overrides"), [pytest.param(*case, id=" ".join([*case[:2], *case[2]])) for case in WITHHELD]
)
def test_a_form_is_withheld_where_it_does_not_hold(name, quantity, overrides):
    found = load(f"verification/{name}", overrides=overrides)
    assert unmet(found, quantity)
    if any(wish.quantity == quantity for wish in found.verify):
        assert any(quantity in warning for warning in warnings_of(found))
    assert unmet(load(f"verification/{name}"), quantity) == []


HELD = [
    ("erlang", "repeat_orders", ("market.need.regularity=1", *LATE)),
    ("pn1", "repeat_orders", WIDE),
    ("cr1", "faded_first", ("market.start.reached=0.5",)),
    ("cv1", "value_per_customer", (NEVER,)),
    ("st2", "value_per_reached", ("days=300",)),
    ("gw", "cascade_size", ("market.referral.network.seeds=100",)),
    ("sz4", "final_size", ("people=500", "market.start.customer=0.1")),
    ("sz4", "final_size", ("people=500", "market.referral.accept_probability=0.3")),
    ("gw", "cascade_size", ("market.referral.contacts=20",)),
    ("gw", "cascade_size", ("market.referral.invites_law=negative_binomial", "market.referral.invites_dispersion=.3")),
    ("gw", "cascade_size", ("market.referral.invites_law=one", "market.referral.share_probability=.7", THREE)),
    ("sb1", "customers_kept", ("market.need.renewal_days=366",)),
    ("bg1", "customers_kept", LEAVE_RIVAL),
    ("ca2", "cac_blended", ("market.retain.optin_rate=100",)),
    ("ca2", "cac_blended", ("market.awareness.fade_rate=0.02",)),
    ("ca2", "cac_blended", (TIED,)),
    ("lg5", "share_of_occasions", (OFFER,)),
    ("q1", "mean_wait", ("policy.service.desk.urgent.orders=2",)),
    ("q1", "mean_wait", ("market.need.order_shape=0.1", "market.need.season_amplitude=0.5", "policy.price.level=1.2")),
    ("q1", "mean_wait", (f"{PHONE}.handling_sd=900",)),
    ("q1", "mean_wait", (f"{PHONE}.solved=0.9", "market.service.reopen_delay=10", "days=2000")),
    ("q1", "wait_within", ("market.need.pause_rate=0.01",)),
    ("q6", "segment_wait", (f"{PHONE}.solved=0.99",)),
    ("q8", "turns_per_question", (f"{PHONE}.patience=60",)),
    ("q8", "turns_per_question", ("market.service.reopen_delay=1", f"{PHONE}.handling_law=log_normal")),
    ("mg1", "mean_wait", (f"{PHONE}.solved=0.99",)),
    ("cv9", "value_per_customer", ("market.discount_rate=0", "market.need.dropout_shape=2.5")),
    ("pn1", "repeat_orders", RIVAL),
    ("gw", "cascade_size", ("market.referral.accept_probability=0",)),
    ("q5", "mean_wait", ("market.service.question_rate=0.03", "policy.service.survey_share=0.5")),
    ("mg1", "waits_at_all", (f"{PHONE}.handling_law=exponential",)),
    ("bass", "share_who_bought", ("market.contagion.ambient_rate=0",)),
    ("sv4", "nps", ("market.start.customer=0.2", "market.awareness.organic_rate=0.1", "market.need.prospect_rate=1")),
]


@pytest.mark.parametrize(
    ("name", "quantity", "overrides"), [pytest.param(*case, id=" ".join([*case[:2], *case[2]])) for case in HELD]
)
def test_a_form_is_not_withheld_where_it_holds(name, quantity, overrides):
    assert unmet(load(f"verification/{name}", overrides=overrides), quantity) == []


@pytest.mark.parametrize("one", [one for one in ALL if one.case], ids=lambda one: one.name)
def test_a_form_that_does_not_name_a_mechanism_is_withheld_where_it_is_on(one):
    own = FOLDER / one.name / "twin.yaml"
    scenario = load(own if own.exists() else ELSEWHERE.get(one.name, "full"))
    assert is_on(scenario, one.name)
    for quantity, form in FORMS.items():
        assert (one.case in unmet(scenario, quantity)) == (one.name not in form.bears), quantity


def test_no_form_is_withheld_for_a_mechanism_that_is_off():
    off = {one.case for one in ALL if one.case}
    assert not any(off & set(unmet(load("base"), quantity)) for quantity in FORMS)
