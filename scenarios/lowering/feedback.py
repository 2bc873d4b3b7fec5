"""What the firm hears of trouble beside complaints: how many reports, how well they tell the cause, what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtrc

from scenarios.lowering.mechanisms import desk
from scenarios.lowering.media import WEEK

if TYPE_CHECKING:
    from scenarios.market.service import FeedbackChannel
    from scenarios.policy.service import Listening
    from scenarios.scenario import Scenario


def listening(scenario: Scenario) -> list[tuple[Listening, FeedbackChannel]]:
    """Channels of feedback in use, with what is believed of them."""
    known = {one.name: one for one in scenario.market.service.feedback}
    return [(one, known[one.name]) for one in scenario.policy.service.feedback if one.share > 0.0]


def heard(scenario: Scenario) -> float:
    """Share of those who do not complain whom at least one channel hears: each hears people of its own accord."""
    missed = [1.0 - row.share * kind.answers.value for row, kind in listening(scenario)]
    return 1.0 - float(np.prod(missed))


def reports_per_complaint(scenario: Scenario) -> float:
    """Reports that the firm has for each complaint, the complaint included."""
    return 1.0 + scenario.market.service.silent.value * heard(scenario)


def clear_share(scenario: Scenario) -> float:
    """Share of reports that name the true cause, mean over complaints and channels."""
    service = scenario.market.service
    weights = [row.share * kind.answers.value for row, kind in listening(scenario)]
    if not sum(weights):
        return service.complaints_clear.value
    told = float(np.average([kind.clear.value for _, kind in listening(scenario)], weights=weights))
    others = service.silent.value * heard(scenario)
    return (service.complaints_clear.value + others * told) / (1.0 + others)


def majority(reports: int, clear: float) -> float:
    """Probability that most of so many independent ``reports`` name the true cause, each with chance ``clear``, a coin
    deciding where as many name another one (Condorcet 1785)."""
    more, as_many = (float(bdtrc(many, reports, clear)) for many in (reports // 2, (reports - 1) // 2))
    return 0.5 * (more + as_many)


def complaints_per_look(scenario: Scenario) -> float:
    """Complaints after which the firm has as many reports as it looks at."""
    return scenario.policy.service.desk.mend.after / reports_per_complaint(scenario)


def accuracy(scenario: Scenario) -> float:
    """Probability that a look finds the cause: most reports name it, and who looks understands them."""
    mend = scenario.policy.service.desk.mend
    return mend.accuracy * majority(mend.after, clear_share(scenario))


def listening_cost(scenario: Scenario) -> np.ndarray:
    """What channels of feedback cost the whole market, currency: float64 [day]; reports as many as are expected before
    any cause is mended."""
    cost, rows = np.zeros(scenario.days), listening(scenario) if desk(scenario) else []
    cost += sum(row.cost_per_week for row, _ in rows) / WEEK
    by_report = sum(row.cost_per_report * row.share * kind.answers.value for row, kind in rows)
    if by_report > 0.0:
        from scenarios.lowering.staffing import trouble_by_day  # slow to import, of those alone who need it

        cost += by_report * scenario.market.service.silent.value * trouble_by_day(scenario)
    return cost
