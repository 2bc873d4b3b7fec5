"""What cheats declare."""

from sim.mechanisms.kinds import Belief, Booked, Happening, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="cheats",
    on="cheats_on",
    case="invitations are made up",
    numbers=(
        Number("cheats_on", "i8", "whether anybody cheats, or is taken for a cheat [0]"),
        Number("fraud", "f8", "of invitations [0]"),
        Number("detection", "f8", "of cheated ones found out", "policy.data.fraud_detection"),
        Number("false_alarm", "f8", "of honest ones taken for cheated [0]"),
    ),
    events=(
        Happening("CHEATED", 20, "1 found out, 0 not", to="customers", after=("FIRST_ORDER", "ORDERED", "SOLVED")),
    ),
    accounts=(Booked("FRAUD", 17, group="PROGRAMME", caused=("CHEATED",)),),
    decisions=(Word("FRAUD", 57), Word("DETECTION", 58)),
    market=Section(
        "referral",
        "The share of invitations to an account of one's own; both rewards are paid unless it is found out.",
        (Belief("fraud", "Share"),),
        joins=True,
    ),
    happens=("CHEATED", "ACCEPTED", "FRAUD"),
)
