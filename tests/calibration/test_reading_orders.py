"""Refunds, lines of an order, prices, guests, doubles, statuses: what counts as an order; and what may be left out."""

import numpy as np
import pandas as pd
import pytest

from calibration.reading.account import FAULT, Account, Kind
from calibration.reading.cells import Cells
from calibration.reading.weighing import losses
from sim.problems import BadInput
from tests.calibration.exports import HEADER, Seen, notes, of, orders, read, seen, written

ORDERS = orders(21, 200)
IDS = [f"SO-{1000 + k}" for k in range(len(ORDERS))]
WITH_ID = HEADER + ",number"
ID = "columns: {order_id: number}"
RNG = np.random.default_rng(3)
CHOSEN = sorted(RNG.choice(len(ORDERS), 50, replace=False).tolist())
KEPT = [order for k, order in enumerate(ORDERS) if k not in set(CHOSEN)]
LATER = pd.Timedelta(days=4)


def refunded(name, share=1.0):
    """The orders with their ids, and below them refunds of the CHOSEN ones."""
    rows = [(*order, number) for order, number in zip(ORDERS, IDS, strict=True)]
    for k in CHOSEN:
        who, at, money, number = rows[k]
        rows.append((who, at + LATER, -round(money * share, 2), name(number)))
    return rows


@pytest.mark.parametrize(
    "name",
    [lambda n: n, lambda n: "C" + n, lambda n: "RF-" + n[3:], lambda n: n + "-R", lambda n: n[3:], lambda n: ""],
    ids=["same", "prefix", "other prefix", "suffix", "bare", "none"],
)
def test_refunds_undo_their_orders_whatever_their_number(tmp_path, name):
    rows = refunded(name)
    for order in (range(len(rows)), np.random.default_rng(1).permutation(len(rows))):
        found = read(tmp_path, written([rows[k] for k in order], header=WITH_ID), ID)
        assert of(found) == seen(KEPT)
        assert found.reading.money["refunded"] == pytest.approx(sum(ORDERS[k][2] for k in CHOSEN))
        assert found.rejects.empty


def test_partial_refunds_make_orders_smaller(tmp_path):
    for name in (lambda n: n, lambda n: ""):
        rows = refunded(name, 0.25)
        found = read(tmp_path, written(rows, header=WITH_ID), ID)
        whole = seen(ORDERS)
        assert of(found) == Seen(whole.customers, whole.days, round(sum(row[2] for row in rows), 2))


def test_a_refund_in_parts_undoes_the_order(tmp_path):
    rows = refunded(lambda n: n, 0.5)
    rest = [
        (who, at + LATER, -round(money - round(money * 0.5, 2), 2), n)
        for who, at, money, n in (rows[k] for k in CHOSEN)
    ]
    assert of(read(tmp_path, written(rows + rest, header=WITH_ID), ID)) == seen(KEPT)


def test_refunds_of_nothing_are_booked_as_returns(tmp_path):
    start = min(at for _, at, _ in ORDERS)
    rows = ORDERS + [(f"Z{k}", start, -20.0) for k in range(30)] + [(ORDERS[-1][0], start, -7.0)]
    found = read(tmp_path, written(rows))
    assert of(found) == seen(ORDERS)
    (kind,) = found.reading.aside
    assert (kind["kind"], kind["rows"], kind["money"]) == ("return", 31, pytest.approx(-607.0))
    assert "31 negative rows (607.00" in notes(found)["refunds_unmatched"]
    assert found.rejects["found"].tolist() == ["-20.0"] * 30 + ["-7.0"]


