"""Who the people of the market are, where they stand at time 0, and whom we can recognise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, Place, Text, quantity
from scenarios.market.kinds import Ratio, Share, Utility, Words, assumed
from scenarios.parameter import Belief, Parameter


class Invited(Model):
    """The referral programme of before time 0."""

    active: bool = False
    reward_referrer: float = quantity("currency, paid when the friend first orders", 0.0, ge=0, le=1e9)
    reward_friend: float = quantity("currency, off the friend's first order", 0.0, ge=0, le=1e9)


class Start(Model):
    """Where people stand at time 0; the rest is unaware.

    With ``inflow`` everybody enters the market at an own moment, evenly over the horizon. ``customers``: a Parquet
    file of the firm's own customers, one in a row (scenarios.known_customers), who stand at time 0 where their
    histories say; relative to the file that names it. ``customers_sha256``, the checksum of its content, is written by
    sixr. ``spend``: what was spent on channels for long before time 0, of which media are remembered; ``touches``:
    messages that those on the list got.

    ``newcomers`` > 0, beside ``customers``: so many people of the market become customers in a usual week under the
    policy of before time 0 (``spend``, ``touches``, ``optin_incentive``, ``referral``). ``reached`` and ``retained``
    are then found in each world, with one factor on all hazards of becoming aware (scenarios.lowering.standing).
    """

    reached: float = quantity("share of people", ge=0, le=1)
    retained: float = quantity("share of people", ge=0, le=1)
    customer: float = quantity("share of people", ge=0, le=1)
    inflow: bool
    spend: dict[Name, Annotated[float, quantity("currency per week", ge=0, le=1e12)]] = Field(default={})
    touches: float = quantity("messages per week", 0.0, ge=0, le=100)
    optin_incentive: float = quantity("ratio on the opt-in rate", 1.0, ge=0, le=1000)
    referral: Invited = Invited()
    newcomers: Annotated[Parameter, Belief("people per week", ge=0, le=1e9)] = assumed(0.0, "people per week")
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


class Region(Model):
    """Where a part of the people lives."""

    name: Label
    title: Words | None = None
    share: float = quantity("share of people", ge=0, le=1)


class PurchasePlace(Model):
    """A place to buy at, chosen with the occasion (market.place_choice); its terms are those of policy.places.

    ``share``: of people whose usual place it is, of whose orders it gets as much; 0 where it is not open today. What
    such a place weighs in the choice is its ``attraction``, all places of today together being 1: it takes
    attraction / (1 + attraction) of orders, new ones included. ``appeal``: how much better, or worse, a segment likes
    it. ``seen_elsewhere``: what it adds to all places while it is open, as who has tried the goods there buys online.
    ``price``, ``delivery_days``: today's terms. ``dealer``: tries less where others are cheaper.
    """

    name: Label
    title: Words | None = None
    share: float = quantity("share of people", ge=0, le=1)
    attraction: Ratio = assumed(0.0, "ratio")
    appeal: dict[Name, Annotated[float, quantity("utility", ge=-100, le=100)]] = Field(default={})
    seen_elsewhere: Utility = assumed(0.0, "utility")
    more_returns: Share = assumed(0.0, "share")
    price: float = quantity("ratio to the list price", 1.0, gt=0, le=100)
    delivery_days: float = quantity("days", 0.0, ge=0, le=1000)
    online: bool = False
    dealer: bool = False


class ActivityClass(Model):
    """People who use media alike: their exposure is proportional to ``weight``."""

    name: Label
    share: float = quantity("share of people", ge=0, le=1)
    weight: float = quantity("ratio", gt=0, le=1000)
