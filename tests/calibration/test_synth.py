"""A company of known truth: its tables are the journal's and the ledger's, and nothing else."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.fit import fit
from calibration.synth.formats import FORMATS
from calibration.synth.lived import Lived
from calibration.synth.media import Experiment
from calibration.synth.mess import Mess, cut, messy
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import load
from sim.problems import BadInput
from sim.vocabulary import MICRO, Account, Event

LIVELY = Path(__file__).with_name("lively_company.yaml")
CONTRACT = {
    "orders": {"order_id", "customer_id", "ordered_at", "amount"},
    "customers": {"customer_id", "acquired_at"},
    "spend": {"date", "channel", "spend"},
    "experiments": {"channel", "start", "end", "treated_share", "lift", "lift_se"},
    "touches": {"customer_id", "at", "campaign_id"},
    "tickets": {"ticket_id", "customer_id", "opened_at"},
    "surveys": {"customer_id", "at", "score"},
    "referrals": {"referrer_id", "invited_at"},
    "prices": {"product_id", "from"},
    "staffing": {"at", "staff_on_duty"},
}
ROUNDING = 3  # micro-units by which a list price found from what is paid may be off


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    folder = tmp_path_factory.mktemp("synth") / "firm"
    return synth(load(LIVELY), folder, experiments=[Experiment("search", 100, 300)])


def counted(world: Lived, *events: Event) -> int:
    return int(world.ledger.counts[:, :, list(events)].sum())


def booked(world: Lived, *accounts: Account) -> float:
    return float(world.ledger.sums[:, :, list(accounts)].sum())


def micro(amounts: pd.Series) -> float:
    return float(amounts.sum() * MICRO)


def test_all_tables_of_the_contract_are_there(made: Synth) -> None:
    assert set(made.tables) == set(CONTRACT)
    for name, columns in CONTRACT.items():
        assert columns <= set(made.tables[name]), name


def test_rows_are_the_events_of_the_journal(made: Synth) -> None:
    world, tables = made.world, made.tables
    tickets, referrals = tables["tickets"], tables["referrals"]
    assert len(tables["orders"]) == counted(world, Event.FIRST_ORDER, Event.ORDERED)
    assert len(tables["customers"]) == counted(world, Event.FIRST_ORDER)
    assert tables["orders"]["returned_at"].notna().sum() == counted(world, Event.GOODS_RETURNED)
    assert len(referrals) == counted(world, Event.SHARED, Event.CHEATED, Event.UNDELIVERABLE)
    undetected = int((world.lines(Event.CHEATED)["amount"] == 0).sum())
    assert undetected > 0
    assert referrals["accepted_at"].notna().sum() == counted(world, Event.ACCEPTED) + undetected
    assert len(tables["surveys"]) == counted(world, Event.SCORED)
    assert len(tickets) == counted(world, Event.ASKED)
    assert tickets["reopened"].sum() == counted(world, Event.REOPENED)
    assert tickets["resolved_at"].notna().sum() == counted(world, Event.SOLVED)
    touches = tables["touches"]
    assert (touches["channel"] == "incentive").sum() == counted(world, Event.GRANTED)


def test_money_is_that_of_the_ledger(made: Synth) -> None:
    world, orders, referrals = made.world, made.tables["orders"], made.tables["referrals"]
    off = booked(world, Account.DISCOUNT) + booked(world, Account.COUPON)
    assert booked(world, Account.COUPON) < 0.0 > booked(world, Account.DISCOUNT)
    assert micro(orders["amount"]) == pytest.approx(booked(world, Account.REVENUE) + off, abs=1)
    most = ROUNDING * len(orders)
    assert micro(orders["list_amount"]) == pytest.approx(booked(world, Account.REVENUE), abs=most)
    coupons = orders["coupon_id"] != ""
    assert coupons.sum() == world.ledger.granted[:, :, 2].sum()
    assert micro(orders.loc[orders["returned_at"].notna(), "amount"]) == pytest.approx(
        -booked(world, Account.RETURNS), abs=1
    )
    assert micro(orders["cost"]) == pytest.approx(-booked(world, Account.GOODS, Account.FULFILMENT), abs=most)
    rewards = booked(world, Account.REWARD_REFERRER, Account.REWARD_FRIEND, Account.FRAUD)
    assert micro(referrals["reward_referrer"] + referrals["reward_invitee"]) == pytest.approx(-rewards, abs=1)
    assert micro(made.tables["spend"]["spend"]) == pytest.approx(world.plan.media.sum(), abs=1)


def test_work_on_tickets_costs_what_the_ledger_says(made: Synth) -> None:
    """Minutes of work times the wage: booked the day after, so the last day's are still to come."""
    wage = made.world.scenario.policy.service.desk.wage_per_hour
    assert made.tables["tickets"]["agent_minutes"].sum() / 60 * wage * MICRO == pytest.approx(
        -booked(made.world, Account.SUPPORT), rel=0.05
    )