@pytest.mark.parametrize("ahead", [1, 30])
def test_a_refund_dated_before_its_order_is_not_taken_off_a_larger_one(tmp_path, ahead):
    who, when = "early", pd.Timestamp("2022-06-15 10:00:00")
    bought = [*ORDERS, (who, when - pd.Timedelta(days=40), 90.0), (who, when, 25.0)]
    rows = [*bought, (who, when - pd.Timedelta(days=ahead), -25.0)]
    found = read(tmp_path, written(rows))
    assert of(found) == seen(bought)
    assert "1 of them is dated before an order of the same amount" in notes(found)["refunds_unmatched"]
    part = read(tmp_path, written([*bought, (who, when - pd.Timedelta(days=ahead), -20.0)]))
    assert of(part).money == pytest.approx(seen(bought).money - 20)
    numbered = [(*order, f"N{k}") for k, order in enumerate(bought)] + [(*rows[-1], f"N{len(bought) - 1}")]
    joined = read(tmp_path, written(numbered, header=WITH_ID), ID)
    assert of(joined) == seen(bought[:-1])


def test_a_refund_beyond_its_order_takes_all_of_it_and_the_rest_is_told(tmp_path):
    who, at, money = ORDERS[0]
    rows = [(*order, number) for order, number in zip(ORDERS, IDS, strict=True)]
    found = read(tmp_path, written([*rows, (who, at, -money - 5, IDS[0])], header=WITH_ID), ID)
    assert of(found) == seen(ORDERS[1:])
    assert found.reading.money["refunded_beyond_orders"] == pytest.approx(5)


def test_negative_rows_are_faults_where_there_are_no_refunds(tmp_path):
    found = read(tmp_path, written([*ORDERS, (ORDERS[0][0], ORDERS[0][1], -ORDERS[0][2])]), "refunds: none")
    assert of(found) == seen(ORDERS)
    assert found.rejects["reason"].tolist() == ["negative"]
    with pytest.raises(BadInput, match="turn their sign"):
        read(tmp_path, written([(who, at, -money) for who, at, money in ORDERS]))


@pytest.mark.parametrize("bad", ["refunded", "Voided", "CANCELLED", "order closed", "交易关闭", "已退款", "Storniert"])
def test_a_status_is_pointed_out_and_filtered_by_the_line_that_is_named(tmp_path, bad):
    rows = [(*order, bad if k in set(CHOSEN) else "done") for k, order in enumerate(ORDERS)]
    content = written(rows, header=HEADER + ",Status")
    found = read(tmp_path, content)
    assert of(found) == seen(ORDERS)
    said = next(note for note in found.reading.notes if note.code == "status_not_filtered")
    assert said.facts["rows"] == len(CHOSEN)
    assert said.facts["share_of_money"] == pytest.approx(1 - seen(KEPT).money / seen(ORDERS).money)
    for line in (said.facts["line"], f"drop: {{Status: ['{bad}']}}", "keep: {Status: [DONE]}"):
        found = read(tmp_path, content, line)
        assert of(found) == seen(KEPT)
        assert found.reading.aside[0]["kind"] == "filter"
        assert "status_not_filtered" not in notes(found)
    returned = read(tmp_path, content, f"refunds: {{Status: ['{bad}']}}")
    assert of(returned) == seen(KEPT)
    assert returned.reading.aside[0]["kind"] == "return"


def test_names_of_goods_are_no_status(tmp_path):
    rows = [(*order, ("Test kit", "Return pump", "cable", "no")[k % 4]) for k, order in enumerate(ORDERS)]
    assert "status_not_filtered" not in notes(read(tmp_path, written(rows, header=HEADER + ",goods")))


def test_a_value_that_no_row_has_is_told(tmp_path):
    content = written([(*order, "paid") for order in ORDERS], header=HEADER + ",State")
    with pytest.raises(BadInput, match=r"no row with payed in 'State'.*did you mean 'paid'"):
        read(tmp_path, content, "keep: {State: [payed]}")
    assert "did you mean 'paid'" in notes(read(tmp_path, content, "drop: {State: [paidd]}"))["value_not_found"]
    with pytest.raises(BadInput, match=r"orders.keep — found no column 'Stat'.*did you mean 'State'"):
        read(tmp_path, content, "keep: {Stat: [paid]}")


@pytest.mark.parametrize("key", ["status", "filter"])
def test_a_filter_under_another_name_is_answered_with_the_line_to_write(tmp_path, key):
    with pytest.raises(BadInput, match=r"Fix: write `keep: \{订单状态: \[交易成功\]\}`"):
        read(tmp_path, written(ORDERS), f"{key}: {{column: 订单状态, keep: [交易成功]}}")


