"""In what segments and regions differ: ratios to the mean of all people, each on what it is said to act on."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.cells import cells
from scenarios.lowering.first_orders import new_customers
from scenarios.lowering.lower import lower
from scenarios.lowering.media import shown_by_day
from scenarios.lowering.response import response_by_day
from scenarios.lowering.standing import going_on
from scenarios.lowering.traits import relative
from scenarios.tree.writing import written
from sim.core.ground.state import KNOWN, OPT_IN, REACH
from sim.differences import differences
from sim.measures import measure
from sim.problems import BadInput
from sim.vocabulary import Event
from tests.worlds import lived

TRAITS = ("need", "leaving", "spend", "messages", "talk", "questions")
OF_REGIONS = ("price_sensitivity", "media_price", "rival_price")
REGIONS = [{"name": "north", "share": 0.5}, {"name": "south", "share": 0.5}]
ALIKE = {"choice": {"price_sensitivity_sd": 0}, "need": {"week_shock_sd": 0}}


def ratio(value):
    return {"value": value, "unit": "ratio", "label": "assumed", "source": "test"}


def of_south(**stated):
    """Two regions, the second with traits of its own."""
    return [REGIONS[0], REGIONS[1] | {name: ratio(value) for name, value in stated.items()}]


def built(folder, name="differing", market=None, policy=None, **top):
    tree = {"schema": 1, "name": name, "extends": "base", "people": 20_000, "days": 180, "worlds": 1, **top}
    tree["market"], tree["policy"] = {"regions": REGIONS, **(market or {})}, policy or {}
    path = folder / f"{name}.yaml"
    path.write_text(written(tree), "utf-8")
    return load(path, overrides=("policy.referral.active=false",) if policy is None else ())


def in_region(scenario, ledger, number):
    """Whether each person lives in the region of that number."""
    return cells(scenario).region[ledger.people["cell"]] == number


def happened(ledger, those, *events):
    return int(np.isin(ledger.journal["kind"][those[ledger.journal["who"]]], events).sum())


def test_ratios_are_to_their_mean_over_people():
    found = relative([2.0, 1.0, 0.5], [0.25, 0.25, 0.5])
    assert found @ [0.25, 0.25, 0.5] == pytest.approx(1.0, rel=1e-15)
    assert (found / found[1]).tolist() == pytest.approx([2.0, 1.0, 0.5], rel=1e-15)
    assert relative([3.0, 3.0], [0.1, 0.9]).tolist() == [1.0, 1.0]
    assert relative([0.0, 0.0], [0.1, 0.9]).tolist() == [0.0, 0.0]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return lived(built(tmp_path_factory.mktemp("plain"), "plain", people=1500, days=120))[1]


def test_who_is_alike_lives_as_if_no_trait_were_stated(tmp_path, plain):
    """Also where all are said to have twice as much: only differences from the mean count."""
    same = [one | {name: ratio(2.0) for name in TRAITS} for one in REGIONS]
    priced = [one | {"price_sensitivity": ratio(0.5)} | {name: ratio(1.0) for name in OF_REGIONS[1:]} for one in same]
    seen = [one | {"media": [{"name": "video", "seen": ratio(3.0)}]} for one in priced]
    assert differences(plain, lived(built(tmp_path, "same", {"regions": seen}, people=1500, days=120))[1]) == []


@pytest.mark.parametrize("trait", [*TRAITS, *OF_REGIONS])
def test_a_trait_moves_its_own_numbers_and_no_others(tmp_path, trait):
    policy = {"referral": {"active": True}}
    regions = {"one": REGIONS, "two": of_south(**{trait: 3.0})}
    plan, other = (
        lower(built(tmp_path, name, {"regions": of}, policy, people=50, days=9), 0) for name, of in regions.items()
    )
    moved = {name for name in plan.traits.dtype.names if (plan.traits[name] != other.traits[name]).any()}
    assert moved == {{"price_sensitivity": "response"}.get(trait, trait)} & set(plan.traits.dtype.names)
    levers = {name for name in plan.levers.dtype.names if (plan.levers[name] != other.levers[name]).any()}
    assert levers - {"leave_rival"} == {"talk": {"share"}, "rival_price": {"rival"}}.get(trait, set())
    rows = set(np.argwhere((plan.curves != other.curves).any(axis=(0, 2)))[:, 0].tolist())
    of_channels = {REACH + k for k in (1, 2, 3)}
    assert rows == {"messages": {OPT_IN}, "media_price": of_channels}.get(trait, set())


CUSTOMERS = {"start": {"customer": 1.0, "reached": 0.0, "retained": 0.0}}


def test_rates_and_amounts_of_everybody_are_in_the_ratio_stated(tmp_path):
    """Person by person against the world without traits; single precision keeps 6e-8 of each."""
    stated = {"need": 3.0, "leaving": 0.5, "spend": 2.0, "price_sensitivity": 1.5}
    (_, plain), (_, found) = (
        lived(built(tmp_path, name, {"regions": regions, **CUSTOMERS}, people=2000, days=5))
        for name, regions in (("plain", REGIONS), ("other", of_south(**stated)))
    )
    scenario = built(tmp_path, "again", {"regions": of_south(**stated)}, people=2000, days=5)
    south = in_region(scenario, found, 1)
    columns = {"need": "need_rate", "leaving": "dropout", "spend": "spend_rate", "price_sensitivity": "price_response"}
    for trait, column in columns.items():
        mean = (1.0 + stated[trait]) / 2.0
        for those, ratio_of in ((south, stated[trait] / mean), (~south, 1.0 / mean)):
            expected = 1.0 / ratio_of if trait == "spend" else ratio_of
            people = those & (plain.people[column] > 1e-30)
            assert found.people[column][people] / plain.people[column][people] == pytest.approx(expected, rel=3e-7)


def test_orders_are_in_the_ratio_of_needs_and_amounts_in_that_of_spend(tmp_path):
    """Ratios of sums over independent people: beyond 4.5 standard errors once in 150,000 worlds each."""
    regions = of_south(need=2.0, spend=0.5)
    scenario = built(tmp_path, market={"regions": regions, **CUSTOMERS})
    _, ledger = lived(scenario)
    south = in_region(scenario, ledger, 1)
    lines = ledger.journal[ledger.journal["kind"] == Event.ORDERED]
    orders = np.bincount(lines["who"], minlength=len(south))
    paid = np.bincount(lines["who"], lines["amount"], minlength=len(south))
    assert_ratio(orders[south], orders[~south], 2.0)
    assert_ratio(paid[south], paid[~south], 2.0 * 0.5)


def assert_ratio(a, b, expected):
    """Whether the means of two samples are in a ratio, by the standard error of its logarithm."""
    error = np.sqrt(sum(np.var(x) / len(x) / np.mean(x) ** 2 for x in (a, b)))
    assert abs(np.log(np.mean(a) / np.mean(b) / expected)) < 4.5 * error
    assert error < 0.08


SMALL = {"channel": {"weekly_spend": {"search": 0, "social": 0, "video": 20000}}, "referral": {"active": False}}


def test_first_orders_are_in_the_ratio_of_reach_where_media_are_few(tmp_path):
    """Far from saturation a person is awakened in proportion to what is seen; beyond 4.5 standard errors once in
    150,000 worlds."""
    regions = of_south(media_price=0.5)
    regions[1] |= {"media": [{"name": "video", "seen": ratio(3.0)}]}
    market = {"regions": regions, "awareness": {"organic_rate": 0.0}}
    market["start"] = {"customer": 0.0, "reached": 0.0, "retained": 0.0}
    market["channels"] = [{"name": "video", "peak_rate": 40.0, "half_saturation": 10000.0}]
    scenario = built(tmp_path, market=market, policy=SMALL, people=60_000)
    cell = cells(scenario)
    rate, _ = response_by_day(scenario)
    assert rate[2, cell.region == 1, -1] / rate[2, cell.region == 0, -1] == pytest.approx(6.0, rel=1e-3)
    shown = shown_by_day(scenario)[2, :, -1]
    assert shown[cell.region == 1].sum() == pytest.approx(6.0 * shown[cell.region == 0].sum(), rel=1e-12)
    _, ledger = lived(scenario)
    south, won = in_region(scenario, ledger, 1), (ledger.people["orders"] > 0).astype(float)
    assert_ratio(won[south], won[~south], 6.0)


def test_orders_answer_to_the_price_by_the_elasticity_of_the_region(tmp_path):
    """Orders at a dearer price against today's in the same world, region by region: the ratio of logit shares, beyond
    4.5 standard errors of independent counts once in 150,000 worlds."""
    alike = {"choice": {"price_sensitivity_sd": 1e-9, "price_elasticity": -2.0, "share_customer": 0.2}}
    alike["segments"] = [{"name": f"{name} seekers", "price_sensitivity": 1} for name in ("value", "convenience")]
    market = {"regions": of_south(price_sensitivity=3.0), **CUSTOMERS, **alike}
    level, choice = 1.1, built(tmp_path, market=market).market.choice
    share, found = choice.share_customer.value, []
    for name, price in (("today", 1.0), ("dearer", level)):
        scenario = built(tmp_path, name, market, {"price": {"level": price}, "referral": {"active": False}})
        _, ledger = lived(scenario)
        found.append([happened(ledger, in_region(scenario, ledger, k), Event.ORDERED) for k in (0, 1)])
    for region, relative_response in enumerate((0.5, 1.5)):
        response = -choice.price_elasticity.value / (1.0 - share) * relative_response
        weight = np.exp(-response * (level - 1.0))
        expected = weight / (1.0 - share + share * weight)
        error = np.sqrt(1.0 / found[0][region] + 1.0 / found[1][region])
        assert abs(np.log(found[1][region] / found[0][region] / expected)) < 4.5 * error < 0.3


@pytest.mark.parametrize(("trait", "fewer"), [("rival_price", 0.8), ("media_price", 2.0)])
def test_prices_as_stated_move_no_other_region(tmp_path, trait, fewer):
    """And where media are dearer, or the competitor cheaper, we sell less."""
    lonely = {"referral": {"active": False}}
    (_, plain), (_, found) = (
        lived(built(tmp_path, name, {"regions": regions}, lonely))
        for name, regions in (("plain", REGIONS), ("other", of_south(**{trait: fewer})))
    )
    south = in_region(built(tmp_path, "again"), found, 1)
    sold = [happened(one, south, Event.FIRST_ORDER, Event.ORDERED) for one in (found, plain)]
    assert sold[0] < sold[1]
    there = [
        one.journal[~south[one.journal["who"]]][["time", "who", "kind", "amount"]].tolist() for one in (plain, found)
    ]
    assert there[0] == there[1]


@pytest.mark.parametrize(("trait", "event"), [("messages", Event.OPTED_IN), ("talk", Event.SHARED)])
def test_the_more_of_a_trait_the_more_of_it_there(tmp_path, trait, event):
    counts = []
    for k, value in enumerate((1.0, 2.0, 4.0)):
        scenario = built(tmp_path, f"level{k}", {"regions": of_south(**{trait: value})}, {"referral": {"active": True}})
        _, ledger = lived(scenario)
        counts.append(happened(ledger, in_region(scenario, ledger, 1), event))
    assert 0 < counts[0] < counts[1] < counts[2]


def test_customers_ask_the_desk_in_the_ratio_stated(tmp_path):
    """Beyond 4.5 standard errors once in 150,000 worlds."""
    service = {"question_rate": 0.02, "trouble_share": 0.0, "start_share": 0.0}
    market = {"size": 2000, "regions": of_south(questions=3.0), "service": service, **CUSTOMERS}
    scenario = built(tmp_path, market=market, policy={"service": {"desk": {"active": True}}}, people=2000, days=90)
    _, ledger = lived(scenario)
    south = in_region(scenario, ledger, 1)
    lines = ledger.journal[ledger.journal["kind"] == Event.ASKED]
    asked = np.bincount(lines["who"], minlength=len(south)).astype(float)
    assert_ratio(asked[south], asked[~south], 3.0)


def test_measures_tell_regions_and_segments_apart(tmp_path):
    scenario = built(tmp_path, market={"regions": of_south(need=3.0), **CUSTOMERS}, days=90)
    plan, ledger = lived(scenario)
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    south = in_region(scenario, ledger, 1)
    lines = ledger.journal[np.isin(ledger.journal["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
    expected = south[lines["who"]].mean()
    assert table["order_share", "region", "south"] == pytest.approx(expected)
    assert table["clv", "region", "south"] > table["clv", "region", "north"]


@pytest.mark.parametrize("field", ["day by day", "steady"])
def test_mean_fields_of_unlike_regions_are_the_mean_of_their_fields(tmp_path, field):
    """Where nobody acts on others, a market of two regions wins what markets of people like each of them win."""
    lonely = {"referral": {"active": False}}
    market = {"retain": {"optin_rate": 0.0}} if field == "day by day" else {}

    def won(name, regions, factor):
        prospect = {"need": {"prospect_rate": factor * load("base").market.need.prospect_rate.value}}
        scenario = built(tmp_path, name, {"regions": regions, **prospect, **market}, lonely, people=50, days=60)
        if field == "steady":
            return going_on(scenario, np.zeros(0, KNOWN)).per_week
        return new_customers(scenario).sum()

    apart = [won(f"alone{k}", [], factor) for k, factor in enumerate((0.4, 1.6))]
    assert won("together", of_south(need=4.0), 1.0) == pytest.approx(np.mean(apart), rel=1e-12)
    assert apart[1] > apart[0] > 0.0


def test_unknown_channels_of_a_trait_are_named(tmp_path):
    regions = [REGIONS[0], REGIONS[1] | {"media": [{"name": "vidio", "seen": ratio(2.0)}]}]
    with pytest.raises(BadInput, match=r"market\.regions\.south\.media\.vidio .*unknown channel .*vidio"):
        built(tmp_path, market={"regions": regions})


def test_where_only_nobody_would_have_a_trait_nobody_has_it():
    assert relative([0.0, 2.0], [1.0, 0.0]).tolist() == [0.0, 0.0]
    assert relative([1.0, 3.0], [0.5, 0.5]) == pytest.approx([0.5, 1.5])
