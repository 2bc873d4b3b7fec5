"""Policies by group: each person lives under the policy of the own group, as if it were everybody's."""

import numpy as np
import pytest
from pydantic import BaseModel

from scenarios.fields import bare
from scenarios.files.loading import load
from scenarios.lowering.cells import cell_shares, cells
from scenarios.lowering.incremental import STEP, SpendChange, paid_channels, with_spend
from scenarios.lowering.lower import lower
from scenarios.policy import Policy
from scenarios.policy.groups import GroupRow
from scenarios.tree.writing import written
from scenarios.warnings.warnings import warnings_of
from sim import engine
from sim.core.ground.state import REACH
from sim.differences import differences
from sim.measures import measure
from sim.mechanisms.places.spec import SPEC as TO_BUY
from sim.problems import BadInput
from sim.quantities import Observed, quantities
from sim.value import residual
from sim.vocabulary import Account, Event
from tests.worlds import lived

REGIONS = [{"name": "north", "share": 0.5}, {"name": "south", "share": 0.25}, {"name": "islands", "share": 0.25}]
PLACES = [{"name": "online", "share": 0.6}, {"name": "store", "share": 0.4}]
LABELS = {"regions": REGIONS, "places": PLACES}
LONELY = {"active": False}
"""A programme without which nobody acts on anybody else."""
OFFERS = [{"name": "main"}, {"name": "large", "price": 1.8, "size": 2.0, "utility": {"value": -0.3, "unit": "utility"}}]
OFFERS[1]["utility"] |= {"label": "assumed", "source": "test"}
DEAL = {"name": "spring", "from": 10, "to": 60, "depth": 0.2}
PARTS = {
    "price": {"level": 1.2, "changes": [{"day": 30, "level": 0.9}], "offers": {"large": 1.1}},
    "promotion": {"deals": [DEAL]},
    "relationship": {
        "touches_per_week": 2.0,
        "cost_per_touch": 0.2,
        "optin_reward": 1.5,
        "community": {"share": 0.5, "cost_per_member_day": 0.02},
    },
    "product": {
        "quality": 0.95,
        "cost_ratio": 0.4,
        "fulfilment_ratio": 0.1,
        "commission_ratio": 0.05,
        "first_order_cost": 2.0,
    },
    "service": {"cost_per_customer_day": 0.03, "lead_response_hours": 6.0},
}
"""What a group may have of its own, media and friends apart."""


def built(folder, name="grouped", market=None, policy=None, **top):
    """A small scenario of the base market in which people act on nobody else."""
    tree = {"schema": 1, "name": name, "extends": "base", "people": 1500, "days": 90, "worlds": 1, **top}
    tree["market"] = {
        "start": {"customer": 0.3, "retained": 0.1},
        "choice": {"quality_effect": 1.0},
        "offers": OFFERS,
        **(market or {}),
    }
    tree["policy"] = {"referral": LONELY, **(policy or {})}
    path = folder / f"{name}.yaml"
    path.write_text(written(tree), "utf-8")
    return load(path)


def story(ledger, those):
    """What befell some people: when, who, what and how much."""
    lines = ledger.journal
    return lines[those[lines["who"]]][["time", "who", "kind", "amount"]].tolist()


def living(scenario, plan, ledger, region):
    """Whether each person lives in the region of that name."""
    of_cell = np.array([one.name for one in scenario.market.regions])[cells(scenario).region]
    return of_cell[ledger.people["cell"]] == region


def test_regions_and_places_are_labels_and_change_no_life(tmp_path):
    plain, told = built(tmp_path, "plain"), built(tmp_path, "told", market=LABELS)
    one = built(tmp_path, "one", market={"regions": [{"name": "all", "share": 1.0}], "places": []})
    (plan, alone), (parted, ledger) = lived(plain), lived(told)
    assert alone.journal[["time", "who", "kind", "amount"]].tolist() == story(ledger, np.ones(1500, bool))
    for name in ("need_rate", "dropout", "spend_rate", "price_response", "net", "value", "spent"):
        assert (alone.people[name] == ledger.people[name]).all()
    assert (alone.ages.sum(axis=0) == ledger.ages.sum(axis=0)).all()
    assert len(parted.levers) == 6 * len(plan.levers)
    assert differences(alone, engine.run(lower(one, 0), journal=True)) == []


