"""A company's file: what is taken, what is left out and why, and what is refused."""

import csv
import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.profile import load
from calibration.sources import orders_of
from tests.calibration.shop import PROFILE, imported, many, refusal


def test_rows_become_orders(tmp_path):
    found = imported(tmp_path, "client,bought,total,x\n007,2024-02-29,12.50,a\nB,2024-03-01T10:15:00,0,b\n")
    assert found.orders["customer_id"].tolist() == ["007", "B"]  # keys stay text
    assert found.orders["amount"].tolist() == [12.5, 0.0]
    assert found.orders["ordered_at"].tolist() == [
        pd.Timestamp("2024-02-29"),
        pd.Timestamp("2024-03-01 10:15"),
    ]
    assert found.orders["order_id"].is_unique
    assert set(found.orders["currency"]) == {"USD"}
    assert not found.currency_stated
    assert found.rows == 2
    assert found.rejects.empty


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",2024-01-05,1", "customer_id", "empty"),
        ("N/A,2024-01-05,1", "customer_id", "empty"),
        ("1.23E+17,2024-01-05,1", "customer_id", "spreadsheet"),
        ("c1,,1", "ordered_at", "empty"),
        ("c1,05.01.2024,1", "ordered_at", "not a date"),
        ("c1,2024-02-30,1", "ordered_at", "that day does not exist"),
        ("c1,2024-02-03 25:00,1", "ordered_at", "that time does not exist"),
        ("c1,1970-01-01,1", "ordered_at", "never set"),
        ("c1,45321,1", "ordered_at", "not a date"),
        ("c1,1900-02-01,1", "ordered_at", "before 1970"),
        ("c1,9999-12-31,1", "ordered_at", "future"),
        ("c1,2024-01-05,", "amount", "empty"),
        ("c1,2024-01-05,twelve", "amount", "not a number"),
        ('c1,2024-01-05,"1,5"', "amount", "not a number"),
        ("c1,2024-01-05,inf", "amount", "not a finite"),
        ("c1,2024-01-05,1e308", "amount", "not a finite"),
        ("c1,2024-01-05,NaN", "amount", "empty"),
        ("c99,2024-01-05,-3.20", "amount", "a refund without an earlier order"),
        ("c1,2024-01-05", "", "2 fields, the header has 3"),
        ("c1,2024-01-05,1,2,3", "", "5 fields, the header has 3"),
        ("c1,2024-01-05,1\0", "", "a NUL byte"),
    ],
)
def test_a_bad_row_is_left_out_with_its_line_and_reason(tmp_path, row, column, reason):
    found = imported(tmp_path, many(row))
    assert found.rejects[["line", "column"]].to_numpy().tolist() == [[12, column]]
    assert reason in found.rejects["reason"][0]
    assert len(found.orders) == 100
    assert found.rows == len(found.orders) + len(found.rejects)


def test_lines_are_those_of_the_file(tmp_path):
    odd = ["", 'c1,2024-01-05,"two', 'lines"', "c1,2024-01-05", "", "c1,yesterday,1", "c99,2024-01-05,-1"]
    for ends in ("\n", "\r\n"):
        found = imported(tmp_path, many(*odd, ends=ends))
        assert found.rejects["line"].tolist() == [13, 15, 17, 18]
        assert found.rows == 104
        lines = {"total": 108, "header": 1, "read": 100, "set_aside": 4, "blank": 2, "further": 1}
        assert found.reading.lines == lines


def test_an_order_id_counts_once(tmp_path):
    profile = PROFILE.replace("{", "{order_id: id, ")
    rows = [f"o{k},c{k},2024-01-05,1" for k in range(100)]
    found = imported(tmp_path, "\n".join(["id,client,bought,total", *rows, "o7,c7,2024-01-05,1"]), profile)
    assert found.rejects.empty
    assert found.orders["order_id"].tolist() == [f"o{k}" for k in range(100)]
    assert found.reading.money["repeated_totals"] == 1


def test_more_than_five_percent_of_bad_rows_are_refused(tmp_path):
    none = PROFILE + "  refunds: none\n"
    assert len(imported(tmp_path, many(*["c1,2024-01-05,-1"] * 5), none).rejects) == 5
    said = refusal(tmp_path, many(*["c1,2024-01-05,-1"] * 6, "c1,soon,1"), none)
    assert "orders.csv:12: amount" in said
    assert "6 of 107 rows, with 0.1% of the money: negative ('-1')" in said
    assert "state `refunds: negative`" in said
    assert "1 of 107 rows, with 0.0% of the money: not a date in the format ('soon')" in said


def test_today_is_not_the_future_but_next_week_is(tmp_path):
    now = datetime.now(UTC)
    rows = [f"c1,{now + timedelta(days=d):%Y-%m-%d},1" for d in (0, 7)]
    found = imported(tmp_path, many(*rows))
    assert found.rejects["line"].tolist() == [13]


def test_a_date_format_is_taken_as_stated(tmp_path):
    stated = PROFILE + '  date_format: "%d/%m/%Y"\n'
    found = imported(tmp_path, "client,bought,total\na,02/03/2024,1\nb,13/02/2024,1\n", stated)
    assert found.orders["ordered_at"].dt.month.tolist() == [3, 2]
    assert "%d/%m/%Y" in refusal(tmp_path, "client,bought,total\na,2024-03-02,1\n", stated)
    said = refusal(tmp_path, "client,bought,total\na,02/03/2024,1\nb,03/03/2024,1\n")
    assert "state `date_format: '%d/%m/%Y'` or `date_format: '%m/%d/%Y'`" in said


