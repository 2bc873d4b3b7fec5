"""What classes of customers declare."""

from sim.mechanisms.kinds import Booked, Field, Happening, Level, Mechanism, Number, Reported, Section

POLICY = "policy.relationship.classes"

SPEC = Mechanism(
    name="classes",
    on="classes_on",
    case="customers are put into classes",
    numbers=(
        Number("classes_on", "i8", "whether customers are put into classes [0]", f"{POLICY}.active"),
        Number("class_days", "f8", "between two reviews", f"{POLICY}.every_days"),
        Number("class_cost", "i8", "of a review of a customer, micro-units", f"{POLICY}.cost_per_review", money=True),
        Number("class_keeps", "f8", "of what was paid before, at each review", f"{POLICY}.keeps"),
        Number("class_a", "f8", "paid lately by who is in A at least, currency", f"{POLICY}.a_from"),
        Number("class_b", "f8", "paid lately by who is in B at least, currency", f"{POLICY}.b_from"),
    ),
    fields=(
        Field("next_review", "f4", "the next review of the customer's class; NEVER = not known yet", begins="NEVER"),
        Field("at_review", "f4", "when the customer is reviewed next", apart=True),
        Field("paid_lately", "f4", "for orders that were kept, what is older counting less, currency"),
        Field("value_class", "u1", "at the latest review: 0 C, or none yet, 1 B, 2 A"),
    ),
    events=(
        Happening("CLASSED", 43, "the class of a review: 0 C, 1 B, 2 A", to="buyers"),
        Happening(
            "CLASS_MOVED",
            44,
            "the class that a customer comes to from another one: 0 C, 1 B, 2 A",
            to="buyers",
            after=("CLASSED",),
        ),
    ),
    accounts=(Booked("CLASSES", 28, "reviewing the classes of customers", group="SERVING"),),
    policy=Section(
        "relationship.classes",
        """Classes of customers by what they have paid lately (ABC): A from ``a_from`` on, B from ``b_from``, else C.

    All are reviewed every ``every_days``, at ``cost_per_review`` each; at each review what was paid before comes to
    count ``keeps`` times as much, so that it holds how recently, how often and how much somebody buys. Who is new is in
    C until the first review. A class does nothing of its own: care calls, messages and incentives may be for some
    alone.
    """,
        (
            Level("active", "bool"),
            Level("every_days", "float", "days", (("ge", 1), ("le", 3650))),
            Level("keeps", "float", "ratio", (("ge", 0), ("lt", 1))),
            Level("a_from", "float", "currency", (("ge", 0), ("le", 1e9))),
            Level("b_from", "float", "currency", (("ge", 0), ("le", 1e9))),
            Level("cost_per_review", "float", "currency per customer", (("ge", 0), ("le", 1e9))),
        ),
    ),
    measures=(
        Reported(
            "class_share",
            "share",
            "level",
            "neither",
            "Of customers, those in a class at the end.",
            "customers by class",
        ),
        Reported(
            "class_orders",
            "share",
            "level",
            "neither",
            "Of all orders, those of who is in a class at the end.",
            "orders by class",
        ),
        Reported(
            "class_value",
            "share",
            "level",
            "neither",
            "Of what all customers have brought, the part of who is in a class at the end.",
            "value by class",
        ),
        Reported(
            "class_moves", "customers", "flow", "neither", "Moves of customers to another class.", "moves of class"
        ),
    ),
    front="relationship",
    by={"class_share": "class", "class_orders": "class", "class_value": "class"},
    counts={"class_moves": "CLASS_MOVED"},
    each={"CLASSES": ("CLASSED", "class_cost")},
    happens=("CLASSED", "CLASS_MOVED", "CLASSES"),
    neutral=("policy.relationship.classes.active=true", "policy.relationship.classes.cost_per_review=0"),
)