def test_people_are_told_apart_by_the_shares_and_independently(tmp_path):
    """Chi-squared of the table of segment x region x place against the product of shares: 11 degrees of freedom, above
    37.4 once in 10,000 worlds."""
    scenario = built(tmp_path, market=LABELS, people=20_000, days=1)
    plan, ledger = lived(scenario)
    cell, share = cells(scenario), cell_shares(scenario)
    label = plan.levers["label"][:, 0]
    expected = np.bincount(label, share) * 20_000
    found = np.bincount(label[ledger.people["cell"]], minlength=12)
    assert expected.sum() == pytest.approx(20_000)
    assert ((found - expected) ** 2 / expected).sum() < 37.4
    assert (label == (cell.segment * 3 + cell.region) * 2 + cell.place).all()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_policy_holds_in_its_region_as_if_it_held_everywhere(tmp_path, part):
    base = built(tmp_path, "base_of_all", market=LABELS)
    everywhere = built(tmp_path, "everywhere", market=LABELS, policy={part: PARTS[part]})
    row = {"name": "south", "regions": ["south"], part: PARTS[part]}
    there = built(tmp_path, "there", market=LABELS, policy={"groups": [row]})
    plan, ledger = lived(there)
    south = living(there, plan, ledger, "south")
    (_, all_over), (_, without) = lived(everywhere), lived(base)
    assert story(ledger, south) == story(all_over, south) != story(without, south)
    assert story(ledger, ~south) == story(without, ~south)
    for name in ("net", "value", "spent"):
        assert (ledger.people[name][south] == all_over.people[name][south]).all()
        assert (ledger.people[name][~south] == without.people[name][~south]).all()
    who = np.flatnonzero(south & (ledger.people["orders"] > 0))
    worth = [residual(lower(one, 0), told, who) for one, told in ((there, ledger), (everywhere, all_over))]
    assert (worth[0] == worth[1]).all()


def test_a_row_that_repeats_the_policy_changes_nothing(tmp_path):
    base = built(tmp_path, "base_of_all", market=LABELS)
    model, policy = GroupRow.model_fields, base.policy.model_dump(by_alias=True, exclude_none=True)

    def repeated(kind, said):
        fields = bare(kind).model_fields
        return {
            key: repeated(fields[key].annotation, value)
            if isinstance(bare(fields[key].annotation), type) and issubclass(bare(fields[key].annotation), BaseModel)
            else value
            for key, value in said.items()
            if key in fields
        }

    said = {key: repeated(model[key].annotation, policy[key]) for key in (*PARTS, "referral")}
    said["channel"] = {"weekly_spend": {name: 0.5 * x for name, x in policy["channel"]["weekly_spend"].items()}}
    row = {"name": "again", "regions": ["north"], **said}  # where half of the people live
    again = built(tmp_path, "again", market=LABELS, policy={"groups": [row]})
    (plan, ledger), (same, repeat) = lived(base), lived(again)
    assert differences(ledger, repeat) == []
    for name in ("levers", "curves", "shown", "media"):
        assert getattr(plan, name).tobytes() == getattr(same, name).tobytes()
    assert any("policy.groups.again" in text and "already" in text for text in warnings_of(again))


def test_the_later_row_counts_number_by_number(tmp_path):
    rows = [
        {"name": "all", "price": {"level": 1.1, "offers": {"large": 1.2}}, "product": {"quality": 0.9}},
        {"name": "stores", "places": ["store"], "price": {"level": 0.95}},
        {"name": "south", "regions": ["south"], "price": {"level": 0.9, "offers": {"main": 1.05}}},
    ]
    scenario = built(tmp_path, market=LABELS, policy={"groups": rows})
    plan, cell = lower(scenario, 0), cells(scenario)
    south, store = cell.region == 1, cell.place == 1
    price, quality = plan.levers["price"][:, 0], plan.levers["quality"][:, 0]
    assert (price == np.where(south, 0.9, np.where(store, 0.95, 1.1))).all()
    assert (quality == 0.9).all()
    lists = plan.offer_prices[:, 0].reshape(-1, 2)[plan.levers["price_list"][:, 0]]
    assert (lists[:, 0] == np.where(south, 1.05, 1.0)).all()
    assert lists[:, 1] == pytest.approx(1.8 * 1.2)


