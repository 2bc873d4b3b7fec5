"""What news of friends declare; who asks for them says so (Mechanism.hears)."""

from sim.mechanisms.kinds import Booked, Field, Happening, Mechanism, Number

SPEC = Mechanism(
    name="news",
    on="letters",
    case="",
    numbers=(
        Number("letters", "i8", "whether friends tell who invited them [0]"),
        Number("bonus_on", "i8", "whether several friends together bring a bonus [0]"),
    ),
    fields=(Field("children", "u2", "friends invited who have placed a first order"),),
    events=(Happening("REWARDED", 21, "the bonus, micro-units of currency", to="buyers", wins=True),),
    accounts=(Booked("BONUS", 16, group="PROGRAMME", caused=("REWARDED",)),),
    happens=("REWARDED", "BONUS"),
    hears="bonus_on",
)
