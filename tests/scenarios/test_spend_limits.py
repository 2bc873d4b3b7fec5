"""Spend within what can be bought."""

import pytest

from scenarios.files.loading import load
from sim.problems import BadInput
from tests.worlds import written

PATH = "policy.channel"


def planned(folder, policy):
    return load(written(folder, f"extends: base\npolicy: {{channel: {policy}}}\n"))


def refused(folder, policy):
    with pytest.raises(BadInput) as bad:
        planned(folder, policy)
    return [(problem.path, problem.found) for problem in bad.value.problems]


@pytest.mark.parametrize(
    "policy",
    [
        "{limits: {search: {}}}",
        "{limits: {search: {least: 4000, most: 4000, step: 500}}}",
        "{weekly_spend: {search: 3000}, limits: {search: {step: 1500}}}",
        # the usual spend of 4,000 is never spent
        "{flights: [{channel: search, from: 0, to: 730, weekly_spend: 900}], limits: {search: {most: 1000}}}",
    ],
)
def test_spend_within_its_limits_passes(policy, tmp_path):
    assert planned(tmp_path, policy).policy.channel.limits.keys() == {"search"}


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ("{limits: {search: {least: 4000.02}}}", "weekly_spend.search"),
        ("{limits: {search: {most: 3999.98}}}", "weekly_spend.search"),
        ("{limits: {search: {step: 3000}}}", "weekly_spend.search"),
        (
            "{flights: [{channel: search, from: 1, to: 730, weekly_spend: 900}], limits: {search: {most: 1000}}}",
            "weekly_spend.search",
        ),
        (
            "{budget: {periods: [{from: 0, to: 730, amounts: {search: 730000}}]}, limits: {search: {most: 6900}}}",
            "flights.0.weekly_spend",
        ),
        ("{budget: {amounts: {search: 7001}, per: week}, limits: {search: {most: 7000}}}", "weekly_spend.search"),
    ],
)
def test_spend_beyond_its_limits_is_refused(policy, place, tmp_path):
    assert [path for path, _ in refused(tmp_path, policy)] == [f"{PATH}.{place}"]


def test_limits_may_be_said_in_mean_orders(tmp_path):
    limits = planned(tmp_path, "{limits: {search: {most: 200 mean orders}}}").policy.channel.limits["search"]
    assert limits.most == pytest.approx(200 * 35.168, rel=1e-4)
    assert (limits.least, limits.step) == (0.0, 0.0)
