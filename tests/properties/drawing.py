"""Scenarios drawn at random: any number and switch of a market replaced, within what the schema allows.

A mechanism that is added to the schema is drawn like the others, without a word here.
"""

import atexit
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.scenario import Scenario
from scenarios.tree.writing import written
from sim import engine
from sim.engine import Ledger
from sim.plan import Plan
from sim.problems import BadInput
from tests.properties.leaves import Kind, Leaf, is_choice, item_kind, kind_of, leaves, words

LIVELY, WIDE = (Path(__file__).parent / f"{name}.yaml" for name in ("lively", "wide"))
PARTED = (
    *("market.segments", "market.regions", "market.places", "market.activity"),
    *("market.service.desks", "market.service.causes"),
)
"""Lists whose shares sum to 1."""

CALLED = {"classe": "activity", "kind": "projects"}
"""Lists of the market, by what one of their items is called elsewhere."""

OCCASIONS = 60_000
"""Occasions, contacts and doubts of everybody that a generated run may be expected to hold."""


@dataclass(frozen=True)
class Made:
    """A scenario that was drawn: a market with ``changes`` (by path), and the world it is run in."""

    market: str
    changes: dict[str, Any]
    world: int

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario: lists in a file of its own, all else as PATH=VALUE, which is read faster."""
        lists = {path: value for path, value in self.changes.items() if isinstance(value, list | dict)}
        rest = [f"{path}={json.dumps(value)}" for path, value in self.changes.items() if path not in lists]
        file = folder() / self.market
        if lists:
            tree: dict[str, Any] = {"extends": self.market, "name": "drawn"}
            for path, value in lists.items():
                _put(tree, market_tree(self.market), path.split("."), value)
            file = folder() / "drawn.yaml"
            file.write_text(written(tree))
        return load(file, overrides=rest)

    @cached_property
    def plan(self) -> Plan:
        """The plan of the world."""
        return lower(self.scenario, self.world)

    @cached_property
    def ledger(self) -> Ledger:
        """What the compiled engine makes of it, with its journal."""
        return engine.run(self.plan, journal=True)

    def with_(self, changes: dict[str, Any]) -> "Made":
        """The same with more changes."""
        return Made(self.market, self.changes | changes, self.world)


@lru_cache
def folder() -> Path:
    """A folder for the files of this process, with the markets in it."""
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    for file in (LIVELY, WIDE):
        copyfile(file, Path(kept.name) / file.name)
    return Path(kept.name)


def _put(tree: dict[str, Any], whole: Any, keys: list[str], value: Any) -> None:
    """Write ``value`` into a tree; ``whole``: the tree it goes over, whose lists of items have names."""
    key, *rest = keys
    if not rest:
        tree[key] = value
    elif isinstance(whole[key], tuple | list):
        name = rest[0]
        items = tree.setdefault(key, [])
        item = next((item for item in items if item["name"] == name), None)
        if item is None:
            item = {"name": name}
            items.append(item)
        _put(item, next(item for item in whole[key] if item["name"] == name), rest[1:], value)
    else:
        _put(tree.setdefault(key, {}), whole[key], rest, value)


@lru_cache
def market_of(name: str) -> Scenario:
    """The scenario of a market that is changed."""
    return load(folder() / name)


@lru_cache
def market_tree(name: str) -> dict[str, Any]:
    """The same as a tree of plain values."""
    return market_of(name).model_dump(by_alias=True)


@lru_cache
def places(name: str) -> tuple[Leaf, ...]:
    """Everything in it that may be changed; a free text, such as the name of a file, or of segments, is not, nor is a
    group that is not there: it is known by names."""
    return tuple(leaf for leaf in leaves(market_of(name)) if not _is_text(leaf) and leaf.path != "policy.groups")


def _is_text(leaf: Leaf) -> bool:
    return leaf.kind.type is str or (isinstance(leaf.value, tuple) and item_kind(leaf.kind).type is str)


USUAL = {  # unit: from, to, for what is 0 in the lively market; and for new items of lists
    "1/day": (0.001, 0.1),
    "days": (0.2, 60.0),
    "weeks": (0.5, 20.0),
    "ratio": (0.2, 2.0),
    "currency per week, whole market": (100.0, 20_000.0),
    "ratio to today's price": (0.7, 1.4),
}
GREATEST = {"1/day": 0.5, "days": 400.0}
"""What an extreme number of a unit is at most, where events would else be too many for a slow engine."""


def _share(unit: str) -> bool:
    return unit.startswith(("share", "per order", "per invitation", "probability"))


def _usual(kind: Kind, value: float) -> tuple[float, float]:
    if value:
        ends = sorted((value / 3.0, value * 3.0))
        return ends[0], ends[1]
    if _share(kind.unit):
        return 0.02, 0.6
    if kind.unit.startswith("currency"):
        return USUAL.get(kind.unit, (0.1, 20.0))
    return USUAL.get(kind.unit, (0.1, 2.0))


def _extreme(kind: Kind, value: float) -> list[float]:
    if kind.unit == "day":
        return [kind.low]
    far = GREATEST.get(kind.unit, 1.0 if _share(kind.unit) else 20.0 * max(abs(value), 0.5))
    little = abs(value) / 20.0 if 0.0 < kind.low < 1e-300 else kind.low
    ends = [max(little, -far), min(kind.high, far)]
    return [*ends, *(x for x in (0.0, 1.0) if kind.low <= x <= kind.high)]


def numbers(kind: Kind, value: float, days: int) -> st.SearchStrategy[float]:
    """Numbers near ``value`` (of the usual size where it is 0), extreme ones, and 0 where it is allowed."""
    if kind.unit in ("day", "day of run"):
        near: st.SearchStrategy[float] = st.integers(0, days - 1).map(float)
    else:
        low, high = _usual(kind, value)
        near = st.floats(low, high)
    one = st.one_of(near, near, near, st.sampled_from(_extreme(kind, value)))
    whole = kind.type is int
    return one.map(lambda x: _within(kind, round(x) if whole else float(f"{x:.4g}")))


def _within(kind: Kind, x: float) -> float:
    return min(max(x, kind.low), kind.high)


def values(kind: Kind, value: Any, days: int, fresh: bool = False) -> st.SearchStrategy[Any]:
    """Plain values for a place that holds ``value`` (None: nothing); ``fresh``: not laid over anything."""
    if kind.is_parameter:
        number = numbers(kind, value.value if value is not None else 0.0, days)
        if not fresh:
            return number
        said = {"unit": kind.unit, "label": "assumed", "source": "drawn"}
        return number.map(lambda x: {"value": x, **said})
    if kind.type in (int, float):
        return numbers(kind, float(value or 0.0), days)
    if kind.type is bool:
        return st.booleans()
    if is_choice(kind):
        return st.sampled_from(words(kind))
    if kind.type is date:
        return st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(str)
    if isinstance(kind.type, type) and issubclass(kind.type, BaseModel):
        return items(kind.type, days)
    if isinstance(value, tuple) or get_origin(kind.type) is tuple:
        inner = item_kind(kind)
        fixed = len(value) if value and inner.is_number else None
        least = kind.least if fixed is None else fixed
        most = min(kind.most or 3, 3) if fixed is None else fixed
        parts = st.lists(values(inner, value[0] if value else None, days, fresh=True), min_size=least, max_size=most)
        return parts.map(_in_order)
    raise TypeError(f"no strategy for {kind.type}")


def items(model: type[BaseModel], days: int) -> st.SearchStrategy[dict[str, Any]]:
    """New items of a list, or a section that is not there yet."""
    parts, perhaps = {}, {}
    for name, field in model.model_fields.items():
        key, kind = field.alias or name, kind_of(field)
        said = perhaps if field.default is None else parts
        if kind.type is str:
            said[key] = st.sampled_from(names(key) or ["first", "second", "third"])
        elif get_origin(kind.type) is dict:
            said[key] = st.just({})
        elif get_origin(kind.type) is tuple and item_kind(kind).type is str:
            known = names(key.removesuffix("s"))
            said[key] = st.lists(st.sampled_from(known), max_size=2, unique=True) if known else st.just([])
        elif key not in ("title", "note"):
            said[key] = values(kind, None, days, fresh=True)
    return st.fixed_dictionaries(parts, optional=perhaps)


def names(key: str) -> list[str]:
    """Names that a field of this key may hold: those of the list that is called like it."""
    market = market_of(LIVELY.name).market
    return [item.name for item in getattr(market, CALLED.get(key, f"{key}s"), ())]


def _in_order(parts: list[Any]) -> list[Any]:
    """Items in order of their days, and each name once."""
    if not parts or not isinstance(parts[0], dict):
        return parts
    seen = {json.dumps(part.get("name", k)): part for k, part in enumerate(parts)}
    keys = [key for key in ("day", "from") if key in parts[0]]
    days = {part[keys[0]]: part for part in seen.values()} if keys else seen
    return [days[day] for day in sorted(days)]


@st.composite
def made(draw: st.DrawFn) -> Made:
    """A valid scenario and one of its worlds."""
    market = draw(st.sampled_from([LIVELY.name, WIDE.name]))
    days, people = draw(st.integers(60, 150)), draw(st.integers(60, 200))
    several = draw(st.integers(0, 40))
    some = st.lists(
        st.sampled_from(places(market)), unique_by=lambda leaf: leaf.path, min_size=several, max_size=several
    )
    said = {leaf.path: draw(values(leaf.kind, leaf.value, days)) for leaf in draw(some)}
    for parts in PARTED:
        said |= _sum_of_one(market, parts, said)
    world, seed = draw(st.integers(0, 3)), draw(st.integers(1, 5))
    return _few(fitting(Made(market, {"days": days, "people": people, "seed": seed}, world), said))


def _sum_of_one(market: str, parts: str, said: dict[str, Any]) -> dict[str, float]:
    """The shares of a list's items scaled to a sum of 1, if one of them was drawn."""
    shares = {
        leaf.path: leaf.value for leaf in places(market) if leaf.path.startswith(parts) and leaf.path.endswith(".share")
    }
    drawn = {path: said.get(path, getattr(share, "value", share)) for path, share in shares.items()}
    total = sum(drawn.values())
    if not total or shares.keys().isdisjoint(said):
        return dict.fromkeys(shares, 1.0 / len(shares)) if shares and not total else {}
    *first, last = drawn
    scaled = {path: drawn[path] / total for path in first}
    return scaled | {last: max(1.0 - sum(scaled.values()), 0.0)}