def test_moments_of_a_ticket_come_one_after_the_other(made: Synth) -> None:
    tickets = made.tables["tickets"]
    second = pd.Timedelta(seconds=1)
    for early, late in (
        ("opened_at", "first_response_at"),
        ("first_response_at", "resolved_at"),
        ("opened_at", "abandoned_at"),
    ):
        both = tickets[early].notna() & tickets[late].notna()
        assert both.any()
        assert (tickets[late] - tickets[early] >= -second)[both].all()
    assert not (tickets["resolved_at"].notna() & tickets["abandoned_at"].notna()).any()


def test_whoever_never_came_to_notice_is_in_no_table(made: Synth) -> None:
    world = made.world
    noticed = set(world.ids[world.ids != ""])
    assert 0 < len(noticed) < world.plan.people
    for name, table in made.tables.items():
        for column in {"customer_id", "referrer_id", "invitee_id"} & set(table):
            assert set(table[column]) - {""} <= noticed, name
    invited = {int(one) for one in world.lines(Event.SHARED)["amount"]}
    unknown = {one for one in invited if world.ids[one] == ""}
    assert unknown  # friends who never answered


def test_the_files_hold_the_tables_to_the_cent(made: Synth) -> None:
    folder = made.folder
    assert folder is not None
    written = json.loads((folder / "tables.json").read_text())
    for name, table in made.tables.items():
        read = pd.read_csv(folder / f"{name}.csv")
        assert len(read) == len(table) == written["tables"][name]["rows"]
        assert list(read) == list(table) == written["tables"][name]["columns"]
    read = pd.read_csv(folder / "orders.csv")
    assert np.abs(read["amount"] - made.tables["orders"]["amount"]).max() <= 0.005 + 1e-9
    truth = json.loads((folder / "truth" / "truth.json").read_text())
    assert truth["customers"] == counted(made.world, Event.FIRST_ORDER)
    people = pd.read_csv(folder / "truth" / "people.csv")
    assert people.loc[people["orders"] > 0, "alive"].sum() == truth["alive"]
    assert sum(one["caused"] for one in truth["channels"].values()) == truth["customers"]


def test_the_same_seed_gives_the_same_files(made: Synth, tmp_path: Path) -> None:
    again = synth(load(LIVELY), tmp_path / "again", experiments=[Experiment("search", 100, 300)])
    assert made.folder is not None
    assert again.folder is not None
    files = sorted(path.relative_to(made.folder) for path in made.folder.rglob("*.*"))
    assert len(files) == 14
    for file in files:
        assert (made.folder / file).read_bytes() == (again.folder / file).read_bytes(), file


def test_a_cut_beginning_leaves_nothing_older(made: Synth) -> None:
    begin = made.world.moment(200.0).to_numpy()[0]
    kept, gone = cut(made.tables, begin)
    orders = made.tables["orders"]
    late = orders["ordered_at"] >= begin
    assert len(kept["orders"]) == late.sum()
    assert gone["orders"] == (~late).sum()
    assert kept["orders"]["order_id"].tolist() == orders.loc[late, "order_id"].tolist()
    assert (kept["customers"]["acquired_at"] >= begin).all()
    price = kept["prices"].iloc[0]  # the level that held on that day, though it had begun before
    assert price["from"] == pd.Timestamp(begin)
    before = made.tables["prices"][made.tables["prices"]["from"] <= begin]
    assert price["list_price"] == before["list_price"].iloc[-1]


