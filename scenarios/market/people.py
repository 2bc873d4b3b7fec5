"""Who the people of the market are, where they stand at time 0, and whom we can recognise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, Place, Text, quantity
from scenarios.market.kinds import Ratio, Share, Words


class Start(Model):
    """Where people stand at time 0; the rest is unaware.

    With ``inflow`` everybody enters the market at an own moment, evenly over the horizon. ``customers``: a Parquet
    file of the firm's own customers, one in a row (scenarios.known_customers), who stand at time 0 where their
    histories say; relative to the file that names it. ``customers_sha256``, the checksum of its content, is written by
    sixr. ``spend``: what was spent on channels for long before time 0, of which media are remembered; ``touches``:
    messages that those on the list got.
    """

    reached: float = quantity("share of people", ge=0, le=1)
    retained: float = quantity("share of people", ge=0, le=1)
    customer: float = quantity("share of people", ge=0, le=1)
    inflow: bool
    spend: dict[Name, Annotated[float, quantity("currency per week", ge=0, le=1e12)]] = Field(default={})
    touches: float = quantity("messages per week", 0.0, ge=0, le=100)
    customers: Place | None = None
    customers_sha256: Text | None = None


class Recognition(Model):
    """Who could ever buy, and how well the firm's data tell them from the others."""

    potential_share: Share
    true_positive: Share
    false_positive: Share
    unrecognised_optin: Ratio


class Segment(Model):
    """A part of the market with its own response to price."""

    name: Label
    title: Words | None = None
    share: Share
    price_sensitivity: Ratio


class ActivityClass(Model):
    """People who use media alike: their exposure is proportional to ``weight``."""

    name: Label
    share: float = quantity("share of people", ge=0, le=1)
    weight: float = quantity("ratio", gt=0, le=1000)
