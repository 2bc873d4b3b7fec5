"""Rows that add up others are no orders, and are said with what shows it."""

import pytest

from sim.problems import BadInput
from tests.calibration.exports import HEADER, notes, of, orders, read, seen, written

ORDERS = orders(32)
LINES = written(ORDERS).splitlines()[1:]
TOTAL = seen(ORDERS).money


def text(*lines, header=HEADER):
    return "\n".join([header, *lines, ""])


@pytest.mark.parametrize("more", ["", "guests: empty"])
@pytest.mark.parametrize("row", [",,{}", "Total,,{}", "合计,,{}", ",总计,{}", "Summe:,2023-01-01,{}"])
def test_the_sum_of_all_rows_is_set_aside_with_its_line_and_what_shows_it(tmp_path, row, more):
    found = read(tmp_path, text(*LINES, row.format(TOTAL)), more)
    assert of(found) == seen(ORDERS)
    (total,) = found.rejects.itertuples()
    assert total.line == len(LINES) + 2
    assert total.reason == "looks like a row of totals: its amount is the sum of the rows above"
    assert total.fix == "leave it out of the file"


def test_the_sum_may_stand_above_the_rows(tmp_path):
    found = read(tmp_path, text(f",,{TOTAL}", *LINES))
    assert of(found) == seen(ORDERS)
    assert found.rejects["reason"].tolist() == ["looks like a row of totals: its amount is the sum of all rows"]


def test_totals_of_parts_and_a_word_without_the_sum(tmp_path):
    parts = [LINES[:100], LINES[100:]]
    sums = [round(sum(float(line.rsplit(",", 1)[1]) for line in part), 2) for part in parts]
    rows = [*parts[0], f"小计,,{sums[0]}", *parts[1], f"小计,,{sums[1]}", "Total,,12.50"]
    found = read(tmp_path, text(*rows))
    assert of(found) == seen(ORDERS)
    said = found.rejects["reason"].tolist()
    assert said[0].endswith("sum of the rows above")
    assert said[1].endswith("sum of the rows above since the last one")
    assert said[2] == "looks like a row of totals"


def test_a_total_in_a_line_that_is_no_record(tmp_path):
    found = read(tmp_path, text(*LINES, f"Total,,,,{TOTAL}"))
    assert of(found) == seen(ORDERS)
    assert found.rejects["reason"].tolist() == ["looks like a row of totals"]


def test_a_total_is_not_joined_to_the_order_above(tmp_path):
    lines = [f"SO{k},{line}" for k, line in enumerate(LINES)]
    rows = [*lines, ",,,5.00", f",,,{TOTAL + 5:.2f}"]
    found = read(tmp_path, text(*rows, header=f"number,{HEADER}"), "columns: {order_id: number}")
    assert of(found).money == pytest.approx(TOTAL + 5)
    assert found.rejects["line"].tolist() == [len(LINES) + 3]
    assert "1 rows without order" in notes(found)["rows_of_the_order_above"]


def test_a_sum_of_other_rows_than_those_above_is_a_fault_of_that_name(tmp_path):
    """A file that was cut: its totals hold more than its rows, so that nothing proves them."""
    with pytest.raises(BadInput, match=r"looks like a row of totals \('9999999'\).*Fix: leave it out"):
        read(tmp_path, text(*LINES, ",,9999999"))


def test_customers_and_goods_of_that_name_are_orders(tmp_path):
    lines = [f"{line},{'Total' if k % 9 == 0 else 'Shell'}" for k, line in enumerate(LINES)]
    lines[3] = f"Total,2022-03-01,20,{lines[3].rsplit(',', 1)[1]}"
    found = read(tmp_path, text(*lines, header=f"{HEADER},brand"))
    assert len(found.orders) == len(LINES)
    assert read(tmp_path, text(*LINES, ",,3.50")).rejects["reason"].tolist() == ["empty"]
