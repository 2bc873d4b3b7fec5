"""Every measure of one run."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.identities import assert_identities
from sim.measured import ROWS
from sim.measures.averages import averages
from sim.measures.existing import existing
from sim.measures.groups import customers_of, existing_of, groups_of
from sim.measures.labels import labelled, texts
from sim.measures.media import reach_and_frequency
from sim.measures.money import totals
from sim.measures.service import service, surveys
from sim.measures.whole import active, equity, first_order_as_acquisition, leaving, paid_cac
from sim.plan import Plan


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
    before = plan.known["orders"].sum(dtype=np.int64)
    everybody["orders"] += float(known.records["orders"].sum(dtype=np.int64) - before) * plan.scale
    whole = {name: value for name, value in spent.items() if name != "nurture"}
    whole |= {"active_customers": active(customers) + active(known)}
    whole |= equity(plan, customers, known, everybody["clv"], everybody["cac"])
    rows = [(name, "all", "", value * plan.scale) for name, value in whole.items()]
    views = {"cac_paid": paid_cac(plan, customers, spent["media"]), "leaving_rate": leaving(plan, ledger)}
    views |= first_order_as_acquisition(plan, customers, everybody["clv"], everybody["cac"])
    rows += [(name, "all", "", value) for name, value in views.items()]
    rows += existing(plan, ledger, known)
    rows += reach_and_frequency(plan, ledger)
    rows += service(plan, ledger)
    rows += surveys(plan, ledger)
    for of_mechanism in ROWS:
        rows += of_mechanism(plan, ledger)
    for by, key, row in split:
        rows += [(name, by, key, value) for name, value in row.items()]
    return labelled(_labels(tuple(row[:3] for row in rows)), np.array([row[3] for row in rows], float))


@lru_cache(maxsize=32)
def _labels(rows: tuple[tuple[str, str, str], ...]) -> pd.DataFrame:
    return texts(rows, ("measure", "by", "key"))
