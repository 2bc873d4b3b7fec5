"""What does nothing is said, and what does something is not."""

import pytest

from scenarios.warnings.warnings import warnings_of
from tests.scenarios.lowered import scenario

DESK = "policy.service.desk.active=true"
QUIET = ("market.service.question_rate=0", "market.service.trouble_share=0", "market.service.start_share=0")
FELT = "market.satisfaction.dropout_effect=0.25"
CAUSES = "market.service.causes=[{name: a, share: {value: 1, unit: share, label: assumed, source: test}}]"
STRANGERS = "market.recognise.potential_share=0.5"
ROW = "policy.incentives.winback"
COUPON = (f"{ROW}.active=true", f"{ROW}.give=coupon", f"{ROW}.depth=0.1")
POINTS = "policy.relationship.points"
RATIO = "{value: 2, unit: ratio, label: assumed, source: test}"
NORTH, SOUTH = "{name: north, share: 0.5", "{name: south, share: 0.5"


def regions(trait, both=False):
    """Two regions that differ in a trait, or have it both."""
    return f"market.regions=[{NORTH}, {trait}}}, {SOUTH}{f', {trait}' if both else ''}}}]"


SEEN = f"media: [{{name: video, seen: {RATIO}}}]"
UNPAID = "policy.channel.weekly_spend={search: 0, social: 0, video: 0}"
DEAL = "policy.promotion.deals=[{name: spring, from: 0, to: 9, depth: 0.1}]"


@pytest.mark.parametrize(
    ("quiet", "override", "word"),
    [
        ((), "policy.data.targeting=0.5", "everybody could buy"),
        (("policy.firm.review_days=9999",), "policy.firm.reinvest.share=0.2", "after the run"),
        ((UNPAID,), "policy.firm.cash.limit=0", "nothing is spent on media"),
        (
            ("policy.channel.weekly_spend={search: 9, social: 0, video: 0}",),
            "policy.firm.follow_credit=0.2",
            "none can",
        ),
        (("market.choice.share_competitor=0",), "market.competitor.reaction.to_share=1", "nobody answers"),
        ((), "policy.organisation.sales_target.days=9999", "nothing follows"),
        ((), "policy.data.platform_cost_per_week=9", "changes nothing"),
        (("policy.relationship.cost_per_touch=0",), "policy.data.customer_view=0.5", "sent twice"),
        (("policy.relationship.cost_per_touch=0",), "policy.data.automation=0.5", "as it is"),
        ((STRANGERS, "market.recognise.false_positive=0.8"), "policy.data.targeting=0.5", "no better than others"),
        (("market.channels.video.aggregate_peak=0",), "market.response=aggregate", "0 in video"),
        (("market.channels.video.wearout=0.1",), "market.response=aggregate", "wear-out"),
        (("market.choice.quality_effect=0",), "policy.product.quality=0.9", "sell no more"),
        (("market.choice.quality_effect=0",), "policy.product.quality=0.7", "does nothing"),
        (("market.choice.share_competitor=0",), "market.competitor.price=0.9", "what it asks does nothing"),
        ((DEAL,), "market.choice.share_customer=1", "sells no more"),
        (("market.choice.reference_gain=1",), "market.choice.rule=threshold", "willing to pay decide"),
        ((), "market.basket.breadth_effect=0.1", "without categories"),
        ((), "policy.product.trial.offered=true", "nobody starts a trial"),
        (("market.retain.lead_decay=0",), "policy.service.lead_response_hours=2", "waiting costs nothing"),
        ((f"{ROW}.at_most=0",), f"{ROW}.active=true", "none goes out"),
        ((f"{ROW}.give=coupon",), f"{ROW}.active=true", "depth 0"),
        ((f"{ROW}.active=true",), f"{ROW}.depth=0.1", "only a coupon"),
        ((f"{ROW}.active=true",), f"{ROW}.on=birthday", "a message moves nobody"),
        ((f"{ROW}.active=true", f"{ROW}.give=gift", f"{ROW}.cost=1"), f"{ROW}.on=order", "the gift costs money"),
        ((f"{ROW}.active=true", f"{ROW}.give=gift", FELT, f"{ROW}.cost=1"), f"{ROW}.cost=0", "nobody pays for it"),
        ((f"{ROW}.active=true", f"{ROW}.give=upgrade", FELT, f"{ROW}.cost=1"), f"{ROW}.on=order", "the upgrade costs"),
        ((f"{ROW}.active=true",), f"{ROW}.nth=2", "every one counts"),
        ((f"{ROW}.active=true",), f"{ROW}.who.tier=with", "nobody is in it"),
        ((f"{ROW}.active=true",), f"{ROW}.who.lapsed=without", "for those who are not"),
        ((f"{ROW}.active=true", f"{ROW}.days=30"), f"{ROW}.who.lapsed=with", "market.lapse.label is off"),
        (COUPON, f"{ROW}.who.share=0", "who.share is 0"),
        (
            (*COUPON, f"{ROW}.on=campaign", f"{ROW}.days=30"),
            f"{ROW}.until=20",
            "its first day, 30, is not before the end",
        ),
        ((f"{ROW}.active=true",), f"{ROW}.who.coupon_used=with", "no incentive gives one"),
        (("policy.referral.active=false", *COUPON), f"{ROW}.on=friend", "policy.referral is off"),
        (("market.need.pause_rate=0.1",), "market.need.dropout=renewal", "pauses and regular gaps do nothing"),
        (QUIET, DESK, "never want anything"),
        ((DESK,), "policy.service.desk.mend.active=true", "no causes of trouble"),
        ((DESK, CAUSES, QUIET[1]), "policy.service.desk.mend.active=true", "none to mend"),
        ((), "policy.service.desk.mend.active=true", "the desk is not active"),
        ((), "policy.service.desk.urgent.orders=3", "the desk is not active"),
        ((), "market.satisfaction.wait_exit=0.1", "no effect of wait_exit"),
        ((), "market.satisfaction.complaint_dropout=2", "no effect of complaint_dropout"),
        (("market.referral.contacts=0",), "market.contagion.grief_effect=0.8", "nobody knows anybody"),
        (("market.referral.contacts=0",), "market.satisfaction.warn.share=0.1", "nobody knows anybody"),
        ((), f"{POINTS}.earn_rate=0.1", "points_value is 0"),
        ((), f"{POINTS}.tier.earn=2", "nobody reaches"),
        ((), f"{POINTS}.tier.orders=3", "nobody stays longer"),
        (("market.loyalty.points_value=1", f"{POINTS}.earn_rate=0.1"), f"{POINTS}.tier.orders=3", "no more points"),
        (("market.satisfaction.noise=0",), FELT, "it stays at 0"),
        (("market.satisfaction.weight=0",), FELT, "it stays at 0"),
        (("market.retain.optin_rate=0",), regions(f"messages: {RATIO}"), "nobody joins the list"),
        (("policy.referral.active=false",), regions(f"talk: {RATIO}"), "nobody invites"),
        ((), regions(f"questions: {RATIO}"), "nobody asks the service desk"),
        (("policy.channel.weekly_spend.video=0",), regions(SEEN), "nothing is ever spent on video"),
        (("market.response=aggregate",), regions(SEEN), "everybody sees as much"),
        ((UNPAID,), regions(f"media_price: {RATIO}"), "no media are bought"),
        (("market.choice.share_competitor=0",), regions(f"rival_price: {RATIO}"), "for its price"),
        ((), regions(f"need: {RATIO}", both=True), "the same ratio everywhere"),
    ],
)
def test_what_does_nothing_is_said(quiet, override, word):
    assert warnings_of(scenario(*quiet)) == ()
    [warning] = warnings_of(scenario(*quiet, override))
    assert word in warning


