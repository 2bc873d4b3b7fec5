"""Every note of a run is said in the reader's language; words do not contradict the numbers beside them."""

import ast
import math
import re
from pathlib import Path

import made
import numpy as np
import pandas as pd
import pytest
from spoken import CHINESE, texts
from vl_convert import vegalite_to_svg

import scenarios
from dashboard import charts, figures, format, notes, verdict
from dashboard.loop import Loop
from dashboard.text import LANGUAGES, words
from dashboard.view import View
from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.results import assemble, store
from scenarios.results.compare import RATIOS, comparison
from scenarios.results.referrals import without_programme
from scenarios.scenario import Scenario
from scenarios.verify import FORMS
from scenarios.verify.conditions import MECHANISMS
from scenarios.warnings.beyond import END
from scenarios.warnings.warnings import warnings_of

HOUSE = Path(scenarios.__file__).parent
FILES = (
    *sorted(set((HOUSE / "warnings").glob("*.py")) - {HOUSE / "warnings" / "one_sided.py"}),  # filled in of its YAML
    *(HOUSE / "files" / f"{name}.py" for name in ("absent", "budget_notices", "scale", "spending", "stated")),
    *(HOUSE / f"{name}.py" for name in ("lowering/endless", "results/assemble", "scenario", "tree/lookalike")),
)
"""The modules that say notes."""
KEPT = {"CAC", "CLV", "aggregate", "currency", "fresh", "market", "name", "orders", "patience", "people", "renewal"}
KEPT |= {"scale", "threshold", "verify"}
"""Words that a note in Chinese may have: measures, and what scenario files call things."""


def sentences() -> list[str]:
    """All notes in the source, and the parts of them that are said on their own: texts of three words or more."""
    found: dict[str, None] = {}
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {text.strip(): None for text in texts(tree, (tree,)) if len(text.split()) > 2}
    return list(found)


def test_the_notes_in_the_source_are_found():
    assert len(sentences()) >= 60


UNSAID = {
    "x.channel.flights.x: the flight in x",  # the beginning of a note
    "x.promotion.deals: the deal x",
    "x; stated as x x",  # a source
    "x, the currency of x",  # of bad input, as the next
    "a library scenario, or a path beside the file",
    "broken in x",  # of the manifest alone
    *("the whole market grows with the people simulated", "with the people", "x → x"),  # of the schema, of numbers
}
"""Texts in these modules that are no note or no whole part of one."""


def english(text: str) -> set[str]:
    """The English words in a text, but names of numbers and measures."""
    return set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\w*[._][\w.]*|x", "", text))) - KEPT


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in sentences() if text not in UNSAID])
def test_a_note_is_said_in_chinese_alone_and_with_the_name_of_its_scenario(text):
    assert notes.told(text, "en") == text
    found = notes.told(text, "zh")
    if found != text:
        assert text.startswith("x") or notes.told(f"my plan: {text}", "zh") == f"my plan：{found}"
    else:
        found = notes.part(text, "zh")
    assert CHINESE.search(found)
    assert not english(found)


