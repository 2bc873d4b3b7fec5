"""What `import sixr` offers of decisions: sweep, price, parts, optimise, sensitivity, settle, and the way of work."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Unpack

from sixr.run_options import File, Setting, known

if TYPE_CHECKING:
    from dashboard.decision_report.shape import Told
    from decisions.first.diagnose import Diagnosis
    from decisions.first.focus import Focus
    from decisions.first.pilot import Pilot
    from decisions.first.review import Review
    from decisions.optimise.advice import Advice
    from decisions.parts import Parts
    from decisions.price import Price
    from decisions.sensitivity.matters import Matters
    from decisions.settle import Settled
    from decisions.sweep import Sweep
    from scenarios.scenario import Scenario


OF_TWO = ("sensitivity", "settle")
"""Kinds of decisions between two plans that decisions.sensitivity.telling tells."""

OF_FIRST = ("diagnosis", "focus", "pilot", "review")
"""Kinds of decisions that decisions.first.telling tells."""


@dataclass(frozen=True)
class Decision:
    """An answer: ``found`` (see the function that gave it), ``summary()`` in sentences, ``lines()`` of tables and
    ``to_json()``; ``asked``: the options that were given."""

    kind: str
    found: Any
    scenario: Scenario
    beside: Any = None
    asked: Mapping[str, Any] = field(default_factory=dict)

    def summary(self, language: str = "en") -> list[str]:
        """The answer first, then how sure it is, then what it rests on, in ``language`` (en, zh)."""
        from sixr.decision_screen import sentences

        return sentences(self._told(language))

    def lines(self, language: str = "en") -> list[str]:
        """The tables beside the answer."""
        from sixr.decision_screen import lines

        return lines(self._told(language))

    def _told(self, language: str) -> Told:
        from dashboard.decision_report.document import read
        from dashboard.decision_report.telling import told
        from dashboard.text import words

        return told(read(self.to_json()), words(language))

    def to_json(self) -> dict[str, Any]:
        """The same as `--json` prints."""
        from decisions import telling

        if self.kind in OF_TWO:
            said = _of_two(self.kind, "json")(self.scenario, self.beside, self.found)
        elif self.kind == "parts":
            said = telling.parts_json(self.scenario, self.beside, self.found)
        elif self.kind == "shift":
            said = telling.shift_json(self.scenario, self.beside, self.found)
        elif self.kind == "advice":
            said = telling.advice_json(self.found, self.beside)
        elif self.kind in OF_FIRST:
            said = _of_first(self.kind)(self.scenario, *self.beside or (), self.found)
        else:
            said = getattr(telling, f"{self.kind}_json")(self.scenario, self.found)
        return {"kind": self.kind, "asked": dict(self.asked), **said}

    def report(self, file: File, language: str = "en") -> None:
        """Write it as a page (.html), a workbook (.xlsx) or a slide (.pptx) in ``language`` (en, zh).

        The last two need ``pip install 'sixr[office]'``. An older report is replaced. BadInput where the file cannot be
        written.
        """
        from dashboard.decision_report.document import read
        from dashboard.decision_report.writing import write

        write(read(self.to_json()), file, language)


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
    schemes: Sequence[str] = (),
    rival: float | None = None,
    **setting: Unpack[Setting],
) -> Decision:
    """What it should cost: profit along the price, the best price with its range, the volume that each price may lose
    before contribution falls, and what other ways to price bring over today's.

    ``low``, ``high``: ratios to today's price. ``schemes``: texts such as "penetration=0.8:365:4", "skimming=1.2",
    "quantity=100:0.1:50" or "new_first=1.1:365" (decisions.schemes.Scheme). ``rival``: the share of our change of price
    that the competitor follows, from 0 to 5; None as the market says. Other options as for :func:`sweep`. ``.found`` is
    a decisions.price.Price. BadInput where a scheme or the rival cannot be.
    """
    from decisions.price import price as priced
    from decisions.schemes import reacting, scheme

    one = _loaded(scenario, setting)
    one = one if rival is None else reacting(one, rival)
    ways = list(dict.fromkeys(scheme(text) for text in schemes))
    found: Price = priced(
        one, low=low, high=high, points=points, objective=objective, schemes=ways, **_running(setting)
    )
    given = {"low": low, "high": high, "points": points, "objective": objective}
    given |= {"schemes": [way.name for way in ways], "rival": rival}
    return Decision("price", found, one, asked=_asked(scenario, setting, **given))


def parts(
    base: File | Scenario,
    plan: File | Scenario,
    *,
    measure: str = "profit",
    by: str = "",
    **setting: Unpack[Setting],
) -> Decision:
    """What a plan over ``base`` is made of, by lever and by step of the journey; the parts sum to the whole.

    ``measure``: of which the difference is split; ``by`` "channel": each channel is a lever of its own. Other options
    as for :func:`sweep`. ``.found`` is a decisions.parts.Parts. BadInput where the two are set in different markets, or
    differ in nothing.
    """
    from decisions.parts import parts as split

    one, other = _both(base, plan, setting)
    found: Parts = split(one, other, measure=measure, by=by, **_running(setting))
    return Decision("parts", found, one, other, _asked(base, setting, plan=_name(plan), measure=measure, by=by))


def shift(
    scenario: File | Scenario,
    *,
    share: float,
    to: str,
    channels: Sequence[str] = (),
    plan: File | None = None,
    **setting: Unpack[Setting],
) -> Decision:
    """Move a share of the media spend to a channel, or to "referral": to rewards that cost as much.

    ``channels``: from which, () = all others. ``plan``: a scenario file to write the plan to. The answer is that of
    :func:`parts` of the plan, so that the cut alone stands among it; ``.beside`` is a decisions.shift.Shift. BadInput
    where nothing is spent, or no reward costs as much.
    """
    from decisions.parts import parts as split
    from decisions.plan_file import check_plan_file, write_plan
    from decisions.shift import shift as shifted

    one = _loaded(scenario, setting)
    if plan is not None:
        check_plan_file(plan)
    moved = shifted(one, share, to, channels, **_running(setting))
    found: Parts = split(one, moved.plan, **_running(setting))
    if plan is not None:
        write_plan(plan, one, moved.plan, _name(scenario), moved.plan.name)
    return Decision("shift", found, one, moved)


def sensitivity(
    base: File | Scenario,
    plan: File | Scenario,
    *,
    measure: str = "profit",
    size: int = 400,
    trajectories: int = 4,
    **setting: Unpack[Setting],
) -> Decision:
    """What the choice between two plans hangs on, which number would flip it and where, and what knowing is worth.

    ``measure``: on which the plan is better or worse. ``size``: answers or events of a study that might be made.
    ``trajectories`` of Morris' screening, 0 = none; it and Sobol' indices need the extra "sensitivity".
    ``replications``: worlds, 500 where it is not given. Other options as for :func:`sweep`. ``.found`` is a
    decisions.sensitivity.matters.Matters. BadInput as for :func:`parts`.
    """
    from decisions.sensitivity.matters import WORLDS
    from decisions.sensitivity.matters import sensitivity as hangs_on

    one, other = _both(base, plan, setting)
    found: Matters = hangs_on(
        one,
        other,
        measure=measure,
        worlds=setting.get("replications") or WORLDS,
        size=size,
        trajectories=trajectories,
        **_running(setting),
    )
    given = {"plan": _name(plan), "measure": measure, "size": size, "trajectories": trajectories}
    return Decision("sensitivity", found, one, other, _asked(base, setting, **given))


def settle(
    base: File | Scenario,
    plan: File | Scenario,
    *,
    measure: str = "profit",
    seconds: float = 60.0,
    **setting: Unpack[Setting],
) -> Decision:
    """Compare two plans in more and more worlds until it is settled which is better, or what stands in the way.

    ``seconds``: after about so many no more worlds are run. Other options as for :func:`sweep`, but that
    ``replications`` has no meaning here. ``.found`` is a decisions.settle.Settled. BadInput as for :func:`parts`.
    """
    from decisions.settle import settle as settled

    one, other = _both(base, plan, setting)
    found: Settled = settled(one, other, measure=measure, seconds=seconds, **_running(setting))
    return Decision("settle", found, one, other, _asked(base, setting, plan=_name(plan), measure=measure))


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
    plan: File | None = None,
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
    counted in four ways; ``parts``: what each channel and lever of the best plan brings; ``plan``: a scenario file to
    write the best plan to. Other options as for :func:`sweep`. ``.found`` is a decisions.optimise.advice.Advice, judged
    in fresh worlds; ``.beside`` a decisions.beside.Beside.
    """
    from decisions.beside import Beside, costs_of, parts_of
    from decisions.frontier import POINTS
    from decisions.frontier import frontier as along
    from decisions.levers import varied
    from decisions.optimise.advice import optimise as advised
    from decisions.optimise.budget import Budget, of_today
    from decisions.optimise.search import Goal
    from decisions.plan_file import check_plan_file, write_plan
    from decisions.stages import Stages, plans_of

    one = _loaded(scenario, setting)
    if plan is not None:
        check_plan_file(plan)
    budget = None
    if split:
        now = of_today(one, quarters, exactly)
        whole = now.total if total is None else total
        names = tuple(channels) or now.channels
        limits = [
            {name: one for name, one in stated.items() if name in names} | dict(said or {})
            for stated, said in ((now.least, least), (now.most, most), (now.step, step))
        ]
        budget = Budget(names, whole, exactly, quarters, *limits)
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
    if plan is not None:
        write_plan(plan, one, found.plan, _name(scenario), "best")
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