def parts(order, rng):
    """An order as one to three lines that add up to it, to the cent."""
    who, at, money = order
    cents = round(100 * money)
    cuts = np.sort(rng.integers(0, cents + 1, int(rng.integers(0, 3))))
    return [(who, at, size / 100) for size in np.diff([0, *cuts, cents]).tolist()]


def test_lines_of_an_order_are_added_up(tmp_path):
    rng = np.random.default_rng(5)
    rows = [(*line, number) for order, number in zip(ORDERS, IDS, strict=True) for line in parts(order, rng)]
    assert of(read(tmp_path, written(rows, header=WITH_ID), ID)) == seen(ORDERS)


def test_a_total_on_every_line_counts_once(tmp_path):
    rng = np.random.default_rng(6)
    rows = [(*o, n, f"item {j}") for o, n in zip(ORDERS, IDS, strict=True) for j in range(int(rng.integers(1, 4)))]
    content = written(rows, header=WITH_ID + ",item")
    found = read(tmp_path, content, ID)
    assert of(found) == seen(ORDERS)
    assert "add `lines: per line`" in notes(found)["lines_per_order"]
    money = found.reading.money
    assert money["read"] == pytest.approx(money["orders"] + money["repeated_totals"])
    assert of(read(tmp_path, content, ID + "\nlines: per line")).money == pytest.approx(sum(row[2] for row in rows))


def test_an_order_number_may_come_again_with_another_customer(tmp_path):
    rows = [(*order, str(k % 100)) for k, order in enumerate(ORDERS)]
    found = read(tmp_path, written(rows, header=WITH_ID), ID + "\nlines: per line")
    assert of(found) == seen(ORDERS)
    assert "order_ids_shared" in notes(found)


@pytest.mark.parametrize("blank", ["amount", "amount and customer", "all but the number", "all"])
def test_blank_cells_are_further_lines_of_an_order(tmp_path, blank):
    rng = np.random.default_rng(7)
    rows = []
    for (who, at, money), number in zip(ORDERS, IDS, strict=True):
        rows.append((who, f"{at:%Y-%m-%d}", money, number, "first"))
        for j in range(int(rng.integers(0, 3))):
            further = {
                "amount": (who, f"{at:%Y-%m-%d}", "", number),
                "amount and customer": ("", f"{at:%Y-%m-%d}", "", number),
                "all but the number": ("", "", "", number),
                "all": ("", "", "", ""),
            }[blank]
            rows.append((*further, f"item {j}"))
    content = "\n".join([WITH_ID + ",item", *(",".join(map(str, row)) for row in rows)])
    found = read(tmp_path, content, ID)
    assert of(found) == seen(ORDERS)
    assert found.rejects.empty
    assert found.reading.used == len(rows)


PRICES = {"UnitPrice": True, "unit_price": True, "price": True, "单价": True, "Einzelpreis": True, "total price": False}


@pytest.mark.parametrize("name", PRICES)
def test_a_price_of_one_piece_is_taken_times_the_quantity(tmp_path, name):
    rng = np.random.default_rng(8)
    pieces = rng.integers(1, 6, len(ORDERS)).tolist()
    rows = [(who, at, round(money / n, 8), n) for (who, at, money), n in zip(ORDERS, pieces, strict=True)]
    content = written(rows, header=f"customer_id,ordered_at,{name},Qty")
    columns = f"columns: {{amount: {name}, quantity: Qty}}"
    found = read(tmp_path, content, columns)
    plain = pytest.approx(sum(row[2] for row in rows), abs=0.01)
    assert of(found).money == (pytest.approx(seen(ORDERS).money, abs=0.02) if PRICES[name] else plain)
    assert "unit_price" in notes(found)
    turned = read(tmp_path, content, f"{columns}\nunit_price: {str(not PRICES[name]).lower()}")
    assert of(turned).money == (plain if PRICES[name] else pytest.approx(seen(ORDERS).money, abs=0.02))


