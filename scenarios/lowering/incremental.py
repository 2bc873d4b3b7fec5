"""What channels bring: the same world with a channel's spend taken away, and with 5 % more of it.

The average of what the whole spend brings and the margin of what one step more brings differ wherever response
is concave; decisions about the next unit of money need the margin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sim.tables import RATIOS

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.policy.channel import ChannelPolicy
    from scenarios.policy.groups import GroupChannel
    from scenarios.scenario import Scenario

Spent = TypeVar("Spent", "ChannelPolicy", "GroupChannel")
STEP = 1.05
"""The spend of the marginal run, relative to that of the scenario."""


@dataclass(frozen=True)
class SpendChange:
    """The channels whose spend is multiplied by ``ratio``: 0 takes it away, STEP adds a step. ``whole``: money is spent
    on no others."""

    channels: tuple[str, ...]
    ratio: float
    whole: bool = False

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What the answer is about, as ``by`` and ``key`` of tables: the channel, and all spend where it is all."""
        one = (("channel", self.channels[0]),) if len(self.channels) == 1 else ()
        return (*one, ("all", "")) if self.whole else one

    @property
    def kind(self) -> str:
        """How the measures of this change end: incremental (spend taken away) or marginal (a step more)."""
        return "incremental" if self.ratio == 0.0 else "marginal"

    def __str__(self) -> str:
        names = ", ".join(self.channels)
        return f"without {names}" if self.ratio == 0.0 else f"with {self.ratio - 1:.0%} more {names}"


def paid_channels(scenario: Scenario) -> list[str]:
    """Channels on which the scenario's policy ever spends, in the market's order."""
    parts = [one for one in (scenario.policy.channel, *(row.channel for row in scenario.policy.groups)) if one]
    spends = [spend for one in parts for spend in (one.weekly_spend or {}).items()]
    spends += [(flight.channel, flight.weekly_spend) for one in parts for flight in one.flights or ()]
    paid = {name for name, spend in spends if spend > 0.0}
    return [channel.name for channel in scenario.market.channels if channel.name in paid]


def changes_of(channels: Sequence[str]) -> list[SpendChange]:
    """Each channel without its spend and with a step more, and the same for all of them together."""
    each = [(channel,) for channel in channels] if len(channels) > 1 else []
    return [SpendChange(names, ratio) for names in each for ratio in (0.0, STEP)] + whole_changes_of(channels)


def whole_changes_of(channels: Sequence[str]) -> list[SpendChange]:
    """All spend taken away, and a step more of all; nothing where there is none."""
    return [SpendChange(tuple(channels), ratio, whole=True) for ratio in (0.0, STEP)] if channels else []


def with_spend(scenario: Scenario, change: SpendChange) -> Scenario:
    """The same scenario with the spend changed, every week and in flights, also where it is that of some regions."""
    policy = scenario.policy
    groups = [
        row if row.channel is None else row.model_copy(update={"channel": _spent(row.channel, change)})
        for row in policy.groups
    ]
    parts = {"channel": _spent(policy.channel, change), "groups": tuple(groups)}
    return scenario.model_copy(update={"policy": policy.model_copy(update=parts)})


def _spent(channel: Spent, change: SpendChange) -> Spent:
    """Spend by channel with that of some of them changed."""
    spend, flights = channel.weekly_spend, channel.flights
    if spend is not None:
        spend = {name: x * change.ratio if name in change.channels else x for name, x in spend.items()}
    if flights is not None:
        flights = tuple(
            flight.model_copy(update={"weekly_spend": flight.weekly_spend * change.ratio})
            if flight.channel in change.channels
            else flight
            for flight in flights
        )
    return channel.model_copy(update={"weekly_spend": spend, "flights": flights})


def totals_of(measures: pd.DataFrame) -> pd.DataFrame:
    """Of a world's measures, those of the whole that :func:`brought` asks for."""
    return measures[(measures["by"] == "all") & measures["measure"].isin(["customers", "media", "clv"])]


def brought(own: pd.DataFrame, changed: pd.DataFrame, change: SpendChange) -> dict[str, float]:
    """What the spend by which two runs of a world differ costs and brings: media, customers, value (CLV of all
    customers), and the two ratios.

    CAC is NaN where the spend brings no customers. CLV : CAC is the value gained over the spend, so it is that
    of the customers whom the spend brings, not of the average customer.
    """
    kind, sign = change.kind, 1.0 if change.ratio == 0.0 else -1.0
    now, then = _amounts(own), _amounts(changed)
    row = {f"{name}_{kind}": sign * (now[name] - then[name]) for name in now}
    for ratio in (f"cac_{kind}", f"clv_to_cac_{kind}"):
        top, bottom = (row[part] for part in RATIOS[ratio])
        row[ratio] = top / bottom if bottom > 0 else math.nan
    return row


def _amounts(measures: pd.DataFrame) -> dict[str, float]:
    whole = measures[measures["by"] == "all"].set_index("measure")["value"]
    customers = float(whole["customers"])
    value = customers * float(whole["clv"]) if customers > 0 else 0.0
    return {"media": float(whole["media"]), "customers": customers, "value": value}
