"""Pages about a company, without a browser: their numbers are those of the fit, and nothing in its tables is markup."""

import math
import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd
import pytest
from company_made import CUSTOMERS, FORMULA, NO_CUSTOMER, RETURNED, keep, year
from streamlit.testing.v1 import AppTest

from calibration.company.customers import customers_of
from calibration.company.facts import facts_of
from calibration.company.folder import Folder
from calibration.company.tracked import FILE, track
from calibration.reproduce.result import FILE as REPRODUCTION
from dashboard import company, data, fitted, form, format, job, question
from dashboard.customer_view import CustomerView
from dashboard.text import LANGUAGES, words
from dashboard.trust_view import TrustView
from scenarios.files.loading import load, load_market

EN = words("en")


@pytest.fixture
def about(page, shop, monkeypatch):
    """Open a page about the company."""

    def opened(name: str, folder: Folder = shop, **address: str) -> AppTest:
        app = page(**address)
        monkeypatch.setenv(company.COMPANY, str(folder.path))
        app.switch_page(f"screens/{name}.py")
        app.query_params.update(address)
        return app.run()

    return opened


@pytest.fixture
def fit(shop, monkeypatch) -> fitted.Fitted:
    monkeypatch.setenv(company.COMPANY, str(shop.path))
    found = fitted.current()
    assert found is not None
    return found


@pytest.fixture
def kept(shop) -> Iterator[dict]:
    """A year and earlier forecasts that lie beside the fit."""
    files = [keep(shop, REPRODUCTION, year()), keep(shop, FILE, track(shop, 2, (13,)).to_json())]
    yield year()
    for file in files:
        file.unlink()


