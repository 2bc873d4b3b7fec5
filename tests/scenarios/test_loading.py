"""A scenario as a whole: the library, the fingerprint, the round trip, the warnings, the published schema."""

import json
import pickle
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from generator.assumed import assumed
from scenarios.fields import Model
from scenarios.files.finding import library
from scenarios.files.loading import check, load, load_market
from scenarios.market import Market
from scenarios.parameter import Belief
from scenarios.scenario import Scenario
from scenarios.tree.source import parse
from scenarios.tree.writing import written
from scenarios.verify import expectations
from scenarios.warnings.warnings import warnings_of
from sim.mechanisms import kinds
from sim.mechanisms.all import ALL
from sim.problems import BadInput
from tests.worlds import written as written_to

LIBRARY = Path(__file__).parents[2] / "scenarios" / "library"
BASE = (LIBRARY / "base.yaml").read_text(encoding="utf-8")
DEFAULTS = [
    path
    for one in ALL
    for path, item in one.stated
    if isinstance(item, kinds.Belief) and "unit" in assumed(one).get(path, {})
]
"""Beliefs of mechanisms that base does not state."""


@pytest.mark.parametrize("name", library())
def test_every_scenario_of_the_library_loads_and_says_what_it_is(name):
    scenario = load(name)
    assert scenario.name == Path(name).name
    assert re.search("[\u4e00-\u9fff]", scenario.title.zh)
    if not name.startswith("verification/"):  # some of those are odd on purpose, but have their closed form
        assumed = "policy.price.path: "  # what a path with a name takes for granted is always said
        assert [said for said in warnings_of(scenario) if not said.startswith(assumed)] == []
    assert not any("closed form" in warning for warning in warnings_of(scenario))
    if name != "base":
        assert scenario.note is not None
        assert re.search("[\u4e00-\u9fff]", scenario.note.zh)


def changed(name):
    """Paths where a library scenario differs from base, name and texts apart."""
    base, other = (flat(load(n).model_dump(mode="json")) for n in ("base", name))
    texts = ("name", "title", "note")
    return {p: other.get(p) for p in base | other if base.get(p) != other.get(p) and p.split(".")[0] not in texts}


def flat(tree, path=""):
    if not isinstance(tree, dict | list) or not tree:
        return {path: tree}
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return {k: v for key, part in items for k, v in flat(part, f"{path}.{key}" if path else key).items()}


def test_the_library_changes_what_it_says_and_nothing_else():
    spend = "policy.channel.weekly_spend"
    assert changed("null") == {}
    assert changed("price_up_10") == {"policy.price.level": 1.1}
    assert changed("price_down_10") == {"policy.price.level": 0.9}
    assert changed("referral_off") == {"policy.referral.active": False}
    rewards = {"policy.referral.reward_referrer": 5.0, "policy.referral.reward_friend": 5.0}
    assert changed("referral_two_sided") == rewards
    assert changed("shift_budget") == {
        f"{spend}.search": 5000.0,
        f"{spend}.social": 5000.0,
        f"{spend}.video": 2000.0,
    }


def test_shifting_the_budget_spends_the_same_money():
    total = [sum(load(name).policy.channel.weekly_spend.values()) for name in ("base", "shift_budget")]
    assert total[0] == total[1]


def test_verification_scenarios_ask_for_what_has_a_closed_form():
    pn1, st2 = load("verification/pn1"), load("verification/st2")
    assert [(v.quantity, v.at) for v in pn1.verify] == [("repeat_orders", (91, 273, 546))]
    assert [(v.quantity, v.at) for v in st2.verify] == [("value_per_reached", ())]
    need, spend = st2.market.need, st2.market.spend
    assert need.heterogeneity == "none"
    assert need.order_shape.value / need.order_rate.value / 7 == pytest.approx(0.05)
    assert need.dropout_shape.value / need.dropout_rate.value / 7 == pytest.approx(0.010)
    assert spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1) == 25.0
    for name in ("order_shape", "order_rate", "dropout_shape", "dropout_rate"):
        assert getattr(pn1.market.need, name).interval is None


