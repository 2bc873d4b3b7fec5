"""Every measure of one run."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

import numpy as np
import pandas as pd

from sim import declared
from sim.engine import Ledger
from sim.identities import assert_identities
from sim.measured import ROWS
from sim.measures.averages import averages
from sim.measures.existing import existing
from sim.measures.groups import EVERYBODY, Group, customers_of, existing_of, groups_of
from sim.measures.indicators import indicators
from sim.measures.labels import labelled, texts
from sim.measures.media import reach_and_frequency
from sim.measures.money import totals, winning
from sim.measures.products import products
from sim.measures.service import service, surveys
from sim.measures.whole import again_of, firm
from sim.plan import Plan
from sim.tables import PART


def measure(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Every measure of sim.tables.MEASURES of one run: columns measure, by, key, value.

    ``by``: all, channel (credited by last touch; organic and referral are among them), cause (what made the
    person aware), segment, cohort (quarter of the first order), desk (of the customer service). Averages over
    nobody are NaN. Groups are of customers who have come since the beginning; those of time 0 have measures of their
    own. The identities are asserted first (IdentityBroken).
    """
    assert_identities(plan, ledger)
    spent = totals(plan, ledger)
    customers, known = customers_of(plan, ledger), existing_of(plan, ledger)
    groups = groups_of(plan, ledger, customers, spent)
    split = [(group.by, group.key, averages(plan, customers, group)) for group in groups]
    everybody = split[0][2]
    everybody["orders"] += again_of(plan, known)
    rows = [(name, "all", "", value) for name, value in firm(plan, ledger, spent, customers, known, everybody).items()]
    rows += existing(plan, ledger, known)
    rows += indicators(plan, ledger, spent, (customers, known))
    rows += products(plan, ledger)
    rows += reach_and_frequency(plan, ledger)
    rows += service(plan, ledger)
    rows += surveys(plan, ledger)
    for of_mechanisms in (declared.rows, *ROWS):
        rows += of_mechanisms(plan, ledger)
    for by, key, row in split:
        rows += [(name, by, key, value) for name, value in row.items()]
    return labelled(_labels(tuple(row[:3] for row in rows)), np.array([row[3] for row in rows], float))


def figures(plan: Plan, ledger: Ledger, parts: Set[tuple[str, str]] = frozenset()) -> dict[str, float]:
    """The measures of the whole that are compared, by name, as :func:`measure` has them; a third of its time. Of each
    of ``parts`` (by, key) those of the group as well, by "measure/by/key".

    Those by age of a cohort, of reach and of the service are left out.
    """
    assert_identities(plan, ledger)
    spent = totals(plan, ledger)
    customers, known = customers_of(plan, ledger), existing_of(plan, ledger)
    everybody = averages(plan, customers, Group("all", "", EVERYBODY, EVERYBODY, winning(spent)))
    everybody["orders"] += again_of(plan, known)
    found = firm(plan, ledger, spent, customers, known, everybody) | everybody
    if parts:
        for group in groups_of(plan, ledger, customers, spent):
            if (group.by, group.key) in parts:
                row = averages(plan, customers, group)
                found |= {PART.join((name, group.by, group.key)): value for name, value in row.items()}
    return found


@lru_cache(maxsize=32)
def _labels(rows: tuple[tuple[str, str, str], ...]) -> pd.DataFrame:
    return texts(rows, ("measure", "by", "key"))
