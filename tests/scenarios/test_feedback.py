"""Feedback beside complaints: more of it is heard, causes are found sooner, and it costs what it costs."""

from itertools import product

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.feedback import (
    accuracy,
    clear_share,
    complaints_per_look,
    heard,
    listening_cost,
    majority,
    reports_per_complaint,
)
from scenarios.lowering.lower import lower
from scenarios.lowering.staffing import trouble_by_day
from scenarios.warnings.one_sided import one_sided
from scenarios.warnings.without_effect import without_effect
from sim.problems import BadInput
from tests.worlds import figures, lived

FULL = ("people=1000", "days=300")


def made(tmp_path, rows="", *overrides):
    """Full, whose firm looks for causes after 40 reports, with rows of policy.service.feedback."""
    file = tmp_path / "plan.yaml"
    desk = "{mend: {active: true, after: 40}}"
    file.write_text(f"extends: full\nname: plan\npolicy: {{service: {{feedback: [{rows}], desk: {desk}}}}}\n", "utf-8")
    return load(file, overrides=(*FULL, *overrides))


@pytest.mark.parametrize(("reports", "clear"), [(1, 0.7), (2, 0.7), (5, 0.6), (6, 0.9), (7, 0.5)])
def test_most_reports_name_the_cause_as_often_as_all_ways_of_reporting_say(reports, clear):
    expected = 0.0
    for named in product((0, 1), repeat=reports):
        right = sum(named)
        chance = clear**right * (1.0 - clear) ** (reports - right)
        expected += chance * (1.0 if 2 * right > reports else 0.5 if 2 * right == reports else 0.0)
    assert majority(reports, clear) == pytest.approx(expected, rel=1e-12)


def test_more_reports_tell_better_where_most_are_right_and_none_does_where_they_are_a_coin():
    told = [majority(n, 0.6) for n in (1, 5, 25, 125, 625)]
    assert told == sorted(told)
    assert told[0] == 0.6
    assert told[-1] > 0.999999
    assert majority(1000, 0.5) == pytest.approx(0.5)
    assert majority(300, 1.0) == 1.0


def test_without_channels_complaints_alone_are_heard(tmp_path):
    plan = made(tmp_path)
    assert heard(plan) == 0.0
    assert reports_per_complaint(plan) == 1.0
    assert complaints_per_look(plan) == 40.0
    assert accuracy(plan) == pytest.approx(majority(40, 0.75))
    silent = made(tmp_path, "{name: survey, share: 0, cost_per_report: 5, cost_per_week: 9}")
    assert lower(silent, 0).fixed.tobytes() == lower(plan, 0).fixed.tobytes()
    assert lower(silent, 0).behaviour.tobytes() == lower(plan, 0).behaviour.tobytes()


def test_channels_overlap_and_their_reports_count_as_much_as_they_are(tmp_path):
    """A survey of half of the people, a tenth of whom answer; talks with a fifth, half of whom do: 1 - .95 x .9."""
    plan = made(
        tmp_path, "{name: survey, share: 0.5, cost_per_report: 1}, {name: talks, share: 0.2, cost_per_report: 1}"
    )
    assert heard(plan) == pytest.approx(1 - 0.95 * 0.9)
    reports = 1 + 4.0 * (1 - 0.95 * 0.9)
    assert complaints_per_look(plan) == pytest.approx(40 / reports)
    told = (0.05 * 0.7 + 0.1 * 0.9) / 0.15
    assert clear_share(plan) == pytest.approx((0.75 + (reports - 1) * told) / reports)


def test_what_is_heard_costs_by_report_and_by_week(tmp_path):
    rows = "{name: survey, share: 0.5, cost_per_report: 2}, {name: reviews, cost_per_report: 0, cost_per_week: 70}"
    plan = made(tmp_path, rows)
    assert listening_cost(plan) == pytest.approx(10.0 + 2.0 * 4.0 * 0.5 * 0.1 * trouble_by_day(plan))

    def booked(by_report, by_week):
        row = f"{{name: survey, cost_per_report: {by_report}, cost_per_week: {by_week}}}"
        return lower(made(tmp_path, row, "days=40"), 0).fixed.sum() / 1e6

    of_week = booked(0, 70)
    assert of_week - booked(0, 0) == pytest.approx(10.0 * 40 * 1000 / plan.market.size.value, rel=1e-4)
    assert booked(4, 70) - of_week == pytest.approx(2.0 * (booked(2, 70) - of_week), rel=1e-4)
    assert booked(2, 70) > of_week


MANY = (
    *("market.service.complaints_clear=1", "policy.service.desk.mend.after=4000", "market.start.customer=0.3"),
    *("market.service.feedback.survey.answers=0.1", "market.service.feedback.talks.answers=0.5"),
)
"""Complaints come by the hundred, as each customer who is simulated stands for 200."""


def test_the_more_is_heard_the_sooner_causes_are_mended(tmp_path):
    days = []
    for rows in ("", "{name: survey, cost_per_report: 1}", "{name: talks, cost_per_report: 1}"):
        plan, ledger = lived(made(tmp_path, rows, *MANY), journal=False)
        told = figures(plan, ledger)
        assert told["causes_mended"] == ((ledger.causes[:, 1] >= 0) & (ledger.causes[:, 1] < 300)).sum()
        days.append(np.where(ledger.causes[:, 1] < 0, 10**6, ledger.causes[:, 1]))
    assert (days[1] <= days[0]).all()
    assert (days[2] <= days[1]).all()
    assert days[2].sum() < days[0].sum()


def test_a_channel_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"policy\.service\.feedback\.oracle — found the unknown channel of feedback"):
        made(tmp_path, "{name: oracle}")


def test_feedback_for_nothing_or_in_vain_is_told(tmp_path):
    [said] = one_sided(
        load("full", overrides=FULL), made(tmp_path, "{name: survey}", "policy.service.desk.mend.active=false")
    )
    assert said.startswith("policy.service.feedback.survey: feedback for nothing")
    off = made(tmp_path, "{name: survey, cost_per_report: 1}", "policy.service.desk.mend.active=false")
    assert any(text.startswith("policy.service.feedback: no cause") for text in without_effect(off))
