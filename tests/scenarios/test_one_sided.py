"""What a plan has for nothing, or pays for in vain, is said beside its result."""

import pytest

import sixr
from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.files.today import TODAYS
from scenarios.lowering.by_path import stated
from scenarios.warnings.one_sided import one_sided, rules

BASE = "full"
OFF = (
    "policy.service.lead_response_hours=24",
    "policy.service.desk.active=false",
    "policy.data.false_alarm=0.1",
    "policy.data.customer_view=0.5",
    "policy.organisation.coordination=0.5",
    "policy.service.desk.mend.accuracy=0.5",
)
"""A policy in which every lever of the file can still get better."""
BETTER = {
    "policy.service.lead_response_hours": "1",
    "policy.data.false_alarm": "0",
    "policy.organisation.coordination": "0.9",
    "policy.service.desk.mend.accuracy": "0.9",
    "policy.service.discretion.level": "0.9",
}
SWITCHES = ("offered", "active", "personal")


def moved(path: str, value: str | None = None) -> str:
    """The override that makes the lever at ``path`` better, or its cost higher."""
    if path.rsplit(".", 1)[1] in SWITCHES:
        return f"{path}=true"
    if path.endswith("commission"):
        return f"{path}=0.5"
    return f"{path}={value or BETTER.get(path, 0.6 if path.startswith('policy.data') or 'share' in path else 2)}"


@pytest.mark.parametrize("rule", rules()["does"], ids=lambda rule: rule["path"])
def test_what_is_had_for_nothing_is_said_and_what_is_paid_for_is_not(rule):
    before = load(BASE, overrides=(*OFF, *(f"{cost}=0" for cost in rule["paid"])))
    free = load(BASE, overrides=(*OFF, *(f"{cost}=0" for cost in rule["paid"]), moved(rule["path"])))
    assert stated(free)(rule["path"]) != stated(before)(rule["path"])
    [said] = [text for text in one_sided(before, free) if text.startswith(f"{rule['path']}:")]
    assert "nothing is paid" in said
    assert rule["paid"][0] in said
    paid = load(BASE, overrides=(*OFF, moved(rule["path"]), *(moved(cost) for cost in rule["paid"])))
    assert not any(text.startswith(f"{rule['path']}:") for text in one_sided(before, paid))


@pytest.mark.parametrize("rule", rules()["costs"], ids=lambda rule: rule["path"])
def test_what_is_paid_in_vain_is_said_and_what_is_felt_is_not(rule):
    value = "0.2" if rule["path"].endswith(("ratio", "commission")) else "9"
    before = load(BASE, overrides=OFF)
    dear = load(BASE, overrides=(*OFF, f"{rule['path']}={value}"))
    [said] = one_sided(before, dear)
    assert said.startswith(f"{rule['path']}:")
    assert "nobody feels it" in said
    felt = rule["felt"][0]
    both = load(BASE, overrides=(*OFF, f"{rule['path']}={value}", moved(felt, "0.9")))
    assert not any(text.startswith(f"{rule['path']}:") for text in one_sided(before, both))


def test_a_group_that_has_something_for_nothing_is_told_of(tmp_path):
    plan = tmp_path / "plan.yaml"
    row = "{name: g, segments: [value seekers], relationship: {community: {share: 0.5}}}"
    plan.write_text(f"extends: base\nname: plan\npolicy:\n  groups: [{row}]\n", "utf-8")
    [said] = one_sided(load("base"), load(plan))
    assert said.startswith("policy.relationship.community.share: 0.5 instead of 0 in base")


def test_no_plan_of_the_library_is_one_sided():
    today = [load(name) for name in TODAYS]
    plans = [load(name) for name in library() if "/" not in name]
    pairs = [(base, one) for base in today for one in plans if one.shares_market_with(base)]
    assert len(pairs) >= 25
    assert {one.name: said for base, one in pairs if (said := one_sided(base, one))} == {}


def test_a_comparison_says_it_by_the_name_of_the_plan(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("extends: base\nname: guarded\npolicy:\n  data: {fraud_detection: 1.0}\n", "utf-8")
    result = sixr.compare("base", plan, customers=500, replications=2, days=30)
    said = [text for text in result.manifest["warnings"] if "nothing is paid" in text]
    assert said == [
        "guarded: policy.data.fraud_detection: 1 instead of 0.5 in base, and nothing is paid for it; what it costs"
        " would stand at policy.data.cost_per_week."
    ]


def test_a_place_that_serves_more_for_the_same_rent_is_said(tmp_path):
    def store(more):
        file = tmp_path / "store.yaml"
        row = "name: store, opens: 182, rent_per_week: 50 mean orders, opening_cost: 500 mean orders"
        text = f"extends: small_store\nname: store\npolicy: {{places: [{{{row}, capacity_per_week: 200{more}}}]}}\n"
        file.write_text(text, "utf-8")
        return load(file)

    before = load("small_store")
    [said] = one_sided(before, store(""))
    assert said.startswith("policy.places.store.capacity_per_week: 200 instead of 100 in small_store")
    assert one_sided(before, store(", host_fee_per_week: 10")) == ()
    assert one_sided(load("open_store"), load("small_store")) == ()
