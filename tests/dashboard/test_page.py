"""The Compare page without a browser: address, languages, empty state, results, hostile names, a run."""

import re
import shutil
from pathlib import Path

import made
import pytest
from made import HOST, HOSTILE

import sixr
from dashboard import data, figures, job
from dashboard.format import duration
from dashboard.question import LIMITS
from dashboard.safe import markdown
from dashboard.text import LANGUAGES, words
from scenarios.files.finding import library

EN = words("en")


def texts(app) -> list[str]:
    """Everything that the page shows as markdown."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.warning, app.error, app.info)
    return [element.value for kind in kinds for element in kind] + [m.label for m in app.metric]


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh")])
def test_empty_page_explains_itself_in_the_browsers_language(page, monkeypatch, tmp_path, locale, language):
    monkeypatch.setenv("SIXR_RUNS", str(tmp_path))
    app = page(locale)
    assert not app.exception
    said = words(language)
    assert app.title[0].value == said("compare.title")
    assert said("empty.title") in [heading.value for heading in app.subheader]
    assert said("empty.default") in [button.label for button in app.button]
    assert "lang" not in app.query_params  # a page that was only opened leaves its address alone


def test_where_there_are_results_the_newest_are_offered_on_the_page(page, monkeypatch, tmp_path):
    made.folder(tmp_path / "sixr-runs" / "four")
    monkeypatch.chdir(tmp_path)  # where browsers leave no newer ones
    app = page()
    assert EN("empty.title") not in [heading.value for heading in app.subheader]
    assert [button.key for button in app.button if str(button.key).startswith("open ")]
    app.button(key="open sixr-runs/four").click().run()
    assert not app.exception
    assert "sixr-runs/four" in app.query_params["result"]
    assert EN("cards.heading") in [heading.value for heading in app.subheader]


def test_a_result_says_where_new_customers_come_from_and_how_they_bring_others(page):
    app = page(result="sixr-runs/four")
    assert EN("origins.heading") in [heading.value for heading in app.subheader]
    rows = table_of(app, EN("origins.channel"))
    assert [row[0] for row in rows] == [
        EN("origins.organic"),
        EN("origins.referral"),  # radio won nobody
        f"**{EN('measure.customers')}**",
        EN("measure.k_factor"),
    ]
    assert rows[3][1:3] == ["0.100", "0.118 (+0.0180)"]


def table_of(app, heading: str) -> list[list[str]]:
    """The cells of the table whose first column has ``heading``, as they are read; its numbers stand to the right."""
    (table,) = [one for one in app.table if heading in [str(head).replace("\u2060", "") for head in one.value]]
    assert "text-align: right" in table.proto.arrow_data.styler.styles
    return [
        [str(cell).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ") for cell in row]
        for row in table.value.to_numpy()
    ]


def test_language_of_the_address_counts_more_than_the_browsers(page):
    assert page("zh-CN", lang="en").title[0].value == words("en")("compare.title")


def test_unknown_language_is_passed_over(page):
    assert page("zh-CN", lang="../x").title[0].value == words("zh")("compare.title")


def test_language_switch_changes_the_page_and_the_address(page):
    app = page()
    app.button_group(key="language").set_value("zh").run()
    assert not app.exception
    assert app.title[0].value == words("zh")("compare.title")
    assert app.query_params["lang"] == "zh"


def test_what_was_chosen_is_shown_in_the_new_language(page):
    app = page(lang="en", scenarios="price_up_10,base", result="sixr-runs/sure")
    before = app.selectbox(key="base").value, app.multiselect(key="others").value
    app.button_group(key="language").set_value("zh").run()
    assert not app.exception
    base, others = app.selectbox(key="base"), app.multiselect(key="others")
    assert (base.value, others.value) == before == ("price_up_10", ["base"])
    assert app.selectbox(key="earlier").value == "sixr-runs/sure"
    for one in (base, app.selectbox(key="market"), app.selectbox(key="earlier")):
        assert one.proto.set_value
        assert one.proto.raw_value in one.options
    assert others.proto.set_value
    assert list(others.proto.raw_values) == [o for o in others.options if o in others.proto.raw_values]
    assert app.selectbox(key="market").proto.raw_value == words("zh")("question.market_base")


def test_the_question_stands_in_the_address(page):
    app = page(scenarios="price_up_10,base", worlds="7")
    assert app.selectbox(key="base").value == "price_up_10"
    app.number_input(key="days").set_value(90).run()
    assert not app.exception
    assert app.query_params["days"] == "90"
    assert app.query_params["worlds"] == "7"
    assert app.query_params["scenarios"] == "price_up_10,base"


def test_a_baseline_is_not_compared_with_itself(page):
    app = page(scenarios="base,price_up_10,shift_budget")
    app.selectbox(key="base").set_value("shift_budget").run()
    assert not app.exception
    assert "shift_budget" not in app.multiselect(key="others").value
    assert app.query_params["scenarios"].split(",")[0] == "shift_budget"


def test_scenarios_are_listed_by_market_and_front_todays_policy_first():
    found = data.choices()
    assert {choice.name for choice in found} == {name for name in library() if "/" not in name}
    for market in ("base", "full"):
        of = [choice for choice in found if choice.market == market]
        assert of[0].name == market
        fronts = [choice.front for choice in of[1:] if choice.front]
        assert fronts == sorted(fronts, key=data.FRONTS.index)
        assert [choice.name for choice in of if not choice.front] == [market, *(["null"] if market == "base" else [])]
    by_name = {choice.name: choice for choice in found}
    assert (by_name["winback_offer"].front, by_name["winback_offer"].market) == ("incentives", "full")
    assert (by_name["shift_budget"].front, by_name["shift_budget"].market) == ("channel", "base")


def test_another_market_brings_its_own_policies(page):
    app = page(lang="en")
    basic = app.selectbox(key="base").options
    app.radio(key="setting").set_value("full").run()
    assert not app.exception
    assert app.selectbox(key="base").value == "full"
    assert set(app.selectbox(key="base").options).isdisjoint(basic)
    assert "community" in app.multiselect(key="others").value
    assert app.query_params["scenarios"].split(",")[0] == "full"
    assert any("Three in ten new customers" in caption.value for caption in app.caption)
    app.radio(key="setting").set_value("base").run()
    assert app.selectbox(key="base").options == basic


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_shows_the_answer_the_charts_and_what_is_assumed(page, language):
    app = page(lang=language, result="sixr-runs/sure", scale="percent")
    assert not app.exception
    said = words(language)
    headings = [heading.value for heading in app.subheader]
    for name in ("cards", "value", "time", "age", "accounts", "known"):
        assert said(f"{name}.heading") in headings
    facts = " ".join(texts(app))
    assert "USD" in facts
    assert "120" in facts
    assert len(app.metric) == 2 * 5 + 3
    assert "%" in app.metric[5].delta


def test_scale_switch_changes_differences_to_percent(page):
    app = page(result="sixr-runs/sure")
    assert "%" not in app.metric[5].delta
    app.button_group(key="scale").set_value("percent").run()
    assert "%" in app.metric[5].delta
    assert app.query_params["scale"] == "percent"


def test_numbers_can_be_listed_by_label(page):
    app = page(result="sixr-runs/sure")
    assert len(app.dataframe[0].value) == 6
    app.button_group(key="label").set_value("bounded").run()
    assert len(app.dataframe[0].value) == 1


def test_an_earlier_result_is_opened_from_the_list(page):
    app = page()
    app.selectbox(key="earlier").set_value("sixr-runs/sure").run()
    assert not app.exception
    assert app.query_params["result"] == "sixr-runs/sure"
    assert len(app.metric) == 2 * 5 + 3


@pytest.mark.parametrize("name", ["nothing", "../../etc", f"![x](http://{HOST}/x.png)"])
def test_a_result_that_is_not_there_is_said_plainly(page, name):
    app = page(result=name)
    assert not app.exception
    assert app.warning[0].value == words("en")("result.missing", name=markdown(name))
    assert not app.button(key="default").disabled  # a way on: the question anew, or another result
    assert any(str(button.key).startswith("open ") for button in app.button)


def test_a_damaged_result_is_said_plainly(page):
    app = page(result="sixr-runs/damaged")
    assert not app.exception
    assert len(app.error) == 1
    assert "damaged: 7 bytes" in app.text[0].value


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_hostile_names_are_shown_letter_by_letter(page, language):
    app = page(lang=language, result="sixr-runs/hostile")
    assert not app.exception
    shown = texts(app)
    assert any(markdown(HOSTILE["base"][language]) in text for text in shown)
    bare = re.compile(r"!\[|\]\(|(?<!\\)<|http:/|www\.|:smile:|(?<!\\)\$")
    assert [text for text in shown if bare.search(text)] == []


def test_an_unknown_job_is_said_and_can_be_closed(page, monkeypatch):
    gone = "sixr-runs/" + "0" * 32
    app = page(result=gone)
    assert app.warning[0].value == EN("result.missing", name=markdown(gone))
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    app = page(result=gone)
    assert app.warning[0].value == EN("job.unknown")
    app.button(key="dismiss").click().run()
    assert "result" not in app.query_params


def test_a_click_starts_the_run_that_was_asked_for(page, monkeypatch):
    asked = []

    def start(request: job.Request, runs: Path) -> str:
        asked.append(request)
        return "0" * 32

    monkeypatch.setattr(job, "start", start)
    monkeypatch.setattr(job, "known", lambda name, runs: name == "0" * 32)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("running", 1, 4, 90.0))
    app = page(scenarios="base,price_up_10", people="500", worlds="2", days="30", seed="3")
    app.button(key="run").click().run()
    assert not app.exception
    assert asked == [job.Request(("base", "price_up_10"), 500, 2, 30, 3)]
    assert app.query_params["result"] == "sixr-runs/" + "0" * 32


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_long_run_takes_stands_beside_its_bar(page, monkeypatch, language):
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    said, times = words(language), []
    for left in (None, 90.0):
        monkeypatch.setattr(job, "poll", lambda name, runs, left=left: job.Status("running", 1, 4, left, 250.0, 2.12e9))
        app = page(result="sixr-runs/" + "0" * 32, lang=language)
        assert not app.exception
        (bar,) = app.get("progress")
        times.append([duration(seconds, said) in bar.proto.text for seconds in (250.0, 90.0)])
        assert said("job.memory", memory="2.1\u00a0GB") in bar.proto.text
    assert times == [[True, False], [False, True]]  # one time at a time: in all, then what is left


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_waits_says_its_place(page, monkeypatch, language):
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("waiting", place=3))
    app = page(result="sixr-runs/" + "0" * 32, lang=language)
    assert not app.get("progress")  # an empty bar would look as if it stood still
    assert any(words(language)("job.waiting", place=3, going=job.MOST_RUNNING) in text for text in texts(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_has_begun_no_world_says_what_it_does_and_for_how_long(page, monkeypatch, language):
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    said = words(language)
    compiling = "Compiling for this machine, once; this takes some three minutes."
    for message, known in (("", "job.starting"), (compiling, "job.compiling")):
        status = job.Status("running", message=message, passed=12.0)
        monkeypatch.setattr(job, "poll", lambda name, runs, status=status: status)
        app = page(result="sixr-runs/" + "0" * 32, lang=language)
        assert not app.get("progress")
        assert any(f"{said(known)} · {said('job.seconds', n=12)}" in text for text in texts(app))


def test_numbers_of_the_form_are_whole_and_no_browser_calls_one_between_two_steps_wrong(page):
    app = page(lang="en")
    for name in LIMITS:
        assert app.number_input(key=name).step == 1


def test_too_many_runs_are_refused_in_words(page, monkeypatch):
    def start(request: job.Request, runs: Path) -> str:
        raise job.Busy

    monkeypatch.setattr(job, "start", start)
    app = page()
    app.button(key="default").click().run()
    assert app.warning[0].value == words("en")("job.busy", count=job.MOST_WAITING)


def test_a_failed_run_is_shown_as_plain_text(page, monkeypatch):
    said = f"days: found ![x](http://{HOST}). Allowed: 1"
    monkeypatch.setattr(job, "known", lambda name, runs: True)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("failed", message=said))
    app = page(result="sixr-runs/" + "0" * 32)
    assert app.error[0].value == words("en")("job.failed")
    assert app.text[0].value == said


def result_of(page, **address):
    return page(lang="en", result="sixr-runs/small", **address)


def notices(app, heading: str) -> list[str]:
    return [one.value for one in app.markdown if heading in str(one.value).replace("\u2060", "")]


def runs(app) -> dict[str, bool]:
    """Every button that would run the form's question, and whether it can be pressed."""
    return {
        str(button.key): not button.disabled
        for button in app.button
        if str(button.key) in ("run", "default", "run another")
    }


