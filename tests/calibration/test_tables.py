"""The nine tables beside the orders: typed, accounted for, set aside with reasons, and held against each other."""

import numpy as np
import pandas as pd
import pytest

from calibration.contracts import CONTRACTS
from calibration.profile import load
from calibration.rejects import Refused
from calibration.tables import tables_of
from sim.problems import BadInput

ORDERS = "customer_id,ordered_at,amount\n" + "".join(
    f"K{k:03d}@example.com,2024-01-{1 + k % 28:02d},{k + 1}\n" for k in range(60)
)
GOOD = {
    "customers": "customer_id,acquired_at,channel,plan\n"
    + "".join(f"k{k:03d}@example.com,2024-01-{1 + k % 28:02d} 10:00,search,{'ab'[k % 2]}\n" for k in range(60)),
    "spend": "date,channel,spend,clicks\n" + "".join(f"2024-01-{1 + k:02d},search,{10 + k}.5,7\n" for k in range(28)),
    "experiments": "channel,start,end,treated_share,lift,lift_se\nsearch,2024-01-01,2024-01-14,50%,0.12,0.05\n",
    "touches": "customer_id,at,campaign_id,opened\n"
    + "".join(f"K{k:03d}@example.com,2024-01-02,c1,{['yes', 'no', ''][k % 3]}\n" for k in range(60)),
    "tickets": "ticket_id,customer_id,opened_at,resolved_at,satisfaction\n"
    + "".join(f"t{k},K{k:03d}@example.com,2024-01-02 10:00,2024-01-03 09:00,{1 + k % 5}\n" for k in range(60)),
    "surveys": "customer_id,at,score\n" + "".join(f"K{k:03d}@example.com,2024-01-02,{k % 11}\n" for k in range(60)),
    "referrals": "referrer_id,invited_at,invitee_id,reward_referrer\n"
    + "".join(f"K{k:03d}@example.com,2024-01-02,K{k + 1:03d}@example.com,5\n" for k in range(40)),
    "prices": "product_id,from,list_price\n" + "".join(f"p{k},2024-01-01,{k + 1}.99\n" for k in range(40)),
    "staffing": "at,staff_on_duty\n" + "".join(f"2024-01-{1 + k:02d} 09:00,{3 + k % 2}\n" for k in range(28)),
}


def tables(folder, contents, more=None):
    (folder / "orders.csv").write_text(ORDERS)
    says = {"orders": {"file": str(folder / "orders.csv")}, "currency": "EUR"}
    for name, text in contents.items():
        (folder / f"{name}.csv").write_text(text)
        says[name] = {"file": str(folder / f"{name}.csv"), **(more or {}).get(name, {})}
    return tables_of(load(says))


def notes(found):
    return {note.code: note for note in found.notes}


def test_all_tables_are_read_with_the_names_and_kinds_of_their_contracts(tmp_path):
    found = tables(tmp_path, GOOD)
    for name, contract in CONTRACTS.items():
        frame, reading = getattr(found, name), found.readings[name]
        assert set(frame.columns) <= {*contract.names(), "plan"}
        assert reading.rows == reading.used == len(frame) == GOOD[name].count("\n") - 1
        for field in contract.fields:
            if field.name in frame and field.kind in ("moment", "day"):
                assert frame[field.name].dtype == "datetime64[s]"
            if field.name in frame and field.kind in ("number", "money", "share"):
                assert frame[field.name].dtype == float
    assert found.experiments["treated_share"].tolist() == [0.5]
    assert found.touches["opened"].tolist()[:2] == [True, False]
    assert pd.isna(found.touches["opened"].iloc[2])
    assert found.customers["plan"].tolist()[:2] == ["a", "b"]
    assert found.currencies["spend"] == "EUR"
    assert set(found.customers["customer_id"]) == set(found.orders["customer_id"])  # K and k of a mail address
    assert set(found.given()) == {"orders", *CONTRACTS}
    (strange,) = [note for note in found.notes if note.code == "ids_without_orders"] or [None]
    assert strange is None


