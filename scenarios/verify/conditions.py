"""When a closed form holds: what may be switched on in a scenario, and what each form can bear of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

    Expected = Callable[[Scenario, np.ndarray, str | None], np.ndarray]
    Conditions = Callable[[Scenario], dict[str, bool]]


def _no_more(scenario: Scenario) -> dict[str, bool]:
    return {}


@dataclass(frozen=True)
class Form:
    """A closed form: what it expects at each ``at`` (see sim.quantities), and where it holds.

    ``bears``: the mechanisms (keys of MECHANISMS) that may be on; with any other the form says nothing.
    ``more``: further conditions, what breaks them in a few words -> whether it does.
    """

    expected: Expected
    bears: frozenset[str] = frozenset()
    more: Conditions = _no_more


def met(scenario: Scenario, form: Form) -> list[str]:
    """What keeps ``form`` from holding in ``scenario``, each in a few words; empty where it holds."""
    on = [words for key, (words, is_on) in MECHANISMS.items() if key not in form.bears and is_on(scenario)]
    return on + [words for words, broken in form.more(scenario).items() if broken]


def _price(scenario: Scenario) -> bool:
    price = scenario.policy.price
    return price.level != 1.0 or any(change.level != 1.0 for change in price.changes)


def shares(scenario: Scenario) -> bool:
    """Whether customers invite anybody."""
    return scenario.policy.referral.active and scenario.market.referral.share_probability.value > 0.0


def _loyal_sharers(scenario: Scenario) -> bool:
    return shares(scenario) and scenario.market.referral.sharer_dropout_ratio.value != 1.0


def reached_again(scenario: Scenario) -> bool:
    """Whether anybody is contacted after the start."""
    channel = scenario.policy.channel
    spend = [*channel.weekly_spend.values(), *(flight.weekly_spend for flight in channel.flights)]
    return scenario.market.awareness.organic_rate.value > 0.0 or any(spend)


MECHANISMS: dict[str, tuple[str, Callable[[Scenario], bool]]] = {
    "price": ("the price leaves today's", _price),
    "season": ("there is a season", lambda s: s.market.need.season_amplitude.value != 0.0),
    "shocks": ("there are week shocks", lambda s: s.market.need.week_shock_sd.value != 0.0),
    "loss": ("customers are lost otherwise than by dropping out", lambda s: s.market.lapse.customer_loss_rate.value > 0),
    "return": ("customers return", lambda s: s.market.lapse.return_rate.value > 0.0),
    "sharing": ("customers invite friends", shares),
    "loyal sharers": ("recommending changes loyalty", _loyal_sharers),
    "contacts": ("people are reached again", reached_again),
    "rates differ": ("customers differ in their rates", lambda s: s.market.need.heterogeneity != "none"),
    "nurture": ("messages move the first order", lambda s: s.market.retain.nurture_effect.value > 0.0),
    "fatigue": ("messages tire people out", lambda s: s.market.retain.unsubscribe_fatigue.value > 0.0),
}
"""What may be on in a scenario, each with words for it: a form that does not name it cannot bear it."""
