"""Beliefs as numbers: quantiles, correlated blocks, and the scenario of one world."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.files.loading import load
from scenarios.lowering.beliefs import in_world
from scenarios.parameter import Parameter

PROBABILITY = st.floats(0.0, 1.0)


def believed(value, interval=None, scale="linear"):
    return Parameter(value=value, unit="1", interval=interval, scale=scale, label="assumed", source="a test")


@st.composite
def beliefs(draw):
    scale = draw(st.sampled_from(["linear", "log", "logit"]))
    within = {"linear": (-100.0, 100.0), "log": (1e-4, 1e4), "logit": (0.001, 0.999)}[scale]
    low, value, high = sorted(draw(st.lists(st.floats(*within), min_size=3, max_size=3)))
    if not high > low:
        high = low + 1.0 if scale == "linear" else low + (within[1] - low) / 2
    return believed(value, (low, high), scale)


@given(beliefs())
def test_the_interval_holds_the_5_and_95_percent_points_and_the_value_is_the_median(belief):
    low, high = belief.interval
    assert belief.quantile(0.5) == belief.value
    assert math.isclose(belief.quantile(0.05), low, rel_tol=1e-12, abs_tol=1e-12)
    assert math.isclose(belief.quantile(0.95), high, rel_tol=1e-12, abs_tol=1e-12)


@given(beliefs(), PROBABILITY, PROBABILITY)
def test_quantiles_rise_with_the_probability(belief, u, v):
    assert belief.quantile(min(u, v)) <= belief.quantile(max(u, v)) + 1e-12 * abs(belief.value)


@given(beliefs(), PROBABILITY)
def test_quantiles_are_finite_and_stay_on_their_scale(belief, u):
    x = belief.quantile(u)
    assert math.isfinite(x)
    assert belief.scale == "linear" or x >= 0.0
    assert belief.scale != "logit" or x <= 1.0


@given(st.floats(-1e6, 1e6), PROBABILITY)
def test_a_number_held_fixed_is_the_same_in_every_world(value, u):
    assert believed(value).quantile(u) == value


def test_a_split_normal_is_what_the_text_book_says():
    """On the log scale, one standard deviation above the median is ln(high/value) / 1.645 higher."""
    belief = believed(10.0, (5.0, 40.0), "log")
    one_sd_up = 0.8413447460685429
    assert belief.quantile(one_sd_up) == pytest.approx(10.0 * 4.0 ** (1 / 1.6448536269514722), rel=1e-12)
    assert belief.quantile(1 - one_sd_up) == pytest.approx(10.0 * 0.5 ** (1 / 1.6448536269514722), rel=1e-12)


@pytest.mark.parametrize("u", [-0.1, 1.1, math.nan])
def test_what_is_no_probability_is_refused(u):
    with pytest.raises(ValueError, match="probability"):
        believed(1.0, (0.5, 2.0)).quantile(u)


def test_a_quantile_stays_within_the_range_of_its_field(tmp_path):
    """A linear belief in an elasticity of -2.62 (-4.5, -1.3) would cross 0 in one world of a hundred million."""
    elasticity = load("base").market.choice.price_elasticity
    assert -3.0 < elasticity.quantile(0.4) < elasticity.quantile(0.6) < 0.0
    assert elasticity.quantile(1.0) < 0.0


def every(scenario, u):
    return {path: u for path, _ in scenario.parameters()}


def test_the_median_world_has_the_values_of_the_scenario():
    base = load("base")
    world = in_world(base, every(base, 0.5))
    for (path, known), (same_path, believed_in) in zip(world.parameters(), base.parameters(), strict=True):
        assert path == same_path
        assert known.value == believed_in.value
        assert known.interval is None


def test_a_world_has_the_quantiles_of_its_numbers_and_the_policy_of_the_scenario():
    base = load("base")
    rng = np.random.default_rng(7)
    uniforms = {path: rng.random() for path, _ in base.parameters()}
    world = in_world(base, uniforms)
    beliefs = dict(base.parameters())
    for path, known in world.parameters():
        assert known.value == beliefs[path].quantile(uniforms[path])
    assert world.policy == base.policy
    assert dict(base.parameters()) == beliefs  # the scenario itself is as it was


def test_a_scenario_made_of_another_is_not_taken_for_it():
    base = load("base")
    uniforms = every(base, 0.9)
    before = in_world(base, uniforms).market.need.order_rate.value
    held = base.market.need.order_rate.model_copy(update={"interval": None})
    need = base.market.need.model_copy(update={"order_rate": held})
    made = base.model_copy(update={"market": base.market.model_copy(update={"need": need})})
    assert in_world(made, uniforms).market.need.order_rate.value == held.value != before
    assert in_world(base, uniforms).market.need.order_rate.value == before


def test_a_world_without_the_number_of_an_uncertain_parameter_is_refused():
    with pytest.raises(KeyError, match=r"market\.need\.prospect_rate"):
        in_world(load("base"), {})


CORRELATED = """\
extends: base
market:
  correlations:
    - parameters: [need.order_shape, need.order_rate, need.dropout_shape]
      matrix: [[1, 0.8, 0.3], [0.8, 1, 0], [0.3, 0, 1]]
