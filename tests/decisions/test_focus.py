"""Steps that may be taken next: each one can be, costs what it says, and is judged in worlds of its own."""

import numpy as np
import pytest

from decisions.evidence import evidence
from decisions.first import focus as module
from decisions.first.focus import Tried, focus, planned, steps
from scenarios.files.loading import load
from scenarios.notions import FRONTS
from scenarios.warnings.one_sided import one_sided

SIZES = ["people=200", "days=40", "worlds=3"]


def loaded(file):
    return load(file, overrides=SIZES)


@pytest.mark.parametrize("name", ["full", "regions"])
def test_every_step_can_be_taken_in_every_market_and_none_is_for_nothing(name):
    base = loaded(name)
    for step in steps():
        plan = planned(step, base, name, loaded)
        assert (plan.policy, plan.market) != (base.policy, base.market), step.step
        assert (plan.people, plan.days, plan.worlds, plan.seed) == (base.people, base.days, base.worlds, base.seed)
        if name == "full":
            assert one_sided(base, plan) == (), step.step


def test_a_factor_is_one_of_todays_numbers():
    dear = load("base", overrides=[*SIZES, "policy.price.level=1.2"])
    by_name = {step.step: planned(step, dear, "base", loaded) for step in steps() if not step.set}
    assert by_name["price_up_5"].policy.price.level == pytest.approx(1.26)
    spend = dear.policy.channel.weekly_spend
    more = by_name["media_up"].policy.channel.weekly_spend
    assert more == pytest.approx({name: 1.2 * money for name, money in spend.items()})
    assert by_name["quality"].policy.product.quality == pytest.approx(dear.policy.product.quality + 0.02)


def test_steps_have_fronts_names_and_sources_in_both_languages():
    assert len({step.step for step in steps()}) == len(steps()) >= 12
    for step in steps():
        assert step.front in FRONTS
        for texts in (step.title, step.source):
            assert set(texts) == {"en", "zh"}


def test_the_best_are_judged_in_worlds_that_the_screening_has_not_seen(monkeypatch):
    asked = []
    real = module.paired

    def noted(plans, measures, *, chances, worlds, **run):
        asked.append((len(plans), chances, worlds))
        return real(plans, measures, chances=chances, worlds=worlds, **run)

    monkeypatch.setattr(module, "paired", noted)
    monkeypatch.setattr(module, "SCREENED", 2)
    found = focus(loaded("base"), "base", loaded, seconds=0.0)
    assert asked[0] == (len(steps()) + 1, 1, range(2))
    assert asked[1] == (module.BEST + 1, 2, range(2, 5))
    judged = [one for one in found.tried if one.judged]
    assert found.tried[: len(judged)] == tuple(judged)
    for some in (judged, found.tried[len(judged) :]):
        means = [one.evidence.mean for one in some]
        assert means == sorted(means, reverse=True)
    staff = next(one for one in found.tried if one.step.step == "staff")
    assert staff.outcome == "nothing"  # base has no desk
    assert len(found.tried) + len(found.refused) == len(steps())


def test_what_is_within_noise_is_called_open():
    step = steps()[0]

    def outcome(*row):
        return Tried(step, evidence(np.array([row] * 2), 0.1), 0.0, True).outcome

    assert outcome(*[5.0, 6.0] * 10) == "better"
    assert outcome(*[-5.0, -6.0] * 10) == "worse"
    assert outcome(*[-5.0, 6.0] * 10) == "open"
    assert outcome(*[0.0] * 20) == "nothing"