def diagnose(
    scenario: File | Scenario | None = None,
    *,
    answers: Mapping[str, int] | File | None = None,
    **setting: Unpack[Setting],
) -> Decision:
    """Where the firm is weakest: eight dimensions scored by figures of ``scenario``, which is today's policy (None:
    that of the company, else full), and by ``answers`` to the questions.

    ``answers``: from 1 to 5 by question, such as {"product.value": 3}, or a file that `sixr diagnose --questions`
    wrote. Other options as for :func:`sweep`. ``.found`` is a decisions.first.diagnose.Diagnosis. BadInput where an
    answer cannot be.
    """
    from decisions.first.answers import answered, checked
    from decisions.first.diagnose import diagnose as diagnosed

    said = answers if isinstance(answers, Mapping) or answers is None else answered(answers)
    known = checked(said or {})
    name = scenario or ("full" if setting.get("company") is None else "today")
    one = _loaded(name, setting)
    found: Diagnosis = diagnosed(one, known, **_running(setting))
    return Decision("diagnosis", found, one, asked=_asked(name, setting, answers=known))


def focus(
    scenario: File | None = None, *, objective: str = "worth", seconds: float = 60.0, **setting: Unpack[Setting]
) -> Decision:
    """What to begin with: a feasible step of each lever (decisions/first/steps.yaml) against ``scenario``, which is
    today's policy (None: that of the company, else full).

    ``objective``: the measure by which steps are ranked. ``seconds``: after about so many no more worlds are run. Other
    options as for :func:`sweep`. ``.found`` is a decisions.first.focus.Focus. BadInput where a measure is unknown.
    """
    from decisions.first.focus import focus as focused

    name = os.fspath(scenario or ("full" if setting.get("company") is None else "today"))
    one = _loaded(name, setting)
    found: Focus = focused(
        one,
        _extended(name),
        lambda file: _loaded(file, setting),
        measure=objective,
        seconds=seconds,
        **_running(setting),
    )
    return Decision("focus", found, one, asked=_asked(name, setting, objective=objective))