def fitting(drawn: Made, changes: dict[str, Any]) -> Made:
    """``drawn`` with more changes, without those that do not fit: half of those of a section that is blamed."""
    left = dict(changes)
    while True:
        found = drawn.with_(left)
        try:
            _ = found.plan
            return found
        except BadInput as refused:
            blamed = {_section(problem.path) for problem in refused.problems}
            worst = [path for path in left if _section(path) in blamed] or list(left)
            if not worst:
                raise
            for path in worst[len(worst) // 2 :]:
                del left[path]


def _section(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")[:2])


def _few(drawn: Made) -> Made:
    """With so few people that the slow engine is done in about a second; and in a market hardly larger than they
    are, where each ticket stands for those of others."""
    scenario = drawn.scenario
    need, choice, retain = scenario.market.need, scenario.market.choice, scenario.market.retain
    share = max(choice.share_customer.value, 1e-3)
    rate = need.order_shape.high / need.order_rate.low / 7.0 / share + need.prospect_rate.high
    rate += retain.unsubscribe_bound.value + scenario.market.awareness.organic_rate.high
    rate += sum(channel.peak_rate.high for channel in scenario.market.channels)
    tickets = scenario.market.service
    rate += 10.0 * tickets.question_rate.high / min(max(desk.solved.low, 0.1) for desk in tickets.desks)
    people = int(min(scenario.people, max(OCCASIONS / rate / scenario.days, 5)))
    fewer = {} if people == scenario.people else {"people": people}
    return drawn.with_(fewer | (_small(scenario, 2.0 * people) if scenario.policy.service.desk.active else {}))


def _small(scenario: Scenario, size: float) -> dict[str, float]:
    """A market of another size, in which as much is spent on each."""
    ratio = size / scenario.market.size.value
    spends = scenario.policy.channel.weekly_spend.items()
    return {f"policy.channel.weekly_spend.{name}": spend * ratio for name, spend in spends} | {"market.size": size}
