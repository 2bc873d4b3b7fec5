"""What the firm's own ways do to its plans: organisation and systems."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model
from scenarios.kinds import Positive, Ratio, Share, assumed
from scenarios.parameter import Belief, Parameter

OF_PRICE = "share of the price"


class Organisation(Model):
    """What is lost where fronts do not work together, and what a sales target does at the end of its period.

    Where policy.organisation.coordination is o, each dated action of the policy comes into force a Gamma of
    ``delay_shape`` and mean ``delay`` x (1 - o) days later, does not happen with the probability ``missed`` x (1 - o),
    and media bring ``clash`` x (1 - o) less, as fronts contradict each other. At the end of a period with a target, for
    ``target_stretch`` of its days, prices are ``target_discount`` lower, ``target_effort`` more is sold of what is
    sought, and ``target_forward`` of the orders are pulled forward, which as many days after it lack.
    """

    delay: Annotated[Parameter, Belief("days", ge=0, le=1000)] = assumed(0.0, "days")
    delay_shape: Positive = assumed(2.0, "1")
    missed: Share = assumed(0.0, "share")
    clash: Share = assumed(0.0, "share")
    target_discount: Annotated[Parameter, Belief(OF_PRICE, ge=0, le=0.9)] = assumed(0.0, OF_PRICE)
    target_stretch: Share = assumed(0.1, "share")
    target_effort: Ratio = assumed(0.0, "ratio")
    target_forward: Annotated[Parameter, Belief("share", ge=0, le=0.9)] = assumed(0.0, "share")


class Systems(Model):
    """What data and technology do for their money.

    The share policy.data.automation of contacts costs ``cost_saved`` less, and enquiries among them are answered within
    ``answer_hours``. A customer whom the records hold twice is written to twice: ``duplicates`` is their share where
    there is no single view of customers. Of the people whom data mistake, policy.data.platform_cost_per_week / the
    ``platform_scale`` leaves e**-1 for each unit.
    """

    cost_saved: Share = assumed(0.0, "share")
    answer_hours: Annotated[Parameter, Belief("hours", ge=0, le=10_000)] = assumed(0.0, "hours")
    duplicates: Share = assumed(0.0, "share")
    platform_scale: Annotated[Parameter, Belief("currency per week", gt=0, le=1e12)] = assumed(1.0, "currency per week")
