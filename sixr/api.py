"""What `import sixr` offers of scenarios and results: load, run, compare, incremental, referrals, synth, read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from sim.problems import BadInput, Problem, shown
from sixr.run_options import File, Look, RunOptions, Setting, known

if TYPE_CHECKING:
    from calibration.synth.synth import Synth
    from scenarios.notions import Found
    from scenarios.results.explained import Explained
    from scenarios.results.store import Result
    from scenarios.running.effort import Effort
    from scenarios.running.progress import Progress
    from scenarios.scenario import Scenario
    from sixr.run_options import OnEffort

COMPILED = "compiled"
"""The engine that runs where no other is asked for."""
MOST_THREADS = 1024
MOST_REFERRERS = 10_000
"""Most customers whose referral value may be asked for: each takes a run."""
SIZES = {
    "customers": ("people", 1, 200_000_000),
    "days": ("days", 1, 20_000),
    "replications": ("worlds", 1, 10_000),
    "seed": ("seed", 0, 2**64 - 1),
}
"""The key of the scenario that an option replaces, with the least and the most that it allows."""


def load(
    scenario: File, market: File | None = None, overrides: Sequence[str] = (), company: File | None = None
) -> Scenario:
    """The scenario of a library name ("base") or a file.

    ``market`` is a market file written by :func:`sixr.fit`; it replaces the base market, and what the scenario
    itself says about the market still holds. ``company`` is the folder of a fitted company (:func:`company`): its
    market, and its policy of today in the place of base's; "today" is that policy. ``overrides`` are texts
    "PATH=VALUE" such as "policy.price.level=1.1" and come last. BadInput lists every fault with its file, line and key.
    """
    return _scenario(scenario, _setting(market, company), overrides)


def run(scenario: File | Scenario, **options: Unpack[RunOptions]) -> Result:
    """Simulate one scenario in all its worlds; ``options``: see sixr.run_options.RunOptions.

    The result's ``.measures`` has one row per measure with mean, 5-95 % range over worlds and unit;
    ``.tables`` holds all tables as data frames; ``.to_json()`` is the document of `sixr run --json`. BadInput
    where an argument or a file cannot be used.
    """
    return _simulate([scenario], "run", options)


def compare(base: File | Scenario, *others: File | Scenario, **options: Unpack[RunOptions]) -> Result:
    """Simulate scenarios on the same people, worlds and random numbers, and compare each with ``base``.

    ``options`` are those of :func:`run` and hold for every scenario. The result's ``.comparison`` has a row per
    scenario and measure: value, difference to the base with its 5-95 % range over worlds, p_better,
    simulation error. BadInput also where scenarios differ in seed, worlds, people, days, start or currency,
    or share a name.
    """
    if not others:
        raise BadInput([Problem("compare", 0, "", "one scenario", "a base and at least one other scenario")])
    return _simulate([base, *others], "compare", options)


def explain(
    scenario: File,
    *,
    over: str | None = None,
    market: File | None = None,
    company: File | None = None,
    overrides: Sequence[str] = (),
) -> Explained:
    """What a plan does over another: what its files say of policy and what they change, what every lever is by date and
    group, what does nothing, and what is had for nothing or paid for in vain.

    ``over``: the other; by default the policy of today that it extends: "today" of a company, else full or base.
    Nothing is simulated. BadInput as for :func:`run`.
    """
    from scenarios.files.finding import chain
    from scenarios.files.today import TODAYS
    from scenarios.results.explained import explained

    setting = _setting(market, company)
    plan = _scenario(scenario, setting, list(overrides))
    if over is None:
        below = [layer.name for layer in chain(os.fspath(scenario))[0] if layer.name in TODAYS]
        over = "today" if setting.today is not None else [TODAYS[0], *filter(None, below)][-1]
    return explained(os.fspath(scenario), plan, _scenario(over, setting, []), overrides)


def find(*words: str) -> Found:
    """The notions of marketing whose names hold each of ``words`` (English or Chinese, any case, part of a word).

    Each says what sets it, which scenarios of the library use it and which measures show it; ``.settings`` has what
    stands at the keys in base, by path. Without words all of them; ``.close`` has names that look alike where nothing
    is called so.
    """
    from scenarios.notions import find as found

    return found(words)


def referrals(scenario: File | Scenario, *, crv: int = 10, **options: Unpack[Look]) -> Result:
    """Look into a scenario's referral programme: what it sends, brings and costs, and what it really changes.

    Every world is run with the programme and without it, on the same random numbers, so that everybody who was
    invited is known to have come because of it or to have come anyway; and once more for each of ``crv``
    customers (0 for none) without that customer's invitations, which gives their referral value (CRV). Other
    options are those of :func:`run`. The result is that of :func:`compare`, of the scenario against itself
    without the programme, with two tables more: ``referrals`` and ``referrers`` (see scenarios.ground.tables). BadInput
    also where the programme is off.
    """
    from scenarios.results import store
    from scenarios.results.referrals import AT_ONCE, look_into
    from scenarios.running.effort import effort
    from scenarios.running.memory import side_by_side

    known(options, Look)
    _whole("--crv", crv, 0, MOST_REFERRERS)
    (one,), setting = _all_loaded([scenario], options)
    engine, threads, out = options.get("engine", COMPILED), options.get("threads"), options.get("out")
    on_effort = options.get("on_effort")
    fit = side_by_side([one], engine, held=AT_ONCE)
    with nullcontext() if out is None else store.begun(out) as draft:
        if on_effort is not None:
            runs = {one.name: one.worlds * (2 + crv)}
            expected = effort([one], runs, engine=engine, threads=threads, fit=min(fit, one.worlds), held=AT_ONCE)
            _tell(on_effort, expected)
        result = look_into(
            one,
            crv=crv,
            engine=engine,
            threads=threads,
            fit=fit,
            market=_market_name(scenario, setting.market),
            overrides=options.get("overrides", ()),
            on_progress=options.get("on_progress"),
        )
        if draft is not None:
            store.write(result, draft.name, draft=draft)
    return result


def synth(
    scenario: File | Scenario,
    out: File | None = None,
    *,
    market: File | None = None,
    company: File | None = None,
    overrides: Sequence[str] = (),
    customers: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    begin: int = 0,
    gaps: bool = False,
    refunds: float = 0.0,
    guests: float = 0.0,
    duplicates: float = 0.0,
    incremental: bool = False,
    form: str = "company",
    parquet: bool = False,
) -> Synth:
    """A company of known truth: one world of a scenario as the tables that a firm would have of it.

    They are written to ``out``, with what a firm cannot know in its folder truth/ (None writes nothing). ``begin``:
    what is older than this day of the run is cut off. ``gaps``: a week of orders is missing; ``refunds``, ``guests``
    and ``duplicates`` are shares of orders refunded by a negative row, without a customer's id, and standing twice.
    ``incremental``: the truth says what each channel brings, at a run more for each. ``form``: "company" or what
    another tool reads: "pymc-marketing", "meridian", "robyn", "clvtools". ``parquet``: in the place of CSV. Other
    options are those of :func:`run`. The result has ``.tables``, ``.truth``, ``.people`` and ``.to_json()``. BadInput
    where an argument cannot be used.
    """
    from calibration.synth.mess import Mess
    from calibration.synth.synth import synth as made

    sizes = _sizes(customers=customers, days=days, seed=seed)
    one = _scenario(scenario, _setting(market, company), [*overrides, *sizes])
    mess = Mess(gaps, refunds, guests, duplicates)
    return made(one, out, begin=begin, made_messy=mess, incremental=incremental, form=form, parquet=parquet)


def read(folder: File) -> Result:
    """The result in a folder written by ``out=`` or ``--out``; the journal, which may be large, is left out.

    Every page and file is verified: BadInput where something is missing, damaged, or no result of sixr.
    """
    from scenarios.results import store

    return store.read(folder)


def incremental(
    folder: File,
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
    on_effort: OnEffort | None = None,
) -> Result:
    """Add to the result in ``folder`` what its spend brings: incremental and marginal CAC and CLV:CAC.

    Every world of it is run again, without its spend and with 5 % more; the figures that are there stay as they are. A
    result that has these columns is left alone. Other options are those of :func:`run`. BadInput where the folder holds
    no result of this sixr, or one with a journal, which is not read.
    """
    from scenarios.results import deeper, store
    from scenarios.results.manifest import JOURNAL
    from scenarios.running.effort import effort
    from scenarios.running.memory import side_by_side

    _check_run(COMPILED, threads, ())
    result = store.read(folder)
    if result.manifest["incremental"]:
        return result
    name = shown(os.fspath(folder), 200)
    if os.path.lexists(os.path.join(os.fspath(folder), "tables", f"{JOURNAL}.parquet")):
        raise BadInput([Problem(name, 0, "", "a result with a journal", "one without", "run it with --incremental")])
    scenarios = deeper.scenarios_of(result, name)
    engine = result.manifest["engine"]
    fit = side_by_side(scenarios, engine)
    with store.begun(folder) as draft:
        if on_effort is not None:
            runs = {one.name: 2 * one.worlds for one in scenarios}
            _tell(on_effort, effort(scenarios, runs, engine=engine, threads=threads, fit=fit))
        deep = deeper.deepened(result, scenarios, threads=threads, fit=fit, on_progress=on_progress)
        store.write(deep, draft.name, draft=draft)
    return deep


def _simulate(given: Sequence[File | Scenario], kind: str, options: RunOptions) -> Result:
    import time

    from scenarios.results import store
    from scenarios.results.assemble import assembled
    from scenarios.running import experiment
    from scenarios.running.effort import check_memory, effort
    from scenarios.running.memory import side_by_side

    known(options, RunOptions)
    scenarios, setting = _all_loaded(given, options)
    engine, threads, out = options.get("engine", COMPILED), options.get("threads"), options.get("out")
    incremental, journal = options.get("incremental", False), options.get("journal", False)
    on_effort = options.get("on_effort")
    experiment.check_comparable(scenarios)
    fit = side_by_side(scenarios, engine)
    in_memory = journal and out is None
    with nullcontext() if out is None else store.begun(out) as draft:
        if on_effort is not None or in_memory:
            runs = Counter(task.scenario.name for task in experiment.tasks(scenarios, incremental))
            place = "" if not journal else "memory" if in_memory else "disk"
            expected = effort(scenarios, runs, engine=engine, threads=threads, fit=fit, journal=place)
            if in_memory:
                check_memory(expected)
            _tell(on_effort, expected)
        begun = time.perf_counter()
        outcome = experiment.run(
            scenarios,
            engine=engine,
            threads=threads,
            fit=fit,
            incremental=incremental,
            journal=draft.worlds if journal and draft is not None else journal,
            on_progress=options.get("on_progress"),
        )
        result = assembled(
            scenarios,
            outcome,
            kind=kind,
            engine=engine,
            market=_market_name(given[0], setting.market),
            incremental=incremental,
            overrides=options.get("overrides", ()),
            seconds=time.perf_counter() - begun,
        )
        if draft is not None:
            store.write(result, draft.name, outcome.journal_files, draft)
    return result


def _all_loaded(given: Sequence[File | Scenario], options: Look) -> tuple[list[Scenario], _Setting]:
    """The scenarios as ``options`` change them, and where they were looked for. BadInput where they cannot be run."""
    changes = _changes(options)
    _check_run(options.get("engine", COMPILED), options.get("threads"), changes)
    setting = _setting(options.get("market"), options.get("company"))
    return [_scenario(one, setting, changes) for one in given], setting


def _tell(on_effort: OnEffort | None, expected: Effort | None) -> None:
    """Say what a long run will take."""
    if on_effort is not None and expected is not None and expected.long:
        on_effort(expected)


def _check_run(engine: str, threads: int | None, changes: Sequence[str]) -> None:
    """BadInput where a run could not be begun."""
    from scenarios.running import experiment

    if engine not in experiment.ENGINES:
        raise BadInput([Problem("--engine", 0, "", shown(engine), " or ".join(experiment.ENGINES))])
    if threads is not None:
        _whole("--threads", threads, 1, MOST_THREADS)
    _once(changes)


def _market_name(given: File | Scenario, market: File | None) -> str:
    """The name of the market file, else that of today's policy whose market it is, else the scenario's own name.

    What options change in the market is told beside the name.
    """
    from scenarios.files.loading import load_market
    from scenarios.files.today import TODAYS

    if market is not None:
        return load_market(market).name
    if given in TODAYS:
        return str(given)
    one = load(given) if isinstance(given, str | os.PathLike) else given
    return next((today for today in TODAYS if one.shares_market_with(load(today))), one.name)


def _once(changes: Sequence[str]) -> None:
    """BadInput where two texts PATH=VALUE are about the same path."""
    counts = Counter(change.partition("=")[0].strip() for change in changes)
    options = {key: f"--{option}" for option, (key, *_) in SIZES.items()}
    faults = []
    for path, count in counts.items():
        if count > 1:
            fix = "keep one of them" + (f"; {options[path]} sets it too" if path in options else "")
            faults.append(Problem("--set", 0, path, "the same path twice", "each path once", fix))
    if faults:
        raise BadInput(faults)


class _Setting(NamedTuple):
    """The market file, and the file of today's policy, in which scenarios are loaded; None = those of the library."""

    market: File | None = None
    today: File | None = None


