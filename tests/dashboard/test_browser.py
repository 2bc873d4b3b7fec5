"""The page and the report in a real browser: nothing fails, no other host is asked, a run comes home."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from company_made import CUSTOMERS, keep, year
from made import HOSTILE

from calibration.company.tracked import FILE, track
from calibration.reproduce.result import FILE as REPRODUCTION
from dashboard.text import words
from scenarios.files.loading import load

pytestmark = pytest.mark.browser
EN, ZH = words("en"), words("zh")
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
TITLE = "sixr"
SCREENS = [pytest.param(1440, "light", EN, marks=pytest.mark.slow), (390, "dark", ZH)]
"""A wide one in English and a narrow one in Chinese, on which less fits."""


@pytest.fixture
def visit(browser: Any, server: str) -> Callable[..., Any]:
    """Open the page; on leaving, assert that nothing failed and that no other host was asked for anything."""

    @contextmanager
    def opened(address: str, width: int = 1440, theme: str = "light") -> Iterator[Any]:
        with watched(browser, viewport={"width": width, "height": 900}, color_scheme=theme) as page:
            page.goto(f"{server}/{address}")
            page.wait_for_selector(SETTLED)
            yield page
            assert page.locator('[data-testid="stException"]').count() == 0

    return opened


@contextmanager
def watched(browser: Any, **options: Any) -> Iterator[Any]:
    context = browser.new_context(locale="en-US", **options)
    page = context.new_page()
    page.set_default_timeout(90_000)
    faults: list[str] = []
    page.on("websocket", lambda socket: LINES.setdefault(page, []).append(socket))
    page.on("console", lambda message: faults.append(message.text) if _fault(message) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if _here(request.url) else faults.append(request.url))
    try:
        yield page
    except Exception as error:
        error.add_note(seen(page, faults))
        raise
    finally:
        context.close()
    assert faults == []


LINES: dict[Any, list[Any]] = {}
"""The connections to the server that a page has opened."""


def ready(page: Any, name: str) -> Any:
    """A button once it can be pressed. Where the connection to the server was lost, Streamlit loses what was under way:
    then the page is loaded anew, as its address says all that it shows."""
    button = page.get_by_role("button", name=name)
    try:
        in_the_end(button).to_be_enabled(timeout=30_000)
    except AssertionError:
        if len(LINES.get(page, [])) < 2:
            raise
        page.reload()
        in_the_end(button).to_be_enabled(timeout=60_000)
    return button


def seen(page: Any, faults: list[str]) -> str:
    """What stood on a page on which something failed."""
    state = page.locator('[data-testid="stApp"]').get_attribute("data-test-script-state", timeout=1000)
    lines = f"connections: {len(LINES.get(page, []))}"
    return "\n".join([page.url, f"script: {state}", lines, *faults, page.locator("body").inner_text(timeout=1000)])


def spaced(text: str) -> str:
    """``text`` with plain spaces, as a browser's text is looked for."""
    return text.replace("\u00a0", " ")


def _fault(message: Any) -> bool:
    """Whether a message of the browser tells of a fault. Streamlit looks for its server below the address of a page
    other than the first, and where it is not found there, at the top."""
    return message.type == "error" and not re.search(r"/\w+/_stcore/", message.location["url"])


def _here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:"))


@pytest.mark.parametrize(("width", "theme", "said"), SCREENS)
def test_a_result_is_shown_and_fits_the_screen(visit, width, theme, said):
    with visit(f"?lang={said.language}&result=sixr-runs/four", width, theme) as page:
        page.get_by_role("heading", name=said("cards.heading")).wait_for()
        page.get_by_role("heading", name=said("known.heading")).wait_for()
        page.locator('[data-testid="stVegaLiteChart"] svg').nth(16).wait_for()
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("part => part.scrollWidth <= part.clientWidth")
        row = page.locator('[data-testid="stTable"] tbody tr').first
        for place, side in enumerate(["left", *["right"] * 4]):  # the page is drawn while it is looked at
            in_the_end(row.locator("td").nth(place)).to_have_css("text-align", side)
        assert row.locator("td").first.evaluate("cell => cell.clientHeight") < 60  # its name is on one line


