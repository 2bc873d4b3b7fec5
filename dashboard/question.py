"""The question a reader asks, and how it stands in the address of the page so that it can be shared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import variant
from dashboard.variant import Variant

MOST_OTHERS = 4
FIRST = ("price_up_10", "referral_two_sided", "shift_budget", "promotion_20", "winback_offer", "community")
"""The policies that the first question compares with the baseline, as far as they are set in its market."""
LIMITS = {"people": (100, 5_000_000), "worlds": (1, 10_000), "days": (1, 20_000), "seed": (0, 2**53 - 1)}
"""Smallest and largest value of each number that can be asked for."""
KEYS = ("scenarios", "own", *LIMITS, "market")
"""The parts of an address that say a question."""


@dataclass(frozen=True)
class Question:
    """A baseline, the policies compared with it, the sizes of the run; ``market`` "" is the library's.

    ``own``: a plan of the reader's own, made out of the baseline, that is compared too.
    """

    base: str
    others: tuple[str, ...]
    people: int
    worlds: int
    days: int
    seed: int
    market: str = ""
    own: Variant | None = None

    @property
    def scenarios(self) -> tuple[str, ...]:
        """All scenarios, the baseline first."""
        return (self.base, *self.others)

    @property
    def compares(self) -> bool:
        """Whether anything is compared with the baseline."""
        return bool(self.others or self.own)


@dataclass(frozen=True)
class Remark:
    """What an address says that cannot be asked: ``kind`` names the sentence that tells it, ``said`` fills it."""

    kind: str
    said: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """The question of an address, and what of the address is not in it."""

    question: Question
    remarks: tuple[Remark, ...]


def first(names: Mapping[str, str], defaults: Mapping[str, int], market: str = "") -> Question:
    """What is asked before a reader has chosen anything, in the usual ``market``. ``names``: the scenarios there are,
    the default baseline first, each with the market in which it is set."""
    base = next(iter(names), "")
    people, worlds, days, seed = (defaults[name] for name in LIMITS)
    return Question(base, suggested(base, names), people, worlds, days, seed, market)


def read(
    address: Mapping[str, str],
    names: Mapping[str, str],
    default: Question,
    markets: Collection[str],
    levers: Callable[[str, str], Collection[str]],
) -> Reading:
    """The question in the ``address`` of the page. What is missing there is that of ``default``; where it names
    scenarios or a plan, these and no others are asked. What cannot be asked is remarked.

    ``names``: as in :func:`first`. ``levers``: what a plan can change, by baseline and market.
    """
    remarks: list[Remark] = []
    chosen = bool({"scenarios", "own"} & address.keys())
    base, others = default.base, () if chosen else default.others
    if "scenarios" in address:
        base, others = _scenarios(address["scenarios"], names, default.base, remarks)
    market = address.get("market", default.market)
    if market and market not in markets:
        remarks.append(Remark("market", {"found": market, "allowed": tuple(markets)}))
        market = ""
    own = default.own if not chosen else None
    if "own" in address:
        own = _own(address["own"], levers(base, market), base, remarks)
    numbers = {name: number(name, address, int(getattr(default, name)), remarks) for name in LIMITS}
    return Reading(Question(base, others, **numbers, market=market, own=own), tuple(remarks))


def suggested(base: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """What to compare with ``base`` at first: those of FIRST that share its market, else whatever does."""
    alike = [name for name in names if name != base and names[name] == names[base]]
    return tuple(name for name in FIRST if name in alike)[:MOST_OTHERS] or tuple(alike[:1])


def address(question: Question) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    numbers = {name: str(getattr(question, name)) for name in LIMITS}
    market = {"market": question.market} if question.market else {}
    own = {"own": variant.to_address(question.own)} if question.own is not None else {}
    return {"scenarios": ",".join(question.scenarios), **numbers, **market, **own}


def differences(one: Question, other: Question) -> tuple[str, ...]:
    """The parts in which two questions differ: base, others, own, market and names of numbers. The order of the
    policies makes no difference, nor does the title of a plan."""
    parts = ["base"] if one.base != other.base else []
    parts += ["others"] if set(one.others) != set(other.others) else []
    parts += ["own"] if _changes(one.own) != _changes(other.own) else []
    parts += ["market"] if one.market != other.market else []
    return (*parts, *(name for name in LIMITS if getattr(one, name) != getattr(other, name)))


def number(name: str, address: Mapping[str, str], usual: int, remarks: list[Remark]) -> int:
    """The number ``name`` of an address, ``usual`` where there is none; one that is not possible is remarked."""
    if name not in address:
        return usual
    found, (least, most) = _whole(address[name]), LIMITS[name]
    if found is not None and least <= found <= most:
        return found
    said = {"part": name, "found": address[name], "least": least, "most": most, "used": usual}
    remarks.append(Remark("number", said))
    return usual


def unknown(address: Mapping[str, str], allowed: Sequence[str]) -> Iterator[Remark]:
    """A remark on every part of an address that means nothing here."""
    for key in address:
        if key not in allowed:
            yield Remark("key", {"found": key, "allowed": tuple(allowed)})


def _changes(plan: Variant | None) -> dict[str, float] | None:
    return None if plan is None else {key: float(f"{value:.9g}") for key, value in plan.values}


def _scenarios(text: str, names: Mapping[str, str], default: str, remarks: list[Remark]) -> tuple[str, tuple[str, ...]]:
    """The baseline and the others that ``text`` names."""
    said = [name.strip() for name in text.split(",") if name.strip()]
    known = [name for name in said if name in names]
    remarks += [Remark("scenario", {"found": name, "allowed": tuple(names)}) for name in said if name not in names]
    remarks += [Remark("twice", {"found": name}) for name in dict.fromkeys(known) if known.count(name) > 1]
    if not said:
        remarks.append(Remark("no_scenario", {"used": default}))
    base, *others = dict.fromkeys(known) or [default]
    if said and base != said[0]:
        remarks.append(Remark("base", {"found": said[0], "used": base}))
    alike = [name for name in others if names[name] == names[base]]
    remarks += [Remark("apart", {"found": name, "base": base}) for name in others if name not in alike]
    remarks += [Remark("too_many", {"found": name, "most": MOST_OTHERS}) for name in alike[MOST_OTHERS:]]
    return base, tuple(alike[:MOST_OTHERS])


def _own(text: str, levers: Collection[str], base: str, remarks: list[Remark]) -> Variant | None:
    """The plan that ``text`` says, with those of its changes that can be made to ``base``."""
    found = variant.from_address(text)
    if found is None:
        remarks.append(Remark("own", {"found": text}))
        return None
    plan, bad = found
    remarks += [Remark("own_number", {"part": key, "found": value}) for key, value in bad.items()]
    lost = [key for key, _ in plan.values if key not in levers]
    remarks += [Remark("own_lever", {"found": key, "base": base, "allowed": tuple(levers)}) for key in lost]
    return Variant(plan.title, tuple(pair for pair in plan.values if pair[0] in levers))


def _whole(text: str) -> int | None:
    """The whole number that ``text`` says, None where it says none."""
    try:
        return int(text) if len(text) <= 20 and "_" not in text else None
    except ValueError:
        return None
