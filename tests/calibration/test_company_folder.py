"""A company's folder: its fits stand side by side, its ids stay private, its list of customers adds up."""

import json
import re
import stat

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from calibration.company.customers import customers_of
from calibration.company.doctor import examine
from calibration.company.facts import facts_of
from calibration.company.fitting import fit_company
from calibration.company.folder import opened
from calibration.company.making import make
from calibration.company.pseudonyms import ids_of, key_of, pseudonyms, unnamed
from calibration.company.undo import undo
from calibration.samples import sample
from scenarios.files.loading import load
from sim.problems import BadInput
from sim.vocabulary import Event
from sixr.cli import app
from sixr.companies import Company
from tests.calibration.histories import KINDS, written
from tests.worlds import lived

FALSE_ALARM = 4.5
"""Standard errors that chance exceeds once in 150,000 times."""


def plain_shop(folder, size=None):
    """A small company of drawn orders; ``size``: of its market."""
    text = written(folder, KINDS["plain"](np.random.default_rng(1))).read_text("utf-8")
    if size is not None:
        text = re.sub("market_size: .*", f"market_size: {size}", text)
    (folder / "profile.yaml").write_text(text, "utf-8")
    return opened(folder)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """CDNOW's tenth, fitted at the end of March 1998 and again at the end of June."""
    folder = make(tmp_path_factory.mktemp("company") / "shop", sample="cdnow-tenth")
    first = fit_company(folder, until="1998-03-31")
    second = fit_company(folder)
    return folder, first, second


def test_fits_stand_side_by_side_and_the_latest_is_in_use(company):
    folder, first, second = company
    assert [one.name for one in folder.fits] == ["0001", "0002"]
    assert folder.current == second.place
    assert facts_of(first.place).until == np.datetime64("1998-03-31")
    assert facts_of(second.place).until == np.datetime64("1998-06-30")
    assert list(folder.path.glob("**/.sixr-*")) == []


def test_the_second_fit_says_what_came_beside_the_forecast(company):
    _, first, second = company
    told = next(line for line in second.changes if line.startswith("In the 13 weeks after 1998-03-31"))
    middle = first.facts.tree["forecast"]["13"]["middle"]
    assert f"forecast {middle:,.0f}" in told
    orders = sample("cdnow-tenth")
    day = orders["ordered_at"].to_numpy("datetime64[D]")
    after = orders[(day > np.datetime64("1998-03-31")) & (day <= np.datetime64("1998-03-31") + 7 * 13)]
    came = len(set(zip(after["customer_id"], after["ordered_at"].dt.date, strict=True)))
    assert f"placed {came:,} orders" in told


def test_no_id_leaves_the_private_part(company):
    folder, *_ = company
    ids = set(sample("cdnow-tenth")["customer_id"])
    for file in folder.path.glob("fits/*/*"):
        if file.suffix == ".parquet":
            table = pd.read_parquet(file)
            assert file.name == "start.parquet" or "customer" in table
            assert not any(ids & set(table[name].astype(str)) for name in ("customer", "segment") if name in table), (
                file
            )
    assert stat.S_IMODE((folder.private / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder.private / "ids.parquet").stat().st_mode) == 0o600
    assert set(ids_of(folder.private)) == ids


def test_pseudonyms_are_keyed(company, tmp_path):
    folder, *_ = company
    ids = ["1", "2", "10"]
    mine, other = (pseudonyms(ids, key_of(place)) for place in (folder.private, tmp_path / "private"))
    assert list(mine) == list(pseudonyms(ids, key_of(folder.private)))
    assert not set(mine) & set(other)


def test_ids_in_quotes_are_not_reported():
    assert unnamed("such as 'K7' and 'other', not K7", ["K7"], ["p1"]) == "such as 'p1' and 'other', not K7"


def test_the_list_of_customers_adds_up_to_the_forecast(company):
    folder, _, second = company
    found = customers_of(folder, weeks=52)
    forecast = second.facts.tree["forecast"]["52"]["middle"]
    assert found.table["expected_orders"].sum() == pytest.approx(forecast, rel=1e-3)
    assert len(found.table) == second.facts.tree["customers"]
    assert found.table["value"].is_monotonic_decreasing
    assert found.classes()["share_of_value"].sum() == pytest.approx(1.0)
    first = found.classes().iloc[0]
    assert first["abc"] == "A"
    assert 0.79 < first["share_of_value"] < 0.81
    inside = (found.table["orders_low"] <= found.table["expected_orders"] + 1) & (
        found.table["expected_orders"] <= found.table["orders_high"] + 1
    )
    assert inside.all()


def test_the_market_that_begins_with_them_orders_as_much_as_was_forecast(company):
    """By simulation as by formula, within chance; and it wins as many new customers as the history, from day one."""
    folder, _, second = company
    scenario = load("today", market=folder.market, today=folder.today, overrides=("days=364", "people=20000"))
    orders, new = [], []
    for world in range(16):
        plan, ledger = lived(scenario, world, journal=False)
        ours = ledger.people["orders"][: len(plan.known)].astype(float)
        orders.append((ours - plan.known["orders"]).sum() * plan.scale)
        new.append(ledger.counts.sum(axis=1)[:, Event.FIRST_ORDER].reshape(4, 91).sum(axis=1) * plan.scale / 13)
    forecast, gained = second.facts.tree["forecast"]["52"], second.fit.gained
    logs = np.log(orders)
    assert abs(logs.mean() - np.log(forecast["middle"])) < FALSE_ALARM * logs.std(ddof=1) / np.sqrt(len(logs))
    low, high = forecast["intervals"]["90"]
    half = np.log(high / low) / 2 / 1.645
    assert logs.std(ddof=1) > half * 0.6  # 16 worlds show less than .6 of a spread less than once in 100; chance adds
    error = np.std(new, axis=0, ddof=1) / np.sqrt(len(new))
    assert (abs(np.mean(new, axis=0) - gained.per_week) < FALSE_ALARM * error + 0.02 * gained.per_week).all()
    assert (error < 0.1 * gained.per_week).all()