HOLDING_ALL = (
    *("base", "full", "regional_step_price", "cheaper_online", "coupon_new_35", "challenge_30_days", "online_first"),
    *("new_customers_first", "volume_discount_100", "winback_by_reason", "verification/q6", "verification/bass"),
)
"""Scenarios that hold all keys and kinds of values which any scenario of the library holds."""


def dumped(name):
    return pytest.param(name, marks=() if name in HOLDING_ALL else pytest.mark.slow)


@pytest.mark.parametrize("name", [dumped(name) for name in library()])
def test_what_is_dumped_loads_as_the_same_scenario(name, tmp_path):
    """The slow ones hold the same keys with other numbers."""
    scenario = load(name)
    again = load(written_to(tmp_path, scenario.to_yaml()))
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


def test_the_fingerprint_depends_on_what_is_said_not_on_how(tmp_path):
    plain = (
        "extends: base\nname: a\npeople: 1000\n"
        "policy:\n  price:\n    level: 1.10\n  service: {cost_per_customer_day: 1}\n"
    )
    other = (
        "# a comment\npolicy: {service: {cost_per_customer_day: 1.0}, 'price': {level: 11e-1}}\n"
        "people:    1e3 # another\n\n\nname: 'a'\nextends: \"base\"\n"
    )
    one, two = load(written_to(tmp_path, plain)), load(written_to(tmp_path, other, "b.yaml"))
    assert one == two
    assert one.fingerprint == two.fingerprint
    assert re.fullmatch("[0-9a-f]{64}", one.fingerprint)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_every_number_text_and_switch_changes_the_fingerprint(every):
    """Each scalar of base, or one in so many, changed to another one that is allowed there, gives another scenario."""
    base = load("base")
    tree = parse(base.to_yaml().encode(), "dump")[0].plain()
    prints = {base.fingerprint}
    count = 0
    for changes in islice(one_changed(tree), None, None, every):
        prints.add(next(filter(None, map(allowed, changes))).fingerprint)
        count += 1
    assert count > 200 / every
    assert len(prints) == count + 1


def allowed(tree):
    try:
        return Scenario.model_validate(tree)
    except ValidationError:
        return None


def one_changed(tree, root=None, path=()):
    """The whole tree with one scalar changed, up and down, for each scalar that can be changed alone."""
    root = tree if root is None else root
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        if isinstance(value, dict | tuple):
            yield from one_changed(value, root, (*path, key))
        elif isinstance(value, bool):
            yield (put(root, (*path, key), not value),)
        elif isinstance(value, int) and key not in ("schema",):
            yield tuple(put(root, (*path, key), number) for number in (value + 1, value - 1))
        elif isinstance(value, float):
            moved = (value * (1 + 1e-9), value * (1 - 1e-9)) if value else (1e-9,)
            yield tuple(put(root, (*path, key), number) for number in moved)
        elif key in ("name", "source", "en", "zh"):
            yield (put(root, (*path, key), f"{value}!"),)


def put(tree, path, value):
    if not path:
        return value
    if isinstance(tree, tuple):
        return tuple(put(v, path[1:], value) if k == path[0] else v for k, v in enumerate(tree))
    return {k: put(v, path[1:], value) if k == path[0] else v for k, v in tree.items()}


def test_parameters_are_named_by_their_path():
    paths = [path for path, _ in load("base").parameters()]
    assert "market.need.order_shape" in paths
    assert "market.channels.search.carryover" in paths
    assert "market.segments.value seekers.share" in paths
    traits = [
        path
        for path in paths
        if re.fullmatch(r"market\.segments\..*\.(need|leaving|spend|messages|talk|questions)", path)
    ]
    assert len(set(paths)) == len(paths) == BASE.count("source:") + len(DEFAULTS) + len(traits)


def test_a_scenario_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        load("base").policy.price.level = 2.0


