"""What must hold between the numbers of a scenario; a check passes over what is absent or of a wrong kind."""

from __future__ import annotations

from scenarios.checks.correlations import correlations
from scenarios.checks.days import calendar, days
from scenarios.checks.groups import groups, kinds
from scenarios.checks.incentives import incentives
from scenarios.checks.limits import begun, cadence, laws, network, points, shares, together
from scenarios.checks.names import audiences, channels, doubled_names, firms, media, offers, past, projects
from scenarios.checks.places import appeals, places
from scenarios.checks.prices import free, kept, paths, quantities
from scenarios.checks.service import alone, desks, hearsay, hours, scores
from scenarios.checks.spend_limits import spend_limits
from scenarios.checks.wishes import verified
from scenarios.tree.source import Node
from sim.problems import Problem


def checked_market(root: Node) -> list[Problem]:
    """Every fault between the numbers of ``root``'s market."""
    checks = (
        doubled_names,
        shares,
        kinds,
        begun,
        together,
        laws,
        audiences,
        firms,
        media,
        calendar,
        past,
        appeals,
        hours,
        scores,
        alone,
        hearsay,
        correlations,
    )
    return [problem for check in checks for problem in check(root)]


def checked_scenario(root: Node) -> list[Problem]:
    """Every fault between the numbers of a whole scenario."""
    prices = (paths, quantities, kept, free)
    policy = (channels, spend_limits, projects, offers, incentives, groups, places, days, cadence, *prices, points)
    checks = (*policy, network, desks, verified)
    return [*checked_market(root), *(problem for check in checks for problem in check(root))]
