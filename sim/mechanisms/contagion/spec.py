"""What contagion declares."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section

MARKET = "contagion"

SPEC = Mechanism(
    name="contagion",
    on="grief_effect",
    case="customers leave after their contacts",
    numbers=(
        Number(
            "grief_effect", "f8", "on the drop-out rate, of a contact who has left [0]", f"market.{MARKET}.grief_effect"
        ),
        Number("grief_days", "f8", "after which e of it is left", f"market.{MARKET}.grief_days"),
        Number("ambient", "f8", "contacts per day if all people were customers [0]", f"market.{MARKET}.ambient_rate"),
    ),
    fields=(
        Field("grief", "f4", "neighbours who have dropped out, weighed by how long ago, at grief_at"),
        Field("grief_at", "f4", "the moment of that, days"),
    ),
    market=Section(
        MARKET,
        """What customers do to each other without a word to us: leaving is catching, and so is using what others use.

    A contact who has dropped out adds ``grief_effect`` to the ratio on a customer's drop-out rate, and less as
    e^(-days / grief_days) (Nitzan & Libai 2011). ``ambient_rate``: how often an unaware person hears of us if
    everybody were a customer (Bass 1969, q); in proportion to the share of people who have become one.
    """,
        (
            Belief("grief_effect", unit="per contact", limits=(("ge", 0), ("le", 100))),
            *(Belief("grief_days", "Days"), Belief("ambient_rate", "Rate")),
        ),
    ),
    happens=("DROPPED_OUT", "RETURNED", "LOST"),
)
