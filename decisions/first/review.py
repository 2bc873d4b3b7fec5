"""What a trial has shown: belief brought up to date, and whether to roll the plan out, to stop, or to go on.

Belief about what the plan brings by person where all have it is normal, from the simulated worlds; what came is this
plus the bias of the trial and the luck of its people. All is counted in equal periods as long as the trial was, as many
as the horizon holds, in each of which the plan brings the same.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.stats import norm

from decisions.first.pilot import HARM, Pilot
from sim.problems import BadInput, Problem, shown

ARMS = ("plan", "today")
NEEDED = ("arm", "people", "money")
COLUMNS = (*NEEDED, "sd")
MOST_BYTES = 100_000


@dataclass(frozen=True)
class Came:
    """What came of an arm: ``people`` in it, ``money`` that all of them brought, ``sd`` of what one of them did (NaN:
    not stated)."""

    people: float
    money: float
    sd: float = np.nan

    @property
    def mean(self) -> float:
        return self.money / self.people


@dataclass(frozen=True)
class Normal:
    """A belief."""

    mean: float
    sd: float

    @property
    def positive(self) -> float:
        """The probability of more than 0."""
        return float(norm.sf(0.0, self.mean, self.sd)) if self.sd > 0.0 else float(self.mean > 0.0)

    @property
    def gain(self) -> float:
        """The expected amount above 0."""
        return above(self.mean, self.sd)

    @property
    def loss(self) -> float:
        """The expected amount below 0."""
        return above(-self.mean, self.sd)


Choice = Literal["roll_out", "stop", "go_on"]


@dataclass(frozen=True)
class Review:
    """``seen``: the difference by person with its error; ``before`` and ``after``: what is believed of the plan for
    all, by person and period; ``choice`` of the least expected loss; ``losses`` by choice, money of the whole market
    over the ``periods`` that are left; ``worth_going_on``: what another trial of this size is worth before it costs
    anything; ``harm``: whether the rule stops it; ``simulated_sd``: whether the spread is that of the worlds."""

    arms: Mapping[str, Came]
    seen: float
    error: float
    before: Normal
    after: Normal
    bias: float
    choice: Choice
    losses: Mapping[Choice, float]
    periods: float
    reach: float
    worth_going_on: float
    harm: bool
    simulated_sd: bool


def came(path: str | os.PathLike[str]) -> dict[str, Came]:
    """The arms of a CSV file with the columns arm (plan or today), people, money and, where it is known, sd. BadInput
    with every fault."""
    name = shown(os.fspath(path), 200)
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise BadInput([Problem(name, 0, "", f"more than {MOST_BYTES:,} bytes", "two arms, a line each")])
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            stated = [(rows.line_num, row) for row in rows]
            columns = [str(one).strip() for one in rows.fieldnames or ()]
    except OSError as error:
        raise BadInput([Problem(name, 0, "", str(error.strerror).lower(), "a CSV file of two arms")]) from None
    except (UnicodeDecodeError, csv.Error):
        raise BadInput([Problem(name, 0, "", "no CSV in UTF-8", "a CSV file of two arms")]) from None
    missing = [one for one in NEEDED if one not in columns]
    if missing:
        allowed = f"the columns {', '.join(COLUMNS)}"
        raise BadInput([Problem(name, 1, "", f"no column {', '.join(missing)}", allowed)])
    faults: list[Problem] = []
    found: dict[str, Came] = {}
    for line, row in stated:
        arm = str(row["arm"] or "").strip()
        if arm not in ARMS or arm in found:
            said = f"{shown(arm)} twice" if arm in found else shown(arm)
            faults.append(Problem(name, line, "arm", said, "plan and today, each once"))
            continue
        numbers = {}
        for column, least in (("people", 2.0), ("money", -np.inf), ("sd", 0.0)):
            text = str(row.get(column) or "").strip()
            if column == "sd" and not text:
                continue
            number = _number(text)
            if number is None or number < least:
                allowed = {"people": "a number of 2 or more", "sd": "a number of 0 or more"}.get(column, "a number")
                faults.append(Problem(name, line, column, shown(text), allowed))
            else:
                numbers[column] = number
        if len(numbers) == 2 + ("sd" in numbers):
            found[arm] = Came(**numbers)
    if not faults:
        faults += [
            Problem(name, 0, "arm", f"no arm {arm}", "plan and today, each once") for arm in ARMS if arm not in found
        ]
    if faults:
        raise BadInput(faults)
    return found


def stated(arms: Mapping[str, Sequence[float]]) -> dict[str, Came]:
    """The same of people, money and, where it is known, sd, by arm."""
    if set(arms) != set(ARMS):
        raise BadInput([Problem("--arm", 0, "", shown(", ".join(arms)), "plan and today, each once")])
    for name, numbers in arms.items():
        if (
            len(numbers) not in (2, 3)
            or not np.isfinite(numbers).all()
            or numbers[0] < 2
            or min(numbers[2:], default=0) < 0
        ):
            allowed = "people (2 or more), money and, where it is known, sd (0 or more)"
            raise BadInput([Problem("--arm", 0, name, shown(list(numbers)), allowed)])
    return {name: Came(*map(float, numbers)) for name, numbers in arms.items()}


def review(trial: Pilot, arms: Mapping[str, Came], days: int) -> Review:
    """What ``arms`` say beside the worlds of ``trial``, whose first length is that of the trial that was made; ``days``
    of the horizon, in which it is over."""
    length = trial.lengths[0]
    plan, today = arms["plan"], arms["today"]
    sds = [one.sd if np.isfinite(one.sd) else length.sd for one in (plan, today)]
    error = float(np.sqrt(sds[0] ** 2 / plan.people + sds[1] ** 2 / today.people))
    seen = plan.mean - today.mean
    before = Normal(length.effect, float(np.hypot(length.belief, length.effect_se)))
    noise = float(np.hypot(error, length.bias_se))
    after = updated(before, seen - length.bias, noise)
    periods = max(days / length.days - 1.0, 0.0)
    share = plan.people / (plan.people + today.people)
    choices, worth = losses(after, noise, periods, share)
    money = {name: loss * trial.reach for name, loss in choices.items()}
    harm = error > 0.0 and seen / error < -HARM
    choice = min(money, key=lambda name: money[name])
    return Review(
        arms=dict(arms),
        seen=seen,
        error=error,
        before=before,
        after=after,
        bias=length.bias,
        choice="stop" if harm else choice,
        losses=money,
        periods=periods,
        reach=trial.reach,
        worth_going_on=worth * trial.reach,
        harm=bool(harm),
        simulated_sd=not all(np.isfinite(one.sd) for one in (plan, today)),
    )


def updated(before: Normal, seen: float, error: float) -> Normal:
    """A normal belief after ``seen``, with a normal ``error`` (Gelman et al. 2013, section 2.5)."""
    if before.sd == 0.0:
        return before
    if error == 0.0:
        return Normal(seen, 0.0)
    old, new = before.sd**-2, error**-2
    return Normal((before.mean * old + seen * new) / (old + new), float((old + new) ** -0.5))


def losses(belief: Normal, error: float, periods: float, share: float) -> tuple[dict[Choice, float], float]:
    """The expected loss of each choice by person, over ``periods``, against knowing what is right; and what another
    trial with the same ``error``, of ``share`` of the people, is worth (Raiffa & Schlaifer 1961)."""
    rest = max(periods - 1.0, 0.0)
    learnt = updated(belief, belief.mean, error).sd
    spread = float(np.sqrt(max(belief.sd**2 - learnt**2, 0.0)))
    best_after = above(belief.mean, spread)  # of the better choice, once the next trial has spoken
    left = belief.gain - best_after
    during = min(periods, 1.0) * ((1.0 - share) * belief.gain + share * belief.loss)
    found: dict[Choice, float] = {
        "roll_out": periods * belief.loss,
        "stop": periods * belief.gain,
        "go_on": during + rest * left,
    }
    return found, rest * (best_after - max(belief.mean, 0.0))


def above(mean: float, sd: float) -> float:
    """The expected amount above 0 of a normal law."""
    if sd == 0.0:
        return max(mean, 0.0)
    return float(mean * norm.cdf(mean / sd) + sd * norm.pdf(mean / sd))


def _number(text: str) -> float | None:
    try:
        found = float(text.replace("_", "x"))
    except ValueError:
        return None
    return found if np.isfinite(found) else None
