"""What a run takes of the machine's memory, before it is begun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.ground.machine import limit
from sim.problems import BadInput, Problem

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

REFERENCE_PERSON = 12_000
"""Bytes that a person of the reference engine takes: a process, a record and its lines of the journal."""

MEASURED = 90
"""Bytes that the measures take for a person, if everybody is a customer (measured: 82)."""

ACTIVE = 0.2
"""The part of people who are customers at a time, beside those who begin as such."""

WORLD = 12_000_000
"""Bytes that a world takes beside what grows with its people (measured: 2 to 11 MB, 1,000 to 200,000 people)."""

PROCESS = 350_000_000
"""Bytes of the process before a world is run: code and libraries."""

KEPT_LINE = 110
"""Bytes that a line of the journal takes in memory at its height: in the world, and twice in the table made of it."""

BUILDING = 5
"""How often the list of contacts fits into what building it takes at its height (measured: 3 to 4.5)."""


def bytes_of(scenario: Scenario, engine: str = "compiled") -> int:
    """About how much memory one world of a scenario takes at its height, bytes.

    Everybody's records and clocks; what the measures take beside them; letters on their way and open tickets, those of
    customers of the market who are not simulated included; the list of contacts; the tables by day and by age.
    """
    from scenarios.lowering import cells
    from scenarios.lowering.by_path import any_mechanism
    from scenarios.lowering.mechanisms import desk
    from sim.core.ground.state import ENVELOPE, LEVER, MORE, PERSON, REACH, TICKET
    from sim.plan import AGE_BINS
    from sim.vocabulary import Account, Assorted, Curve, Desk, Event, Stage, columns

    market = scenario.market
    sources = len(market.channels) + 1
    segments, regions, places, _, _ = cells.sizes(scenario)
    active = ACTIVE + (1.0 - ACTIVE) * market.start.customer
    person = PERSON.itemsize + 2 + 6 * sources + MEASURED + active * ENVELOPE.itemsize
    person += MORE.itemsize if any_mechanism(scenario) else 0
    incentives = sum(row.active for row in scenario.policy.incentives)
    person += 4 + 5 * incentives if incentives else 0  # when each is due and how often it went out
    person += REFERENCE_PERSON if engine == "reference" else 0
    tickets = active * max(market.size.value, scenario.people) * TICKET.itemsize if desk(scenario) else 0.0
    rows = REACH + 3 * sources
    by_day = (
        cells.count(scenario) * (LEVER.itemsize + 16 * rows + 8 * (columns(Account) + columns(Event) + 1))
        + 8 * len(Stage) ** 2
    )
    by_day += 8 * len(Assorted) * round(market.assortment.categories.value)
    by_day += 8 * len(market.service.desks) * (24 + len(Desk)) if desk(scenario) else 0
    cohorts = min(scenario.days // 90 + 2, 64)
    by_age = (
        (sources + 1) * segments * regions * places * cohorts * min(scenario.days // 7 + 1, AGE_BINS) * 8 * len(Curve)
    )
    links = bytes_of_links(scenario)
    whole = scenario.people * person + tickets + scenario.days * by_day + 2 * by_age + links
    return int(WORLD + max(whole, BUILDING * links))


def bytes_of_links(scenario: Scenario) -> int:
    """About how much memory the list of everybody's contacts takes; 0 where there is none."""
    network = scenario.market.referral.network
    if network.kind in ("random", "fresh"):
        return 0
    if network.kind == "edges":
        from scenarios.beside.edges import edges

        return sum(array.nbytes for array in edges(network.file, scenario.people).graph)
    return int(scenario.people * (8 + 4 * scenario.market.referral.contacts.high))


def side_by_side(scenarios: Sequence[Scenario], engine: str = "compiled", held: int = 1) -> int:
    """How many worlds fit into memory at a time; BadInput where not even one does, with how many people would.

    ``held``: runs of a world that are in memory together.
    """
    most = limit()
    problems = []
    for scenario in scenarios:
        need = held * bytes_of(scenario, engine)
        if need > most:
            share = scenario.people * (most / need)
            fits = f"{int(share):,} people" if share >= 1 else "fewer days, channels, segments, regions or places"
            problems.append(
                Problem(
                    scenario.name,
                    0,
                    "people",
                    f"{scenario.people:,} people for {scenario.days:,} days, which need about {need / 1e9:,.1f} GB",
                    f"{most / 1e9:,.1f} GB on this machine now, about {fits}",
                    "simulate fewer people; results are scaled to the market either way",
                )
            )
    if problems:
        raise BadInput(problems)
    return max(1, most // (held * max(bytes_of(s, engine) for s in scenarios)))
