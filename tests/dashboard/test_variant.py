"""A plan of the reader's own: its file says what was changed and nothing else, and nonsense is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import data, job, variant
from dashboard.form import request
from dashboard.question import Question, address, first, read
from dashboard.text import LANGUAGES, words
from dashboard.variant import Variant
from scenarios.files.loading import load

EN = words("en")
CHANGES = (
    ("price", 105.0),
    ("first", 20.0),
    ("repeat", 12.5),
    ("spend.search", 6000.0),
    ("reward.friend", 7.5),
    ("staff.phone.day", 2.0),
)


def written(tmp_path, base, *changes, days=90):
    """The scenario that the file of a plan gives."""
    file = tmp_path / "own-plan.yaml"
    file.write_text(variant.document(Variant("", changes), base, days), "utf-8")
    return load(file)


def test_the_file_changes_what_was_changed_and_nothing_else(tmp_path):
    base = load("full")
    made = written(tmp_path, base, *CHANGES)
    policy = made.policy
    assert made.market == base.market
    assert policy.price.level == 1.05
    assert [(deal.depth, deal.for_, deal.from_, deal.to) for deal in policy.promotion.deals] == [
        (0.2, "first", 0, 90),
        (0.125, "repeat", 0, 90),
    ]
    assert policy.channel.weekly_spend == base.policy.channel.weekly_spend | {"search": 6000.0}
    assert (policy.referral.reward_referrer, policy.referral.reward_friend) == (0.0, 7.5)
    people = {desk: [shift.people for shift in shifts] for desk, shifts in policy.service.desk.staff.items()}
    assert people == {"phone": [2, 1], "chat": [1], "email": [2]}
    changed = {"price", "promotion", "channel", "referral", "service"}
    same = set(policy.model_dump()) - changed
    assert {key: getattr(policy, key) for key in same} == {key: getattr(base.policy, key) for key in same}


def test_promotions_of_the_base_stay(tmp_path):
    made = written(tmp_path, load("promotion_20"), ("first", 30.0))
    assert [deal.depth for deal in made.policy.promotion.deals] == [0.2, 0.3]


def test_a_reward_switches_the_programme_on(tmp_path):
    assert written(tmp_path, load("referral_off"), ("reward.referrer", 5.0)).policy.referral.active


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_of_every_policy_has_a_name_and_begins_with_a_value_that_is_allowed(language):
    for choice in data.choices():
        base = load(choice.name)
        for lever in variant.levers(base):
            assert lever.allows(lever.value)
            assert variant.name_of(lever, base, words(language))
            assert variant.name_of(lever, base, words(language), short=True)


@pytest.mark.parametrize(
    ("key", "value"), [("price", 0.0), ("first", 100.0), ("reward.friend", -1.0), ("staff.a.b", 1.5)]
)
def test_what_could_never_be_run_is_not_allowed(key, value):
    assert not variant.Lever(key, 1.0).allows(value)


@given(st.text(max_size=60), st.dictionaries(st.sampled_from([key for key, _ in CHANGES]), st.integers(-9, 9)))
def test_a_plan_survives_the_address(title, changes):
    values = tuple((key, float(value)) for key, value in changes.items())
    once, _ = variant.from_address(variant.to_address(Variant(title, values)))
    assert once is not None
    assert once.values == values
    assert variant.from_address(variant.to_address(once)) == (once, {})


@given(
    st.text(max_size=80)
    | st.sampled_from(["[]", '{"title":3}', '{"title":"","price":"1e999"}', '{"title":"","price":1e999}'])
)
def test_any_address_gives_a_plan_or_none(text):
    found = variant.from_address(text)
    assert found is None or all(abs(value) < 1e12 for _, value in found[0].values)


def test_the_run_takes_the_plan_along(tmp_path):
    question = Question("base", (), 500, 2, 30, 1, own=Variant("Mine", (("price", 110.0),)))
    defaults = {"people": 1, "worlds": 1, "days": 1, "seed": 1}
    names = {"base": "base", "price_up_10": "base"}
    assert read(address(question), names, first(names, defaults), (), data.levers).question == question
    wanted = request(question)
    assert "level: 1.1" in wanted.own
    line = job.command(wanted, tmp_path / "out", tmp_path / "progress.json")
    assert str(tmp_path / job.OWN) in line


def plan(page, **address):
    return page(lang="en", scenarios="base,price_up_10", **address)


def test_the_plan_can_be_run_once_something_is_changed(page):
    app = plan(page)
    assert not app.button(key="run").disabled
    app.toggle(key="own").set_value(True).run()
    assert app.info[0].value == EN("own.nothing")
    assert app.button(key="run").disabled
    app.number_input(key="own base  price").set_value(105.0).run()
    assert not app.exception
    assert not app.button(key="run").disabled
    assert variant.from_address(app.query_params["own"]) == (Variant("", (("price", 105.0),)), {})


def test_a_value_that_cannot_be_is_answered_with_what_is_allowed(page):
    app = plan(page, own='{"title":"","price":105}')
    app.number_input(key="own base  first").set_value(100.0).run()
    assert "100" in app.error[0].value
    assert "99" in app.error[0].value
    assert app.button(key="run").disabled
    assert '"first":100' in app.query_params["own"]  # a link leads to what is wrong, not past it


def test_another_base_begins_with_its_own_numbers(page):
    app = plan(page, own='{"title":"","price":105}')
    assert app.number_input(key="own base  price").value == 105.0
    app.selectbox(key="base").set_value("price_up_10").run()
    assert not app.exception
    assert app.number_input(key="own price_up_10  price").value == 110.0
