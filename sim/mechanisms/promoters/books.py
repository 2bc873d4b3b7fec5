"""What never happens to promoters: a customer of theirs who did not join by their word, a commission for nobody."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.promoters.worth import KINDS
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    found: dict[str, np.ndarray] = {}
    on = bool(plan.behaviour["promoters_on"][0])
    counts = ledger.counts.sum(axis=1)
    for kind, (told, won, account) in enumerate(KINDS.values(), 1):
        name = won.name.lower()
        paid = ledger.sums[:, :, account]
        joined = int((ledger.more["promoter"] == kind).sum()) if on else 0
        found |= {
            f"commissions for nobody {name}": (paid != 0) & (ledger.counts[:, :, won] == 0),
            f"more {name} than joined by that": np.array(counts[:, won].sum() > joined),
            f"more {name} than first orders": counts[:, won] > counts[:, Event.FIRST_ORDER],
            f"joined the list and was not {told.name.lower()}": np.array(joined > counts[:, told].sum()),
        }
    firm = ledger.sums[:, :, Account.PROMOTERS]
    return found | {"promoters by the head in the books of people": firm != 0}
