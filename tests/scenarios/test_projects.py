"""Projects: both sides by day, nothing where there is none, and clear refusals."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.cells import cells
from scenarios.lowering.projects import cost_by_day, effect
from scenarios.lowering.response import response_by_day
from scenarios.warnings.one_sided import one_sided
from sim import engine
from sim.core.ground import state
from sim.measures.money import money
from sim.problems import BadInput
from sim.vocabulary import MICRO, Account
from tests.scenarios.lowered import plan, rates, scenario


def project(**said):
    """A policy of one project; ``begin`` is its first day."""
    keys = {"name": "one", **said}
    row = ", ".join(f"{'from' if key == 'begin' else key}: {value}" for key, value in keys.items())
    return f"policy.projects=[{{{row}}}]"


def test_a_project_works_from_its_delay_on_and_is_half_lost_in_a_half_life():
    made = scenario(project(kind="challenge", begin=10, to=40, size=2))
    kind = next(one for one in made.market.projects if one.name == "challenge")
    found = effect(made, cells(made), "sharing")[0] / (2 * kind.effect.value)
    assert (found[:10] == 0.0).all()
    assert (found[10:40] == 1.0).all()
    assert found[40:] == pytest.approx(0.5 ** (np.arange(1, 81) / kind.half_life.value))
    late = scenario(project(kind="checkout", begin=10))
    assert np.flatnonzero(effect(late, cells(late), "choice")[0])[0] == 24
    assert (effect(late, cells(late), "choice")[:, 24:] == 0.03).all()  # to the end of the run


@pytest.mark.parametrize("kind", ["content", "lead_offer"])
def test_leads_come_in_the_ratio_of_the_project(kind):
    before, after = rates(plan(), state.OPT_IN), rates(plan(project(kind=kind)), state.OPT_IN)
    belief = next(one for one in scenario().market.projects if one.name == kind)
    ratio = after[:, int(belief.delay.value) + 1 :] / before[:, int(belief.delay.value) + 1 :]
    assert ratio == pytest.approx(ratio[0, 0])
    assert ratio[0, 0] > 1.0


def test_sharing_choice_and_media_follow_too():
    sharing = plan(project(kind="challenge")).levers["share"] / plan().levers["share"]
    assert (sharing > 1.1).all()
    choice = plan(project(kind="launch", size=3))
    assert choice.behaviour["appeal_on"] == 1
    media = (response_by_day(one)[0].sum() for one in (scenario(), scenario(project(kind="event", size=2))))
    assert next(media) < next(media)


def test_it_is_for_the_people_of_its_segments():
    some = scenario(project(kind="value_proposition", segments="[value seekers]"))
    cell = cells(some)
    added = effect(some, cell, "choice")[:, -1]
    mine = np.array([one.name for one in some.market.segments])[cell.segment] == "value seekers"
    assert (added[mine] > 0.0).all()
    assert (added[~mine] == 0.0).all()


def test_its_cost_is_in_the_books():
    said = project(kind="content", begin=10, to=24, cost=1000, cost_per_week=70)
    assert cost_by_day(scenario(said)).sum() == pytest.approx(1000 + 140)
    one, other = plan(), plan(said.replace("name: one", "name: one, size: 0"))  # it costs, and moves nobody
    before, after = (money(each, engine.run(each)).sum(axis=0) for each in (one, other))
    assert (before - after)[Account.FIXED] == pytest.approx(1140 * MICRO / one.scale, rel=1e-6)
    assert (before - after).sum() == (before - after)[Account.FIXED]


def test_one_of_no_size_or_no_effect_moves_nobody():
    from sim.differences import differences

    still = engine.run(plan("people=200"), journal=True)
    for said in (project(kind="checkout", size=0), project(kind="content", begin=119)):
        assert differences(still, engine.run(plan("people=200", said), journal=True)) == []


def test_what_costs_nothing_is_said_to_have_one_side():
    base = scenario()
    assert any("policy.projects.one" in text for text in one_sided(base, scenario(project(kind="checkout"))))
    assert one_sided(base, scenario(project(kind="checkout", cost=5))) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"kind": "checkuot"}, "the unknown kind checkuot"),
        ({"kind": "checkout", "segments": "[valu seekers]"}, "the unknown segment valu seekers"),
        ({"kind": "checkout", "begin": 400}, "281 after the last day"),
        ({"kind": "event", "begin": 20, "to": 10}, "a project from day 20 to day 10"),
        ({"kind": "event", "cost": -1}, "-1"),
        ({"kind": "event", "size": 1000}, "from 0 to 100"),
    ],
)
def test_what_there_is_not_is_refused(said, found):
    with pytest.raises(BadInput) as refused:
        scenario(project(**said))
    assert found in str(refused.value)


@pytest.mark.parametrize("name", ["smoother_checkout", "content_and_guide", "challenge_30_days"])
def test_the_plans_of_the_library_have_both_sides(name):
    assert one_sided(load("base"), load(name)) == ()
