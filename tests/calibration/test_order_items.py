"""List amounts, discounts, coupons, products and categories of a company's own file of orders."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_item_prices import drawn, lines_of

from calibration.company.found_today import found_today
from calibration.company.guess import guess
from calibration.company.learned_tables import whole
from calibration.company.reading import read_tables
from calibration.estimators import item_prices
from calibration.estimators.prices import prices
from calibration.profile import load
from calibration.reading.told import told
from calibration.sources import Imported, orders_of
from calibration.synth.synth import synth
from dashboard import notes
from scenarios.files.loading import as_stated
from scenarios.files.loading import load as load_scenario

START = np.datetime64("2021-01-04")


def read(folder: Path, rows: list[str], more: dict | None = None, **columns: str) -> Imported:
    """100 plain orders and ``rows`` below them; ``columns`` are mapped."""
    header = "who,day,money,listed,off,pieces,coupon,item,kind"
    plain = [f"c{k},2024-01-{1 + k % 28:02d},8.00,10.00,2.00,1,,i{k % 3},a" for k in range(100)]
    (folder / "o.csv").write_text("\n".join([header, *plain, *rows, ""]))
    says = {"file": str(folder / "o.csv"), **(more or {})}
    says["columns"] = {"customer_id": "who", "ordered_at": "day", "amount": "money", **columns}
    return orders_of(load({"orders": says, "currency": "EUR"}), "EUR")


@pytest.mark.parametrize("columns", [{"list_amount": "listed"}, {"discount": "off"}])
def test_the_amount_without_deals(tmp_path: Path, columns: dict) -> None:
    """A discount is money off, whatever its sign; nothing there is no deal."""
    found = read(tmp_path, ["d,2024-02-01,7.50,10.00,-2.50,1,,i1,a", "d,2024-02-02,6.00,,,1,,i1,a"], **columns)
    assert found.orders["list_amount"].tolist() == pytest.approx([10.0] * 101 + [6.0])
    note = next(one for one in found.reading.notes if one.code == "deals")
    assert note.facts["rows"] == 101
    assert note.facts["depth"] == pytest.approx(1 - (800 + 7.5 + 6) / (1010 + 6))


def test_what_is_no_amount_is_set_aside_with_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, ["d,2024-02-01,7.50,ten,2.50,1,,i1,a"], list_amount="listed")
    assert found.rejects[["line", "column", "found", "reason"]].values.tolist() == [
        [102, "list_amount", "ten", "not a number"]
    ]
    assert len(found.orders) == 100


def test_the_list_price_of_one_piece_is_multiplied_as_the_price_is(tmp_path: Path) -> None:
    row = ["d,2024-02-01,4.00,5.00,3.00,3,,i1,a"]
    by_price = read(tmp_path, row, {"unit_price": True}, quantity="pieces", list_amount="listed")
    assert by_price.orders[["amount", "list_amount"]].iloc[-1].tolist() == [12.0, 15.0]
    by_discount = read(tmp_path, row, {"unit_price": True}, quantity="pieces", discount="off")
    assert by_discount.orders[["amount", "list_amount"]].iloc[-1].tolist() == [12.0, 15.0]


def test_what_is_sent_back_in_part_keeps_its_depth(tmp_path: Path) -> None:
    found = read(tmp_path, ["c7,2024-02-01,-2.00,,,1,,i1,a"], list_amount="listed")
    own = found.orders[found.orders["customer_id"] == "c7"]
    assert own[["amount", "list_amount"]].values.tolist() == [[6.0, pytest.approx(7.5)]]


def test_texts_are_trimmed_and_empty_ones_told(tmp_path: Path) -> None:
    columns = {"coupon_id": "coupon", "product_id": "item", "category": "kind"}
    found = read(tmp_path, ["d,2024-02-01,7.50,10,2.50,1, SAVE , i1 ,n/a"], **columns).orders
    assert found[["coupon_id", "product_id", "category"]].iloc[-1].tolist() == ["SAVE", "i1", ""]
    assert set(found["coupon_id"]) == {"", "SAVE"}
    assert "list_amount" not in found


@pytest.mark.parametrize(
    ("columns", "code"), [({"list_amount": "off"}, "list_below_amount"), ({"discount": "pieces"}, "discount_as_share")]
)
def test_what_looks_wrong_is_told_in_both_languages(tmp_path: Path, columns: dict, code: str) -> None:
    """A discount of 1 throughout on orders of 80."""
    rows = [f"d{k},2024-02-01,80.00,100.00,20.00,1,,i1,a" for k in range(200)]
    found = read(tmp_path, rows, **columns)
    assert {code, "deals"} <= {one.code for one in found.reading.notes}
    for sentence in told(found.reading.to_json(), ""):
        assert notes.company(sentence, "zh") != sentence


@pytest.fixture(scope="module")
def company() -> dict[str, pd.DataFrame]:
    return synth(load_scenario(str(Path(__file__).with_name("moving_prices.yaml")))).tables


@pytest.mark.parametrize("told_by", ["list_amount", "discount"])
def test_a_company_of_files_gets_the_estimates_of_its_frames(tmp_path: Path, company: dict, told_by: str) -> None:
    """Amounts of 17 digits in the files: what differs is rounding."""
    orders = company["orders"]
    orders[["order_id", "customer_id", "ordered_at", "amount", "coupon_id", told_by]].to_csv(
        tmp_path / "o.csv", index=False
    )
    company["prices"].to_csv(tmp_path / "p.csv", index=False)
    names = {"order_id": "order_id", "coupon_id": "coupon_id", told_by: told_by}
    says = {
        "orders": {"file": str(tmp_path / "o.csv"), "columns": names, "guests": "empty", "duplicates": "keep"},
        "prices": {"file": str(tmp_path / "p.csv")},
        "currency": "USD",
    }
    _, tables = read_tables(load(says), "USD")
    assert tables is not None
    seen = prices(whole(tables.orders), tables.prices)
    true = prices(whole(orders[orders["customer_id"] != ""]), company["prices"])
    assert seen.notes == true.notes
    assert [one.path for one in seen.found] == [one.path for one in true.found] != []
    for mine, theirs in zip(seen.found, true.found, strict=True):
        assert (mine.value, mine.sd) == pytest.approx((theirs.value, theirs.sd), rel=1e-6)


def test_orders_alone_tell_deals(tmp_path: Path, company: dict) -> None:
    """Without any other table; what was off of late is said in today's policy, and no deal is stated."""
    orders = company["orders"]
    orders[["customer_id", "ordered_at", "amount", "list_amount"]].to_csv(tmp_path / "o.csv", index=False)
    says = {"orders": {"file": str(tmp_path / "o.csv"), "columns": {"list_amount": "list_amount"}, "guests": "empty"}}
    _, tables = read_tables(load(says), "USD")
    assert tables is not None
    until = np.datetime64(orders["ordered_at"].max(), "D")
    today = found_today(tables, until, as_stated("base")["market"])
    assert today.policy == {}
    of_late = orders[(orders["ordered_at"] >= until - 90) & (orders["amount"] > 0) & (orders["customer_id"] != "")]
    left = (of_late["amount"] / of_late["list_amount"]).to_numpy()
    (said,) = today.said
    assert f": {(left < 0.99).mean():.1%} of the lines" in said or "nothing below it" in said


