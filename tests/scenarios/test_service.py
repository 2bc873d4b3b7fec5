"""The service desk and satisfaction, lowered: tables, staff by the hour, wages, and the numbers of behaviour."""

import numpy as np
import pytest

import sixr
from scenarios.files.loading import load
from scenarios.lowering.by_path import is_on
from scenarios.lowering.lower import lower
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput
from sim.vocabulary import MICRO
from tests.scenarios.lowered import behaviour, plan, scenario

ACTIVE = "policy.service.desk.active=true"
STAFF = "policy.service.desk.staff"
WEEKS = ("days=28", "start=2026-01-07")  # from a Wednesday on


def shifts(*texts):
    """Shifts of the phone alone; chat and email are staffed like in base."""
    return f"{STAFF}={{phone: [{', '.join(texts)}]}}"


def duty(*changes):
    """People on duty at the phone, int64 [day, hour]."""
    return plan(ACTIVE, *WEEKS, *changes).staff[0].reshape(28, 24)


def test_handling_times_have_the_mean_and_sd_that_are_stated():
    path = "market.service.desks.phone.handling"
    made = plan(ACTIVE, f"{path}=4", f"{path}_sd=9").desk_table[0]
    mean = np.exp(made["log_mean"] + made["log_sd"] ** 2 / 2)
    sd = mean * np.sqrt(np.expm1(made["log_sd"] ** 2))
    assert mean * 1440 == pytest.approx(4)
    assert sd * 1440 == pytest.approx(9)
    assert made["handling"] * 1440 == pytest.approx(4)
    assert made["exponential"] == 0


def test_handling_times_may_be_exponential_or_all_the_same():
    made = plan(
        ACTIVE, "market.service.desks.chat.handling_law=exponential", "market.service.desks.email.handling_sd=0"
    )
    assert made.desk_table["exponential"].tolist() == [0, 1, 0]
    assert made.desk_table["log_sd"][2] == 0
    assert np.exp(made.desk_table["log_mean"][2]) == pytest.approx(6 / 1440)


def test_minutes_and_hours_become_days():
    desk = "market.service.desks.chat"
    made = plan(
        ACTIVE, f"{desk}.patience=30", f"{desk}.silent_time=3", f"{desk}.silent_share=0.5", f"{desk}.solved=0.9"
    )
    _, chat, email = made.desk_table
    assert chat["patience"] == pytest.approx(30 / 1440)
    assert chat["silent_time"] == pytest.approx(3 / 1440)
    assert (chat["silent_share"], chat["solved"]) == (0.5, 0.9)
    assert email["patience"] == 0  # for ever
    assert (made.desk_table["cost"] == 24 * 12).all()
    one = behaviour(ACTIVE, "market.satisfaction.wait_scale=6", "market.satisfaction.wait_exit=0.5")
    assert (one["wait_scale"], one["wait_exit"]) == (0.25, 12)


def test_tickets_are_shared_out_to_the_last_one():
    desk = "market.service.desks"
    shares = plan(ACTIVE).desk_table["share"]
    assert shares == pytest.approx([0.4, 0.7, 1.0])
    assert shares[-1] == 1.0
    two = plan(ACTIVE, f"{desk}.phone.share=0.55", f"{desk}.chat.share=0.45", f"{desk}.email.share=0").desk_table
    assert two["share"][1:].tolist() == [1.0, 1.0]  # none is left for the third


def test_a_shift_is_worked_on_its_days_of_the_week():
    phone = duty(shifts("{name: day, days: weekdays, from: 9, to: 17, people: 4}", "{name: weekend, people: 0}"))
    worked = phone.any(axis=1)
    assert worked[:14].tolist() == [True, True, True, False, False, True, True] * 2  # Wednesday first
    assert (phone[worked, 9:17] == 4).all()
    assert phone.sum() == 20 * 8 * 4
    assert (
        duty(shifts("{name: day, days: sun, from: 0, to: 24, people: 2}", "{name: weekend, people: 0}"))[4].tolist()
        == [2] * 24
    )


def test_shifts_at_the_same_time_add_up_and_may_begin_and_end():
    late = "{name: late, days: all, from: 16, to: 20, people: 3, begin: 7, end: 9}"
    phone = duty(shifts("{name: day, people: 2}", late))
    assert phone[6, 15:21].tolist() == [2, 2, 2, 0, 0, 0]
    assert phone[7, 15:21].tolist() == [2, 5, 5, 3, 3, 0]
    assert phone[8, 15:21].tolist() == [2, 5, 5, 3, 3, 0]
    assert phone[9, 15:21].tolist() == [2, 2, 2, 0, 0, 0]
    assert plan(ACTIVE, shifts("{name: late, days: all, from: 16, to: 20, people: 3, begin: 7}")).staff[0].max() == 4