def test_a_result_opened_by_its_link_alone_brings_its_question_along(page, small):
    app = result_of(page)
    assert not app.exception
    assert notices(app, EN("another.heading")) == []
    assert [app.number_input(key=name).value for name in ("people", "worlds", "days", "seed")] == [500, 2, 60, 3]
    assert app.multiselect(key="others").value == ["price_up_10"]
    assert app.number_input(key="own base  price").value == 104.0
    assert "seed" not in app.query_params


def test_a_result_beside_another_question_says_so_and_offers_both_ways(page, small, monkeypatch):
    asked = []
    monkeypatch.setattr(job, "start", lambda request, runs: asked.append(request) or "0" * 32)
    app = result_of(page)
    app.number_input(key="seed").set_value(7).run()
    (said,) = notices(app, EN("another.heading"))
    assert EN("another.part", part=EN("question.seed"), answers="3", asks="7") in said
    assert runs(app) == {"run": True, "run another": True}
    app.number_input(key="people").set_value(5).run()
    assert runs(app) == {"run": False, "run another": False}
    app.button(key="take").click().run()
    assert not app.exception
    assert notices(app, EN("another.heading")) == []
    assert app.number_input(key="seed").value == 3
    app.number_input(key="seed").set_value(8).run()
    monkeypatch.setattr(job, "known", lambda name, runs: name == "0" * 32)
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("running", 1, 4, 90.0))
    app.button(key="run another").click().run()
    assert [request.seed for request in asked] == [8]
    assert asked[0].own