"""


@pytest.fixture
def correlated(tmp_path):
    path = tmp_path / "correlated.yaml"
    path.write_text(CORRELATED, encoding="utf-8")
    return path


PATHS = ("market.need.order_shape", "market.need.order_rate", "market.need.dropout_shape")


def drawn(scenario, worlds, seed=11):
    """Normal scores of the three correlated parameters in each world, [world, parameter]."""
    rng = np.random.default_rng(seed)
    beliefs = dict(scenario.parameters())
    z = np.empty((worlds, len(PATHS)))
    for k in range(worlds):
        world = dict(in_world(scenario, {path: rng.random() for path in beliefs}).parameters())
        for j, path in enumerate(PATHS):
            belief, x = beliefs[path], world[path].value
            end = belief.high if x > belief.value else belief.low
            z[k, j] = 1.6448536269514722 * abs(math.log(x / belief.value) / math.log(end / belief.value))
            z[k, j] *= 1 if x > belief.value else -1
    return z


def test_correlated_parameters_have_the_correlations_of_their_block(correlated):
    z = drawn(load(correlated), 800)
    expected = np.array([[1, 0.8, 0.3], [0.8, 1, 0], [0.3, 0, 1]])
    assert np.abs(np.corrcoef(z.T) - expected).max() < 4.5 / math.sqrt(800)
    assert np.abs(z.mean(axis=0)).max() < 4.5 / math.sqrt(800)
    assert np.abs(z.std(axis=0) - 1).max() < 4.5 / math.sqrt(2 * 800)


def test_fixing_one_parameter_of_a_block_leaves_the_others_as_they_were(correlated):
    free, fixed = load(correlated), load(correlated, overrides=["market.need.order_shape=0.6"])
    uniforms = {path: 0.9 for path, _ in free.parameters()}
    one, other = (dict(in_world(s, uniforms).parameters()) for s in (free, fixed))
    assert other["market.need.order_shape"].value == 0.6
    follow = {"market.choice.reference_memory", "market.referral.share_probability", "market.service.trouble_share"}
    differ = {path for path in one if one[path].value != other[path].value}
    assert differ - follow == {"market.need.order_shape"}  # those follow from how often customers order


def test_uncertain_shares_of_segments_sum_to_1_in_every_world(tmp_path):
    path = tmp_path / "shares.yaml"
    path.write_text(
        "extends: base\nmarket:\n  segments:\n"
        "    - {name: value seekers, share: {interval: [0.3, 0.7], scale: logit}}\n",
        encoding="utf-8",
    )
    scenario = load(path)
    world = in_world(scenario, every(scenario, 0.95))
    shares = [segment.share.value for segment in world.market.segments]
    assert shares == pytest.approx([0.7 / 1.2, 0.5 / 1.2])
