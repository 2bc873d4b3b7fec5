"""The question of the Price page: whose price, from where to where, which other ways to price, to what end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.company import in_library
from dashboard.decision_question import SIZES, amount, objective_in, one_of, real, sizes
from dashboard.question import Remark, number
from decisions.schemes import PATHS, USUAL, reacting
from scenarios.scenario import Scenario

ENDS = (1.0, 1000.0)
"""The lowest and the highest price, % of today's."""
POINTS = (5, 41)
SHARES = {"start": 100.0, "level": 100.0, "off": 100.0}
"""What a form says in % of a whole."""
FIELDS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "penetration": {"start": (1.0, 99.9), "days": (1.0, 20_000.0)},
    "skimming": {"start": (100.1, 1000.0), "days": (1.0, 20_000.0)},
    "quantity": {"pieces": (1.0, 1e9), "off": (0.1, 99.0), "mean": (0.01, 1e9)},
    "new_first": {"level": (1.0, 1000.0), "until": (1.0, 20_000.0)},
}
"""By scheme the numbers that a form asks for, in the order of its values, with the ends of what is possible."""
WHOLE = ("days", "pieces", "until")
RIVALS: Mapping[str, float | None] = {"stated": None, "ignores": 0.0, "half": 0.5, "follows": 1.0, "undercuts": 1.5}
"""What the competitor makes of our change of price: the share of it that is followed."""
NONE = "none"
Schemes = tuple[tuple[str, tuple[float, ...]], ...]
KEYS = ("scenario", "low", "high", "points", "schemes", "rival", "objective", *SIZES)
"""The parts of an address that say a question of this page."""


@dataclass(frozen=True)
class PriceQuestion:
    """``low``, ``high``: prices in % of today's, between which so many ``points`` are tried; ``schemes``: other ways to
    price with the numbers of FIELDS, as the form says them; ``rival``: of RIVALS."""

    scenario: str
    low: float
    high: float
    points: int
    schemes: Schemes
    rival: str
    objective: str
    people: int
    worlds: int
    days: int
    seed: int

    @property
    def words(self) -> tuple[str, ...]:
        """The command that answers it, without the market."""
        ends = ["--from", f"{self.low / 100.0:.12g}", "--to", f"{self.high / 100.0:.12g}", "--points", str(self.points)]
        ways = [text for kind, values in self.schemes for text in ("--scheme", _option(kind, values))]
        share = RIVALS[self.rival]
        ways += [] if share is None else ["--rival", f"{share:g}"]
        return ("price", self.scenario, *ends, *ways, "--objective", self.objective, *sizes(self))


def read(
    address: Mapping[str, str], scenarios: Sequence[str], default: PriceQuestion
) -> tuple[PriceQuestion, tuple[Remark, ...]]:
    """The question in the ``address`` of the page, and what of it cannot be asked."""
    remarks: list[Remark] = []
    scenario = one_of("scenario", address, scenarios, default.scenario, remarks)
    low, high = (real(name, address, getattr(default, name), ENDS, remarks) for name in ("low", "high"))
    points = int(real("points", address, default.points, POINTS, remarks))
    schemes = _schemes(address["schemes"], remarks) if "schemes" in address else default.schemes
    rival = one_of("rival", address, tuple(RIVALS), default.rival, remarks)
    objective = objective_in(address, default.objective, remarks)
    numbers = {name: number(name, address, int(getattr(default, name)), remarks) for name in SIZES}
    return PriceQuestion(scenario, low, high, points, schemes, rival, objective, **numbers), tuple(remarks)


def address(question: PriceQuestion) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    found = {name: f"{getattr(question, name):.9g}" for name in ("low", "high", "points")}
    numbers = {name: str(getattr(question, name)) for name in SIZES}
    schemes = ",".join(":".join([kind, *(f"{value:.9g}" for value in values)]) for kind, values in question.schemes)
    found |= {"schemes": schemes or NONE, "rival": question.rival}
    return {"scenario": question.scenario, **found, "objective": question.objective, **numbers}


def asked_of(question: PriceQuestion, today: Scenario) -> Scenario:
    """The policy of today in the market that is asked about: with the rival's reaction."""
    share = RIVALS[question.rival]
    return today if share is None else reacting(today, share)


def answered(document: Mapping[str, Any]) -> PriceQuestion:
    """What a document of `sixr price` answers. Raises KeyError, TypeError or ValueError where the page cannot ask
    that."""
    asked = document["asked"]
    if asked["overrides"] or document["kind"] != "price":
        raise ValueError(document["kind"])
    low, high = (round(100.0 * float(asked[name]), 9) for name in ("low", "high"))
    scenario, objective = in_library(str(asked["scenario"])), str(asked["objective"])
    numbers = {name: int(document[name]) for name in SIZES}
    schemes = tuple(_said(str(text)) for text in asked["schemes"])
    rival = next(name for name, share in RIVALS.items() if share == asked["rival"])
    return PriceQuestion(scenario, low, high, int(asked["points"]), schemes, rival, objective, **numbers)


def _option(kind: str, values: tuple[float, ...]) -> str:
    """A scheme as the command reads it."""
    pairs = zip(FIELDS[kind], values, strict=True)
    return f"{kind}={':'.join(f'{value / SHARES.get(name, 1.0):.12g}' for name, value in pairs)}"


def _said(text: str) -> tuple[str, tuple[float, ...]]:
    """What the form says of a scheme. Raises KeyError or ValueError where it cannot say it."""
    kind, _, said = text.partition("=")
    values = [float(part) for part in said.split(":")]
    if kind in PATHS and values.pop() != USUAL[-1]:
        raise ValueError(text)
    pairs = zip(FIELDS[kind], values, strict=True)
    return kind, tuple(round(value * SHARES.get(name, 1.0), 9) for name, value in pairs)


def _schemes(text: str, remarks: list[Remark]) -> Schemes:
    """The schemes of an address, "penetration:80:365,quantity:100:10:50", each kind once."""
    found = {}
    for part in [] if text == NONE else filter(None, text.split(",")):
        kind, *said = part.split(":")
        values = tuple(value for value in map(amount, said) if value is not None)
        if kind in FIELDS and len(values) == len(said) and _possible(kind, values):
            found[kind] = values
        else:
            remarks.append(Remark("limit", {"part": "schemes", "found": part, "allowed": tuple(FIELDS)}))
    return tuple((kind, found[kind]) for kind in FIELDS if kind in found)


def _possible(kind: str, values: Sequence[float]) -> bool:
    """Whether a scheme may have ``values``, in the units of the form."""
    fields = FIELDS[kind]
    return len(values) == len(fields) and all(
        low <= value <= high and (name not in WHOLE or value == round(value))
        for value, (name, (low, high)) in zip(values, fields.items(), strict=True)
    )