def test_what_a_link_says_in_vain_is_said_on_the_page_until_something_is_changed(page):
    app = page(lang="en", scenarios="base,nothing", people="5", colour="red", scale="double")
    (said,) = notices(app, EN("link.heading"))
    for found in ("nothing", "5", "colour", "double"):
        assert f"“{found}”" in said
    assert app.multiselect(key="others").value == []
    assert runs(app) == {"run": False, "default": False}
    app.multiselect(key="others").set_value(["price_up_10"]).run()
    assert notices(app, EN("link.heading")) == []
    assert runs(app) == {"run": True, "default": True}
    assert app.query_params["scenarios"] == "base,price_up_10"


@pytest.mark.parametrize(
    "wrong", [{"people": 5}, {"worlds": 0}, {"days": 20_001}, {"seed": -1}, {"own base  price": 0.0}]
)
def test_a_wrong_number_disables_every_button_that_would_run_it(page, wrong):
    app = page(lang="en", scenarios="base,price_up_10", own='{"title":"","price":105}')
    assert set(runs(app).values()) == {True}
    for key, value in wrong.items():
        app.number_input(key=key).set_value(value).run()
    assert not app.exception
    assert set(runs(app).values()) == {False}
    assert len(app.error) == 1


def test_where_spend_differs_it_is_said_what_decides(page, monkeypatch):
    started = []
    monkeypatch.setattr(job, "start_behind", lambda *what: started.append(what))
    app = page(lang="en", result="sixr-runs/sure")
    assert EN("acquisition.heading") not in [heading.value for heading in app.subheader]  # both spend the same
    app = page(lang="en", result="sixr-runs/four")
    assert EN("acquisition.heading") in [heading.value for heading in app.subheader]
    assert EN("acquisition.decides") in texts(app)
    assert EN("acquisition.left_out") in texts(app)
    assert not started  # its scenarios are not read as they were run


