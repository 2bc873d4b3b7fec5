"""A market that grows with the people simulated."""

import pytest

from scenarios.files.loading import load
from scenarios.files.scale import of_all
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput
from tests.worlds import written

DENSE = "benchmarks/dense.yaml"
WITH = "scale=with the people"


def at(scenario, path):
    """What stands at a path of what grows, as numbers."""
    found = [scenario.model_dump(by_alias=True)]
    for key in path.split("."):
        below = []
        for one in found:
            values = list(one.values()) if isinstance(one, dict) else list(one)
            below += values if key == "*" else [one[key]]
        found = below
    return [one["value"] if isinstance(one, dict) else one for one in found]


@pytest.mark.parametrize("path", of_all())
def test_all_that_is_said_of_the_whole_market_grows_alike(path, tmp_path):
    flights = "flights: [{channel: video, from: 9, to: 30, weekly_spend: 5000}], creative_per_week: {video: 30}"
    flights += ", limits: {video: {least: 10, most: 90000, step: 10}}"
    target = "sales_target: {days: 90, bonus_per_period: 12}"
    costs = f"organisation: {{fixed_cost_per_week: 70, coordination_cost_per_week: 9, {target}}}"
    costs += ", data: {cost_per_week: 8, platform_cost_per_week: 10, automation_cost_per_week: 11}"
    costs += ", firm: {cash: {opening: 13, limit: -14}}"
    costs += ", projects: [{name: a, kind: content, cost: 15, cost_per_week: 16}]"
    costs += ", product: {use: {active: true, cost_per_week: 17}, assortment: {cost_per_deal: 20}}"
    costs += ", service: {desk: {mend: {cost_per_week: 18}}, feedback: [{name: survey, cost_per_week: 19}]}"
    south = (
        "groups: [{channel: {weekly_spend: {search: 9}, flights: [{channel: video, from: 1, to: 2, weekly_spend: 8}]}}]"
    )
    places = "places: [{name: shop, rent_per_week: 5, host_fee_per_week: 6, opening_cost: 7, capacity_per_week: 21}]"
    prices = "price: {one_price: true, one_price_cost_per_week: 4}"
    own = "extends: full\npeople: 100000\nmarket: {places: [{name: shop, share: 1}]}\n"
    own += f"policy: {{channel: {{{flights}}}, {costs}, {south}, {places}, {prices}}}\n"
    file = written(tmp_path, own)
    once, thrice = load(file), load(file, overrides=["people=300000", WITH])
    assert at(once, path)
    assert any(at(once, path))
    assert at(thrice, path) == pytest.approx([3 * number for number in at(once, path)])


def test_dense_runs_with_a_million_people_without_another_setting():
    large = load(DENSE, overrides=["people=1000000"])
    assert large.market.size.value == 1_000_000
    staff = {desk: [shift.people for shift in shifts] for desk, shifts in large.policy.service.desk.staff.items()}
    assert staff == {"phone": [20, 0], "chat": [20], "email": [20]}
    assert load(DENSE).market.size.value == 100_000


def test_what_is_said_above_stands(tmp_path):
    below = written(tmp_path, "extends: base\nname: below\npeople: 1000\nscale: with the people\n", "below.yaml")
    above = written(tmp_path, f"extends: {below.name}\npeople: 2000\nmarket: {{size: 7000000}}\n", "above.yaml")
    found = load(above)
    assert found.market.size.value == 7_000_000
    assert set(found.policy.channel.weekly_spend.values()) == {8000.0}
    assert load(above, overrides=["market.size=9000000"]).market.size.value == 9_000_000


def test_the_resolved_scenario_says_what_it_came_to_and_reads_back_the_same(tmp_path):
    large = load(DENSE, overrides=["people=300000"])
    again = load(written(tmp_path, large.to_yaml()))
    assert again.fingerprint == large.fingerprint
    assert load("base", overrides=[WITH]).fingerprint == load("base").fingerprint


def test_staff_is_whole_and_what_rounding_does_to_it_is_said():
    few = load(DENSE, overrides=["people=30000"])
    assert few.policy.service.desk.staff["chat"][0].people == 1
    assert any(text.startswith("scale: staff") and "0.6 → 1" in text for text in warnings_of(few))
    assert not any(text.startswith("scale") for text in warnings_of(load(DENSE, overrides=["people=150000"])))


def test_another_word_is_refused_and_more_people_than_the_market_has_say_what_helps(tmp_path):
    with pytest.raises(BadInput, match=r"a.yaml:2: scale — found the text .big.\. Allowed: with the people"):
        load(written(tmp_path, "extends: base\nscale: big\n"))
    with pytest.raises(BadInput, match="Fix: write `scale: with the people` in the file"):
        load("full", overrides=["people=2000000"])
    assert load("full", overrides=["people=2000000", WITH]).people == 2_000_000