def test_one_number_of_a_shift_is_set_by_its_name():
    assert duty(f"{STAFF}.phone.day.people=7").max() == 7
    merged = scenario(shifts("{name: night, days: all, from: 0, to: 6, people: 1}"))
    assert [shift.name for shift in merged.policy.service.desk.staff["phone"]] == ["day", "weekend", "night"]
    assert scenario(f"{STAFF}={{}}").policy.service.desk.staff == {}


def test_wages_are_paid_for_every_hour_on_duty_by_the_part_of_the_market_that_is_simulated():
    made = plan(ACTIVE, "policy.service.desk.wage_per_hour=30", "market.size=50000")
    hours = made.staff.sum(axis=0).reshape(120, 24).sum(axis=1)
    assert hours[:7].tolist() == [36] * 5 + [6] * 2
    assert made.labour.tolist() == [h * 30 * MICRO // 50 for h in hours]
    assert made.labour.dtype == np.int64


def test_tickets_follow_the_hours_of_the_day():
    weights = [0] * 8 + [1, 3] + [0] * 14
    hours = plan(ACTIVE, f"market.service.daytime={weights}").daytime
    assert hours[:9].tolist() == [0.0] * 9
    assert hours[9:].tolist() == [0.25] + [1.0] * 15
    usual = plan().daytime
    assert (np.diff(usual) > 0).all()
    assert (usual[0], usual[-1], len(usual)) == (0.0, 1.0, 25)


def test_without_the_desk_nobody_asks_and_nobody_is_paid():
    made = plan("market.satisfaction.complaint_dropout=2", "market.satisfaction.wait_exit=1")
    assert (len(made.desk_table), made.staff.shape, len(made.labour), len(made.cause_shares)) == (0, (0, 0), 0, 0)
    numbers = made.behaviour[0]
    asking = ("desks", "copies", "question_rate", "trouble_share", "start_share", "causes", "mend", "wait_exit")
    assert [float(numbers[name]) for name in asking] == [0.0] * len(asking)
    assert numbers["complaint_dropout"] == 1


def test_each_customer_stands_for_the_others_of_the_market():
    assert behaviour(ACTIVE)["copies"] == 999  # 1,000 of 1,000,000
    assert behaviour(ACTIVE, "people=16", "market.size=1048576")["copies"] == 65_535
    assert behaviour(ACTIVE, "market.size=1000")["copies"] == 0
    with pytest.raises(BadInput, match="at least 17 people"):
        scenario(ACTIVE, "people=16", "market.size=1048577")
    with pytest.raises(BadInput, match="at most 999 people"):
        scenario(ACTIVE, "market.size=999")


def test_in_a_rare_world_a_market_beyond_its_interval_is_as_large_as_can_be_stood_for():
    size = "{value: 20000, unit: people, interval: [1000, 65000000], scale: log, label: assumed, source: test}"
    made = scenario(ACTIVE, f"market.size={size}")
    copies = [lower(made, world).behaviour[0]["copies"] for world in range(60)]
    assert min(copies) == 0
    assert max(copies) == 65_535


def test_who_goes_first():
    urgent = "policy.service.desk.urgent={orders: 3, segments: [convenience seekers]}"
    one = behaviour(ACTIVE, urgent)
    assert (one["urgent_orders"], one["urgent_segments"]) == (3, 0b10)
    assert behaviour(ACTIVE)["urgent_segments"] == 0


def test_complaints_are_mended_where_causes_are_told_apart():
    mend = "policy.service.desk.mend={active: true, after: 40, days: 12.5, told: false}"
    known = "{{name: {}, share: {{value: {}, unit: share, label: assumed, source: test}}}}"
    causes = f"market.service.causes=[{known.format('late', 0.75)}, {known.format('broken', 0.25)}]"
    made = plan(ACTIVE, mend, causes)
    one = made.behaviour[0]
    assert made.cause_shares.tolist() == [0.75, 1.0]
    assert (one["causes"], one["mend"], one["mend_after"], one["mend_days"], one["mend_told"]) == (2, 1, 40, 12.5, 0)
    assert behaviour(ACTIVE, mend)["mend"] == 0
    assert (behaviour(causes)["causes"], behaviour(ACTIVE, causes)["mend"]) == (0, 0)


@pytest.mark.parametrize(
    ("override", "kept"),
    [
        ("market.satisfaction.dropout_effect=0.25", True),
        ("market.satisfaction.share_effect=-0.1", True),
        ("market.satisfaction.warn.share=0.1", True),
        ("market.satisfaction.praise.share=0.1", True),
        ("policy.service.survey_share=0.1", True),
        ("market.satisfaction.quality_effect=20", False),
        (ACTIVE, False),
    ],
)
def test_satisfaction_is_kept_where_something_follows_from_it(override, kept):
    assert is_on(scenario(override), "satisfaction") is kept
    assert behaviour(override)["satisfaction_on"] == kept
    assert not is_on(
        scenario("market.satisfaction.warn.share=0.1", "market.satisfaction.warn.people=0"), "satisfaction"
    )


def test_one_event_may_write_to_everybody_whom_it_concerns():
    """Beside an invitation and news to who invited: two needs of a first order, stories, news of a drop-out."""
    assert behaviour(ACTIVE)["most_letters"] == 4
    assert behaviour("market.contagion.grief_effect=0.8", "market.referral.contacts=40")["most_letters"] == 42
    told = ("market.satisfaction.warn.share=0.1", "market.satisfaction.warn.people=5")
    assert behaviour(*told)["most_letters"] == 7
    everything = ("market.contagion.grief_effect=0.8", "market.referral.referred_dropout_ratio=0.8", ACTIVE, *told)
    assert behaviour(*everything)["most_letters"] == 2 + 12 + 12 + 2 + 5


@pytest.mark.parametrize(("asked", "warned"), [(0.0085, False), (0.0086, True)])
def test_todays_customers_may_ask_for_more_than_the_staff_can_do(asked, warned):
    """Erlang's measure: 10,000 x rate x 7 x 0.4 tickets of 6 minutes, a fifth of which come back, in 30 hours."""
    email, chat = "market.service.desks.email.handling=0.1", "market.service.desks.chat.handling=0.1"
    start = "market.start={reached: 0, retained: 0, customer: 0.01, inflow: false}"
    hours = 1e6 * 0.01 * asked * 7 * 0.4 / 0.8 * 6 / 60
    staff = 5 * 6
    phone = shifts("{name: day, from: 10, to: 16, people: 1}", "{name: weekend, people: 0}")
    made = scenario(ACTIVE, start, phone, email, chat, f"market.service.question_rate={asked}")
    assert (hours >= staff) is warned
    said = [warning for warning in warnings_of(made) if "hours of work" in warning]
    assert bool(said) is warned
    assert all(f"{hours:,.0f} hours of work a week, and {staff} hours" in warning for warning in said)


def test_who_enters_over_time_asks_nothing_at_time_0():
    """fp1's staff is enough for the customers in equilibrium, not for everybody who ever enters."""
    inflow = load("verification/fp1")
    at_once = load("verification/fp1", overrides=["market.start.inflow=false"])
    assert [any("the queue grows" in said for said in warnings_of(one)) for one in (inflow, at_once)] == [False, True]


def weekly_wages(name):
    made = load(name, overrides=("days=364",))
    return float(lower(made, 0).labour.sum()) / MICRO * made.market.size.value / made.people / 52


def test_policies_of_the_library_cost_what_their_notes_say():
    today = weekly_wages("full")
    assert (weekly_wages("two_more_staff") - today) * 52.14 == pytest.approx(62_000, rel=0.02)
    assert (weekly_wages("service_evenings") - today) * 52.14 == pytest.approx(35_000, rel=0.02)
    assert weekly_wages("urgent_first") == weekly_wages("mend_causes") == today
    spend = [sum(load(name).policy.channel.weekly_spend.values()) for name in ("full", "ads_20k")]
    assert (spend[1] - spend[0]) * 365 / 7 == pytest.approx(20_000, rel=0.01)


def test_policies_of_the_service_desk_are_set_in_the_full_market_and_change_what_they_say():
    full = load("full")
    for name, changed in (
        ("two_more_staff", {"service"}),
        ("service_evenings", {"service"}),
        ("urgent_first", {"service"}),
        ("mend_causes", {"service", "organisation"}),
        ("ads_20k", {"channel"}),
    ):
        one = load(name)
        assert one.market == full.market
        policies = type(full.policy).model_fields
        assert {key for key in policies if getattr(one.policy, key) != getattr(full.policy, key)} == changed


def test_a_result_says_which_desk_is_asked_for_more_than_it_can_do():
    """A thousand customers ask 0.9 a day by phone and nobody else does: about a hundred hours of work a day."""
    asked = (
        "market.start.customer=0.05",
        "market.service.question_rate=0.05",
        "market.service.desks.email.handling=0.01",
    )
    result = sixr.run("full", overrides=asked, customers=400, days=28, replications=1)
    warnings = result.manifest["warnings"]
    assert any("phone: customers ask for" in warning and "times the work" in warning for warning in warnings)
    assert not any("email: customers ask for" in warning for warning in warnings)
