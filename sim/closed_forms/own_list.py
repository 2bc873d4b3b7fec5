"""What becomes of people on the own list: who orders and who leaves it, by day since joining."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray


def list_paths(
    days: int,
    touches: float,
    memory: float,
    occasions: ArrayLike,
    share: ArrayLike,
    nurture: ArrayLike,
    leaving: ArrayLike,
    fatigue: ArrayLike,
    most_leaving: float,
) -> tuple[Array, Array]:
    """Of those who joined: the shares that order first and that leave first on each day since, float64 [..., day] both.

    ``touches`` a day are remembered for ``memory`` days, in the middle of a day; each of ``occasions`` a day is ours
    with the logit's probability at ``share`` and a utility of ``nurture`` x ln(1 + remembered). They leave at the rate
    ``leaving`` + ``fatigue`` x remembered^2 a day, ``most_leaving`` at most. The five may be arrays [..., 1].
    """
    remembered = touches * memory * -np.expm1(-(np.arange(days) + 0.5) / memory)
    occasions, share, nurture, leaving, fatigue = (
        np.asarray(one, float) for one in (occasions, share, nurture, leaving, fatigue)
    )
    lift = np.exp(nurture * np.log1p(remembered))
    buy = occasions * share * lift / (1.0 - share + share * lift)
    leave = np.minimum(leaving + fatigue * remembered**2, most_leaving)
    gone = np.cumsum(buy + leave, axis=-1)
    still = np.exp(-np.concatenate([np.zeros((*gone.shape[:-1], 1)), gone], axis=-1))
    lost = still[..., :-1] - still[..., 1:]
    total = np.maximum(buy + leave, 1e-300)
    return lost * buy / total, lost * leave / total
