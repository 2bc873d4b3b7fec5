"""Where numbers come from is said in the reader's language, with the same figures and the same works."""

import re
from collections import Counter

import made
import numpy as np
import pytest

from calibration.likelihood import Estimate
from dashboard import figures, notes
from dashboard.text import words
from dashboard.view import View
from scenarios.files.channel_kinds import catalogue, kind, kinds
from scenarios.files.finding import file_of, library
from scenarios.files.loading import load
from scenarios.results import assemble

CHINESE = re.compile("[\u4e00-\u9fff]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORK = re.compile(r"[A-Z][\w-]+(?:,? (?:& )?(?:van den |van |de |Van den )?[A-Z][\w-]+)*(?: et al\.)? \d{4}")
"""A work cited: authors and year."""
COMMON = {"the", "and", "of", "is", "are", "where", "only", "design", "choice", "without", "with", "who", "for", "or"}
"""Words that no sentence in Chinese has."""


def english(text: str) -> set[str]:
    return set(re.findall("[a-z]+", text))


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    """Every source of a number in the scenarios of the library, where a file that states none sets plain numbers, and
    of the kinds of channels."""
    stating = [name for name in library() if "source:" in file_of(name).read_text(encoding="utf-8")]
    found = {one.source for name in [*stating, "null"] for _, one in load(name).parameters()}
    entries = [entry for name in kinds() for entry in kind(name).values()] + [*catalogue()["known"].values()]
    return sorted(found | {entry["source"] for entry in entries if isinstance(entry, dict) and "source" in entry})


def test_every_source_of_the_library_is_said_in_chinese(shipped):
    assert len(shipped) > 180
    assert [text for text in shipped if not CHINESE.search(notes.source(text, "zh"))] == []
    assert [text for text in shipped if COMMON & english(notes.source(text, "zh"))] == []
    assert all(notes.source(text, "en") == text for text in shipped)


def test_a_source_in_chinese_has_the_same_numbers_and_cites_the_same_works(shipped):
    for text in shipped:
        told = notes.source(text, "zh")
        assert Counter(NUMBER.findall(told)) == Counter(NUMBER.findall(text)), told
        assert all(work in told for work in WORK.findall(text)), told


def test_the_works_cited_are_found(shipped):
    assert len({work for text in shipped for work in WORK.findall(text)}) >= 40


def estimate(**more: object) -> Estimate:
    ones = np.ones(2)
    return Estimate("Pareto/NBD", ("r", "s"), ones, np.eye(2), -9.0, 40, (), 1, 1, ones, **more)


WINDOW = "2023-01-01 to 2023-12-27"
FITTED = [
    f"Shop: Pareto/NBD r {estimate().method}, 400 customers, {WINDOW}",
    f"Shop: Pareto/NBD r {estimate(prior_sds=np.ones(2)).method}, 400 customers, {WINDOW}; not identified by this"
    " history; customers may have bought before the file begins; there is a gap in the file; the file tells months,"
    " not days; customers buy at more regular intervals than the model has",
    f"Shop, {WINDOW}: (nearly) all orders have the same amount; held so that the mean order is 8.59649, that of all"
    " orders",
    f"Shop, {WINDOW}: 14.0% of the orders cost nothing: mean and variance of an order are those of all orders; the"
    " amounts of customers have too heavy a tail (q 1.1), so q is held at 2; held so that the mean order is 8.6, that"
    " of all orders",
    f"Shop: repeat orders of 77 weeks against Pareto/NBD by moments, {WINDOW}; an error of the curve over age counts"
    " as shock",
    "Shop: 14.0 first orders per week from 2023-01-01 to 2023-07-19 (12.7 to 15.3, 5-95 % of the mean); all awareness"
    " hazards of the base market x 0.1597; the split between organic and paid is assumed",
    "0.8 of mean exposure: Meridian prior; base market x 20 = 1,000,000 / 50,000 people, so that saturation at the"
    " base policy stays as in base; x 0.02436 = 100 / 4,105 a week, the spend of today.yaml",
    "stated in the profile Shop",
    "set by --set",
]
"""Sources as `sixr company fit` and `--set` write them."""


@pytest.mark.parametrize("text", FITTED)
def test_what_a_fit_writes_is_said_in_chinese(text):
    told = notes.source(text, "zh")
    assert CHINESE.search(told)
    assert Counter(NUMBER.findall(told)) == Counter(NUMBER.findall(text))
    assert not COMMON & english(told)


def test_a_source_of_a_readers_own_stands_as_it_is_and_so_does_what_is_stated_of_it():
    own = "our till, weeks 3 to 9; the shop in the north"
    assert notes.source(own, "zh") == own
    assert notes.source(f"{own}; stated as 0.15 mean orders", "zh") == f"{own}；原值为 0.15 个平均订单"


def test_a_very_long_source_is_left_alone():
    text = "; there is a gap in the file" * 100
    assert notes.source(text, "zh") == text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_numbers_shows_sources_in_the_language_of_the_page(language):
    result = made.result()
    result.tables["parameters"] = assemble.parameters(load("base"))
    rows = figures.known(View("made", result, words(language))).rows
    told = [bool(CHINESE.search(text)) for text in rows["source"]]
    assert all(told) if language == "zh" else not any(told)