def test_the_written_day_counts_whatever_the_zone(tmp_path):
    rows = [
        "2024-03-01T23:30:00-08:00",
        "2024-03-01 00:30:00-08",
        "2024-03-01T12:00:00.123-0800",
        "2024-03-01 12:00-08:00",
    ]
    found = imported(tmp_path, "client,bought,total\n" + "".join(f"c,{row},1\n" for row in rows))
    assert set(found.orders["ordered_at"].dt.date.astype(str)) == {"2024-03-01"}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(tmp_path, delimiter):
    found = imported(tmp_path, many().replace(",", delimiter))
    assert len(found.orders) == 100


def test_a_byte_order_mark_is_no_part_of_the_name(tmp_path):
    assert len(imported(tmp_path, b"\xef\xbb\xbf" + many().encode()).orders) == 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"\n \n", "an empty file"),
        ("client,bought,total\n", "no rows"),
        ("client,bought,amount\na,2024-01-01,1\n", "no column 'total'"),
        ("clients,bought,total\na,2024-01-01,1\n", "did you mean 'clients'"),
        ("c1,2024-01-01,1.5\nc2,2024-01-02,2\n", "looks like data"),
        ("client,bought,total,Bought\na,2024-01-01,1,x\n", "column 'Bought' twice (columns 2 and 4)"),
        (b"PK\x03\x04rest of an archive", "a packed file"),
        (many().encode() + "é,2024-01-01,1\n".encode("latin-1"), "orders.csv:102: — found not UTF-8 at byte"),
        ("客户,日期,金额\na,2024-01-01,1\n".encode("gbk"), "orders.csv:1: — found not UTF-8 at byte 1"),
        ("client,名\n".encode("gbk"), "at byte 8 (it looks like gb18030)"),
        (b"client\xe5\xae", "not UTF-8 at byte 7"),
        (b"client,\xe5\0\0\0\n", 'Fix: save it as "CSV UTF-8"'),
        (b"\xd0\xcf\x11\xe0\0\0", "a workbook that cannot be read"),
        ("client,bought,total\n" + "x" * 5_000_000 + ",2024-01-01,1\n", "orders.csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, content, said):
    assert said in refusal(tmp_path, content)


def test_a_character_across_two_reads_is_utf_8(tmp_path):
    text = many().encode()
    text += b"c" * ((1 << 20) - 1 - len(text)) + "é,2024-01-05,1\n".encode()
    assert len(imported(tmp_path, text).orders) == 101
    assert f"orders.csv:102: — found not UTF-8 at byte {1 << 20:,}" in refusal(tmp_path, text.replace(b"\xa9", b""))


def test_an_empty_cell_is_rejected_as_empty(tmp_path):
    found = imported(tmp_path, many(",2024-01-05,1", "c1,,1", "c1,2024-01-05,"))
    assert found.rejects["found"].tolist() == ["", "", ""]


def test_parquet_is_read_with_its_own_types(tmp_path):
    rows = {
        "client": np.arange(50),
        "bought": pd.Timestamp("2024-01-01 08:00") + pd.to_timedelta(np.arange(50), "D"),
        "total": np.where(np.arange(50) == 7, np.nan, 9.99),
    }
    pd.DataFrame(rows).to_parquet(tmp_path / "orders.parquet")
    (tmp_path / "shop.yaml").write_text(PROFILE.replace("csv", "parquet") + "  date_format: '%d.%m.%Y'\n")
    found = orders_of(load(tmp_path / "shop.yaml"), "USD")
    assert len(found.orders) == 49
    assert found.rejects["line"].tolist() == [8]
    assert found.orders["ordered_at"][0] == pd.Timestamp("2024-01-01 08:00")
    assert found.orders["customer_id"][0] == "0"


def test_a_cut_parquet_file_is_refused(tmp_path):
    pd.DataFrame({"client": ["a"], "bought": ["2024-01-01"], "total": [1.0]}).to_parquet(tmp_path / "o.parquet")
    whole = (tmp_path / "o.parquet").read_bytes()
    assert "a readable Parquet file" in refusal(tmp_path, whole[: len(whole) // 2])


FIELD = st.text(alphabet="ab1290-.eE '\"T:é=", max_size=8)


@settings(max_examples=40)
@given(rows=st.lists(st.lists(FIELD, min_size=1, max_size=4), max_size=4))
def test_no_line_is_lost_whatever_it_holds(tmp_path_factory, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = many(good=200) + text.getvalue()
    found = imported(tmp_path_factory.mktemp("shop"), content)
    lines = found.reading.lines
    assert lines["total"] == content.count("\n")
    assert lines["total"] == 1 + lines["read"] + lines["set_aside"] + lines["blank"] + lines["further"]
    assert lines["set_aside"] == len(found.rejects)
    assert found.rows == found.reading.used + len(found.rejects)


def test_times_with_a_zone_in_parquet_count_in_utc(tmp_path):
    moments = pd.date_range("2024-01-01 23:00", periods=30, freq="D", tz="America/New_York")
    pd.DataFrame({"client": "a", "bought": moments, "total": 1.0}).to_parquet(tmp_path / "orders.parquet")
    (tmp_path / "shop.yaml").write_text(PROFILE.replace("csv", "parquet"))
    found = orders_of(load(tmp_path / "shop.yaml"), "USD")
    assert found.orders["ordered_at"][0] == pd.Timestamp("2024-01-02 04:00")


def test_lines_may_end_with_a_lone_carriage_return(tmp_path):
    found = imported(tmp_path, many("c1,2024-01-01,one", ends="\r"))
    assert len(found.orders) == 100
    assert found.rejects["line"].tolist() == [12]
