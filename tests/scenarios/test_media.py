"""From money to people awakened: the formulas of media response."""

import numpy as np
import pytest

from scenarios.lowering import media
from scenarios.lowering.cells import cells
from sim.core.ground import state
from sim.core.verbs.retain import stock_path
from tests.scenarios.lowered import behaviour, plan, rates, scenario

ONE = ("market.size=1000000", "market.channels.search.cost_per_thousand=20")
FIXED = tuple(
    f"market.channels.search.{name}={value}"
    for name, value in {"carryover": 0, "peak_rate": 0.0001, "half_saturation": 0.02}.items()
)


def test_cost_per_thousand_rises_with_the_weekly_spend():
    made = scenario(*ONE, "market.channels.search.cost_elasticity=0.5", "policy.channel.weekly_spend.search=16000")
    # 16000 per week, cost per thousand 20 x (16000 / 4000)**.5 = 40
    assert media.impressions_by_day(made)[0] == pytest.approx(16000 / 7 / 40 * 1000 / 1e6)
    nothing = scenario("market.channels.search.cost_elasticity=0.5", "policy.channel.weekly_spend.search=0")
    assert (media.impressions_by_day(nothing)[0] == 0).all()


def test_an_audience_decides_who_sees_a_channel_and_leaves_the_sum_alone():
    made = scenario("market.channels.search.audience={light: 3, heavy: 1}")
    search, social = made.market.channels[0], made.market.channels[1]
    assert media.audience(made, search) == pytest.approx([1.5, 0.5])
    assert media.audience(made, social) == pytest.approx([0.5, 1.5])  # by the weights of activity


def test_targeting_shows_the_same_impressions_to_fewer_people():
    told = ("market.recognise.potential_share=0.4", "policy.data.targeting=0.7")
    made = scenario(*told)
    share = 0.4 * 0.8 + 0.6 * 0.2
    factor = media.targeting(made, cells(made))
    assert factor[1::2] == pytest.approx(0.3 + 0.7 / share)
    assert factor[::2] == pytest.approx(0.3)
    assert share * factor[1] + (1 - share) * factor[0] == pytest.approx(1.0)
    plain = scenario()
    assert (media.targeting(plain, cells(plain)) == 1.0).all()
    nobody = scenario(*told, "market.recognise.true_positive=0", "market.recognise.false_positive=0")
    assert media.targeting(nobody, cells(nobody)) == pytest.approx(0.3)


def test_delayed_memory_peaks_after_its_delay_and_keeps_every_impression():
    flight = "policy.channel.flights=[{channel: search, from: 0, to: 1, weekly_spend: 70000}]"
    more = ("policy.channel.weekly_spend.search=0", flight, "market.channels.search.carryover=0.5")
    made = scenario(*ONE, *more, "market.channels.search.peak_delay=2")
    remembered = media.exposure_by_day(made)[0].mean(axis=0)  # weights of the classes average to 1
    weight = 0.5 ** ((np.arange(92) / 7 - 2) ** 2)
    expected = 10000 / 20 * 1000 / 1e6 * weight / weight.sum()
    assert remembered[:92] == pytest.approx(expected)
    assert remembered.argmax() == 14
    assert remembered.sum() == pytest.approx(media.impressions_by_day(made)[0].sum())
    never = scenario(*ONE, *more, "market.channels.search.carryover=0", "market.channels.search.peak_delay=1.01")
    assert media.exposure_by_day(never)[0].mean(axis=0).argmax() == 7  # without memory, the day nearest to the delay


@pytest.mark.parametrize(
    ("a", "half", "slope", "value"), [(50, 100, 1, 1 / 3), (100, 100, 1.5, 0.5), (200, 100, 2, 0.8), (0, 100, 2, 0.0)]
)
def test_hill(a, half, slope, value):
    assert media.saturation(np.array([float(a)]), half, slope) == pytest.approx([value])


def test_stocks_are_the_path_of_remembered_touches_from_day_to_day():
    given = np.random.default_rng(3).exponential(2.0, 400) * (np.arange(400) % 5 > 0)
    found = media.stocks(given, 21.0)
    assert found[0] == 0.0
    assert found[1:].tolist() == [stock_path(s, x, 21.0, 1.0) for s, x in zip(found[:-1], given, strict=True)]


def test_wear_out_follows_remembered_impressions():
    worn = ("market.channels.search.wearout=0.05", "market.channels.search.wearout_memory=21")
    made = plan(*ONE, *FIXED, *worn, "policy.channel.weekly_spend.search=700000")
    fresh = plan(*ONE, *FIXED, "policy.channel.weekly_spend.search=700000")
    ratio = rates(made, state.REACH + 1) / rates(fresh, state.REACH + 1)
    shown = 100000 / 20 * 1000 / 1e6  # a day and person
    remembered = 21 * shown * -np.expm1(-(np.arange(120) + 0.5) / 21)
    for cell, weight in enumerate([0.5, 1.5, 0.5, 1.5]):
        assert ratio[cell] == pytest.approx(np.exp(-0.05 * weight * remembered), rel=1e-6)


@pytest.mark.parametrize(
    ("spend", "carryover", "half", "slope", "response"),
    [(100, 0.5, 300, 1, 400.0), (100, 0.8, 300, 1.5, 682.707)],  # adstock x / (1 - theta), then 1000 x Hill
)
def test_the_aggregate_response_goes_to_its_steady_state(spend, carryover, half, slope, response):
    made = plan(
        "market.size=1000000",
        "market.response=aggregate",
        f"market.channels.search.carryover={carryover**7!r}",
        "market.channels.search.aggregate_peak=1000",
        f"market.channels.search.aggregate_half={half}",
        f"market.channels.search.slope={slope}",
        f"policy.channel.weekly_spend.search={7 * spend}",
        "policy.data.targeting=0.5",
    )
    people = rates(made, state.REACH + 1) * 1e6
    assert people[:, -1] == pytest.approx(response, rel=1e-5)
    assert np.ptp(people, axis=0) == pytest.approx(0, abs=1e-9)  # everybody alike


def test_visible_touches_run_while_money_is_spent_and_captures_follow_saturation():
    made = plan(
        *ONE,
        *FIXED,
        "policy.channel.weekly_spend.search=0",
        "policy.channel.flights=[{channel: search, from: 10, to: 20, weekly_spend: 2800}]",
        "market.channels.search.touch_rate=0.02",
        "market.channels.search.capture=0.5",
    )
    clocks = 4
    touched = rates(made, state.REACH + clocks + 1)
    assert touched[:, 10:20] == pytest.approx(0.02)
    assert (np.delete(touched, np.s_[10:20], axis=1) == 0).all()
    level = made.curves[:, state.REACH + 2 * clocks + 1]
    seen = 400 / 20 * 1000 / 1e6 * np.array([0.5, 1.5, 0.5, 1.5])
    assert level[:, 15] == pytest.approx(0.5 * seen / (0.02 + seen))
    assert (level[:, 20:] == 0).all()
    assert made.behaviour["bystanders"] == 1
    assert made.behaviour["captures"] == 1
    assert plan().curves.shape[1] == state.REACH + clocks  # no rows for what is off


def test_the_firm_sees_tracked_channels_and_always_invitations():
    assert behaviour()["seen"] == 0b11110
    assert behaviour("market.channels.social.tracked=false")["seen"] == 0b11010
