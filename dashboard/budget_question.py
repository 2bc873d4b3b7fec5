"""The question of the Budget page: whose spend, how much of it, between which limits, to what end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.company import in_library
from dashboard.decision_question import SIZES, amount, amounts, objective_in, one_of, real, sizes, written
from dashboard.question import Remark, number

PARTS = (1, 8)
"""The fewest and the most parts of the horizon."""
GOALS = ("mean", "worst_tenth")
SPENDING = ("exactly", "at_most")
BOUNDS = ("least", "most", "step")
"""What can be said of a channel, currency a week."""
LEVERS = {
    "price": ("policy.price.level", 0.01, (1.0, 1000.0), (80.0, 120.0)),
    "referrer": ("policy.referral.reward_referrer", 1.0, (0.0, 1e6), (0.0, 20.0)),
    "friend": ("policy.referral.reward_friend", 1.0, (0.0, 1e6), (0.0, 20.0)),
    "messages": ("policy.relationship.touches_per_week", 1.0, (0.0, 50.0), (0.0, 3.0)),
}
"""Other levers: path, what a unit of the form is there, what is possible, the range that is offered at first."""
KEYS = ("scenario", "total", "spending", "parts", "channels", *BOUNDS, "vary", "objective", "goal", *SIZES)
"""The parts of an address that say a question of this page."""
MOST_MONEY = 1e15
Pairs = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class BudgetQuestion:
    """``total``: currency over the horizon, None = what is spent today; ``channels``: among which it is split, () =
    those on which anything is spent; ``least``, ``most``, ``step``: currency a week by channel; ``vary``: levers with
    the ends of their ranges, in units of the form."""

    scenario: str
    total: float | None
    exactly: bool
    parts: int
    channels: tuple[str, ...]
    least: Pairs
    most: Pairs
    step: Pairs
    vary: tuple[tuple[str, float, float], ...]
    objective: str
    goal: str
    people: int
    worlds: int
    days: int
    seed: int

    @property
    def words(self) -> tuple[str, ...]:
        """The command that answers it, without the market."""
        total = ["--total", f"{self.total:.12g}"] if self.total is not None else []
        limits = [
            text
            for name in BOUNDS
            for channel, value in getattr(self, name)
            for text in (f"--{name}", f"{channel}={value:.12g}")
        ]
        levers = [
            text
            for name, low, high in self.vary
            for text in ("--vary", f"{LEVERS[name][0]}={low * LEVERS[name][1]:.12g}:{high * LEVERS[name][1]:.12g}")
        ]
        aim = ["--quarters", str(self.parts), "--objective", self.objective, "--goal", self.goal]
        split = [text for channel in self.channels for text in ("--channel", channel)]
        head = ["optimise", self.scenario, *total, *(["--exactly"] if self.exactly else [])]
        return (*head, *split, *limits, *levers, *aim, "--frontier", "--costs", "--parts", *sizes(self))


def read(
    address: Mapping[str, str],
    scenarios: Sequence[str],
    default: BudgetQuestion,
    channels: Callable[[str], Sequence[str]],
) -> tuple[BudgetQuestion, tuple[Remark, ...]]:
    """The question in the ``address`` of the page, and what of it cannot be asked. ``channels``: of a scenario."""
    remarks: list[Remark] = []
    scenario = one_of("scenario", address, scenarios, default.scenario, remarks)
    names = channels(scenario)
    alike = scenario == default.scenario
    total = default.total if alike else None
    if "total" in address:
        total = real("total", address, 0.0, (0.0, MOST_MONEY), remarks)
    chosen = [one for one in address.get("channels", "").split(",") if one]
    strange = [one for one in chosen if one not in names]
    remarks += [Remark("limit", {"part": "channels", "found": one, "allowed": tuple(names)}) for one in strange]
    bounds: dict[str, Any] = {
        name: amounts(name, address, names, remarks) if name in address else getattr(default, name) if alike else ()
        for name in BOUNDS
    }
    spending = one_of("spending", address, SPENDING, SPENDING[0 if default.exactly else 1], remarks)
    parts = real("parts", address, default.parts, PARTS, remarks)
    numbers: dict[str, Any] = {name: number(name, address, int(getattr(default, name)), remarks) for name in SIZES}
    return BudgetQuestion(
        scenario,
        total,
        spending == SPENDING[0],
        int(parts),
        tuple(one for one in names if one in chosen) or (default.channels if alike and not chosen else ()),
        **bounds,
        vary=_vary(address["vary"], remarks) if "vary" in address else default.vary,
        objective=objective_in(address, default.objective, remarks),
        goal=one_of("goal", address, GOALS, default.goal, remarks),
        **numbers,
    ), tuple(remarks)


def address(question: BudgetQuestion) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    found = {"scenario": question.scenario}
    found |= {"total": f"{question.total:.12g}"} if question.total is not None else {}
    found |= {"spending": SPENDING[0 if question.exactly else 1], "parts": str(question.parts)}
    found |= {"channels": ",".join(question.channels)} if question.channels else {}
    found |= {name: written(getattr(question, name)) for name in BOUNDS if getattr(question, name)}
    levers = ",".join(f"{name}:{low:.9g}:{high:.9g}" for name, low, high in question.vary)
    found |= {"vary": levers} if levers else {}
    found |= {"objective": question.objective, "goal": question.goal}
    return found | {name: str(getattr(question, name)) for name in SIZES}


def answered(document: Mapping[str, Any]) -> BudgetQuestion:
    """What a document of `sixr optimise` answers. Raises KeyError, TypeError or ValueError where the page cannot ask
    that."""
    asked = document["asked"]
    if asked["overrides"] or not asked["split"] or asked["goal"] not in GOALS or document["kind"] != "advice":
        raise ValueError(document["kind"])
    paths = {path: (name, scale) for name, (path, scale, *_) in LEVERS.items()}
    vary = []
    for text in asked["vary"]:
        path, _, ends = text.partition("=")
        name, scale = paths[path]
        low, high = (round(float(end) / scale, 9) for end in ends.split(":")[:2])
        vary.append((name, low, high))
    bounds: dict[str, Any] = {
        name: tuple((str(key), float(value)) for key, value in asked[name].items()) for name in BOUNDS
    }
    numbers: dict[str, Any] = {name: int(document[name]) for name in SIZES}
    return BudgetQuestion(
        in_library(str(asked["scenario"])),
        None if asked["total"] is None else float(asked["total"]),
        bool(asked["exactly"]),
        int(asked["quarters"]),
        tuple(asked["channels"]),
        **bounds,
        vary=tuple(vary),
        objective=str(asked["objective"]),
        goal=str(asked["goal"]),
        **numbers,
    )


def _vary(text: str, remarks: list[Remark]) -> tuple[tuple[str, float, float], ...]:
    """The levers of an address, "price:80:120"."""
    found = {}
    for part in filter(None, text.split(",")):
        name, *ends = part.split(":")
        values = [amount(end) for end in ends]
        if name in LEVERS and len(values) == 2 and None not in values:
            low, high = (float(value) for value in values if value is not None)
            least, most = LEVERS[name][2]
            if least <= low < high <= most:
                found[name] = (name, low, high)
                continue
        remarks.append(Remark("limit", {"part": "vary", "found": part, "allowed": tuple(LEVERS)}))
    return tuple(found[name] for name in LEVERS if name in found)
