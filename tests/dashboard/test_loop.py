"""The Referral loop page: what it says of a programme is what was found, and the question asks for the run meant."""

from functools import partial

import pytest

from dashboard import data, format, job, loop, loop_form
from dashboard.loop import Loop
from dashboard.text import LANGUAGES, words
from dashboard.view import View
from scenarios.results.documents import referred

EN = words("en")
SCREEN = data.Path(data.__file__).with_name("screens") / "referrals.py"


def shown(programme, language="en") -> Loop:
    return Loop(View("loop", programme, words(language)))


def drawn(panel) -> list[dict]:
    return panel.chart["layer"][0]["data"]["values"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_name_and_a_value(programme, language):
    found = shown(programme, language)
    facts = [found.fact(measure) for measure in (*loop.TURNS, *loop.COSTS, "incremental_profit")]
    assert all(fact.name and fact.value != format.MISSING for fact in facts)
    for panel in (found.funnel, found.generations, found.truth, found.worth):
        assert all(str(row["text"]) in panel.alt for row in drawn(panel))


def test_people_and_money_are_those_of_a_year(programme):
    found = shown(programme)
    told = referred(programme).query("by == 'all'").set_index("measure")["value"] * 365 / 300
    bars = {row["name"]: row["value"] for row in (*drawn(found.funnel), *drawn(found.truth))}
    for measure in (*loop.FUNNEL, "expansion", "incremental_customers"):
        assert bars[EN(f"loop.{measure}")] == pytest.approx(told[measure])
    profit = format.quantity(told["incremental_profit"], "currency", EN, "USD")
    assert found.fact("incremental_profit").value == profit


def test_the_parts_of_the_worth_add_up(programme):
    *parts, whole = (row["value"] for row in drawn(shown(programme).worth))
    assert sum(parts) == pytest.approx(whole)


def test_generations_and_channels_hold_every_new_customer(programme):
    found = shown(programme)
    table = programme.tables["measures"].query("scenario == 'referral_two_sided' and by == 'all'")
    customers = table.query("measure == 'customers'")["value"].mean() * 365 / 300
    assert sum(row["value"] for row in drawn(found.generations)) == pytest.approx(customers)
    ledger = found.ledger
    assert list(ledger.columns) == [EN("origins.channel"), EN("loop.seen"), EN("loop.cause"), EN("loop.without")]
    assert ledger[EN("loop.without")].iloc[-1] == "0"  # without the programme no friend brings anybody


@pytest.fixture
def screen(page):
    """Run the page with the given address."""
    return partial(page, file=SCREEN)


def test_the_run_is_asked_for_with_what_was_changed_and_nothing_else(screen, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(job, "start", lambda request, runs: asked.append(request) or "0" * 32)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("running", 1, 4, 90.0))
    app = screen()
    app.number_input(key="loop referral_two_sided friend").set_value(12.5)
    app.number_input(key="loop referral_two_sided share").set_value(30.0)
    app.number_input(key="loop people").set_value(700).run()
    app.button(key="loop run").click().run()
    assert not app.exception
    (request,) = asked
    changes = ("policy.referral.reward_friend=12.5", "market.referral.share_probability=0.3")
    assert request == job.Request(("referral_two_sided",), 700, 20, 730, 1, programme=True, changes=changes)
    line = job.command(request, tmp_path / "out", tmp_path / "progress.json")
    assert line[3:7] == ["referrals", "--crv", "0", "referral_two_sided"]
    assert [line[k + 1] for k, word in enumerate(line) if word == "--set"] == list(changes)


def test_a_result_of_another_kind_is_said_plainly(screen):
    app = screen(result="sixr-runs/four")
    assert not app.exception
    assert app.warning[0].value == EN("loop.none")
    assert not app.button(key="loop default").disabled  # a way on


def test_only_policies_with_a_programme_are_offered():
    names = loop_form.programmes(data.choices())
    assert names[0] == loop_form.FIRST
    assert "referral_off" not in names
    assert {"base", "full", "bonus_three_friends"} <= set(names)
