"""The question of the page What do we do first?: which of its four steps, of whose policy, with what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.company import in_library
from dashboard.decision_question import SIZES, amount, one_of, real, sizes
from dashboard.question import Remark, number
from decisions.first.answers import HIGH, LOW, questions
from decisions.first.some import on
from sim.problems import BadInput

STEPS: Mapping[str, str] = {"diagnose": "diagnosis", "focus": "focus", "pilot": "pilot", "review": "review"}
"""The steps by the command that takes each, with the kind of its document."""
OBJECTIVES = ("worth", "profit")
OUTCOMES = ("contribution", "orders")
SHARE = (1.0, 99.0)
LENGTH = (1.0, 20_000.0)
PEOPLE = (2.0, 1e12)
MONEY = (-1e15, 1e15)
SPREAD = (0.0, 1e12)
ARM = (PEOPLE, MONEY, SPREAD)
"""The ends of what an arm may have: people, money, standard deviation of what a person brought (0: not known)."""
KEYS = (
    "step",
    "scenario",
    "answers",
    "objective",
    "plan",
    "share",
    "group",
    "outcome",
    "length",
    "with",
    "without",
    *SIZES,
)
"""The parts of an address that say a question of this page."""
Answers = tuple[tuple[str, int], ...]
Arm = tuple[float, float, float]


@dataclass(frozen=True)
class FirstQuestion:
    """``answers`` of a diagnosis; ``objective`` of focus; of a trial the ``plan``, the ``share`` of people in %, the
    ``group`` that they are of ("": all, "segment=NAME" or "region=NAME", of which all get it), the ``outcome``; of a
    review also its ``length``, days, and what came of the arms with the plan (``came``) and ``without``."""

    step: str
    scenario: str
    answers: Answers
    objective: str
    plan: str
    share: float
    group: str
    outcome: str
    length: int
    came: Arm
    without: Arm
    people: int
    worlds: int
    days: int
    seed: int

    @property
    def on(self) -> str:
        """Who gets the plan, as the command says it."""
        if self.group.startswith("region="):
            return self.group
        share = f"{self.share / 100.0:.12g}"
        return f"{self.group}:{share}" if self.group else f"share={share}"

    @property
    def words(self) -> tuple[str, ...]:
        """The command that answers it, without the market."""
        if self.step == "diagnose":
            own = [text for name, answer in self.answers for text in ("--answer", f"{name}={answer}")]
        elif self.step == "focus":
            own = ["--objective", self.objective]
        else:
            own = [self.plan, "--on", self.on, "--outcome", self.outcome]
        if self.step == "review":
            arms = (("plan", self.came), ("today", self.without))
            own += ["--length", str(self.length)]
            own += [text for name, arm in arms for text in ("--arm", f"{name}={_arm(arm)}")]
        return (self.step, self.scenario, *own, *sizes(self))


def read(
    address: Mapping[str, str],
    scenarios: Sequence[str],
    default: FirstQuestion,
    plans: Callable[[str], Sequence[str]],
    groups: Callable[[str], Sequence[str]],
) -> tuple[FirstQuestion, tuple[Remark, ...]]:
    """The question in the ``address`` of the page, and what of it cannot be asked. ``plans``, ``groups``: what may be
    tried of a scenario, and on whom."""
    remarks: list[Remark] = []
    step = one_of("step", address, tuple(STEPS), default.step, remarks)
    scenario = one_of("scenario", address, scenarios, default.scenario, remarks)
    answers = _answers(address["answers"], remarks) if "answers" in address else default.answers
    objective = one_of("objective", address, OBJECTIVES, default.objective, remarks)
    offered = plans(scenario)
    usual = default.plan if default.plan in offered else next(iter(offered), "")
    plan = one_of("plan", address, offered, usual, remarks) if offered else ""
    share = real("share", address, default.share, SHARE, remarks)
    group = one_of("group", address, ("", *groups(scenario)), "", remarks)
    outcome = one_of("outcome", address, OUTCOMES, default.outcome, remarks)
    length = int(real("length", address, float(default.length), LENGTH, remarks))
    came = _stated("with", address, default.came, remarks)
    without = _stated("without", address, default.without, remarks)
    numbers = {name: number(name, address, int(getattr(default, name)), remarks) for name in SIZES}
    found = FirstQuestion(
        step, scenario, answers, objective, plan, share, group, outcome, length, came, without, **numbers
    )
    return found, tuple(remarks)


def address(question: FirstQuestion) -> dict[str, str]:
    """How ``question`` is written in the address of the page: what its step asks for."""
    found = {"step": question.step, "scenario": question.scenario}
    if question.step == "diagnose":
        found["answers"] = ",".join(f"{name}:{answer}" for name, answer in question.answers)
    elif question.step == "focus":
        found["objective"] = question.objective
    else:
        found |= {"plan": question.plan, "share": f"{question.share:.9g}", "outcome": question.outcome}
        found |= {"group": question.group} if question.group else {}
    if question.step == "review":
        arms = {"with": _arm(question.came), "without": _arm(question.without)}
        found |= {"length": str(question.length), **arms}
    return found | {name: str(getattr(question, name)) for name in SIZES}


def answered(document: Mapping[str, Any], default: FirstQuestion) -> FirstQuestion:
    """What a document of one of the steps answers; the rest is that of ``default``. Raises KeyError, TypeError or
    ValueError where the page cannot ask that."""
    asked = document["asked"]
    step = next(name for name, kind in STEPS.items() if kind == document["kind"])
    if asked["overrides"] or asked.get("lengths"):
        raise ValueError(step)
    found: dict[str, Any] = vars(default) | {"step": step, "scenario": in_library(str(asked["scenario"]))}
    if step == "diagnose":
        known = {one.name: asked["answers"].get(one.name) for one in questions()}
        found["answers"] = tuple((name, int(answer)) for name, answer in known.items() if answer is not None)
    elif step == "focus":
        found["objective"] = str(asked["objective"])
    else:
        found |= {"plan": in_library(str(asked["plan"])), "outcome": str(asked["outcome"]), **_who(str(asked["on"]))}
    if step == "review":
        arms = ((*map(float, asked["arms"][name]), 0.0)[:3] for name in ("plan", "today"))
        found |= {"length": int(asked["length"])} | dict(zip(("came", "without"), arms, strict=True))
    return FirstQuestion(**{**found, **{name: int(document[name]) for name in SIZES}})


def _who(text: str) -> dict[str, Any]:
    """Share and group of who gets a plan."""
    try:
        who = on(text)
    except BadInput:
        raise ValueError(text) from None
    group = f"region={who.region}" if who.region else f"segment={who.segment}" if who.segment else ""
    return {"group": group} if who.region else {"group": group, "share": round(100.0 * who.share, 9)}


def _arm(arm: Arm) -> str:
    """An arm as the command and the address say it."""
    return ":".join(f"{value:.12g}" for value in (arm if arm[2] else arm[:2]))


def _stated(name: str, address: Mapping[str, str], usual: Arm, remarks: list[Remark]) -> Arm:
    if name not in address:
        return usual
    values = [amount(part) for part in address[name].split(":")]
    ends = ARM[: len(values)]
    if len(values) in (2, 3) and all(
        value is not None and least <= value <= most for value, (least, most) in zip(values, ends, strict=True)
    ):
        people, money, spread = (*(float(value or 0.0) for value in values), 0.0)[:3]
        return people, money, spread
    allowed = ("people:money", "people:money:sd")
    remarks.append(Remark("choice", {"part": name, "found": address[name], "allowed": allowed}))
    return usual


def _answers(text: str, remarks: list[Remark]) -> Answers:
    known: Collection[str] = [one.name for one in questions()]
    found: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        name, _, said = part.partition(":")
        if name in known and said.isdecimal() and LOW <= int(said) <= HIGH:
            found[name] = int(said)
        else:
            remarks.append(Remark("choice", {"part": "answers", "found": part, "allowed": ("product.value:3",)}))
    return tuple((name, found[name]) for name in known if name in found)
