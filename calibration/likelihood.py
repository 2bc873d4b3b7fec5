"""Maximum likelihood of positive parameters, from several starts, with errors of the logarithms.

Where a history leaves parameters open (the search ends on its bound, the bound is nearly as likely as the end, the
likelihood is flat in a direction, or an interval would span more than two decades) there is no estimate;
``estimated`` then takes what other histories say (``calibration.priors``) beside the likelihood and names the
parameters that were open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.priors import Prior

Array = NDArray[np.float64]
NORMAL_95 = 1.6448536269514722  # the 95 % point of the standard normal
VAGUE = 2.0  # a standard error of a logarithm beyond this means: the history says nothing
BOUND = 12.0  # logarithms are searched within -BOUND and BOUND
NEAR = 0.01  # a logarithm so near to the bound is on it
SURE = 0.5  # a parameter with a smaller standard error is far from the bounds
CREDIBLE = (
    1.353  # a log-likelihood so little lower is not out of the question: the 90 % point of chi-square (1), halved
)
NOTHING = 1e-12  # squared standard errors that a search from nearby still has to go at its end ...
MOST_STEPS, HALVINGS = 40, 8  # ... of so many steps at most, each halved so often at most
ROUGH = 2000  # kinds of customers at least by which a search finds its beginning
PART = 0.3  # what a direction that is open must hold of a parameter to leave it open

Total = Callable[[Array], tuple[float, Array]]


@dataclass(frozen=True)
class Estimate:
    """Parameters at the greatest likelihood found or, where that leaves some open, at the greatest posterior density.

    ``covariance`` is of the natural logarithms of ``values`` (inverse of the observed information, standard
    errors held below ``VAGUE``). ``open`` names the parameters that the likelihood alone leaves open, and
    ``settled`` says that there is none; ``prior_sds`` are the standard deviations of the beliefs that were taken
    then (None: none were), and ``likeliest`` is where the likelihood alone led. ``starts_agree`` counts starts
    that ended at the same maximum; ``log_likelihood`` never holds the beliefs.
    """

    MOST_DECADES: ClassVar[float] = 2.0  # of a 90 % interval

    model: str
    names: tuple[str, ...]
    values: Array
    covariance: Array
    log_likelihood: float
    customers: int
    open: tuple[str, ...]
    starts: int
    starts_agree: int
    likeliest: Array
    prior_sds: Array | None = None

    @property
    def settled(self) -> bool:
        """Whether the likelihood alone says all parameters."""
        return not self.open

    @property
    def method(self) -> str:
        """How the values were found, in words."""
        return "by maximum likelihood" if self.prior_sds is None else "by likelihood and other histories"

    @property
    def standard_errors(self) -> Array:
        """Standard errors of the logarithms, in the order of ``names``."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> Array:
        """Correlations of the logarithms, shape (parameters, parameters)."""
        se = self.standard_errors
        matrix = self.covariance / np.outer(se, se)
        np.fill_diagonal(matrix, 1.0)
        return matrix

    def interval(self, name: str) -> tuple[float, float]:
        """5 % and 95 % points of parameter ``name``: normal on the logarithm."""
        at = self.names.index(name)
        spread = float(np.exp(NORMAL_95 * self.standard_errors[at]))
        return float(self.values[at]) / spread, float(self.values[at]) * spread

    def scaled(self, name: str, factor: float) -> Estimate:
        """The same with parameter ``name`` in another unit: its values times ``factor``."""
        by = np.where(np.array(self.names) == name, factor, 1.0)
        return replace(self, values=self.values * by, likeliest=self.likeliest * by)

    def to_json(self) -> dict[str, object]:
        """The estimate as plain numbers and text."""
        return {
            "parameters": {name: float(value) for name, value in zip(self.names, self.values, strict=True)},
            "log_standard_errors": {name: float(se) for name, se in zip(self.names, self.standard_errors, strict=True)},
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "method": self.method,
            "settled": self.settled,
            "not_identified": list(self.open),
            "likeliest": {name: float(value) for name, value in zip(self.names, self.likeliest, strict=True)},
            "starts": self.starts,
            "starts_agree": self.starts_agree,
        }