@pytest.fixture
def spent(place):
    """A comparison of two policies that spend differently; it lies among the runs as ``spent``."""
    out = place / "sixr-runs" / "spent"
    sizes = {"customers": 300, "replications": 2, "days": 30, "threads": 1}
    yield sixr.compare("base", "shift_budget", **sizes, out=out)
    shutil.rmtree(out)


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_what_spend_brings_fills_in_by_itself(page, place, spent, monkeypatch, language):
    said, started = words(language), []
    monkeypatch.setattr(job, "start_behind", lambda name, then, runs: started.append((name, then)) or True)
    app = page(lang=language, result="sixr-runs/spent")
    assert not app.exception
    ((_, then),) = started
    assert then[3:] == ["incremental", str(place / "sixr-runs" / "spent")]
    rows = {row[0]: row[1:] for row in table_of(app, said("acquisition.measure"))}
    assert list(rows) == [said(f"acquisition.{measure}") for measure in figures.ACQUISITION]
    assert rows[said("acquisition.cac_marginal")] == ["…", "…"]
    assert "…" not in rows[said("acquisition.cac")]
    sixr.incremental(place / "sixr-runs" / "spent")
    app = page(lang=language, result="sixr-runs/spent")
    assert len(started) == 1
    assert "…" not in {text for row in table_of(app, said("acquisition.measure")) for text in row}
    times = sixr.read(place / "sixr-runs" / "spent").manifest["seconds"]
    took = said("acquisition.took", **{key: said("job.seconds", n=value) for key, value in times.items()})
    assert any(took in text for text in texts(app))


