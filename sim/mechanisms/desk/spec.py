"""What the service desk declares; what files may say of it is scenarios.market.service and scenarios.policy.service."""

from sim.mechanisms.kinds import Booked, Field, Happening, Mechanism, Number, Word

POLICY, MARKET = "policy.service.desk", "market.service"

SPEC = Mechanism(
    name="desk",
    on="desks",
    case="there is a service desk",
    numbers=(
        Number("desks", "i8", "service desks [0]"),
        Number("copies", "f8", "customers of the market for each one simulated, less that one"),
        Number("question_rate", "f8", "per customer and day"),
        Number("trouble_share", "f8", "of orders, at quality_anchor"),
        Number("start_share", "f8", "of first orders"),
        Number("trouble_delay", "f8", "mean, days", f"{MARKET}.trouble_delay"),
        Number("quality_anchor", "f8", "today's quality", "market.choice.quality_today"),
        Number("reopen_delay", "f8", "mean, days", f"{MARKET}.reopen_delay"),
        Number("urgent_orders", "i8", "customers with so many orders go first; 0 = none do", f"{POLICY}.urgent.orders"),
        Number("urgent_segments", "i8", "bit s: customers of segment s go first"),
        Number("wait_exit", "f8", "hazard of leaving at once per day waited [0]"),
        Number("share_served", "f8", "ratio on the probability to share when a ticket is solved [0]"),
        Number("causes", "i8", "of trouble; 0 = not told apart"),
        Number("mend", "i8", "whether complaints lead to mending [0]"),
        Number("mend_after", "f8", "complaints about a cause, in the whole market"),
        Number("mend_accuracy", "f8", "probability that who looks for a cause finds it [1]"),
        Number("mend_days", "f8", "until a cause that was found is mended", f"{POLICY}.mend.days"),
        Number("mend_told", "i8", "whether those who complained are told", f"{POLICY}.mend.told"),
    ),
    fields=(
        Field("at_question", "f4", "when the customer next wants something of the desk", often=True),
        Field("questions", "u2", "asked so far"),
        Field("open", "u2", "tickets not yet solved or given up"),
        Field("complained", "u2", "of which causes, a bit for each"),
    ),
    events=(
        Happening("ASKED", 23, "the desk; the customer wants something of us", to="buyers"),
        Happening("SERVED", 24, "wait for the first answer, micro-days; the staff has dealt with it", to="buyers"),
        Happening("SOLVED", 25, "time since the customer first asked, micro-days", to="buyers", after=("SERVED",)),
        Happening("REOPENED", 26, "the desk; it was not solved after all", to="buyers"),
        Happening("GAVE_UP", 27, "time waited in vain, micro-days", to="buyers"),
        Happening("TOLD", 31, "the cause; the firm says that what was complained of is mended", to="buyers"),
    ),
    accounts=(
        Booked("SUPPORT", 21, "handling this customer's tickets", group="SERVING"),
        Booked("IDLE", 22, "staff on duty and not handling anything"),
    ),
    decisions=(
        *(Word("TROUBLE", 22), Word("QUESTION", 60), Word("TROUBLE_DELAY", 61), Word("CAUSE", 62), Word("DESK", 63)),
        *(Word("HANDLING", 64), Word("PATIENCE", 65), Word("SILENT", 66), Word("SOLVED", 67), Word("REOPENED", 68)),
        *(Word("COPIES", 69), Word("COPY_DAY", 70), Word("COPY_TIME", 71), Word("SERVICE_EXIT", 72)),
        *(Word("SHARE_SERVED", 75), Word("DELAY_SERVED", 76), Word("CAUSE_FOUND", 99)),
    ),
)