@pytest.mark.slow
def test_report_and_table_can_be_downloaded(visit):
    with visit("?lang=zh&result=sixr-runs/sure") as page:
        for key, start in (("result.download", "<!DOCTYPE html>"), ("result.download_table", "\ufeffscenario,")):
            with page.expect_download() as download:
                page.get_by_role("button", name=ZH(key), exact=False).click()
            assert download.value.path().read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_hostile_names_ask_nobody_and_run_nothing(visit, language):
    with visit(f"?lang={language}&result=sixr-runs/hostile") as page:
        page.get_by_role("heading", name=words(language)("known.heading")).wait_for()
        page.locator('[data-testid="stVegaLiteChart"] svg').nth(16).wait_for()
        main = page.locator('[data-testid="stMain"]')
        for titles in HOSTILE.values():
            assert titles[language] in main.inner_text().replace("\u2060", "")
        assert main.locator("a[href^=http], a[href^=mailto], img[src^=http], .katex").count() == 0
        assert page.title() == TITLE


def test_a_click_runs_the_comparison_and_shows_its_result(visit):
    with visit("?scenarios=base,price_up_10&people=500&worlds=2&days=60") as page:
        page.get_by_role("button", name=EN("question.run")).click()
        page.get_by_role("button", name=EN("job.cancel")).wait_for()
        page.reload()
        page.get_by_role("heading", name=EN("cards.heading")).wait_for(timeout=120_000)
        page.wait_for_selector(SETTLED)
        assert "result=" in page.url
        page.go_back()  # one press: the run and its result have one address
        page.get_by_role("heading", name=EN("empty.again")).wait_for()
        assert "result=" not in page.url


@pytest.mark.slow
def test_a_plan_of_ones_own_is_made_run_beside_the_others_and_downloaded(visit, tmp_path):
    with visit("?lang=en&scenarios=base,price_up_10&people=500&worlds=2&days=60") as page:
        page.get_by_text(EN("own.on")).click()
        page.get_by_text(EN("own.nothing")).wait_for()
        price = page.get_by_label(spaced(EN("own.price")))
        price.fill("0")
        price.press("Enter")
        limits = {"found": "0 %", "least": "1 %", "most": "1,000 %"}
        page.get_by_text(spaced(EN("own.wrong", name=EN("own.price"), **limits))).wait_for()
        assert page.get_by_role("button", name=EN("question.run")).is_disabled()
        price.fill("105")
        price.press("Enter")
        with page.expect_download() as download:
            page.get_by_role("button", name=EN("own.download")).click()
        file = tmp_path / "own-plan.yaml"
        download.value.save_as(file)
        assert load(file).policy.price.level == 1.05
        ready(page, EN("question.run")).click()
        page.get_by_role("heading", name=EN("cards.heading")).wait_for(timeout=120_000)
        page.locator('[data-testid="stMain"]').get_by_text(EN("own.title")).first.wait_for()
        page.locator('[data-testid="stMain"]').get_by_text(spaced(f"{EN('own.price')} 105")).first.wait_for()


def field(page, name: str, said=EN):
    return page.get_by_label(said(f"question.{name}"), exact=True)


def holds(box, value: str) -> None:
    """Wait until a field shows ``value``."""
    in_the_end(box).to_have_value(value, timeout=20_000)


def in_the_end(place) -> Any:
    """What a place of the page is to be after a while."""
    from playwright.sync_api import expect

    return expect(place)


def enter(page, name: str, number: str, said=EN) -> None:
    field(page, name, said).fill(number)
    field(page, name, said).press("Enter")
    page.wait_for_timeout(300)
    page.wait_for_selector(SETTLED)


