"""Mistakes that simulators of markets make, and that this one must not make.

Tested elsewhere: an effect of the price both on occasions and on choice (tests/theory/test_closed_forms.py, the
stated elasticity); impressions remembered twice (there, adstock loses none); random numbers that other policies
shift (tests/crn/test_common_numbers.py, lives of people whom a channel never met, and its variance ratio; a null
change in test_generated.py); engines whose results depend on threads or on rejected draws (tests/engine/
test_pieces_of_work.py, tests/twin); contacts asked twice (tests/engine/test_network.py); discounting from the
start of the calendar (tests/measures/test_measures.py, CLV from the journal; tests/theory/test_closed_forms.py,
another calendar); annual and daily discounts mixed (tests/engine/test_clocks.py); rewards charged twice
(tests/measures/test_measures.py, rewards and the sum of the accounts).
"""

from functools import lru_cache

import numpy as np
import pytest

from scenarios.files.loading import load
from sim.vocabulary import Account, Event
from tests.worlds import NO_REFERRAL, figures, lived, z_of

LIMIT = 4.5
"""Standard errors: passed by chance once in 150,000 checks."""

ALIKE = (
    *NO_REFERRAL, "market.need.heterogeneity=none", "market.need.week_shock_sd=0", "market.spend.variation=none",
    "market.choice.price_sensitivity_sd=0", "market.awareness.organic_rate=0",
    "policy.channel.weekly_spend.search=0", "policy.channel.weekly_spend.social=0",
    "policy.channel.weekly_spend.video=0", "policy.relationship.touches_per_week=0",
)  # fmt: skip
"""A market of people who are alike, in which nothing happens yet."""


def run(*overrides, world=0):
    """A world of the base market with overrides."""
    return lived(load("base", overrides=overrides), world)


def z_of_count(found, tried, chance):
    """Standard errors between a count and what a chance leads to expect."""
    return (found - tried * chance) / np.sqrt(tried * chance * (1.0 - chance))


# ---- saturation once, carry-over once ----

MET = (
    *ALIKE, "people=4000", "days=60", "market.activity.light.weight=1", "market.activity.heavy.weight=1",
    "market.choice.share_reached=0", "market.choice.share_retained=0", "market.retain.optin_rate=0",
    "market.channels.search.cost_per_thousand=10", "market.channels.search.half_saturation=0.02",
    "market.channels.search.peak_rate=0.08", "market.channels.search.carryover=0",
)  # fmt: skip
"""Nobody buys, so contacts with search are a Poisson process of the rate at which it reaches people."""


