"""What stands over what: base, market file, extending files, --set."""

from pathlib import Path

import pytest

from scenarios.files.loading import load, load_market
from scenarios.tree.source import parse
from scenarios.tree.writing import written
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput
from tests.worlds import written as written_to

BASE = Path(__file__).parents[2] / "scenarios" / "library" / "base.yaml"


@pytest.fixture
def write(tmp_path):
    return lambda name, text: written_to(tmp_path, text, name)


@pytest.fixture
def market(write):
    """A market file whose market is base's with another order shape, peak rate and size."""
    tree = parse(BASE.read_bytes(), "base")[0].plain()["market"]
    tree["need"]["order_shape"] |= {"value": 0.9, "interval": (0.8, 1.0), "source": "fitted"}
    tree["size"]["value"] = 5000
    tree["correlations"] = ({"parameters": ("need.order_shape", "need.order_rate"), "matrix": ((1, 0.5), (0.5, 1))},)
    history = {"sample": "none", "customers": 10, "orders": 30, "from": "2026-01-01", "until": "2026-06-30"}
    fits = {"pareto_nbd": {"log_likelihood": -123.4}}
    return write(
        "fitted.yaml",
        written({"schema": 1, "name": "fitted", "history": history, "market": tree, "fits": fits}),
    )


def test_a_plain_number_replaces_a_belief_and_holds_it_fixed(write):
    path = write("spring.yaml", "extends: base\nmarket: {choice: {price_elasticity: -3}}\n")
    elasticity = load(path).market.choice.price_elasticity
    assert (elasticity.value, elasticity.interval, elasticity.unit) == (-3.0, None, "1")
    assert (elasticity.label, elasticity.source) == ("assumed", "set in spring")


def test_a_mapping_changes_only_the_parts_of_a_belief_that_it_states(write):
    path = write("spring.yaml", "extends: base\nmarket: {choice: {price_elasticity: {value: -3}}}\n")
    before, after = load("base").market.choice.price_elasticity, load(path).market.choice.price_elasticity
    assert after == before.model_copy(update={"value": -3.0})


def test_items_of_a_list_merge_by_name_and_a_new_name_is_added(write):
    number = "value: 0.5, label: assumed, source: a test"
    path = write(
        "spring.yaml",
        f"""extends: base
market:
  channels:
    - {{name: video, carryover: 0.7}}
    - name: radio
      cost_per_thousand: {{{number}, unit: USD}}
      carryover: {{{number}, unit: per week}}
      peak_rate: {{{number}, unit: 1/day}}
      half_saturation: {{{number}, unit: impressions/person/day}}
""",
    )
    base, spring = load("base"), load(path)
    assert [channel.name for channel in spring.market.channels] == ["search", "social", "video", "radio"]
    assert spring.market.channels[:2] == base.market.channels[:2]
    assert spring.market.channels[2].carryover.value == 0.7
    assert spring.market.channels[2].peak_rate == base.market.channels[2].peak_rate
    assert spring.market.channels[3].cost_per_thousand.unit == "currency"
    assert spring.policy.channel.weekly_spend["radio"] == 0.0


def test_other_lists_replace(write):
    first = write(
        "first.yaml",
        "extends: base\npolicy: {price: {changes: [{day: 1, level: 1.1}, {day: 9, level: 1}]}}\n",
    )
    second = write("second.yaml", "extends: first.yaml\npolicy: {price: {changes: [{day: 5, level: 1.2}]}}\n")
    assert len(load(first).policy.price.changes) == 2
    assert [(c.day, c.level) for c in load(second).policy.price.changes] == [(5, 1.2)]


def test_an_empty_list_and_an_empty_mapping_of_names_empty(write):
    path = write("none.yaml", "extends: base\nmarket: {channels: []}\npolicy: {channel: {weekly_spend: {}}}\n")
    scenario = load(path)
    assert scenario.market.channels == ()
    assert scenario.policy.channel.weekly_spend == {}


def test_name_title_and_note_belong_to_one_file(write):
    write("first.yaml", "extends: price_up_10\nname: first\ntitle: First\nnote: The first.\n")
    second = load(write("second.yaml", "extends: first.yaml\n"))
    assert (second.name, second.title.en, second.title.zh, second.note) == (
        "second",
        "second",
        "second",
        None,
    )
    assert second.policy.price.level == 1.1


