"""A referral programme looked into: its ledger, the same worlds without it, and what single customers bring.

World by world three kinds of run share all random numbers: with the programme, without it, and with one
customer's invitations silenced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.ground.tables import TABLES
from scenarios.lowering.lower import lower
from scenarios.lowering.mechanisms import inviting
from scenarios.results.assemble import assembled
from scenarios.running import compiled
from scenarios.running.execute import cores, execute, split
from scenarios.running.experiment import Failure, Outcome, World, ledger_of, reduced
from scenarios.running.progress import Progress, UnderWay
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.results.store import Result
    from scenarios.scenario import Scenario
    from sim.engine import Ledger, OnShare
    from sim.plan import Plan
    from sim.referral.crv import Referrer
    from sim.referral.programme import Row

WITHOUT = {"en": "The same policy; customers cannot invite friends.", "zh": "政策相同，但客户不能邀请朋友。"}
"""What is said of a scenario whose programme was taken away."""
AT_ONCE = 3
"""Ledgers that a world holds at its height."""


@dataclass(frozen=True)
class Pair:
    """One world with and without the programme, and what was found by holding them against each other."""

    on: World
    off: World
    rows: list[Row]
    customers: list[Referrer]


def without_programme(scenario: Scenario) -> Scenario:
    """The same scenario with the referral programme off; BadInput where it is off already."""
    policy, title = scenario.policy, scenario.title
    if not inviting(scenario):
        raise BadInput(
            [Problem(shown(scenario.name), 0, "policy.referral.active", "false", "true: there is no programme")]
        )
    texts = {"en": f"{title.en}, without referrals", "zh": f"{title.zh}，无推荐计划"}
    referral = policy.referral.model_copy(update={"active": False})
    groups = tuple(row.model_copy(update={"referral": None}) for row in policy.groups)
    return scenario.model_copy(
        update={
            "name": f"{scenario.name[:60]} without referrals",
            "title": title.model_copy(update=texts),
            "note": type(title)(**WITHOUT),
            "policy": policy.model_copy(update={"referral": referral, "groups": groups}),
        }
    )


def look_into(
    scenario: Scenario,
    *,
    crv: int,
    engine: str,
    threads: int | None,
    fit: int,
    market: str,
    overrides: Sequence[str],
    on_progress: Progress | None,
) -> Result:
    """The result of `sixr referrals`: a comparison of the scenario with itself without the programme, and the
    tables ``referrals`` and ``referrers``.

    ``crv``: customers of each world whose referral value is found, half of them those who brought most, half a
    sample; one run each. ``fit``: the most worlds at a time. The rest as in scenarios.running.experiment.run.
    """
    if engine == "compiled":
        compiled.ready()
    off = without_programme(scenario)
    worlds = list(range(scenario.worlds))
    at_a_time, inside = split(cores() if threads is None else threads, min(len(worlds), fit))

    def work(replication: int) -> Pair | Failure:
        try:
            advanced = partial(under_way.part, name_of(replication))
            return _pair(scenario, off, replication, engine, inside, crv, advanced)
        except BadInput:
            raise
        except Exception as error:
            return Failure(scenario.name, replication, f"{type(error).__name__}: {shown(error, 300)}")

    def name_of(replication: int) -> str:
        return f"{scenario.name}, world {replication + 1} of {len(worlds)}"

    def done(count: int, replication: int) -> None:
        under_way.done(count, name_of(replication))

    under_way = UnderWay(len(worlds), on_progress, at_a_time == 1)
    answers = execute(worlds, work, at_a_time, done, under_way.beat)
    failures = [answer for answer in answers if isinstance(answer, Failure)]
    pairs = {r: answer for r, answer in enumerate(answers) if isinstance(answer, Pair)}
    if not pairs:
        raise RuntimeError(f"no world of {scenario.name} could be run; the first one: {failures[0].message}")
    outcome = Outcome(
        {
            off.name: {r: pair.off for r, pair in pairs.items()},
            scenario.name: {r: pair.on for r, pair in pairs.items()},
        },
        failures=failures,
    )
    result = assembled([off, scenario], outcome, kind="referrals", engine=engine, market=market, overrides=overrides)
    return _with_tables(result, scenario.name, pairs)


def _pair(
    scenario: Scenario, off: Scenario, replication: int, engine: str, threads: int, crv: int, advanced: OnShare
) -> Pair:
    """Run one world with the programme, without it, and without the invitations of the customers chosen.

    ``advanced`` is called with the share of all this that is done.
    """
    from sim.referral.counterfactual import counterfactual
    from sim.referral.crv import referral_values, referrers
    from sim.referral.programme import programme

    runs = count()

    def lived(one: Plan) -> Ledger:
        before = next(runs)
        return ledger_of(one, engine, threads, on_share=lambda share: advanced((before + share) / (2 + crv)))

    plan, without = lower(scenario, replication), lower(off, replication)
    with_it, without_it = lived(plan), lived(without)
    chosen = referrers(with_it, most=crv // 2, sample=crv - crv // 2)
    customers = referral_values(plan, with_it, chosen, lived)
    rows = programme(plan, with_it) + counterfactual(plan, with_it, without_it)
    sample = [one for one in customers if one.chosen == "sample"]
    most = [one for one in customers if one.chosen == "most"]
    for name, values in (
        ("crv_sample", [one.crv for one in sample]),
        ("clv_sample", [one.clv for one in sample]),
        ("crv_most", [one.crv for one in most]),
    ):
        if crv:
            rows.append((name, "all", "", float(np.mean(values)) if values else np.nan))
    return Pair(reduced(plan, with_it), reduced(without, without_it), rows, customers)


def _with_tables(result: Result, name: str, pairs: dict[int, Pair]) -> Result:
    import pandas as pd

    from scenarios.results.store import Result

    rows: list[tuple[Any, ...]] = [(name, r, *row) for r, pair in pairs.items() for row in pair.rows]
    reached = {r: sum(by == "generation" for _, by, _, _ in pair.rows) for r, pair in pairs.items()}
    for r, levels in reached.items():  # a generation that a world has not reached counts with nobody
        more = range(levels, max(reached.values()))
        rows += [(name, r, "generation", "generation", str(level), 0.0) for level in more]
    people: list[tuple[Any, ...]] = [(name, r, *one) for r, pair in pairs.items() for one in pair.customers]
    tables: dict[str, pd.DataFrame] = {
        "referrals": pd.DataFrame(rows, columns=list(TABLES["referrals"])),
        "referrers": pd.DataFrame(people, columns=list(TABLES["referrers"])),
    }
    return Result(result.manifest, {**result.tables, **tables}, result.scenarios)
