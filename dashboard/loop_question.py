"""The question of the Referral loop page: whose programme, with which rewards, on how many people and worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.company import in_library
from dashboard.decision_question import amount
from dashboard.question import LIMITS, Remark, number

CHANGES = ("referrer", "friend", "share", "accept")
"""What can be changed about a programme: two rewards in currency, two chances in per cent."""
ENDS = {"referrer": 1e6, "friend": 1e6, "share": 100.0, "accept": 100.0}
"""The largest value of each; the smallest is 0."""
PATHS = {
    "referrer": "policy.referral.reward_referrer",
    "friend": "policy.referral.reward_friend",
    "share": "market.referral.share_probability",
    "accept": "market.referral.accept_probability",
}
PERCENT = ("share", "accept")
KEYS = ("scenario", *CHANGES, *LIMITS)
"""The parts of an address that say a question of this page."""


@dataclass(frozen=True)
class LoopQuestion:
    """The programme of ``scenario`` with the values of CHANGES that are not its own; the sizes of the run."""

    scenario: str
    changes: tuple[tuple[str, float], ...]
    people: int
    worlds: int
    days: int
    seed: int

    @property
    def overrides(self) -> tuple[str, ...]:
        """The changes as PATH=VALUE."""
        return tuple(
            f"{PATHS[name]}={round(value / 100.0, 8) if name in PERCENT else value!r}" for name, value in self.changes
        )


def read(
    address: Mapping[str, str],
    scenarios: tuple[str, ...],
    default: LoopQuestion,
    own: Callable[[str], Mapping[str, float]],
) -> tuple[LoopQuestion, tuple[Remark, ...]]:
    """The question in the ``address`` of the page, and what of it cannot be asked. ``own``: the values of CHANGES that
    a scenario has itself."""
    remarks: list[Remark] = []
    scenario = address.get("scenario", default.scenario)
    if scenario not in scenarios:
        remarks.append(Remark("programme", {"found": scenario, "allowed": scenarios, "used": default.scenario}))
        scenario = default.scenario
    usual, changes = own(scenario), dict(default.changes) if "scenario" not in address else {}
    for name in CHANGES:
        if name in address:
            value = amount(address[name])
            if value is not None and 0.0 <= value <= ENDS[name]:
                changes[name] = value
            else:
                said = {"part": name, "found": address[name], "least": "0", "most": f"{ENDS[name]:,.0f}"}
                remarks.append(Remark("amount", {**said, "used": f"{usual[name]:g}"}))
    kept = tuple((name, changes[name]) for name in CHANGES if name in changes and changes[name] != usual[name])
    numbers = {name: number(name, address, int(getattr(default, name)), remarks) for name in LIMITS}
    return LoopQuestion(scenario, kept, **numbers), tuple(remarks)


def address(question: LoopQuestion) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    numbers = {name: str(getattr(question, name)) for name in LIMITS}
    return {"scenario": question.scenario, **{name: f"{value:.9g}" for name, value in question.changes}, **numbers}


def differences(one: LoopQuestion, other: LoopQuestion) -> tuple[str, ...]:
    """The parts in which two questions differ."""
    parts = ["scenario"] if one.scenario != other.scenario else []
    parts += [name for name in CHANGES if dict(one.changes).get(name) != dict(other.changes).get(name)]
    return (*parts, *(name for name in LIMITS if getattr(one, name) != getattr(other, name)))


def answered(manifest: Mapping[str, object]) -> LoopQuestion:
    """What a result of `sixr referrals` answers. Raises ValueError where it holds a change that the page cannot ask."""
    scenarios: list[dict[str, object]] = manifest["scenarios"]  # type: ignore[assignment]
    names = {path: name for name, path in PATHS.items()}
    changes = {}
    for text in manifest.get("overrides") or ():  # type: ignore[attr-defined]
        path, _, value = (part.strip() for part in str(text).partition("="))
        if path not in names:
            raise ValueError(path)
        changes[names[path]] = float(value) * (100.0 if names[path] in PERCENT else 1.0)
    kept = tuple((name, round(changes[name], 6)) for name in CHANGES if name in changes)
    scenario = in_library(next(str(one["name"]) for one in scenarios if not one["base"]))
    return LoopQuestion(scenario, kept, **{name: int(str(manifest[name])) for name in LIMITS})