def test_a_market_too_small_for_its_new_customers_is_refused(tmp_path):
    folder = plain_shop(tmp_path, 295)
    with pytest.raises(BadInput, match=r"market_size.*state a larger market_size"):
        fit_company(folder)
    assert folder.fits == ()


def test_the_interval_of_a_customers_orders_is_that_of_the_model(company):
    """Against the exact probabilities of counts: the ends hold at least 90 %, and a step further in they would not."""
    folder, _, second = company
    facts = second.facts
    found = customers_of(folder, weeks=26)
    known = pd.read_parquet(second.place / "customers.parquet").set_index("customer")
    level, drift = facts.tree["level"], facts.drift
    covered = []
    for row in found.table.iloc[::100].to_dict("records"):
        one = known.loc[row["customer"]]
        x, age = one["x"], one["age"] / 7
        mean = level * (facts.model.r + x) / (facts.model.alpha + one["exposure"] / 7)
        spread = 1 / (facts.model.r + x)
        shape = np.array([1 / (spread + drift.extra + drift.extra * spread)])
        counts = facts.model.counts_alive(26.0, shape, shape / mean, np.array([age]), 150)[0]
        law = row["p_alive"] * counts
        law[0] += 1 - row["p_alive"]
        low, high = int(row["orders_low"]), int(row["orders_high"])
        covered.append(law[low : high + 1].sum())
    assert min(covered) > 0.85
    assert 0.9 < np.mean(covered) < 0.99


def test_own_ids_on_request_alone(company):
    folder, *_ = company
    ids = set(sample("cdnow-tenth")["customer_id"])
    assert not set(customers_of(folder).table["customer"]) & ids
    assert set(customers_of(folder, ids=True).table["customer"]) == ids


def test_plans_lie_over_the_policy_of_today(company):
    folder, *_ = company
    today = load("today", folder.market, today=folder.today)
    higher = load("price_up_10", folder.market, today=folder.today)
    assert str(today.start) == "1998-07-01"
    assert higher.start == today.start
    assert higher.policy.price.level == pytest.approx(1.1)
    assert higher.shares_market_with(today)
    assert today.market.need.order_shape.label == "identified"


def test_an_edited_policy_is_kept_and_holds(company, tmp_path):
    folder = plain_shop(tmp_path)
    first = fit_company(folder)
    assert not first.today_kept
    text = folder.today.read_text()
    text = text[: text.index("\npolicy:")] + "\npolicy: {channel: {weekly_spend: {search: 9000}}}\n"
    folder.today.write_text(text)
    second = fit_company(folder)
    assert second.today_kept
    assert folder.today.read_text() == text
    assert (second.place / "today.yaml").read_text() != text
    assert load("price_up_10", folder.market, today=folder.today).policy.channel.weekly_spend["search"] == 9000
    undo(folder)
    assert folder.current == first.place
    assert folder.today.read_text() == text
    assert folder.next_number() == "0003"


def test_undo_needs_a_fit_before(company, tmp_path):
    folder = make(tmp_path / "shop", sample="cdnow-tenth")
    with pytest.raises(BadInput, match="no fitted market"):
        undo(folder)


def test_a_folder_is_made_once(company):
    folder, *_ = company
    with pytest.raises(BadInput, match="a company already"):
        make(folder.path, sample="cdnow-tenth")


def test_an_export_that_cannot_be_used_changes_nothing(tmp_path):
    place = tmp_path / "shop"
    place.mkdir()
    (place / "profile.yaml").write_text("name: shop\norders: {file: orders.csv}\n")
    (place / "orders.csv").write_text("customer_id,ordered_at,amount\na,2024-01-01,x\nb,2024-01-02,3\n")
    folder = opened(place)
    found = examine(folder)
    assert not found.sound
    assert any("amount" in line for line in found.summary())
    with pytest.raises(BadInput):
        fit_company(folder)
    assert folder.fits == ()
    assert not folder.today.exists()
    assert folder.current is None


def test_documents_are_plain(company):
    folder, _, second = company
    one = Company(folder.path)
    for document in (one.doctor().to_json(), second.to_json()):
        json.dumps(document, allow_nan=False)


def test_rejected_rows_lie_in_the_private_part_alone(tmp_path):
    folder = plain_shop(tmp_path)
    orders = tmp_path / "orders.csv"
    lines = orders.read_text("utf-8").splitlines()
    lines[5] = lines[5].rpartition(",")[0] + ",spoiled"
    orders.write_text("\n".join(lines) + "\n", "utf-8")
    found = fit_company(folder)
    assert found.fit.history["rows_rejected"] == 1
    assert [one.parent.name for one in folder.path.rglob("*rejects*")] == ["private"]


def test_what_a_new_company_was_taken_for_is_plain_data_too(tmp_path):
    (tmp_path / "orders.csv").write_text("customer_id,ordered_at,amount\na,2024-01-01,5\nb,2024-01-02,3\n")
    asked = ["company", "new", str(tmp_path / "shop"), "--from", str(tmp_path / "orders.csv"), "--json"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert told["folder"] == str(tmp_path / "shop")
    assert told["profile"]["orders"]["columns"]["customer_id"] == "customer_id"
