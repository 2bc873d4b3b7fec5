"""Firms that buy: who is won, when, at what cost; what they do while they decide."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.problems import BadInput
from sim.vocabulary import MICRO, Account, Event
from tests.worlds import figures, world, z_of

POLICY, MARKET = "policy.relationship.buying_centre", "market.buying_centre"
ALL_WORK = tuple(f"{POLICY}.{role}.active=true" for role in ("users", "technicians", "buyers", "bosses"))
FIRMS = (
    *(
        "people=3000",
        "days=300",
        "market.size=3000",
        "market.start.retained=0.5",
        "market.referral.share_probability=0",
    ),
    *("market.choice.share_reached=0.3", "market.choice.share_retained=0.5", f"{MARKET}.active=true"),
    *(f"{MARKET}.sceptic_odds=0.6", f"{MARKET}.cycle_days=3"),
)


def firms_won(ledger):
    return ledger.people["orders"] > 0


def moments(ledger, *kinds):
    """Who and when, of events of these kinds, by person and time."""
    lines = ledger.journal[np.isin(ledger.journal["kind"], kinds)]
    order = np.lexsort((lines["time"], lines["who"]))
    return lines["who"][order], lines["time"][order], lines["kind"][order]


def test_the_more_each_who_objects_counts_the_fewer_are_won():
    """At the ends of cycles of minutes, where nothing else has changed, they are the same ones and others."""
    soon = f"{MARKET}.cycle_days=0.001"
    most, more, few = (world(*FIRMS, soon, f"{MARKET}.sceptic_odds={odds}")[1] for odds in (1.0, 0.6, 0.2))
    for one, other in ((few, more), (more, most)):
        assert (firms_won(one) <= firms_won(other)).all()
        assert firms_won(one).sum() < firms_won(other).sum()


def test_work_on_a_role_wins_more_and_costs_what_it_costs_for_every_cycle():
    soon = f"{MARKET}.cycle_days=0.001"
    _, idle = world(*FIRMS, soon)
    for role in ("users", "technicians", "buyers", "bosses"):
        _, worked = world(*FIRMS, soon, f"{POLICY}.{role}.active=true", f"{POLICY}.{role}.cost_per_account=2.5")
        assert (firms_won(idle) <= firms_won(worked)).all()
        assert firms_won(idle).sum() < firms_won(worked).sum()
        begun = worked.counts[:, :, Event.CYCLE_BEGUN].sum()
        assert worked.sums[:, :, Account.ACCOUNT_WORK].sum() == -2.5 * MICRO * begun
        assert begun > 1000
    assert idle.sums[:, :, Account.ACCOUNT_WORK].sum() == 0


def test_a_role_without_people_is_worked_on_in_vain():
    nobody = (*FIRMS, f"{MARKET}.buyers=0", f"{POLICY}.buyers.cost_per_account=0")
    without, worked = (world(*nobody, *more, journal=True)[1] for more in ((), (f"{POLICY}.buyers.active=true",)))
    assert without.journal.tobytes() == worked.journal.tobytes()


def test_cycles_have_their_law_and_the_longer_they_are_the_later_customers_come():
    """Logarithms of those begun in the first half, all of which are over by the end: normal, mean ln 3, deviation 0.7.
    4 standard errors come by chance in 1 of 15,000."""
    _, ledger = world(*FIRMS, journal=True)
    who, time, kind = moments(ledger, Event.CYCLE_BEGUN, Event.ACCOUNT_WON, Event.ACCOUNT_LOST)
    begun = np.flatnonzero((kind == Event.CYCLE_BEGUN) & (time < 150))
    assert (who[begun + 1] == who[begun]).all()
    assert (kind[begun + 1] != Event.CYCLE_BEGUN).all()
    logs = np.log(time[begun + 1] - time[begun])
    assert len(logs) > 1000
    assert abs(z_of(logs, np.log(3.0))) < 4.0
    assert logs.std() == pytest.approx(0.7, abs=4 * 0.7 / np.sqrt(2 * len(logs)))
    _, slow = world(*FIRMS, f"{MARKET}.cycle_days=60")
    came = [one.counts[:, :, Event.ACCOUNT_WON].sum(axis=1).cumsum() for one in (ledger, slow)]
    assert (came[1][20:] < came[0][20:]).all()


def test_measures_are_those_of_the_cycles():
    plan, ledger = world(*FIRMS, *ALL_WORK, journal=True)
    _, time, kind = moments(ledger, Event.CYCLE_BEGUN, Event.ACCOUNT_WON, Event.ACCOUNT_LOST)
    over = np.flatnonzero(kind != Event.CYCLE_BEGUN)
    told = figures(plan, ledger)
    assert told["cycle_length"] == pytest.approx((time[over] - time[over - 1]).mean(), rel=1e-3)
    assert told["win_rate"] == pytest.approx((kind[over] == Event.ACCOUNT_WON).mean())
    assert told["account_cost"] == pytest.approx(told["cycles_begun"] * plan.behaviour["centre_cost"][0] / MICRO)
    assert "win_rate" not in figures(*world("people=300", "days=30"))


def test_nobody_forgets_or_leaves_while_deciding():
    """Nothing but touches and joining the list lies between a wish and the decision, and what is left comes later."""
    alone = ("market.awareness.fade_rate=0.1", "market.retain.unsubscribe_rate=0.04")
    _, ledger = world(*FIRMS, *alone, f"{MARKET}.cycle_days=20", journal=True)
    ends = (Event.FADED, Event.UNSUBSCRIBED)
    who, _, kind = moments(ledger, Event.CYCLE_BEGUN, Event.ACCOUNT_WON, Event.ACCOUNT_LOST, *ends)
    after = np.flatnonzero(kind[:-1] == Event.CYCLE_BEGUN) + 1
    after = after[who[after] == who[after - 1]]
    assert len(after) > 300
    assert np.isin(kind[after], [Event.ACCOUNT_WON, Event.ACCOUNT_LOST]).all()
    again = np.flatnonzero(kind[:-1] == Event.ACCOUNT_LOST) + 1
    again = again[who[again] == who[again - 1]]
    assert np.isin(kind[again], ends).any()


def of_segment(tmp_path, name):
    """A file of base whose firms are the people of a segment."""
    file = tmp_path / "firms.yaml"
    file.write_text(f"extends: base\nname: firms\nmarket: {{buying_centre: {{segments: [{name}]}}}}\n", "utf-8")
    return file


def test_only_firms_of_the_segments_named_take_their_time(tmp_path):
    _, ledger = world(*FIRMS, scenario=of_segment(tmp_path, "convenience seekers"), journal=True)
    wished = np.unique(ledger.journal["who"][ledger.journal["kind"] == Event.CYCLE_BEGUN])
    assert (ledger.people["segment"][wished] == 1).all()
    assert ((ledger.people["segment"] == 0) & firms_won(ledger)).sum() > 300
    assert len(wished) > 300
    with pytest.raises(BadInput, match=r"market\.buying_centre\.segments"):
        load(of_segment(tmp_path, "others"))


def test_who_has_tried_the_product_has_colleagues_too():
    trial = ("policy.product.trial.offered=true", "market.retain.trial_rate=0.2", "market.start.retained=1")
    won = [
        world(*FIRMS, *trial, "market.need.prospect_rate=0", f"{MARKET}.sceptic_odds={odds}")[1]
        .counts[:, :, Event.FIRST_ORDER]
        .sum()
        for odds in (1.0, 0.5)
    ]
    assert 100 < won[1] < won[0]


def test_chances_follow_from_what_is_stated():
    made = load("base", overrides=(*FIRMS, *ALL_WORK, f"{MARKET}.sceptics=0.5", f"{MARKET}.users_won=0.4"))
    numbers = lower(made, 0).behaviour[0]
    assert numbers["doubts_users"] == pytest.approx(0.3)
    assert numbers["sceptic"] == 0.5
    assert numbers["sceptic_utility"] == pytest.approx(np.log(0.6))
