"""Projects: what each kind makes better."""

from __future__ import annotations

from typing import Annotated, Literal

from scenarios.fields import Label, Model
from scenarios.kinds import Days, Words
from scenarios.parameter import Belief, Parameter


class ProjectKind(Model):
    """What a unit of a kind of project does, on the log scale, from ``delay`` days after its beginning on.

    ``on``: ``choice`` adds to the utility of our offers, ``leads`` multiplies the rate of joining the list, ``media``
    the response to paid media, ``sharing`` the odds of inviting friends. All of it holds while the project lasts;
    after its end half of it is lost in every ``half_life``.
    """

    name: Label
    title: Words
    on: Literal["choice", "leads", "media", "sharing"]
    effect: Annotated[Parameter, Belief("log ratio", ge=-10, le=10)]
    delay: Annotated[Parameter, Belief("days", ge=0, le=20_000)]
    half_life: Days
