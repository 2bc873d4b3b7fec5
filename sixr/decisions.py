"""What `import sixr` offers of decisions: sweep, price, parts, optimise."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

if TYPE_CHECKING:
    from decisions.optimise.advice import Advice
    from decisions.parts import Parts
    from decisions.price import Price
    from decisions.sweep import Sweep
    from scenarios.scenario import Scenario
    from scenarios.under_way import Progress

    File = str | os.PathLike[str]


class Setting(TypedDict, total=False):
    """Options that every decision takes, as :func:`sixr.run` explains them."""

    market: File | None
    company: File | None
    overrides: Sequence[str]
    customers: int | None
    days: int | None
    replications: int | None
    seed: int | None
    threads: int | None
    on_progress: Progress | None


@dataclass(frozen=True)
class Decision:
    """An answer: ``found`` (see the function that gave it), ``summary()`` in sentences, ``lines()`` of a table and
    ``to_json()``; ``asked``: the options that were given."""

    kind: str
    found: Any
    scenario: Scenario
    beside: Any = None
    asked: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> list[str]:
        """The answer first, then how sure it is, then what it rests on."""
        from decisions import telling

        if self.kind == "parts":
            return telling.parts_summary(self.scenario, self.beside, self.found)
        if self.kind == "advice":
            return telling.advice_summary(self.found)
        said: list[str] = getattr(telling, f"{self.kind}_summary")(self.scenario, self.found)
        return said

    def lines(self) -> list[str]:
        """The table beside the answer."""
        from decisions import telling

        if self.kind == "parts":
            return list(telling.parts_lines(self.found))
        if self.kind == "advice":
            beside, lines = self.beside, list(telling.advice_lines(self.found))
            lines += ["", *telling.frontier_lines(beside.frontier)] if beside.frontier is not None else []
            lines += ["", *telling.costs_lines(beside.costs)] if beside.costs is not None else []
            return lines + (["", *telling.parts_lines(beside.parts)] if beside.parts is not None else [])
        return list(getattr(telling, f"{self.kind}_lines")(self.scenario, self.found))

    def to_json(self) -> dict[str, Any]:
        """The same as `--json` prints."""
        from decisions import telling

        if self.kind == "parts":
            said = telling.parts_json(self.scenario, self.beside, self.found)
        elif self.kind == "advice":
            said = telling.advice_json(self.found, self.beside)
        else:
            said = getattr(telling, f"{self.kind}_json")(self.scenario, self.found)
        return {"kind": self.kind, "asked": dict(self.asked), **said}

    def document(self) -> dict[str, Any]:
        """The same with what a reader elsewhere needs: what channels and segments are called, and every number of the
        market with its label and source."""
        from decisions.telling import known

        return {**self.to_json(), **known(self.scenario)}


def sweep(
    scenario: File | Scenario,
    vary: Sequence[str],
    *,
    objective: str = "profit",
    **setting: Unpack[Setting],
) -> Decision:
    """Profit, CLV, CAC and customers along one lever or two.

    ``vary``: texts "PATH=LOW:HIGH:POINTS" or "PATH=A,B,C", such as "policy.price.level=0.7:1.3:13". ``objective``: the
    measure that decides which point is best, also "worth" or "profit_within_180". Other options are those of
    :func:`sixr.run`. ``.found`` is a decisions.sweep.Sweep. BadInput where a path or a value cannot be.
    """
    from decisions.levers import varied
    from decisions.sweep import sweep as swept
    from sim.problems import BadInput, Problem

    one = _loaded(scenario, setting)
    levers = [varied(text) for text in vary]
    if not 1 <= len(levers) <= 2:
        raise BadInput([Problem("--vary", 0, "", f"{len(levers)} levers", "one or two")])
    found: Sweep = swept(
        one,
        [lever for lever, _ in levers],
        [values for _, values in levers],
        objective=objective,
        **_running(setting),
    )
    return Decision("sweep", found, one, asked=_asked(scenario, setting, vary=list(vary), objective=objective))


def price(
    scenario: File | Scenario,
    *,
    low: float = 0.7,
    high: float = 1.5,
    points: int = 13,
    objective: str = "profit",
    **setting: Unpack[Setting],
) -> Decision:
    """What it should cost: profit along the price, the best price with its range, and the volume that each price may
    lose before contribution falls.

    ``low``, ``high``: ratios to today's price. Other options as for :func:`sweep`. ``.found`` is a
    decisions.price.Price.
    """
    from decisions.price import price as priced

    one = _loaded(scenario, setting)
    found: Price = priced(one, low=low, high=high, points=points, objective=objective, **_running(setting))
    given = {"low": low, "high": high, "points": points, "objective": objective}
    return Decision("price", found, one, asked=_asked(scenario, setting, **given))


def parts(
    base: File | Scenario,
    plan: File | Scenario,
    *,
    measure: str = "profit",
    **setting: Unpack[Setting],
) -> Decision:
    """What a plan over ``base`` is made of, by lever and by step of the journey; the parts sum to the whole.

    ``measure``: of which the difference is split. Other options as for :func:`sweep`. ``.found`` is a
    decisions.parts.Parts. BadInput where the two are set in different markets, or differ in nothing.
    """
    from decisions.parts import parts as split
    from scenarios.experiment import check_comparable

    one, other = (_loaded(each, setting) for each in (base, plan))
    check_comparable([one, other])
    found: Parts = split(one, other, measure=measure, **_running(setting))
    return Decision("parts", found, one, other, _asked(base, setting, plan=_name(plan), measure=measure))


def optimise(
    scenario: File | Scenario,
    *,
    total: float | None = None,
    exactly: bool = False,
    channels: Sequence[str] = (),
    split: bool = True,
    quarters: int = 1,
    least: Mapping[str, float] | None = None,
    most: Mapping[str, float] | None = None,
    step: Mapping[str, float] | None = None,
    vary: Sequence[str] = (),
    objective: str = "worth",
    goal: str = "mean",
    amount: float = 0.0,
    runs: int = 30,
    frontier: bool = False,
    costs: bool = False,
    parts: bool = False,
    **setting: Unpack[Setting],
) -> Decision:
    """The best plan: a budget split anew among channels and parts of the horizon, and other levers set anew.

    ``total``: currency over the horizon, None = what is spent today; ``exactly``: all of it must be spent.
    ``channels``: among which, () = those on which anything is spent. ``split`` False leaves the budget alone.
    ``quarters``: equal parts of the horizon. ``least``, ``most``, ``step``: by channel, currency a week. ``vary``:
    other levers, "PATH=LOW:HIGH". ``objective``: "worth" (all that is earned and spent, what is expected after the
    horizon included, discounted), "profit" within the horizon, or "profit_within_180". ``goal``: "mean", "worst_tenth"
    of the worlds, or "chance" of at least ``amount`` more than today's plan. ``runs``: plans that are tried.
    ``frontier``: the best split of other totals, too; ``costs``: what a customer costs today and in the best plan,
    counted in four ways; ``parts``: what each channel and lever of the best plan brings. Other options as for
    :func:`sweep`. ``.found`` is a decisions.optimise.advice.Advice, judged in fresh worlds; ``.beside`` a
    decisions.beside.Beside.
    """
    from decisions.beside import Beside, costs_of, parts_of
    from decisions.frontier import POINTS
    from decisions.frontier import frontier as along
    from decisions.levers import varied
    from decisions.optimise.advice import optimise as advised
    from decisions.optimise.budget import Budget, of_today
    from decisions.optimise.search import Goal
    from decisions.stages import Stages, plans_of

    one = _loaded(scenario, setting)
    budget = None
    if split:
        now = of_today(one, quarters, exactly)
        whole = now.total if total is None else total
        names = tuple(channels) or now.channels
        budget = Budget(names, whole, exactly, quarters, dict(least or {}), dict(most or {}), dict(step or {}))
    levers = [varied(text)[0] for text in vary]
    if (tell := setting.get("on_progress")) is not None:
        names = budget.channels if budget is not None else ()
        totals = POINTS if frontier and names else 0
        plans = plans_of(runs, len(names), len(levers), frontier=totals, costs=costs, parts=parts)
        setting["on_progress"] = Stages(tell, plans * one.worlds)
    found: Advice = advised(
        one,
        budget,
        levers,
        objective=objective,
        goal=Goal(goal, amount),
        runs=runs,
        **_running(setting),
    )
    beside = Beside(
        along(found, **_running(setting)) if frontier and budget is not None else None,
        costs_of(found, **_running(setting)) if costs else None,
        parts_of(found, **_running(setting)) if parts else None,
        _seen(setting.get("company")),
    )
    asked = _asked(
        scenario,
        setting,
        **{"total": total, "exactly": exactly, "channels": list(channels), "split": split, "quarters": quarters},
        **{name: dict(limits or {}) for name, limits in (("least", least), ("most", most), ("step", step))},
        **{"vary": list(vary), "objective": objective, "goal": goal, "amount": amount, "runs": runs},
    )
    return Decision("advice", found, one, beside, asked)


def _seen(company: File | None) -> dict[str, Any] | None:
    """By channel the least and the most spend of a week that the tables of a company hold, where they hold any."""
    if company is None:
        return None
    from calibration.company.facts import facts_of
    from calibration.company.folder import opened

    seen: dict[str, Any] | None = facts_of(opened(company).fitted()).tree.get("spend_seen")
    return seen


def _asked(scenario: File | Scenario, setting: Setting, **given: Any) -> dict[str, Any]:
    return {"scenario": _name(scenario), "overrides": list(setting.get("overrides", ())), **given}


def _name(scenario: File | Scenario) -> str:
    return os.fspath(scenario) if isinstance(scenario, str | os.PathLike) else scenario.name


def _loaded(scenario: File | Scenario, setting: Setting) -> Scenario:
    from sixr.api import SIZES, loaded

    given: dict[str, Any] = dict(setting)
    sizes = {name: given.get(name) for name in SIZES}
    return loaded(scenario, setting.get("market"), setting.get("company"), setting.get("overrides", ()), sizes)


def _running(setting: Setting) -> dict[str, Any]:
    return {"threads": setting.get("threads"), "on_progress": setting.get("on_progress")}