def test_a_level_of_a_group_holds_whatever_changes_around_it(tmp_path):
    """Prices and media of a group are its own path: what the policy does on a day elsewhere is not done there."""
    around = {
        "price": {"level": 1.0, "changes": [{"day": 30, "level": 1.3}]},
        "channel": {"flights": [{"channel": "search", "from": 20, "to": 40, "weekly_spend": 9000.0}]},
        "groups": [
            {
                "name": "s",
                "regions": ["south"],
                "price": {"level": 0.9},
                "channel": {"weekly_spend": {"search": 500.0}},
            },
            {"name": "i", "regions": ["islands"], "price": {"changes": [{"day": 50, "level": 0.8}]}},
        ],
    }
    scenario = built(tmp_path, market=LABELS, policy=around)
    plan, cell = lower(scenario, 0), cells(scenario)
    north, south, islands = (plan.levers["price"][cell.region == region] for region in range(3))
    assert (south == 0.9).all()
    assert (north[:, [0, 29, 30, 89]] == [1.0, 1.0, 1.3, 1.3]).all()
    assert (islands[:, [0, 49, 50, 89]] == [1.0, 1.0, 0.8, 0.8]).all()
    shown = plan.shown[0, :, [0, 30]].T
    assert (shown[cell.region == 1, 0] == shown[cell.region == 1, 1]).all()
    assert (shown[cell.region != 1, 0] < shown[cell.region != 1, 1]).all()


def test_deals_and_incentives_are_for_their_region_and_place(tmp_path):
    who = {"regions": ["south"], "places": ["store"]}
    policy = {
        "promotion": {"deals": [DEAL | {"region": "south"}, DEAL | {"name": "late", "depth": 0.3, "place": "store"}]},
        "incentives": [{"name": "thanks", "on": "order", "give": "message", "cost": 1.0, "who": who}],
    }
    scenario = built(tmp_path, market=LABELS, policy=policy)
    (plan, ledger), cell = lived(scenario), cells(scenario)
    south, store = cell.region == 1, cell.place == 1
    expected = np.where(store, 0.3, np.where(south, 0.2, 0.0))
    assert (plan.levers["deal_first"][:, 20] == expected).all()
    sent = ledger.counts[:, :, Event.GRANTED].sum(axis=0)
    assert sent[south & store].sum() > 50
    assert sent[~(south & store)].sum() == 0


def test_media_of_a_region_are_shown_there_and_cost_what_is_spent_there(tmp_path):
    """Money for a quarter of the people works there as four times as much would on all; the rest see what they saw."""
    row = {"name": "south", "regions": ["south"], "channel": {"weekly_spend": {"search": 2500.0}}}
    base = built(tmp_path, "base_of_all", market=LABELS)
    there = built(tmp_path, "there", market=LABELS, policy={"groups": [row]})
    as_much = built(tmp_path, "as_much", market=LABELS, policy={"channel": {"weekly_spend": {"search": 10_000.0}}})
    one, two, three = (lower(scenario, 0) for scenario in (base, there, as_much))
    south = cells(there).region == 1
    assert (two.curves[south] == three.curves[south]).all()
    assert (two.curves[~south] == one.curves[~south]).all()
    assert (two.curves[south, REACH + 1, -1] > one.curves[south, REACH + 1, -1]).all()
    weekly = base.policy.channel.weekly_spend
    spent = weekly | {"search": 0.75 * weekly["search"] + 2500.0}
    of_people = 1500 / there.market.size.value
    assert two.media.sum(axis=1) / 1e6 == pytest.approx([x / 7 * 90 * of_people for x in spent.values()], rel=1e-4)
    others = sum(weekly.values()) - weekly["search"]
    of_south = (0.25 * others + 2500.0) / sum(spent.values())
    assert two.media_by_region[1] == pytest.approx(of_south)
    assert two.media_by_region.sum() == pytest.approx(1.0)
    assert len(one.media_by_region) == 0


def test_a_channel_is_switched_off_where_it_is_that_of_a_region_too(tmp_path):
    flights = [{"channel": "video", "from": 5, "to": 20, "weekly_spend": 900.0}]
    row = {"name": "s", "regions": ["south"], "channel": {"weekly_spend": {"search": 2500.0}, "flights": flights}}
    quiet = {"channel": {"weekly_spend": {"search": 0.0, "social": 0.0, "video": 0.0}}, "groups": [row]}
    scenario = built(tmp_path, market=LABELS, policy=quiet)
    assert paid_channels(scenario) == ["search", "video"]
    plan = lower(scenario, 0)
    for ratio in (0.0, STEP):
        changed = lower(with_spend(scenario, SpendChange(("search",), ratio)), 0)
        assert changed.media[0] == pytest.approx(ratio * plan.media[0], abs=1)
        assert (changed.media[1:] == plan.media[1:]).all()