def loaded(scenario: File | Scenario, options: Setting) -> Scenario:
    """The scenario as :func:`run` takes it, with ``options``. BadInput as there."""
    changes = _changes(options)
    _once(changes)
    return _scenario(scenario, _setting(options.get("market"), options.get("company")), changes)


def _changes(options: Setting) -> list[str]:
    """What ``options`` lay over a scenario, as texts PATH=VALUE."""
    sizes: dict[str, Any] = {name: options.get(name) for name in SIZES}
    return [*options.get("overrides", ()), *_sizes(**sizes)]


def _setting(market: File | None, company: File | None) -> _Setting:
    if company is None:
        return _Setting(market)
    if market is not None:
        raise BadInput([Problem("--market, --company", 0, "", "both", "one of the two")])
    from calibration.company.folder import opened

    folder = opened(company)
    return _Setting(folder.market, folder.today)


def _scenario(given: File | Scenario, setting: _Setting, overrides: Sequence[str]) -> Scenario:
    if isinstance(given, str | os.PathLike):
        from scenarios.files.loading import load as read

        return read(given, market=setting.market, overrides=overrides, today=setting.today)
    if setting.market is not None or overrides:
        allowed = "its name or file, where market, company, overrides, customers, days, replications or seed are given"
        raise BadInput([Problem(shown(given.name), 0, "", "a scenario that is already loaded", allowed)])
    return given


def _sizes(**numbers: int | None) -> list[str]:
    """What the options of SIZES lay over the scenario, as texts PATH=VALUE."""
    changes = []
    for option, value in numbers.items():
        if value is not None:
            key, least, most = SIZES[option]
            _whole(f"--{option}", value, least, most)
            changes.append(f"{key}={value}")
    return changes


def _whole(option: str, value: Any, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadInput([Problem(option, 0, "", shown(value), f"a whole number from {least} to {most:,}")])
