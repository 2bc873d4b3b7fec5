"""Whether customers buy at regular intervals, which no model of Poisson orders can hold.

Given how long a customer's orders span, the gaps between them in units of that span are Dirichlet(k, ..., k) where gaps
are Erlang (gamma) of shape k, whatever the customer's own rate: Poisson orders have k = 1, exact intervals an infinite
k. So k is found by likelihood, without a belief about the rates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from calibration import renewal
from calibration.likelihood import NORMAL_95, Array
from calibration.summary import Histories

FEWEST_GAPS = 2  # of a customer
FEWEST_CUSTOMERS = 30
SHORTEST = 7.0  # days: below such a mean gap, days as the unit of time make any customer regular
REGULAR = 2.0  # a shape whose 5 % point lies above: gaps vary by less than 0.7 of their mean
EXACT = 25.0  # a shape of gaps that vary by less than a fifth: contracts, subscriptions
MOST = 1000.0  # the largest shape searched: gaps vary by 3 %


@dataclass(frozen=True)
class Regularity:
    """The common shape ``k`` of gaps, its 5 % and 95 % points, and the median of the customers' median gaps in days.

    ``variation`` is the coefficient of variation of the gaps of a customer, 1 / sqrt(k). ``contract``: where gaps are
    as alike as those of a contract, a and b of sBG (``calibration.renewal``).
    """

    k: float
    low: float
    high: float
    gap: float
    customers: int
    contract: dict[str, float] | None = None

    @property
    def variation(self) -> float:
        """Coefficient of variation of a customer's gaps."""
        return float(self.k**-0.5)

    @property
    def regular(self) -> bool:
        """Whether the model of Poisson orders is wrong for these customers."""
        return self.low > REGULAR

    @property
    def exact(self) -> bool:
        """Whether gaps are as alike as those of a contract."""
        return self.low > EXACT

    def to_json(self) -> dict[str, object]:
        """The figures as plain numbers."""
        return {
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "variation": self.variation,
            "regular": self.regular,
        }


def regularity(days: pd.DataFrame, seen: Histories) -> Regularity | None:
    """The regularity of order days (``summary.order_days``) of ``seen``; None where fewer than 30 customers tell."""
    customer, step = pd.factorize(days["customer_id"])[0], np.diff(days["day"].to_numpy("datetime64[D]").astype(int))
    same = customer[1:] == customer[:-1]
    gap, who = step[same].astype(float), customer[1:][same]
    count = np.bincount(who, minlength=customer.max() + 1)
    total = np.bincount(who, gap, minlength=len(count))
    tells = (count >= FEWEST_GAPS) & (total >= SHORTEST * count)
    if tells.sum() < FEWEST_CUSTOMERS:
        return None
    use = tells[who]
    gap, who = gap[use], who[use]
    k, error = _shape(count[tells].astype(float), float(np.log(gap / total[who]).sum()))
    spread = float(np.exp(NORMAL_95 * error))
    typical = float(pd.Series(gap).groupby(who).median().median())
    found = Regularity(k, k / spread, k * spread, typical, int(tells.sum()))
    if not found.exact:
        return found
    contract = renewal.fit(seen, typical)
    return replace(found, contract=dict(zip(contract.names, map(float, contract.values), strict=True)))


def _shape(count: Array, logs: float) -> tuple[float, float]:
    """The likeliest shape of symmetric Dirichlet laws of ``count`` parts, and the standard error of its logarithm."""
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln, polygamma

    def loss(log_k: float) -> float:
        k = np.exp(log_k)
        return -float((gammaln(count * k) - count * gammaln(k)).sum() + (k - 1) * logs)

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(MOST)), method="bounded", options={"xatol": 1e-6})
    k = float(np.exp(found.x))
    information = k**2 * float((count * polygamma(1, k) - count**2 * polygamma(1, count * k)).sum())
    return k, max(information, 1e-12) ** -0.5
