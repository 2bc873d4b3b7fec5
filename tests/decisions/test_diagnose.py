"""A diagnosis scores what is known by stated norms, and says what is not."""

import numpy as np
import pytest

import sixr
from decisions.first.answers import answered, checked, dimensions, questions, template, write_template
from decisions.first.diagnose import scored
from scenarios.files.loading import load
from sim.problems import BadInput
from sim.tables import MEASURES

BASE = load("base")
EVERY = {indicator.measure for one in dimensions() for indicator in one.indicators if indicator.measure}


def at(part: float, worlds: int = 4) -> dict[str, np.ndarray]:
    """Every indicator this far from weak to strong."""
    norms = {indicator.measure: indicator for one in dimensions() for indicator in one.indicators}
    return {name: np.full(worlds, norms[name].weak + part * (norms[name].strong - norms[name].weak)) for name in EVERY}


@pytest.mark.parametrize(("part", "score"), [(0.0, 1.0), (-2.0, 1.0), (0.25, 2.0), (0.5, 3.0), (1.0, 5.0), (3.0, 5.0)])
def test_scores_lie_evenly_between_weak_and_strong(part, score):
    found = scored(BASE, at(part), {})
    for one in found.dimensions:
        for shown in one.indicators:
            if shown.indicator.measure:
                assert shown.score == pytest.approx(score)
        if one.indicators and not any(shown.indicator.path for shown in one.indicators):
            assert one.score == pytest.approx(score)


def test_what_is_not_known_has_no_score_and_is_never_the_weakest():
    found = scored(BASE, {}, {})
    known = [one.dimension.name for one in found.dimensions if np.isfinite(one.score)]
    assert known == ["data"]  # the number of the market alone
    assert found.weakest == "data"
    assert scored(BASE, at(0.5), {"organisation.speed": 1}).weakest == "organisation"


def test_an_answer_counts_as_much_as_a_figure():
    (service,) = (
        one for one in scored(BASE, at(0.5), {"service.causes": 5}).dimensions if one.dimension.name == "service"
    )
    assert service.score == pytest.approx((3.0 * len(service.indicators) + 5.0) / (len(service.indicators) + 1))
    assert service.answers == {"service.discretion": None, "service.causes": 5}


def test_the_weakest_is_told_by_world_and_shares_of_worlds_sum_to_one():
    measures = at(0.5)
    measures["margin_rate"] = np.array([0.0, 0.0, 0.0, 0.9])
    found = scored(BASE, measures, {"organisation.speed": 2})
    shares = {one.dimension.name: one.weakest for one in found.dimensions}
    assert shares["price"] == 0.75
    assert shares["organisation"] == 0.25
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_payback_that_never_comes_is_the_worst():
    measures = at(1.0) | {"payback_days": np.full(4, np.nan)}
    (shown,) = (
        shown
        for one in scored(BASE, measures, {}).dimensions
        for shown in one.indicators
        if shown.indicator.measure == "payback_days"
    )
    assert (shown.score, shown.value) == (1.0, np.inf)


def test_eight_dimensions_have_two_or_three_questions_each_in_both_languages():
    assert [one.name for one in dimensions()] == [
        *("product", "price", "channel", "promotion", "relationship", "service", "organisation", "data")
    ]
    assert all(2 <= len(one.questions) <= 3 for one in dimensions())
    assert set(MEASURES) >= EVERY
    for one in questions():
        assert set(one.says) == {"en", "zh"}
    for dimension in dimensions():
        for indicator in dimension.indicators:
            assert indicator.weak != indicator.strong
            assert all(indicator.source[language] for language in ("en", "zh"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_is_read_back_with_nothing_answered(tmp_path, language):
    file = tmp_path / "answers.yaml"
    write_template(file, language)
    assert answered(file) == {}
    with pytest.raises(BadInput, match="answers"):
        write_template(file, language)
    file.write_text(template(language, {"product.value": 4}), "utf-8")
    assert answered(file) == {"product.value": 4}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("product.value: 6", "1, 2, 3, 4, 5 or unknown"),
        ("product.value: true", "product.value"),
        ("product.valu: 3", "did you mean product.value"),
        ("- 3", "no mapping"),
    ],
)
def test_answers_that_cannot_be_are_refused_by_file_and_line(tmp_path, text, named):
    file = tmp_path / "answers.yaml"
    file.write_text(f"# one\n{text}\n")
    with pytest.raises(BadInput) as caught:
        answered(file)
    assert named in str(caught.value)
    assert "answers.yaml:2" in str(caught.value)
    with pytest.raises(BadInput):
        checked({"service.causes": 2.5})


def test_a_market_is_scored_by_what_it_shows():
    found = sixr.diagnose("base", answers={"price.tested": 2}, customers=500, days=100, replications=3)
    by_name = {one.dimension.name: one for one in found.found.dimensions}
    (margin,) = by_name["price"].indicators
    assert margin.value == pytest.approx(0.247, abs=0.02)
    assert by_name["price"].score == pytest.approx((margin.score + 2) / 2)
    assert np.isnan(by_name["organisation"].score)
    assert found.to_json()["asked"]["answers"] == {"price.tested": 2}
