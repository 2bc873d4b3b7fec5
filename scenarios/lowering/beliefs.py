"""A scenario as it is in one world: every uncertain number at its quantile there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from scenarios.itself import Itself
from scenarios.parameter import NORMAL, Parameter, normal, parameters

if TYPE_CHECKING:
    from scenarios.market import Market
    from scenarios.scenario import Scenario


class Places(NamedTuple):
    """Where the Parameters of a model stand: all of them, the uncertain ones, and the paths of what holds these."""

    known: tuple[tuple[str, Parameter], ...]
    uncertain: dict[str, Parameter]
    above: frozenset[str]


def places(scenario: Scenario) -> Places:
    """The places of a scenario's Parameters; looked up once for all of its worlds."""
    return _places(Itself(scenario))


@lru_cache(maxsize=16)
def _places(one: Itself[Any]) -> Places:
    known = tuple(parameters(one.model))
    uncertain = {path: parameter for path, parameter in known if parameter.interval is not None}
    above: set[str] = set()
    for path in uncertain:
        while "." in path:
            path = path.rpartition(".")[0]
            above.add(path)
    return Places(known, uncertain, frozenset(above))


def in_world(scenario: Scenario, uniforms: Mapping[str, float], stated: Mapping[str, float] | None = None) -> Scenario:
    """``scenario`` as it is in one world: every uncertain Parameter at its quantile and held fixed there.

    ``uniforms`` holds one independent uniform number for each path of an uncertain Parameter and each path
    of a correlated block, even where that one is held fixed: so the others of the block stay the same in a
    scenario that fixes it (KeyError if one is missing). Blocks are tied by a Gaussian copula. Shares of
    segments are scaled to sum to 1 again. ``stated``: see :func:`standings`.
    """
    _, uncertain, above = places(scenario)
    at = standings(scenario, uniforms, stated)
    known = {path: _fixed(p, p.quantile(at[path])) for path, p in uncertain.items()}
    market: Market = _replaced(scenario.market, "market", known, above)
    if any(path.startswith("market.segments.") and path.endswith(".share") for path in known):
        total = math.fsum(segment.share.value for segment in market.segments)
        segments = tuple(
            s.model_copy(update={"share": _fixed(s.share, s.share.value / total)}) for s in market.segments
        )
        market = market.model_copy(update={"segments": segments})
    return scenario.model_copy(update={"market": market})


def standings(
    scenario: Scenario, uniforms: Mapping[str, float], stated: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The probability at which every uncertain number stands in its belief, by path; ``uniforms`` as in
    :func:`in_world`. ``stated`` of some of them takes the place of what the world says; the others stay."""
    uncertain = places(scenario).uncertain
    at = {path: uniforms[path] for path in uncertain} | _tied(scenario.market, uniforms, set(uncertain))
    return at | {path: u for path, u in (stated or {}).items() if path in uncertain}


def _fixed(parameter: Parameter, value: float) -> Parameter:
    return parameter.model_copy(update={"value": value, "interval": None})


def _tied(market: Market, uniforms: Mapping[str, float], uncertain: set[str]) -> dict[str, float]:
    tied: dict[str, float] = {}
    for block in market.correlations:
        import numpy as np

        paths = [f"market.{path}" for path in block.parameters]
        z = [normal(uniforms[path]) for path in paths]
        together = np.linalg.cholesky(np.array(block.matrix)) @ np.array(z)
        tied |= {path: NORMAL.cdf(float(x)) for path, x in zip(paths, together, strict=True) if path in uncertain}
    return tied


def _replaced(model: Any, path: str, known: Mapping[str, Parameter], above: frozenset[str]) -> Any:
    """``model``, which stands at ``path``, with the ``known`` Parameters; ``above``: paths of what holds any."""
    if path in known:
        return known[path]
    if path not in above:
        return model
    if isinstance(model, tuple):
        names = [f"{path}.{getattr(item, 'name', k)}" for k, item in enumerate(model)]
        return tuple(_replaced(item, name, known, above) for item, name in zip(model, names, strict=True))
    below = {key: f"{path}.{key}" for key in type(model).model_fields}
    changed = {
        key: _replaced(getattr(model, key), name, known, above)
        for key, name in below.items()
        if name in known or name in above
    }
    return model.model_copy(update=changed)