def test_a_quantity_that_is_not_mapped_is_pointed_out(tmp_path):
    rows = [(*order, 2) for order in ORDERS]
    found = read(
        tmp_path, written(rows, header="customer_id,ordered_at,UnitPrice,Quantity"), "columns: {amount: UnitPrice}"
    )
    assert "add `quantity: Quantity` to the columns" in notes(found)["quantity_not_mapped"]


def test_a_negative_quantity_is_a_refund(tmp_path):
    rows = [(who, at, round(money / 2, 4), 2) for who, at, money in ORDERS]
    rows += [(who, at + LATER, price, -2) for who, at, price, _ in (rows[k] for k in CHOSEN)]
    content = written(rows, header="customer_id,ordered_at,Price,Qty")
    found = read(tmp_path, content, "columns: {amount: Price, quantity: Qty}")
    assert of(found).days == seen(KEPT).days
    assert of(found).money == pytest.approx(seen(KEPT).money, abs=0.01)


def guests(name, share):
    rng = np.random.default_rng(9)
    return [(name if rng.random() < share else who, at, money) for who, at, money in ORDERS]


@pytest.mark.parametrize(("name", "share"), [("99999", 0.3), ("0", 0.5), ("guest@shop.example", 0.1), ("散客", 0.2)])
def test_an_id_for_guests_is_set_aside_and_told(tmp_path, name, share):
    rows = guests(name, share)
    people = [row for row in rows if row[0] != name]
    found = read(tmp_path, written(rows))
    assert of(found) == seen(people)
    (kind,) = found.reading.aside
    assert (kind["kind"], kind["rows"]) == ("guest", len(rows) - len(people))
    assert kind["money"] == pytest.approx(seen(rows).money - seen(people).money)
    assert of(read(tmp_path, written(rows), "guests: []")) == seen(rows)
    assert of(read(tmp_path, written(rows), f"guests: ['{name}']")) == seen(people)


def test_one_large_customer_is_no_guest(tmp_path):
    days = [("BIG", pd.Timestamp("2022-02-05 10:00") + pd.Timedelta(days=d), 500.0) for d in range(0, 400, 2)]
    rows = sorted(ORDERS + days, key=lambda row: row[1])
    found = read(tmp_path, written(rows))
    assert of(found) == seen(rows)
    assert "if it is an id for guests, add `guests: ['BIG']`" in notes(found)["large_customer"]
    assert not {"large_customer", "guest_id"} & set(notes(read(tmp_path, written(ORDERS))))


def test_rows_without_a_customer_are_guests_where_that_is_stated(tmp_path):
    rows = guests("", 0.2)
    with pytest.raises(BadInput, match="add `guests: empty` under orders"):
        read(tmp_path, written(rows))
    found = read(tmp_path, written(rows), "guests: empty")
    assert of(found) == seen([row for row in rows if row[0]])
    assert found.reading.aside[0]["kind"] == "guest"


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"])
def test_a_file_that_holds_every_row_several_times_is_read_once(tmp_path, times, form):
    content = written(ORDERS * times, lambda who, at, money: f"{who},{at.strftime(form)},{money}")
    found = read(tmp_path, content)
    assert of(found) == seen(ORDERS)
    assert f"{len(ORDERS) * (times - 1):,} rows" in notes(found)["duplicates_dropped"]
    assert of(read(tmp_path, content, "duplicates: keep")).money == pytest.approx(times * seen(ORDERS).money)


def test_exports_that_overlap_are_read_once(tmp_path):
    months = [order for order in ORDERS if "2022-05" <= f"{order[1]:%Y-%m}" <= "2022-06"]
    found = read(tmp_path, written(ORDERS + months))
    assert of(found) == seen(ORDERS)
    assert "as when exports overlap" in notes(found)["duplicates_dropped"]


def test_a_few_rows_alike_may_be_orders_and_are_told(tmp_path):
    twice = [ORDERS[k] for k in CHOSEN]
    found = read(tmp_path, written(ORDERS + twice))
    assert of(found) == seen(ORDERS + twice)
    assert "add `duplicates: drop`" in notes(found)["duplicates_kept"]
    assert of(read(tmp_path, written(ORDERS + twice), "duplicates: drop")) == seen(ORDERS)


