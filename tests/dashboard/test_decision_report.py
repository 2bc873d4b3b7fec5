"""A decision as a page, a workbook and a slide: the document's own numbers, native charts, one sheet, no open door."""

import io
import json
import math
import re
import zipfile
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest
from typer.testing import CliRunner

import sixr
from dashboard.decision_report import document, page, shape, telling, writing
from dashboard.text import LANGUAGES, words
from decisions.evidence import evidence
from decisions.sensitivity.matters import told
from decisions.sensitivity.scores import scores
from decisions.sensitivity.surrogate import fitted
from decisions.settle import Settled
from scenarios.lowering.beliefs import places
from sim.problems import BadInput
from sixr.cli import app
from sixr.decisions import Decision

KINDS = ("sweep", "two levers", "price", "parts", "shift", "advice", "sensitivity", "unseen", "settle", "alike")
KINDS += ("diagnosis", "focus", "pilot", "region", "review", "harm")
SCHEMES = ("penetration=0.8:30", "quantity=100:0.1:50", "new_first=1.1")
HOSTILE = '=HYPERLINK("http://hostile.invalid")</script><img src=x>\u202e\x07'
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def choices() -> dict[str, Decision]:
    """Choices between two plans whose difference is known: 1,000 + 9,000 z of a number, and noise."""
    sizes = ["people=1000", "worlds=60", "days=60"]
    base, plan = (sixr.load(name, overrides=sizes) for name in ("base", "price_up_10"))
    plan = plan.model_copy(update={"name": "dear"})
    given, rng = scores(base, range(60)), np.random.default_rng(7)
    k = given.names.index("market.choice.share_customer")
    runs = 1e3 + 9e3 * given.z[:, k] + rng.normal(0.0, [[1e3], [1e3]], (2, 60))
    uncertain = places(base).uncertain

    def hangs(difference):
        surrogate = fitted(difference, given)
        return told(surrogate=surrogate, measure="profit", beliefs={path: uncertain[path] for path in surrogate.names})

    part = base.people / base.market.size.value
    looks = tuple(evidence(runs[:, :count], part) for count in (16, 32, 60))
    same = evidence(np.zeros((2, 16)), part)
    return {
        "sensitivity": Decision("sensitivity", hangs(runs.mean(axis=0)), base, plan),
        "unseen": Decision("sensitivity", hangs(rng.normal(0.0, 1.0, 60)), base, plan),
        "settle": Decision("settle", Settled("profit", "belief", looks[-1], looks, 1.0, hangs(runs[0])), base, plan),
        "alike": Decision("settle", Settled("profit", "alike", same, (same,), 1.0), base, plan),
    }


def _on_a_region() -> Decision:
    sizes = ["people=300", "days=40", "worlds=4"]
    base, plan = (sixr.load("regions", overrides=[*sizes, f"policy.price.level={level}"]) for level in (1.0, 1.1))
    return sixr.pilot(base, plan.model_copy(update={"name": "dear"}), on="region=metropolis", outcome="orders")


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """The JSON document of each kind of decision, made by small runs."""
    sizes = {"customers": 1000, "replications": 10, "days": 60, "threads": 1}
    few = {"customers": 200, "replications": 4, "days": 40, "threads": 1}
    price, spend = "policy.price.level=0.9,1,1.1", "policy.channel.weekly_spend.search=1000,3000"
    plan = tmp_path_factory.mktemp("plans") / "plan.yaml"
    plan.write_text(
        "extends: base\nname: plan\npolicy:\n  price: {level: 1.1}\n  channel: {weekly_spend: {search: 1000}}\n"
    )
    found = {
        "sweep": sixr.sweep("base", [price], **sizes),
        "two levers": sixr.sweep("base", [price, spend], **sizes),
        "price": sixr.price("base", low=0.9, high=1.2, points=4, schemes=SCHEMES, **sizes),
        "parts": sixr.parts("base", plan, by="channel", **sizes),
        "shift": sixr.shift("base", share=0.2, to="video", **sizes),
        "advice": sixr.optimise("base", runs=6, frontier=True, **sizes),
        "diagnosis": sixr.diagnose("base", answers={"product.value": 1, "organisation.speed": 2}, **few),
        "focus": sixr.focus("base", seconds=0.0, **few),
        "pilot": sixr.pilot("base", "price_up_10", lengths=[28, 40], **few),
        "region": _on_a_region(),
        "review": sixr.review("base", "price_up_10", {"plan": [5e4, 21e3], "today": [5e4, 2e4]}, length=28, **few),
        "harm": sixr.review("base", "price_up_10", {"plan": [5e4, 1, 4], "today": [5e4, 2e4, 4]}, length=28, **few),
        **choices(),
    }
    return {kind: json.loads(json.dumps(one.to_json(), allow_nan=False)) for kind, one in found.items()}