@pytest.mark.slow
def test_one_press_of_back_takes_one_change_back_and_the_rest_stays(visit):
    with visit("") as page:
        opened = page.url
        enter(page, "days", "90")
        enter(page, "worlds", "7")
        page.wait_for_url("**/*worlds=7*")
        page.go_back()
        page.wait_for_url("**/*worlds=20*")
        page.wait_for_function("document.querySelector('input[aria-label=\"Worlds\"]').value === '20'")
        holds(field(page, "days"), "90")
        page.go_back()
        page.wait_for_url(opened)
        page.wait_for_function("document.querySelector('input[aria-label=\"Days\"]').value === '730'")
        page.go_forward()
        page.wait_for_function("document.querySelector('input[aria-label=\"Days\"]').value === '90'")


@pytest.mark.slow
def test_the_other_page_and_back_leaves_the_question_as_it_was(visit):
    with visit(
        "?lang=en&scenarios=base,price_up_10&people=700&own=%7B%22title%22:%22Mine%22,%22price%22:107%7D"
    ) as page:
        enter(page, "days", "90")
        for there, back in ((page.get_by_role("link", name=EN("app.loop")), False), (None, True)):
            if there is not None:
                there.click()
                page.get_by_role("heading", name=EN("loop.title")).wait_for()
            page.go_back() if back else page.get_by_role("link", name=EN("app.page")).click()
            if back:
                page.get_by_role("heading", name=EN("loop.title")).wait_for()
                page.go_back()
            page.get_by_role("heading", name=EN("compare.title")).wait_for()
            page.wait_for_selector(SETTLED)
            holds(field(page, "days"), "90")
            holds(field(page, "people"), "700")
            holds(page.get_by_label(spaced(EN("own.price"))), "107")
            holds(page.get_by_label(EN("own.name"), exact=True), "Mine")
            assert page.locator(
                '[data-testid="stMultiSelect"] [data-baseweb="tag"], [data-testid="stMultiSelect"] button'
            ).count()


@pytest.mark.slow
def test_a_reload_keeps_the_baseline_and_a_plan_alone(visit):
    with visit("?lang=en&scenarios=base&own=%7B%22title%22:%22%22,%22price%22:105%7D") as page:
        enter(page, "days", "90")
        page.wait_for_url("**/*days=90*")
        page.reload()
        page.wait_for_selector(SETTLED)
        assert "scenarios=base&" in page.url
        holds(page.get_by_label(spaced(EN("own.price"))), "105")
        page.get_by_placeholder(EN("question.others_empty")).wait_for()
        assert page.get_by_role("button", name=EN("question.run")).is_enabled()


@pytest.mark.slow
def test_the_chinese_page_says_so_and_answers_wrong_numbers_in_chinese(visit):
    with visit("?lang=zh") as page:
        page.wait_for_function("document.documentElement.lang === 'zh'")
        enter(page, "people", "5", ZH)
        said = ZH("own.wrong", name=ZH("question.people"), found="5", least="100", most="5,000,000")
        page.get_by_text(said).wait_for()
        assert not re.search("[A-Za-z]{3}", page.locator('[data-testid="stNumberInput"]').first.inner_text())
        assert page.get_by_role("button", name=ZH("question.run")).is_disabled()
        assert page.get_by_role("button", name=ZH("empty.default")).is_disabled()
        page.get_by_text("English", exact=True).click()
        page.wait_for_function("document.documentElement.lang === 'en'")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme", "said"), SCREENS)
def test_the_referral_loop_is_shown_and_fits_the_screen(visit, programme, width, theme, said):
    with visit(f"referrals?lang={said.language}&result=sixr-runs/loop", width, theme) as page:
        page.get_by_role("heading", name=said("loop.worth_heading")).wait_for()
        page.locator('[data-testid="stVegaLiteChart"] svg').nth(3).wait_for()
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("part => part.scrollWidth <= part.clientWidth")


@pytest.mark.slow
def test_the_loop_is_reached_from_the_first_page_in_the_language_chosen_there_and_run(visit):
    with visit("?lang=en") as page:
        page.get_by_text("中文", exact=True).click()
        page.get_by_role("link", name=ZH("app.loop")).click()
        page.get_by_role("heading", name=ZH("loop.title")).wait_for()
        for name, number in (("people", "500"), ("worlds", "2"), ("days", "60")):
            field = page.get_by_label(ZH(f"question.{name}"), exact=True)
            field.fill(number)
            field.press("Enter")
        page.wait_for_selector(SETTLED)
        page.get_by_role("button", name=ZH("loop.run")).first.click()
        page.get_by_role("heading", name=ZH("loop.truth_heading")).wait_for(timeout=120_000)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme", "said"), SCREENS)
