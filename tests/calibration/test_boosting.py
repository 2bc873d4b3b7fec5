"""Boosted trees beside the models of buying: laws that are laws, no look ahead, better where habits are unlike."""

import numpy as np
import pytest

from calibration import boosting
from calibration.boosting import Boosted, boosted, features_of
from calibration.drift import found_in
from calibration.history import history
from calibration.summary import order_days
from calibration.totals import fitted

WEEKS = 39


@pytest.fixture(scope="module")
def grown():
    past = history("cdnow-tenth", None, "USD")
    days = order_days(past.orders)
    seen = past.up_to("1997-09-30")
    forgetting = found_in(past, days, seen)
    return past, days, seen, forgetting, boosted(past, days, seen, forgetting)


def test_trees_leave_the_total_to_the_model_of_buying(grown):
    _, days, seen, _, found = grown
    model, _ = fitted(seen)
    plain = model.conditional_orders(float(WEEKS), seen.x, seen.t_x, seen.T)
    mean = found.expected(features_of(days, seen, model), plain)
    assert mean.sum() == pytest.approx(plain.sum(), rel=1e-3)
    assert mean.min() > 0.0
    assert np.corrcoef(mean, plain)[0, 1] > 0.9


def test_probabilities_are_a_law_with_the_mean():
    found = Boosted(None, 0.8, 0.7, 0.5, None)
    mean = np.array([0.01, 0.5, 4.0])
    law = found.probabilities(mean, 200)
    assert np.allclose(law.sum(axis=1), 1.0)
    assert np.allclose(law @ np.arange(201), mean, rtol=1e-6)


def test_nothing_after_the_day_is_looked_at(grown):
    past, days, seen, forgetting, found = grown
    model, _ = fitted(seen)
    features = features_of(days, seen, model)
    later = days["day"] > seen.until.astype("datetime64[s]")
    rng = np.random.default_rng(3)
    other = days.copy()
    other.loc[later, "customer_id"] = rng.permutation(days.loc[later, "customer_id"].to_numpy())
    again = boosted(past, other, seen, forgetting)
    assert (again.shape, again.power, again.weight) == pytest.approx((found.shape, found.power, found.weight))
    assert np.allclose(features_of(other, seen, model), features)
    assert np.allclose(again.trees.predict(features), found.trees.predict(features))


def test_without_the_library_there_are_no_trees(grown, monkeypatch):
    past, days, seen, forgetting, _ = grown
    monkeypatch.setattr(boosting, "available", lambda: False)
    assert boosted(past, days, seen, forgetting) is None


def test_a_short_history_has_none(grown):
    past, days, _, forgetting, _ = grown
    assert boosted(past, days, past.up_to("1997-04-15"), forgetting) is None