def estimated(
    model: str,
    names: Sequence[str],
    log_likelihood: Total,
    starts: Sequence[Sequence[float]],
    customers: int,
    prior: Prior,
    polish: bool = False,
    rough: Total | None = None,
) -> Estimate:
    """The maximum of the likelihood; where that leaves parameters open, of likelihood times ``prior``.

    Arguments as for ``maximise``. ``rough``: the likelihood of a few customers, told as if it were of all; its maximum
    is where the search of that of all then begins.
    """
    near = None if rough is None else maximise(model, names, rough, starts, customers)
    plain = maximise(model, names, log_likelihood, starts, customers, polish=polish, near=near)
    if plain.settled:
        return plain
    held = maximise(model, names, log_likelihood, [*starts, prior.middle], customers, prior, polish)
    return replace(held, open=plain.open, likeliest=plain.values, prior_sds=prior.log_sds)


def maximise(
    model: str,
    names: Sequence[str],
    log_likelihood: Total,
    starts: Sequence[ArrayLike],
    customers: int,
    prior: Prior | None = None,
    polish: bool = False,
    near: Estimate | None = None,
) -> Estimate:
    """Maximise ``log_likelihood`` (times ``prior``) over positive parameters from every one of ``starts``.

    ``log_likelihood`` maps the parameters (shape (k,)) to the total and its gradient in the *logarithms* of
    the parameters. Logarithms are searched within [-12, 12] by L-BFGS-B; the best end wins. ``polish``: Newton's
    steps from there, as the search stops some 1e-6 short, at a place that depends on the data's last digits.
    ``near``: an estimate that is nearly this one; where all of it is settled, the search goes from there alone, by
    BFGS with its covariance for a measure, and counts its starts. Raises ArithmeticError when no start converges to a
    finite value.
    """
    from scipy.optimize import OptimizeResult, minimize

    people = max(customers, 1)

    def loss(logs: Array) -> tuple[float, Array]:
        value, gradient = log_likelihood(np.exp(logs))
        if prior is not None:
            believed, slope = prior.log_density(logs)
            value, gradient = value + believed, gradient + slope
        return -value / people, -gradient / people

    def climb(logs: Array, tolerance: float) -> OptimizeResult:
        options = {"maxiter": 1000, "ftol": tolerance, "gtol": 1e-8}
        bounds = [(-BOUND, BOUND)] * len(names)
        return minimize(loss, logs, jac=True, method="L-BFGS-B", bounds=bounds, options=options)

    near = near if near is not None and near.settled else None
    found = None if near is None else _from_near(loss, near)
    if near is not None and found is not None:
        logs, count, agree = found, near.starts, near.starts_agree
    else:
        ends = [climb(np.log(np.asarray(start, float)), 1e-10) for start in starts]
        ends = [end for end in ends if np.isfinite(end.fun)]
        if not ends:
            raise ArithmeticError(f"{model}: no start of the likelihood search gave a finite value")
        best = climb(min(ends, key=lambda end: float(end.fun)).x, 1e-15)
        logs, count = np.asarray(best.x), len(starts)
        agree = sum(bool((end.fun - best.fun) * people < 0.01) for end in ends)
    logs = _polished(loss, logs, people) if polish else logs
    information = _information(loss, logs, people)
    covariance, flat = _log_covariance(information)
    left = _open(logs, covariance, flat)
    if prior is None:
        left |= _near_a_bound(loss, logs, information, covariance, people)
    return Estimate(
        model=model,
        names=tuple(names),
        values=np.exp(logs),
        covariance=covariance,
        log_likelihood=float(log_likelihood(np.exp(logs))[0]),
        customers=customers,
        open=tuple(name for name, one in zip(names, left, strict=True) if one),
        starts=count,
        starts_agree=agree,
        likeliest=np.exp(logs),
    )


def _from_near(loss: Total, near: Estimate) -> Array | None:
    """The logarithms at the end of the search from ``near`` by BFGS (Nocedal & Wright 2006, 6.1), whose first measure
    is the covariance there; None where it does not come to an end within the bounds."""
    logs, measure = np.log(near.values), near.customers * near.covariance
    value, slope = loss(logs)
    for _ in range(MOST_STEPS):
        step = -measure @ slope
        if -near.customers * float(slope @ step) < NOTHING:
            return logs
        for _ in range(HALVINGS):
            there, turned = loss(logs + step) if (np.abs(logs + step) < BOUND - NEAR).all() else (np.inf, slope)
            if there <= value + 1e-13 * abs(value):
                break
            step = step / 2
        else:
            return None
        change = turned - slope
        if (along := float(step @ change)) > 0.0:
            turn = np.eye(len(step)) - np.outer(step, change) / along
            measure = turn @ measure @ turn.T + np.outer(step, step) / along
        logs, value, slope = logs + step, there, turned
    return None