def pilot(
    scenario: File | Scenario,
    plan: File | Scenario,
    *,
    on: str = "share=0.5",
    lengths: Sequence[int] = (),
    outcome: str = "contribution",
    **setting: Unpack[Setting],
) -> Decision:
    """How to try ``plan`` on some people before all have it: how long and how large, what a trial shows and how far
    that is off, when to stop it. ``plan``: a scenario, or a step of :func:`focus` by its name.

    ``on``: "share=0.5" of all, drawn at random, "region=NAME", "segment=NAME" or "segment=NAME:0.3". ``lengths``: days,
    () = from 28 to 364. ``outcome``: of a person, "contribution" or "orders". Other options as for :func:`sweep`.
    ``.found`` is a decisions.first.pilot.Pilot. BadInput where a plan cannot be given to some people alone.
    """
    from decisions.first.pilot import pilot as tried
    from decisions.first.some import on as meant

    who = meant(on)
    one, other = _tried(scenario, plan, setting)
    found: Pilot = tried(one, other, who, lengths=lengths, outcome=outcome, **_running(setting))
    given = {"plan": _name(plan), "on": on, "lengths": list(lengths), "outcome": outcome}
    return Decision("pilot", found, one, (other,), _asked(scenario, setting, **given))


def review(
    scenario: File | Scenario,
    plan: File | Scenario,
    came: File | Mapping[str, Sequence[float]],
    *,
    length: int,
    on: str = "share=0.5",
    outcome: str = "contribution",
    **setting: Unpack[Setting],
) -> Decision:
    """What a trial of ``plan`` over ``scenario`` has shown: roll it out, stop, or go on.

    ``came``: a CSV file with the columns arm (plan, today), people, money and, where it is known, sd, the standard
    deviation of what a person brought; or these numbers by arm. ``length`` of the trial, days; ``on`` and ``outcome``
    as for :func:`pilot`, whose worlds say what was believed before. ``.found`` is a decisions.first.review.Review.
    BadInput where a number cannot be.
    """
    from decisions.first.pilot import pilot as tried
    from decisions.first.review import came as read
    from decisions.first.review import review as reviewed
    from decisions.first.review import stated
    from decisions.first.some import on as meant

    arms = stated(came) if isinstance(came, Mapping) else read(came)
    who = meant(on)
    one, other = _tried(scenario, plan, setting)
    trial: Pilot = tried(one, other, who, lengths=(length,), outcome=outcome, **_running(setting))
    found: Review = reviewed(trial, arms, one.days)
    numbers = {arm: [each.people, each.money, *([each.sd] if each.sd == each.sd else [])] for arm, each in arms.items()}
    given = {"plan": _name(plan), "on": on, "length": length, "outcome": outcome, "arms": numbers}
    return Decision("review", found, one, (other, trial), _asked(scenario, setting, **given))