def test_a_text_in_one_language_stands_for_both(write):
    scenario = load(write("a.yaml", "extends: base\ntitle: {zh: 春季}\nnote: Spring.\n"))
    assert (scenario.title.en, scenario.title.zh) == ("春季", "春季")
    assert (scenario.note.en, scenario.note.zh) == ("Spring.", "Spring.")


def test_the_nearer_file_wins_and_set_wins_over_all(write, market):
    spring = write("spring.yaml", "extends: base\nmarket: {need: {order_shape: 0.7}}\nworlds: 7\n")
    need = "market.need.order_shape=0.5"
    assert load("base").market.need.order_shape.value == 0.5533
    assert load("base", market=market).market.need.order_shape.value == 0.9
    assert load(spring, market=market).market.need.order_shape.value == 0.7
    assert load(spring, market=market, overrides=[need]).market.need.order_shape.value == 0.5
    assert (
        load(spring, market=market, overrides=[need, "market.need.order_shape=0.4"]).market.need.order_shape.value
        == 0.4
    )


def test_a_market_file_replaces_the_whole_market_and_nothing_else(market):
    fitted, base = load("base", market=market), load("base")
    assert fitted.market.model_dump() == load_market(market).market.model_dump()
    assert fitted.market.size.value == 5000
    assert fitted.market.correlations[0].parameters == ("need.order_shape", "need.order_rate")
    assert fitted.policy == base.policy
    assert (fitted.name, fitted.people, warnings_of(fitted)) == (base.name, base.people, ())


def test_a_market_file_tells_its_history_and_its_fits(market):
    known = load_market(market)
    assert (known.name, known.history.customers, known.history.until.isoformat()) == (
        "fitted",
        10,
        "2026-06-30",
    )
    assert known.fits["pareto_nbd"]["log_likelihood"] == -123.4


def test_the_market_brings_its_currency_and_says_so(write, market):
    text = market.read_text(encoding="utf-8")
    fitted = load("base", market=write("gbp.yaml", text.replace("customers: 10", "customers: 10\n  currency: GBP")))
    assert fitted.currency == "GBP"
    assert any("GBP" in warning and "USD" in warning for warning in warnings_of(fitted))