@pytest.mark.parametrize(
    ("name", "row", "column", "reason"),
    [
        ("spend", "yesterday,search,5,1", "date", "not a date"),
        ("spend", "2024-01-02,,5,1", "channel", "empty"),
        ("spend", "2024-01-02,search,-5,1", "spend", "below 0"),
        ("spend", "2024-01-02,search,5,few", "clicks", "not a number"),
        ("tickets", "t99,K001@example.com,2024-01-05 10:00,2024-01-04 10:00,5", "resolved_at", "before opened_at"),
        ("tickets", "t5,K001@example.com,2024-01-05 10:00,,5", "ticket_id", "like that of an earlier row"),
        ("touches", "K001@example.com,2024-01-02,c1,maybe", "opened", "neither yes nor no"),
        ("surveys", ",2024-01-02,3", "customer_id", "empty"),
        ("staffing", "2024-01-02 09:00,", "staff_on_duty", "empty"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason(tmp_path, name, row, column, reason):
    found = tables(tmp_path, {name: GOOD[name] + row + "\n"})
    reading = found.readings[name]
    assert reading.rejects[["line", "column"]].to_numpy().tolist() == [[GOOD[name].count("\n") + 1, column]]
    assert reason in reading.rejects["reason"].iloc[0]
    assert reading.rows == reading.used + 1 == len(getattr(found, name)) + 1


def test_more_than_a_twentieth_of_bad_rows_is_refused(tmp_path):
    bad = "2024-01-02,search,lots,1\n"
    assert len(tables(tmp_path, {"spend": GOOD["spend"] + bad}).spend) == 28
    with pytest.raises(Refused, match=r"spend\.spend — found 2 of 30 rows: not a number") as refused:
        tables(tmp_path, {"spend": GOOD["spend"] + 2 * bad})
    assert len(refused.value.rejects) == 2
    with pytest.raises(BadInput, match=r"no column 'channel'"):
        tables(tmp_path, {"spend": "date,spend\n2024-01-01,3\n"})
    with pytest.raises(BadInput, match="one of treated_regions, treated_share"):
        tables(tmp_path, {"experiments": "channel,start,end,lift,lift_se\nsearch,2024-01-01,2024-01-14,0.1,0.05\n"})


def test_columns_are_mapped_filtered_and_on_the_clock_stated(tmp_path):
    text = "Tag;Kanal;Kosten;Status\n" + "".join(f"{1 + k:02d}.01.2024;SEA;1.0{k:02d},50;ok\n" for k in range(28))
    says = {
        "columns": {"date": "Tag", "channel": "Kanal", "spend": "Kosten"},
        "date_format": "%d.%m.%Y",
        "drop": {"Status": ["test"]},
    }
    found = tables(tmp_path, {"spend": text + "29.01.2024;SEA;1.000,00;test\n"}, {"spend": says})
    assert found.spend["spend"].sum() == sum(1000.5 + k for k in range(28))
    assert found.readings["spend"].aside[0]["kind"] == "filter"


def test_what_does_not_fit_between_tables_is_told(tmp_path):
    contents = {
        "customers": GOOD["customers"].replace("search", "organic"),
        "spend": GOOD["spend"],
        "tickets": GOOD["tickets"] + "t100,stranger,2024-01-02,,\n",
        "prices": GOOD["prices"] + "p1,2024-01-01,3.99\n",
    }
    found = tables(tmp_path, contents, {"spend": {"currency": "USD"}})
    said = notes(found)
    assert said["ids_without_orders"].facts["ids"] == 1
    assert said["ids_without_orders"].facts["table"] == "tickets"
    assert said["channels_without_customers"].facts["channels"] == ["search"]
    assert said["prices_overlap"].facts == {"rows": 2, "keys": 1, "with_other_prices": 1}
    assert said["other_currency"].facts["table"] == "spend"
    several = GOOD["spend"].replace("clicks", "currency").replace(",7\n", ",EUR\n") + "2024-01-29,search,4,USD\n"
    reading = tables(tmp_path, {"spend": several}).readings["spend"]
    assert "several_currencies" in {note.code for note in reading.notes}


def test_personal_columns_of_customers_are_dropped(tmp_path):
    rng = np.random.default_rng(5)
    rows = [
        f"K{k:03d}@example.com,2024-01-02,First{'abcdefghij'[k % 10]} Last{'klmnopqrst'[k // 6]},"
        f"+49 170 {rng.integers(10**6, 10**7)},gold"
        for k in range(60)
    ]
    text = (
        "customer_id,acquired_at,Full Name,contact_value,tier\n" + "\n".join(rows).replace("gold", "silver", 9) + "\n"
    )
    mapped = {"columns": {"contact": "contact_value"}}
    found = tables(tmp_path, {"customers": text}, {"customers": mapped})
    assert list(found.customers.columns) == ["customer_id", "acquired_at", "tier"]
    (note,) = [note for note in found.readings["customers"].notes if note.code == "personal_columns"]
    assert set(note.facts["columns"]) == {"Full Name", "contact_value"}


def test_closed_days_and_the_first_day_of_the_week_are_read():
    says = {"orders": {"file": "o.csv"}, "closed": ["2024-12-25", "2024-01-01", "2024-12-25"], "week_starts": "sunday"}
    profile = load(says)
    assert [str(day) for day in profile.closed] == ["2024-01-01", "2024-12-25"]
    assert profile.week_starts == 6
    with pytest.raises(BadInput, match="list the days"):
        load({**says, "closed": "DE"})
    with pytest.raises(BadInput, match="did you mean 'sunday'"):
        load({**says, "week_starts": "sundy"})