def test_what_is_done_to_orders_is_told_to_the_row(made: Synth) -> None:
    orders = made.tables["orders"]
    bad, done = messy(orders, Mess(gaps=True, refunds=0.1, guests=0.1, duplicates=0.05), 7)
    rows = {kind: one["rows"] for kind, one in done.items()}
    assert all(rows.values())
    assert len(bad) == len(orders) - rows["gap"] + rows["refunds"] + rows["duplicates"]
    days = bad.loc[bad["amount"] > 0, "ordered_at"].dt.date.astype(str)
    assert not ((days >= done["gap"]["from"]) & (days <= done["gap"]["until"])).any()
    once = bad.drop_duplicates()
    assert len(once) == len(bad) - rows["duplicates"]
    assert (once["amount"] < 0).sum() == rows["refunds"]
    assert (once["customer_id"] == "").sum() == rows["guests"]
    total = orders["amount"].sum() - done["gap"]["amount"]
    total += done["refunds"]["amount"] + done["duplicates"]["amount"]
    assert bad["amount"].sum() == pytest.approx(total, abs=0.05)


def test_without_mess_orders_stay_as_they_are(made: Synth) -> None:
    same, done = messy(made.tables["orders"], Mess(), 7)
    assert done == {}
    pd.testing.assert_frame_equal(same, made.tables["orders"])


HEADERS = {
    "pymc-marketing": ["date_week", "y", "search", "social", "video"],
    "meridian": ["time", "geo", "population", "conversions", "revenue_per_conversion"],
    "robyn": ["DATE", "revenue", "new_customers"],
    "clvtools": ["Id", "Date", "Price"],
}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_other_programs_find_their_columns(made: Synth, form: str) -> None:
    table = FORMATS[form](made.tables, made.world.plan.people)
    assert list(table)[: len(HEADERS[form])] == HEADERS[form]
    if form != "clvtools":
        assert len(table) == made.world.plan.days // 7
        assert pd.to_datetime(table.iloc[:, 0]).diff().dropna().eq(pd.Timedelta(days=7)).all()


def test_media_of_other_programs_are_what_was_spent(made: Synth) -> None:
    people = made.world.plan.people
    weeks = FORMATS["meridian"](made.tables, people)
    spent = made.tables["spend"]
    inside = spent[spent["date"] < spent["date"].min() + pd.Timedelta(weeks=len(weeks))]
    for channel in ("search", "social", "video"):
        own = inside[inside["channel"] == channel]
        assert weeks[f"{channel}_spend"].sum() == pytest.approx(own["spend"].sum())
        assert weeks[f"{channel}_impression"].sum() == own["impressions"].sum()
        assert FORMATS["robyn"](made.tables, people)[f"{channel}_S"].sum() == pytest.approx(own["spend"].sum())
    assert weeks["conversions"].sum() <= len(made.tables["customers"])
    assert weeks["conversions"].sum() >= len(made.tables["customers"]) - 40  # the week that is not whole


def test_the_fit_of_the_orders_finds_how_people_buy(tmp_path: Path) -> None:
    """r, alpha, s, beta within 4.5 standard errors of what is true in this world."""
    made = synth(load("base", overrides=["people=12000", "days=728", "market.need.week_shock_sd=0"]), tmp_path / "b")
    found = fit(profile=tmp_path / "b" / "profile.yaml").fits["pareto_nbd"]
    assert found["settled"]
    names = {"r": "order_shape", "alpha": "order_rate", "s": "dropout_shape", "beta": "dropout_rate"}
    for symbol, name in names.items():
        off = np.log(found["parameters"][symbol] / made.truth["parameters"][f"market.need.{name}"])
        assert abs(off) < 4.5 * found["log_standard_errors"][symbol], symbol


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="something else in it"):
        synth(load("base", overrides=["people=200", "days=10"]), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"begin": 10}, "--begin"),
        ({"form": "excel"}, "--format"),
        ({"made_messy": Mess(guests=1.5)}, "--guests"),
        ({"experiments": [Experiment("radio", 0, 5)]}, "--experiment"),
    ],
)
def test_what_cannot_be_asked_for_is_said(options: dict[str, object], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        synth(load("base", overrides=["people=200", "days=10"]), **options)  # type: ignore[arg-type]