def test_who_invited_is_paid_what_the_own_group_is_promised(tmp_path):
    row = {"name": "south", "regions": ["south"], "referral": {"reward_referrer": 11.0, "reward_friend": 3.0}}
    programme = {"active": True, "reward_referrer": 5.0, "reward_friend": 2.0}
    market = {**LABELS, "referral": {"share_probability": 0.5, "contacts": 8}}
    scenario = built(tmp_path, market=market, policy={"referral": programme, "groups": [row]})
    plan, ledger = lived(scenario)
    people, south = ledger.people, living(scenario, plan, ledger, "south")
    friends = np.flatnonzero((people["referrer"] >= 0) & (people["orders"] > 0))
    assert (south[friends] != south[people["referrer"][friends]]).sum() > 10
    paid = ledger.sums.sum(axis=(0, 1)) / 1e6
    assert paid[Account.REWARD_REFERRER] == -np.where(south[people["referrer"][friends]], 11.0, 5.0).sum()
    assert paid[Account.REWARD_FRIEND] == -np.where(south[friends], 3.0, 2.0).sum()


def test_a_programme_of_one_region_is_one(tmp_path):
    row = {"name": "south", "regions": ["south"], "referral": {"active": True}}
    market = {**LABELS, "referral": {"share_probability": 0.9, "contacts": 40, "accept_probability": 0.6}}
    market["referral"]["referred_dropout_ratio"] = 0.5
    scenario = built(tmp_path, market=market, policy={"groups": [row]}, days=200)
    plan, ledger = lived(scenario)
    south = living(scenario, plan, ledger, "south")
    shared, accepted = (
        ledger.journal["who"][ledger.journal["kind"] == kind] for kind in (Event.SHARED, Event.ACCEPTED)
    )
    assert plan.behaviour["letters"][0] == 1
    assert len(accepted) > 5
    assert south[shared].all()
    assert south[accepted].all()


def test_what_regions_and_places_bring_adds_up_to_the_whole(tmp_path):
    row = {"name": "s", "regions": ["south"], "channel": {"weekly_spend": {"search": 9000.0}}}
    market = {**LABELS, "start": {"customer": 0.0, "retained": 0.3}}
    scenario = built(tmp_path, market=market, policy={"groups": [row]}, days=400)
    plan, ledger = lived(scenario)
    table = measure(plan, ledger).set_index(["by", "key", "measure"])["value"].sort_index()
    whole = table["all", ""]
    for by, named in (("segment", plan.segments), ("region", plan.regions), ("place", plan.usual_places)):
        customers = np.array([table[by, name, "customers"] for name in named])
        assert customers.sum() == pytest.approx(whole["customers"])
        assert sum(table[by, name, "orders"] for name in named) == pytest.approx(whole["orders"])
        for mean in ("clv", "cac"):
            parts = np.array([table[by, name, mean] for name in named])
            assert (parts * customers).sum() / customers.sum() == pytest.approx(whole[mean])
        of_orders = {one.name for one in TO_BUY.measures}
        assert {m for b, k, m in table.index if (b, k) == (by, named[0])} - of_orders == {
            m for b, k, m in table.index if (b, k) == ("segment", plan.segments[0])
        }
    dear = [table["region", name, "cac"] for name in ("south", "north", "islands")]
    assert dear[0] > max(dear[1:])