def test_a_company_is_shown_and_fits_the_screen(browser, shop, shop_server, width, theme, said):
    kept = [keep(shop, REPRODUCTION, year()), keep(shop, FILE, track(shop, 1, (13,)).to_json())]
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=theme) as page:
        for name, charts, last in (("customers", 4, "read_heading"), ("trust", 2, "labels_heading")):
            page.goto(f"{shop_server}/{name}?lang={said.language}")
            page.wait_for_selector(SETTLED)
            page.get_by_role("heading", name=said(f"{name}.title")).wait_for()
            page.get_by_role("heading", name=said(f"{name}.{last}")).wait_for()
            page.locator('[data-testid="stVegaLiteChart"] svg').nth(charts - 1).wait_for()
            main = page.locator('[data-testid="stMain"]')
            assert main.evaluate("part => part.scrollWidth <= part.clientWidth")
            assert main.locator("img[src^=http], a[href^=http]").count() == 0
            cell = main.locator('[data-testid="stTable"] tbody td').nth(1)
            in_the_end(cell).to_have_css("text-align", "right")
    for file in kept:
        file.unlink()


@pytest.mark.slow
def test_customers_are_reached_from_the_first_page_and_downloaded(browser, shop, shop_server):
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{shop_server}/?lang=en")
        page.get_by_role("link", name=EN("app.customers")).click()
        page.get_by_text(EN("customers.horizon", weeks=13)).first.click()
        page.wait_for_url("**/customers*weeks=13*")
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile("CSV")).click()
        table = pd.read_csv(download.value.path())
        assert len(table) == CUSTOMERS
        assert not table["customer"].str.startswith("K").any()


@pytest.mark.parametrize(
    ("name", "charts", "width", "theme", "said"),
    [pytest.param("budget", 9, 390, "light", EN, marks=pytest.mark.slow), ("price", 7, 390, "dark", ZH)],
)
def test_a_decision_is_run_and_fits_the_screen(visit, name, charts, width, theme, said):
    small = "people=500&worlds=3&days=60&points=5"
    with visit(
        f"{name}?lang={said.language}&{small if name == 'price' else small.rpartition('&')[0]}", width, theme
    ) as page:
        page.locator('[data-testid="stMain"]').get_by_role("button", name=said(f"{name}.run")).click()
        page.get_by_role("button", name=said("job.cancel")).wait_for()
        page.reload()
        last = {"budget": "parts_heading", "price": "each"}[name]
        page.get_by_role("heading", name=said(f"{name}.{last}")).wait_for(timeout=240_000)
        page.wait_for_selector(SETTLED)
        assert "result=" in page.url
        page.locator('[data-testid="stVegaLiteChart"] svg').nth(charts - 1).wait_for()
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("part => part.scrollWidth <= part.clientWidth")


@pytest.mark.slow
def test_a_run_can_be_cancelled(visit):
    with visit("?scenarios=base,price_up_10&people=200000&worlds=50") as page:
        page.get_by_role("button", name=EN("question.run")).click()
        page.get_by_role("button", name=EN("job.cancel")).click()
        page.get_by_text(EN("job.cancelled")).wait_for()


def test_the_report_opens_from_the_disk_alone(browser, hostile_report: Path):
    with watched(browser, viewport={"width": 390, "height": 800}) as page:
        page.goto(hostile_report.as_uri())
        assert page.get_by_role("heading", name=EN("known.heading")).is_visible()
        page.get_by_role("button", name="中文").click()
        assert page.get_by_role("heading", name=ZH("known.heading")).is_visible()
        assert page.get_by_role("heading", name=EN("known.heading")).is_hidden()
        drawn = "images => images.every(image => image.complete && image.naturalWidth > 0)"
        assert page.locator("main:not([hidden]) img").evaluate_all(drawn)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.title().endswith(TITLE)
