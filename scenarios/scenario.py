"""A scenario: what management may do, in which market, and how it is simulated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from scenarios.fields import Model, Name, Whole, quantity
from scenarios.market import Day, Market, Words
from scenarios.parameter import Parameter, parameters
from scenarios.policy import Policy
from scenarios.ties import Block, blocks, tied
from scenarios.tree.writing import written


@dataclass(frozen=True, eq=False)
class Stated:
    """What the market that a scenario is set in was stated at: people, weekly spend by channel (currency), messages a
    week, hours on duty a week by desk; ``all_spend``: of all channels where only that is known, 0 otherwise.

    It is no part of a scenario, so that none differs from another by it.
    """

    people: float
    spend: Mapping[str, float] = field(default_factory=dict)
    messages: float = 0.0
    hours: Mapping[str, float] = field(default_factory=dict)
    all_spend: float = 0.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stated)

    __hash__ = None  # type: ignore[assignment]


class Verification(Model):
    """A quantity that a scenario verifies against its closed form.

    ``at``: at which days, or whatever else it runs over (a size, a generation, minutes); none where over nothing.
    ``of``: of which stage, channel, desk or segment, where there are several.
    """

    quantity: Literal[
        "repeat_orders",
        "customers_kept",
        "mean_order",
        "value_per_customer",
        "people_in",
        "faded_first",
        "value_per_reached",
        "share_of_occasions",
        "offer_share",
        "contribution_per_occasion",
        "reached_by",
        "recognised_precision",
        "credited",
        "brought",
        "cac_blended",
        "cac_incremental",
        "cac_marginal",
        "cascade_size",
        "cascade_variance",
        "cascade_share",
        "ended_by_generation",
        "cascade_customers",
        "cascade_alive",
        "cascade_extinct",
        "seed_value",
        "seed_value_with_children",
        "seed_value_with_descendants",
        "final_size",
        "growth_rate",
        "share_who_bought",
        "mean_wait",
        "gave_up",
        "tickets_in_system",
        "turns_per_question",
        "waits_at_all",
        "wait_within",
        "segment_wait",
        "customers_in_equilibrium",
        "nps",
        "points_outstanding",
        "points_redeemed",
        "upper_tier",
    ]
    at: tuple[Annotated[Whole, Field(ge=0, le=20_000)], ...] = ()
    of: Name | None = None


class Scenario(Model):
    """The whole tree, resolved: nothing is left to other files."""

    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    title: Words
    note: Words | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    start: Day
    days: Whole = quantity("days", ge=1, le=20_000)
    people: Whole = quantity("people simulated", ge=1, le=200_000_000)
    worlds: Whole = quantity("worlds", ge=1, le=10_000)
    seed: Whole = Field(ge=0, le=2**64 - 1)
    market: Market
    policy: Policy
    verify: tuple[Verification, ...] = ()
    _notices: tuple[str, ...] = PrivateAttr(default=())
    _stated: Stated | None = PrivateAttr(default=None)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was noticed while its files were read, each in one sentence."""
        return self._notices

    @property
    def stated(self) -> Stated | None:
        """What its market was stated at; None where it was read from no file."""
        return self._stated

    @property
    def fingerprint(self) -> str:
        """sha256, in hex, of the resolved tree: equal for files that mean the same."""
        tree = self.model_dump(mode="json", by_alias=True)
        tree["market"]["referral"]["network"]["file"] = ""  # its content counts, not its place
        if tree["market"]["start"].pop("customers") is None:
            tree["market"]["start"].pop("customers_sha256")
        return hashlib.sha256(json.dumps(tree, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def shares_market_with(self, other: Scenario) -> bool:
        """Whether both are set in the same market, so that they differ in what management does alone.

        What data tell about people is left out: it is bought, not given. So are channels that one of them has behind
        those of the other, which spends nothing on them.
        """
        both = min(len(self.market.channels), len(other.market.channels))
        mine, others = (_with_channels(one.market, both) for one in (self, other))
        recognise = {"recognise": others[0].recognise}
        return mine[0].model_copy(update=recognise) == others[0] and mine[1] == others[1]

    def parameters(self) -> list[tuple[str, Parameter]]:
        """Every Parameter with its path, e.g. market.channels.search.carryover, in the order of the tree."""
        return list(parameters(self))

    def to_yaml(self) -> str:
        """The resolved tree as a file that ``load`` reads back equal."""
        return written(self.model_dump(by_alias=True, exclude_none=True))


def _with_channels(market: Market, count: int) -> tuple[Market, frozenset[Block]]:
    """``market`` with its first channels alone and without correlations, and these."""
    gone = tuple(f"channels.{channel.name}." for channel in market.channels[count:])
    left = market.model_copy(update={"channels": market.channels[:count], "correlations": ()})
    return left, tied(blocks(market, lambda path: path.startswith(gone)))
