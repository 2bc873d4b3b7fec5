"""A trial of a plan on some of the people: how large, how long, what it would be seen to bring, and how wrong that is.

Every world is lived three times at each length: under today's policy, with the plan for the people of the trial, and
with the plan for all. The firm sees the second alone: what the people of the trial brought, and what the others did.
How far its difference lies from what the plan does for all is the bias, by word of mouth that crosses over or by
people who differ. A test is right where it finds the sign that the plan has for all over the whole horizon: a trial
that ends too early may be sure and wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from decisions.first.some import ROW, On, difference, people_known
from decisions.paired import CHANCES, paired
from scenarios.lowering.arms import parted
from scenarios.lowering.cells import cell_shares, cells, labels
from scenarios.lowering.groups import apart, matched
from scenarios.policy.groups import GroupRow
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.measures.spread import BROUGHT, PEOPLE, SQUARES, named
from sim.problems import BadInput, Problem, shown

LENGTHS = (28, 56, 91, 182, 364)
"""Lengths that are tried where nobody says any, days."""
SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)
ENOUGH = 0.8
"""The power that is asked for (Cohen 1988)."""
Z = float(ndtri(0.975))
"""Of a two-sided test at 5 %."""
HARM = float(ndtri(0.95))
"""Of stopping for harm at the last look, one-sided at 5 %; at earlier looks over the root of the part of the time
(after O'Brien & Fleming 1979)."""
PATHS = 4000


class Arms(NamedTuple):
    """What the firm sees of two arms, float64 [chance, world] each: people simulated, mean and standard deviation of
    what a person brings."""

    people: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    others: np.ndarray
    others_mean: np.ndarray
    others_sd: np.ndarray

    @property
    def difference(self) -> np.ndarray:
        return self.mean - self.others_mean

    @property
    def error(self) -> np.ndarray:
        """Of the difference (Welch)."""
        return np.sqrt(self.sd**2 / self.people + self.others_sd**2 / self.others)

    @property
    def t(self) -> np.ndarray:
        """The difference over its error; 0 where nobody has brought anything yet."""
        error = self.error
        return np.divide(self.difference, error, out=np.zeros_like(error), where=error > 0.0)


@dataclass(frozen=True)
class Length:
    """A trial of so many ``days``; amounts by person of those who could get the plan. ``seen``: the mean difference
    that the firm sees; ``spill``: what the others have of it; ``effect``: what the plan brings where all have it, with
    the standard deviation of ``belief`` and its error ``effect_se``; ``bias``: seen less effect, and its error;
    ``sd``: of what a person brings. ``power``: by share of SHARES (a single one of a region); ``wrong``: with the own
    share, how often a test finds the opposite sign; ``counted``: of the trials lived at the size simulated, how often
    the test was right, ``expected`` by the formula at that size; ``alarms``: how often it found something where both
    arms had today's policy; ``stop_bound``: the difference at which it stops for harm."""

    days: int
    seen: float
    spill: float
    effect: float
    effect_se: float
    belief: float
    bias: float
    bias_se: float
    sd: float
    power: tuple[float, ...]
    own_power: float
    wrong: float
    counted: float
    expected: float
    alarms: float
    stop_bound: float


@dataclass(frozen=True)
class Pilot:
    """``lengths`` tried; ``reach``: people of the market who could get the plan; ``share`` of them in the trial;
    ``shares`` whose power is told. ``shortest``: days from which on the power is ENOUGH with the own share (None:
    none); ``stops``: of the worlds in which the plan does harm, and of those in which it helps, the chance that a look
    stops it (NaN: there are none); ``harmful``: the share of worlds in which it does harm."""

    outcome: str
    on: On
    reach: float
    share: float
    shares: tuple[float, ...]
    lengths: tuple[Length, ...]
    shortest: int | None
    stops: tuple[float, float]
    harmful: float


def pilot(
    base: Scenario,
    plan: Scenario,
    who: On,
    *,
    lengths: Sequence[int] = (),
    outcome: str = BROUGHT[0],
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Pilot:
    """Try ``plan`` over ``base`` on some of its people. BadInput where the plan cannot be given to some alone, there
    are no such people, a length is beyond the days of the run, or the outcome is none of
    sim.measures.spread.BROUGHT."""
    if outcome not in BROUGHT:
        raise BadInput([Problem("--outcome", 0, "", shown(outcome), " or ".join(BROUGHT))])
    people_known(base, who)
    asked = tuple(lengths) or tuple(one for one in LENGTHS if one <= base.days) or (base.days,)
    for one in asked:
        if not 1 <= one <= base.days:
            raise BadInput(
                [Problem("--length", 0, "", f"a trial of {one} days", f"1 to {base.days:,}, the days of the run")]
            )
    asked = tuple(sorted(set(asked)))
    lived = tuple(sorted({*asked, base.days}))
    stated = difference(base, plan)
    mark, some = who.row(), who.row(**stated)
    everybody = GroupRow(name="all", segments=some.segments, **stated)
    ways = [_with(base, rows, name) for name, rows in (("today", (mark,)), (ROW, (some,)), ("all", (everybody, mark)))]
    treated, others, share = _labels(ways[0], mark)
    every = [way.model_copy(update={"days": days}) for days in lived for way in ways]
    those = sorted({*treated, *others})
    measures = [named(what, k) for what in (PEOPLE, outcome, outcome + SQUARES) for k in those]
    runs = paired(every, measures, chances=CHANCES, threads=threads, on_progress=on_progress)
    values = np.stack([one.values for one in runs])  # [chance, length x way, world, measure]
    table = {name: values[..., k] for k, name in enumerate(measures)}
    seen = [[_arms(table, len(ways) * j + k, outcome, treated, others) for k in range(3)] for j in range(len(lived))]
    people = base.market.size.value * share[0]
    return _judged(asked, seen, who, outcome, people, share[1])


def _with(base: Scenario, rows: Sequence[GroupRow], name: str) -> Scenario:
    groups = (*base.policy.groups, *rows)
    return base.model_copy(update={"name": name, "policy": base.policy.model_copy(update={"groups": groups})})


def _labels(marked: Scenario, row: GroupRow) -> tuple[list[int], list[int], tuple[float, float]]:
    """The labels of those in the trial and of those they are compared with; the share of all people that could get the
    plan, and that of these who do."""
    apart_now = parted(marked)
    of_cell, weight = labels(apart_now, cells(apart_now)), cell_shares(apart_now)
    told = apart(apart_now)
    treated = matched(told, row)
    could = matched(told, row.model_copy(update={"share": None, "regions": ()}))
    found = [sorted({int(k) for k in of_cell[those]}) for those in (treated, could & ~treated)]
    whole = float(weight[could].sum())
    return found[0], found[1], (whole, float(weight[treated].sum()) / whole)


def _arms(
    table: Mapping[str, np.ndarray], plan: int, outcome: str, treated: Sequence[int], others: Sequence[int]
) -> Arms:
    found: list[np.ndarray] = []
    for some in (treated, others):
        count, total, squares = (
            np.sum([table[named(what, k)][:, plan] for k in some], axis=0)
            for what in (PEOPLE, outcome, outcome + SQUARES)
        )
        mean = total / count
        found += [count, mean, np.sqrt(np.maximum(squares / count - mean**2, 0.0) * count / (count - 1.0))]
    return Arms(*found)


def _judged(
    asked: Sequence[int], seen: Sequence[Sequence[Arms]], who: On, outcome: str, people: float, share: float
) -> Pilot:
    """What is told of arms seen by length under today, the trial, and the plan for all."""
    shares = (share,) if who.region else tuple(sorted({*SHARES, who.share}))
    own = shares.index(share if who.region else who.share)
    effects = [_of_all(today, for_all, share) for today, _, for_all in seen]
    sign = np.sign(centred(effects[-1]))
    found, expected, errors = [], [], []
    for days, (today, trial, for_all), effect in zip(asked, seen, effects, strict=False):
        spill = trial.others_mean - today.others_mean
        # what a trial of endless size shows: who is in it is chance, but who lives in a region is not
        lived = effect + trial.mean - for_all.mean - spill
        if who.region:
            lived = trial.mean - today.mean - spill + float(today.difference.mean())
        shown_by = centred(lived)
        bias = (lived - effect).mean(axis=0)
        sds = (float(np.sqrt((one**2).mean())) for one in (trial.sd, trial.others_sd))
        sd, sd_others = sds
        error = [float(np.sqrt(sd**2 / (people * s) + sd_others**2 / (people * (1.0 - s)))) for s in shares]
        power = tuple(_right(sign * shown_by, one) for one in error)
        at_size = float(trial.error.mean())
        worlds = len(shown_by)
        belief, effect_se = _belief(effect)
        found.append(
            Length(
                days=days,
                seen=float(shown_by.mean()),
                spill=float(spill.mean()),
                effect=float(effect.mean()),
                effect_se=effect_se,
                belief=belief,
                bias=float(bias.mean()),
                bias_se=float(bias.std(ddof=1) / np.sqrt(worlds)) if worlds > 1 else np.nan,
                sd=sd,
                power=power,
                own_power=power[own],
                wrong=_right(-sign * shown_by, error[own]),
                counted=float((trial.t * sign > Z).mean()),
                expected=_right(sign * shown_by, at_size),
                alarms=float((np.abs(today.t) > Z).mean()),
                stop_bound=float(-HARM / np.sqrt(days / asked[-1]) * error[own]),
            )
        )
        expected.append(shown_by)
        errors.append(error[own])
    stops = stopped(np.array(expected), np.array(errors), np.array(asked) / asked[-1])
    harm = sign < 0.0
    rates = tuple(float(stops[those].mean()) if those.any() else np.nan for those in (harm, ~harm))
    shortest = next((one.days for one in found if one.own_power >= ENOUGH), None)
    return Pilot(outcome, who, people, share, shares, tuple(found), shortest, (rates[0], rates[1]), float(harm.mean()))


def _of_all(today: Arms, for_all: Arms, share: float) -> np.ndarray:
    """What the plan brings by person where all have it, [chance, world]."""
    gains = (for_all.mean - today.mean, for_all.others_mean - today.others_mean)
    return np.asarray(share * gains[0] + (1.0 - share) * gains[1])


def _right(effect: np.ndarray, error: float) -> float:
    """The chance that a test finds ``effect``, mean over worlds."""
    if error == 0.0:
        return float((effect > 0.0).mean())
    return float(ndtr(effect / error - Z).mean())


def _belief(effect: np.ndarray) -> tuple[float, float]:
    """The standard deviation over worlds, the luck of those simulated taken out, and the error of the mean."""
    own, worlds = effect.mean(axis=0), effect.shape[1]
    if worlds < 2:
        return np.nan, np.nan
    noise = float(effect.var(axis=0, ddof=1).mean()) / len(effect)
    spread = float(own.var(ddof=1))
    return float(np.sqrt(max(spread - noise, 0.0))), float(np.sqrt(spread / worlds))


def centred(effect: np.ndarray) -> np.ndarray:
    """Effects [chance, world] with the luck of those simulated taken out, float64 [world]: drawn together until they
    vary as belief does."""
    own = effect.mean(axis=0)
    spread = float(own.std(ddof=1)) if len(own) > 1 else 0.0
    belief, _ = _belief(effect)
    return np.asarray(own.mean() + (own - own.mean()) * belief / spread) if spread > 0.0 else own


def stopped(effects: np.ndarray, errors: np.ndarray, time: np.ndarray) -> np.ndarray:
    """The chance that some look stops for harm, float64 [world]. ``effects`` [look, world]; ``errors`` [look], of what
    has been brought so far, whose additions do not depend on what was before; ``time``: part of the whole, [look]."""
    if (errors == 0.0).any():
        return np.asarray((effects < 0.0).any(axis=0).astype(float))
    steps = np.sqrt(np.maximum(np.diff(errors**2, prepend=0.0), 0.0))
    luck = np.random.default_rng(1).standard_normal((PATHS, len(errors))) * steps
    noise = luck.cumsum(axis=1)[:, :, None]
    bound = (-HARM / np.sqrt(time) * errors)[None, :, None]
    return np.asarray((effects[None] + noise < bound).any(axis=1).mean(axis=0))
