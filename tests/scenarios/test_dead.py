"""Markets that cannot live say so, and those that can do not."""

import pytest

from scenarios.files.loading import load
from scenarios.warnings.warnings import warnings_of
from tests.scenarios.lowered import scenario

THRESHOLD = ("market.choice.rule=threshold", "market.choice.willingness_law=uniform")
DESK = "policy.service.desk.active=true"


def said(*overrides):
    return [warning for warning in warnings_of(scenario(*overrides)) if warning not in warnings_of(scenario())]


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (("market.recognise.potential_share=0",), "nobody can ever buy: market.recognise.potential_share is 0"),
        (("market.need.prospect_rate=0",), "nobody can ever buy: market.need.prospect_rate is 0"),
        (
            ("market.choice.share_reached=0", "market.choice.share_retained=0"),
            "nobody can ever buy: market.choice.share_reached and share_retained are 0",
        ),
        ((*THRESHOLD, "market.choice.willingness_median=0.45"), "nobody is willing to pay 1 times today's price"),
        (("market.need.prospect_rate=0", "market.start.customer=0.1"), "nobody else can ever buy"),
        (("market.choice.share_customer=0",), "customers never order again"),
        (("market.need.pause_rate=0.02", "market.need.resume_rate=0"), "never wakes up, after 50 days in the mean"),
        (("policy.product.cost_ratio=0.9", "policy.product.fulfilment_ratio=0.2"), "cost 110 % of today's price"),
        (("policy.product.commission_ratio=0.5",), "at most 50 % of it is taken"),
        (("policy.price.level=0.5",), "every order loses money"),
    ],
)
def test_what_cannot_live_is_said(overrides, words):
    assert any(words in warning for warning in said(*overrides)), said(*overrides)


@pytest.mark.parametrize(
    "overrides",
    [
        ("market.recognise.potential_share=0.01",),
        ("market.need.prospect_rate=0", "policy.product.trial.offered=true", "market.retain.trial_rate=0.1"),
        ("market.choice.share_reached=0",),
        (*THRESHOLD, "market.choice.willingness_median=0.55"),
        (*THRESHOLD, "market.choice.willingness_median=0.45", "policy.price.level=0.85"),
        ("market.choice.rule=threshold", "market.choice.willingness_median=0.01"),  # lognormal: some pay any price
        ("market.need.pause_rate=0.02", "market.need.resume_rate=0.01"),
        ("market.choice.share_customer=0", "market.need.dropout=renewal"),
        ("policy.price.level=0.99", "policy.product.cost_ratio=0.7", "policy.product.fulfilment_ratio=0.2"),
    ],
)
def test_what_can_live_is_not(overrides):
    words = ("ever buy", "never order", "never wakes", "loses money")
    assert not [warning for warning in said(*overrides) if any(word in warning for word in words)]


def test_a_shift_of_nobody_is_said_where_nobody_else_is_there(tmp_path):
    file = tmp_path / "a.yaml"
    shifts = "[{name: day, from: 9, to: 17, people: 2}, {name: weekend, people: %d}]"
    text = "extends: full\npolicy: {service: {desk: {active: true, staff: {phone: %s}}}}\n"
    file.write_text(text % (shifts % 0))
    found = [warning for warning in warnings_of(load(file)) if "nobody is on duty" in warning]
    assert len(found) == 1
    assert "policy.service.desk.staff.phone.weekend" in found[0]
    file.write_text(text % (shifts % 1))
    assert not [warning for warning in warnings_of(load(file)) if "nobody is on duty" in warning]
    assert not [
        warning for warning in warnings_of(load("verification/q1")) if "nobody is on duty" in warning
    ]  # all day


@pytest.mark.parametrize(("patience", "solved"), [(0.0, 1.0), (60.0, 1.0), (60.0, 0.5)])
def test_an_overload_says_what_comes_of_it(patience, solved):
    """q1's 8 tickets an hour, staff for 6. With patience what is not served is given up: 8 + (1 - solved) 6 come."""
    phone = "market.service.desks.phone"
    made = load(
        "verification/q1",
        overrides=[
            "policy.service.desk.staff.phone.day.people=2", f"{phone}.patience={patience}", f"{phone}.solved={solved}",
        ],
    )  # fmt: skip
    [warning] = [warning for warning in warnings_of(made) if "staff.phone" in warning]
    work = 8 * 168 * 20 / 60 / solved
    assert f"{work:,.0f} hours of work a week, and 336 hours are staffed" in warning
    if patience == 0.0:
        assert "nobody gives up there" in warning
        assert "for as long as the run" in warning
    else:
        lost = 1 - 6 / (8 + (1 - solved) * 6)
        assert f"{100 * lost:.2g} % or more give up" in warning
        assert "grows" not in warning
