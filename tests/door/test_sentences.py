"""Numbers and verdicts in words."""

import math

import pytest

from scenarios.results.compare import Verdict
from scenarios.results.sentences import amount, chance, number, sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.6, "12,300"),
        (-8768, "-8,770"),
        (3.14159, "3.14"),
        (0.012345, "0.0123"),
        (0, "0"),
        (999.96, "1,000"),
        (1e7, "10,000,000"),
        (100, "100"),
        (math.nan, "–"),
    ],
)
def test_three_digits_say_enough(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12345.6, "currency", "12,300 USD"),
        (34.251, "currency", "34.25 USD"),
        (-4.2, "currency", "-4.20 USD"),
        (0.123, "share", "12.3 %"),
        (86.4, "days", "86.4 days"),
        (2.5, "ratio", "2.50"),
        (math.nan, "currency", "–"),
        (math.nan, "days", "–"),
        (math.inf, "days", "infinite"),
        (-math.inf, "currency", "minus infinity"),
    ],
)
def test_amounts_have_their_unit(value, unit, text):
    assert amount(value, unit, "USD") == text


def verdict(outcome="better", difference=24600.0, low=16000.0, high=34000.0, p=0.93, worlds=20, measure="profit"):
    return Verdict("B", "A", measure, outcome, difference, low, high, p, 100.0, worlds, worlds < 100)


def test_a_winner_is_named_with_size_range_and_probability():
    assert sentence(verdict(), "currency", "USD", 730) == (
        "B beats A on profit by 12,300 USD a year [rough 90 % interval 8,000 to 17,000], P(better) = .93."
    )


def test_enough_worlds_are_not_rough():
    assert "[90 % interval" in sentence(verdict(worlds=100), "currency", "USD", 365)


def test_a_loser_loses_by_a_positive_amount():
    lost = verdict("worse", -24600.0, -34000.0, -16000.0, 0.0)
    assert sentence(lost, "currency", "USD", 730) == (
        "B loses to A on profit by 12,300 USD a year [rough 90 % interval 8,000 to 17,000], P(better) = .00."
    )


def test_lower_cost_wins_by_what_is_saved():
    cheaper = verdict("better", -4.0, -6.0, -2.0, 1.0, measure="cac")
    assert sentence(cheaper, "currency", "USD", 730) == (
        "B beats A on CAC by 4.00 USD [rough 90 % interval 2.00 to 6.00], P(better) = 1.00."
    )


def test_what_is_not_settled_names_no_winner():
    open_ = verdict("unsettled", 1200.0, -8000.0, 12000.0, 0.6)
    assert sentence(open_, "currency", "USD", 365) == (
        "B against A on profit is not settled: +1,200 USD a year [rough 90 % interval -8,000 to 12,000], "
        "P(better) = .60."
    )


def test_equal_is_said_in_words():
    assert sentence(verdict("equal", 0.0, 0.0, 0.0, 0.5), "currency", "USD", 730) == (
        "B equals A on profit in each of the 20 worlds."
    )


def test_one_world_has_no_interval():
    one = verdict("unsettled", 5.0, math.nan, math.nan, 1.0, worlds=1)
    assert "[one world: no interval]" in sentence(one, "currency", "USD", 365)


def test_too_few_worlds_are_said():
    few = sentence(verdict("unsettled", worlds=5), "currency", "USD", 730)
    assert few.startswith("B against A on profit: too few worlds to tell (5 worlds; at least 10 are needed): +12,300")


def test_chance():
    assert (chance(0.934), chance(1.0), chance(0.0), chance(math.nan)) == (".93", "1.00", ".00", "–")
