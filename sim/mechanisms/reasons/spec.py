"""What reasons for dropping out declare; what files may say of them is scenarios.market.relation.Leave."""

from sim.mechanisms.kinds import Field, Mechanism, Number, Word

SPEC = Mechanism(
    name="reasons",
    on="reasons",
    case="",
    numbers=(
        Number("reasons", "i8", "whether drop-outs have reasons [0]"),
        Number("leave_need", "f8", "share of those who have no need any more"),
        Number("leave_service", "f8", "share of those who leave for the service", "market.lapse.leave.service_share"),
    ),
    fields=(Field("reason", "u1", "of the latest drop-out"),),
    decisions=(Word("REASON", 51),),
)
