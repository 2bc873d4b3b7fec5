"""The report: one file with everything in it, in both languages, harmless and whole."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made import HOST, HOSTILE

from dashboard import report
from dashboard.text import LANGUAGES, words
from sim.problems import BadInput

VOID = {"meta", "link", "img", "br"}


class Page(HTMLParser):
    """What stands in a page: its elements, the addresses it names, its text by language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.tags, self.addresses, self.text = [], [], [], {code: "" for code in LANGUAGES}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        self.addresses += [value for name, value in attributes if name in ("src", "href", "action", "srcset")]
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for tag, attributes in self.open:
            if tag == "main":
                self.text[attributes["lang"]] += data


@pytest.fixture(scope="module")
def page(hostile_report: Path) -> Page:
    return Page(hostile_report.read_text(encoding="utf-8"))


def test_nothing_is_loaded_from_anywhere(page):
    assert page.addresses
    assert {address.partition(",")[0] for address in page.addresses} <= {"data:", "data:image/svg+xml;base64"}


def test_only_the_pages_own_script_may_run(page):
    policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_same_as_the_page(page, language):
    said, text = words(language), page.text[language]
    for key in ("cards.heading", "value.heading", "accounts.heading", "known.heading", "known.spread"):
        assert said(key) in text
    for label in ("identified", "bounded", "assumed"):
        assert said(f"known.{label}_what") in text
    assert said("verdict.rough", worlds=20) in text
    assert "USD" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_are_only_text(page, language):
    for titles in HOSTILE.values():
        assert titles[language] in page.text[language]
    assert not [a for tag, a in page.tags if tag == "img" and not a["src"].startswith("data:")]


def test_every_chart_is_described(page):
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(images) == len(LANGUAGES) * (6 + 2 + 6 + 3)
    assert all(attributes["alt"] for attributes in images)


def test_names_in_charts_are_only_text(page):
    import base64

    for tag, attributes in page.tags:
        if tag == "img":
            drawing = base64.b64decode(attributes["src"].partition(",")[2]).decode()
            assert not re.search(r"<script|<image|<foreignObject|\son\w+=|xlink:href", drawing)


def test_the_language_asked_for_comes_first(place, monkeypatch):
    from scenarios.results import store

    monkeypatch.setattr(report, "image", lambda panel, width: "data:,")
    text = report.document("sure", store.read(place / "sixr-runs" / "sure"), "zh")
    mains = re.findall(r'<main lang="(\w+)"( hidden)?>', text)
    assert mains == [("zh", ""), ("en", " hidden")]


def test_streamlit_is_not_needed_for_a_report(place, tmp_path):
    import subprocess

    code = (
        "import sys; from dashboard import report; "
        "assert not {'streamlit', 'numba'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_folder_without_a_result_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(BadInput):
        report.write(tmp_path / "nothing", tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_refused(place, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "document", lambda *_: "page")
    with pytest.raises(BadInput, match=r"page\.html"):
        report.write(place / "sixr-runs" / "sure", tmp_path / "no folder" / "page.html")


def test_a_write_that_fails_leaves_the_older_report(place, tmp_path, monkeypatch):
    file = tmp_path / "page.html"
    older = '<meta charset="utf-8">\n<meta name="generator" content="sixr">'
    file.write_text(older)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "document", lambda *_: "page")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadInput, match="no space left"):
        report.write(place / "sixr-runs" / "sure", file)
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
    assert file.read_text() == older
    assert HOST not in file.read_text()
