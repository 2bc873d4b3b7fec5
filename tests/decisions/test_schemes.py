"""Ways to price: those of the library, refused where they cannot be, exactly nothing where nobody is reached."""

import numpy as np
import pytest

import sixr
from decisions.schemes import REACTION, compared, plan_of, reacting, scheme
from scenarios.changes import value_at
from sim.problems import BadInput

SAME = {
    "penetration": "penetration=0.8:365:4",
    "skimming": "skimming=1.2",
    "volume_discount_100": "quantity=100:0.1:50",
}


@pytest.mark.parametrize("name", SAME)
def test_a_scheme_is_the_policy_of_the_library_that_says_the_same(name):
    assert plan_of(sixr.load("base"), scheme(SAME[name])).policy == sixr.load(name).policy


def test_new_customers_first_is_what_the_library_does_later():
    price = plan_of(sixr.load("base"), scheme("new_first=1.1:365")).policy.price
    (at_once,), (later,) = price.changes, sixr.load("new_customers_first").policy.price.changes
    assert later == at_once.model_copy(update={"day": later.day, "until": at_once.until + later.day})


@pytest.mark.parametrize(
    "text",
    [
        "penetration=1.2", "skimming=0.8", "penetration=0.8:10.5", "quantity=100", "quantity=100:1",
        "quantity=100:0.1:0", "new_first=0", "new_first=1.1:0", "luck=1", "penetration", "quantity=100:nan",
        "skimming=1.2:365:4:1",
    ],
)  # fmt: skip
def test_a_scheme_that_cannot_be_is_refused(text):
    with pytest.raises(BadInput, match="--scheme"):
        scheme(text)


def test_a_rival_reacts_by_the_share_that_is_said_and_no_other():
    assert value_at(reacting(sixr.load("base"), 0.5), REACTION) == 0.5
    for share in (-0.1, 5.1, float("nan")):
        with pytest.raises(BadInput, match="--rival"):
            reacting(sixr.load("base"), share)


def test_a_discount_that_nobody_reaches_brings_exactly_nothing_and_profit_adds_up_to_the_whole():
    base = sixr.load("base", overrides=["people=1000", "worlds=3", "days=60"])
    ways = [scheme("quantity=1000000:0.5:1"), scheme("skimming=1.3:60")]
    found = compared(base, ways, objective="profit", measures=("orders",))
    assert not found.gain[0].any()
    assert (found.against[0].mean, found.against[0].low, found.against[0].high) == (0.0, 0.0, 0.0)
    assert found.gain[1, -1] == pytest.approx(np.diff(found.batch.of("profit")[[0, 2]], axis=0)[0], rel=1e-9)
    assert found.against[1].mean == pytest.approx(found.gain[1, -1].mean())
    assert found.batch.of("orders")[2].mean() < found.batch.of("orders")[0].mean()
    assert found.days == (8, 15, 22, 30, 38, 45, 52, 60)
