"""Closed forms of word of mouth that reaches everybody alike, and of what surveys say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import expit

from scenarios.lowering import mechanisms
from scenarios.verify.conditions import PROSPECTS, Form, shares
from scenarios.verify.numbers import order_rate
from sim.closed_forms.word_of_mouth import SMALL, bass, bass_of_few

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

SOON = 20.0
"""From so many occasions a day on people buy at once."""
SLOW = 1e-3
"""Part of a person won by others in the time until the news spread, below which days do not count."""
RARE = 1e-3
"""Expected number that counts as none: repeat orders of a customer."""
POINTS = 200
"""Points of the quadrature over satisfaction."""


def _share_who_bought(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    own, others = scenario.market.awareness.organic_rate.value, scenario.market.contagion.ambient_rate.value
    if scenario.people > SMALL:
        return bass(own, others, at)
    return np.array([bass_of_few(own, others, scenario.people, float(t)) for t in at])


def _at_once(scenario: Scenario) -> dict[str, bool]:
    """Where everybody hears of us at the same rate and buys at once."""
    market, spend = scenario.market, scenario.policy.channel
    start, need = market.start, market.need
    buys = need.prospect_rate.value * min(market.choice.share_reached.value, market.choice.share_retained.value)
    lag = market.contagion.ambient_rate.value * (0.5 + 1.0 / max(buys, 1e-9))
    return {
        "nobody hears of us": market.awareness.organic_rate.value == 0.0,
        "some know us from the start": start.reached + start.retained + start.customer > 0.0,
        "people are reached by media": any(spend.weekly_spend.values()) or len(spend.flights) > 0,
        "people who hear of us do not buy at once": buys < SOON,
        "people forget us before they buy": market.awareness.fade_rate.value > RARE * buys,
        "it is a matter of days, in which news spread overnight": lag > SLOW,
        "so many worlds tell the few from the many": SMALL < scenario.people < 8 * scenario.worlds,
    }


def _nps(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    """Ordered logit over normal satisfaction; weighted with who answers."""
    feel, answers = scenario.market.satisfaction, scenario.market.satisfaction.answers
    x, weight = hermegauss(POINTS)
    better = scenario.policy.product.quality - scenario.market.choice.quality_today.value
    mood = feel.weight.value * (feel.quality_effect.value * better + feel.noise.value * x)
    low = float(weight @ expit(answers.low.value - answers.slope.value * mood) / weight.sum())
    high = float(weight @ expit(answers.high.value - answers.slope.value * mood) / weight.sum())
    ends, middle = expit(answers.answer.value + answers.extreme.value), expit(answers.answer.value)
    return np.asarray(100.0 * (1.0 - high - low) * ends / ((1.0 - high + low) * ends + (high - low) * middle))


def _one_survey(scenario: Scenario) -> dict[str, bool]:
    """Where everybody is asked once at most, after the first order."""
    feel = scenario.market.satisfaction
    wide = feel.answers.slope.value * feel.weight.value * feel.noise.value
    return {
        "nobody is asked": scenario.policy.service.survey_share == 0.0,
        "customers order again": order_rate(scenario) * scenario.days > RARE,
        "satisfaction differs too widely": wide > 10.0,
    }


FORMS = {
    "share_who_bought": Form(_share_who_bought, frozenset({"ambient", "contacts"}), _at_once),
    "nps": Form(_nps, PROSPECTS, _one_survey),
}
