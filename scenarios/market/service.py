"""What customers want of the service desk, when they ask, and how long it takes to help them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, quantity
from scenarios.kinds import Days, PerOrder, Rate, Ratio, Share, Words, assumed
from scenarios.parameter import Belief, Parameter

HOURS = 24
MOST_CAUSES = 16
"""Each cause has a bit in what a customer has complained of."""

Minutes = Annotated[Parameter, Belief("minutes", ge=0, le=1e6)]
Weight = Annotated[float, quantity("ratio", ge=0, le=1e6)]


class Desk(Model):
    """A way to reach us, with a queue and a staff of its own.

    Handling takes ``handling`` minutes in the mean; its sd counts where the law is log_normal (Brown et al. 2005).
    Who waits gives up after an exponential time of mean ``patience``; 0 = never. Of those who give up
    ``silent_share`` say nothing: when their turn comes the staff needs ``silent_time`` to find out. A ticket is
    ``solved`` in each round with that probability, else it comes back.
    """

    name: Label
    title: Words | None = None
    share: Share
    handling_law: Literal["log_normal", "exponential"]
    handling: Annotated[Parameter, Belief("minutes", gt=0, le=1e6)]
    handling_sd: Minutes
    patience: Minutes
    silent_share: Share
    silent_time: Minutes
    solved: Annotated[Parameter, Belief("share", gt=0, le=1)]


class Cause(Model):
    """Why orders make trouble, as a share of all trouble."""

    name: Label
    title: Words | None = None
    share: Share


class FeedbackChannel(Model):
    """A way in which people tell of trouble without complaining (policy.service.feedback).

    ``answers``: of those whom it reaches, who says that something was wrong; ``clear``: of these, who names the true
    cause.
    """

    name: Label
    title: Words | None = None
    answers: Share
    clear: Share


class Service(Model):
    """Tickets: questions of customers, trouble with orders, help to get started; and the desks that see to them.

    ``trouble_share`` is a part of the orders; it holds at today's quality and is proportional to 1 - quality. Tickets
    of a day are spread over its hours in proportion to ``daytime``. What is not solved comes back on a later day. With
    ``causes``, trouble has one of them, and mending it ends that trouble. For each who complains ``silent`` others are
    dissatisfied and say nothing, of whom channels of ``feedback`` hear some; the share ``complaints_clear`` of
    complaints names the true cause.
    """

    question_rate: Rate
    trouble_share: PerOrder
    trouble_delay: Days
    start_share: Share
    daytime: Annotated[tuple[Weight, ...], Field(min_length=HOURS, max_length=HOURS)]
    desks: Annotated[tuple[Desk, ...], Field(max_length=20)]
    reopen_delay: Days
    causes: Annotated[tuple[Cause, ...], Field(max_length=MOST_CAUSES)]
    silent: Ratio = assumed(0.0, "ratio")
    complaints_clear: Share = assumed(1.0, "share", "off: whoever complains says why")
    feedback: Annotated[tuple[FeedbackChannel, ...], Field(max_length=20)] = ()
