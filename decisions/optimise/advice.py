"""The best plan: looked for on runs in the worlds at hand, judged in fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from decisions.evidence import SURE, Evidence
from decisions.levers import Lever, far_of
from decisions.optimise.budget import Budget, checked
from decisions.optimise.lives import apart, judged
from decisions.optimise.response import Response
from decisions.optimise.search import KINDS, Goal, as_good, best, net
from decisions.optimise.space import Space
from decisions.optimise.surface import Surface, fitted, prior
from scenarios.running.batch import WITHIN, Batch, evaluate
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

RUNS = 30
"""Plans that are run to find the best one."""
EACH_ROUND = 3
LOOKS, CLEAR = 4, 2.0
"""Times that the best plan is looked at in fresh worlds, at most: until its gain is so many standard errors."""
OBJECTIVES = ("profit", "worth")
CANDIDATES = ("today", "even split", "first advice", "best")
TODAY, EVEN, FIRST, BEST = range(4)
FIGURES = (
    "profit", "worth", "customers", "clv", "cac", "clv_to_cac", "marketing", "media", "revenue", "active_customers",
    "awakenings", "won_otherwise", "won_by_invitation", "worth_prospects",
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """A number of the plan: ``now`` and where it is ``best``; ``low`` and ``high`` among plans as good as the best;
    ``returns``: what one more unit of money brings there (NaN of other levers), ``bound``: "", "least" or "most"."""

    name: str
    now: float
    best: float
    low: float
    high: float
    returns: float
    bound: str


@dataclass(frozen=True)
class Advice:
    """What is advised. ``moves``: every number of the plan; ``gain``: the best plan over today's in fresh worlds, by
    ``objective``; ``even``: that over an even split, None without a budget; ``first``: what the first advice, before
    runs, brings; ``promised``: what the surface expects of the best; ``batch``: FIGURES of CANDIDATES in fresh worlds;
    ``verdict``: "move", "leave" (nothing separates these plans) or "unsure"; ``runs``: plans that were run;
    ``spent``: what the best plan spends of the total; ``warnings``: what lies beyond what the market knows.
    """

    scenario: Scenario
    plan: Scenario
    objective: str
    moves: tuple[Move, ...]
    gain: Evidence
    even: Evidence | None
    first: Evidence
    promised: float
    verdict: str
    batch: Batch
    runs: int
    spent: float
    total: float
    warnings: tuple[str, ...]
    surface: Surface


def objective_of(text: str) -> tuple[str, bool, int | None]:
    """(measure, whether it is discounted, days within which money counts) of an objective. BadInput."""
    if text in OBJECTIVES:
        return text, text == "worth", None
    if text.startswith(WITHIN) and text.removeprefix(WITHIN).isdigit() and int(text.removeprefix(WITHIN)) > 0:
        return text, False, int(text.removeprefix(WITHIN))
    raise BadInput([Problem("objective", 0, "", shown(text), f"{', '.join(OBJECTIVES)}, or {WITHIN}180 for 180 days")])


def optimise(
    scenario: Scenario,
    budget: Budget | None,
    levers: Sequence[Lever] = (),
    *,
    objective: str = "worth",
    goal: Goal | None = None,
    runs: int = RUNS,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Advice:
    """The best plan of ``scenario`` with its ``budget`` split anew and its ``levers`` set anew.

    The worlds of the scenario teach what plans bring; as many fresh ones, run twice each, judge the best against
    today's plan. BadInput where there is nothing to move, or a budget or an objective cannot be.
    """
    goal = goal or Goal()
    if goal.kind not in KINDS:
        raise BadInput([Problem("goal", 0, "", shown(goal.kind), ", ".join(KINDS))])
    measure, discounted, days = objective_of(objective)
    space = Space(scenario, checked(budget, scenario) if budget is not None else None, tuple(levers))
    if not space.names:
        raise BadInput([Problem("optimise", 0, "", "nothing that may be moved", "a budget, or levers with --vary")])
    worlds = range(scenario.worlds)
    costs = space.unit_costs(discounted, days)

    def ran(plans: np.ndarray, names: Sequence[str], over: Sequence[int], chance: int = 0) -> Batch:
        some = [space.plan(x, name) for x, name in zip(plans, names, strict=True)]
        kept = tuple(dict.fromkeys((measure, *FIGURES)))
        return evaluate(some, kept, worlds=over, chance=chance, threads=threads, on_progress=on_progress)

    def brought(plans: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """What plans bring over today's before costs, by numbers and by lives: float64 [2, plan, world]."""
        more = costs @ (plans - space.now).T
        return _apart(ran(plans, names, worlds), measure, value, more) - _apart(begun, measure, value, np.zeros(1))

    begun = ran(space.now[None], ["today"], worlds)
    value = _value(begun.of("clv")[0])
    response, each, scale = _by_formula(space, begun, measure, value, worlds)
    first = _first(space, response, each, scale, goal, costs)
    design = space.design(_size(space, runs), first, scenario.seed % 2**32)
    plans = design[1:]
    gains = brought(plans, [f"plan {k}" for k in range(1, len(design))])
    surface = fitted(space, response, each, scale, plans, *gains)
    rng = np.random.default_rng(scenario.seed)
    starts = [space.within(space.now), first]
    while len(plans) + EACH_ROUND <= runs:
        tops = [best(surface, goal, costs, starts)]
        for _ in range(EACH_ROUND - 1):  # where the surface is unsure, it looks (Thompson 1933)
            mean, covariance = surface.posterior.mean, surface.posterior.covariance
            tops.append(best(surface, goal, costs, [tops[0]], rng.multivariate_normal(mean, covariance, method="eigh")))
        found = brought(np.array(tops), [f"plan {len(plans) + k + 1}" for k in range(len(tops))])
        plans, gains = np.vstack([plans, tops]), np.concatenate([gains, found], axis=1)
        surface = fitted(space, response, each, scale, plans, *gains)
        starts = [tops[0], first]
    top = space.stepped(best(surface, goal, costs, [*starts, space.within(space.now)]))
    return _judged(space, surface, goal, costs, first, top, measure, len(plans) + 1, ran)


