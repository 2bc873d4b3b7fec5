"""What must hold for every scenario, tried on scenarios drawn at random from the whole schema.

SIXR_EXAMPLES=5000 tries that many of each; without it, so many that the module takes about half a minute. A
failure prints the smallest scenario that fails as a file beside lively.yaml.
"""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from scenarios.lowering.lower import lower
from sim import engine, reference
from sim.core.ground.behaviour import BEHAVIOUR
from sim.core.ground.state import TOUCH_STOCK
from sim.differences import differences
from sim.identities import assert_identities
from sim.measures import measure
from sim.vocabulary import Event
from tests.properties.drawing import LIVELY, WIDE, Made, fitting, made, market_tree, places, values
from tests.properties.leaves import item_kind, kind_of, leaves
from tests.properties.story import MONEY, faults, paid

LONG = int(os.environ.get("SIXR_EXAMPLES", 0))


def examples(usual):
    """So many examples, always the same ones."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(
        max_examples=LONG or usual, derandomize=True, deadline=None, database=None, suppress_health_check=slow
    )


@examples(15)
@given(made())
def test_both_engines_tell_the_same_story(tried, drawn):
    told = reference.run(drawn.plan)
    found = differences(drawn.ledger, told)
    tried.update(journals=1, lines=len(told.journal), different=bool(found))
    assert found == []


@examples(15)
@given(made(), st.sampled_from([2, 4]), st.sampled_from([1, 7, 64, 65536]))
def test_the_books_agree_every_life_is_a_story_and_threads_and_blocks_change_nothing(drawn, threads, block):
    assert_identities(drawn.plan, drawn.ledger)
    assert faults(drawn.plan, drawn.ledger) == []
    by_journal, by_accounts = paid(drawn.ledger)
    assert by_journal == by_accounts
    assert differences(drawn.ledger, engine.run(drawn.plan, threads=threads, block=block, journal=True)) == []


@examples(8)
@given(made())
def test_the_same_again_is_the_same(drawn):
    again = Made(drawn.market, drawn.changes, drawn.world)
    assert drawn.scenario.fingerprint == again.scenario.fingerprint
    for name, array in vars(drawn.plan).items():
        if isinstance(array, np.ndarray):
            assert array.tobytes() == getattr(again.plan, name).tobytes()
    assert differences(drawn.ledger, again.ledger) == []
    assert drawn.ledger.people.tobytes() == again.ledger.people.tobytes()


@examples(10)
@given(made(), st.data())
def test_a_change_to_what_is_already_so_is_exactly_nothing(drawn, data):
    """A price set again to what it is, a flight of the same spend, a number replaced by itself."""
    policy = drawn.scenario.policy
    day = data.draw(st.integers(0, drawn.scenario.days - 1))
    today = [change.level for change in policy.price.changes if change.day <= day]
    again = [{"day": day, "level": today[-1] if today else policy.price.level}]
    others = [{"day": c.day, "level": c.level} for c in policy.price.changes if c.day != day]
    changes = sorted(again + others, key=lambda change: change["day"])
    flights = [flight.model_dump(by_alias=True) for flight in policy.channel.flights]
    channel = drawn.scenario.market.channels[0].name
    if not any(flight["channel"] == channel for flight in flights):
        spend = policy.channel.weekly_spend[channel]
        flights.append({"channel": channel, "from": day, "to": day + 9, "weekly_spend": spend})
    same = drawn.with_({"policy.price.changes": changes, "policy.channel.flights": flights})
    assert differences(drawn.ledger, same.ledger) == []
    a, b = (measure(one.plan, one.ledger)["value"] for one in (drawn, same))
    assert a.equals(b)


def policy(drawn):
    """The decisions of a scenario."""
    return [place for place in places(drawn.market) if place.path.startswith("policy.")]


@examples(12)
@given(made(), st.integers(1, 59), st.data())
def test_what_changes_on_a_day_changes_nothing_before_it(drawn, day, data):
    """Another policy, drawn anew, holds from a day on: the days before are the same to the last line."""
    other = with_another_policy(drawn, data)
    levers = drawn.plan.levers.copy()
    levers[:, day:] = other.levers[:, day:]
    curves = drawn.plan.curves.copy()
    curves[:, :, day + 1 :] = curves[:, :, [day]] + other.curves[:, :, day + 1 :] - other.curves[:, :, [day]]
    curves[:, TOUCH_STOCK, day + 1 :] = other.curves[:, TOUCH_STOCK, day + 1 :]
    changed = engine.run(replace(drawn.plan, levers=levers, curves=curves), journal=True)
    assert before(drawn.ledger, day) == before(changed, day)


@examples(10)
@given(made(), st.integers(1, 59))
def test_a_shorter_run_is_the_beginning_of_a_longer_one(drawn, days):
    """Where nothing is said in shares of the horizon, as the entry of new people is, or about later days."""
    lists = dated(drawn.market)
    held = {path: value for path, value in drawn.changes.items() if not path.startswith(lists)}
    undated = {path: [] for path in lists if path not in SHIFTS} | {"market.start.inflow": False}
    undated |= {"policy.price.path.kind": "none"}
    longer = Made(drawn.market, held | undated, drawn.world)
    assert before(longer.ledger, days) == before(longer.with_({"days": days}).ledger, days)


SHIFTS = tuple(f"policy.service.desk.staff.{desk}" for desk in ("phone", "chat", "email"))
"""Lists of what holds for the whole run, as long as nothing else is said."""


def dated(market):
    """Paths of the lists whose items hold from a day on."""
    paths = set()
    for leaf in places(market):
        if leaf.kind.unit == "day":
            paths.add(leaf.path.rsplit(".", 2)[0])
        elif isinstance(leaf.value, tuple) and isinstance(item := item_kind(leaf.kind).type, type):
            fields = item.model_fields.values() if issubclass(item, BaseModel) else ()
            paths |= {leaf.path for field in fields if kind_of(field).unit == "day"}
    assert len(paths) >= 4
    return tuple(sorted(paths))


def with_another_policy(drawn, data):
    """The plan of the same world with some decisions drawn anew."""
    chosen = data.draw(
        st.lists(st.sampled_from(policy(drawn)), unique_by=lambda place: place.path, min_size=1, max_size=6)
    )
    behaviour = drawn.plan.behaviour
    days = drawn.scenario.days
    new = {place.path: data.draw(values(place.kind, place.value, days)) for place in chosen}
    other = lower(fitting(drawn, new).scenario, drawn.world)
    assert other.behaviour["key"] == behaviour["key"]
    assume(other.curves.shape == drawn.plan.curves.shape)
    assume(other.offer_prices.shape == drawn.plan.offer_prices.shape)
    assume(all(other.behaviour[name] == behaviour[name] for name in SWITCHES))
    return other


AMOUNTS = {"return_cost"}
SWITCHES = [name for name in BEHAVIOUR.names if BEHAVIOUR[name].kind in "iu" and name not in AMOUNTS]
"""What of a plan says which mechanisms run: a lever works in those only."""


def before(ledger, day):
    """The journal until a day begins, and the books of the days until then."""
    journal = ledger.journal[ledger.journal["time"] < day]
    return [journal.tobytes(), *(table[:day].tobytes() for table in (ledger.counts, ledger.flows, ledger.sums))]


@examples(10)
@given(made())
def test_a_currency_of_another_size_changes_no_life_and_no_ratio(drawn):
    """Every amount times 128, which no division notices: the same lines, and money times 128 but for rounding.

    Points are the exception: what is left of them and an order below half the smallest unit are rounded away in one.
    """
    one, other = (drawn.with_(amounts(drawn.scenario, times)).ledger for times in (1.0, 128.0))
    lines, larger = (ledger.journal[ledger.journal["kind"] != Event.REDEEMED] for ledger in (one, other))
    for field in ("time", "who", "kind"):
        assert lines[field].tobytes() == larger[field].tobytes()
    paid = np.isin(lines["kind"], MONEY)
    assert (lines["amount"][~paid] == larger["amount"][~paid]).all()
    assert np.abs(128 * lines["amount"][paid] - larger["amount"][paid]).max(initial=0) <= 65
    assert (np.abs(128 * redeemed(one) - redeemed(other)) <= 65 * one.people["orders"]).all()
    bookings = one.counts.sum() + drawn.plan.people * drawn.plan.days
    assert np.abs(128 * one.sums - other.sums).max() <= 65 * bookings


def redeemed(ledger):
    """What each person has paid with points, in the smallest unit."""
    used = ledger.journal[ledger.journal["kind"] == Event.REDEEMED]
    return np.bincount(used["who"], weights=used["amount"], minlength=len(ledger.people))


def amounts(scenario, times):
    """Every amount of money of a scenario multiplied, and held fixed, by path."""
    changes = {}
    for leaf in leaves(scenario):
        if leaf.kind.unit.startswith("currency") and leaf.value is not None:
            changes[leaf.path] = times * (leaf.value.value if leaf.kind.is_parameter else leaf.value)
        elif isinstance(leaf.value, tuple) and leaf.path != "market.correlations":
            changes[leaf.path] = [multiplied(item, times) for item in leaf.value]
        assert leaf.kind.unit.startswith("currency") or "currency" not in leaf.kind.unit, leaf
    return changes


def multiplied(item, times):
    """An item of a list with its amounts of money multiplied."""
    if not isinstance(item, BaseModel):
        return item
    plain = item.model_dump(by_alias=True)
    for name, field in type(item).model_fields.items():
        if kind_of(field).unit.startswith("currency"):
            plain[field.alias or name] *= times
    return plain


GROUPED = ("segments", "regions", "places", "classes")
UNDRAWN = {
    "policy.groups", "market.places.online.appeal", "market.places.store.appeal",
    "policy.service.desk.urgent.segments",
    "policy.incentives.winback.who.segments", "policy.incentives.winback.who.classes", "market.correlations",
    "market.referral.network.file", "market.referral.network.sha256",
    "market.catalogue.folder", "market.catalogue.sha256", "policy.product.assortment.prices",
    "market.buying_centre.segments",
    "market.start.customers", "market.start.customers_sha256", "market.start.spend",
    "market.channels.social.audience", "market.channels.video.audience", "policy.price.offers",
    *(f"market.channels.{name}.kind" for name in ("search", "social", "video")), "policy.channel.limits",
    *(f"market.offers.{name}.{key}" for name in ("main", "large") for key in ("category", "with", "for")),
    *(f"policy.promotion.deals.{name}.{of}" for name in ("spring", "thanks") for of in ("segment", "region", "place")),
    *(f"policy.groups.stores.promotion.deals.in store.{of}" for of in ("segment", "region", "place")),
    *(f"policy.incentives.winback.who.{of}" for of in ("regions", "places")),
    *(f"policy.groups.{name}.{of}" for name in ("south", "stores") for of in GROUPED),
    *(f"policy.groups.{name}" for name in ("south.price.offers", "south.channel.flights", "stores.channel")),
}  # fmt: skip
"""Left as they are: what ties beliefs together, files, names that refer, and mappings that are empty."""


@pytest.mark.parametrize("market", [LIVELY.name, WIDE.name])
def test_every_number_and_switch_of_the_schema_can_be_drawn(market):
    """None is left out because the walk does not know its kind; words of a file and of a run are no part of it."""
    said = {path for path in paths(market_tree(market)) if path.split(".")[0] in ("market", "policy", "start")}
    drawn = [place.path for place in places(market)]
    assert len(set(drawn)) == len(drawn) > 200
    left = {path for path in said if not any(path == d or path.startswith(f"{d}.") for d in drawn)}
    assert {path for path in left if not path.endswith((".name", ".title.en", ".title.zh", ".title"))} <= UNDRAWN


def paths(tree, path=""):
    """Paths of everything in a tree of plain values; items of lists by their names."""
    named = isinstance(tree, tuple) and tree and isinstance(tree[0], dict) and "name" in tree[0]
    items = tree.items() if isinstance(tree, dict) else [(t["name"], t) for t in tree] if named else []
    below = [p for key, part in items for p in paths(part, f"{path}.{key}" if path else key)]
    return below or [path]
