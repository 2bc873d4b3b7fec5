"""The Budget and Price pages: what they say is what was found, what they ask is what is run, and a link says it all."""

import json
import re
import sys
from dataclasses import replace

import decided_made
import pytest
from decided_made import HOST
from hypothesis import given
from hypothesis import strategies as st

from dashboard import (
    budget_form,
    budget_question,
    data,
    decided,
    deciding,
    decision_view,
    format,
    job,
    price_form,
    price_question,
)
from dashboard.budget_question import LEVERS, BudgetQuestion
from dashboard.budget_view import BudgetView
from dashboard.decision_file import Decided
from dashboard.decision_report import telling
from dashboard.decision_report.document import opened
from dashboard.decision_report.document import read as read_document
from dashboard.decision_report.writing import write
from dashboard.price_question import PriceQuestion
from dashboard.price_view import PriceView
from dashboard.scheme_view import SchemeView
from dashboard.text import LANGUAGES, words

EN, ZH = words("en"), words("zh")
CHANNELS = ("search", "social", "video")
BUDGET = BudgetQuestion("base", None, False, 1, (), (), (), (), (), "worth", "mean", 600, 3, 60, 1)
SCHEMES = (("penetration", (80.0, 365.0)), ("quantity", (100.0, 10.0, 50.0)))
PRICE = PriceQuestion("base", 80.0, 120.0, 5, SCHEMES, "half", "profit", 600, 3, 60, 1)


@pytest.fixture(scope="module")
def documents(place):
    """What lies among the runs."""
    return decided_made.decided(place / "sixr-runs")


@pytest.fixture
def about(page, documents):
    """Open one of the two pages."""

    def opened(name: str, locale: str = "en-US", **address: str):
        app = page(locale)
        app.switch_page(f"screens/{name}.py")
        app.query_params.update(address)
        return app.run()

    return opened


