"""What a plan brings, told apart: by how many customers it wins, and by what their lives bring beside that.

A run tells well how many come; what each of them brings varies so much that a few hundred more or fewer say little of
it. So the two are learned apart: what lives bring beside numbers is what one looks for it to be, moved by the runs as
far as these are surer of it (a normal mean with a normal prior).
"""

from __future__ import annotations

import numpy as np

from decisions.evidence import Evidence, evidence

SPREAD = 0.1
"""Prior standard deviation of what lives bring beside numbers, ratio to what numbers bring. A design choice: the lives
of those whom other spend wins differ by no more than channels, regions and segments do, and runs that say otherwise by
more than CLEAR are believed."""
CLEAR = 2.0
"""Standard errors by which runs must be off what is looked for before they tell that it was too sure of itself."""


def apart(gains: np.ndarray, won: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(by numbers, by lives), which sum to ``gains``; ``won``: customers more than without; ``value``: currency of a
    customer. float64 [..., world] each."""
    numbers = value * won
    return numbers, gains - numbers


def judged(numbers: np.ndarray, lives: np.ndarray, expected: float, error: float, part: float) -> Evidence:
    """The evidence of what a plan brings by ``numbers`` and ``lives``, float64 [chance, world] each; ``expected``: what
    other runs say that lives bring, with its standard ``error``; ``part`` as in decisions.evidence."""
    kept = np.isfinite(numbers + lives).all(axis=0)
    numbers, lives = numbers[:, kept], lives[:, kept]
    if lives.shape[1] < 2:
        return evidence(numbers + lives, part)
    own = lives.mean(axis=0)
    seen = float(own.var(ddof=1) / len(own))
    off = float(own.mean()) - expected
    known = max(error**2 + (SPREAD * float(numbers.mean())) ** 2, off**2 - CLEAR**2 * seen)
    trust = known / (known + seen) if known > 0.0 else 0.0
    luck = float(np.sqrt((numbers + lives).var(axis=0, ddof=1).mean()))
    beside = float(np.sqrt(trust * (1.0 - trust) * seen))
    return evidence(numbers + expected + trust * (lives - expected), part, luck=luck, beside=beside)