def test_a_scenario_survives_the_way_to_another_process():
    base = load("base")
    there = "import pickle, sys; sys.stdout.buffer.write(pickle.dumps(pickle.load(sys.stdin.buffer)))"
    came_back = subprocess.run(
        [sys.executable, "-c", there], input=pickle.dumps(base), stdout=subprocess.PIPE, check=True
    )
    again = pickle.loads(came_back.stdout)
    assert again == base
    elasticity = again.market.choice.price_elasticity
    assert elasticity.quantile(1.0) == base.market.choice.price_elasticity.quantile(1.0)


def test_names_are_shown_as_they_are_even_if_they_look_like_markup(tmp_path):
    name = "![x](http://a.example/x.png) <script>"
    assert load(written_to(tmp_path, f"extends: base\nname: '{name}'\n")).name == name


def test_names_in_other_scripts_are_kept_in_one_spelling(tmp_path):
    """e with a combining accent and e-acute are the same channel."""
    text = (
        "extends: base\npolicy: {channel: {weekly_spend: {cafe\u0301: 5}}}\nmarket: {channels: [{name: caf\u00e9}]}\n"
    )
    with pytest.raises(BadInput) as refused:
        load(written_to(tmp_path, text))
    assert not any("unknown channel" in problem.found for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("market: {referral: {share_probability: 0.9, accept_probability: 0.9}}", "take up"),
        (
            "policy: {channel: {flights: [{channel: search, from: 700, to: 742, weekly_spend: 1}]}}",
            "12 days after",
        ),
        (
            "market: {channels: [], awareness: {organic_rate: 0}}\npolicy: {channel: {weekly_spend: {}}}",
            "nobody",
        ),
    ],
)
def test_what_may_not_be_meant_is_a_warning(text, word, tmp_path):
    warnings = warnings_of(load(written_to(tmp_path, f"extends: base\n{text}\n")))
    assert len(warnings) == 1
    assert word in warnings[0]


def test_referral_warns_exactly_when_a_customer_brings_more_than_one(tmp_path):
    """One order each, and hardly a second one: k is the share times the acceptance."""
    quiet = "need: {heterogeneity: none, order_shape: 1e-6}"
    for accept, warned in ((0.99, False), (1.0, True)):
        text = f"extends: base\nmarket: {{{quiet}, referral: {{share_probability: 1, accept_probability: {accept}}}}}\n"
        assert bool(warnings_of(load(written_to(tmp_path, text)))) is warned
    assert warnings_of(load(written_to(tmp_path, text + "policy: {referral: {active: false}}\n"))) == ()


def test_the_largest_cadence_that_a_message_names_is_allowed_and_no_larger_one():
    path = "policy.relationship.touches_per_week"
    with pytest.raises(BadInput) as refused:
        load("base", overrides=[f"{path}=30"])
    most = float(re.search(r"at most ([0-9.]+) touches", refused.value.problems[0].allowed)[1])
    assert load("base", overrides=[f"{path}={most}"]).policy.relationship.touches_per_week == most
    with pytest.raises(BadInput):
        load("base", overrides=[f"{path}={most + 0.01}"])


@pytest.mark.parametrize("share", ["share_reached", "share_retained", "share_customer", "share_competitor"])
@pytest.mark.parametrize("value", [0, 1])
def test_a_choice_may_be_certain(share, value):
    scenario = load("base", overrides=[f"market.choice.{share}={value}"])
    assert getattr(scenario.market.choice, share).value == value


def test_limits_themselves_are_allowed():
    settings = ["days=20000", "people=200000000", "worlds=10000", f"seed={2**64 - 1}", f"name={'x' * 80}"]
    scenario = load("base", overrides=settings)
    assert (scenario.days, scenario.people, scenario.worlds, scenario.seed) == (
        20_000,
        200_000_000,
        10_000,
        2**64 - 1,
    )
    assert load("base", overrides=["days=1", "people=1", "worlds=1", "seed=0", "name=x"]).days == 1


