"""The question stands in the address of the page; nonsense there does no harm, and is said."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.question import (
    KEYS,
    LIMITS,
    MOST_OTHERS,
    Question,
    address,
    differences,
    first,
    read,
    suggested,
    unknown,
)
from dashboard.text import LANGUAGES, words
from dashboard.variant import Variant

BASIC = ["base", "price_up_10", "referral_two_sided", "shift_budget", "null", "referral_off"]
NAMES = dict.fromkeys(BASIC, "base") | dict.fromkeys(["full", "community", "free_trial"], "full")
DEFAULTS = {"people": 20_000, "worlds": 20, "days": 730, "seed": 1}
MARKETS = ["sixr-demo/market-cdnow"]
LEVERS = ["price", "first", "spend.search", "reward.friend"]
DEFAULT = first(NAMES, DEFAULTS)

plans = st.builds(
    lambda title, values: Variant(title, tuple((key, values[key]) for key in LEVERS if key in values)),
    st.sampled_from(["", "My plan", "我的方案"]),
    st.dictionaries(st.sampled_from(LEVERS), st.floats(0.0, 1e6)),
)
questions = st.builds(
    lambda names, market, own, numbers: Question(names[0], tuple(names[1:]), **numbers, market=market, own=own),
    st.lists(st.sampled_from(BASIC), min_size=1, max_size=1 + MOST_OTHERS, unique=True),
    st.sampled_from(["", *MARKETS]),
    st.none() | plans,
    st.fixed_dictionaries({name: st.integers(*limits) for name, limits in LIMITS.items()}),
)


def reading(written: dict[str, str]):
    return read(written, NAMES, DEFAULT, MARKETS, lambda base, market: LEVERS)


@given(questions)
def test_a_question_survives_the_address_whole_and_nothing_is_added(question):
    found = reading(address(question))
    assert found.question == question
    assert found.remarks == ()
    assert differences(found.question, question) == ()


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=40)))
def test_any_address_gives_a_question_and_what_is_not_in_it_is_said(written):
    found = reading(written)
    question = found.question
    assert set(question.scenarios) <= set(NAMES)
    assert len(question.others) <= MOST_OTHERS
    assert question.base not in question.others
    assert {NAMES[name] for name in question.scenarios} == {NAMES[question.base]}
    assert all(least <= getattr(question, name) <= most for name, (least, most) in LIMITS.items())
    assert question.market in ("", *MARKETS)
    lost = [key for key in LIMITS if key in written and getattr(question, key) != _number(written[key])]
    assert {remark.said["part"] for remark in found.remarks if remark.kind == "number"} == set(lost)
    assert ("own" in written and question.own is None) == any(remark.kind == "own" for remark in found.remarks)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


@given(st.lists(st.sampled_from([*BASIC, "community", "no_such", "Base", ""]), max_size=8))
def test_every_name_of_a_link_is_asked_or_said(names):
    found = reading({"scenarios": ",".join(names)})
    said = {remark.said.get("found") for remark in found.remarks}
    for name in filter(None, names):
        assert name in found.question.scenarios or name in said
    assert set(found.question.others) <= set(names)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"scenarios": "base,price_up"}, "scenario"),
        ({"scenarios": "nothing,base"}, "base"),
        ({"scenarios": ""}, "no_scenario"),
        ({"scenarios": "base,null,null"}, "twice"),
        ({"scenarios": "base,community"}, "apart"),
        ({"scenarios": "base,price_up_10,referral_two_sided,shift_budget,null,referral_off"}, "too_many"),
        ({"people": "many"}, "number"),
        ({"people": "99"}, "number"),
        ({"worlds": "1e3"}, "number"),
        ({"days": "20001"}, "number"),
        ({"seed": "-1"}, "number"),
        ({"market": "sixr-demo/other"}, "market"),
        ({"own": "price 105"}, "own"),
        ({"own": "[1]"}, "own"),
        ({"own": json.dumps({"title": "x", "spend.radio": 5})}, "own_lever"),
        ({"own": json.dumps({"title": "x", "price": "dear"})}, "own_number"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_link_says_in_vain_is_said_in_words(written, kind, language):
    from dashboard.asking import _shown

    (remark,) = [one for one in reading(written).remarks if one.kind == kind]
    said = words(language)(f"link.{kind}", **_shown(remark.said, words(language)))
    assert "{" not in said.replace('{"title":"…","price":105}', "")
    assert kind == "no_scenario" or str(remark.said["found"])[:5] in said.replace("\\", "")


def test_unknown_parts_of_an_address_are_said():
    assert [remark.said["found"] for remark in unknown({"seed": "1", "sed": "7", "Seed": "7"}, KEYS)] == ["sed", "Seed"]


def test_an_empty_address_gives_the_default():
    question = reading({}).question
    assert question == Question("base", ("price_up_10", "referral_two_sided", "shift_budget"), 20_000, 20, 730, 1)


def test_a_baseline_with_a_plan_alone_gets_no_policies_beside_it():
    own = Variant("", (("price", 105.0),))
    question = Question("base", (), **DEFAULTS, own=own)
    assert reading(address(question)).question == question
    assert reading({"own": address(question)["own"]}).question.others == ()


def test_two_questions_differ_in_what_was_changed():
    one = replace(DEFAULT, own=Variant("a", (("price", 105.0),)))
    assert differences(one, replace(one, others=one.others[::-1])) == ()
    assert differences(one, replace(one, own=Variant("b", one.own.values))) == ()
    assert differences(one, replace(one, own=None)) == ("own",)
    assert differences(one, replace(one, seed=7, base="null", market="x")) == ("base", "market", "seed")


def test_what_is_suggested_shares_the_market_of_the_baseline():
    assert suggested("base", NAMES) == ("price_up_10", "referral_two_sided", "shift_budget")
    assert suggested("full", NAMES) == ("community",)
    assert suggested("community", NAMES) == ("full",)
    assert suggested("alone", {"alone": "alone"}) == ()
