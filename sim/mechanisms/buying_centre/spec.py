"""What firms that buy declare."""

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

POLICY, MARKET = "policy.relationship.buying_centre", "market.buying_centre"
ROLES = {
    "users": "shows the product to those who would use it",
    "technicians": "proves that it does what it should",
    "buyers": "reports what others have gained by it",
    "bosses": "visits who has the last word",
}
"""Who decides in a firm, and what the firm that sells does about them."""
COST = (("ge", 0), ("le", 1e9))


def work(role: str) -> Section:
    """What is done about one role."""
    return Section(
        f"relationship.buying_centre.{role}",
        f"The firm {ROLES[role]}, in every account with a sales cycle.",
        (Level("active", "bool"), Level("cost_per_account", "float", "currency per sales cycle", COST)),
    )


SPEC = Mechanism(
    name="buying_centre",
    on="centre_on",
    case="customers are firms, who decide later",
    numbers=(
        Number("centre_on", "i8", "whether customers are firms [0]", f"{MARKET}.active"),
        *(Number(f"centre_{role}", "i8", f"{role} of a buying centre") for role in ROLES),
        *(Number(f"doubts_{role}", "f8", f"probability that one of {role} objects after our work") for role in ROLES),
        Number("sceptic", "f8", "the same of anybody where nothing is done"),
        Number("sceptic_utility", "f8", "what each who objects adds to the utility of our offers, log of odds"),
        Number("cycle_days", "f8", "median of days from a wish to the decision", f"{MARKET}.cycle_days"),
        Number("cycle_spread", "f8", "standard deviation of their logarithm", f"{MARKET}.cycle_spread"),
        Number("centre_cost", "i8", "of our work on an account in a cycle, micro-units"),
    ),
    fields=(
        Field("wished_on", "u4", "the occasion on which the firm last wished for an offer of ours; 0 = none"),
        Field("searched", "u1", "whether it came by way of a medium that waits for such people"),
        Field("cycles_over", "f4", "days of its sales cycles that are over"),
    ),
    events=(
        Happening("CYCLE_BEGUN", 54, "what our work on the account costs, micro-units of currency", to="deciders"),
        Happening("ACCOUNT_WON", 55, "0; the firm decides for us", to="deciders"),
        Happening("ACCOUNT_LOST", 56, "0; it decides against us", to="deciders"),
    ),
    accounts=(Booked("ACCOUNT_WORK", 40, "work on firms that are to decide", group="NURTURING"),),
    decisions=(Word("SCEPTIC", 111), Word("CYCLE", 112)),
    policy=Section(
        "relationship.buying_centre",
        """What is done about the people of a firm that wishes for an offer of ours, by role, while it decides.

    Each costs ``cost_per_account`` in every sales cycle, whether or not the firm is won.
    """,
        tuple(work(role) for role in ROLES),
    ),
    market=Section(
        "buying_centre",
        """Customers that are firms, all of them or those of some ``segments`` (none = all).

    When a firm that never bought would take an offer of ours, a sales cycle begins: log-normal, median ``cycle_days``,
    standard deviation ``cycle_spread`` of the logarithm. At its end ``users``, ``technicians``, ``buyers`` and
    ``bosses``, so many people each, decide as one. Each objects with probability ``sceptics``, which ``..._won`` takes
    off in proportion where the firm that sells works on the role; each who objects multiplies the odds of our offer by
    ``sceptic_odds``. Until then the firm neither forgets us, leaves the own list nor considers
    anything else, but for a trial, at whose end they decide without our work. Repeat orders need no cycle.
    """,
        (
            Level("active", "bool"),
            Level("segments", "tuple[Name, ...]"),
            Belief("users", unit="people", limits=(("ge", 0), ("le", 20))),
            Belief("technicians", unit="people", limits=(("ge", 0), ("le", 20))),
            Belief("buyers", unit="people", limits=(("ge", 0), ("le", 20))),
            Belief("bosses", unit="people", limits=(("ge", 0), ("le", 20))),
            Belief("sceptics", "Share"),
            Belief("sceptic_odds", "Ratio"),
            Belief("cycle_days", unit="days", limits=(("ge", 0), ("le", 20000))),
            Belief("cycle_spread", unit="ln days", limits=(("ge", 0), ("le", 5))),
            *(Belief(f"{role}_won", "Share") for role in ROLES),
        ),
    ),
    measures=(
        Reported("cycles_begun", "accounts", "flow", "neither", "Sales cycles that firms began.", "sales cycles begun"),
        Reported("win_rate", "share", "level", "higher", "Of sales cycles that ended, those won.", "sales cycles won"),
        Reported(
            "cycle_length",
            "days",
            "level",
            "lower",
            "Days from a firm's wish to its decision, mean of sales cycles that ended.",
            "days of a sales cycle",
        ),
        Reported(
            "account_cost",
            "currency",
            "flow",
            "lower",
            "What work on firms that are to decide cost.",
            "cost of work on accounts",
        ),
    ),
    front="relationship",
    counts={"cycles_begun": "CYCLE_BEGUN"},
    costs={"account_cost": "ACCOUNT_WORK"},
    each={"ACCOUNT_WORK": ("CYCLE_BEGUN", "centre_cost")},
    happens=("CYCLE_BEGUN", "ACCOUNT_WON", "ACCOUNT_LOST", "ACCOUNT_WORK", "FIRST_ORDER"),
    without=tuple(
        without
        for role in ROLES
        for without in (
            Without(f"{POLICY}.{role}.active", 0.0, ((f"{MARKET}.active", 0.0),), "no customer is a firm"),
            Without(f"{POLICY}.{role}.active", 0.0, ((f"{MARKET}.{role}_won", 0.0),), "it costs money and wins nobody"),
        )
    ),
    neutral=(f"{MARKET}.active=true", f"{MARKET}.sceptic_odds=1", f"{MARKET}.cycle_days=0"),
)
