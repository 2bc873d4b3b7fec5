"""A market in another currency is the same market: people, events and moments to the last one, money times the rate.

Every amount that a scenario states in plain currency is multiplied, read off the units of the schema; what it states in
mean orders follows by itself. Held for every scenario of the library, as read from its folder.
"""

import json
from functools import lru_cache

import numpy as np
import pytest

from scenarios.files.finding import library
from scenarios.files.loading import as_stated, load
from scenarios.lowering.lower import lower
from scenarios.scenario import Scenario
from sim import engine
from sim.vocabulary import Event
from tests.properties.leaves import kind_of, leaves
from tests.properties.story import MONEY

SMALL = ("people=400", "worlds=1")
DAYS = 220
POLICIES = [name for name in library() if "/" not in name]
VERIFIED = [name for name in library() if "/" in name]
opened = lru_cache(maxsize=4)(load)


def below(tree, path):
    """What a tree of plain values holds at a path; items of lists by their names. None: a channel without spend."""
    for key in path.split("."):
        tree = next(i for i in tree if i.get("name") == key) if isinstance(tree, tuple) else tree.get(key)
    return tree


def put(tree, whole, keys, value):
    """Write ``value`` into a tree that goes over ``whole``."""
    key, *rest = keys
    if not rest:
        tree[key] = value
    elif isinstance(whole[key], tuple):
        items = tree.setdefault(key, [])
        item = next((item for item in items if item["name"] == rest[0]), None)
        if item is None:
            items.append(item := {"name": rest[0]})
        put(item, next(item for item in whole[key] if item["name"] == rest[0]), rest[1:], value)
    else:
        put(tree.setdefault(key, {}), whole[key], rest, value)


@lru_cache(maxsize=4)
def plain_amounts(name):
    """Paths, and what stands there, of all that a scenario states in plain currency; 0 is that in every currency."""
    stated, found = as_stated(name), {}
    for leaf in leaves(opened(name)):
        if not leaf.kind.unit.startswith("currency"):
            if isinstance(leaf.value, tuple) and leaf.path != "market.correlations":
                assert not any(amounts_of(item) for item in leaf.value), leaf.path  # none in the library's lists
            continue
        said = below(stated, leaf.path)
        if leaf.kind.is_parameter and not said["unit"].startswith("mean orders"):
            found[leaf.path] = {key: said[key] for key in ("value", "interval") if key in said}
        elif not leaf.kind.is_parameter and not isinstance(said, str) and said:
            found[leaf.path] = said
    return found


def amounts_of(item):
    """Amounts of an item of a list without names, such as a flight."""
    if not hasattr(type(item), "model_fields"):
        return []
    return [name for name, field in type(item).model_fields.items() if kind_of(field).unit.startswith("currency")]


def times(said, rate):
    if isinstance(said, dict):
        return {key: times(part, rate) for key, part in said.items()}
    return [rate * part for part in said] if isinstance(said, tuple) else rate * said


def lived(scenario: Scenario, world=0):
    """A world of the beginning of a scenario; what is verified comes later."""
    plan = lower(scenario.model_copy(update={"days": min(scenario.days, DAYS), "verify": ()}), world)
    return plan, engine.run(plan, journal=True)


def sizes(name):
    """Overrides that make a scenario small; the people whom nobody has reached are part of them."""
    fresh = opened(name).market.referral.network.kind == "fresh"
    return (*SMALL, "market.referral.network.seeds=100") if fresh else SMALL


@lru_cache(maxsize=4)
def at_home(name):
    return lived(load(name, overrides=sizes(name)))


def assert_the_same_at(name, rate, folder):
    """Lives equal to the last event, and money times ``rate`` but for the rounding of each booking."""
    tree, stated = {}, as_stated(name)
    for path, said in plain_amounts(name).items():
        put(tree, stated, path.split("."), times(said, rate))
    file = folder / "abroad.yaml"
    file.write_text(json.dumps({"extends": name, "currency": "XAU", **tree}))
    plan, other = lived(load(file, overrides=sizes(name)))
    one = at_home(name)[1]
    for field in ("time", "who", "kind"):
        assert one.journal[field].tobytes() == other.journal[field].tobytes(), field
    money = np.isin(one.journal["kind"], MONEY)
    assert (one.journal["amount"][~money] == other.journal["amount"][~money]).all()
    unit = (rate + 1.0) / 2.0 + 1e-9
    orders = one.people["orders"][one.journal["who"][money]].astype(float)
    rounded = unit * np.where(one.journal["kind"][money] == Event.REDEEMED, orders, 1.0)
    off = np.abs(rate * one.journal["amount"][money] - other.journal["amount"][money])
    assert (off <= rounded + 1e-12 * np.abs(other.journal["amount"][money])).all()
    bookings = one.counts.sum() + plan.people * plan.days
    assert np.abs(rate * one.sums - other.sums).max() <= unit * bookings + 1e-12 * np.abs(other.sums).max()


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_in_another_currency_is_the_same(name, tmp_path):
    assert_the_same_at(name, 1000.0, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [7.3, 1000.0])
@pytest.mark.parametrize("name", [*POLICIES, *VERIFIED])
def test_every_scenario_of_the_library_in_another_currency_is_the_same(name, rate, tmp_path):
    assert_the_same_at(name, rate, tmp_path)


@pytest.mark.parametrize("name", POLICIES)
def test_no_number_of_behaviour_and_no_default_of_a_policy_is_in_a_currency_of_its_own(name):
    """But for the scale of the spend law, from which the mean order follows. 0 is nothing in every currency."""
    assert set(plain_amounts(name)) == {"market.spend.customer_rate"}


def test_numbers_that_a_new_channel_may_leave_out_follow_the_market_too(tmp_path):
    """The same in a market whose orders are a hundred times as large, and with no line of the file changed."""
    belief = "{{value: {}, unit: {}, label: assumed, source: drawn}}"
    file = tmp_path / "radio.yaml"
    file.write_text(
        "extends: base\nmarket:\n  channels:\n    - name: radio\n"
        f"      cost_per_thousand: {belief.format(0.3, 'mean orders')}\n"
        f"      carryover: {belief.format(0.2, 'per week')}\n      peak_rate: {belief.format(0.001, '1/day')}\n"
        f"      half_saturation: {belief.format(0.01, 'impressions/person/day')}\n"
    )
    one, other = (load(file, overrides=[f"market.spend.customer_rate={rate}"]) for rate in (10, 1000))
    for name in ("cost_per_thousand", "reference_spend", "aggregate_half"):
        small, large = (getattr(scenario.market.channels[3], name) for scenario in (one, other))
        assert small.unit.startswith("currency")
        assert large.value == pytest.approx(100 * small.value, rel=1e-12)
