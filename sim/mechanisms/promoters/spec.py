"""What promoters declare."""

from sim.mechanisms.kinds import (
    Belief,
    Booked,
    Field,
    Happening,
    Level,
    Mechanism,
    Number,
    Reported,
    Section,
    Without,
    Word,
)

POLICY, MARKET = "referral.promoters", "promoters"
ODDS = (("gt", 0), ("le", 100))


def numbers_of(kind: str, who: str) -> tuple[Number, ...]:
    """What the rules read of promoters of one kind."""
    return (
        Number(f"{kind}_known", "f8", f"{who} of the firm whom a person knows, in the mean"),
        Number(f"{kind}_none", "f8", f"probability to know no {who} of the firm [1]"),
        Number(f"{kind}_rate", "f8", "at which each of those known tells of the firm, per day"),
        Number(f"{kind}_pay", "f8", "commission, share of the first order"),
    )


def fields_of(kind: str, who: str) -> tuple[Field, ...]:
    """What is kept of a person and the promoters of one kind that it knows."""
    return (
        Field(f"{kind}_next", "f4", f"when the next of the {who} tells the person of the firm", begins="NEVER"),
        Field(f"at_{kind}", "f4", f"when the next of the {who} tells the person of the firm", apart=True),
        Field(f"{kind}_told", "u1", f"how many of the {who} have told the person of the firm"),
    )


def policy_of(kind: str, says: str) -> Section:
    """What the firm does with promoters of one kind."""
    return Section(
        f"{POLICY}.{kind}",
        says,
        (
            Level("heads", "float", "promoters", (("ge", 0), ("le", 1e9))),
            Level("cost_per_head", "float", "currency per promoter and month", (("ge", 0), ("le", 1e9))),
            Level("commission", "float", "share of the first order", (("ge", 0), ("le", 1))),
        ),
    )


SPEC = Mechanism(
    name="promoters",
    on="promoters_on",
    case="staff or partners promote",
    numbers=(
        Number("promoters_on", "i8", "whether there are any [0]"),
        Number("promoter_joins", "f8", "probability to join the list when told by a promoter"),
        *numbers_of("staff", "staff"),
        *numbers_of("partners", "partners"),
    ),
    fields=(
        *fields_of("staff", "staff"),
        *fields_of("partners", "partners"),
        Field("promoter", "u1", "by whose word the person joined the list: 0 no promoter's, 1 staff, 2 a partner"),
    ),
    events=(
        Happening("TOLD_BY_STAFF", 46, "1 if the person joins the list by it, else 0", to="anybody"),
        Happening("TOLD_BY_PARTNER", 47, "1 if the person joins the list by it, else 0", to="anybody"),
        Happening(
            "WON_BY_STAFF",
            48,
            "the commission, micro-units of currency",
            to="customers",
            after=("FIRST_ORDER",),
            wins=True,
        ),
        Happening(
            "WON_BY_PARTNER",
            49,
            "the commission, micro-units of currency",
            to="customers",
            after=("FIRST_ORDER",),
            wins=True,
        ),
    ),
    accounts=(
        Booked("PROMOTERS", 34, "promoters by the head: booked by the firm, not by person", group="REWARDS"),
        Booked("STAFF_COMMISSION", 35, "commissions to staff for new customers", group="REWARDS"),
        Booked("PARTNER_COMMISSION", 36, "commissions to partners for new customers", group="REWARDS"),
    ),
    decisions=(Word("KNOWS_PROMOTERS", 90), Word("PROMOTER_TELLS", 91), Word("PROMOTER_CONVINCES", 92)),
    policy=Section(
        POLICY,
        """Who speaks for the firm among people they know: ``heads`` of them, at ``cost_per_head`` a month each whether
    or not anybody comes, and a ``commission`` on the first order of who joined the list by their word, if it is kept
    and nobody else's invitation is paid for.
    """,
        (policy_of("staff", "The own staff."), policy_of("partners", "Partners, dealers among them.")),
    ),
    market=Section(
        MARKET,
        """What promoters do. They stand outside the people of the market.

    Each knows ``contacts`` people, so that of the market a person knows a Poisson number of them. In a month the share
    ``staff_active`` or ``partners_active`` of acquaintances comes up in a talk about the firm, each acquaintance once;
    a commission multiplies the odds of that by ``..._pay_odds`` for each 10 % of the order. Who is on no list of ours,
    has not left it, and has not bought joins it with probability ``joining``.
    """,
        (
            Belief("contacts", unit="people per promoter", limits=(("ge", 0), ("le", 1e6))),
            Belief("joining", "Share"),
            Belief("staff_active", unit="share a month", limits=(("ge", 0), ("lt", 1))),
            Belief("staff_pay_odds", unit="odds ratio per 10 % of the order", limits=ODDS),
            Belief("partners_active", unit="share a month", limits=(("ge", 0), ("lt", 1))),
            Belief("partners_pay_odds", unit="odds ratio per 10 % of the order", limits=ODDS),
        ),
    ),
    measures=(
        Reported(
            "promoter_contacts",
            "contacts",
            "flow",
            "neither",
            "Times that a promoter told somebody of us.",
            "told by promoters",
        ),
        Reported(
            "promoter_customers",
            "people",
            "flow",
            "higher",
            "Who joined the list by a promoter's word and placed a first order that was kept.",
            "customers by promoters",
        ),
        Reported(
            "promoter_cost",
            "currency",
            "flow",
            "lower",
            "What promoters cost, by the head and in commissions.",
            "cost of promoters",
        ),
        Reported(
            "promoter_cac",
            "currency",
            "level",
            "lower",
            "What promoters cost per customer that they brought.",
            "CAC of promoters",
        ),
    ),
    front="referral",
    by={
        "promoter_contacts": "promoter",
        "promoter_customers": "promoter",
        "promoter_cost": "promoter",
        "promoter_cac": "promoter",
    },
    happens=(
        *("TOLD_BY_STAFF", "TOLD_BY_PARTNER", "WON_BY_STAFF", "WON_BY_PARTNER"),
        *("STAFF_COMMISSION", "PARTNER_COMMISSION", "OPTED_IN", "UNSUBSCRIBED", "GOODS_RETURNED", "ACCEPTED"),
    ),
    without=tuple(
        Without(
            f"policy.{POLICY}.{kind}.heads",
            0.0,
            ((f"market.{MARKET}.joining", 0.0),),
            "promoters cost money and convince nobody",
        )
        for kind in ("staff", "partners")
    ),
    neutral=(
        f"policy.{POLICY}.staff.heads=100000",
        f"policy.{POLICY}.staff.cost_per_head=0",
        f"policy.{POLICY}.partners.heads=100000",
        f"policy.{POLICY}.partners.cost_per_head=0",
        f"market.{MARKET}.joining=0",
    ),
)