def read(app: AppTest) -> str:
    """All texts of a page."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.error, app.warning)
    texts = [str(one.value) for kind in kinds for one in kind] + [one.label for one in app.metric]
    return "\n".join(texts).replace("\u2060", "").replace("\\", "")


def test_the_loop_can_be_looked_into_where_today_has_no_programme(about, shop):
    assert not load("today", shop.market, today=shop.today).policy.referral.active
    app = about("referrals")
    assert not app.exception
    assert app.title[0].value == EN("loop.title")


@pytest.mark.parametrize("name", ["budget", pytest.param("price", marks=pytest.mark.slow)])
def test_decisions_about_a_company_are_asked_in_its_money_with_its_own_folder(about, shop, monkeypatch, name):
    asked = []
    monkeypatch.setattr(job, "start", lambda request, runs: asked.append(request) or "0" * 32)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("running", 1, 4, 90.0))
    app = about(name, lang="zh")
    assert not app.exception
    if name == "budget":
        assert "EUR" in next(one.label for one in app.number_input if one.key == "budget total")
    app.button(key=f"{name} run").click().run()
    assert not app.exception
    (request,) = asked
    assert request.words[:2] == ({"budget": "optimise"}.get(name, name), "base")
    assert request.words[-2:] == ("--company", str(shop.path))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["customers", "trust"])
def test_without_a_company_a_page_says_how_to_begin(page, name, language):
    app = page(lang=language)
    app.switch_page(f"screens/{name}.py").run()
    assert not app.exception
    assert app.title[0].value == words(language)(f"{name}.title")
    assert words(language)("company.none") in read(app)
    assert "sixr dashboard --company DIR" in app.code[0].value


def test_a_company_that_has_not_been_fitted_is_told_so(about, shop, tmp_path):
    (tmp_path / "profile.yaml").write_text((shop.path / "profile.yaml").read_text("utf-8"), encoding="utf-8")
    app = about("customers", Folder(tmp_path), lang="en")
    assert not app.exception
    assert EN("company.unfitted") in read(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_has_the_numbers_of_the_fit(about, shop, language):
    app = about("customers", lang=language)
    assert not app.exception
    found, forecast = customers_of(shop, 52), facts_of(shop.fitted()).tree["forecast"]["52"]
    assert found.table["expected_orders"].sum() == pytest.approx(forecast["middle"], rel=1e-3)
    sentence = next(one.value for one in app.markdown if one.value.startswith("####"))
    said = sentence.replace("\u00a0", " ")
    numbers = (CUSTOMERS, found.table["p_alive"].sum(), forecast["middle"])
    for number in (*(format.whole(one) for one in numbers), format.percent(found.top_share, language, 2)):
        assert number.replace("\u00a0", " ") in said
    ends = [format.whole(end) for end in forecast["intervals"]["90"]]
    assert all(end in read(app) for end in ends)


def test_a_horizon_in_the_address_counts_and_one_that_is_not_forecast_is_said(about):
    app = about("customers", lang="en", weeks="13")
    assert EN("customers.ahead_heading", weeks=13) in read(app)
    app = about("customers", lang="en", weeks="9")
    assert EN("customers.ahead_heading", weeks=52) in read(app)
    allowed = EN("link.and").join(["4", "13", "26", "52"])
    assert EN("link.choice", part="weeks", found="9", allowed=allowed) in read(app)


def test_rows_and_money_of_the_file_are_used_or_set_aside(fit):
    rows = CustomerView(fit, 52, EN).read()
    numbers = {name: int(texts[0].replace(",", "")) for name, texts, _ in rows}
    total = numbers.pop(EN("customers.rows_all"))
    assert sum(numbers.values()) == total == fit.facts.tree["reading"]["rows"]
    assert numbers[EN("customers.kind_fault")] == NO_CUSTOMER
    assert numbers[EN("customers.kind_return")] == RETURNED
    orders = pd.read_csv(fit.folder.path / "orders.csv")
    money = fit.facts.tree["reading"]["money"]
    assert money["read"] == pytest.approx(orders["amount"].sum())
    assert money["set_aside"] == pytest.approx(sum(one["money"] for one in fit.facts.tree["reading"]["set_aside"]))


def test_facts_of_reading_hold_no_cell(fit):
    ids = set(pd.read_csv(fit.folder.path / "orders.csv")["customer"].dropna())
    text = (fit.place / "facts.json").read_text("utf-8")
    assert not [one for one in ids if one in text]


def test_tables_of_the_view_add_up_to_the_list(fit):
    view = CustomerView(fit, 26, EN)
    table = view.table
    assert sum(int(texts[0].replace(",", "")) for _, texts, _ in view.classes()) == CUSTOMERS
    for trait, rows in view.groups():
        assert sum(int(texts[0].replace(",", "")) for _, texts, _ in rows) == CUSTOMERS
        assert len(rows) == table[trait].nunique()
    lives = view.lives.chart["layer"][0]["data"]["values"]
    assert sum(row["value"] for row in lives) == CUSTOMERS
    assert lives[0]["value"] == (table["p_alive"] >= 0.9).sum()
    cells = view.rfm("black").chart["layer"][0]["data"]["values"]
    assert {(row["up"], row["across"]) for row in cells} == {(int(one[0]), int(one[1])) for one in table["rfm"]}


def test_the_download_is_the_list_and_holds_no_formula_and_no_id(fit, shop):
    file = shop.path / "list.csv"
    file.write_bytes(CustomerView(fit, 52, EN).export())
    found, expected = pd.read_csv(file), customers_of(shop, 52).table
    file.unlink()
    assert list(found["customer"]) == list(expected["customer"])
    assert found["value"].to_numpy() == pytest.approx(expected["value"].to_numpy(), rel=1e-4, abs=1e-6)
    assert set(found["channel"].dropna()) == {"search", f"'{FORMULA}"}
    assert not found["customer"].str.startswith("K").any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_fit_learned_is_said_in_the_readers_language(fit, language):
    lines = CustomerView(fit, 52, words(language)).learned
    assert len(lines) == len([line for line in fit.report if line.strip()])
    assert [bool(re.search("[\u4e00-\u9fff]", line)) for line in lines] == [language == "zh"] * len(lines)


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_what_is_not_known_yet_can_be_made_on_the_page_or_by_a_command(about, shop, monkeypatch, language):
    started = []
    monkeypatch.setattr(job, "start_behind", lambda name, then, runs: started.append(then) or True)
    app = about("trust", lang=language)
    assert not app.exception
    assert words(language)("trust.unasked") in read(app)
    asked = [code.value for code in app.code]
    assert asked == [f"sixr reproduce --company {shop.path}", f"sixr backtest --origins 6 --company {shop.path}"]
    for place in range(len(asked)):
        app = about("trust", lang=language)
        [one for one in app.button if str(one.key).startswith("make ")][place].click().run()
    assert [" ".join(["sixr", *then[3:]]) for then in started] == asked


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_patterns_that_do_not_come_out_are_named_first_with_what_they_rest_on(about, fit, kept, language):
    app = about("trust", lang=language)
    assert not app.exception
    said = words(language)
    wrong = [said("pattern.orders_per_week"), said("pattern.gap_days")]
    numbers = {"passed": 4, "judged": 6, "weeks": 52, "until": kept["until"]}
    assert said("trust.some", **numbers, wrong=said("trust.and").join(wrong)) in read(app)
    assert said("trust.midst") in read(app)
    view = TrustView(fit, said)
    assert [row[0] for row in view.rows][:2] == wrong
    ((number, texts, _),) = view.suspects
    assert number == view.rests()[0][1][0]
    assert texts[2] == said("trust.of", some=2, all=2)
    assert [len(view.wrong), len(view.right)] == [2, 3]  # a single number has no course


def test_all_of_a_good_year_come_out(fit, shop):
    file = keep(shop, REPRODUCTION, year(wrong=()))
    view = TrustView(fit, EN)
    assert view.answer() == EN("trust.all", judged=6, weeks=52, until="2024-05-05")
    assert view.suspects == []
    file.unlink()


def test_earlier_forecasts_hold_as_often_as_the_backtest_says(fit, shop, kept):
    view = TrustView(fit, EN)
    found = track(shop, 2, (13,))
    rows = {name: texts for name, texts, _ in view.coverage()}
    shares = [format.percent(share, "en", 2) for share in found.coverage().values()]
    assert rows[EN("trust.all_horizons")][:4] == [str(len(found.table)), *shares]
    drawn = view.intervals.chart["layer"][0]["layer"][1]["data"]["values"]
    assert [row["inside"] for row in drawn] == found.table.sort_values(["weeks", "until"])["covers_90"].tolist()
    assert [row["value"] for row in drawn] == pytest.approx(
        (found.table["forecast"] / found.table["actual"]).iloc[::-1].tolist(), rel=1e-3
    )


def test_labels_are_those_of_the_market_file(fit):
    known = TrustView(fit, EN).known
    file = fit.place / "market.yaml"
    text, market = file.read_text("utf-8"), load("base", market=file)
    assert known.counts == Counter(number.label for _, number in market.parameters())
    off = 3 * len(market.market.segments)  # what no table of customers tells: messages, talk, questions
    stated = {label: text.count(f"label: {label}, ") for label in known.counts}
    assert known.counts == stated | {"assumed": stated["assumed"] + off}
    assert known.count == len(known.rows)
    assert math.isclose(sum(known.counts.values()), known.count)


def test_plans_are_compared_in_the_market_of_the_company(about, shop):
    app = about("compare", lang="en")
    assert not app.exception
    assert app.selectbox(key="market").value == shop.path.name
    names = {choice.name: choice.market for choice in data.choices()}
    asked = form.request(question.first(names, data.defaults(), shop.path.name))
    command = job.command(asked, shop.path / "out", shop.path / "progress.json")
    assert command[command.index("--company") + 1] == str(shop.path)
    assert "--market" not in command


def test_the_scenario_of_a_plan_is_opened_over_the_policy_of_today(shop, monkeypatch):
    monkeypatch.setenv(company.COMPANY, str(shop.path))
    found = data.opened("price_up_10", shop.path)
    expected = load("price_up_10", shop.market, today=shop.today)
    assert found == expected
    assert data.market_name(shop.path) == load_market(shop.market).name
    assert company.in_library(data.opened("base", shop.path).name) == "base"


@pytest.mark.parametrize("name", ["compare", "referrals"])
def test_a_policy_of_today_that_cannot_be_used_is_said(about, shop, name):
    before = shop.today.read_text("utf-8")
    head = before.partition("\npolicy:")[0]
    shop.today.write_text(f"{head}\npolicy: {{price: {{level: -3}}}}\n", encoding="utf-8")
    app = about(name, lang="en")
    shop.today.write_text(before, encoding="utf-8")
    assert not app.exception
    assert EN("company.today") in read(app)
    assert any("policy.price.level" in text.value for text in app.text)