def test_check_tells_scenarios_and_market_files_apart(tmp_path):
    tree = BASE[BASE.index("market:") : BASE.index("policy:")]
    market = written_to(tmp_path, f"schema: 1\nname: fitted\nhistory: {{sample: none}}\n{tree}", "fitted.yaml")
    scenario = written_to(tmp_path, "extends: base\n", "spring.yaml")
    assert [type(good).__name__ for good in check([scenario, market])] == ["Scenario", "MarketFile"]


def test_a_market_file_is_as_strict_as_a_scenario(tmp_path):
    tree = BASE[BASE.index("market:") : BASE.index("policy:")].replace(
        "order_shape: {value: 0.5533", "order_shape: {value: -1"
    )
    market = written_to(tmp_path, f"schema: 1\nname: fitted\nhistory: {{customers: 5%}}\n{tree}people: 3\n")
    with pytest.raises(BadInput) as refused:
        load_market(market)
    found = [problem.path for problem in refused.value.problems]
    assert found == ["history.customers", "market.need.order_shape.value", "people"]


def test_every_number_of_behaviour_states_its_unit_in_the_file_as_in_the_schema():
    """The units of base.yaml are those that the models ask for, read from the models themselves."""
    units = {unit for part in models() for unit in part}
    assert units == {parameter.unit for _, parameter in load("base").parameters()}


def models(model=Market):
    """The units of every belief below ``model``, by field."""
    for field in model.model_fields.values():
        yield [m.unit for m in field.metadata if isinstance(m, Belief)]
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, Model):
                yield from models(part)


@pytest.fixture(scope="module")
def euros(tmp_path_factory):
    """A market file in EUR: base's market."""
    market = parse(BASE.encode(), "base")[0].plain()["market"]
    tree = {"schema": 1, "name": "shop", "history": {"currency": "EUR"}, "market": market}
    return written_to(tmp_path_factory.mktemp("euros"), json.dumps(tree), "market.yaml")


def test_who_states_the_markets_currency_is_not_told_of_another(euros, tmp_path):
    silent = load(written_to(tmp_path, "extends: base\n"), market=euros)
    stated = load(written_to(tmp_path, "extends: base\ncurrency: EUR\n", "b.yaml"), market=euros)
    assert (silent.currency, stated.currency) == ("EUR", "EUR")
    assert [warning for warning in warnings_of(silent) if "USD are taken as EUR" in warning]
    assert not [warning for warning in warnings_of(stated) if "currency" in warning]


def test_a_currency_that_is_not_the_markets_is_refused(euros, tmp_path):
    with pytest.raises(BadInput, match=r"a.yaml:2: currency — found .*USD.* Allowed: EUR, the currency of"):
        load(written_to(tmp_path, "extends: base\ncurrency: USD\n"), market=euros)


def test_what_is_written_twice_is_written_alike_and_equal_numbers_keep_their_kind():
    """1, 1.0 and true are equal in Python, and so are a list and one of other kinds in it."""
    texts = [written({"name": "a", "part": {"b": [value, {"c": value}]}}) for value in (1, 1.0, True, 1)]
    assert texts[0] == texts[3]
    assert [text.splitlines()[-1].rpartition(" ")[2] for text in texts[:3]] == ["1}", "1.0}", "true}"]
    assert len({text.partition("\n")[0] for text in texts}) == 1


def test_a_file_that_extends_a_verification_asks_for_the_same_with_its_own_numbers(tmp_path):
    """cv8 with twice the order rate: w (1 + lambda / (mu + delta)) of .2 a week."""
    file = written_to(tmp_path, "extends: verification/cv8\nmarket: {need: {order_shape: 0.2}}\n")
    scenario = load(file)
    assert scenario.verify == load("verification/cv8").verify
    [value, _] = expectations(scenario)
    assert value["expected"] == [pytest.approx(20 * (1 + 0.2 / (0.02 + 0.0027)), rel=1e-6)]
    none = load(written_to(tmp_path, "extends: verification/cv8\nverify: []\n", "none.yaml"))
    assert none.verify == ()
    own = "extends: verification/cv8\nverify: [{quantity: mean_order}]\n"
    assert [wish.quantity for wish in load(written_to(tmp_path, own, "own.yaml")).verify] == ["mean_order"]
