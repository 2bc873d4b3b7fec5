"""Closed forms of word of mouth that reaches everybody alike, and of what surveys say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import expit

from scenarios.verify.conditions import PROSPECTS, Form, times
from scenarios.verify.numbers import answered, order_rate
from sim.closed_forms.word_of_mouth import SMALL, bass, bass_of_few

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

SOON = 20.0
"""From so many occasions a day on people buy at once."""
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
    start, fade = market.start, market.awareness.fade_rate.value
    broken = {
        "nobody hears of us but from others": market.awareness.organic_rate.value == 0.0,
        "some know us from the start": start.reached + start.retained + start.customer > 0.0,
        "people are reached by media": any(spend.weekly_spend.values()) or len(spend.flights) > 0,
        "people who hear of us do not buy at once": _buying(scenario) < SOON,
        "people forget us before they buy": fade > RARE * _buying(scenario),
        "chance at the beginning counts": scenario.people > SMALL and _begin(scenario) < scenario.worlds,
    }
    if not any(broken.values()):
        broken["it is a matter of days, as news spread overnight"] = _late(scenario)
    return broken


def _buying(scenario: Scenario) -> float:
    """Rate at which those who know us buy, per day."""
    choice = scenario.market.choice
    shares = min(choice.share_reached.value, choice.share_retained.value)
    return scenario.market.need.prospect_rate.value * shares * answered(scenario)


def _begin(scenario: Scenario) -> float:
    """Of how many people who hear of us by themselves most others have heard: so many that chance evens out."""
    own, others = scenario.market.awareness.organic_rate.value, scenario.market.contagion.ambient_rate.value
    return scenario.people * own / max(others, own) if own > 0.0 else 0.0


def _late(scenario: Scenario) -> bool:
    """Whether so many people and worlds tell that buying, and then a night, come before others hear of it."""
    own, others = scenario.market.awareness.organic_rate.value, scenario.market.contagion.ambient_rate.value
    at = np.array(times(scenario, "share_who_bought") or [float(scenario.days)])
    share, buying = bass(own, others, at), 1.0 / _buying(scenario)
    spread = share * (1.0 - share)
    missing = (own + others * share) * (1.0 - share) * buying
    missing += others * (0.5 + buying) * (own + others) * at * spread
    return bool((missing > 0.5 * np.sqrt(spread / scenario.people / scenario.worlds)).any())


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
    "share_who_bought": Form(_share_who_bought, frozenset({"ambient", "contacts", "lead"}), _at_once),
    "nps": Form(_nps, PROSPECTS, _one_survey),
}