@pytest.mark.parametrize("ratio", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_contacts_rise_with_spend_as_one_hill_curve_says_and_not_as_a_curve_of_a_curve(ratio):
    """Contacts of 4,000 people in 60 days at exposures around the half-saturation: peak x a / (k + a), once."""
    exposure = ratio * 0.02
    weekly = exposure * 10.0 / 1000.0 * 1_000_000 * 7
    _, ledger = run(*MET, f"policy.channel.weekly_spend.search={weekly}")
    contacts = ledger.counts[:, :, [Event.REACHED, Event.TOUCHED]].sum()
    expected = 4000 * 60 * 0.08 * ratio / (1.0 + ratio)
    assert abs(contacts - expected) < LIMIT * np.sqrt(expected)
    twice = expected * ratio / (1.0 + ratio)
    assert abs(contacts - twice) > 2 * LIMIT * np.sqrt(expected)


def test_a_pulse_of_spend_is_remembered_once(tmp_path):
    """A day of spend far below saturation: the first week has 1 - carry-over of its contacts, and no more follow."""
    carryover = 0.55
    file = tmp_path / "pulse.yaml"
    file.write_text(
        "extends: base\npolicy: {channel: {flights: [{channel: search, from: 0, to: 1, weekly_spend: 700000}]}}\n"
    )
    held = ("market.channels.search.half_saturation=1000", "market.channels.search.peak_rate=90")
    said = (*MET, *held, f"market.channels.search.carryover={carryover}", "people=8000", "days=140")
    _, ledger = lived(load(file, overrides=said), journal=False)
    by_day = ledger.counts[:, :, [Event.REACHED, Event.TOUCHED]].sum(axis=(1, 2))
    impressions = 700_000 / 7 / 10 * 1000 / 1_000_000
    expected = 8000 * 90 * impressions / 1000.0
    assert expected > 5000
    assert abs(by_day.sum() - expected) < LIMIT * np.sqrt(expected) + 0.01 * expected  # the Hill curve bends by 1 %
    assert abs(z_of_count(by_day[:7].sum(), by_day.sum(), 1.0 - carryover)) < LIMIT


# ---- competing hazards, exact times ----


@pytest.mark.parametrize(
    ("join", "fade", "share"),
    [(0.05, 0.10, 0.0464307), (0.3, 0.6, 0.197810), (0.01, 0.002, 0.00994024), (0.3, 0.0, 0.259182)],
)
def test_of_two_hazards_neither_comes_first_by_habit(join, fade, share):
    """On the first day h1 / H (1 - e^-H) join the list: neither h1, nor 1 - e^-h1, nor what fading leaves over."""
    people = 60_000
    _, ledger = run(
        *ALIKE, f"people={people}", "days=1", "market.start.reached=1", "market.need.prospect_rate=0",
        f"market.retain.optin_rate={join}", f"market.awareness.fade_rate={fade}",
    )  # fmt: skip
    joined, faded = (ledger.counts[0, :, event].sum() for event in (Event.OPTED_IN, Event.FADED))
    assert abs(z_of_count(joined, people, share)) < LIMIT
    if fade:
        assert abs(z_of_count(faded, people, share * fade / join)) < LIMIT
    if join == 0.3:
        assert abs(z_of_count(joined, people, join)) > LIMIT  # the hazard taken for a probability


# ---- silence is no death, death is not forgotten ----


@lru_cache
def faithful():
    """Customers from time 0 who never drop out, with their own rates."""
    return run(
        *ALIKE, "market.need.heterogeneity=gamma", "people=4000", "days=1095", "market.start.customer=1",
        "market.need.dropout_rate=1e6",
    )  # fmt: skip


def test_without_drop_out_the_silent_order_again():
    """Half a year of silence, which firms call a lapse, ends in an order at the person's own rate."""
    plan, ledger = faithful()
    assert ledger.counts[:, :, Event.DROPPED_OUT].sum() <= 2
    by_year = ledger.counts[:, :, Event.ORDERED].sum(axis=1).reshape(3, 365).sum(axis=1)
    assert abs(by_year[2] - by_year[0]) < LIMIT * np.sqrt(by_year[0] + by_year[2])
    journal = ledger.journal[ledger.journal["kind"] == Event.ORDERED]
    journal = journal[np.lexsort((journal["time"], journal["who"]))]
    latest = np.unique(journal["who"][::-1], return_index=True)[1]
    assert (journal["time"][::-1][latest] < plan.days - 180).sum() > 500
    gaps = np.diff(journal["time"])[np.diff(journal["who"]) == 0]
    assert (gaps > 180).sum() > 500


def test_customers_who_bought_once_or_died_count_in_the_value_of_a_customer():
    """A Poisson buyer until an exponential death (CV8): w (1 + l / (m + d)); survivors alone are worth more."""
    w, orders, dies, discount = 20.0, 0.1, 0.02, 0.0027  # per week
    annual = np.exp(discount * 365 / 7) - 1
    plan, ledger = run(
        *ALIKE, "people=40000", "days=1400", "market.start.customer=1", "market.choice.share_customer=1",
        f"market.need.order_shape={orders}", "market.need.order_rate=1", f"market.need.dropout_shape={dies}",
        "market.need.dropout_rate=1", "market.spend.shape=4", "market.spend.customer_shape=3",
        "market.spend.customer_rate=10", "policy.product.cost_ratio=0", "policy.product.fulfilment_ratio=0",
        f"market.discount_rate={annual}",
    )  # fmt: skip
    table = figures(plan, ledger)
    expected = w * (1.0 + orders / (dies + discount))
    assert expected == pytest.approx(108.1057, abs=5e-5)
    value = ledger.people["value"] / 1e6
    error = value.std() / np.sqrt(len(value))
    assert abs(table["clv"] - expected) < LIMIT * error
    alive = ledger.people["stage"] == 3
    assert value[alive].mean() > 1.5 * expected
    assert plan.behaviour["discount_rate"][0] * 7 == pytest.approx(discount, rel=1e-12)


# ---- causes, not correlations ----


def test_a_channel_without_effect_has_no_effect_whatever_it_costs():
    """A placebo: money, exposure, and exactly the same lives; the firm is poorer by its cost."""
    held = ("people=4000", "days=365", "market.channels.video.peak_rate=0")
    plans, ledgers = zip(*(run(*held, f"policy.channel.weekly_spend.video={s}") for s in (0, 90_000)), strict=True)
    assert ledgers[0].journal.tobytes() == ledgers[1].journal.tobytes()
    off, on = (figures(plan, ledger) for plan, ledger in zip(plans, ledgers, strict=True))
    assert off["customers"] == on["customers"]
    assert on["media"] - off["media"] == pytest.approx(90_000 / 7 * 365, rel=1e-7)
    assert off["profit"] - on["profit"] == pytest.approx(90_000 / 7 * 365, rel=1e-7)
    video = 3
    assert not (ledgers[1].people["attributed"] == video).any()


def test_invitations_run_out_of_people():
    """Three contacts each, every tie tried once and taken up with probability T: the size of the epidemic.

    Final size of bond percolation on a random 3-regular graph (Newman 2002), started by a share s of the people:
    u = 1 - T + T (1 - s) u^2, size = s + (1 - s) (1 - u^3). At s = 0 and T = 3/4 that is 0.962963.
    """
    t, s, people = 0.75, 0.01, 4000
    u = 0.0
    for _ in range(200):
        u = 1.0 - t + t * (1.0 - s) * u * u
    shares = []
    for world in range(30):
        _, ledger = run(
            *ALIKE[1:], f"people={people}", "days=200",
            f"seed={world + 1}", f"market.start.customer={s}", "market.referral.contacts=3",
            "market.referral.share_probability=1", f"market.referral.accept_probability={t}",
            "market.referral.delay_mean=0.5", "market.need.order_shape=7", "market.need.order_rate=1",
            "market.need.dropout_rate=1e6", "market.need.prospect_rate=1", "market.choice.share_retained=1",
            "market.choice.share_customer=1", "market.retain.unsubscribe_rate=0", world=world,
        )  # fmt: skip
        shares.append((ledger.people["orders"] > 0).mean())
        assert ledger.counts[:, :, Event.SHARED].sum() <= 3 * people
    assert abs(z_of(np.array(shares), s + (1 - s) * (1 - u**3))) < LIMIT


def test_a_friends_reward_is_a_cost_and_no_smaller_revenue():
    """The revenue of a first order is its size at the price level; the reward stands in its own account, once."""
    plan, ledger = run(
        *ALIKE[1:], "people=3000", "days=200", "market.start.customer=0.1", "market.spend.shape=4",
        "market.spend.customer_shape=3", "market.spend.customer_rate=10", "market.referral.share_probability=0.5",
        "market.need.order_rate=1", "market.need.prospect_rate=0.1", "policy.referral.reward_friend=7",
    )  # fmt: skip
    sums = ledger.sums.sum(axis=(0, 1))
    won = ((ledger.people["referrer"] >= 0) & (ledger.people["orders"] > 0)).sum()
    assert won > 20
    assert sums[Account.REWARD_FRIEND] == -7_000_000 * won
    assert sums[Account.REVENUE] == 20_000_000 * ledger.people["orders"].sum()
    assert -ledger.people["spent"].sum() == 7_000_000 * won
    assert plan.behaviour["mean_order"][0] == pytest.approx(20.0)
