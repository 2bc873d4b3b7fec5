"""What seeding declares."""

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

POLICY, MARKET = "policy.referral.seeding", "market.seeding"

SPEC = Mechanism(
    name="seeding",
    on="seeding_on",
    case="the product is given to people who are to talk of it",
    numbers=(
        Number("seeding_on", "i8", "whether the product is given to chosen people [0]", f"{POLICY}.active"),
        Number("seeding_day", "f8", "on which it is", f"{POLICY}.day"),
        Number("seeding_leader", "f8", "probability that an opinion leader is chosen"),
        Number("seeding_other", "f8", "probability that anybody else is chosen"),
        Number("seeding_cost", "i8", "of a person chosen, micro-units", f"{POLICY}.cost_per_person", money=True),
        Number("seeding_joins", "f8", "probability that who is chosen takes part"),
        Number("seeding_leader_joins", "f8", "the same of an opinion leader"),
        Number("seeding_tells", "f8", "share of the own contacts whom who takes part invites", f"{MARKET}.tells"),
    ),
    fields=(
        Field("seed_at", "f4", "when the product is given to the person; NEVER = not chosen", begins="NEVER"),
        Field("at_seed", "f4", "when the product is given to the person", apart=True),
        Field("seeded", "u1", "whether it has been"),
    ),
    events=(
        Happening(
            "SEEDED",
            51,
            "what search and product cost, micro-units of currency",
            to="anybody",
            causes=("SHARED", "UNDELIVERABLE"),
            wins=True,
        ),
    ),
    accounts=(Booked("SEEDING", 38, "seeding of opinion leaders", group="REWARDS"),),
    decisions=(
        *(Word("SEED_CHOSEN", 93), Word("SEED_TIME", 94), Word("SEED_JOINS", 95)),
        *(Word("SEED_TELLS", 96), Word("DELAY_SEEDED", 97)),
    ),
    policy=Section(
        "referral.seeding",
        """The product for nothing to ``people`` of the whole market, on a ``day``, in the hope that they recommend it.

    The share ``accuracy`` of them are opinion leaders, as far as there are as many; the others are anybody. Each costs
    ``cost_per_person``, search and product, whether or not anything comes of it.
    """,
        (
            Level("active", "bool"),
            Level("day", "Whole", "day of run", (("ge", 0), ("le", 36500))),
            Level("people", "float", "people", (("ge", 0), ("le", 1e9))),
            Level("accuracy", "float", "share of the people", (("ge", 0), ("le", 1))),
            Level("cost_per_person", "float", "currency per person", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "seeding",
        """What comes of it: who is chosen takes part with probability ``taking_part``, an opinion leader
    ``leader_ratio`` times as often, and then invites the share ``tells`` of the own contacts not invited yet, whether
    or not a customer. Their invitations are taken up as any others are, and bring the rewards that any others bring.
    """,
        (Belief("taking_part", "Share"), Belief("leader_ratio", "Ratio"), Belief("tells", "Share")),
    ),
    measures=(
        Reported("people_seeded", "people", "flow", "neither", "Who got the product to recommend it.", "people seeded"),
        Reported(
            "seeding_customers",
            "people",
            "flow",
            "higher",
            "Customers invited by somebody who had got the product to recommend it.",
            "customers by people seeded",
        ),
        Reported("seeding_cost", "currency", "flow", "lower", "What seeding cost, rewards apart.", "cost of seeding"),
    ),
    front="referral",
    counts={"people_seeded": "SEEDED"},
    costs={"seeding_cost": "SEEDING"},
    each={"SEEDING": ("SEEDED", "seeding_cost")},
    happens=("SEEDED", "SEEDING", "SHARED", "ACCEPTED", "FIRST_ORDER"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.taking_part", 0.0),),
            "the product is given away and nobody recommends it",
        ),
        Without(
            f"{POLICY}.active",
            0.0,
            (("policy.referral.active", 0.0),),
            "there is no programme, and nobody takes up an invitation",
        ),
    ),
    neutral=(
        f"{POLICY}.active=true",
        f"{POLICY}.people=200000",
        f"{POLICY}.cost_per_person=0",
        f"{MARKET}.taking_part=0",
    ),
)
