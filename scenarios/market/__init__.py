"""How the market behaves: the models of the ``market`` section, with the unit and range of every number."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from scenarios.fields import Model, Name, Text, Whole
from scenarios.kinds import Day, Title, Words
from scenarios.market.catalogue import Catalogue
from scenarios.market.choice import Choice, Competitor, Spend
from scenarios.market.firm import Organisation, Systems
from scenarios.market.media import Awareness, Channel
from scenarios.market.need import Need
from scenarios.market.offers import Basket, Offer
from scenarios.market.people import ActivityClass, PurchasePlace, Recognition, Region, Segment, Start
from scenarios.market.projects import ProjectKind
from scenarios.market.referral import Referral
from scenarios.market.relation import Lapse, Retain
from scenarios.market.satisfaction import Satisfaction
from scenarios.market.service import Service
from scenarios.parameter import Belief, Parameter
from scenarios.parts import MarketParts

__all__ = ["Day", "Market", "MarketFile", "Title", "Words"]


class Correlation(Model):
    """Beliefs that go together: paths below ``market`` and the correlations of their normal scores."""

    parameters: Annotated[tuple[Text, ...], Field(min_length=2, max_length=200)]
    matrix: tuple[tuple[float, ...], ...]


class MarketItself(Model):
    """The market without what mechanisms add.

    ``response``: how people respond to media. With emergent it follows from what each of them sees; with
    aggregate everybody's hazard follows one curve of the market's spend, whatever the person sees. ``regions`` and
    usual ``places`` of purchase: labels of people, independent of each other and of all else; fewer than two are none.
    """

    size: Annotated[Parameter, Belief("people", ge=1, le=1e11)]
    start: Start
    recognise: Recognition
    segments: Annotated[tuple[Segment, ...], Field(min_length=1, max_length=100)]
    regions: Annotated[tuple[Region, ...], Field(max_length=100)] = ()
    places: Annotated[tuple[PurchasePlace, ...], Field(max_length=100)] = ()
    activity: Annotated[tuple[ActivityClass, ...], Field(min_length=1, max_length=100)]
    need: Need
    choice: Choice
    competitor: Competitor
    offers: Annotated[tuple[Offer, ...], Field(min_length=1, max_length=100)]
    basket: Basket
    catalogue: Catalogue = Catalogue()
    spend: Spend
    awareness: Awareness
    response: Literal["emergent", "aggregate"]
    channels: Annotated[tuple[Channel, ...], Field(max_length=60)]
    retain: Retain
    referral: Referral
    lapse: Lapse
    service: Service
    satisfaction: Satisfaction
    projects: Annotated[tuple[ProjectKind, ...], Field(max_length=100)] = ()
    organisation: Organisation = Organisation()
    systems: Systems = Systems()
    discount_rate: Annotated[Parameter, Belief("1/year", ge=0, le=10)]
    correlations: tuple[Correlation, ...] = ()

    @property
    def usual_places(self) -> tuple[PurchasePlace, ...]:
        """The places that are somebody's usual one."""
        return tuple(place for place in self.places if place.share > 0.0)


class Market(MarketParts, MarketItself):
    """The whole market."""


class History(Model):
    """The data that a market was fitted to; further facts may stand beside these."""

    model_config = ConfigDict(extra="allow")

    sample: Text | None = None
    customers: Whole | None = Field(default=None, ge=1)
    orders: Whole | None = Field(default=None, ge=0)
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class MarketFile(Model):
    """A market fitted to history, as written by calibration."""

    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    title: Words | None = None
    history: History
    market: Market
    fits: dict[str, Any] = Field(default_factory=dict)
