"""A random share of the people: no life hangs on who is in it but by what the row says."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.arms import EVERYBODY, parted, placed
from scenarios.lowering.cells import cells
from scenarios.policy.groups import GroupPrice, GroupRow
from sim.core.ground.state import KNOWN
from sim.measures.spread import named, spread
from sim.problems import BadInput
from sim.vocabulary import MICRO
from tests import worlds

SIZES = ["people=3000", "days=120", "market.start.customer=0.4"]
DEAR = GroupPrice(level=1.2)


@pytest.fixture(scope="module")
def base():
    return load("base", overrides=SIZES)


def with_rows(base, *rows):
    return base.model_copy(update={"policy": base.policy.model_copy(update={"groups": rows})})


def lived(scenario):
    plan, ledger = worlds.lived(scenario, journal=False)
    return plan, ledger.people, ledger


def alike(one, other):
    return [name for name in one.dtype.names if name != "cell" and not (one[name] == other[name]).all()]


def test_a_share_of_which_nothing_is_said_changes_no_life(base):
    _, plain, _ = lived(base)
    plan, told, _ = lived(with_rows(base, GroupRow(share=0.3)))
    assert alike(plain, told) == []
    assert plan.regions == ("0-0.3", "0.3-1")


def test_a_share_of_all_is_the_policy_of_all(base):
    _, whole, _ = lived(load("base", overrides=[*SIZES, "policy.price.level=1.2"]))
    _, shared, _ = lived(with_rows(base, GroupRow(share=1.0, price=DEAR)))
    assert alike(whole, shared) == []


def inside(scenario, people, share):
    """Whether each person is in a share."""
    apart = parted(scenario)
    below = np.array([one.below for one in apart.market.regions])
    return below[cells(apart).region][people["cell"]] <= share


def test_a_larger_share_holds_a_smaller_one_of_the_size_that_is_stated(base):
    """3,000 people at .2 and .5: the standard deviations of the shares are .007 and .009; five of them leave a false
    alarm below one in a million."""
    both = with_rows(base, GroupRow(share=0.2), GroupRow(share=0.5, price=DEAR))
    _, people, _ = lived(both)
    small, large = (inside(both, people, share) for share in (0.2, 0.5))
    assert (small <= large).all()
    assert abs(small.mean() - 0.2) < 0.037
    assert abs(large.mean() - 0.5) < 0.046
    _, alone, _ = lived(with_rows(base, GroupRow(share=0.5)))
    assert (inside(with_rows(base, GroupRow(share=0.5)), alone, 0.5) == large).all()


def test_what_a_row_says_holds_for_its_share_alone(base):
    """Without friends nobody acts on anybody else."""
    lonely = load("base", overrides=[*SIZES, "policy.referral.active=false"])
    row = GroupRow(share=0.4, price=DEAR)
    _, today, _ = lived(with_rows(lonely, GroupRow(share=0.4)))
    _, tried, _ = lived(with_rows(lonely, row))
    those = inside(with_rows(lonely, row), tried, 0.4)
    assert alike(today[~those], tried[~those]) == []
    assert "net" in alike(today[those], tried[those])


def test_regions_keep_their_people_and_fall_apart():
    regions = ["market.choice.rule=logit"]
    base = load("regions", overrides=[*SIZES[:2], *regions])
    _, plain, _ = lived(base)
    plan, told, _ = lived(with_rows(base, *base.policy.groups, GroupRow(share=0.25)))
    assert alike(plain, told) == []
    names = [one.name for one in base.market.regions]
    assert plan.regions == tuple(f"{name} {part}" for name in names for part in ("0-0.25", "0.25-1"))
    assert parted(load("base")).market.regions == ()
    assert EVERYBODY not in names


def test_customers_of_before_stand_in_a_part_of_their_region(base):
    """4,000 of a known region; the share of .3 has a standard deviation of .007."""
    scenario = with_rows(base, GroupRow(share=0.3))
    known = np.zeros(5000, KNOWN)
    known["region"][:1000] = -1
    found = placed(scenario, known, np.uint64(7))["region"]
    assert (found[:1000] == -1).all()
    assert abs((found[1000:] == 0).mean() - 0.3) < 0.036
    assert set(found[1000:].tolist()) == {0, 1}


def test_what_people_bring_sums_up_over_labels(base):
    plan, people, ledger = lived(with_rows(base, GroupRow(share=0.3)))
    found = spread(plan, ledger)
    labels = range(plan.labels)
    assert sum(found[named("people", k)] for k in labels) == len(people)
    money = (people["net"] + people["spent"]) / MICRO
    assert sum(found[named("contribution", k)] for k in labels) == pytest.approx(money.sum())
    assert sum(found[named("contribution_squares", k)] for k in labels) == pytest.approx((money**2).sum())
    assert sum(found[named("orders", k)] for k in labels) == people["orders"].sum()


@pytest.mark.parametrize("share", ["0", "1.5", "half"])
def test_a_share_that_cannot_be_is_refused(tmp_path, share):
    file = tmp_path / "some.yaml"
    file.write_text(f"extends: base\nname: some\npolicy:\n  groups:\n    - {{share: {share}, price: {{level: 2}}}}\n")
    with pytest.raises(BadInput, match="share"):
        load(file)


def test_media_cannot_be_shown_to_a_random_share(tmp_path):
    file = tmp_path / "some.yaml"
    file.write_text(
        "extends: base\nname: some\npolicy:\n  groups:\n    - {share: 0.5, channel: {weekly_spend: {search: 9}}}\n"
    )
    with pytest.raises(BadInput, match="media for regions"):
        load(file)
