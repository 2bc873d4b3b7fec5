"""Who the people of the market are, where they stand at time 0, and whom we can recognise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, Place, Text, quantity
from scenarios.kinds import Multiple, Ratio, Share, Utility, Words, assumed
from scenarios.parameter import Belief, Parameter


class Invited(Model):
    """The referral programme of before time 0."""

    active: bool = False
    reward_referrer: float = quantity("currency, paid when the friend first orders", 0.0, ge=0, le=1e9)
    reward_friend: float = quantity("currency, off the friend's first order", 0.0, ge=0, le=1e9)


class Start(Model):
    """Where people stand at time 0; the rest is unaware.

    With ``inflow`` everybody enters the market at an own moment, evenly over the horizon. ``customers``: a Parquet
    file of the firm's own customers, one in a row (scenarios.beside.known_customers), who stand at time 0 where their
    histories say; relative to the file that names it. ``customers_sha256``, the checksum of its content, is written by
    sixr. ``spend``: what was spent on channels for long before time 0, of which media are remembered; ``touches``:
    messages that those on the list got.

    ``newcomers`` > 0, beside ``customers``: so many people of the market become customers in a usual week under the
    policy of before time 0 (``spend``, ``touches``, ``optin_reward``, ``referral``). ``reached`` and ``retained``
    are then found in each world, with one factor on all hazards of becoming aware (scenarios.lowering.standing).
    """

    reached: float = quantity("share of people", ge=0, le=1)
    retained: float = quantity("share of people", ge=0, le=1)
    customer: float = quantity("share of people", ge=0, le=1)
    inflow: bool
    spend: dict[Name, Annotated[float, quantity("currency per week", ge=0, le=1e12)]] = Field(default={})
    touches: float = quantity("messages per week", 0.0, ge=0, le=100)
    optin_reward: float = quantity("currency per person who joins", 0.0, ge=0, le=1e9)
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


class Seen(Model):
    """How much people see of what is shown on a channel."""

    name: Name
    seen: Ratio


class Named(Model):
    """A part of the market."""

    name: Label
    title: Words | None = None


class Traits(Model):
    """In what people of a part of the market differ from others: ratios whose mean over all people counts as 1.

    ``need``: on occasions, before the first order and after it; ``leaving``: on the drop-out rate, or chance;
    ``spend``: on amounts. These three are not for customers of before, whose own history speaks. ``media``: on
    impressions, by channel; ``messages``: on the rate of joining the own list; ``talk``: on the chance to share
    after an order; ``questions``: on questions to the service desk.
    """

    need: Multiple = assumed(1.0, "ratio")
    leaving: Multiple = assumed(1.0, "ratio")
    spend: Multiple = assumed(1.0, "ratio")
    media: Annotated[tuple[Seen, ...], Field(max_length=60)] = ()
    messages: Ratio = assumed(1.0, "ratio")
    talk: Ratio = assumed(1.0, "ratio")
    questions: Ratio = assumed(1.0, "ratio")


class Segment(Traits, Named):
    """A part of the market with its own response to price."""

    share: Share
    price_sensitivity: Ratio


class Region(Traits, Named):
    """Where a part of the people lives.

    ``media_price``: ratio to what an impression costs; ``rival_price``: ratio to the competitor's price. Both are as
    stated, whatever their mean.
    """

    share: float = quantity("share of people", ge=0, le=1)
    price_sensitivity: Ratio = assumed(1.0, "ratio")
    media_price: Multiple = assumed(1.0, "ratio")
    rival_price: Multiple = assumed(1.0, "ratio")


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