def read(app) -> str:
    """All texts of a page."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info, app.text)
    texts = [str(one.value) for kind in kinds for one in kind]
    return "\n".join(texts).replace("\u2060", "").replace("\\", "")


def view(document, language="en", kind=BudgetView):
    return kind(Decided("sixr-runs/x", "2026", document), words(language))


amounts = st.floats(0, 1e6).map(lambda value: float(f"{value:.6g}"))
limits = st.dictionaries(st.sampled_from(CHANNELS), amounts).map(
    lambda found: tuple((name, found[name]) for name in CHANNELS if name in found)
)
levers = st.sets(st.sampled_from(sorted(LEVERS))).map(
    lambda names: tuple((name, *LEVERS[name][3]) for name in LEVERS if name in names)
)
questions = st.builds(
    BudgetQuestion,
    st.sampled_from(["base", "full"]),
    st.none() | amounts,
    st.booleans(),
    st.integers(1, 8),
    st.sampled_from([(), ("search",), ("search", "video")]),
    limits,
    limits,
    limits,
    levers,
    st.sampled_from(["worth", "profit", "profit_within_90"]),
    st.sampled_from(["mean", "worst_tenth"]),
    st.integers(100, 1000),
    st.integers(1, 50),
    st.integers(1, 400),
    st.integers(0, 9),
)


@given(questions)
def test_a_budget_question_comes_back_from_its_address_whatever_the_page_asks_at_first(question):
    for default in (BUDGET, replace(BUDGET, scenario=question.scenario)):
        found, remarks = budget_question.read(
            budget_question.address(question), ("base", "full"), default, lambda name: CHANNELS
        )
        assert found == question
        assert remarks == ()


def test_a_price_question_comes_back_from_its_address():
    question = replace(PRICE, low=55.5, objective="profit_within_30", scenario="full")
    for schemes in (SCHEMES, (), (("skimming", (120.5, 90.0)), ("new_first", (110.0, 30.0)))):
        asked = replace(question, schemes=schemes, rival="undercuts")
        found, remarks = price_question.read(price_question.address(asked), ("base", "full"), PRICE)
        assert (found, remarks) == (asked, ())


@pytest.mark.parametrize(
    "found", ["penetration:120:365", "skimming:80:9", "quantity:100:10", "quantity:1.5:10:50", "luck:1"]
)
def test_a_way_to_price_that_cannot_be_is_remarked(found):
    question, remarks = price_question.read({"schemes": f"new_first:110:365,{found}"}, ("base",), PRICE)
    assert question.schemes == (("new_first", (110.0, 365.0)),)
    assert [one.said["found"] for one in remarks] == [found]


WRONG = {
    "total": ("much", "-1", "nan"),
    "parts": ("9",),
    "spending": ("some",),
    "channels": ("radio",),
    "least": ("search",),
    "most": ("radio:5", "search:-1"),
    "vary": ("price:120:80", "luck:0:1"),
    "objective": ("profit_within_0",),
    "goal": ("chance",),
    "people": ("1",),
    "scenario": ("elsewhere",),
}


@pytest.mark.parametrize("part", WRONG)
def test_what_a_link_says_that_cannot_be_is_remarked(part):
    for found in WRONG[part]:
        question, remarks = budget_question.read({part: found}, ("base",), BUDGET, lambda name: CHANNELS)
        assert len(remarks) == 1
        assert [EN(f"link.{one.kind}", **one.said) for one in remarks]
        if part != "total":
            assert question == BUDGET


def test_what_could_not_be_read_is_said_on_the_page(about):
    app = about("budget", lang="zh", **{part: found[0] for part, found in WRONG.items()}, luck="1")
    assert not app.exception
    text = read(app)
    assert ZH("link.heading") in text
    assert all(found[0].partition(",")[0] in text for found in WRONG.values())
    assert "luck" in text


def test_the_run_is_that_of_the_question_and_its_document_answers_it(documents):
    question = replace(BUDGET, parts=2, most=(("search", 5000.0),), vary=(("price", 90.0, 110.0),), total=None)
    assert budget_question.answered(documents["advice"]) == question
    asked = list(question.words)
    assert asked[:2] == ["optimise", "base"]
    for option in (*decided_made.ADVICE[2:8], *decided_made.ADVICE[10:], *decided_made.BESIDE[1:]):
        assert option in asked
    assert price_question.answered(documents["price"]) == PRICE
    ends = ["--from", "0.8", "--to", "1.2", "--points", "5", "--objective", "profit"]
    ends[-2:-2] = decided_made.SCHEMES
    assert list(PRICE.words) == ["price", "base", *ends, *decided_made.SIZES, "--seed", "1"]


def test_a_decision_is_done_when_its_document_is_there(tmp_path, monkeypatch):
    asked = []

    def begin(name, folder, then, about):
        asked.append((name, then, about))

    monkeypatch.setattr(job, "_begin", begin)
    name = job.start(deciding.request(PRICE), tmp_path)
    (_, line, about), out = asked[0], tmp_path / f"{name}.json"
    assert line[:4] == [sys.executable, "-m", "sixr", "price"]
    assert line[line.index("--out") + 1] == str(out)
    record = {"pid": 2**22 + 1, "born": 0, "started": 0, **about}
    (tmp_path / "jobs" / name / "job.json").write_text(json.dumps(record))
    assert job.poll(name, tmp_path).state == "failed"
    out.write_text("{}")
    assert job.poll(name, tmp_path).state == "done"


@pytest.mark.parametrize("name", ["budget", "price"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_says_what_it_is_for(about, name, language):
    app = about(name, "zh-CN" if language == "zh" else "en-GB")
    assert not app.exception
    said = words(language)
    assert app.title[0].value == said(f"{name}.title")
    assert said(f"{name}.lead") in read(app)
    assert not app.button(key=f"{name} default").disabled
    assert "lang" not in app.query_params  # a page that was only opened leaves its address alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_told_with_its_gain_range_and_chance(about, documents, language):
    document, said = documents["advice"], words(language)
    app = about("budget", lang=language, result="sixr-runs/advice")
    assert not app.exception
    text = read(app)
    assert said(f"budget.{document['verdict']}") in text
    for key in ("mean", "low", "high"):
        assert format.quantity(document["gain"][key], "currency", said, "USD") in text
    assert decision_view.chance(document["gain"]["p_better"], said) in text
    for heading in ("moved_title", "responses_heading", "costs_heading", "totals_heading", "parts_heading"):
        assert said(f"budget.{heading}") in text
    assert said("another.heading") not in text  # the link alone asks what its result answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_is_told_with_its_range_and_every_price_has_a_row(about, documents, language):
    document, said = documents["price"], words(language)
    app = about("price", lang=language, result="sixr-runs/price")
    assert not app.exception
    text = read(app)
    ends = [format.percent(document["price"][end], language) for end in ("low", "high")]
    assert all(end in text for end in ends)
    found = view(document, language, PriceView)
    against = document["points"][document["best"]["number"]]["against_today"]
    assert (said("price.stay") == found.head()) == (against["mean"] <= 0.0)
    rows = found.rows()
    levels = sorted({1.0, *(one["level"] for one in document["watch"])})
    assert [row[0].split("（")[0].split(" (")[0] for row in rows] == [
        format.percent(level, language) for level in levels
    ]
    assert said("another.heading") not in text


def test_a_better_price_is_told_with_its_gain(documents):
    document = json.loads(json.dumps(documents["price"]))
    against = document["points"][document["best"]["number"]]["against_today"]
    against |= {"mean": 41e3, "low": 2e3, "high": 90e3, "p_better": 0.97, "verdict": "better"}
    found = view(document, "en", PriceView)
    assert found.head() == EN("price.better", best=format.percent(document["price"]["best"], "en"))
    for text in ("+USD\u00a041.0\u00a0k", "+USD\u00a02,000", "+USD\u00a090.0\u00a0k", "97\u00a0%"):
        assert text in found.answer()
    against |= {"verdict": "noise", "worlds_to_settle": 250}
    noise = EN("decide.noise", people="600", worlds="250")
    assert noise in view(document, "en", PriceView).reasons()


def test_ways_to_price_are_told_and_the_best_stands_in_the_answer(documents):
    document = json.loads(json.dumps(documents["price"]))
    first, second = (one["against_today"] for one in document["schemes"])
    first |= {"mean": 5e3, "low": -2e3, "high": 9e4, "p_better": 0.8, "verdict": "belief"}
    second |= {"mean": 41e3, "low": 2e3, "high": 9e4, "p_better": 0.97, "verdict": "better"}
    found = view(document, "en", SchemeView)
    name = EN("scheme.name_quantity", off="10\u00a0%", pieces="100")
    assert f"“{name}” brings most" in found.answer()
    for text in ("+USD\u00a041.0\u00a0k", "+USD\u00a02,000", "+USD\u00a090.0\u00a0k", "97\u00a0%"):
        assert text in found.answer()
    assert found.open() == ""
    second |= {"mean": -1.0}
    assert f"“{found.lines[0].label}” brings most" in found.answer()
    assert found.open() == EN("decide.belief")
    first |= {"mean": -2.0}
    assert found.answer().startswith("None of the other ways")
    assert [row[0] for row in found.rows()] == [EN("scheme.today"), *(line.label for line in found.lines)]
    assert any("penetration" in text for text in found.notes())


def test_a_document_without_other_ways_to_price_shows_none(documents):
    assert view({**documents["price"], "schemes": []}, "en", SchemeView).answer() == ""


def test_no_english_is_left_on_the_chinese_pages(documents):
    for kind, name in ((BudgetView, "advice"), (PriceView, "price"), (SchemeView, "price")):
        found = view(documents[name], "zh", kind)
        for text in (found.head(), found.answer(), *found.reasons()) if kind is not SchemeView else (found.answer(),):
            left = text.replace("\\", "")
            for known in ("USD", "CLV", "CAC", "\u00a0"):
                left = left.replace(known, "")
            assert not any("a" <= c <= "z" for c in left.lower()), text


def test_curves_pass_through_the_marks_and_are_dashed_beyond_what_was_seen(documents):
    document = documents["advice"]
    found = view(document)
    assert len(found.responses) == len(document["curves"])
    for curve in document["curves"][:3]:
        assert found._known(curve) == (0.0, 3.0 * curve["now"])
    seen = view({**document, "seen": {"search": [1000.0, 3000.0]}})
    assert seen._known(document["curves"][0]) == (1000.0, 3000.0)
    assert seen.seen == EN("budget.dashed_history")
    dashes = [str(found.responses[0].chart), str(seen.responses[0].chart)]
    assert [text.count("[5, 4]") for text in dashes] == [0, 2]  # below and above what was seen


@pytest.mark.parametrize("said", [EN, ZH])
def test_a_report_of_a_plan_holds_its_costs_and_its_parts(documents, said):
    document = documents["advice"]
    tables = {table.title: table for table in telling.told(read_document(document), said).tables}
    rows = tables[said("budget.costs_heading")].rows
    values = {(one["channel"], one["kind"], one["plan"]): one["value"] for one in document["costs"]}
    assert len(rows) == len({key[:2] for key in values})
    (blended,) = [row for row in rows if row[:2] == [said("budget.all"), said("budget.counted_blended")]]
    assert blended[2:] == [values["", "blended", plan] for plan in ("today", "best")]
    levers = tables[said("decision.parts.by_lever")].rows
    assert [row[1] for row in levers] == [
        one["mean"] for one in (*document["parts"]["levers"], document["parts"]["whole"])
    ]


def test_costs_stand_side_by_side_and_parts_have_their_names(documents):
    found = view(documents["advice"])
    rows = found.costs()
    assert [row[0] for row in rows] == [EN("budget.all"), *(found.called[name] for name in CHANNELS)]
    values = {(one["plan"], one["kind"]): one["value"] for one in documents["advice"]["costs"] if not one["channel"]}
    now, best = (format.compact(values[plan, "blended"], "en") for plan in ("today", "best"))
    assert rows[0][1][1] == EN("budget.pair", now=now, best=best)
    assert found.name("search 2") == EN("budget.in_part", channel=found.called["search"], part="2")
    assert found.name("policy.price.level") == EN("budget.lever_price")


@pytest.mark.parametrize("name", ["budget", "price"])
def test_a_form_that_asks_something_else_says_so_and_can_take_the_results_question(about, name):
    kind = {"budget": "advice", "price": "price"}[name]
    app = about(name, lang="en", result=f"sixr-runs/{kind}", days="90", people="600", worlds="3")
    assert EN("another.heading") in read(app)
    line = EN("another.part", part=EN("question.days"), answers="60", asks="90")
    assert line in read(app)
    app.button(key=f"{name} take").click().run()
    assert not app.exception
    assert EN("another.heading") not in read(app)
    assert app.number_input(key=f"{name} days").value == 60
    assert app.query_params["days"] == ["60"] or app.query_params["days"] == "60"


def test_a_result_of_a_market_that_has_changed_since_says_so(about, documents, place):
    old = {**documents["price"], "fingerprint": "0" * 64}
    (place / "sixr-runs" / "old.json").write_text(json.dumps(old), encoding="utf-8")
    assert EN("another.changed") in read(about("price", lang="en", result="sixr-runs/old"))
    assert EN("another.changed") not in read(about("price", lang="en", result="sixr-runs/price"))


@pytest.mark.parametrize("said", [EN, ZH])
def test_every_difference_between_two_questions_is_told(said):
    others = {
        "scenario": "full", "total": 5e5, "exactly": True, "parts": 3, "channels": ("video",),
        "least": (("search", 100.0),), "most": (("search", 900.0),), "step": (("social", 50.0),),
        "vary": (("price", 90.0, 110.0),), "objective": "profit_within_90", "goal": "worst_tenth",
        "people": 700, "worlds": 4, "days": 90, "seed": 2,
    }  # fmt: skip
    assert others.keys() == vars(BUDGET).keys()
    told = [
        budget_form.difference(part, BUDGET, replace(BUDGET, **{part: value}), said) for part, value in others.items()
    ]
    prices = {"scenario": "full", "low": 90.0, "high": 99.0, "points": 7, "objective": "worth"}
    prices |= {"schemes": (("skimming", (120.0, 30.0)), ("new_first", (110.0, 90.0))), "rival": "stated"}
    told += [
        price_form.difference(part, PRICE, replace(PRICE, **{part: value}), said) for part, value in prices.items()
    ]
    for line in told:
        before, after = (text.strip() for text in line.split("：" if said is ZH else ": ", 1))
        assert before
        assert after
    assert said("budget.as_today") in told[1]
    assert format.quantity(5e5, "currency", said, "USD") in told[1]


def test_a_budget_that_cannot_be_spent_is_not_run_and_why_is_said(about):
    app = about("budget", lang="zh", total="10", least="search:500")
    assert not app.exception
    assert app.button(key="budget run").disabled
    assert "下限合计" in read(app)
    app = about("budget", lang="en", total="1e9", spending="exactly", most="search:10,social:10,video:10")
    assert app.button(key="budget run").disabled
    assert EN("budget.refused") in read(app)


def test_the_runs_of_the_forms_are_asked_for(about, monkeypatch):
    asked = []
    monkeypatch.setattr(job, "start", lambda request, runs: asked.append(request) or "0" * 32)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("running", 1, 4, 90.0))
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    app = about("budget", lang="en", total="500000", vary="price:90:110", objective="profit_within_90")
    app.button(key="budget run").click().run()
    assert not app.exception
    app = about("price", lang="en")
    app.number_input(key="price low").set_value(90.0).run()
    app.button(key="price run").click().run()
    assert not app.exception
    budget, price = asked
    first = replace(budget_form.first(), total=500000.0, vary=(("price", 90.0, 110.0),), objective="profit_within_90")
    assert budget == job.Decision(first.words)
    assert price == job.Decision(replace(price_form.first(), low=90.0).words)
    assert EN("job.running") in "\n".join(str(one.proto.text) for one in app.get("progress")) + read(app)


def test_a_hostile_document_is_shown_letter_by_letter(about):
    app = about("budget", lang="en", result="sixr-runs/hostile")
    assert not app.exception
    shown = [str(one.value) for kind in (app.markdown, app.caption, app.subheader) for one in kind]
    assert HOST in read(app)
    assert not any(f"](http://{HOST}" in text for text in shown)


@pytest.mark.parametrize("name", ["advice", "price", "hostile"])
def test_the_report_of_a_document_loads_nothing(documents, place, tmp_path, name):
    file = tmp_path / "page.html"
    write(opened(place / "sixr-runs" / f"{name}.json"), file, "zh")
    page = file.read_text(encoding="utf-8")
    assert re.findall(r'<main lang="(\w+)"( hidden)?>', page) == [("zh", ""), ("en", " hidden")]
    addresses = {found.partition(",")[0] for found in re.findall(r'(?:src|href)="([^"]*)"', page)}
    assert addresses == {"data:", "data:image/svg+xml;base64"}


def test_files_that_are_no_documents_are_passed_over(place, page, tmp_path, monkeypatch):
    monkeypatch.setenv("SIXR_RUNS", str(tmp_path))
    (tmp_path / "one.json").write_text("[]")
    (tmp_path / "two.json").write_text('{"sixr_decision": 1}')
    (tmp_path / "three.json").write_text("{")
    (tmp_path / "four.json").write_bytes(b"\xff")
    monkeypatch.chdir(tmp_path)
    assert decided.stored("advice") == []


def test_a_price_that_is_best_at_a_chance_near_one_is_said_to_be_more_than_that():
    assert decision_view.chance(0.999, EN) == "> 99\u00a0%"
    assert decision_view.chance(0.001, ZH) == "< 1%"
    assert decision_view.chance(0.984, EN) == "98\u00a0%"
    assert decision_view.chance(None, EN) == format.MISSING


def test_the_company_alone_is_offered_where_there_is_one(shop, monkeypatch):
    assert decided.todays() == data.MARKETS
    monkeypatch.setenv("SIXR_COMPANY", str(shop.path))
    assert decided.todays() == ("base",)
    assert budget_form.first().people <= data.defaults()["people"]
    assert deciding.request(PRICE).words[-2:] == ("--company", str(shop.path))
