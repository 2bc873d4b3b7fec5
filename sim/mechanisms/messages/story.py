"""Messages in a customer's life."""

from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.messages.rules import WEEK
from sim.reference.part import Part
from sim.vocabulary import NEVER, Account, Decision, Event


class Story(Part):
    """Somebody to whom the firm writes, until it is too much."""

    no_messages = False

    def lift(self) -> float:
        """Who gets messages thinks of us more often."""
        return self.nature.number("message_lift") if self.gets_any and self.runs_until("at_message") < NEVER else 0.0

    @property
    def gets_any(self) -> bool:
        """Whether customers of the class get messages."""
        return bool(is_for(self.nature.amount("message_who"), self.one.value_class))

    def ordered(self, less: int) -> None:
        """From now on there are messages."""
        self.begins()

    def known_before(self, silent: float) -> None:
        """There are, unless the firm has given up."""
        if not self.nature.has("label_days") or self.runs_until("at_silence") < NEVER:
            self.begins()

    def begins(self) -> None:
        """The first week of messages."""
        if self.runs_until("at_message") == NEVER and not self.no_messages:
            self.is_set("at_message", self.one.now + WEEK)

    def silent(self) -> None:
        """The firm gives up."""
        self.stops("at_message")

    def at_message(self) -> None:
        """One more week; perhaps the last one."""
        self.is_set("at_message", self.one.now + WEEK)
        if not self.gets_any:
            return
        cost = self.nature.amount("message_cost")
        self.one.notes(Event.MESSAGED, cost)
        self.one.costs_to_serve(Account.MESSAGES, cost)
        u = self.nature.uniform(Decision.OPT_OUT, self.one.number, int(self.one.now))
        if u < self.nature.number("message_stop"):
            self.stops("at_message")
            self.no_messages = True
            self.one.notes(Event.OPTED_OUT)

    def record(self) -> dict[str, float]:
        """Until when the week of messages lasts."""
        return {"message_due": self.runs_until("at_message")}
