"""Indicators by front: each is a measure, named and defined in every language, shown with its groups."""

import re

import pandas as pd
import pytest
from made import result

from dashboard.indicators import FRONTS, definition, described, indicators
from dashboard.text import LANGUAGES, words
from dashboard.view import View
from sim.tables import MEASURES

DEFINED = "indicator_is."
NAMES = [name for front in FRONTS.values() for name in front]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_a_measure_with_a_name_and_a_definition(language):
    assert len(set(NAMES)) == len(NAMES)
    said = words(language)
    translated = {key.removeprefix(DEFINED) for key in said.strings if key.startswith(DEFINED)}
    assert translated == (set(NAMES) if language != "en" else set())
    for name in NAMES:
        assert said(f"indicator.{name}")
        text = definition(name, said)
        assert (text == MEASURES[name].sentence) == (language == "en")
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh")


def view(language, *rows):
    """A result with further rows (measure, by, key, value of today, of the other)."""
    found = result(names=("base", "price-up"))
    more = [
        {"scenario": name, "measure": measure, "by": by, "key": key, "value": value, "difference": value - today}
        for measure, by, key, today, other in rows
        for name, value in (("base", today), ("price-up", other))
    ]
    found.tables["comparison"] = pd.concat([found.tables["comparison"], pd.DataFrame(more)], ignore_index=True)
    return View("made", found, words(language))


def test_an_indicator_is_shown_for_all_and_for_its_groups_with_the_difference():
    one = view(
        "en", ("order_rate_90", "all", "", 0.2, 0.25), ("order_rate_90", "cause", "search", 0.3, 0.3),
        ("left_share", "reason", "service", 0.4, 0.1), ("left_share", "reason", "price", 0.6, 0.6 + 1e-12),
        ("order_share", "all", "", 0.0, 0.0), ("order_share", "place", "store", 0.0, 0.0),
        ("lead_rate", "all", "", float("nan"), float("nan")),
    )  # fmt: skip
    found = indicators(one)
    rows = {row.name: row.texts for rows in found.values() for row in rows}
    assert rows["Conversion within 90 days"] == [("20\u00a0%", ""), ("25\u00a0%", "+5\u00a0%")]
    assert rows["Conversion within 90 days: Search"] == [("30\u00a0%", ""), ("30\u00a0%", "")]
    assert rows["Why customers left: Service"] == [("40\u00a0%", ""), ("10\u00a0%", "\u221230\u00a0%")]
    assert rows["Why customers left: Price"] == [("60\u00a0%", ""), ("60\u00a0%", "")]
    assert "Share of orders" in rows
    assert "Share of orders: store" not in rows
    assert "Lead rate" not in rows
    assert "promotion" not in found
    assert ("CLV", MEASURES["clv"].sentence) in described(one, "price")


def test_groups_are_named_in_the_language_of_the_page():
    found = indicators(view("zh", ("left_share", "reason", "price", 0.4, 0.1)))
    assert [row.name for row in found["relationship"]] == ["流失原因：价格"]


def test_indicators_of_segments_and_regions_carry_their_titles():
    one = view("zh", ("order_share", "segment", "value seekers", 0.4, 0.5), ("clv", "region", "north", 12.0, 13.0))
    one.__dict__["items"] = {("segments", "value seekers"): "价格敏感型"}
    names = [row.name for rows in indicators(one).values() for row in rows]
    assert [name for name in names if "：" in name] == ["CLV（客户终身价值）：north", "订单占比：价格敏感型"]
