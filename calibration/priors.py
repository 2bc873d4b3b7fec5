"""What other histories say about the parameters of a model: the beliefs of ``priors.yaml``.

They come in only where a history leaves parameters open (see ``calibration.likelihood``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.ground.packaged import packaged

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Prior:
    """Normal beliefs on combinations of the logarithms of a model's parameters.

    ``combinations`` (beliefs, parameters) maps the logarithms to what the beliefs are about, ``centers`` and
    ``sds`` (beliefs,) are the middle and the standard deviation of each.
    """

    combinations: Array
    centers: Array
    sds: Array

    def log_density(self, logs: Array) -> tuple[float, Array]:
        """Logarithm of the density at ``logs``, up to a constant, and its gradient (parameters,)."""
        off = (self.combinations @ logs - self.centers) / self.sds
        return -0.5 * float(off @ off), -self.combinations.T @ (off / self.sds)

    @property
    def middle(self) -> Array:
        """The parameters (not their logarithms) in the middle of all beliefs."""
        return np.asarray(np.exp(np.linalg.lstsq(self.combinations, self.centers)[0]))

    @property
    def log_sds(self) -> Array:
        """Standard deviation of the logarithm of each parameter."""
        precision = self.combinations.T @ (self.combinations / (self.sds**2)[:, None])
        return np.asarray(np.sqrt(np.diag(np.linalg.inv(precision))))


def prior(model: str, names: Sequence[str]) -> Prior:
    """The beliefs about ``model`` ("pareto_nbd" ...), for its parameters in the order of ``names``."""
    beliefs = packaged("calibration", "priors.yaml")[model]
    combinations = np.zeros((len(beliefs), len(names)))
    for row, belief in zip(combinations, beliefs, strict=True):
        for sign, name in zip((1.0, -1.0), belief["of"].split(" / "), strict=False):
            row[list(names).index(name)] = sign
    centers = np.log([belief["center"] for belief in beliefs])
    return Prior(combinations, centers, np.array([belief["sd"] for belief in beliefs], float))
