"""Every note of a run is said in the reader's language; words do not contradict the numbers beside them."""

import ast
import math
import re
from pathlib import Path

import made
import numpy as np
import pandas as pd
import pytest
from vl_convert import vegalite_to_svg

import scenarios
from dashboard import charts, figures, format, notes, verdict
from dashboard.loop import Loop
from dashboard.text import LANGUAGES, words
from dashboard.view import View
from scenarios import findings, store
from scenarios.beyond import END
from scenarios.compare import RATIOS, comparison
from scenarios.referrals import without_programme
from scenarios.scenario import library, load

SOURCES = [Path(scenarios.__file__).with_name(f"{name}.py") for name in ("idle", "outlook", "findings", "beyond")]
CHINESE = re.compile("[\u4e00-\u9fff]")


def said(node: ast.expr) -> str | None:
    """The text of a literal, with an x for each part that differs from run to run."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


def sentences() -> list[str]:
    """All notes in the source: what is yielded, and keys and items of the tables of warnings."""
    found = []
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            parts = [node.value] if isinstance(node, ast.Yield) and node.value is not None else []
            parts += [node.slice] if isinstance(node, ast.Subscript) else []
            parts += node.elts if isinstance(node, ast.List) else []
            found += [text for part in parts if (text := said(part)) and text.endswith((".", "x")) and " " in text]
    return found


def test_the_notes_in_the_source_are_found():
    assert len(sentences()) >= 35


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in sentences()])
def test_a_note_is_said_in_chinese_alone_and_with_the_name_of_its_scenario(text):
    assert notes.told(text, "en") == text
    for found in (notes.told(text, "zh"), notes.told(f"my plan: {text}", "zh")):
        assert CHINESE.search(found)
        assert not re.search(r"\b(is|are|the|nobody|customers)\b", found)
    assert notes.told(f"my plan: {text}", "zh").startswith("my plan: ") or text.startswith("x")


FAR = [
    "policy.price.level=3",
    "policy.channel.weekly_spend.search=2000000",
    "policy.referral.reward_referrer=90",
    "policy.referral.reward_friend=90",
]


@pytest.mark.parametrize("change", FAR)
def test_a_note_about_what_lies_beyond_has_no_english_left_in_its_chinese(change):
    found = [text for text in load("base", overrides=[change]).warnings if "shape of the formula" in text]
    assert found
    for text in found:
        rest = re.sub(r"\b(policy|market)\.[a-z_.]+|USD", "", notes.told(text, "zh"))
        assert not re.search("[a-z]{3}", rest)


def test_few_worlds_are_noted_in_chinese():
    assert all(CHINESE.search(notes.told(text, "zh")) for worlds in (1, 20) for text in findings.few_worlds(worlds))


def test_an_unknown_note_stands_as_it_is():
    assert notes.told("something else: happened", "zh") == "something else: happened"


def test_no_note_of_the_library_quotes_what_a_run_measured():
    for name in library():
        note = load(name).note
        for text in (note.en, note.zh) if note is not None else ():
            assert not re.search(r"\bworlds\b|个世界|平均值", text), name


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
    (text,) = [one for one in hot.warnings if one.startswith("market.referral: ")]
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
    far = [text for text in load("base", overrides=["policy.price.level=3"]).warnings if text.endswith(END)]
    view = View("made", made.result(warnings=[*far, "something else."]), words(language))
    assert notes.told(far[0], language) in verdict.cautions(view, str)
    assert view.noted == ("something else.",)
