"""A plan of the reader's own: what is changed about a policy of the library, and the scenario file that says so."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from dashboard import format
from dashboard.company import in_library
from dashboard.safe import plain
from dashboard.text import LANGUAGES, Words, words
from scenarios.lowering.levers import mean_order
from scenarios.market.service import Desk
from scenarios.scenario import Scenario
from scenarios.tree.writing import written

NAME = "own plan"
"""What the scenario is called in tables; its title is the reader's."""
LONGEST_TITLE = 40
DEAL = "own {kind} orders"
"""What the promotions of a plan are called."""
LIMITS = {
    "price": (1.0, 1000.0),
    "first": (0.0, 99.0),
    "repeat": (0.0, 99.0),
    "spend": (0.0, 1e12),
    "reward": (0.0, 1e9),
    "staff": (0.0, 10_000.0),
}
"""Smallest and largest value of each kind of number: thrice per cent, then currency a week, currency, people."""


STEPS = {"price": 1.0, "first": 5.0, "repeat": 5.0, "spend": 50.0, "reward": 0.1, "staff": 1.0}
"""By how much a click changes each kind of number; amounts in the power of ten below a mean order."""


def step(kind: str, base: Scenario) -> float:
    """By how much a click changes a number of a kind, currency for amounts: 1 for a reward where an order is 35."""
    size = 10.0 ** math.floor(math.log10(mean_order(base))) if kind in ("spend", "reward") else 1.0
    return STEPS[kind] * size


@dataclass(frozen=True)
class Lever:
    """A number that can be changed. ``key``: its name, the kind first ("spend.search", "staff.phone.day"); ``value``:
    what it is in the policy that the plan begins with."""

    key: str
    value: float

    @property
    def kind(self) -> str:
        return self.key.split(".")[0]

    @property
    def limits(self) -> tuple[float, float]:
        return LIMITS[self.kind]

    def allows(self, value: float) -> bool:
        """Whether ``value`` is one that can be run; people are whole."""
        least, most = self.limits
        return least <= value <= most and (self.kind != "staff" or float(value).is_integer())


@dataclass(frozen=True)
class Variant:
    """What is changed: keys of levers with their new values, in the order of the levers; "" is a title not given."""

    title: str
    values: tuple[tuple[str, float], ...]


def levers(base: Scenario) -> tuple[Lever, ...]:
    """What can be changed about ``base``; staff only where there is a service desk."""
    policy = base.policy
    found = [Lever("price", round(100.0 * policy.price.level, 6)), Lever("first", 0.0), Lever("repeat", 0.0)]
    found += [Lever(f"spend.{name}", spend) for name, spend in policy.channel.weekly_spend.items()]
    rewards = policy.referral.reward_referrer, policy.referral.reward_friend
    found += [Lever(f"reward.{side}", amount) for side, amount in zip(("referrer", "friend"), rewards, strict=True)]
    for desk, shifts in policy.service.desk.staff.items() if policy.service.desk.active else ():
        found += [Lever(f"staff.{desk}.{shift.name}", float(shift.people)) for shift in shifts]
    return tuple(found)


def name_of(lever: Lever, base: Scenario, words: Words, short: bool = False) -> str:
    """A lever in words, as plain text: "Search, a week"; ``short``: below a heading that says what it is about."""
    kind, *of = lever.key.split(".")
    if kind == "spend":
        channel = next(one for one in base.market.channels if one.name == of[0])
        title = channel.title.model_dump() if channel.title is not None else {}
        said = plain(words.pick(title, channel.name), 30)
        return said if short else words("own.spend", channel=said)
    if kind == "staff":
        desk = next(one for one in base.market.service.desks if one.name == of[0])
        shift = next(one for one in base.policy.service.desk.staff[of[0]] if one.name == of[1])
        hours = words(f"own.days_{shift.days}"), shift.from_, shift.to
        return words("own.staff", desk=desk_of(desk, words), days=hours[0], start=hours[1], end=hours[2])
    name = f"own.{'_'.join((kind, *of))}"
    return words.known(f"{name}_short", words(name)) if short else words(name)


def desk_of(desk: Desk, words: Words) -> str:
    """What a service desk is called, as plain text."""
    return plain(words.pick(desk.title.model_dump() if desk.title is not None else {}, desk.name), 30)


