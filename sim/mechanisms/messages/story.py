"""Messages in a customer's life."""

from __future__ import annotations

from typing import Any

from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.messages.rules import WEEK
from sim.reference.part import Part
from sim.reference.person import Person
from sim.vocabulary import NEVER, Account, Clock, Decision, Event


class Story(Part):
    """Somebody to whom the firm writes, until it is too much."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.wants_none = False

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
        if not self.nature.has("label_days") or Clock.SILENCE in self.one.clocks:
            self.begins()

    def begins(self) -> None:
        """The first week of messages."""
        if self.runs_until("at_message") == NEVER and not self.wants_none:
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
        self.one.books_on(Account.MESSAGES, -cost)
        self.one.brings(-cost)
        u = self.nature.uniform(Decision.OPT_OUT, self.one.number, int(self.one.now))
        if u < self.nature.number("message_stop"):
            self.stops("at_message")
            self.wants_none = True
            self.one.notes(Event.OPTED_OUT)

    def record(self) -> dict[str, Any]:
        """Whether the customer has opted out, and until when the week of messages lasts."""
        return {"no_messages": int(self.wants_none), "message_due": self.runs_until("at_message")}
