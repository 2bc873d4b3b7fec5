"""The words that mechanisms add to: sim/words.py."""

from __future__ import annotations

from collections.abc import Iterable

from sim.mechanisms import core_words
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Word

TEXT = '''"""Decisions, events and accounts, with their numbers. Written by `make generate` of specs."""

from __future__ import annotations

from enum import IntEnum


class Decision(IntEnum):
    """What a random number decides: the third part of its address (see sim.core.ground.draws).

    An even one and the odd one behind it share a computation: those that are dealt together stand together.
    """

{decisions}

class Event(IntEnum):
    """A line of the journal. The amount that goes with it is named behind each."""

{events}

class Account(IntEnum):
    """The accounts of the ledger, micro-units of currency. Costs are booked negative."""

{accounts}
'''


def members(kind: str, words: Iterable[Word]) -> str:
    """The lines of an enumeration, in the order of their numbers; ValueError where two have one name or number.

    A number that is left out was that of a word which is no more: tables keep a column for it, and no other takes it.
    """
    known: dict[int, Word] = {}
    several = tuple(words)
    for word in several:
        if word.number in known or word.name in {one.name for one in known.values()}:
            free = max(one.number for one in several) + 1
            raise ValueError(f"{kind} {word.name}, {word.number}: the name or the number is taken; {free} is free")
        known[word.number] = word
    return "".join(
        f"    {known[number].name} = {number}{f'  # {known[number].says}' if known[number].says else ''}\n"
        for number in sorted(known)
    )


def source() -> str:
    """The text of sim/words.py."""
    return TEXT.format(
        decisions=members("decision", [*core_words.DECISIONS, *(word for one in ALL for word in one.decisions)]),
        events=members("event", [*core_words.EVENTS, *(word for one in ALL for word in one.events)]),
        accounts=members("account", [*core_words.ACCOUNTS, *(word for one in ALL for word in one.accounts)]),
    )
