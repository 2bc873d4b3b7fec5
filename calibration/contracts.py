"""The tables that a company may bring beside its orders: columns, kinds of cells, what is required and what allowed."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.reading.amounts import MOST_MONEY

TEXT, ID, MOMENT, DAY, NUMBER, MONEY, SHARE, FLAG = "text", "id", "moment", "day", "number", "money", "share", "flag"
COUNT = "count"
"""How many, or only whether: yes is one, no and nothing are none."""
TIMES = (MOMENT, DAY)
NUMBERS = (NUMBER, MONEY, SHARE)
MOST = 1e15


@dataclass(frozen=True)
class Field:
    """A column: ``kind`` of its cells, the ``least`` and ``most`` that a number may be, the column that it must not
    be ``before``, and whether its ids are those of ``people`` (customers)."""

    name: str
    kind: str
    required: bool = False
    least: float = -MOST
    most: float = MOST
    not_before: str = ""
    people: bool = False


@dataclass(frozen=True)
class Contract:
    """A table. ``key``: columns of which no two rows have the same cells; ``either``: one of them must be there;
    ``ahead``: years that its times may lie in the future; ``traits``: further columns describe its rows."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    ahead: int = 0
    traits: bool = False

    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)

    def digits(self) -> tuple[str, ...]:
        """Required columns with a digit in every row."""
        return tuple(field.name for field in self.fields if field.required and field.kind in TIMES + NUMBERS)


def _money(name: str, required: bool = False) -> Field:
    return Field(name, MONEY, required, 0.0, MOST_MONEY)


_CURRENCY = Field("currency", TEXT)
_PERSON = Field("customer_id", ID, True, people=True)

CONTRACTS = {
    contract.name: contract
    for contract in (
        Contract(
            "customers",
            (
                _PERSON,
                Field("acquired_at", MOMENT, True),
                Field("channel", TEXT),
                Field("segment", TEXT),
                Field("region", TEXT),
                Field("referrer_id", ID, people=True),
                Field("owned_channel_opt_in_at", MOMENT),
            ),
            key=("customer_id",),
            traits=True,
        ),
        Contract(
            "spend",
            (
                Field("date", DAY, True),
                Field("channel", TEXT, True),
                _money("spend", True),
                Field("impressions", NUMBER, least=0.0),
                Field("clicks", NUMBER, least=0.0),
                Field("region", TEXT),
                _CURRENCY,
            ),
            ahead=2,
        ),
        Contract(
            "experiments",
            (
                Field("channel", TEXT, True),
                Field("start", DAY, True),
                Field("end", DAY, True, not_before="start"),
                Field("treated_regions", TEXT),
                Field("treated_share", SHARE, least=0.0, most=1.0),
                Field("lift", NUMBER, True),
                Field("lift_se", NUMBER, True, least=0.0),
            ),
            either=("treated_regions", "treated_share"),
            ahead=2,
        ),
        Contract(
            "touches",
            (
                _PERSON,
                Field("at", MOMENT, True),
                Field("campaign_id", TEXT, True),
                Field("channel", TEXT),
                Field("opened", FLAG),
                Field("clicked", FLAG),
                Field("redeemed", FLAG),
                Field("randomised_holdout", FLAG),
            ),
        ),
        Contract(
            "tickets",
            (
                Field("ticket_id", TEXT, True),
                _PERSON,
                Field("opened_at", MOMENT, True),
                Field("first_response_at", MOMENT, not_before="opened_at"),
                Field("resolved_at", MOMENT, not_before="opened_at"),
                Field("abandoned_at", MOMENT, not_before="opened_at"),
                Field("reopened", COUNT, least=0.0, most=1e6),
                Field("agent_minutes", NUMBER, least=0.0),
                Field("satisfaction", NUMBER),
                Field("desk", TEXT),
            ),
            key=("ticket_id",),
        ),
        Contract("surveys", (_PERSON, Field("at", MOMENT, True), Field("score", NUMBER, True), Field("kind", TEXT))),
        Contract(
            "referrals",
            (
                Field("referrer_id", ID, True, people=True),
                Field("invited_at", MOMENT, True),
                Field("invitee_id", ID, people=True),
                Field("accepted_at", MOMENT, not_before="invited_at"),
                Field("first_order_at", MOMENT, not_before="invited_at"),
                _money("reward_referrer"),
                _money("reward_invitee"),
                _CURRENCY,
            ),
        ),
        Contract(
            "prices",
            (
                Field("product_id", TEXT, True),
                Field("from", DAY, True),
                _money("list_price"),
                _money("unit_cost"),
                _money("competitor_price"),
                _CURRENCY,
            ),
            either=("list_price", "unit_cost", "competitor_price"),
            ahead=2,
        ),
        Contract(
            "staffing",
            (Field("at", MOMENT, True), Field("staff_on_duty", NUMBER, True, least=0.0, most=1e7), Field("desk", TEXT)),
            ahead=2,
        ),
    )
}
