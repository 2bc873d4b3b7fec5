"""How sure the numbers are that follow from what a firm knows of its channels.

In every world a channel brings at the spend at which it is known as much as the firm says, as surely as it says so,
whatever else is believed there: peak rates are tied to all that moves what is brought, to first order. With
ln W = e ln peak + g z, z the normal scores of the other beliefs with their correlations C, and ln W to have the
standard deviation sigma, ln peak = (sigma z0 - g z) / e.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.beliefs import in_world
from scenarios.lowering.brought import Curve, brought_in
from scenarios.lowering.standing import MOST_RATE
from scenarios.parameter import NORMAL
from scenarios.ties import Block, blocks, together

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

Array = np.ndarray
SWAYING = (
    "awareness.organic_rate",
    "awareness.fade_rate",
    "need.prospect_rate",
    "need.level",
    "choice.share_reached",
    "choice.share_retained",
    "retain.optin_rate",
    "retain.nurture_effect",
    "retain.unsubscribe_rate",
    "retain.unsubscribe_fatigue",
    "referral.share_probability",
    "referral.accept_probability",
    "start.newcomers",
)
"""Below market: what moves the customers whom media bring."""
OWN = ("cost_per_thousand", "carryover", "peak_delay", "half_saturation")
"""The same of a channel."""
LEAST = 0.01
"""Of the logarithm of what is brought, by a standard deviation of a belief: what moves it less is left out."""
NUDGE = 0.01
"""Relative step of the derivative by the peak rate."""
NORMAL_95 = NORMAL.inv_cdf(0.95)


class Spread(NamedTuple):
    """Of each channel the 5 % and 95 % points of its peak rate; and all blocks of correlations of the market."""

    peaks: dict[str, tuple[float, float]]
    blocks: list[Block]


def spread(usual: Scenario, curves: Mapping[str, Curve], ends: Mapping[str, tuple[float, float]]) -> Spread:
    """The beliefs about the peak rates of ``curves``, under which the channels bring what they do in ``usual``, whose
    half saturations are believed as its market says; ``ends``: the 5 % and 95 % points of what they bring."""
    names = list(curves)
    nudged = [{**curves, name: one._replace(peak=one.peak * (1.0 + NUDGE))} for name, one in curves.items()]
    now, *more = brought_in([(usual, one) for one in (curves, *nudged)])
    by_peak = np.array([math.log(won[name] / now[name]) for name, won in zip(names, more, strict=True)])
    by_peak /= math.log1p(NUDGE)
    paths, moved = _moved(usual, curves)
    sides = np.array([[abs(math.log(end / now[name])) / NORMAL_95 for end in ends[name]] for name in names])
    market = usual.market
    peaks = [f"channels.{name}.peak_rate" for name in names]
    apart, tied, matrix = together(blocks(market, lambda path: path in peaks), paths)
    slopes = np.zeros((len(names), len(tied)))
    slopes[:, [tied.index(path) for path in paths]] = moved
    others = slopes @ matrix @ slopes.T
    total = np.sqrt(sides.mean(axis=1) ** 2 + np.diag(others))
    with_others = -(matrix @ slopes.T) / total
    between = others / np.outer(total, total)
    np.fill_diagonal(between, 1.0)
    whole = np.block([[matrix, with_others], [with_others.T, between]])
    wide = np.sqrt(sides**2 + np.diag(others)[:, None]) / by_peak[:, None] * NORMAL_95
    found = {
        name: (curves[name].peak * math.exp(-low), min(curves[name].peak * math.exp(high), MOST_RATE))
        for name, (low, high) in zip(names, wide.tolist(), strict=True)
    }
    if len(whole) < 2:
        return Spread(found, apart)
    return Spread(found, [*apart, Block((*tied, *peaks), tuple(map(tuple, ((whole + whole.T) / 2).tolist())))])


def _moved(usual: Scenario, curves: Mapping[str, Curve]) -> tuple[list[str], Array]:
    """Paths of beliefs, and how the logarithms of what channels bring move by a standard deviation of each, float64
    [channel, path]."""
    bare = usual.model_copy(update={"market": usual.market.model_copy(update={"correlations": ()})})
    known = dict(bare.parameters())
    uncertain = {path for path, one in known.items() if one.interval is not None}
    asked = [*SWAYING, *(f"channels.{name}.{key}" for name in curves for key in OWN)]
    paths = [path for path in asked if f"market.{path}" in uncertain]
    worlds = []
    for path in paths:
        for z in (1.0, -1.0):
            uniforms = dict.fromkeys(known, 0.5) | {f"market.{path}": NORMAL.cdf(z)}
            world = in_world(bare, uniforms)
            halves = {one.name: one.half_saturation.value for one in world.market.channels}
            worlds.append((world, {name: curve._replace(half=halves[name]) for name, curve in curves.items()}))
    won = np.array([[max(one, 1e-300) for one in found.values()] for found in brought_in(worlds)])
    slopes = np.log(won[::2] / won[1::2]) / 2.0 if paths else np.zeros((0, len(curves)))
    moving = np.abs(slopes).max(axis=1, initial=0.0) > LEAST
    return [path for path, moves in zip(paths, moving, strict=True) if moves], slopes[moving].T
