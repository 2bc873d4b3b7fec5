"""What messages to customers declare."""

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

POLICY, MARKET = "policy.relationship.messages", "market.messages"

SPEC = Mechanism(
    name="messages",
    on="message_on",
    case="customers get messages",
    numbers=(
        Number("message_who", "i8", "the classes that get them: 1 C, 2 B, 4 A, summed [7]"),
        Number("message_on", "i8", "whether customers get messages [0]", f"{POLICY}.active"),
        Number("message_many", "f8", "a week"),
        Number("message_cost", "i8", "of a week, micro-units"),
        Number("message_lift", "f8", "utility of our offers for who gets them [0]"),
        Number("message_stop", "f8", "probability to opt out after a week of them"),
    ),
    fields=(
        Field("message_due", "f4", "the end of a week of messages; NEVER = gets none", begins="NEVER"),
        Field("at_message", "f4", "when a week of messages is over", apart=True),
        Field("no_messages", "u1", "whether the customer has opted out of them"),
    ),
    events=(
        Happening("MESSAGED", 39, "what the messages of a week cost, micro-units of currency", to="buyers"),
        Happening(
            "OPTED_OUT", 40, "0; wants no more messages, and is a customer as before", to="buyers", after=("MESSAGED",)
        ),
    ),
    accounts=(Booked("MESSAGES", 26, "messages to customers", group="SERVING"),),
    decisions=(Word("OPT_OUT", 87),),
    policy=Section(
        "relationship.messages",
        """Messages to customers, ``per_week`` of them from the first order on, until they opt out or the firm calls
    them lapsed; with the next order it begins again. ``personal``: with goods recommended to each, for
    ``personal_cost`` more a message.

    The firm cannot see who has dropped out: those get them, too.
    """,
        (
            Level("active", "bool"),
            Level("per_week", "float", "messages per week", (("gt", 0), ("le", 1000))),
            Level("cost_per_message", "float", "currency per message", (("ge", 0), ("le", 1e9))),
            Level("personal", "bool"),
            Level("personal_cost", "float", "currency per message", (("ge", 0), ("le", 1e9))),
            Level("to_a", "bool"),
            Level("to_b", "bool"),
            Level("to_c", "bool"),
        ),
    ),
    market=Section(
        "messages",
        """What messages do to customers.

    n a week multiply the order rate at today's price by 1 + ``order_lift`` (1 - exp(-n / ``scale``)), and personal ones
    by ``personal_ratio`` besides; never to more than all occasions. With each message the share ``opt_out`` wants no
    more, and orders as before there were any. Messages tire customers in no other way.
    """,
        (
            Belief("order_lift", unit="ratio", limits=(("ge", 0), ("le", 10))),
            Belief("scale", unit="messages per week", limits=(("gt", 0), ("le", 1000))),
            Belief("personal_ratio", "Ratio"),
            Belief("opt_out", unit="per message", limits=(("ge", 0), ("le", 1))),
        ),
    ),
    measures=(
        Reported("messages_sent", "messages", "flow", "neither", "Messages to customers.", "messages to customers"),
        Reported("messages_cost", "currency", "flow", "lower", "What messages to customers cost.", "cost of messages"),
        Reported(
            "opted_out_share",
            "share",
            "level",
            "lower",
            "Of all who have ever ordered, those who want no more messages.",
            "opted out of messages",
        ),
    ),
    front="relationship",
    costs={"messages_cost": "MESSAGES"},
    each={"MESSAGES": ("MESSAGED", "message_cost")},
    happens=("MESSAGED", "OPTED_OUT", "MESSAGES", "ORDERED", "DROPPED_OUT", "LABELLED"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.order_lift", 0.0), (f"{POLICY}.personal", 0.0)),
            "messages cost money and sell no more",
        ),
        Without(
            f"{POLICY}.active",
            0.0,
            (("market.choice.share_customer", 1.0),),
            "customers buy at every occasion, and messages sell no more",
        ),
        Without(
            f"{POLICY}.to_c",
            1.0,
            (("policy.relationship.classes.active", 0.0),),
            "customers are not told apart, all count as C, and none gets a message",
        ),
    ),
    neutral=(
        f"{POLICY}.active=true",
        f"{POLICY}.cost_per_message=0",
        f"{MARKET}.order_lift=0",
        f"{MARKET}.opt_out=0.01",
    ),
)
