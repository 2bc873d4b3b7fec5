"""Every notion names what there is: keys, scenarios, measures; every plan of the library is found by a notion."""

import re
from contextlib import suppress

import pytest
from pydantic.fields import FieldInfo

import sixr
from scenarios.files.finding import chain, library
from scenarios.files.loading import load
from scenarios.notions import FRONTS, _field, notions, setting
from scenarios.scenario import Scenario
from sim.tables import MEASURES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVERY = [pytest.param(one, id=one.name["en"]) for one in notions()]


@pytest.fixture(scope="module")
def today():
    return load("base")


@pytest.mark.parametrize("one", EVERY)
def test_a_notion_names_what_there_is(one, today):
    assert one.front in FRONTS
    for path in one.keys:
        setting(path, today)
    assert set(one.measures) <= set(MEASURES)
    assert set(one.scenarios) <= set(library())
    assert one.keys or one.commands or one.scenarios
    assert one.measures or one.commands


@pytest.mark.parametrize("one", EVERY)
def test_a_notion_is_said_in_both_languages(one):
    for texts in (one.name, one.says):
        assert list(texts) == ["en", "zh"]
        assert CHINESE.search(texts["zh"])
        assert not CHINESE.search(texts["en"])
    assert one.says["en"].endswith(".")
    assert one.says["zh"].endswith("。")


def test_no_name_stands_twice():
    names = [name.casefold() for one in notions() for name in one.name.values()]
    assert sorted(set(names)) == sorted(names)
    for one in notions():
        folded = [name.casefold() for name in one.names]
        assert len(set(folded)) == len(folded), one.name
    fronts = [FRONTS.index(one.front) for one in notions()]
    assert fronts == sorted(fronts)


def test_every_plan_of_the_library_belongs_to_a_notion():
    plans = {name for name in library() if not name.startswith("verification/")}
    assert plans - {name for one in notions() for name in one.scenarios} == set()


PLANS = sorted({name for one in notions() for name in one.scenarios} - {"null", "base", "full"})


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_states_a_key_of_each_notion_that_names_it(name):
    stated = {_without_names(path) for path in chain(name)[0][-1].paths()}
    for one in notions():
        if name in one.scenarios:
            assert any(path == key or path.startswith(f"{key}.") for key in one.keys for path in stated), one.name["en"]


def _without_names(path):
    """A path of a file without the names of items of lists."""
    info, kept = FieldInfo.from_annotation(Scenario), []
    for key in path.split("."):
        with suppress(KeyError):
            _, info = _field(info, key)
            kept.append(key)
    return ".".join(kept)


def test_a_key_that_there_is_not_is_refused(today):
    for path in ("policy.price.leval", "policy.incentives.winback.depth", "market.size.of"):
        with pytest.raises(KeyError):
            setting(path, today)


def test_settings_are_those_of_base_with_their_units(today):
    found = sixr.find("price level").settings
    assert (found["policy.price.level"].value, found["policy.price.level"].unit) == (1.0, "ratio to today's price")
    assert found["policy.price.changes.day"].value is None
    assert sixr.find("media budget").settings["policy.channel.weekly_spend"].value == today.policy.channel.weekly_spend
    elasticity = sixr.find("价格弹性").settings["market.choice.price_elasticity"]
    assert elasticity.value == today.market.choice.price_elasticity.value


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (("PENETRATION",), "Penetration pricing"),
        (("渗透",), "Penetration pricing"),
        (("win", "reason"), "Win back by reason"),
        (("ＮＰＳ",), "Net promoter score"),
        (("薅羊毛",), "Bargain hunters"),
        (("mend_causes",), "Improve and tell"),
    ],
)
def test_a_notion_is_found_by_its_names_in_any_case_and_by_what_it_names(said, name):
    assert name in [one.name["en"] for one in sixr.find(*said).notions]


@pytest.mark.parametrize(("said", "name"), [("skiming", "Skimming"), ("渗透价格", "渗透定价"), ("freemum", "Freemium")])
def test_where_nothing_is_called_so_what_looks_alike_is_offered(said, name):
    found = sixr.find(said)
    assert found.notions == ()
    assert name in found.close
    assert sixr.find("qqqq").close == ()


def test_without_a_word_all_are_found():
    assert sixr.find().notions == notions()