def test_columns_that_were_cancelled_are_worked_out_on_request_alone(page, spent, monkeypatch):
    started = []
    monkeypatch.setattr(job, "poll", lambda name, runs: job.Status("cancelled"))
    monkeypatch.setattr(job, "start_behind", lambda name, then, runs: started.append(name) or True)
    app = page(lang="en", result="sixr-runs/spent")
    assert EN("acquisition.cancelled") in texts(app)
    assert not started
    app.button(key="deeper").click().run()
    assert len(started) == 1


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_incremental_and_marginal_costs_stand_beside_the_blended(page, language):
    app = page(lang=language, result="sixr-runs/deep")
    assert not app.exception
    said = words(language)
    rows = table_of(app, said("acquisition.measure"))
    assert [row[0] for row in rows] == [said(f"acquisition.{name}") for name in ("cac", "cac_marginal", "clv_to_cac")]
    assert said("acquisition.decides") in texts(app)
    assert "deeper" not in [button.key for button in app.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_left_empty_is_called_empty_and_an_endless_number_stays_short(page, language):
    said = words(language)
    app = page(lang=language, own='{"title":""}')
    app.number_input(key="people").set_value(None).run()
    assert [one.value for one in app.error] == [
        said("own.empty", name=said("question.people"), least="100", most="5,000,000")
    ]
    app.number_input(key="people").set_value(500).run()
    spend = next(field for field in app.number_input if "spend." in str(field.key))
    spend.set_value(1e30).run()
    assert "1e+30" in app.error[0].value
    assert app.button(key="run").disabled
    spend = next(field for field in app.number_input if "spend." in str(field.key))
    spend.set_value(None).run()
    assert "—" not in app.error[0].value
    assert app.button(key="run").disabled


def test_where_there_is_no_market_file_a_link_to_one_is_told_so(page):
    app = page(market="nofile")
    assert any(EN("link.none") in text.value and "nofile" in text.value for text in app.markdown)