def test_customers_of_the_firm_stand_in_their_region(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    count = 300
    numbers = {"x": 1.0, "exposure": 50.0, "orders": 2.0, "age": 60.0, "recency": 10.0, "mean_spend": 20.0}
    table = {name: np.full(count, value) for name, value in numbers.items()} | {"spend_orders": np.full(count, 2.0)}
    table |= {"segment": [""] * count, "channel": [""] * count}
    table |= {"region": ["islands"] * 100 + [""] * 200, "place": ["store"] * count}
    pq.write_table(pa.table(table), tmp_path / "ours.parquet")
    market = {**LABELS, "size": 1500, "start": {"customers": "ours.parquet"}}
    scenario = built(tmp_path, market=market)
    plan, ledger = lived(scenario)
    cell, known = cells(scenario), slice(0, count)
    where = ledger.people["cell"][known]
    stated = plan.known["region"] >= 0
    assert stated.sum() == 100
    assert (cell.place[where] == 1).all()
    assert (cell.region[where][stated] == 2).all()
    assert set(cell.region[where][~stated]) == {0, 1, 2}
    pq.write_table(pa.table(table | {"region": ["moon"] * count}), tmp_path / "ours.parquet")
    with pytest.raises(BadInput, match=r"the region moon in .* which the market does not have"):
        built(tmp_path, market=market)


def test_a_market_stands_at_time_0_as_it_would_without_regions(tmp_path):
    """The mean field of before time 0 knows no groups: nobody had any then."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = dict.fromkeys(("x", "exposure", "age", "recency", "mean_spend", "orders", "spend_orders"), 20.0)
    table |= {"x": 3.0, "orders": 4.0, "spend_orders": 4.0, "exposure": 90.0, "age": 100.0}
    ours = {name: np.full(200, value) for name, value in table.items()} | {"segment": [""] * 200, "channel": [""] * 200}
    pq.write_table(pa.table(ours), tmp_path / "ours.parquet")
    newcomers = {"value": 9.0, "unit": "people per week", "label": "assumed", "source": "test"}
    start = {"customers": "ours.parquet", "newcomers": newcomers, "spend": {"search": 900.0}}
    market = {"size": 3000, "start": start}
    rows = [{"name": "s", "regions": ["south"], "channel": {"weekly_spend": {"search": 1.0}}, "price": {"level": 2.0}}]
    plain = built(tmp_path, "plain", market=market)
    told = built(tmp_path, "told", market={**market, **LABELS}, policy={"groups": rows})
    one, other = (lower(scenario, 0).behaviour[0] for scenario in (plain, told))
    for name in ("start_reached", "start_retained"):
        assert one[name] > 0.0
        assert other[name] == pytest.approx(one[name], rel=1e-9)


def test_a_quantity_is_told_of_groups_but_has_no_closed_form(tmp_path):
    path = tmp_path / "lg1.yaml"
    row = {"name": "value", "segments": ["value seekers"], "price": {"offers": {"main": 1.1}}}
    path.write_text(written({"extends": "verification/lg1", "name": "grouped", "policy": {"groups": [row]}}), "utf-8")
    scenario = load(path, overrides=["people=2000", "worlds=1"])
    assert any("policies differ between groups" in text for text in warnings_of(scenario))
    plan, ledger = lived(scenario)
    found = quantities(Observed(plan, ledger, {}))
    assert found["expected"].isna().all()
    assert ((found["estimate"] > 0.0) & (found["estimate"] < 1.0)).all()


# ---- what files may say ----


def of_policy(kind, model, path):
    """Every number of a group's model beside that of the policy."""
    for name, field in model.model_fields.items():
        whole, own = kind.model_fields[name], bare(field.annotation)
        if isinstance(own, type) and issubclass(own, BaseModel):
            yield from of_policy(bare(whole.annotation), own, f"{path}.{name}")
        else:
            yield f"{path}.{name}", field, whole


def test_units_and_limits_of_groups_are_those_of_the_policy():
    parts = {key: field for key, field in GroupRow.model_fields.items() if key in Policy.model_fields}
    found = [
        one
        for key, field in parts.items()
        if key != "places"  # whose usual place it is, not what is done with it
        for one in of_policy(bare(Policy.model_fields[key].annotation), bare(field.annotation), key)
    ]
    assert len(found) > 20
    for path, field, whole in found:
        assert bare(field.annotation) == bare(whole.annotation), path
        assert field.json_schema_extra == whole.json_schema_extra, path
        if not path.endswith("deals"):
            own, all_of_it = (
                {str(fact) for fact in one.metadata if "(func" not in str(fact)} for one in (field, whole)
            )
            assert own == all_of_it, path


WRONG = {
    "policy.groups.g.regions — found the unknown region nort": {"regions": ["nort"]},
    "policy.groups.g.places — found the unknown place shop": {"places": ["shop"]},
    "policy.groups.g.classes — found the unknown activity class lite": {"classes": ["lite"]},
    "policy.groups.g.price.offers.big — found the unknown offer big": {"price": {"offers": {"big": 1.0}}},
    "policy.groups.g.service.desk — found what is the same for everybody": {"service": {"desk": {"active": True}}},
    "policy.groups.g.winback — found what is the same for everybody": {"winback": {"cost_per_return": 1.0}},
    "policy.groups.g.relationship.points — found what is the same": {"relationship": {"points": {"earn_rate": 0.1}}},
    "policy.groups.g.price.lvel — found an unknown key": {"price": {"lvel": 1.0}},
    "policy.groups.g.channel — found media for some segments alone": {
        "segments": ["value seekers"],
        "channel": {"weekly_spend": {"search": 1.0}},
    },
    "policy.groups.g.channel.weekly_spend.serch — found the unknown channel": {
        "channel": {"weekly_spend": {"serch": 1.0}}
    },
    "policy.groups.g.channel — found money for media in regions where nobody lives": {
        "regions": ["moon"],
        "channel": {"weekly_spend": {"search": 1.0}},
    },
    "policy.groups.g.price.changes.0.day — found day 99": {"price": {"changes": [{"day": 99, "level": 1.0}]}},
    "policy.groups.g.promotion.deals.d.to — found a deal from day 9 to day 8": {
        "promotion": {"deals": [{"name": "d", "from": 9, "to": 8, "depth": 0.1}]}
    },
    "policy.groups.g.promotion.deals.d.region — found the unknown region nort": {
        "promotion": {"deals": [{"name": "d", "from": 7, "to": 8, "depth": 0.1, "region": "nort"}]}
    },
    "policy.groups.g.relationship.touches_per_week — found an unsubscribe rate": {
        "relationship": {"touches_per_week": 900.0}
    },
}


@pytest.mark.parametrize("said", WRONG)
def test_a_row_that_cannot_be_is_refused_by_its_path(tmp_path, said):
    regions = [*REGIONS, {"name": "moon", "share": 0.0}]
    with pytest.raises(BadInput) as refused:
        built(
            tmp_path, market={"regions": regions, "places": PLACES}, policy={"groups": [{"name": "g", **WRONG[said]}]}
        )
    assert said in str(refused.value)


def test_shares_that_miss_one_and_too_many_kinds_are_refused(tmp_path):
    with pytest.raises(BadInput, match=r"market\.regions — found shares that sum to 0\.9"):
        built(tmp_path, market={"regions": [{"name": "a", "share": 0.5}, {"name": "b", "share": 0.4}]})
    many = {key: [{"name": f"{key} {k}", "share": 0.01} for k in range(100)] for key in ("regions", "places")}
    with pytest.raises(BadInput, match="kinds of people"):
        built(tmp_path, market=many)


VAIN = {
    "nobody is among its people": {"regions": ["moon"], "price": {"level": 1.2}},
    "it says nothing": {"regions": ["north"]},
    "holds for its people already": {"regions": ["north"], "price": {"level": 1.0}},
}


@pytest.mark.parametrize("said", VAIN)
def test_a_row_in_vain_is_said(tmp_path, said):
    regions = {"regions": [*REGIONS, {"name": "moon", "share": 0.0}]}
    rows = [{"name": "g", **VAIN[said]}]
    assert any(said in text for text in warnings_of(built(tmp_path, market=regions, policy={"groups": rows})))
    meant = [{"name": "g", "regions": ["north"], "price": {"level": 1.2}}]
    assert not any(
        said in text for text in warnings_of(built(tmp_path, "meant", market=regions, policy={"groups": meant}))
    )


def test_what_does_nothing_in_a_group_alone_is_said(tmp_path):
    row = {"name": "g", "regions": ["south"], "product": {"quality": 0.95}}
    market = {**LABELS, "choice": {"quality_effect": 0.0}}
    told = warnings_of(built(tmp_path, market=market, policy={"groups": [row]}))
    assert sum("sell no more" in text for text in told) == 1


def test_rows_are_kept_when_written_and_can_be_set_by_their_names(tmp_path):
    row = {"name": "south", "regions": ["south"], "relationship": {"cost_per_touch": "0.01 mean orders"}}
    scenario = built(tmp_path, market=LABELS, policy={"groups": [row]})
    spend = scenario.market.spend
    mean = spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1.0)
    assert scenario.policy.groups[0].relationship.cost_per_touch == pytest.approx(0.01 * mean)
    again = tmp_path / "again.yaml"
    again.write_text(scenario.to_yaml(), "utf-8")
    assert load(again).fingerprint == scenario.fingerprint
    changed = load(again, overrides=["policy.groups.south.relationship.cost_per_touch=0.5"])
    assert changed.policy.groups[0].relationship.cost_per_touch == 0.5
