"""The page on what can be changed finds notions by a word, and says all of them in the language of the reader."""

import sys
from pathlib import Path

import pytest
from spoken import CHINESE
from streamlit.testing.v1 import AppTest

from dashboard import notion_view
from dashboard.screens import PAGES
from dashboard.text import LANGUAGES, words
from scenarios.notions import find, notions

EVERYTHING = find(())
SCREEN = Path(__file__).parents[2] / "dashboard" / "screens" / "find.py"


def test_every_page_of_a_notion_is_one():
    assert {page for one in notions() for page in one.pages} - {file for file, *_ in PAGES} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notion_can_be_shown(language):
    said = words(language)
    for front, each in notion_view.by_front().items():
        assert each
        assert said(f"front.{front}")
        for one in each:
            assert all(notion_view.lines(one, said))
            assert len(notion_view.rows(one, EVERYTHING, said)) == len(one.keys)


def test_every_unit_of_a_key_is_said_in_chinese():
    rows = [row for one in notions() for row in notion_view.rows(one, EVERYTHING, words("zh"))]
    assert {path for path, _, unit in rows if unit not in ("", "USD") and not CHINESE.search(unit)} == set()
    assert "USD/件" in {unit for _, _, unit in rows}


@pytest.fixture
def screen(monkeypatch):
    """Run the page with the given address."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # Streamlit puts the page in its place

    def run(**address: str) -> AppTest:
        app = AppTest.from_file(SCREEN, default_timeout=60)
        app.query_params.update(address)
        app.context["locale"] = "en-US"
        return app.run()

    return run


def test_a_notion_that_is_pressed_becomes_the_word(screen):
    app = screen()
    assert not app.exception
    assert app.expander == []
    app.button_group(key="notions price").set_value("Skimming").run()
    assert app.text_input(key="word").value == "Skimming"
    assert app.expander[0].label == "**Skimming (撇脂定价)**"
    app.button_group(key="notions price").set_value("Price war").run()
    assert app.text_input(key="word").value == "Price war"
    app.button_group(key="notions referral").set_value("K-factor").run()
    assert app.expander[0].label == "**K-factor (裂变系数)**"
    assert app.query_params["word"] in ("K-factor", ["K-factor"])


def test_an_address_says_the_word_and_what_is_not_found_is_said(screen):
    app = screen(word="积分", lang="zh")
    assert not app.exception
    assert app.expander[0].label == "**积分（Points）**"
    assert "policy\\.relationship\\.points\\.earn\\_rate" in app.table[0].value.iloc[0, 0]
    app.text_input(key="word").set_value("skiming **").run()
    assert not app.exception
    text = "\n".join(one.value for one in app.markdown)
    assert words("zh")("find.none", said="skiming \\*\\*") in text
    assert "Skimming" in text
