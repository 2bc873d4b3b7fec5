"""The question a reader asks, and how it stands in the address of the page so that it can be shared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboard import variant
from dashboard.variant import Variant

MOST_OTHERS = 4
FIRST = ("price_up_10", "referral_two_sided", "shift_budget", "promotion_20", "winback_offer", "community")
"""The policies that the first question compares with the baseline, as far as they are set in its market."""
LIMITS = {"people": (100, 5_000_000), "worlds": (1, 10_000), "days": (1, 20_000), "seed": (0, 2**53 - 1)}
"""Smallest and largest value of each number that can be asked for."""


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


def asked(
    address: Mapping[str, str], names: Mapping[str, str], defaults: Mapping[str, int], markets: Collection[str]
) -> Question:
    """The question in the ``address`` of the page; what is missing there, or not possible, is the default.

    ``names``: the scenarios there are, the default baseline first, each with the market in which it is set. Only
    scenarios of the baseline's market are compared with it.
    """
    known = list(dict.fromkeys(name for name in address.get("scenarios", "").split(",") if name in names))
    base = next(iter([*known, *names]), "")
    others = [name for name in known[1:] if names[name] == names[base]]
    market = address.get("market", "")
    return Question(
        base=base,
        others=tuple(others[:MOST_OTHERS]) or suggested(base, names),
        **{name: _number(address.get(name, ""), defaults[name], *LIMITS[name]) for name in LIMITS},
        market=market if market in markets else "",
        own=variant.from_address(address.get("own", "")),
    )


def suggested(base: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """What to compare with ``base`` at first: those of FIRST that share its market, else whatever does."""
    alike = [name for name in names if name != base and names[name] == names[base]]
    return tuple(name for name in FIRST if name in alike) or tuple(alike[:1])


def address(question: Question) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    numbers = {name: str(getattr(question, name)) for name in LIMITS}
    market = {"market": question.market} if question.market else {}
    own = {"own": variant.to_address(question.own)} if question.own is not None else {}
    return {"scenarios": ",".join(question.scenarios), **numbers, **market, **own}


def _number(text: str, default: int, least: int, most: int) -> int:
    try:
        return min(max(int(text), least), most)
    except ValueError:
        return default