@pytest.mark.parametrize(
    "overrides",
    [
        (STRANGERS, "policy.data.targeting=0.5"),
        ("market.choice.quality_effect=1", "policy.product.quality=0.9"),
        ("market.retain.trial_rate=0.1", "policy.product.trial.offered=true"),
        (f"{ROW}.active=true",),
        (f"{ROW}.active=true", FELT, f"{ROW}.give=gift", f"{ROW}.on=birthday", f"{ROW}.cost=1"),
        (*COUPON, f"{ROW}.on=friend"),
        ("market.loyalty.points_value=1", f"{POINTS}.earn_rate=0.1"),
        ("market.loyalty.tier_dropout=0.8", f"{POINTS}.tier.orders=3"),
        (
            "market.loyalty.points_value=1",
            f"{POINTS}.earn_rate=0.1",
            f"{POINTS}.tier={{orders: 3, earn: 2}}",
        ),
        (DEAL,),
        ("market.response=aggregate",),
        (DESK,),
        (DESK, CAUSES, "policy.service.desk.mend.active=true"),
        (DESK, "policy.product.quality=0.9"),
        (FELT,),
        (FELT, "policy.product.quality=0.9"),
        (FELT, "market.satisfaction.noise=0", DESK),
        ("policy.service.survey_share=0.1",),
        ("market.contagion.grief_effect=0.8", "market.contagion.ambient_rate=0.001"),
        (DESK, regions(f"questions: {RATIO}, need: {RATIO}, talk: {RATIO}, messages: {RATIO}, {SEEN}")),
        (regions(f"media_price: {RATIO}, rival_price: {RATIO}"),),
    ],
)
def test_what_does_something_is_not(overrides):
    assert warnings_of(scenario(*overrides)) == ()
