"""Paths of the price with a name, and a competitor who answers to ours."""

import numpy as np
import pytest

from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput
from tests.scenarios.lowered import plan, scenario

PATH, REACTION = "policy.price.path", "market.competitor.reaction"
RISING = f"{PATH}={{kind: penetration, start: 0.8, end: 1.0, from: 10, days: 100, steps: 4}}"


def test_a_path_goes_from_its_start_to_its_end_in_equal_steps():
    price = plan(RISING).levers["price"]
    for first, level in ((0, 1.0), (10, 0.8), (35, 0.85), (60, 0.9), (85, 0.95), (110, 1.0)):
        assert price[:, first] == pytest.approx(level)
        assert price[:, min(first + 9, 119)] == pytest.approx(level)
    assert (price[:, 110:] == 1.0).all()


def test_a_path_multiplies_the_level_and_its_changes():
    levels = ("policy.price.changes=[{day: 50, level: 1.5}]", "policy.price.level=1.2")
    both, without, alone = plan(RISING, *levels), plan(*levels), plan(RISING)
    assert both.levers["price"] == pytest.approx(without.levers["price"] * alone.levers["price"])


@pytest.mark.parametrize("kind", ["penetration", "skimming"])
def test_a_path_of_ones_changes_nothing(kind):
    with_, without = plan(f"{PATH}.kind={kind}"), plan()
    for field in with_.levers.dtype.names:
        assert (with_.levers[field] == without.levers[field]).all(), field


@pytest.mark.parametrize(("kind", "start", "end"), [("penetration", 1.2, 1.0), ("skimming", 0.8, 0.9)])
def test_a_path_against_its_name_is_refused(kind, start, end):
    with pytest.raises(BadInput, match=rf"policy.price.path.end .*{kind} from"):
        scenario(f"{PATH}={{kind: {kind}, start: {start}, end: {end}}}")


def test_a_path_after_the_run_is_refused():
    with pytest.raises(BadInput, match=r"policy.price.path.from .* a day before 120"):
        scenario(f"{PATH}={{kind: skimming, start: 1.1, from: 120}}")


def test_what_a_path_takes_for_granted_is_said():
    assert any("taken to ignore it" in said and "costs do not fall" in said for said in warnings_of(scenario(RISING)))
    said = warnings_of(scenario(RISING, f"{REACTION}.share=0.5", "market.choice.reference_gain=1"))
    assert any("follows 50 % of each change after 28 days" in one and "get used" in one for one in said)
    assert not any("policy.price.path" in one for one in warnings_of(scenario()))


@pytest.mark.parametrize(
    ("share", "level", "answer"),
    [(0.5, 0.9, 0.95), (1.0, 0.9, 0.9), (2.0, 0.9, 0.8), (2.0, 1.1, 1.1), (0.5, 1.1, 1.05), (1.0, 0.5, 0.75)],
)
def test_the_competitor_follows_a_share_of_our_change_after_its_delay(share, level, answer):
    rival = plan(f"{REACTION}={{share: {share}, delay: 7}}", f"policy.price.level={level}").levers["rival"]
    assert (rival[:, :7] == 1.0).all()
    assert rival[:, 7:] == pytest.approx(answer)


def test_the_answer_comes_on_top_of_what_the_competitor_does_anyway():
    own = "market.competitor={price: 0.7, changes: [{day: 60, level: 1.2}], reaction: {share: 1, delay: 0}}"
    rival = plan(own, "policy.price.level=0.9").levers["rival"]
    assert rival[:, :60] == pytest.approx(0.7)  # below the floor of its own accord, and no further because of us
    assert rival[:, 60:] == pytest.approx(1.2 * 0.9)


def test_the_competitor_answers_to_the_mean_price_of_our_offers():
    levels = "policy.price.offers={main: 0.8}"
    assert plan(levels, f"{REACTION}={{share: 1, delay: 0}}").levers["rival"] == pytest.approx(0.8)


def test_a_competitor_who_undercuts_takes_from_us_what_the_lower_price_brings():
    """With the same answer to both prices, and the competitor all that there is beside us, following in full leaves
    the share as it is: only the difference of prices counts in a logit."""
    beside = ("market.choice.share_competitor=1", "market.choice.competitor_response=1")
    for share, sign in ((0.0, 1.0), (1.0, 0.0), (2.0, -1.0)):
        made = plan(*beside, f"{REACTION}={{share: {share}, delay: 0}}", "policy.price.level=0.9")
        gap = made.levers["rival"][0, 0] - made.levers["price"][0, 0]
        assert np.sign(round(gap, 12)) == sign
