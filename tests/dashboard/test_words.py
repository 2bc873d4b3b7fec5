"""Texts, numbers and names as they are shown."""

import math
import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import CHINESE

from dashboard import data, format, numbers, safe
from dashboard.text import LANGUAGES, guess, words
from scenarios.files import loading
from scenarios.files.today import TODAYS

EN, ZH = words("en"), words("zh")
SAME = {"app.name", "measure.clv_to_cac", "measure.clv", "measure.cac", "value.one", "value.three"}
"""Strings that are the same in every language: names of the product and of measures."""
DEFINED = "indicator_is."
"""What measures are is said in English by themselves; that all of it is translated, test_fronts shows."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_every_string_with_the_same_places():
    assert EN.strings.keys() == {k for k in ZH.strings if not k.startswith(DEFINED)}
    assert {k for k in EN.strings if places(EN.strings[k]) != places(ZH.strings[k])} == set()


def test_every_string_is_translated():
    words_in = {k for k, text in EN.strings.items() if re.search(r"[a-z]{3}", re.sub(r"\{.*?\}", "", text))}
    assert {k for k in words_in - SAME if not CHINESE.search(ZH.strings[k])} == set()
    assert {k for k, text in EN.strings.items() if CHINESE.search(text)} == set()


@pytest.mark.parametrize("name", TODAYS)
def test_every_number_of_a_market_has_a_name_and_a_unit_in_every_language(name):
    for path, one in loading.load(name).parameters():
        english = numbers.title(path, "en")
        assert english != path
        assert not CHINESE.search(english + numbers.part(path, "en") + numbers.unit(one.unit, "en", "USD"))
        assert CHINESE.search(numbers.title(path, "zh"))
        assert CHINESE.search(numbers.part(path, "zh"))
        unit = numbers.unit(one.unit, "zh", "USD")
        assert unit in ("", "USD") or CHINESE.search(unit), one.unit


def test_a_number_without_a_name_keeps_its_path():
    assert numbers.title("market.moon.phase", "zh") == "market.moon.phase"
    assert numbers.part("market.moon.phase", "en") == "The market"
    assert numbers.unit("furlongs", "zh", "USD") == "furlongs"
    assert numbers.title("market.channels.radio.slope", "en") == "radio: Shape of saturation"
    assert numbers.unit("currency per week", "zh", "EUR") == "EUR/周"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_front_has_a_name_and_every_policy_is_one(language):
    assert set(data.FRONTS) == set(loading.load("base").policy.model_dump())
    assert all(f"front.{front}" in words(language).strings for front in data.FRONTS)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh", "zh"), ("ZH-TW", "zh"), ("de-DE", "en"), ("", "en"), (None, "en")],
)
def test_first_language_is_the_browsers(locale, language):
    assert guess(locale) == language


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (0.0424, "0.0424", "0.0424"),
        (9.996, "10.0", "10.0"),
        (2820, "2,820", "2,820"),
        (12_345, "12.3 k", "1.23 万"),
        (999_999, "1.00 M", "100 万"),
        (-717_000, "−717 k", "−71.7 万"),
        (2.5e9, "2.50 B", "25.0 亿"),
        (math.nan, "—", "—"),
        (math.inf, "infinite", "无穷大"),
        (-math.inf, "minus infinity", "负无穷大"),
    ],
)
def test_large_numbers_are_said_in_the_readers_powers_of_ten(value, english, chinese):
    assert format.compact(value, "en").replace("\u00a0", " ") == english
    assert format.compact(value, "zh").replace("\u00a0", " ") == chinese


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).filter(lambda x: abs(x) > 1e-9))
def test_a_compact_number_is_within_half_a_percent_of_the_number(value):
    powers = {"k": 1e3, "M": 1e6, "B": 1e9}
    number, _, power = format.compact(value, "en").replace("−", "-").replace(",", "").partition("\u00a0")
    assert float(number) * powers.get(power, 1) == pytest.approx(value, rel=0.0051)


def test_quantities_carry_their_unit():
    shown = [format.quantity(-1.5e6, "currency", w, "USD").replace("\u00a0", " ") for w in (EN, ZH)]
    assert shown == ["−USD 1.50 M", "−150 万 USD"]
    assert format.quantity(118.4, "days", EN) == "118\u00a0days"
    assert format.percent(0.1, "en") == "10\u00a0%"
    assert format.percent(0.075, "zh") == "7.5%"


@pytest.mark.parametrize(("text", "signed"), [("5", "+5"), ("−5", "−5"), ("0", "0"), ("0.00", "0.00"), ("—", "—")])
def test_differences_show_their_sign(text, signed):
    assert format.signed(text) == signed


@pytest.mark.parametrize(("days", "said"), [(730, "2 years"), (365, "1 year"), (90, "90 days"), (1, "1 day")])
def test_horizon_is_said_in_years_where_it_is_whole_years(days, said):
    assert format.horizon(days, EN) == said


@given(st.text(max_size=200))
def test_plain_text_is_short_one_line_and_visible(text):
    shown = safe.plain(text)
    assert len(shown) <= safe.LONGEST
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(alphabet=string.printable, max_size=60))
def test_escaped_text_reads_the_same_and_keeps_no_bare_punctuation(text):
    shown = safe.markdown(text)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)
    assert not set(bare) & set(string.punctuation)
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == safe.plain(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_sees_no_formula(text):
    assert str(safe.cell(text)).startswith("'")


def test_a_spreadsheet_sees_numbers_and_ordinary_text_as_they_are():
    assert [safe.cell(x) for x in ("a=b", -1.5, "")] == ["a=b", -1.5, ""]
