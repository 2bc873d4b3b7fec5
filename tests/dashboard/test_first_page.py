"""The page What do we do first?: each step asks what is run, shows what was found, and a link says it all."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from dashboard import decided, first_form, first_question
from dashboard.decision_report.document import read
from dashboard.decision_report.telling import told
from dashboard.first_question import STEPS, FirstQuestion
from dashboard.text import words
from decisions.first.answers import dimensions, questions
from sixr.cli import app
from sixr.first_commands import diagnose, focus, pilot, review

SIZES = ["--customers", "300", "--replications", "2", "--days", "40"]
ARMS = ["--length", "28", "--arm", "plan=5000:2100:4", "--arm", "today=5000:2000"]
MADE = {
    "diagnose": ["diagnose", "base", "--answer", "product.value=1"],
    "focus": ["focus", "base", "--seconds", "0"],
    "pilot": ["pilot", "base", "price_up_5", "--on", "segment=value seekers:0.3"],
    "review": ["review", "base", "price_up_10", *ARMS],
}
DEFAULT = FirstQuestion(
    "diagnose", "base", (), "worth", "price_up_10", 50.0, "", "contribution", 91, (1e4, 0.0, 0.0), (1e4, 0.0, 0.0),
    300, 2, 40, 1,
)  # fmt: skip
PLANS = {"base": ("price_up_10", "referral_two_sided"), "full": ()}
GROUPS = {"base": ("segment=value seekers", "region=north"), "full": ()}
QUESTIONS = [
    replace(DEFAULT, answers=(("product.value", 2), ("data.used", 5))),
    replace(DEFAULT, step="focus", objective="profit", scenario="full", plan=""),
    replace(DEFAULT, step="pilot", plan="referral_two_sided", share=12.5, group="segment=value seekers"),
    replace(DEFAULT, step="pilot", group="region=north", outcome="orders"),
    replace(DEFAULT, step="review", length=60, came=(5e4, -21.5, 4.25), without=(4e4, 2e4, 0.0)),
]


@pytest.fixture(scope="module")
def documents(place):
    """What each step finds in a small market, among the runs."""
    found = {}
    for step, command in MADE.items():
        file = place / "sixr-runs" / f"first-{step}.json"
        answer = CliRunner().invoke(app, [*command, *SIZES, "--no-store", "--out", str(file), "--json"])
        assert answer.exit_code == 0, answer.output
        found[step] = json.loads(file.read_text("utf-8"))
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.step)
def test_a_question_comes_back_from_its_address(question):
    found, remarks = first_question.read(
        first_question.address(question), ("base", "full"), DEFAULT, PLANS.__getitem__, GROUPS.__getitem__
    )
    assert (found, remarks) == (question, ())


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("step", "dream"),
        ("answers", "product.value:9"),
        ("share", "100"),
        ("group", "town=north"),
        ("plan", "free_lunch"),
        ("with", "1:2"),
        ("outcome", "joy"),
    ],
)
def test_what_an_address_cannot_ask_is_remarked_and_not_asked(part, said):
    found, remarks = first_question.read({part: said}, ("base", "full"), DEFAULT, PLANS.__getitem__, GROUPS.__getitem__)
    assert found == DEFAULT
    assert [one.said["part"] for one in remarks] == [part]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.step)
def test_the_command_of_a_question_is_one_that_there_is(question):
    """Its options are those of the command; what they mean, the test below sees."""
    import inspect

    command = {"diagnose": diagnose, "focus": focus, "pilot": pilot, "review": review}[question.step]
    known = inspect.signature(command).parameters
    for word in question.words:
        if word.startswith("--"):
            assert {"changes": "set"}.get(word[2:], word[2:].replace("-", "_")) in known, word


@pytest.mark.parametrize("step", STEPS)
def test_a_document_answers_the_question_that_made_it(documents, step):
    found = first_question.answered(documents[step], DEFAULT)
    again = CliRunner().invoke(app, [*found.words, "--no-store", "--json"]) if step == "review" else None
    assert found.step == step
    if again is not None:
        fresh = json.loads(again.stdout)
        assert {key: fresh[key] for key in ("after", "losses", "arms")} == {
            key: documents[step][key] for key in ("after", "losses", "arms")
        }
    if step == "pilot":
        assert (found.plan, found.group, found.share) == ("price_up_5", "segment=value seekers", 30.0)
    if step == "diagnose":
        assert found.answers == (("product.value", 1),)
    with pytest.raises(ValueError, match=step):
        first_question.answered(documents[step] | {"asked": documents[step]["asked"] | {"overrides": ["a=1"]}}, DEFAULT)


@pytest.mark.parametrize(("step", "language"), [("diagnose", "en"), ("focus", "zh"), ("pilot", "zh"), ("review", "en")])
def test_a_result_is_shown_as_its_report_tells_it(page, documents, step, language):
    shown = page()
    shown.switch_page("screens/first.py")
    shown.query_params.update({"result": f"sixr-runs/first-{step}", "lang": language})
    shown.run()
    assert not shown.exception
    kinds = (shown.markdown, shown.caption, shown.subheader)
    text = (
        "\n".join(str(one.value) for kind in kinds for one in kind)
        .replace("\\", "")
        .replace("\u2060", "")
        .replace("\u00a0", " ")
    )
    found = told(read(documents[step]), words(language))
    for line in (found.verdict, found.sure, *found.points):
        assert line.replace("\u00a0", " ") in text
    folded = [one.label for one in shown.expander]
    assert found.tables[0].title in text
    assert [table.title for table in found.tables[1:] if table.title not in folded] == []
    assert shown.segmented_control(key="first step").value == step


def test_the_questionnaire_is_asked_in_the_readers_language_and_its_answers_are_in_the_address(page, documents):
    shown = page("zh-CN")
    shown.switch_page("screens/first.py")
    shown.query_params.update({"scenario": "base"})
    shown.run()
    asked = [one for one in shown.segmented_control if one.key in {f"first {q.name}" for q in questions()}]
    assert len(asked) == len(list(questions()))
    first = dimensions()[0].questions[0]
    control = shown.segmented_control(key=f"first {first.name}")
    assert first.says["zh"] in control.label.replace("\\", "")
    control.set_value(2).run()
    assert shown.query_params["answers"] in (f"{first.name}:2", [f"{first.name}:2"])
    shown.segmented_control(key="first step").set_value("focus").run()
    assert not shown.exception
    assert shown.query_params["step"] in ("focus", ["focus"])
    assert "answers" not in shown.query_params


def test_plans_that_are_offered_can_be_tried(page):
    page()
    for name in decided.todays():
        assert all(one not in ("ads_20k", "points_5") for one in first_form.plans(name))
    assert "price_up_10" in first_form.plans("base")
    assert "segment=value seekers" in first_form.groups("base")
    steps = {"price_up_5": True, "welcome_coupon": True, "checkout": False}
    assert {name: name in first_form.plans("base") for name in steps} == steps


def test_the_next_step_is_asked_about_the_same_policy_of_today(page, documents):
    shown = page("zh-CN")
    shown.switch_page("screens/first.py")
    shown.query_params.update({"result": "sixr-runs/first-diagnose"})
    shown.run()
    shown.button(key="first next").click().run()
    assert not shown.exception
    assert (shown.query_params["step"], shown.query_params["scenario"]) in (("focus", "base"), (["focus"], ["base"]))
    assert "result" not in shown.query_params


@pytest.mark.parametrize(("share", "key"), [(0.4, "weakest_open"), (0.6, "weakest")])
def test_a_dimension_that_is_lowest_in_few_worlds_is_not_called_the_weakest(documents, share, key):
    found = json.loads(json.dumps(documents["diagnose"]))
    for one in found["dimensions"]:
        one["weakest"] = share if one["name"] == found["weakest"] else 0.1
    said = words("zh")(f"work.{key}", name="", score="")
    assert told(read(found), words("zh")).verdict[-3:] == said[-3:]