def test_orders_that_cost_nothing_are_orders(tmp_path):
    rows = [(who, at, 0 if k % 3 == 0 else money) for k, (who, at, money) in enumerate(ORDERS)]
    found = read(tmp_path, written(rows))
    assert of(found) == seen(rows)
    by_day = pd.DataFrame(rows).groupby([0, pd.DataFrame(rows)[1].dt.date])[2].sum()
    assert f"{int((by_day == 0).sum()):,} orders cost nothing" in notes(found)["free_orders"]


def spoiled(which, cell="many"):
    """The orders with an amount that is none where ``which`` says so."""
    return written(ORDERS, lambda who, at, money: f"{who},{at:%Y-%m-%d},{cell if which(who, at, money) else money}")


def test_few_rows_with_much_of_the_money_are_not_left_out(tmp_path):
    edge = sorted(money for _, _, money in ORDERS)[-20]
    rows = [(who, at, money * (100 if money >= edge else 1)) for who, at, money in ORDERS]
    content = written(rows, lambda who, at, money: f"{who},{at if money < 100 * edge else 'soon'},{money:.2f}")
    with pytest.raises(BadInput, match=r"20 of .* rows, with \d\d\.\d% of the money: not a date"):
        read(tmp_path, content)


def test_all_rows_above_an_amount_are_not_left_out(tmp_path):
    edge = sorted(money for _, _, money in ORDERS)[-12]
    content = written(ORDERS, lambda who, at, money: f"{who},{'soon' if money >= edge else at},{money}")
    with pytest.raises(BadInput, match=r"take away 12 of the 12 rows with amounts above"):
        read(tmp_path, content)


def test_numbers_cut_in_two_by_the_delimiter_are_weighed(tmp_path):
    edge = sorted(money for _, _, money in ORDERS)[-12]
    rows = [(who, at, money + (2000 if money >= edge else 0)) for who, at, money in ORDERS]
    with pytest.raises(BadInput, match=r"4 fields, the header has 3.*(?s:.*)12 of the 12 rows with amounts above 2,"):
        read(tmp_path, written(rows, lambda who, at, money: f"{who},{at:%Y-%m-%d},{money:,.2f}"))


def test_a_month_a_country_or_a_kind_of_customers_is_not_left_out(tmp_path):
    last = f"{ORDERS[-1][1]:%Y-%m}"
    month = [at for _, at, _ in ORDERS if f"{at:%Y-%m}" == "2023-02"]
    assert last > "2023-02"
    assert 20 <= len(month) <= 0.05 * len(ORDERS)
    with pytest.raises(BadInput, match="rows of 2023-02"):
        read(tmp_path, spoiled(lambda who, at, money: f"{at:%Y-%m}" == "2023-02"))

    def rare(who):
        return int(who[1:]) % 40 == 7

    few = sum(rare(who) for who, _, _ in ORDERS)
    assert 20 <= few <= 0.05 * len(ORDERS)
    land = written(
        ORDERS,
        lambda w, at, m: f"{w},{at:%Y-%m-%d},{'x' if rare(w) else m},{'CH' if rare(w) else 'DE'}",
        HEADER + ",land",
    )
    with pytest.raises(BadInput, match="with 'CH' in land"):
        read(tmp_path, land)
    ids = written(ORDERS, lambda w, at, m: f"{'EU-' if rare(w) else 'US-'}{w},{at:%Y-%m-%d},{'x' if rare(w) else m}")
    with pytest.raises(BadInput, match="whose id begins with 'EU-K'"):
        read(tmp_path, ids)


