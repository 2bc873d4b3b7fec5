"""Questions to a market of which it is known what decides."""

import pytest

import sixr
from decisions.sensitivity.scores import scores
from scenarios.running.batch import run
from scenarios.running.job import Job
from sim.problems import BadInput

SMALL = ("people=1500", "days=150")
DECIDES = "market.choice.price_elasticity"


@pytest.fixture(scope="module")
def asked():
    plans = [sixr.load(name, overrides=SMALL) for name in ("base", "price_up_10")]
    from decisions.sensitivity.matters import sensitivity

    return plans, sensitivity(*plans, worlds=100, trajectories=0)


def test_the_elasticity_decides_on_a_price(asked):
    """A tenth more price: how much people mind is most worth knowing; it pays where they mind little."""
    _, found = asked
    first = found.numbers[0]
    assert first.path == DECIDES
    assert first.share > 0.5
    assert first.flip is not None
    assert first.flip.above
    assert first.at_low < 0.0 < first.at_high
    assert found.groups[0].name == "choice"
    assert found.worth >= first.worth > first.study_worth > 0.0


def test_runs_at_the_ends_of_the_belief_say_what_the_curve_says(asked):
    """The number set to its 5 % and 95 % point in 20 worlds, all else as it is believed there; within 4 errors of the
    mean of 20 worlds and of the curve."""
    plans, found = asked
    first = found.numbers[0]
    rest = (1.0 - first.share) ** 0.5 * found.belief
    error = (rest**2 / 20 + (found.noise**2 + rest**2) * 4 / found.worlds) ** 0.5
    for at, says in ((0.05, first.at_low), (0.95, first.at_high)):
        jobs = [Job(plan, world, 0, {DECIDES: at}) for world in range(20) for plan in (0, 1)]
        profit = [row[0] for row in run(plans, jobs, ["profit"])]
        mean = (sum(profit[1::2]) - sum(profit[::2])) / 20
        assert mean == pytest.approx(says, abs=4 * error)


def test_scores_are_standard_normal_and_hold_every_uncertain_number(asked):
    given = scores(asked[0][0], range(300))
    assert DECIDES in given.names
    assert given.z.mean() == pytest.approx(0.0, abs=4 / (300 * len(given.names)) ** 0.5)
    assert given.z.std() == pytest.approx(1.0, abs=4 / (600 * len(given.names)) ** 0.5)


def test_screening_finds_what_cannot_matter_and_what_does():
    """Points are off in both plans: what is believed of them changes no life. A trajectory moves every number once."""
    pytest.importorskip("SALib")
    from decisions.sensitivity.screening import screen

    plans = [sixr.load(name, overrides=("people=4000", "days=150")) for name in ("base", "price_up_10")]
    found = screen(plans, "profit", 3)
    assert "market.loyalty.redeem_probability" in found.idle
    assert DECIDES not in found.idle
    order = sorted(zip(found.size, found.names, strict=True), reverse=True)
    assert DECIDES in [name for _, name in order[:3]]


def test_what_cannot_be_asked_is_refused():
    base = sixr.load("base", overrides=SMALL)
    from decisions.sensitivity.matters import sensitivity

    with pytest.raises(BadInput, match="changes something"):
        sensitivity(base, base)
    with pytest.raises(BadInput, match="more is better"):
        sensitivity(base, sixr.load("price_up_10", overrides=SMALL), measure="cac")
    with pytest.raises(BadInput, match="at least 50"):
        sensitivity(base, sixr.load("price_up_10", overrides=SMALL), worlds=20)
