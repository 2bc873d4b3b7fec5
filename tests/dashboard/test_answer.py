"""What is said, charted and listed about a result whose numbers are known."""

import json
import tomllib
from pathlib import Path

import altair as alt
import made
import pandas as pd
import pytest
from streamlit.config import get_config_options

import sixr
from dashboard import figures, format, panels, verdict
from dashboard.look import STYLES
from dashboard.text import LANGUAGES, words
from dashboard.view import View
from scenarios.results import assemble
from scenarios.results.documents import verdicts
from scenarios.results.store import Result
from sim.vocabulary import Account

EN = words("en")


def view(language: str = "en", **about) -> View:
    return View("made", made.result(**about), words(language))


def moved(factors: dict[str, list[float]]) -> View:
    """A comparison in which profit, world by world, is the baseline's times the given factor."""
    worlds = len(next(iter(factors.values())))
    result = made.result(names=("base", *factors), worlds=worlds)
    measures = result.tables["measures"].copy()
    for name, factor in factors.items():
        base = measures[(measures["scenario"] == "base") & (measures["measure"] == "profit")]["value"]
        rows = (measures["scenario"] == name) & (measures["measure"] == "profit")
        measures.loc[rows, "value"] = base.to_numpy() * factor
    comparison = made.comparison(measures, "base", made.BETTER)
    tables = {**result.tables, "measures": measures, "comparison": comparison}
    return View("made", Result(result.manifest, tables), EN)


def on_profit(view: View) -> verdict.Verdict:
    return verdict.verdicts(view, str)[0]


def test_a_gain_in_all_of_the_range_names_the_winner_and_how_sure():
    said = on_profit(moved({"price-up": [1.1] * 20}))
    assert said.winner is not None
    assert said.winner.name == "price-up"
    assert "Price 10 % higher" in said.head
    assert "ahead in 20 of 20 worlds" in said.text


def test_a_range_that_includes_zero_settles_nothing():
    said = on_profit(moved({"price-up": [1.3] * 12 + [0.9] * 8}))
    assert said.winner is None
    assert said.head == "Not settled"
    assert "a loss is possible" in said.text
    assert "ahead in 12 of 20 worlds" in said.text


def test_a_loss_on_average_with_zero_in_the_range_settles_nothing():
    said = on_profit(moved({"price-up": [1.05] * 8 + [0.8] * 12}))
    assert (said.winner, said.head) == (None, "Not settled")
    assert "No policy is above" in said.text


def test_a_loss_in_all_of_the_range_leaves_the_baseline_ahead():
    said = on_profit(moved({"price-up": [0.9] * 20, "more-search": [0.8] * 20}))
    assert said.winner is not None
    assert said.winner.base
    assert "Price 10 % higher” comes closest" in said.text


def test_equal_policies_are_called_equal():
    assert on_profit(moved({"price-up": [1.0] * 20})).head == "No difference"


def test_one_world_settles_nothing():
    assert on_profit(moved({"price-up": [1.5]})).winner is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_worlds_name_no_winner(language):
    for said in verdict.verdicts(view(language=language, worlds=9), str):
        assert said.winner is None
        assert said.head == words(language)("verdict.profit_few.head")


def test_best_of_all_is_counted_by_world():
    said = on_profit(moved({"price-up": [1.2] * 15 + [1.1] * 5, "more-search": [1.1] * 15 + [1.15] * 5}))
    assert "Among all 3 policies it is the best in 15 of 20 worlds" in said.text


def test_few_worlds_are_called_rough():
    assert any("Rough: 20 worlds" in text for text in verdict.cautions(view(worlds=20)))
    assert not any("Rough" in text for text in verdict.cautions(view(worlds=120)))


