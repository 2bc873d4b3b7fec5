"""A profile of a company's orders: what it says, and what is refused."""

import pytest

from calibration.profile import load
from calibration.sources import orders_of
from sim.problems import BadInput
from tests.calibration.shop import PROFILE, imported, many, refusal


def test_currency_comes_from_the_profile_or_one_column(tmp_path):
    assert set(imported(tmp_path, many(), PROFILE + "  currency: EUR\n").orders["currency"]) == {"EUR"}
    assert set(imported(tmp_path, many(), PROFILE + "currency: EUR\n").orders["currency"]) == {"EUR"}
    both = PROFILE + "  currency: EUR\ncurrency: EUR\n"
    assert imported(tmp_path, many(), both).currency_stated
    column = PROFILE.replace("{", "{currency: money, ")
    text = "client,bought,total,money\n" + "".join(f"c,2024-01-0{k},1,{'EUR'}\n" for k in range(1, 9))
    found = imported(tmp_path, text, column)
    assert found.currency_stated
    assert set(found.orders["currency"]) == {"EUR"}
    assert "EUR, GBP" in refusal(tmp_path, text + "c,2024-01-09,1,GBP\n", column)
    assert "EURO" in refusal(tmp_path, text.replace("EUR", "EURO"), column)


def test_customers_acquired_before_a_day_are_left_out(tmp_path):
    text = "client,bought,total\nold,2023-12-01,1\nold,2024-02-01,1\nnew,2024-01-01,1\nnew,2024-02-01,1\n"
    found = imported(tmp_path, text, PROFILE + "acquired_from: 2024-01-01\n")
    assert found.orders["customer_id"].tolist() == ["new", "new"]
    assert found.rows == 4


def test_a_missing_file_is_told_with_its_neighbour(tmp_path):
    (tmp_path / "order.csv").write_text(many())
    (tmp_path / "shop.yaml").write_text(PROFILE)
    with pytest.raises(BadInput, match=r"orders.csv: — found no such file.*did you mean 'order.csv'"):
        orders_of(load(tmp_path / "shop.yaml"), "USD")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "orders.csv").mkdir()
    (tmp_path / "shop.yaml").write_text(PROFILE)
    with pytest.raises(BadInput, match="not a regular file"):
        orders_of(load(tmp_path / "shop.yaml"), "USD")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("orders: {columns: {customer_id: a}}", "orders.file"),
        ("orders: {file: o.csv, colums: {}}", "did you mean 'columns'"),
        ("orders: {file: o.csv, columns: {customer: a}}", "did you mean 'customer_id'"),
        ("order: {file: o.csv}", "did you mean 'orders'"),
        ("orders: {file: o.csv, currency: euro}", "ISO 4217"),
        ("orders: {file: o.csv, currency: EUR, columns: {currency: c}}", "leave one out"),
        ("orders: {file: o.csv}\ncurrency: euro", "currency — found euro. Allowed: an ISO 4217"),
        ("currency: EUR\norders: {file: o.csv, columns: {currency: c}}", "leave one out"),
        ("currency: EUR\norders: {file: o.csv, currency: USD}", "found USD, but currency: EUR at the top level"),
        ("orders: {file: o.csv, date_format: day}", "%d/%m/%Y"),
        ("orders: {file: o.csv}\nmarket_size: many", "market_size"),
        ("orders: {file: o.csv}\nmarket_size: 0", "market_size"),
        ("orders: {file: o.csv}\nacquired_from: 2024-13-01", "acquired_from"),
        ("orders: [1, 2]", "a mapping"),
        ("- 1", "a mapping"),
        ("orders: {file: o.csv, file: p.csv}", "twice"),
    ],
)
def test_a_faulty_profile_is_told(tmp_path, profile, said):
    (tmp_path / "shop.yaml").write_text(profile)
    with pytest.raises(BadInput) as caught:
        load(tmp_path / "shop.yaml")
    assert said in str(caught.value)
    assert "shop.yaml" in str(caught.value)


def test_orders_in_the_place_of_a_profile_are_told_in_one_message(tmp_path):
    (tmp_path / "orders.csv").write_text("client,date,total\nC1,2024-01-02,5\n")
    with pytest.raises(BadInput) as caught:
        load(tmp_path / "orders.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.found) == ("orders.csv", "no profile")


def test_a_missing_profile_is_told(tmp_path):
    with pytest.raises(BadInput, match="nowhere"):
        load(tmp_path / "nowhere.yaml")


def test_columns_default_to_their_own_names(tmp_path):
    found = imported(tmp_path, many(header="customer_id,ordered_at,amount"), "orders: {file: orders.csv}")
    assert len(found.orders) == 100


def test_a_pattern_is_no_file(tmp_path):
    (tmp_path / "orders.csv").write_text(many())
    (tmp_path / "shop.yaml").write_text(PROFILE.replace("orders.csv", "'*.csv'"))
    with pytest.raises(BadInput, match="no such file"):
        orders_of(load(tmp_path / "shop.yaml"), "USD")
    (tmp_path / "*.csv").write_text(many(good=50))
    assert len(orders_of(load(tmp_path / "shop.yaml"), "USD").orders) == 50
