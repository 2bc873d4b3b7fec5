"""The question stands in the address of the page, and nonsense there does no harm."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.question import LIMITS, MOST_OTHERS, Question, address, asked, suggested

BASIC = ["base", "price_up_10", "referral_two_sided", "shift_budget", "null", "referral_off"]
NAMES = dict.fromkeys(BASIC, "base") | dict.fromkeys(["full", "community", "free_trial"], "full")
DEFAULTS = {"people": 20_000, "worlds": 20, "days": 730, "seed": 1}
MARKETS = ["sixr-demo/market-cdnow"]

questions = st.builds(
    lambda names, market, numbers: Question(names[0], tuple(names[1:]), **numbers, market=market),
    st.lists(st.sampled_from(BASIC), min_size=2, max_size=1 + MOST_OTHERS, unique=True),
    st.sampled_from(["", *MARKETS]),
    st.fixed_dictionaries({name: st.integers(*limits) for name, limits in LIMITS.items()}),
)


@given(questions)
def test_a_question_survives_the_address(question):
    assert asked(address(question), NAMES, DEFAULTS, MARKETS) == question


@given(st.dictionaries(st.sampled_from(["scenarios", "market", *LIMITS]), st.text(max_size=40)))
def test_any_address_gives_a_question_that_can_be_run(written):
    question = asked(written, NAMES, DEFAULTS, MARKETS)
    assert set(question.scenarios) <= set(NAMES)
    assert 1 <= len(question.others) <= MOST_OTHERS
    assert question.base not in question.others
    assert {NAMES[name] for name in question.scenarios} == {NAMES[question.base]}
    assert all(least <= getattr(question, name) <= most for name, (least, most) in LIMITS.items())
    assert question.market in ("", *MARKETS)


def test_an_empty_address_gives_the_default():
    question = asked({}, NAMES, DEFAULTS, MARKETS)
    assert question == Question("base", ("price_up_10", "referral_two_sided", "shift_budget"), 20_000, 20, 730, 1)


def test_policies_of_another_market_are_not_compared():
    question = asked({"scenarios": "community,base,full"}, NAMES, DEFAULTS, MARKETS)
    assert question.scenarios == ("community", "full")


def test_what_is_suggested_shares_the_market_of_the_baseline():
    assert suggested("base", NAMES) == ("price_up_10", "referral_two_sided", "shift_budget")
    assert suggested("full", NAMES) == ("community",)
    assert suggested("community", NAMES) == ("full",)
    assert suggested("alone", {"alone": "alone"}) == ()