def test_order_lines_of_a_file_make_the_panel_of_items(tmp_path: Path) -> None:
    """The lines of a drawn panel, each on the first day of its week, give its answers to prices and deals."""
    lines = lines_of(drawn(np.random.default_rng(5))[0])
    day = START + 7 * lines["week"].to_numpy()
    table = lines.assign(customer_id=[f"c{k % 97}" for k in range(len(lines))], ordered_at=day)
    ends = table.iloc[[0]].assign(ordered_at=START + 7 * int(lines["week"].max()) + 6, product_id="none", amount=0.0)
    pd.concat([table, ends]).drop(columns="week").to_csv(tmp_path / "o.csv", index=False)
    names = ("order_id", "quantity", "list_amount", "product_id", "category")
    says = {"file": str(tmp_path / "o.csv"), "columns": {name: name for name in names}, "duplicates": "keep"}
    read_lines = item_prices.lines_of(orders_of(load({"orders": says, "currency": "USD"}), "USD").orders)
    assert read_lines is not None
    texts = lines.assign(product_id=lines["product_id"].astype(str), category=lines["category"].astype(str))
    true, found = item_prices.answers(item_prices.panel(texts)), item_prices.answers(item_prices.panel(read_lines))
    assert found.effects == pytest.approx(true.effects, rel=1e-6)
    said = list(item_prices.items(orders_of(load({"orders": says, "currency": "USD"}), "USD").orders).notes)
    assert said == list(true.sentences())
    for sentence in said:
        assert "Items" not in notes.company(f"Items: {sentence}", "zh")
        assert notes.of_company(sentence, "zh") != sentence


@pytest.mark.parametrize(
    ("weeks", "items", "priced", "said"),
    [
        (30, 4, False, "Neither the regular price nor deals moved: the answer to prices is as assumed."),
        (30, 2, True, "No category has 3 items that sell 2 a week: their prices tell nothing."),
        (30, 4, True, "being on a deal: "),
        (5, 4, True, None),
    ],
)
def test_items_of_few_lines_are_told(weeks: int, items: int, priced: bool, said: str | None) -> None:
    """No category is told, and nothing is sold in one week."""
    rng = np.random.default_rng(weeks + items)
    week, item = (one.ravel() for one in np.meshgrid(np.arange(weeks), np.arange(items)))
    deal = 1.0 - 0.3 * (rng.random(len(week)) < 0.3) * priced
    orders = pd.DataFrame(
        {
            "order_id": np.arange(len(week)).astype(str),
            "ordered_at": START + 7 * week + np.where(week == weeks - 1, 6, 0),
            "product_id": item.astype(str),
            "quantity": 5.0,
            "amount": 50.0 * deal,
            "list_amount": 50.0,
        }
    )
    found = item_prices.items(orders[week != 2])
    if said is None:
        assert found is None
    else:
        assert found is not None
        assert found.notes[-1].startswith(said)
        assert not any("nan" in note for note in found.notes)


@pytest.mark.parametrize(
    "header",
    [
        "Order ID,Customer ID,Order Date,Total,Discount Amount,Discount Code,SKU,Product Category",
        "订单号,买家,下单时间,金额,优惠金额,优惠券,货号,类目",
    ],
)
def test_the_columns_are_guessed_by_their_names(tmp_path: Path, header: str) -> None:
    rows = [f"o{k},c{k % 40},2024-01-{1 + k % 28:02d},8.00,2.00,,i{k % 3},a" for k in range(200)]
    (tmp_path / "o.csv").write_text("\n".join([header, *rows, ""]))
    columns = guess([tmp_path / "o.csv"]).sections["orders"].says["columns"]
    names = ("order_id", "customer_id", "ordered_at", "amount", "discount", "coupon_id", "product_id", "category")
    assert columns == dict(zip(names, header.split(","), strict=True))