SETTINGS = {
    "market.choice.price_elasticity=-3": lambda s: s.market.choice.price_elasticity.value == -3.0,
    "market.choice.price_elasticity.value=-3": lambda s: s.market.choice.price_elasticity.interval == (-4.5, -1.3),
    "policy.price.level=1.1": lambda s: s.policy.price.level == 1.1,
    "policy.price.level = 11e-1": lambda s: s.policy.price.level == 1.1,
    "market.channels.search.carryover=0.3": lambda s: s.market.channels[0].carryover.value == 0.3,
    "policy.channel.weekly_spend.search=8000": lambda s: s.policy.channel.weekly_spend["search"] == 8000.0,
    "market.segments.value seekers.price_sensitivity=2": lambda s: s.market.segments[0].price_sensitivity.value == 2.0,
    "policy.referral.active=false": lambda s: s.policy.referral.active is False,
    "start=2027-01-04": lambda s: s.start.isoformat() == "2027-01-04",
    "name=a = b": lambda s: s.name == "a = b",
    "people=1e4": lambda s: s.people == 10_000,
    "market.need.heterogeneity=none": lambda s: s.market.need.heterogeneity == "none",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_set_reaches_every_kind_of_value(setting):
    assert SETTINGS[setting](load("base", overrides=[setting]))


def test_what_is_set_says_so_in_its_source():
    scenario = load("base", overrides=["market.channels.search.carryover=0.3"])
    carryover = scenario.market.channels[0].carryover
    assert (carryover.interval, carryover.unit, carryover.source) == (None, "per week", "set by --set")


WRONG_SETTINGS = {
    "policy.price.level": ("", "PATH=VALUE"),
    "=3": ("", "PATH=VALUE"),
    "policy.price.level=": ("policy.price.level", "nothing after the ="),
    "policy.price.level=[1]": ("policy.price.level", "one number, text, date, true or false"),
    "policy.price.level=5%": ("policy.price.level", "write 1.05"),
    "policy.price.level=.nan": ("policy.price.level", "a finite number"),
    "policy.price.levl=1": ("policy.price.levl", "did you mean level?"),
    "price.level=1": ("price.level", "the unknown part price"),
    "need.order_shape=1": ("need.order_shape", "one of: schema, name"),
    "market.channels.serch.carryover=0.3": ("market.channels.serch.carryover", "did you mean search?"),
    "market.channels.search=0.3": ("market.channels.search", "one value for all of it"),
    "market.channels=3": ("market.channels", "found 3. Allowed: a list"),
    "market.choice=3": ("market.choice", "found 3. Allowed: a mapping with: rule, share_reached"),
    "policy.price.changes.0.level=1": ("policy.price.changes.0.level", "lists are written in a file"),
    "policy.price.level.value=1": ("policy.price.level.value", "the unknown part value"),
    "policy.channel.weekly_spend.serch=1": ("policy.channel.weekly_spend.serch", "did you mean search?"),
    "days=*a": ("days", "no aliases"),
    "name=\ud800": ("name", "byte 0x"),
    "policy..level=1": ("policy..level", "the unknown part"),
}


@pytest.mark.parametrize("setting", WRONG_SETTINGS)
def test_a_wrong_set_is_answered_with_its_path_and_what_is_allowed(setting):
    path, words = WRONG_SETTINGS[setting]
    with pytest.raises(BadInput) as refused:
        load("base", overrides=[setting])
    problem = refused.value.problems[0]
    assert (problem.file, problem.line, problem.path) == ("--set", 0, path)
    assert words in str(problem)


def test_all_wrong_settings_are_told_in_one_go():
    with pytest.raises(BadInput) as refused:
        load("base", overrides=["days=0", "policy.prize.level=1", "people=x"])
    assert sorted(problem.path for problem in refused.value.problems) == [
        "days",
        "people",
        "policy.prize.level",
    ]


def test_a_file_may_extend_one_in_a_folder_below_but_none_beyond_a_link_out_of_it(write, tmp_path):
    (tmp_path / "parts").mkdir()
    write("parts/part.yaml", "extends: base\ndays: 99\n")
    assert load(write("whole.yaml", "extends: parts/part.yaml\n")).days == 99
    (tmp_path / "parts" / "link.yaml").symlink_to(BASE)
    with pytest.raises(BadInput, match="outside the folder"):
        load(write("out.yaml", "extends: parts/link.yaml\n"))


def test_a_chain_of_files_has_an_end(write):
    write("s0.yaml", "extends: base\n")
    for k in range(1, 12):
        write(f"s{k}.yaml", f"extends: s{k - 1}.yaml\n")
    assert load(write("short.yaml", "extends: s5.yaml\n")).days == 730
    with pytest.raises(BadInput, match="at most 10 files"):
        load(write("long.yaml", "extends: s11.yaml\n"))


def test_set_reaches_every_number_of_behaviour():
    numbers = load("base").parameters()
    held = load("base", overrides=[f"{path}={parameter.value!r}" for path, parameter in numbers]).parameters()
    assert [(path, p.value, p.interval) for path, p in held] == [(path, p.value, None) for path, p in numbers]


def test_set_reaches_what_a_channel_of_one_s_own_leaves_out(write):
    belief = "{{value: {}, unit: {}, label: assumed, source: a guess}}"
    path = write(
        "radio.yaml",
        "extends: base\nmarket:\n  channels:\n    - name: radio\n"
        f"      cost_per_thousand: {belief.format(9, 'currency')}\n"
        f"      carryover: {belief.format(0.3, 'per week')}\n"
        f"      peak_rate: {belief.format(0.0001, '1/day')}\n"
        f"      half_saturation: {belief.format(0.03, 'impressions/person/day')}\n",
    )
    radio = load(path).market.channels[-1]
    assert (radio.slope.value, radio.tracked, radio.audience) == (1.0, True, {})
    overrides = ("market.channels.radio.slope=2", "market.channels.radio.tracked=false")
    radio = load(path, overrides=overrides).market.channels[-1]
    assert (radio.slope.value, radio.slope.source, radio.tracked) == (2.0, "set by --set", False)