def reasons() -> list[str]:
    """What keeps the closed forms from holding, as the modules of the forms say it."""
    found: dict[str, None] = {}
    for file in sorted((Path(scenarios.__file__).parent / "verify").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {text: None for text in texts(tree, (tree,)) if len(text.split()) > 1}
    return [text for text in found if text not in KEYS and not text.startswith(("price x", "without x", "more x"))]


KEYS = {key for form in FORMS.values() for key in form.bears} | set(MECHANISMS)
"""What mechanisms are called in the code."""


def test_every_reason_for_which_there_is_no_closed_form_is_said_in_chinese():
    found = reasons()
    assert len(found) > 120
    untold = [text for text in found if not CHINESE.search(notes.part(text, "zh")) or english(notes.part(text, "zh"))]
    assert untold == []


def test_reasons_that_are_joined_are_told_apart_where_they_have_an_and_themselves():
    one, other = "satisfaction and solved tickets change sharing", "customers pause"
    text = f"verify: repeat_orders has no closed form here, because {one} and {other}."
    said = [notes.part(reason, "zh") for reason in (one, other)]
    assert notes.told(text, "zh") == f"verify：repeat_orders 在这里没有解析解，原因：{'，且'.join(said)}。"


def test_the_name_that_a_note_begins_with_may_have_colons():
    text = "market.choice.share_customer: 0; customers never order again."
    assert notes.told(f"plan: b: {text}", "zh") == f"plan: b：{notes.told(text, 'zh')}"
    assert notes.told(f"b: {text}", "zh", {"b": "方案乙"}).startswith("方案乙：")


def test_a_scenario_in_which_nobody_can_buy_says_so_in_chinese_without_a_rest():
    dead = load("base", overrides=["market.recognise.potential_share=0", "market.need.prospect_rate=0"])
    (text,) = [one for one in warnings_of(dead) if "ever buy" in one]
    assert not english(notes.told(text, "zh"))


FAR = [
    "policy.price.level=3",
    "policy.channel.weekly_spend.search=2000000",
    "policy.referral.reward_referrer=90",
    "policy.referral.reward_friend=90",
]


@pytest.mark.parametrize("change", FAR)
def test_a_note_about_what_lies_beyond_has_no_english_left_in_its_chinese(change):
    found = [text for text in warnings_of(load("base", overrides=[change])) if "shape of the formula" in text]
    assert found
    for text in found:
        rest = re.sub(r"\b(policy|market)\.[a-z_.]+|USD", "", notes.told(text, "zh"))
        assert not re.search("[a-z]{3}", rest)


def test_few_worlds_are_noted_in_chinese():
    assert all(CHINESE.search(notes.told(text, "zh")) for worlds in (1, 20) for text in assemble.few_worlds(worlds))


def test_an_unknown_note_stands_as_it_is():
    assert notes.told("something else: happened", "zh") == "something else: happened"


@pytest.fixture(scope="module")
def shelf() -> list[Scenario]:
    """All scenarios of the library."""
    return [load(name) for name in library()]


def test_no_note_of_the_library_quotes_what_a_run_measured(shelf):
    for one in shelf:
        for text in (one.note.en, one.note.zh) if one.note is not None else ():
            assert not re.search(r"\bworlds\b|个世界|平均值", text), one.name


def test_every_warning_of_the_library_is_said_in_chinese(shelf):
    warned = {text for one in shelf for text in warnings_of(one)}
    assert len(warned) > 5
    assert {text for text in warned if not CHINESE.search(notes.told(text, "zh"))} == set()
    assert {text for text in warned if english(notes.told(text, "zh"))} == set()


def test_a_programme_taken_away_is_not_described_as_paying():
    off = without_programme(load("referral_two_sided"))
    assert not any(character.isdigit() for character in off.note.en + off.note.zh)
    assert off.note != load("referral_two_sided").note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("largest", [0.004, 0.9, 12.0, 3_000.0, 98_000.0, 1.2e7, 9.9e7, 4e9, 7e12])
def test_an_axis_is_labelled_in_words_and_never_with_an_exponent(language, largest):
    rows = pd.DataFrame({"scenario": "a", "at": [0.0, 1.0], "value": [0.0, largest], "low": math.nan, "high": math.nan})
    line = View("made", made.result(), words(language)).base
    rows = rows.assign(scenario=line.label, text="")
    svg = vegalite_to_svg(charts.printed(charts.course(rows, [line], "day", language), 340))
    labels = re.findall(r">([^<>]*\d[^<>]*)</text>", svg)
    assert len(labels) > 4
    assert not [label for label in labels if re.search(r"\de[+−-]?\d", label)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("k", "low", "high", "which"),
    [
        (0.72, 0.5, 0.9, "below"),
        (0.95, 0.8, 1.2, "open"),
        (1.6, 1.2, 2.0, "above"),
        (0.72, math.nan, math.nan, "below"),
    ],
)
def test_what_is_said_of_the_cascade_is_what_k_says(programme, monkeypatch, language, k, low, high, which):
    found = Loop(View("loop", programme, words(language)))
    monkeypatch.setitem(found._rows, "k_factor", {"value": k, "low": low, "high": high, "unit": "ratio"})
    assert found.course == words(language)(f"loop.turns_{which}")


def test_the_warning_about_invitations_claims_nothing_of_new_customers():
    hot = load(
        "referral_two_sided", overrides=["market.referral.share_probability=0.9", "policy.referral.reward_friend=60"]
    )
    (text,) = [one for one in warnings_of(hot) if one.startswith("market.referral: ")]
    assert "new customers" not in text
    assert "take up" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_over_fewer_worlds_tells_the_two_means_that_it_rests_on(language):
    result = made.result(names=("base", "price-up"), worlds=12)
    measures = result.tables["measures"]
    rows = (
        (measures["measure"] == "payback_days") & (measures["scenario"] == "price-up") & (measures["replication"] < 5)
    )
    measures.loc[rows, "value"] = math.nan
    result.tables["comparison"] = comparison(measures, "base", made.BETTER)
    view = View("made", result, words(language))
    count, base, own = view.paired(view.others[0], "payback_days")
    assert count == 7
    assert own - base == pytest.approx(view.cell(view.others[0], "payback_days").difference)
    texts = [format.quantity(number, "days", view.words) for number in (base, own)]
    card = figures.cards(view, False)[1]
    assert any(view.words("cards.paired", worlds=7, base=texts[0], own=texts[1]) in f.notes for f in card.figures)
    assert view.paired(view.others[0], "profit") is None


def test_a_ratio_never_stands_outside_its_own_range():
    chance = np.random.default_rng(3)
    for seed in range(40):
        worlds = chance.integers(2, 30)
        top, bottom = 1.0 + chance.random(worlds), chance.normal(0.3, 0.6, worlds)
        rows = [
            ("a", world, measure, "all", "", value)
            for world in range(worlds)
            for measure, value in (
                ("media_marginal", top[world]),
                ("customers_marginal", bottom[world]),
                ("cac_marginal", top[world] / bottom[world] if bottom[world] > 0 else math.nan),
            )
        ]
        measures = pd.DataFrame(rows, columns=["scenario", "replication", "measure", "by", "key", "value"])
        table = comparison(measures, "a", {})
        (row,) = table[table["measure"].isin(RATIOS)].to_dict("records")
        if math.isfinite(row["value_low"]):
            assert row["value_low"] <= row["value"] <= row["value_high"], seed


def test_the_table_that_is_downloaded_holds_the_figures_of_the_page():
    view = View("made", made.result(worlds=20), words("en"))
    rows = pd.read_csv(pd.io.common.StringIO(figures.export(view).decode("utf-8-sig")))
    for line in view.lines:
        for measure, per in (("profit", "year"), ("customers", "year"), ("clv", None), ("cac", None)):
            chosen = (rows["scenario"] == line.name) & (rows["measure"] == measure) & (rows["by"] == "all")
            (row,) = rows[chosen].to_dict("records")
            cell = view.cell(line, measure)
            assert (row["value"], row["difference"]) == pytest.approx((cell.value, cell.difference))
            assert (row["per"] if isinstance(row["per"], str) else None) == per


def test_items_of_the_market_are_called_what_they_are_called_in_the_language():
    text = load("base").to_yaml()
    view = View("made", store.Result(made.result().manifest, made.result().tables, {"base": text}), words("zh"))
    assert view.items["channels", "search"] == "搜索广告"
    assert view.items["segments", "value seekers"] == "价格敏感型"


def test_a_changed_policy_is_not_described_by_the_note_of_the_unchanged_one():
    notes_of = {"overrides": ["policy.referral.reward_friend = 9"]}
    assert all(line.note == "" for line in View("made", made.result(**notes_of), words("en")).lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lies_beyond_the_market_stands_with_the_answer_and_not_at_the_end(language):
    far = [text for text in warnings_of(load("base", overrides=["policy.price.level=3"])) if text.endswith(END)]
    view = View("made", made.result(warnings=[*far, "something else."]), words(language))
    assert notes.told(far[0], language) in verdict.cautions(view, str)
    assert view.noted == ("something else.",)
