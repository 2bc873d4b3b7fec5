"""Exports of shops that nobody described: the guess alone leads to the right counts, and says why."""

import sqlite3
from contextlib import closing

import pytest

from calibration.company.guess import guess
from calibration.company.profile_text import profile_text
from calibration.contracts import CONTRACTS
from calibration.profile import load
from calibration.sources import orders_of
from calibration.tables import tables_of
from tests.calibration.exports import of, orders, seen
from tests.calibration.test_tables import GOOD
from tests.calibration.test_tables import ORDERS as OF_CONTRACT
from tests.calibration.workbooks import workbook

SALES = orders(8)
RIGHT = seen(SALES)


def guessed(folder, *files, lang="en"):
    """The orders read by the written guess, the guess, and its text."""
    found = guess([folder / file for file in files])
    text = profile_text(found, lang)
    (folder / "profile.yaml").write_text(text, "utf-8")
    return orders_of(load(folder / "profile.yaml"), "EUR"), found, text


def put(folder, name, head, rows, encoding="utf-8", sign=","):
    lines = [head, *(sign.join(map(str, row)) for row in rows)]
    (folder / name).write_bytes("\n".join([*lines, ""]).encode(encoding))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_export_of_shopify(tmp_path, lang):
    rows = []
    for k, (who, at, money) in enumerate(SALES, 1001):
        rows.append((f"#{k}", f"{who}@example.com", "paid", f"{at} +0100", "EUR", money, 1, money, k * 7))
        if k % 3 == 0:
            rows.append((f"#{k}", f"{who}@example.com", "", f"{at} +0100", "", "", 2, 3.5, ""))
        if k % 20 == 0:
            rows.append((f"#{k}v", f"{who}@example.com", "voided", f"{at} +0100", "EUR", 99, 1, 99, k * 7 + 1))
    head = "Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem price,Id"
    put(tmp_path, "orders_export.csv", head, rows)
    found, told, text = guessed(tmp_path, "orders_export.csv", lang=lang)
    assert of(found) == RIGHT
    assert told.sections["orders"].says["columns"]["order_id"] == "Name"
    assert ("# CHECK" if lang == "en" else "# 请核对") in text


def test_an_export_of_taobao_in_gbk(tmp_path):
    rows = [
        (f'"=""{10**17 + k}"""', f"买{who}", money, "交易关闭" if k % 9 == 0 else "交易成功", at)
        for k, (who, at, money) in enumerate(SALES)
    ]
    put(tmp_path, "o.csv", "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间", rows, "gbk")
    found, told, _ = guessed(tmp_path, "o.csv", lang="zh")
    assert of(found) == seen(sale for k, sale in enumerate(SALES) if k % 9)
    assert told.sections["orders"].says["format"] == {"encoding": "gb18030"}
    assert told.sections["orders"].says["keep"] == {"订单状态": ["交易成功"]}


def test_an_export_of_woocommerce_that_repeats_totals(tmp_path):
    rows = []
    for k, (who, at, money) in enumerate(SALES, 501):
        rows += [(k, "wc-completed", f"{at:%d/%m/%Y %H:%M}", f"{who}@example.com", money, n, n) for n in range(1, 3)]
    head = "Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Quantity (- Refund),Item #"
    put(tmp_path, "o.csv", head, rows, sign=",")
    found, told, _ = guessed(tmp_path, "o.csv")
    assert of(found) == RIGHT
    says = told.sections["orders"].says
    assert (says["lines"], says["date_format"]) == ("per order", "%d/%m/%Y %H:%M")


def test_a_report_of_amazon_with_prices_of_rows(tmp_path):
    rows = [
        (f"A-{k}", at.isoformat() + "Z", f"{who}@example.com", 1 + k % 3, money)
        for k, (who, at, money) in enumerate(SALES)
    ]
    put(tmp_path, "o.txt", "amazon-order-id\tpurchase-date\tbuyer-email\tquantity\titem-price", rows, sign="\t")
    assert of(guessed(tmp_path, "o.txt")[0]) == RIGHT


def test_lines_of_a_ledger_with_prices_of_pieces_and_guests(tmp_path):
    rows = [(f"R{k}", who, at, 2, money) for k, (who, at, money) in enumerate(SALES)]
    rows += [(f"G{k}", "", at, 1, 5.0) for k, (_, at, _) in enumerate(SALES[::5])]
    put(tmp_path, "o.csv", "InvoiceNo;CustomerID;InvoiceDate;Quantity;UnitPrice", rows, sign=";")
    found, told, _ = guessed(tmp_path, "o.csv")
    assert of(found).money == pytest.approx(2 * RIGHT.money)
    assert told.sections["orders"].says["guests"] == "empty"


