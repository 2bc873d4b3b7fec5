"""The standard normal law from + - x / and square roots: its quantile and its distribution function.

Traits that go together are drawn by a Gaussian copula: two scores, one mixed from both.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.jit import formula

# fmt: off
# Wichura 1988, "The percentage points of the normal distribution" (Applied Statistics 37), routine PPND16
A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)
B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3)
C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4)
D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)
E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)
# Hart 1968, "Computer approximations", and West 2005 (Wilmott Magazine): the upper tail over its density
P = (220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688,
     3.52624965998911e-02)
Q = (440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
     1.75566716318264, 8.83883476483184e-02)
TAILS = 0.425  # this far from one half
FAR = 7.07106781186547
ROOT_TWO_PI = 2.506628274631000502
# fmt: on


@formula
def horner(coefficients: tuple[float, ...], x: float) -> float:
    """A polynomial, lowest power first."""
    value = 0.0
    for k in range(len(coefficients) - 1, -1, -1):
        value = value * x + coefficients[k]
    return value


@formula
def normal_score(u: float) -> float:
    """The standard normal quantile at ``u`` in (0, 1); relative error below 1e-15."""
    q = u - 0.5
    if abs(q) <= TAILS:
        r = 0.180625 - q * q
        return q * horner(A, r) / horner(B, r)
    r = np.sqrt(-log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        z = horner(C, r) / horner(D, r)
    else:
        r -= 5.0
        z = horner(E, r) / horner(F, r)
    return -z if q < 0.0 else z


@formula
def normal_share(z: float) -> float:
    """The probability that a standard normal number lies below ``z``; absolute error below 1e-14, inside (0, 1)."""
    x = abs(z)
    density = exp(-0.5 * x * x)
    if x < FAR:
        tail = density * horner(P, x) / horner(Q, x)
    else:
        tail = density / (x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 0.65))))) / ROOT_TWO_PI
    share = tail if z < 0.0 else 1.0 - tail
    return min(max(share, 1e-300), 1.0 - 1.1102230246251565e-16)


@formula
def tied(correlation: float, u: float, other: float) -> float:
    """A uniform number whose normal score has ``correlation`` with that of ``other``, from an independent ``u``."""
    z = correlation * normal_score(other) + np.sqrt(1.0 - correlation * correlation) * normal_score(u)
    return normal_share(z)
