"""Inviting friends."""

from __future__ import annotations

from typing import Annotated, Literal

from scenarios.fields import Model, Place, Text, Whole, quantity
from scenarios.kinds import Money, OddsRatio, PerOrder, Positive, Ratio, Share
from scenarios.parameter import Belief, Parameter
from scenarios.parts import ReferralMarketParts

RewardEffect = Annotated[Parameter, Belief("log-odds per log reward", ge=-100, le=100)]


class Network(Model):
    """Who knows whom. ``random``, ``small_world``, ``scale_free`` and ``block`` have ``referral.contacts`` contacts
    in the mean (sim.core.ground.network, sim.graphs), ``edges`` those of a file; with ``fresh``, every invitation
    reaches somebody whom nobody has reached, among those behind the first ``seeds`` people.

    ``file`` is relative to the file that names it; ``sha256``, the checksum of its content, is written by sixr.
    """

    kind: Literal["random", "small_world", "scale_free", "block", "edges", "fresh"]
    rewiring: Annotated[Parameter, Belief("share of ties", ge=0, le=1)]
    exponent: Annotated[Parameter, Belief("1", gt=1, le=20)]
    largest: Annotated[Parameter, Belief("people", ge=1, le=100_000)]
    own_segment: Annotated[Parameter, Belief("share of ties", ge=0, le=1)]
    file: Place
    sha256: Text | None = None
    seeds: Whole = quantity("people", ge=0, le=200_000_000)


class ReferralItself(Model):
    """Inviting friends.

    ``share_first``: ratio on the probability to share at a first order. Who shares sends one invitation, or a
    random number of mean ``invites_mean`` (``invites_dispersion``: k of the negative binomial law, or the
    number of trials of the binomial one). Opinion ``leaders`` share and are believed with other odds; a share
    ``strong_ties`` of ties has other odds to accept.
    """

    share_probability: PerOrder
    share_first: Ratio
    accept_probability: Annotated[Parameter, Belief("per invitation", ge=0, le=1)]
    share_reward_effect: RewardEffect
    accept_reward_effect: RewardEffect
    reward_scale: Money
    invites_law: Literal["one", "poisson", "negative_binomial", "binomial"]
    invites_mean: Annotated[Parameter, Belief("invitations", ge=0, le=32)]
    invites_dispersion: Positive
    delay_mean: Annotated[Parameter, Belief("days", gt=0, le=20_000)]
    delay_shape: Positive
    contacts: Annotated[Parameter, Belief("people", ge=0, le=100_000)]
    network: Network
    leaders: Share
    leader_share_odds: OddsRatio
    leader_accept_odds: OddsRatio
    strong_ties: Share
    tie_odds: OddsRatio
    sharer_dropout_ratio: Ratio
    sharer_effect_days: Annotated[Parameter, Belief("days", ge=0, le=20_000)]


class Referral(ReferralMarketParts, ReferralItself):
    """All of it, with what mechanisms add."""