def test_faults_at_random_are_left_out_without_alarm():
    """200 files with 2 to 4 % of faults at random: none is called a loss of a kind (chance of one: below .001)."""
    rng = np.random.default_rng(10)
    alarms = []
    for _ in range(200):
        size = int(rng.integers(300, 3000))
        bad = rng.random(size) < rng.uniform(0.02, 0.04)
        amount, people = rng.gamma(2, 20, size), rng.integers(0, size // 4, size)
        month = np.datetime64("2022-01-01", "s") + rng.integers(0, 600, size) * np.timedelta64(86_400, "s")
        names = np.array([f"c{k}" for k in range(size // 4)], object)
        alarms += [loss.text for loss in losses(bad, amount, month, people, names, {}) if "the money" not in loss.text]
    assert not alarms


def test_what_is_set_aside_first_stays_so():
    account = Account(3)
    one, other = Kind(FAULT, "amount", "empty"), Kind(FAULT, "ordered_at", "empty")
    assert account.aside(np.array([True, True, False]), one) == 2
    assert account.aside(np.array([False, True, True]), other) == 1
    assert account.fate.tolist() == [1, 1, 2]


@pytest.mark.parametrize("name", ["is_cancelled", "Refunded", "isTest", "voided", "unpaid", "是否取消", "作废"])
@pytest.mark.parametrize(("yes", "no"), [("true", "false"), ("1", "0"), ("Yes", "No"), ("是", "否")])
def test_yes_is_no_sale_where_the_name_says_so(tmp_path, name, yes, no):
    rows = [(*order, yes if k in set(CHOSEN) else no) for k, order in enumerate(ORDERS)]
    content = written(rows, header=f"{HEADER},{name}")
    said = next(note for note in read(tmp_path, content).reading.notes if note.code == "status_not_filtered")
    assert said.facts["rows"] == len(CHOSEN)
    assert said.facts["line"].startswith("drop:")
    assert of(read(tmp_path, content, said.facts["line"])) == seen(KEPT)


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("Paid", "TRUE", "FALSE"),
        ("is_valid", "1", "0"),
        ("not_cancelled", "1", "0"),
        ("success", "yes", "no"),
        ("paymentSuccessful", "Y", "N"),
        ("已付款", "1", "0"),
        ("是否支付", "是", "否"),
        ("valid", "true", ""),
        ("not_paid", "", "1"),
    ],
)
def test_no_is_no_sale_where_the_name_is_that_of_a_sale(tmp_path, name, yes, no):
    rows = [(*order, no if k in set(CHOSEN) else yes) for k, order in enumerate(ORDERS)]
    content = written(rows, header=f"{HEADER},{name}")
    said = next(note for note in read(tmp_path, content).reading.notes if note.code == "status_not_filtered")
    assert said.facts["line"].startswith("keep: " if yes else "drop: ")
    assert f"{no or 'empty'} ({len(CHOSEN)})" in said.text
    assert of(read(tmp_path, content, said.facts["line"])) == seen(KEPT)


def test_rows_alike_of_one_order_are_not_called_orders_of_their_own(tmp_path):
    rows = [(*order, number) for order, number in zip(ORDERS, IDS, strict=True)]
    found = read(tmp_path, written(rows + [rows[k] for k in CHOSEN], header=WITH_ID), ID)
    assert of(found) == seen(ORDERS)
    assert not any("orders of their own" in text for text in notes(found).values())
    assert f"{len(CHOSEN)} rows" in notes(found)["duplicates_in_orders"]


@pytest.mark.parametrize("name", ["number", "order", "K"])
def test_totals_that_lines_repeat_are_told_with_the_number_that_joins_them(tmp_path, name):
    rows = [
        (*order, number, f"item {part}", round(order[2] / (1 + k % 3) + part, 2))
        for k, (order, number) in enumerate(zip(ORDERS, IDS, strict=True))
        for part in range(1 + k % 3)
    ]
    content = written(rows, header=f"{HEADER},{name},item,price")
    said = next(note for note in read(tmp_path, content).reading.notes if note.code == "totals_repeated")
    assert said.facts["rows"] == len(rows) - len(ORDERS)
    assert said.facts["money"] == pytest.approx(sum(row[2] for row in rows) - seen(ORDERS).money)
    assert said.facts["line"] == f"order_id: {name}"
    mapped = read(tmp_path, content, f"columns: {{{said.facts['line']}}}")
    assert of(mapped) == seen(ORDERS)
    assert "totals_repeated" not in notes(mapped)
    without = read(tmp_path, written([(*row[:3], *row[4:]) for row in rows], header=f"{HEADER},item,price"))
    assert "order_id: ..." in notes(without)["totals_repeated"]


def test_days_without_a_time_and_lines_with_prices_of_their_own_repeat_no_total(tmp_path):
    days = [(who, f"{at:%Y-%m-%d}", money, part) for who, at, money in ORDERS for part in "ab"]
    parts_of = [(who, at, round(money * share, 2), share) for who, at, money in ORDERS for share in (0.3, 0.7)]
    for rows in ([",".join(map(str, row)) for row in days], [",".join(map(str, row)) for row in parts_of]):
        found = read(tmp_path, "\n".join([HEADER + ",part", *rows, ""]))
        assert "totals_repeated" not in notes(found)


@pytest.mark.parametrize(("times", "often"), [(2, "twice"), (3, "3 times")])
def test_doubles_name_the_row_that_they_repeat_and_how_often(tmp_path, times, often):
    found = read(tmp_path, written(ORDERS * times))
    assert f"stand in the file {often}" in notes(found)["duplicates_dropped"]
    first = found.rejects.iloc[0]
    assert (first["line"], first["found"], first["column"]) == (len(ORDERS) + 2, "as line 2", "every column")
    assert "duplicates: keep" in first["fix"]


@pytest.mark.parametrize("blank", ["customer", "customer and day", "all"])
@pytest.mark.parametrize("name", ["order", "K"])
def test_further_lines_without_a_customer_name_the_number_that_joins_them(tmp_path, blank, name):
    rows = []
    for k, ((who, at, money), number) in enumerate(zip(ORDERS, IDS, strict=True)):
        rows.append((who, at, money, number, f"item {k % 90}"))
        if k % 4 == 0:
            told = {
                "customer": ("", at, 5.0, number),
                "customer and day": ("", "", 5.0, number),
                "all": ("", "", 5.0, ""),
            }
            rows.append((*told[blank], f"item {k % 91}"))
    lines = [",".join([who, f"{at}", f"{money}", *more]) for who, at, money, *more in rows]
    content = "\n".join([f"{HEADER},{name},item", *lines, ""])
    with pytest.raises(BadInput) as refused:
        read(tmp_path, content)
    (problem,) = (one for one in refused.value.problems if one.path == "customer_id")
    if blank == "all" and name == "K":  # nothing says what K is
        assert "order_id" not in problem.fix
        return
    assert f"add `order_id: {name}` to the columns" in problem.fix
    joined = read(tmp_path, content, f"columns: {{order_id: {name}}}")
    assert of(joined).money == pytest.approx(seen(ORDERS).money + 5 * len(range(0, len(ORDERS), 4)))
    assert (of(joined).customers, of(joined).days) == (seen(ORDERS).customers, seen(ORDERS).days)


def test_rows_without_a_customer_that_are_no_further_lines_propose_no_number(tmp_path):
    rows = [
        ("" if k % 9 == 0 else who, at, money, number)
        for k, ((who, at, money), number) in enumerate(zip(ORDERS, IDS, strict=True))
    ]
    with pytest.raises(BadInput) as refused:
        read(tmp_path, written(rows, header=f"{HEADER},order"))
    assert refused.value.problems[0].fix.startswith("if these are guests, add `guests: empty`")


def test_columns_that_are_not_mapped_are_read_once_in_all(tmp_path, monkeypatch):
    asked = []
    read_too = Cells.read_too
    monkeypatch.setattr(Cells, "read_too", lambda cells, names: asked.append(names) or read_too(cells, names))
    rows = [(*order, f"a{k}", f"b{k}", f"c{k}") for k, order in enumerate(ORDERS) for _ in range(2)]
    rows = [(*row[:3], *(f"{cell}-{k}" for cell in row[3 : 6 - k % 2])) for k, row in enumerate(rows)]  # some are short
    assert "totals_repeated" in notes(read(tmp_path, written(rows, header=f"{HEADER},one,two,three")))
    assert asked == [("one", "two", "three")]