@pytest.fixture(scope="module")
def said(documents):
    """What a report says, by kind and language."""
    return cache(lambda kind, language="en": telling.told(document.read(documents[kind]), words(language)))


@pytest.fixture(scope="module")
def written(documents):
    """The page of each kind, Chinese first."""
    return cache(lambda kind: page.page(document.read(documents[kind]), "zh"))


class Page(HTMLParser):
    """Elements, addresses, and text by language."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.text, self.language = [], [], {code: "" for code in LANGUAGES}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.addresses += [value for name, value in attributes if name in ("src", "href", "action", "srcset")]
        self.language = dict(attributes)["lang"] if tag == "main" else self.language

    def handle_data(self, data):
        if self.language:
            self.text[self.language] += data


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_all_in_both_languages_and_loads_nothing(written, said, kind):
    found = Page(written(kind))
    assert {address.partition(",")[0] for address in found.addresses} == {"data:", "data:image/svg+xml;base64"}
    assert [a["lang"] for tag, a in found.tags if tag == "main"] == ["zh", "en"]
    assert ["hidden" in a for tag, a in found.tags if tag == "main"] == [False, True]
    assert [tag for tag, _ in found.tags].count("script") == 1
    for language in LANGUAGES:
        told = said(kind, language)
        for text in (told.verdict, told.sure, *told.points[:4], *told.basis, told.facts, told.table.title):
            assert text in found.text[language]
    assert not re.search(r"[\u4e00-\u9fff]", found.text["en"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_it_is_known(said, kind, language):
    """What has no name in a language would be shown by its path or its name in code."""
    told = said(kind, language)
    shown = (told.question, told.verdict, told.sure, *told.points, *told.basis, *told.chart.names)
    cells = [cell for table in (told.table, *told.appendix[:-1]) for row in table.texts(told.words) for cell in row]
    heads = [column.head for table in (told.table, *told.appendix) for column in table.columns]
    for text in (*shown, *cells, *heads):
        assert not re.search(r"policy\.|_[a-z]|\bnan\b|\{|\}", text), text
        if language == "zh":
            assert not re.search(r"[a-z]{5,}", re.sub(r"sixr|\(.*?\)", "", text)), text


@pytest.mark.parametrize(("name", "least"), [("sweep", 3), ("price", 4), ("parts", 3), ("shift", 2), ("advice", 3)])
def test_the_table_holds_the_numbers_of_the_document(documents, said, name, least):
    one, table = documents[name], said(name).table
    numbers = [[cell for cell in row if isinstance(cell, float)] for row in table.rows]
    match name:
        case "sweep" | "price":
            expected = [[*point["at"].values(), point["against_today"]["mean"]] for point in one["points"]]
            expected = [[*pair, one["points"][k]["against_today"]["low"]] for k, pair in enumerate(expected)]
        case "parts" | "shift":
            expected = [[part["mean"], part["low"], part["high"]] for part in (*one["levers"], one["whole"])]
            assert sum(row[0] for row in numbers[:-1]) == pytest.approx(numbers[-1][0])
        case _:
            expected = [[move["now"], move["best"], move["low"]] for move in one["moves"]]
    assert len(numbers) >= least
    assert [row[:3] for row in numbers] == expected


def test_what_a_choice_hangs_on_is_named_with_where_it_turns_and_what_it_is_worth(documents, said):
    one, found = documents["sensitivity"], said("sensitivity")
    (first, *_) = one["find_out_first"]
    assert first["path"] == "market.choice.share_customer"
    assert found.table.rows[0][1] == first["worth"]["value"] > 0.0
    assert found.table.rows[0][6] == first["flips"]["value"]
    assert found.verdict.startswith("Find out first: Occasions won among customers")
    assert ("above" if first["flips"]["above"] else "below") in found.points[0]
    assert found.chart.values[0] == first["worth"]["value"]
    assert said("unseen").verdict == words("en")("decision.hangs.unseen")
    assert said("unseen").chart.values == [documents["unseen"]["difference"]["difference"]]


def test_every_look_at_two_plans_is_told_and_what_stands_in_the_way(documents, said):
    one, found = documents["settle"], said("settle")
    assert [row[0] for row in found.table.rows] == [16.0, 32.0, 60.0]
    assert [row[1] for row in found.table.rows] == [look["mean"] for look in one["looks"]]
    assert found.chart.values == [look["mean"] for look in one["looks"]]
    assert found.verdict.startswith("Not settled, and no further simulation")
    assert "Occasions won among customers" in found.points[1]
    assert "the same on profit in every world" in said("alike").verdict
    assert said("alike").points == []


def test_ways_to_price_stand_behind_the_price_curve(documents, said):
    found, one = said("price"), documents["price"]
    (table,) = [one for one in found.tables if one.title == words("en")("scheme.heading")]
    assert [row[1] for row in table.rows] == [way["against_today"]["mean"] for way in one["schemes"]]
    best = max(range(3), key=lambda k: one["schemes"][k]["against_today"]["mean"])
    assert str(table.rows[best][0]) in found.points[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_terminal_shows_every_row_that_a_page_leaves_to_its_appendix(said, kind):
    found = said(kind)
    assert len(found.tables[0].rows) >= len(found.table.rows)
    told_ = [*found.appendix, found.table]
    assert all(any(table.rows == other.rows for other in told_) for table in found.tables)


def test_the_best_point_is_the_one_of_the_document(documents, said):
    told, one = said("price"), documents["price"]
    (strong,) = told.table.strong
    assert told.table.rows[strong][0] == one["points"][one["best"]["number"]]["at"]["policy.price.level"]
    assert told.chart.at[told.chart.marks[1]] == told.table.rows[strong][0]


def test_labels_are_counted_as_the_document_has_them(documents, said):
    numbers = documents["advice"]["numbers"]
    counts = {label: sum(one["label"] == label for one in numbers) for label in ("identified", "bounded", "assumed")}
    varied = sum(one["low"] is not None for one in numbers)
    assert said("advice").words("decision.all", count=len(numbers), varied=varied, **counts) in said("advice").basis
    assert len(said("advice").appendix[-1].rows) == len(numbers)


@pytest.mark.parametrize(
    ("mean", "verdict", "opening"),
    [(5.0, "better", "Price it at"), (5.0, "belief", "About"), (-5.0, "worse", "Keep today's price")],
)
def test_the_verdict_follows_the_evidence(documents, mean, verdict, opening):
    one = json.loads(json.dumps(documents["price"]))
    one["points"][one["best"]["number"]]["against_today"] |= {"mean": mean, "verdict": verdict}
    assert telling.told(document.read(one), words("en")).verdict.startswith(opening)


@pytest.mark.parametrize(
    ("low", "high", "opening"), [(1, 9, "The plan brings"), (-9, -1, "The plan costs"), (-9, 9, "It is open")]
)
def test_a_plan_is_judged_by_nine_of_ten_worlds(documents, low, high, opening):
    one = json.loads(json.dumps(documents["parts"]))
    one["whole"] |= {"low": low, "high": high}
    assert telling.told(document.read(one), words("en")).verdict.startswith(opening)


def test_more_parts_than_a_page_holds_are_summed_up(documents):
    one = json.loads(json.dumps(documents["parts"]))
    one["levers"] = [{**one["levers"][0], "name": f"part {k}", "mean": float(k)} for k in range(20)]
    told = telling.told(document.read(one), words("en"))
    assert len(told.table.rows) == 8 + 1
    assert sum(row[1] for row in told.table.rows[:-1]) == sum(range(20))


# --- workbook and slide


@pytest.fixture(scope="module")
def made(documents, tmp_path_factory):
    """A file of each kind, ending and language."""
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("pptx")
    place = tmp_path_factory.mktemp("reports")

    def make(kind, ending, language="en"):
        file = place / f"{kind}-{language}{ending}"
        writing.write(document.read(documents[kind]), file, language)
        return file

    return cache(make)


def sheets(file):
    from python_calamine import load_workbook

    book = load_workbook(str(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def same(found: list, table: shape.Table) -> bool:
    """Whether cells of a workbook, which keeps sixteen digits, are those of ``table``."""
    pairs = [pair for rows in zip(found, table.rows, strict=True) for pair in zip(*rows, strict=True)]
    return all(a == b or (a == "" and math.isnan(b)) or a == pytest.approx(b, rel=1e-14) for a, b in pairs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_holds_every_number_as_a_number(made, said, kind, language):
    told, found = said(kind, language), list(sheets(made(kind, ".xlsx", language)).values())
    assert found[0][1][0] == told.verdict
    first = next(k for k, row in enumerate(found[0]) if row[0] == told.table.columns[0].head)
    width = len(told.table.columns)
    shown = [row[:width] for row in found[0][first + 1 : first + 1 + len(told.table.rows)]]
    assert same(shown, told.table)
    for table, sheet in zip(told.appendix, found[2:], strict=True):
        assert sheet[0] == [column.head for column in table.columns]
        assert same(sheet[1:], table)


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_has_a_native_chart_of_its_own_cells(made, said, kind):
    file, chart = made(kind, ".xlsx"), said(kind).chart
    with zipfile.ZipFile(file) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
        sources = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")
        )
    assert ("scatterChart" if chart.form == "curve" else "barChart") in drawn
    assert "'Chart data'!$B$2" in drawn
    assert "<f>" not in sources
    data = sheets(file)["Chart data"]
    assert [row[0] for row in data[1:]] == (pytest.approx(chart.at, rel=1e-14) if chart.at else list(chart.names))
    assert [row[1] for row in data[1:]] == pytest.approx(chart.values, rel=1e-14)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_slide_has_a_verdict_three_bullets_a_native_chart_and_a_source(made, said, kind, language):
    from pptx import Presentation

    told = said(kind, language)
    (slide,) = Presentation(str(made(kind, ".pptx", language))).slides
    assert slide.shapes.title.text_frame.text == told.verdict
    assert len(slide.placeholders[1].text_frame.paragraphs) == 3
    assert slide.placeholders[1].text_frame.paragraphs[0].text[:100] == told.sure[:100]
    assert any(told.facts in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    assert frame.chart.part.content_type == CHART
    series = list(frame.chart.plots[0].series)
    assert list(series[0].values) == list(told.chart.values)
    if told.chart.form == "moves":
        assert list(series[1].values) == list(told.chart.best)
    width = Presentation(str(made(kind, ".pptx", language))).slide_width
    assert all(shape.left >= 0 and shape.left + shape.width <= width for shape in slide.shapes)


def test_chinese_text_of_a_slide_has_an_east_asian_font(made):
    with zipfile.ZipFile(made("advice", ".pptx", "zh")) as parts:
        slide, chart = (parts.read(name).decode() for name in ("ppt/slides/slide1.xml", _chart_of(parts)))
    runs = re.findall(r"<a:r>.*?</a:r>", slide)
    assert len(runs) >= 5
    assert all('<a:ea typeface="Microsoft YaHei"/>' in run and 'lang="zh-CN"' in run for run in runs)
    assert "<a:ea " in chart


def _chart_of(parts):
    return next(name for name in parts.namelist() if re.fullmatch(r"ppt/charts/chart\d*\.xml", name))


def test_ranges_of_a_slide_reach_from_the_lower_to_the_upper_end(made, said):
    chart = said("advice").chart
    with zipfile.ZipFile(made("advice", ".pptx")) as parts:
        drawn = parts.read(_chart_of(parts)).decode()
    for tag, ends in (("plus", chart.highs), ("minus", chart.lows)):
        inside = re.search(rf"<c:{tag}>(.*?)</c:{tag}>", drawn, re.DOTALL).group(1)
        found = [float(value) for value in re.findall(r"<c:v>(.*?)</c:v>", inside)]
        assert found == pytest.approx([abs(end - best) for end, best in zip(ends, chart.best, strict=True)])


# --- what readers and other hands write


@pytest.fixture
def hostile(documents):
    one = json.loads(json.dumps(documents["parts"]))
    one |= {"plan": HOSTILE, "scenario": HOSTILE, "title": {}, "currency": "=1+1", "beyond": [HOSTILE] * 3}
    one["levers"][0]["name"] = HOSTILE
    return document.read(one)


def test_hostile_names_are_only_text_on_a_page(hostile):
    text = page.page(hostile)
    assert "</script><img" not in text
    found = Page(text)
    assert not [a for tag, a in found.tags if tag == "img" and not a["src"].startswith("data:image/svg")]
    assert not {"\u202e", "\x07"} & set(text)


def test_text_that_looks_like_a_formula_is_escaped_in_a_workbook(hostile, tmp_path):
    pytest.importorskip("xlsxwriter")
    writing.write(hostile, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert not [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet") and b"<f>" in parts.read(n)]
        assert b"hostile.invalid</c:f>" not in parts.read("xl/charts/chart1.xml")
    cells = [cell for rows in sheets(tmp_path / "a.xlsx").values() for row in rows for cell in row]
    assert any(str(cell).startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if str(cell)[:1] in ("=", "+", "@")]


def test_text_that_looks_like_a_formula_is_escaped_in_the_cells_of_a_slide(hostile, tmp_path):
    pytest.importorskip("pptx")
    writing.write(hostile, tmp_path / "a.pptx")
    with zipfile.ZipFile(tmp_path / "a.pptx") as parts:
        (name,) = [name for name in parts.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(parts.read(name))) as inner:
            assert b"<f>" not in inner.read("xl/worksheets/sheet1.xml")


# --- refusals


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sixr", "not JSON"),
        ("[1]", "a JSON list"),
        ('{"kind": "sweep", "worlds": NaN}', "not JSON"),
        ("{}", "kind"),
        ('{"kind": "compare"}', "kind"),
        ('{"kind": "shift"}', "shift"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path, text, named):
    (tmp_path / "a.json").write_text(text)
    answer = CliRunner().invoke(app, ["report", str(tmp_path / "a.json"), "--out", str(tmp_path / "a.html")])
    assert answer.exit_code == 2
    assert named in answer.stderr
    assert "Allowed: " in answer.stderr
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_without_one_of_its_parts_is_refused_or_told(documents, kind):
    """No key that a hand may have taken out ends in anything but a report or BadInput."""
    for key in documents[kind]:
        one = {name: value for name, value in documents[kind].items() if name != key}
        assert refusal(one) is None or key in refusal(one) or key == "kind"


def refusal(one: dict) -> str | None:
    """What is said of a document that cannot be told."""
    try:
        telling.told(document.read(one), words("en"))
    except BadInput as error:
        return str(error)
    return None


def test_a_best_point_that_does_not_exist_is_refused(documents):
    one = json.loads(json.dumps(documents["sweep"]))
    one["best"]["number"] = len(one["points"])
    with pytest.raises(BadInput, match=r"best\.number"):
        document.read(one)


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.htm", "a.xls"])
def test_another_ending_is_refused(documents, tmp_path, name):
    with pytest.raises(BadInput, match=r"\.html or \.xlsx or \.pptx"):
        writing.write(document.read(documents["price"]), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_written_as_a_page_alone(tmp_path):
    answer = CliRunner().invoke(app, ["report", str(tmp_path), "--out", str(tmp_path / "a.xlsx")])
    assert answer.exit_code == 2
    assert ".html" in answer.stderr


def test_a_library_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(writing, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"sixr\[office\]"):
        writing.ending(tmp_path / "a.xlsx")


@pytest.mark.parametrize("ending", writing.ENDINGS)
def test_a_file_of_another_is_kept_and_an_older_report_replaced(documents, tmp_path, ending):
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("pptx")
    file = tmp_path / f"a{ending}"
    file.write_text("mine")
    with pytest.raises(BadInput, match="did not write"):
        writing.write(document.read(documents["shift"]), file)
    assert file.read_text() == "mine"
    file.unlink()
    for language in LANGUAGES:
        writing.write(document.read(documents["shift"]), file, language)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


FILED = ("sixr_decision", "sixr", "created")
"""What a file holds beside what is printed."""


def test_the_command_keeps_the_document_and_reports_it(tmp_path):
    sizes = ["--customers", "500", "--replications", "3", "--days", "60", "--threads", "1"]
    file = str(tmp_path / "price.json")
    words_ = ["price", "base", "--from", "0.9", "--to", "1.1", "--points", "3", *sizes]
    answer = CliRunner().invoke(app, [*words_, "--out", file, "--json"])
    assert answer.exit_code == 0, answer.output
    kept = json.loads((tmp_path / "price.json").read_text(encoding="utf-8"))
    assert {**json.loads(answer.stdout), **{k: kept[k] for k in FILED}} == kept
    answer = CliRunner().invoke(app, ["report", file, "--out", str(tmp_path / "a.html"), "--lang", "zh"])
    assert answer.exit_code == 0, answer.output
    assert '<html lang="zh">' in (tmp_path / "a.html").read_text(encoding="utf-8")
    (tmp_path / "mine.json").write_text("{}")
    assert CliRunner().invoke(app, [*words_, "--out", str(tmp_path / "mine.json")]).exit_code == 2


def test_a_decision_writes_its_own_report(tmp_path):
    found = sixr.sweep("base", ["policy.price.level=0.9,1.1"], customers=500, replications=3, days=60, threads=1)
    found.report(tmp_path / "a.html", "zh")
    assert words("zh")("decision.heading_basis") in (tmp_path / "a.html").read_text(encoding="utf-8")


# --- in print


@pytest.fixture
def fullest(documents):
    """A document that leaves no room: ten channels of long names, every bound reached, many notes."""
    one = json.loads(json.dumps(documents["advice"]))
    move = {**one["moves"][0], "bound": "most", "returns": 1.3}
    one["moves"] = [{**move, "name": f"a channel of a rather long name, number {k} of them"} for k in range(10)]
    one["verdict"] = "move"
    one["beyond"] = ["what lies beyond what the market was fitted to, said at length. " * 6] * 5
    return one


@pytest.mark.browser
@pytest.mark.parametrize("kind", [*(pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS), "fullest"])
def test_it_prints_on_one_sheet(written, fullest, browser, tmp_path, kind):
    """Chromium names each page of a PDF that it prints as an object of the type Page."""
    file = tmp_path / "page.html"
    text = page.page(document.read(fullest)) if kind == "fullest" else written(kind)
    file.write_text(text, encoding="utf-8")
    shown, asked = browser.new_page(), []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(file.as_uri())
    for language in LANGUAGES:
        shown.click(f"button[data-language={language}]")
        assert sheets_of(shown) == 1
    shown.locator("main:visible summary").last.click()
    assert sheets_of(shown) > 1
    shown.close()
    assert all(address.startswith(("file:", "data:")) for address in asked)


def sheets_of(shown) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", shown.pdf(prefer_css_page_size=True)))
