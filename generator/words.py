"""The words that mechanisms add to: sim/words.py."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from ruamel.yaml import YAML

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


def of_core(kind: str) -> list[Word]:
    """The words of what has no folder of its own: core_words.yaml."""
    text = Path(__file__).with_name("core_words.yaml").read_text(encoding="utf-8")
    return [Word(**row) for row in YAML(typ="safe", pure=True).load(text)[kind]]


def source() -> str:
    """The text of sim/words.py."""
    return TEXT.format(
        decisions=members("decision", [*of_core("decisions"), *chain.from_iterable(one.decisions for one in ALL)]),
        events=members("event", [*of_core("events"), *chain.from_iterable(one.events for one in ALL)]),
        accounts=members("account", [*of_core("accounts"), *chain.from_iterable(one.accounts for one in ALL)]),
    )
