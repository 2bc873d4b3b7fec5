"""What the generator refuses, and why, before anything is written."""

import ast
import importlib
from dataclasses import replace

import pytest

from generator import assumed as assumptions
from generator import hooks, schema, words
from sim.core.ground.layout import packed
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section, Word
from sim.reference.part import FOLLOWED

POINTS = next(one for one in ALL if one.name == "points")
BY_BOTH = {*hooks.ANSWERS, *hooks.TOLD, *hooks.ACTS} - {"remembers_prices"}
"""What both engines ask and tell; that prices are remembered at all only saves the compiled one work."""


def test_a_clock_without_an_act_is_refused(monkeypatch):
    lacking = replace(POINTS, fields=(*POINTS.fields, Field("at_birthday", "f4", "when", often=True)))
    monkeypatch.setattr(hooks, "ALL", (lacking,))
    with pytest.raises(ValueError, match=r"points: acts.py has no at_birthday"):
        hooks.acts()


def test_a_number_that_is_taken_is_refused_and_a_free_one_named():
    with pytest.raises(ValueError, match="event CHEERED, 1: the name or the number is taken; 2 is free"):
        words.members("event", [Word("REACHED", 0), Word("TOUCHED", 1), Word("CHEERED", 1)])
    with pytest.raises(ValueError, match="the name or the number is taken"):
        words.members("event", [Word("REACHED", 0), Word("REACHED", 1)])
    assert "FADED = 4" in words.members("event", [Word("REACHED", 0), Word("FADED", 4)])  # those between are no more


def test_a_mechanism_is_on_by_a_number_of_its_own():
    with pytest.raises(ValueError, match="cheers: cheers_on is none of its numbers"):
        Mechanism("cheers", on="cheers_on", case="people cheer", numbers=(Number("cheer", "f8", "how loud"),))


def test_what_joins_a_section_of_the_market_is_assumed_or_stated():
    section = Section("need", "Naps.", (Belief("nap_rate", "Rate"),), joins=True)
    assert schema.joined(section, {}) == ["    nap_rate: Rate\n"]
    given = {"market.need.nap_rate": {"value": 0.1, "unit": "1/day", "source": "s"}}
    assert schema.joined(section, given) == ["    nap_rate: Rate = assumed('market.need.nap_rate')\n"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policy.relationship.points.colour: {value: 1, source: s}", "is nothing that it declares"),
        ("policy.relationship.points.earn_rate: {value: 0.1}", "has no value or no source"),
    ],
)
def test_what_is_assumed_without_a_source_or_of_nothing_is_refused(tmp_path, monkeypatch, text, said):
    (tmp_path / "points").mkdir()
    (tmp_path / "points" / "assumed.yaml").write_text(text)
    monkeypatch.setattr(assumptions, "MECHANISMS", tmp_path)
    with pytest.raises(ValueError, match=said):
        assumptions.assumed.__wrapped__(POINTS)


def test_every_function_named_like_a_hook_is_asked():
    """A folder's rule or act of such a name is in what is written; the freshness test says that this is in the tree."""
    told, asked = hooks.acts(), hooks.answers()
    for one in ALL:
        assert all(f"{one.name}.{name}(" in told for name in hooks.functions(one, "acts") & hooks.ACTS.keys())
        questions = hooks.ANSWERS.keys() | hooks.TOLD.keys()
        assert all(f"{one.name}.{name}(" in asked for name in hooks.functions(one, "rules") & questions)


def test_who_is_told_of_friends_asks_for_news_of_them():
    """Else nobody writes to them where no other mechanism asks."""
    assert all(one.hears for one in (*hooks.having("friend_won", "acts"), *hooks.having("inviter_is", "rules")))


def asked_on_simpy():
    """The names by which the SimPy engine asks and tells the parts of a customer; what follows a clock included."""
    for file in (hooks.MECHANISMS.parent / "reference").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Attribute(attr="asks" | "tells"), [ast.Constant(str(name)), *_]):
                    yield name
    yield from FOLLOWED.values()


def test_both_engines_ask_the_same_questions():
    assert {*asked_on_simpy()} == {*BY_BOTH, "record"}


TOLD = [one for one in ALL if (hooks.MECHANISMS / one.name / "story.py").exists()]
"""Mechanisms that are parts of a customer on SimPy; the others are in the customer's own files (sim.reference)."""


@pytest.mark.parametrize("one", TOLD, ids=lambda one: one.name)
def test_a_mechanism_answers_both_engines(one):
    story = importlib.import_module(f"sim.mechanisms.{one.name}.story").Story
    clocks = {field.name for field in one.fields if field.is_clock}
    compiled = (hooks.functions(one, "rules") | hooks.functions(one, "acts")) & BY_BOTH
    assert vars(story).keys() & (BY_BOTH | clocks) == compiled | clocks


def test_records_have_no_gaps_and_occasions_ask_for_one_line_of_memory():
    record, often = packed([("a", "f4"), ("b", "u2"), ("c", "i8")], [("d", "u1"), ("e", "f4"), ("f", "u2")])
    assert (record.itemsize, often) == (24, 14)
    assert record.fields["f"][1] == 14  # fills the gap behind what is asked for often
    assert [record.fields[name][1] % record[name].alignment for name in record.names] == [0] * 6
    with pytest.raises(ValueError, match="takes 72 bytes: at most 64"):
        packed([(f"a{k}", "f8") for k in range(9)], [])
    with pytest.raises(ValueError, match="two fields of one name"):
        packed([("a", "f4")], [("a", "u1")])