def document(variant: Variant, base: Scenario, days: int) -> str:
    """The scenario file of ``variant`` of ``base``; promotions run for all ``days``."""
    policy: dict[str, Any] = {}
    deals = []
    for key, value in variant.values:
        kind, *of = key.split(".")
        number: float | int = int(value) if float(value).is_integer() else value
        match kind:
            case "price":
                policy["price"] = {"level": round(value / 100.0, 8)}
            case "first" | "repeat" if value > 0.0:
                about = {"name": DEAL.format(kind=kind), "from": 0, "to": days, "depth": round(value / 100.0, 8)}
                deals.append({**about, "for": kind})
            case "spend":
                policy.setdefault("channel", {"weekly_spend": {}})["weekly_spend"][of[0]] = number
            case "reward":
                policy.setdefault("referral", {"active": True})[f"reward_{of[0]}"] = number
            case "staff":
                staff = policy.setdefault("service", {"desk": {"staff": {}}})["desk"]["staff"]
                staff.setdefault(of[0], []).append({"name": of[1], "people": int(value)})
    if deals:
        policy["promotion"] = {"deals": deals}
    head = {
        "schema": 1,
        "extends": in_library(base.name),
        "name": NAME,
        "title": titles(variant),
        "note": _notes(variant, base),
    }
    return written({**head, "policy": policy})


def titles(variant: Variant) -> dict[str, str]:
    """What the plan is called: the reader's own words, else those of each language."""
    return {code: plain(variant.title, LONGEST_TITLE) or words(code)("own.title") for code in LANGUAGES}


def amount(lever: Lever, value: float, words: Words) -> str:
    """A value of ``lever`` in words; shares and prices in per cent."""
    if lever.kind in ("price", "first", "repeat"):
        return format.percent(value / 100.0, words.language, 4)
    if abs(value) >= 1e15:
        return f"{value:g}"
    return format.whole(value) if not math.isfinite(value) or float(value).is_integer() else f"{value:,.2f}"


def change(lever: Lever, value: float, base: Scenario, words: Words) -> str:
    """That ``lever`` is to be ``value``, as plain text."""
    return words("own.change", name=name_of(lever, base, words), value=amount(lever, value, words))


def _notes(variant: Variant, base: Scenario) -> dict[str, str]:
    known, found = {lever.key: lever for lever in levers(base)}, {}
    for code in LANGUAGES:
        said = words(code)
        changed = [(known[key], value) for key, value in variant.values]
        parts = [change(lever, value, base, said) for lever, value in changed]
        found[code] = plain(said("own.note", changes=said("own.and").join(parts)), 400)
    return found


def to_address(variant: Variant) -> str:
    """The plan as it stands in the address of the page."""
    return json.dumps({"title": variant.title, **dict(variant.values)}, ensure_ascii=False, separators=(",", ":"))


def from_address(text: str) -> tuple[Variant, dict[str, object]] | None:
    """The plan that ``text`` says, with what it says of levers that is no number; None where it says no plan. Whether
    its levers exist is not known here."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, Mapping) or not isinstance(said.get("title", ""), str):
        return None
    numbers = {str(key): value for key, value in said.items() if key != "title"}
    fit = tuple((key, float(value)) for key, value in numbers.items() if _is_number(value))
    bad = {key: value for key, value in numbers.items() if not _is_number(value)}
    return Variant(plain(said.get("title", ""), LONGEST_TITLE), fit), bad


def read(base: str, own: str) -> Variant:
    """The plan that made the scenario file ``own`` out of the scenario file ``base``, both written in full."""
    before, after = (YAML(typ="safe", pure=True).load(text) for text in (base, own))
    old, new = _numbers(before["policy"]), _numbers(after["policy"])
    changed = tuple((key, value) for key, value in new.items() if value != old.get(key, 0.0))
    title = after.get("title") or {}
    standard = titles(Variant("", ()))
    return Variant("" if dict(title) == standard else plain(title.get("en", ""), LONGEST_TITLE), changed)


def _numbers(policy: Mapping[str, Any]) -> dict[str, float]:
    """The value of every lever in a policy; of promotions those of a plan alone."""
    found = {"price": round(100.0 * float(policy["price"]["level"]), 6)}
    for deal in policy["promotion"]["deals"]:
        for kind in ("first", "repeat"):
            if deal["name"] == DEAL.format(kind=kind):
                found[kind] = round(100.0 * float(deal["depth"]), 6)
    found |= {f"spend.{name}": float(spend) for name, spend in policy["channel"]["weekly_spend"].items()}
    for side in ("referrer", "friend"):
        found[f"reward.{side}"] = float(policy["referral"][f"reward_{side}"])
    for desk, shifts in policy["service"]["desk"]["staff"].items():
        found |= {f"staff.{desk}.{shift['name']}": float(shift["people"]) for shift in shifts}
    return found


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e12 and math.isfinite(value)
    )