def _size(space: Space, runs: int) -> int:
    """How many plans teach the first surface: as many as there are things to learn, and at most two thirds of all."""
    channels = len(space.budget.channels) if space.budget is not None else 0
    parts = space.budget.parts if space.budget is not None else 1
    wanted = 4 + channels + 2 * (parts > 1) * parts // 2 + 4 * len(space.levers)
    return max(4, min(wanted, 2 * runs // 3))


def _by_formula(
    space: Space, begun: Batch, measure: str, value: np.ndarray, worlds: Sequence[int]
) -> tuple[Response, np.ndarray, float]:
    """The response of each world, and what one awakened brought under today's plan."""
    budget = space.budget
    channels = budget.channels if budget is not None else ()
    most = space.bounds[1, : space.spends].reshape(len(channels), -1).max(axis=1) if channels else np.zeros(0)
    now = budget.today(space.scenario).max(axis=1) if budget is not None else np.zeros(0)
    response = Response(space.scenario, channels, np.maximum(most, now), worlds)
    came, won = begun.of("awakenings")[0], begun.of("won_otherwise")[0]
    share = np.divide(won, came, out=np.zeros_like(won), where=came > 0)
    each = share * value
    scale = float(np.nanmean(np.abs(begun.of(measure)[0])))
    return response, each, max(scale, 1e-9)


def _value(clv: np.ndarray) -> np.ndarray:
    """Of a customer, for what more of them bring: as ``clv``, and nothing where that is none."""
    return np.maximum(np.nan_to_num(clv, posinf=0.0, neginf=0.0), 0.0)


def _apart(batch: Batch, measure: str, value: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """What plans bring before what they have ``spent`` [plan], by numbers of customers (won, and in what all is worth
    still to come) and by lives: float64 [2, plan, world]."""
    won, clv = batch.of("won_otherwise") + batch.of("won_by_invitation"), batch.of("clv")
    if measure == "worth":
        won = won + np.divide(batch.of("worth_prospects"), clv, out=np.zeros_like(won), where=clv > 0.0)
    return np.array(apart(batch.of(measure) + spent[:, None], won, value))


def _first(
    space: Space, response: Response, each: np.ndarray, scale: float, goal: Goal, costs: np.ndarray
) -> np.ndarray:
    """Advice without any run but today's: by the formula alone; other levers stay."""
    if space.budget is None:
        return space.within(space.now.copy())
    low, high = space.bounds
    fixed = space.within(space.now.copy())
    levers = tuple(
        Lever(one.path, float(fixed[space.spends + k]), float(fixed[space.spends + k]))
        for k, one in enumerate(space.levers)
    )
    held = replace(space, levers=levers)
    return best(prior(held, response, each, scale), goal, costs, [held.within(held.now.copy()), (low + high) / 2])


def _judged(
    space: Space,
    surface: Surface,
    goal: Goal,
    costs: np.ndarray,
    first: np.ndarray,
    top: np.ndarray,
    measure: str,
    runs: int,
    ran: Callable[..., Batch],
) -> Advice:
    scenario = space.scenario
    part = scenario.people / scenario.market.size.value
    candidates = np.array([space.now, space.design(2, first, 0)[1], first, top])

    def looked(some: Sequence[int], look: int) -> list[Batch]:
        worlds = range((1 + look) * scenario.worlds, (2 + look) * scenario.worlds)
        return [ran(candidates[list(some)], [CANDIDATES[k] for k in some], worlds, chance) for chance in (0, 1)]

    def told(batches: Sequence[Batch], some: Sequence[int]) -> np.ndarray:
        """By numbers and by lives, float64 [2, chance, plan, world]."""
        spent = costs @ candidates[list(some)].T
        value = _value(np.mean([batch.of("clv").mean(axis=0) for batch in batches], axis=0))
        rows = np.stack([_apart(batch, measure, value, spent) for batch in batches], axis=1)
        rows[0] -= spent[:, None]
        return rows

    def over(rows: np.ndarray, plan: int, other: int) -> Evidence:
        expected, error = surface.by_lives(candidates[plan], candidates[other])
        return judged(rows[0], rows[1], expected, error, part)

    batches = looked(range(len(CANDIDATES)), 0)
    every = told(batches, range(len(CANDIDATES)))
    found = every[:, :, BEST] - every[:, :, TODAY]
    gain = over(found, BEST, TODAY)
    for look in range(1, LOOKS):
        if not abs(gain.mean) <= CLEAR * gain.se:
            break
        more = told(looked((TODAY, BEST), look), (TODAY, BEST))
        found = np.concatenate([found, more[:, :, 1] - more[:, :, 0]], axis=2)
        gain = over(found, BEST, TODAY)
    promised = goal.of(net(surface, top, costs)) if goal.kind != "chance" else float(net(surface, top, costs).mean())
    if gain.mean <= gain.se or promised <= 0.0:
        verdict = "leave"
    else:
        verdict = "move" if gain.p_expected >= SURE else "unsure"
    ranges = as_good(surface, goal, costs, top, gain.se if np.isfinite(gain.se) else 0.0, 1)
    plan = space.plan(top, "best")
    weights = space.weights
    return Advice(
        scenario=scenario,
        plan=plan,
        objective=measure,
        moves=tuple(_moves(space, surface, costs, top, ranges)),
        gain=gain,
        even=over(every[:, :, BEST] - every[:, :, EVEN], BEST, EVEN) if space.budget is not None else None,
        first=over(every[:, :, FIRST] - every[:, :, TODAY], FIRST, TODAY),
        promised=promised,
        verdict=verdict,
        batch=batches[0],
        runs=runs,
        spent=float(weights @ top),
        total=space.budget.total if space.budget is not None else 0.0,
        warnings=far_of(scenario, plan),
        surface=surface,
    )


def _moves(space: Space, surface: Surface, costs: np.ndarray, top: np.ndarray, ranges: np.ndarray) -> list[Move]:
    low, high = space.bounds
    slopes = surface.slopes(top).mean(axis=0)
    found = []
    for k, name in enumerate(space.names):
        near = 1e-6 * max(high[k] - low[k], 1e-9)
        bound = "least" if top[k] <= low[k] + near else "most" if top[k] >= high[k] - near else ""
        returns = float(slopes[k] / costs[k]) if costs[k] > 0.0 else np.nan
        now = float(space.now[k])
        found.append(Move(name, now, float(top[k]), float(ranges[0, k]), float(ranges[1, k]), returns, bound))
    return found
