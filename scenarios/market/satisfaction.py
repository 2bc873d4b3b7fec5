"""What customers make of us: satisfaction, what follows from it, what they tell others, what surveys see."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model
from scenarios.kinds import Days, PerOrder, Ratio, Share, Utility
from scenarios.parameter import Belief, Parameter
from scenarios.parts import SatisfactionMarketParts

Effect = Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)]
Point = Annotated[Parameter, Belief("satisfaction", ge=-1000, le=1000)]
LogOdds = Annotated[Parameter, Belief("log-odds", ge=-100, le=100)]
People = Annotated[Parameter, Belief("people", ge=0, le=100)]


class Warn(Model):
    """Whose satisfaction an experience (an order or a ticket) leaves ``below``: the share that tells, whom, and what it
    does to them."""

    below: Point
    share: PerOrder
    people: People
    effect: Utility


class Praise(Model):
    """Whose satisfaction an experience leaves ``above``: the same; who had not heard of us now has."""

    above: Point
    share: PerOrder
    people: People
    effect: Utility


class Answers(Model):
    """Surveys: who answers, and what.

    A score is detractor, passive or promoter by an ordered logit: at satisfaction S below ``low`` - slope x S, below
    ``high`` - slope x S (log odds), or above. Log odds of an answer are ``answer``, and ``extreme`` more of
    detractors and promoters.
    """

    low: LogOdds
    high: LogOdds
    slope: Annotated[Parameter, Belief("log-odds per satisfaction", ge=0, le=100)]
    answer: LogOdds
    extreme: LogOdds


class SatisfactionItself(Model):
    """Satisfaction S, 0 as at today's quality: each experience x moves it by ``weight`` x (x - S).

    An order is worth quality_effect x (quality - today's); a ticket that is solved ``solved_effect`` - wait_effect x
    ln(1 + wait / wait_scale) - solving_effect x ln(1 + time to the solution / solving_scale); one that is not, the
    wait alone; giving up costs ``gave_up_effect`` and the wait; news that the cause is mended bring
    ``mended_effect``. All with noise. The drop-out rate is multiplied by exp(-dropout_effect S), the odds of sharing
    by exp(share_effect S).
    ``share_served``: ratio on the probability to share where a ticket is solved. ``wait_exit``: hazard of leaving
    at once for having waited.
    """

    weight: Share
    noise: Annotated[Parameter, Belief("satisfaction", ge=0, le=100)]
    quality_effect: Annotated[Parameter, Belief("satisfaction per quality", ge=-1000, le=1000)]
    wait_effect: Effect
    wait_scale: Annotated[Parameter, Belief("hours", gt=0, le=1e5)]
    solving_effect: Effect
    solving_scale: Days
    solved_effect: Effect
    gave_up_effect: Effect
    mended_effect: Effect
    dropout_effect: Annotated[Parameter, Belief("per satisfaction", ge=-20, le=20)]
    share_effect: Annotated[Parameter, Belief("log-odds per satisfaction", ge=-20, le=20)]
    share_served: Ratio
    wait_exit: Annotated[Parameter, Belief("1/hour", ge=0, le=1000)]
    warn: Warn
    praise: Praise
    answers: Answers


class Satisfaction(SatisfactionMarketParts, SatisfactionItself):
    """All of it, with what mechanisms add."""