def _open(logs: Array, covariance: Array, flat: Array) -> NDArray[np.bool_]:
    """The parameters on a bound, moved by a ``flat`` direction, or with an interval of more than two decades."""
    most = Estimate.MOST_DECADES * np.log(10.0) / (2 * NORMAL_95)
    wide = np.sqrt(np.diag(covariance)) > most
    return np.asarray((np.abs(logs) > BOUND - NEAR) | wide | (np.abs(flat) > PART).any(axis=1))


def _near_a_bound(loss: Total, logs: Array, information: Array, covariance: Array, customers: int) -> NDArray[np.bool_]:
    """The parameters for which a bound is nearly as likely as ``logs``, with those that go along with them."""
    from scipy.optimize import minimize

    found = np.zeros(len(logs), bool)
    best = loss(logs)[0]
    for at in np.flatnonzero((np.sqrt(np.diag(covariance)) > SURE) | (np.abs(logs) > BOUND - NEAR)):
        rest = np.arange(len(logs)) != at
        along = -np.linalg.lstsq(information[np.ix_(rest, rest)], information[rest, at])[0]
        for bound in (-BOUND, BOUND):
            start = np.clip(logs[rest] + along * (bound - logs[at]), -BOUND, BOUND)

            def others(part: Array, at: int = int(at), bound: float = bound) -> tuple[float, Array]:
                value, gradient = loss(np.insert(part, at, bound))
                return value, np.delete(gradient, at)

            end = minimize(others, start, jac=True, method="L-BFGS-B", bounds=[(-BOUND, BOUND)] * len(start))
            if (end.fun - best) * customers < CREDIBLE:
                found[at] = True
                found[rest] |= np.abs(along) > PART
    return found


def _polished(loss: Total, logs: Array, customers: int) -> Array:
    """``logs`` moved onto the maximum by Newton's steps, where there is one and it is near."""
    for _ in range(2):
        information = _information(loss, logs, customers)
        if np.linalg.eigvalsh(information).min() <= VAGUE**-2:
            return logs
        step = np.linalg.solve(information, -customers * loss(logs)[1])
        if not (np.abs(step) < NEAR).all():
            return logs
        logs = logs + step
    return logs


def _information(loss: Total, logs: Array, customers: int) -> Array:
    """Observed information of the logarithms, from central differences of the gradient."""
    step = 1e-4
    rows = [(loss(logs + step * unit)[1] - loss(logs - step * unit)[1]) / (2 * step) for unit in np.eye(len(logs))]
    information = customers * np.array(rows)
    return np.asarray((information + information.T) / 2)


def _log_covariance(information: Array) -> tuple[Array, Array]:
    """The inverse of ``information``, and the directions that it leaves open.

    The directions are the columns of an array (parameters, directions), in the logarithms.
    """
    curvature, directions = np.linalg.eigh(information)
    flat = curvature <= VAGUE**-2
    curvature = np.maximum(curvature, VAGUE**-2)
    return (directions / curvature) @ directions.T, directions[:, flat]


def fewer(log_likelihood: Callable[..., tuple[float, Array]], kinds: int) -> Total | None:
    """The likelihood by which a search of that of so many ``kinds`` of customers finds its beginning; None where they
    are few. ``log_likelihood``: of the parameters, by one kind in so many, told as if it were of all."""
    every = kinds // ROUGH
    return partial(log_likelihood, every=every) if every > 1 else None


def negative_binomial(k: NDArray[Any], shape: Array, rate: Array, time: Array) -> Array:
    """P(``k`` events in ``time``) of Poisson events whose rate is Gamma(``shape``, ``rate``); arguments broadcast."""
    from scipy.special import gammaln

    with np.errstate(divide="ignore"):
        odds = np.where(k == 0, 0.0, k * np.log(time / (rate + time)))
    logs = gammaln(shape + k) - gammaln(shape) - gammaln(k + 1) + shape * np.log(rate / (rate + time)) + odds
    return np.asarray(np.exp(logs))


def floats(*values: ArrayLike) -> tuple[Array, ...]:
    """The values as arrays of float64 of their common broadcast shape."""
    return tuple(np.array(a, float) for a in np.broadcast_arrays(*values))
