"""Whether customers can invite as many as they would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.numbers import invitations, order_rate, share_probability
from sim.closed_forms.referral import Offspring
from sim.vocabulary import MOST_INVITES

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

LOST = 1e-4
"""Probability that counts as none: a customer who would invite more people than there are to invite."""


def cut_short(scenario: Scenario) -> bool:
    """Whether contacts, or the most that one share may send, keep customers from inviting all whom they would.

    Chernoff's bound (1952) on the invitations of a customer who never drops out: a share at the first order and, at
    repeat orders, a compound Poisson number of them.
    """
    referral, law = scenario.market.referral, _law(scenario)
    sharing = 1.0 if referral.leaders.value > 0.0 else share_probability(scenario)
    shares = sharing * order_rate(scenario) * scenario.days
    z = 1.0 + _largest(law) * np.logspace(-15.0, 0.0, 600)
    generated = law.generating(z)
    first = np.log(generated)
    life = shares * (generated - 1.0) + (first if referral.share_first.value > 0.0 else 0.0)
    many = float(np.min(life - (int(referral.contacts.value) + 1.0) * np.log(z)))
    at_once = float(np.min(first - (MOST_INVITES + 1.0) * np.log(z)))
    return max(many, at_once) > np.log(LOST)


def _law(scenario: Scenario) -> Offspring:
    """How many invitations a share sends."""
    referral = scenario.market.referral
    if referral.invites_law == "one":
        return Offspring("binomial", 1.0, 1.0)
    return Offspring(referral.invites_law, invitations(scenario), referral.invites_dispersion.value)


def _largest(law: Offspring) -> float:
    """How far beyond 1 the generating function is finite, and a number."""
    mean = max(law.mean, 1e-9)
    if law.law == "negative_binomial":
        return 0.999 * min(law.shape / mean, 1e9)
    return 1e9 if law.shape == 1.0 and law.law == "binomial" else 500.0 / mean