def _of_first(kind: str) -> Any:
    from decisions.first import telling

    return getattr(telling, f"{kind}_json")


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
    """What a file extends that says a plan made from ``scenario``."""
    return os.fspath(scenario) if isinstance(scenario, str | os.PathLike) else scenario.name


def _of_two(kind: str, what: str) -> Any:
    from decisions.sensitivity import telling

    return getattr(telling, f"{kind}_{what}")


def _loaded(scenario: File | Scenario, setting: Setting) -> Scenario:
    from sixr.api import loaded

    known(setting, Setting)
    return loaded(scenario, setting)


def _both(base: File | Scenario, plan: File | Scenario, setting: Setting) -> tuple[Scenario, Scenario]:
    from scenarios.running.experiment import check_comparable

    one, other = _loaded(base, setting), _loaded(plan, setting)
    check_comparable([one, other])
    return one, other


def _tried(base: File | Scenario, plan: File | Scenario, setting: Setting) -> tuple[Scenario, Scenario]:
    """Today's policy and a plan for some people, which may be a step of focus."""
    from decisions.first.focus import planned, steps

    step = next((one for one in steps() if one.step == plan), None)
    if step is None:
        return _both(base, plan, setting)
    one = _loaded(base, setting)
    return one, planned(step, one, _extended(_name(base)), lambda file: _loaded(file, setting))


def _extended(name: str) -> str:
    """What a file extends that stands elsewhere and says a plan over ``name``."""
    return os.path.abspath(name) if os.path.exists(name) and os.path.splitext(name)[1] else name


def _running(setting: Setting) -> dict[str, Any]:
    return {"threads": setting.get("threads"), "on_progress": setting.get("on_progress")}
