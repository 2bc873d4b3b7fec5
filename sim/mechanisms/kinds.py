"""What a mechanism declares about itself: plain data, from which the rest of the house follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Number:
    """A number of behaviour, the same for everybody in a world: its name, its kind ("f8", "i8"), what it is.

    ``of``: the path of a scenario that it stands at, of which it is the number as it is, or (``money``) in micro-units;
    "" where lowering.py makes it.
    """

    name: str
    kind: str
    says: str
    of: str = ""
    money: bool = False


@dataclass(frozen=True)
class Field:
    """What the mechanism keeps of each person, in the second record: name, kind, what it is.

    ``often``: whether every occasion asks for it. ``begins``: what it is at birth. A field whose name begins with
    ``at_`` is a clock: the moment of the next event, days; it does not run at birth. ``apart``: it is
    asked for only where the mechanism is on, of a function of that name in its rules, as kept in arrays or in a field.
    ``tells``: the act of all mechanisms that follows when it has fired (generator.hooks.ACTS).
    """

    name: str
    kind: str
    says: str
    often: bool = False
    begins: str = "0"
    apart: bool = False
    tells: str = ""

    @property
    def is_clock(self) -> bool:
        """Whether it is when something happens next."""
        return self.name.startswith("at_")


@dataclass(frozen=True)
class Word:
    """An event, an account or a decision: its name, its number, and what it is (of an event: the amount with it)."""

    name: str
    number: int
    says: str = ""


@dataclass(frozen=True)
class Happening(Word):
    """An event that leaves people in their stage, and whom it happens ``to``.

    ``after``: it happens at the moment of one of these events alone; ``causes``: events that may follow it at once;
    ``wins``: the amount that goes with it is a part of what winning this person has cost.
    """

    to: Literal["anybody", "deciders", "buyers", "customers"] = "anybody"
    after: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    wins: bool = False


@dataclass(frozen=True)
class Booked(Word):
    """An account, and the group of sim.accounts that it belongs to.

    ``caused``: nothing is booked on a day without one of these events in the cell; ``staying``: nor on one on which
    nobody is in that stage [everything may be].
    """

    group: str = ""
    caused: tuple[str, ...] = ()
    staying: str = ""


@dataclass(frozen=True)
class Level:
    """A number or a choice of the policy: its name, its kind as the schema writes it, unit, limits (ge, gt, le, lt).

    What is said of the whole market has a unit that ends so, and grows with it (scenarios.files.scale).
    What holds where no file says otherwise stands in assumed.yaml, if the base market does not state it.
    """

    name: str
    kind: str
    unit: str = ""
    limits: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Belief:
    """A number of the market: its name, its kind as the schema writes it (scenarios.kinds), or unit and limits.

    What is assumed where no file says otherwise stands in assumed.yaml, if the base market does not state it.
    """

    name: str
    kind: str = ""
    unit: str = ""
    limits: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the policy or of the market: its place below that ("relationship.points"), what it is, what it has.

    ``joins``: its items stand in a section that the market has anyway.
    """

    path: str
    says: str
    items: tuple[Level | Belief | Section, ...]
    joins: bool = False

    def below(self, above: str) -> Iterator[tuple[str, Level | Belief]]:
        """All that stands in it, by path; ``above``: policy or market."""
        for item in self.items:
            if isinstance(item, Section):
                yield from item.below(above)
            else:
                yield f"{above}.{self.path}.{item.name}", item


@dataclass(frozen=True)
class Reported:
    """A measure: its name, unit, kind (flow, level), which direction is better, what it is, and what it is called."""

    name: str
    unit: str
    kind: Literal["flow", "level"]
    better: Literal["higher", "lower", "neither"]
    sentence: str
    called: str


@dataclass(frozen=True)
class Without:
    """What a scenario says in vain: the path that is set (another value than ``off``), where all that it could work
    through is ``lacking`` (paths and their values); ``says`` names what follows."""

    path: str
    off: float
    lacking: tuple[tuple[str, float], ...]
    says: str

    @property
    def note(self) -> str:
        """The sentence that is said."""
        return f"{self.path}: {' and '.join(f'{path} is {value:g}' for path, value in self.lacking)}; {self.says}."


@dataclass(frozen=True, eq=False)
class Mechanism:
    """A mechanism of the market.

    ``name``: that of its folder. ``on``: the number of behaviour that is above 0 where it is on; ``case``: what is then
    the case, in a few words: closed forms that do not know of it are withheld, and say so ["" = all bear it, or
    scenarios.verify.conditions names what of it they do not]. ``numbers``: what its rules read of a world. ``fields``:
    what it keeps of people. ``events``, ``accounts``, ``decisions``: its words.
    ``policy``, ``market``: what files say of it. ``each``: of accounts, the event of which each is booked there, and at
    which number; nothing else is. ``hears``: the number above 0 where it asks what becomes of friends who were invited.

    ``measures``: what is reported of it: how often an event happened (``counts``), what was booked to an account
    (``costs``), else what worth.py says. ``front``: of marketing, among whose indicators they are ``shown`` [all], and
    ``by`` what besides.

    ``happens``: the events and accounts that must occur in its small scenario (twin.yaml), by name. ``without``: what
    does nothing without what. ``neutral``: PATH=VALUE by which it is on and moves nobody, so that every life is what it
    is without it.
    """

    name: str
    on: str
    case: str
    numbers: tuple[Number, ...] = ()
    fields: tuple[Field, ...] = ()
    events: tuple[Word, ...] = ()
    accounts: tuple[Booked, ...] = ()
    decisions: tuple[Word, ...] = ()
    policy: Section | None = None
    market: Section | None = None
    measures: tuple[Reported, ...] = ()
    counts: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, str] = field(default_factory=dict)
    front: str = ""
    shown: tuple[str, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)
    each: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    happens: tuple[str, ...] = ()
    without: tuple[Without, ...] = ()
    neutral: tuple[str, ...] = ()
    hears: str = ""

    def __post_init__(self) -> None:
        for one in {self.on, self.hears or self.on} - {number.name for number in self.numbers}:
            raise ValueError(f"{self.name}: {one} is none of its numbers")

    @property
    def stated(self) -> Iterator[tuple[str, Level | Belief]]:
        """All that files may state of it, by path."""
        for section, above in ((self.policy, "policy"), (self.market, "market")):
            yield from section.below(above) if section else ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """The measures that are shown among the indicators of its front."""
        return self.shown or tuple(one.name for one in self.measures)


class Stated(Protocol):
    """What a scenario states, by path; beliefs as the numbers of the world at hand."""

    def __call__(self, path: str) -> float:
        """The number at a path, such as "policy.relationship.points.earn_rate"; switches are 0 or 1.

        Of a list how many are on; of a path such as "policy.incentives?on=silence&days=0.0" those of them that have
        these values, of "market.choice?rule=threshold" 1 or 0.
        """

    def most(self, path: str, where: str = "") -> float:
        """The largest number at a path of the policy among the policies of all groups in which the switch ``where`` is
        on; 0 where it is in none."""