def test_the_right_sheet_of_a_workbook(tmp_path):
    rows = [[who, at.to_pydatetime(), money] for who, at, money in SALES]
    sheets = {"Readme": [["Exported"]], "Sales": [["Our sales"], [], ["Customer", "Order date", "Total"], *rows]}
    workbook(tmp_path / "o.xlsx", sheets)
    found, told, _ = guessed(tmp_path, "o.xlsx")
    assert of(found) == RIGHT
    assert told.sections["orders"].says["sheet"] == "Sales"


def test_a_table_of_a_database_and_no_password(tmp_path):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as made:
        made.execute("CREATE TABLE bestellungen (id, kunde, datum, betrag)")
        told = [(k, who, str(at), money) for k, (who, at, money) in enumerate(SALES)]
        made.executemany("INSERT INTO bestellungen VALUES (?, ?, ?, ?)", told)
        made.execute("CREATE TABLE settings (name, value)")
        made.commit()
    found, guess_, _ = guessed(tmp_path, "shop.db")
    assert of(found) == RIGHT
    none = guess(["postgresql://me:hush@127.0.0.1:1/shop"])
    assert "hush" not in profile_text(none) + str(none.doubts)
    assert "refused" in none.doubts[0]
    assert guess_.sections["orders"].says["table"] == "bestellungen"


def test_the_ten_tables_by_their_own_names(tmp_path):
    (tmp_path / "a.csv").write_text(OF_CONTRACT)
    for k, (_, text) in enumerate(GOOD.items()):
        (tmp_path / f"b{k}.csv").write_text(text)
    files = ["a.csv", *(f"b{k}.csv" for k in range(len(GOOD)))]
    _, found, _ = guessed(tmp_path, *files)
    assert set(found.sections) == {"orders", *CONTRACTS}
    read = tables_of(load(tmp_path / "profile.yaml"))
    assert {name: len(frame) for name, frame in read.given().items()} == {
        "orders": 60,
        **{name: text.count("\n") - 1 for name, text in GOOD.items()},
    }


def test_days_that_may_be_two_are_a_doubt(tmp_path):
    rows = [(who, f"{at.day % 12 + 1:02d}/{at.month:02d}/{at.year}", money) for who, at, money in SALES]
    put(tmp_path, "o.csv", "customer,date,total", rows)
    _, found, text = guessed(tmp_path, "o.csv")
    assert any("day and month may be exchanged" in doubt for doubt in found.doubts)
    assert "# CHECK" in text


TAOBAO = "订单编号,买家会员名,订单付款时间,买家实际支付金额"


@pytest.mark.parametrize(("head", "code"), [(TAOBAO, "CNY"), ("order id,customer,date,amount", None)])
def test_the_sign_of_yen_and_yuan_is_the_yuan_below_chinese_names(tmp_path, head, code):
    put(tmp_path, "orders.csv", head, [(k, who, at, f"¥{money}") for k, (who, at, money) in enumerate(SALES)])
    told = guess([tmp_path / "orders.csv"])
    assert told.sections["orders"].says.get("currency") == code
    assert profile_text(told).count("amounts are written with ¥") == 1


@pytest.mark.parametrize(("nobody", "guests"), [(0, None), (1, None), (12, "empty")])
def test_rows_without_a_customer_are_guests_where_they_are_no_slip(tmp_path, nobody, guests):
    rows = [(k, who if k >= nobody else "", at, money) for k, (who, at, money) in enumerate(SALES)]
    put(tmp_path, "orders.csv", "order id,customer,date,amount", rows)
    assert guess([tmp_path / "orders.csv"]).sections["orders"].says.get("guests") == guests


@pytest.mark.parametrize(
    ("heads", "named"),
    [
        (("Client", "Since", "Channel"), {"customer_id": "Client", "acquired_at": "Since", "channel": "Channel"}),
        (("买家", "首单日期", "渠道"), {"customer_id": "买家", "acquired_at": "首单日期", "channel": "渠道"}),
        (("Client", "Shoe size", "Channel"), None),
    ],
)
def test_a_sheet_of_customers_is_one_or_it_is_said_what_is_missing(tmp_path, heads, named):
    sales = [["Order no", "Client", "Date", "Total"], *([k, *one] for k, one in enumerate(SALES))]
    people = [list(heads), *([who, "2024-01-01", "search"] for who in dict.fromkeys(who for who, *_ in SALES))]
    place = workbook(tmp_path / "shop.xlsx", {"Orders": sales, "Customers": people})
    told = guess([place])
    if named is not None:
        assert told.sections["customers"].says["columns"] == named
    else:
        assert "customers" not in told.sections
        assert "Customers: like customers, but no column is taken for acquired_at" in profile_text(told)
