"""The network of a world: built once for all scenarios that share it."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from scenarios.beside.edges import edges
from sim import graphs
from sim.core.ground.draws import Word, bits64
from sim.graphs import NOBODY_TIED, Graph
from sim.problems import BadInput, Problem
from sim.vocabulary import Decision, Ties

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

TIES = {"random": Ties.MATCHED, "fresh": Ties.FRESH}
"""The kinds of network that are not listed."""

_one_at_a_time = Lock()  # a network is built once, however many worlds wait for it


def network_key(seed: int) -> Word:
    """The key of all networks of an experiment."""
    return bits64(np.uint64(seed), int(Decision.NETWORK), 0, 0, 0)


def network(scenario: Scenario, key: Word) -> Graph:
    """Everybody's contacts in the world of ``key``, of which all parameters are fixed; none if they are not listed.

    The same in all worlds and scenarios of a seed, as far as they agree on people and parameters; a block network
    follows the segments of the world's people.
    """
    chosen, contacts = scenario.market.referral.network, scenario.market.referral.contacts.value
    if chosen.kind in TIES:
        return NOBODY_TIED
    parameters: tuple[float, ...] = ()
    if chosen.kind == "small_world":
        parameters = (contacts, chosen.rewiring.value)
    elif chosen.kind == "scale_free":
        parameters = (contacts, chosen.exponent.value, chosen.largest.value)
    elif chosen.kind == "block":
        shares = [segment.share.value for segment in scenario.market.segments]
        parameters = (contacts, chosen.own_segment.value, int(key), *(np.cumsum(shares) / np.sum(shares)).tolist())
    with _one_at_a_time:
        if chosen.kind == "edges":
            found = edges(chosen.file, scenario.people)
            if found.sha256 != chosen.sha256:
                raise BadInput([Problem(chosen.file, 0, "", "another content than before", "the file as it was")])
            return found.graph
        return _built(chosen.kind, int(network_key(scenario.seed)), scenario.people, *parameters)


@lru_cache(maxsize=2)
def _built(kind: str, key: int, people: int, contacts: float, *parameters: float) -> Graph:
    address = np.uint64(key)
    if kind == "small_world":
        return graphs.small_world(address, people, contacts, *parameters)
    if kind == "scale_free":
        exponent, largest = parameters
        return graphs.scale_free(address, people, contacts, exponent, int(largest))
    own, world, *cumulative = parameters
    u = graphs.uniforms(np.uint64(world), Decision.SEGMENT, people)
    segment = np.searchsorted(cumulative[:-1], u, side="right")  # as sim.core.loop.birth.place_in_market draws it
    return graphs.block(address, segment, contacts, own)
