"""What customers do to each other without a word to us: leaving is catching, and so is using what others use."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model
from scenarios.kinds import Days, Rate
from scenarios.parameter import Belief, Parameter


class Contagion(Model):
    """A contact who has dropped out adds ``grief_effect`` to the ratio on a customer's drop-out rate, and less as
    e^(-days / grief_days) (Nitzan & Libai 2011). ``ambient_rate``: how often an unaware person hears of us if
    everybody were a customer (Bass 1969, q); in proportion to the share of people who have become one.
    """

    grief_effect: Annotated[Parameter, Belief("per contact", ge=0, le=100)]
    grief_days: Days
    ambient_rate: Rate