def test_results_of_another_version_are_called_old(monkeypatch):
    for module in ("view", "verdict"):
        monkeypatch.setattr(f"dashboard.{module}.sixr_version", lambda: "0.2.0")
    assert "Made with sixr 0.1.0; this is sixr 0.2.0" in verdict.cautions(view(sixr="0.1.0"))[-1]
    assert not any("Made with" in text for text in verdict.cautions(view(sixr="0.2.0")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_alone_is_shown_without_differences(language):
    alone = view(language, names=("base",), kind="run")
    assert verdict.verdicts(alone, str) == []
    assert words(language)("verdict.single") in verdict.cautions(alone)
    assert all(figure.difference == "" for card in figures.cards(alone, False) for figure in card.figures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [False, True])
def test_figures_stand_for_every_scenario_in_both_scales(language, percent):
    cards = figures.cards(view(language), percent)
    assert [card.line.name for card in cards] == ["base", "price-up", "referral-reward", "more-search"]
    assert all(figure.value not in ("", "—") for card in cards for figure in card.figures)
    assert all(bool(figure.difference) != card.line.base for card in cards for figure in card.figures)


def test_percent_is_relative_to_the_baselines_mean():
    (_, card) = figures.cards(moved({"price-up": [1.25] * 20}), True)
    assert profit(card).difference.replace("\u00a0", " ") == "+25 %"


def profit(card: figures.Card) -> figures.Figure:
    return next(figure for figure in card.figures if figure.name.startswith("Profit"))


def test_customer_value_and_cost_stand_first():
    names = [figure.name.split(" · ")[0] for figure in figures.cards(view(), False)[0].figures]
    assert names == ["CLV", "CAC", "CLV:CAC", "Payback", "Profit"]


def test_money_is_that_of_a_year_and_says_so_like_the_sentences_of_the_command_line():
    two_years = view(names=("base", "price-up"))
    said = next(one["sentence"] for one in verdicts(two_years.result) if one["measure"] == "profit")
    cell = two_years.cell(two_years.others[0], "profit")
    assert cell is not None
    assert f"{cell.difference:,.0f}"[:3] == said.split(" by ")[1][:3]
    card = figures.cards(two_years, False)[1]
    assert profit(card).name == "Profit · USD a year"
    table = two_years.result.tables["measures"].query("scenario == 'price-up' and measure == 'profit'")
    assert profit(card).value == format.amount(table["value"].mean() / 2, "currency", EN)


def test_how_few_worlds_there_are_is_said_once():
    remarks = ["20 worlds: the 5 % and 95 % points are rough below 100.", "something else"]
    few = view(worlds=20, warnings=remarks)
    assert few.noted == ("something else",)
    assert assemble.few_worlds(20) == remarks[:1]
    assert sum("20 worlds" in text for text in (*verdict.cautions(few), *few.noted)) == 1


def test_clv_parts_are_shown_apart():
    clv = figures.cards(view(), False)[0].figures[0]
    assert any("realised" in note and "residual" in note for note in clv.notes)


def test_a_measure_without_value_is_called_missing():
    result = made.result(names=("base", "price-up"))
    measures = result.tables["measures"].copy()
    measures.loc[measures["measure"] == "payback_days", "value"] = float("nan")
    measures.loc[measures["measure"].isin(["cac", "clv_to_cac"]), "value"] = float("nan")
    tables = {
        **result.tables,
        "measures": measures,
        "comparison": made.comparison(measures, "base", made.BETTER),
    }
    shown = View("made", Result(result.manifest, tables), EN)
    assert verdict.verdicts(shown, str)[1].head == "No value"
    assert figures.cards(shown, False)[1].figures[3].value == "not reached"
    assert panels.value_and_cost(shown) is None
    assert [panel.title for panel in panels.differences(shown, False)] == ["CLV", "Profit", "New customers"]


def booked(**amounts: float) -> list[figures.Booked]:
    """The account of a result whose baseline booked ``amounts`` in its year, and its only policy nothing."""
    result = made.result(names=("base", "price-up"), days=365)
    lines = [(name, account, amount) for name in ("base", "price-up") for account, amount in amounts.items()]
    table = pd.DataFrame(lines, columns=["scenario", "account", "value"])
    table.loc[table["scenario"] == "price-up", "value"] = 0.0
    return figures.accounts(View("made", Result(result.manifest, {**result.tables, "accounts": table}), EN))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_becomes_of_points_is_said_where_a_scenario_has_them(language):
    assert figures.programme(view(language)) == []
    result = made.result(names=("base", "price-up"))
    amounts = {"points_issued": 1e6, "points_redeemed": 6e5, "points_breakage": 0.25}
    rows = [
        {"scenario": "price-up", "measure": name, "by": "all", "key": "", "value": value, "difference": float("nan")}
        for name, value in amounts.items()
    ]
    table = pd.concat([result.comparison, pd.DataFrame(rows)])
    shown = View("made", Result(result.manifest, {**result.tables, "comparison": table}), words(language))
    found = figures.programme(shown)
    assert [row.name for row in found] == [words(language)(f"programme.{name}") for name in amounts]
    assert all(row.texts[0] == ("—", "") and row.texts[1][1] == "" for row in found)
    assert found[2].texts[1][0].startswith("25")


def test_accounts_end_with_their_sum_and_leave_out_what_was_not_booked():
    rows = figures.accounts(view())
    names = ["Revenue", "Cost of goods", "Contribution of customers", "Media", "Profit"]
    assert [row.name for row in rows] == names
    assert [row.total for row in rows] == [False, False, True, False, True]
    assert [row.texts[0][0] for row in rows[2:]] == ["2.55\u00a0M", "−450\u00a0k", "2.10\u00a0M"]  # two years


def test_what_is_taken_off_revenue_stands_below_it():
    rows = booked(revenue=1000.0, media=-50.0, coupon=-30.0, goods=-500.0, discount=-100.0, community=-20.0, trial=-7.0)
    amounts = [(row.name, row.texts[0][0]) for row in rows]
    assert amounts == [
        ("Revenue", "1,000"),
        ("Promotions", "−100"),
        ("Coupons of incentives", "−30"),
        ("Net revenue", "870"),
        ("Cost of goods", "−500"),
        ("Community", "−20"),
        ("Contribution of customers", "350"),
        ("Free trials", "−7"),
        ("Media", "−50"),
        ("Profit", "293"),
    ]
    assert rows[-1].texts[1] == ("—", "−293")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_account_has_a_place_and_a_name(language):
    assert sorted(figures.ORDER) == sorted(Account)
    assert all(f"account.{name}" in words(language).strings for name in (*figures.TOTALS, "profit"))
    assert all(f"account.{account.name.lower()}" in words(language).strings for account in Account)


def test_trials_are_charted_where_there_were_any():
    shown = view()
    daily = shown.result.tables["daily"]
    assert "Trying it free" not in [panel.title for panel in panels.stages(shown)]
    daily.loc[daily["series"] == "trial", "value"] = 40.0
    assert "Trying it free" in [panel.title for panel in panels.stages(shown)]


def test_numbers_stand_by_part_of_the_market_under_their_names():
    rows = figures.known(view(language="zh")).rows
    assert list(rows["part"].drop_duplicates()) == [
        "购买时机与流失",
        "知晓",
        "选择与价格",
        "自有名单与试用",
        "市场总体",
    ]
    assert list(rows["title"])[-2:] == ["对消息的记忆", "贴现率"]
    assert list(rows["unit"])[-2:] == ["天", "每年"]


def test_what_is_known_is_counted_by_label():
    known = figures.known(view())
    assert known.counts == {"identified": 2, "bounded": 1, "assumed": 3}
    assert (known.count, known.varied) == (6, 4)


def test_export_escapes_formulas_and_keeps_numbers():
    result = made.result(names=("base", "=1+1"))
    text = figures.export(View("made", result, EN)).decode("utf-8-sig")
    rows = pd.read_csv(pd.io.common.StringIO(text))
    assert set(rows["scenario"]) == {"base", "'=1+1"}
    assert rows["value"].dtype == float


def all_panels(shown: View) -> list[panels.Panel]:
    both = (panels.value_and_cost(shown), panels.realised_and_residual(shown))
    charts = panels.differences(shown, False) + panels.stages(shown) + panels.ages(shown)
    return charts + [panel for panel in both if panel is not None]


def below(tree: object, key: str) -> list:
    """Everything that stands under ``key`` at any depth of a chart."""
    if isinstance(tree, dict):
        return [*([tree[key]] if key in tree else []), *(one for part in tree.values() for one in below(part, key))]
    return [one for part in tree for one in below(part, key)] if isinstance(tree, list) else []


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_every_chart_is_valid_and_described(language):
    shown = view(language, names=("base", "price-up"))
    for panel in all_panels(shown):
        assert alt.LayerChart.from_dict(panel.chart, validate=True)
        assert json.loads(json.dumps(panel.chart, allow_nan=False)) == panel.chart
        assert all(data.keys() <= {"values", "format"} for data in below(panel.chart, "data"))
        assert panel.chart.keys().isdisjoint({"data", "datasets"})  # they would be read anew at each click
        assert all(line.label in panel.alt for line in shown.others)


def test_a_scenario_has_one_colour_in_every_chart():
    shown = view()
    colours = {line.label: line.style.colour for line in shown.lines}
    seen = set()
    for panel in all_panels(shown):
        for colour in below(panel.chart, "color"):
            scale = colour.get("scale") if isinstance(colour, dict) else None
            if scale:
                seen |= set(zip(scale["domain"], scale["range"], strict=True))
    assert seen == set(colours.items())


def test_charts_carry_no_more_points_than_a_screen_shows():
    for panel in panels.stages(view()):
        assert max(len(data["values"]) for data in below(panel.chart, "data")) <= 4 * (panels.POINTS + 1)


def test_the_charts_of_one_result_are_the_same_however_often_they_are_made():
    one, other = ([panel.chart for panel in all_panels(view())] for _ in range(2))
    assert one == other


def test_theme_colours_are_those_of_the_scenarios():
    text = (Path(figures.__file__).parent / ".streamlit" / "config.toml").read_text("utf-8")
    theme = tomllib.loads(text)["theme"]
    for mode in ("light", "dark"):
        assert [theme[mode][f"{style.hue}TextColor"] for style in STYLES[1:]] == [s.colour for s in STYLES[1:]]
    assert theme["chartCategoricalColors"] == [style.colour for style in STYLES]
    assert len({(s.glyph, s.shape, s.dash) for s in STYLES}) == len({s.shape for s in STYLES}) == len(STYLES)


def test_no_full_collection_follows_a_click():
    text = (Path(figures.__file__).parent / ".streamlit" / "config.toml").read_text("utf-8")
    stated = tomllib.loads(text)["runner"]
    assert stated["postScriptGC"] is False
    assert {f"runner.{name}" for name in stated} <= get_config_options().keys()  # Streamlit knows these names


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 has it, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_white_words_on_a_button_and_its_colour_on_the_page_can_both_be_read(theme):
    colours = tomllib.loads((Path(figures.__file__).parent / ".streamlit/config.toml").read_text())["theme"][theme]
    behind = (colours["backgroundColor"], colours["sidebar"]["backgroundColor"], "#FFFFFF")
    assert all(contrast(colours["primaryColor"], one) > 4 for one in behind if theme == "dark" or one == "#FFFFFF")


def test_the_baseline_is_seen_below_a_policy_that_lies_on_it():
    panel = panels.stages(view())[0]
    *_, ends = panel.chart["layer"][0]["layer"]
    assert ends["encoding"]["size"]["scale"]["range"][0] > max(ends["encoding"]["size"]["scale"]["range"][1:])


@pytest.mark.parametrize(
    ("difference", "value", "unit", "shown"),
    [
        (0.0296, 10.8, "currency", "+0.03"),
        (2.87, 10.8, "currency", "+2.87"),
        (-0.443, 10.8, "currency", "−0.44"),
        (117.0, 248.0, "currency", "+117"),
        (1e-9, 10.8, "currency", "+0.000000001"),
        (16_321.0, 500_000.0, "currency", "+16.3\u00a0k"),
        (953.0, 625_000.0, "currency", "+953"),
        (-0.48, 73.0, "days", "−0.5"),
        (-0.012, 5.48, "ratio", "−0.012"),
        (0.0, 10.8, "currency", "0"),
        (3.21, float("nan"), "currency", "+3.21"),
    ],
)
def test_a_difference_has_no_decimals_below_a_tenth_of_what_its_value_shows(difference, value, unit, shown):
    assert format.apart([difference], value, unit, EN) == [shown]


def test_what_becomes_of_incentives_is_told_row_by_row():
    """Rows that say nothing in every scenario are left out, and a scenario without the incentive has a gap."""
    sizes = {"customers": 400, "replications": 2, "days": 60, "seed": 3, "threads": 1}
    overrides = ["policy.service.desk.active=false", "market.start.customer=0.5", "market.lapse.label_days=20"]
    result = sixr.compare("full", "winback_offer", "welcome_gift", overrides=overrides, **sizes)
    for language, first in (("en", "Win-back: sent"), ("zh", "召回：发出")):
        found = figures.incentives(View("incentives", result, words(language)))
        rows = {row.name: [text for text, _ in row.texts] for row in found}
        assert next(iter(rows)) == first
        assert rows[first][0] == rows[first][2] == format.MISSING
        assert rows[first][1] not in (format.MISSING, "0")
        assert len(rows) > 3
        assert not any(text == "0" for texts in rows.values() for text in texts)
