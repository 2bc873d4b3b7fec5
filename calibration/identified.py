"""When a number may be called identified: one rule for everything that is estimated.

A parameter of a model is *identified* where all of this holds:

- the likelihood alone has its maximum inside the range that is searched, is curved there in every direction that
  moves the parameter, and makes no bound of the range nearly as likely: an optimiser on its bound, or on a flat
  ridge, is not an estimate;
- the 90 % interval spans at most two decades;
- beliefs from other histories hold less than a tenth of the precision (none at all where the likelihood alone
  settles every parameter);
- nothing in the history speaks against it (customers who may have bought before the file begins, gaps).

It is *assumed* where a belief was taken and the history has hardly narrowed it (standard deviation above 0.8 of
the belief's), and *bounded* in between.
"""

from __future__ import annotations

import math
from typing import Literal

from calibration.likelihood import Estimate

Label = Literal["identified", "bounded", "assumed"]
PRECISION_OF_BELIEFS = 0.1
HARDLY_NARROWED = 0.8
SLACK = 1 + 1e-9


def label(estimate: Estimate, name: str, doubted: bool = False) -> Label:
    """The label of parameter ``name``; ``doubted``: something in the history speaks against it."""
    at = estimate.names.index(name)
    share = 0.0 if estimate.prior_sds is None else float(estimate.standard_errors[at] / estimate.prior_sds[at])
    if share > HARDLY_NARROWED:
        return "assumed"
    low, high = estimate.interval(name)
    wide = math.log10(high / low) > estimate.MOST_DECADES * SLACK
    if name in estimate.open or wide or doubted or share**2 >= PRECISION_OF_BELIEFS:
        return "bounded"
    return "identified"
