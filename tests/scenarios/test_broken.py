"""Every file in scenarios/broken is refused for the reasons that it was written for, and for no other."""

from pathlib import Path

import pytest

from scenarios.checks import wishes
from scenarios.files.loading import check, load
from scenarios.verify import journey
from sim.problems import BadInput
from sim.quantities import QUANTITIES

BROKEN = Path(__file__).parents[2] / "scenarios" / "broken"

MANY = ("alias_bomb", "market_incomplete")  # more problems than are listed here

# For each file, each problem in order: the line, the key, and what the message must say.
EXPECTED: dict[str, list[tuple[int, str, str]]] = {
    "alias_bomb": [
        (1, "a", "found an anchor &a. Allowed: no anchors."),
        (2, "b", "found an anchor &b"),
        (2, "b.0", "found an alias *a. Allowed: no aliases. Fix: write the value again"),
    ],
    "audience_of_nobody": [
        (5, "market.channels.search.audience.havy", "the unknown activity class havy. Allowed: one of: light, heavy"),
        (5, "market.channels.search.audience", "no weight for heavy"),
        (7, "market.channels.social.audience", "weights that are all 0"),
    ],
    "binomial_trials": [(6, "market.referral.invites_dispersion", "Allowed: a whole number from 3 to 64")],
    "budget_after_the_end": [
        (8, "policy.channel.budget.periods.1.amounts.serch", "the unknown channel serch"),
        (8, "policy.channel.budget.periods.1.from", "day 100, 1 after the last day. Allowed: a day before 100"),
    ],
    "budget_beside_spend": [(5, "policy.channel.budget", "a budget beside weekly_spend. Allowed: one of them")],
    "budget_move_and_total": [(4, "policy.channel.budget.move", "found move and total. Allowed: move alone")],
    "budget_of_no_time": [
        (4, "policy.channel.budget", "Allowed: per: week | month | quarter | year"),
        (6, "policy.channel.budget.shares", "shares that sum to 0.9. Allowed: a sum of 1"),
    ],
    "budget_of_nothing": [(4, "policy.channel.budget", "found nothing. Allowed: a budget. Fix: leave it out")],
    "budget_of_two_forms": [(4, "policy.channel.budget", "amounts and total. Allowed: total and shares, or amounts")],
    "budget_periods": [
        (7, "policy.channel.budget.periods.1.to", "a period from day 90 to day 80"),
        (8, "policy.channel.budget.periods.2", "nothing that is spent"),
    ],
    "budget_periods_overlap": [
        (5, "policy.channel.budget.periods", "days 80 to 100, while another period runs from 0 to 90")
    ],
    "budget_to_itself": [(4, "policy.channel.budget.move.to", "search, from which is given, too")],
    "budget_to_referral": [
        (4, "policy.channel.budget.move.from", "did you mean video?"),
        (4, "policy.channel.budget.move.to", "what a referral programme costs follows from its rewards"),
    ],
    "budget_unknown_channel": [(8, "policy.channel.budget.amounts.vidio", "did you mean video?")],
    "budget_without_channels": [(3, "market.channels", "no channel, but money for channels")],
    "budget_without_periods": [(4, "policy.channel.budget.periods", "found a list of 0. Allowed: a list of 1 to 1000")],
    "captures_above_one": [(3, "market.channels", "shares that sum to 1.1. Allowed: a sum of at most 1")],
    "channel_name_with_dot": [(4, "market.segments.v.i.p..name", "printable characters without . and =")],
    "clock_time": [(4, "policy.relationship.touches_per_week", 'found the text "12:30". Allowed: a number')],
    "comments_only": [(0, "", "an empty file. Allowed: a scenario. Fix: start with `extends: base`")],
    "competitor_out_of_order": [(6, "market.competitor.changes.1.day", "day 30 after day 90")],
    "correlation_not_definite": [(5, "market.correlations.0.matrix", "eigenvalue -0.8")],
    "correlation_not_symmetric": [(5, "market.correlations.0.matrix", "0.9 in row 1, column 2, but 0.8")],
    "correlation_unknown": [
        (4, "market.correlations.0.parameters", "did you mean need.order_shape?"),
        (6, "market.correlations.1.parameters", "need.order_rate twice"),
        (7, "market.correlations.1.matrix", "1 rows of [2] numbers for 2 parameters"),
    ],
    "currency_name": [(2, "currency", '"EURO". Allowed: three capital letters, like EUR')],
    "date_of_which_country": [(2, "start", '"03/04/2026"')],
    "deals": [
        (6, "policy.promotion.deals.spring.to", "a deal from day 40 to day 30"),
        (7, "policy.promotion.deals.late.segment", "did you mean value seekers?"),
        (7, "policy.promotion.deals.late.from", "day 100, 1 after the last day"),
        (8, "policy.promotion.deals.gift.depth", "found 1. Allowed: a number of at least 0 and below 1"),
        (8, "policy.promotion.deals.gift.for", "one of: everybody, first, repeat. Fix: did you mean first?"),
    ],
    "decimal_comma": [(4, "policy.product.cost_ratio", "decimal comma; write 0.65")],
    "deep": [(2, "policy" + 20 * ".0", "at most 20 levels")],
    "desk_of_too_few": [
        (2, "people", "found 15 people simulated of a market of 1,000,000. Allowed: at least 16 people"),
        (4, "policy.service.desk.urgent.segments", "did you mean value seekers?"),
    ],
    "desk_of_too_many": [
        (2, "people", "of a market of 15,000, whose staff serves the market. Allowed: at most 15,000")
    ],
    "desk_shares": [
        (4, "market.service.daytime", "weights that are all 0"),
        (5, "market.service.desks", "shares that sum to 1.1. Allowed: a sum of 1"),
        (6, "market.service.desks.phone.solved.value", "found 0. Allowed: a number above 0"),
        (7, "market.service.causes", "shares that sum to 0.5"),
    ],
    "desk_without_staff": [
        (8, "policy.service.desk.staff.chat", "nobody ever on duty at a desk that is given tickets"),
        (9, "policy.service.desk.staff.fax", "the unknown desk fax. Allowed: one of: phone, chat, email"),
    ],
    "directive": [(1, "", "a directive (%)")],
    "doubled_channel": [
        (6, "market.channels", "the names search (line 4) and Search"),
        (6, "market.channels.Search.cost_per_thousand", "add `cost_per_thousand:`"),
        (6, "market.channels.Search.peak_rate", "add `peak_rate:`"),
        (6, "market.channels.Search.half_saturation", "add `half_saturation:`"),
        (7, "market.channels.Search.carryover", "as a mapping {value, unit: per week, label, source}"),
    ],
    "doubled_key": [(4, "days", "the key twice (lines 2 and 4)")],
    "elasticity_above_zero": [(4, "market.choice.price_elasticity.value", "below 0")],
    "empty": [(0, "", "an empty file")],
    "empty_value": [(2, "days", "found nothing. Allowed: a whole number from 1 to 20,000 (days)")],
    "extends_absolute": [(1, "extends", "/etc/passwd, which is no relative path")],
    "extends_broken": [(2, "days", "found 0."), (2, "people", "found 10.5")],
    "extends_loop": [(1, "extends", "extends_loop.yaml -> ")],
    "extends_loop_back": [(1, "extends", "extends_loop_back.yaml -> ")],
    "extends_missing": [(1, "extends", "did you mean base?")],
    "extends_outside": [(1, "extends", "outside the folder of this file")],
    "extends_url": [(1, "extends", "no relative path")],
    "flight_after_the_end": [
        (5, "policy.price.changes.0.day", "day 100, 1 after the last day. Allowed: a day before 100"),
        (8, "policy.channel.flights.0.from", "day 112, 13 after the last day. Allowed: a day before 100"),
    ],
    "flight_backwards": [(5, "policy.channel.flights.0.to", "an end after the beginning")],
    "flights_overlap": [(7, "policy.channel.flights.2", "while another flight runs from 30 to 60")],
    "hearsay": [(3, "market.contagion.ambient_rate", "while people enter the market over time")],
    "holiday_before_the_year": [(4, "market.need.holidays.new year.from", "a whole number from 1 to 366")],
    "hours_of_a_day": [(3, "market.service.daytime", "found a list of 3. Allowed: a list of 24 numbers")],
    "incomplete": [(1, "extends", "nothing: it is missing")],
    "incomplete_channel": [
        (4, "market.channels.radio.peak_rate", "add `peak_rate:`"),
        (4, "market.channels.radio.half_saturation", "add `half_saturation:`"),
        (5, "market.channels.radio.cost_per_thousand", 'write {value: 9, unit: "currency", label: assumed'),
    ],
    "interval_of_three": [(4, "market.choice.share_reached.interval", "found a list of 3")],
    "interval_turned_round": [(4, "market.choice.share_reached.interval", "low <= value <= high")],
    "key_of_another_place": [(2, "price_elasticity", "did you mean market.choice.price_elasticity?")],
    "kind_unknown": [
        (4, "market.channels.douyin.kind", "found the unknown kind shortvideo. Allowed: one of: paid_search, paid"),
        (
            5,
            "market.channels.search.kind",
            "a channel that is there already, with numbers of its own. Allowed: a kind with a new channel",
        ),
    ],
    "known_and_stated": [
        (6, "market.channels.a.peak_rate", "Allowed: one of the two. Fix: leave peak_rate out"),
        (8, "market.channels.b.known", "found nothing. Allowed: what is known"),
    ],
    "known_badly": [
        (4, "market.channels.a.known", "found nothing that is known. Allowed: one of: won_per_year, believed_cac"),
        (5, "market.channels.b.known.believed_cac", "found won_per_year and believed_cac"),
        (6, "market.channels.c.known.customers_per_unit", "an experiment without its interval"),
        (7, "market.channels.d.known.interval", "[6, 9] for believed_cac 5. Allowed: 0 < low <= value <= high"),
    ],
    "known_beyond_the_market": [
        (6, "market.channels.douyin.known", "found 2,000,000 customers a year for 5,000 USD a week. Allowed: at most")
    ],
    "known_without_spend": [(6, "market.channels.douyin.known", "no spend on the channel. Allowed: the spend at")],
    "latin1": [(2, "", "byte 0xE9 at 20. Allowed: UTF-8")],
    "leading_zero": [(2, "people", "010 with a leading zero. Allowed: numbers without one. Fix: write 10")],
    "leave_shares": [(4, "market.lapse.leave", "sum to 1.1. Allowed: a sum of at most 1; the rest has no need")],
    "list_at_top": [(1, "", "a list of 2. Allowed: a mapping of keys to values. Fix: start with `extends: base`")],
    "log_of_zero": [(4, "market.retain.optin_rate.scale", "log needs an interval above 0")],
    "logit_of_one": [(4, "market.choice.share_customer.scale", "logit needs an interval above 0 and below 1")],
    "many_faults": [
        (2, "people", "found 0. Allowed: a whole number from 1 to 200,000,000"),
        (3, "days", 'the text "5%"'),
        (5, "policy.price.level", "found -1. Allowed: a number above 0"),
        (6, "policy.referral.active", "true or false"),
        (7, "policy.chanel", "did you mean channel?"),
        (9, "market.choice.price_elasticity.value", "found 1."),
    ],
    "mapping_for_a_number": [
        (4, "policy.price.level", "found a mapping"),
        (5, "policy.channel", "found 4000. Allowed: a mapping with: weekly_spend, flights"),
    ],
    "market_incomplete": [
        (3, "history.until", "2026-13-01"),
        (3, "history.customers", "at least 1"),
        (4, "market.start", "add `start:`"),
    ],
    "media_prices": [
        (6, "market.channels.search.price_changes.1.ratio", "found 0. Allowed: a number above 0"),
        (6, "market.channels.search.price_changes.2.day", "day 100, 1 after the last day. Allowed: a day before 100"),
        (6, "market.channels.search.price_changes.1.day", "day 30 after day 60"),
    ],
    "merge_key": [(3, "policy.<<", "no merge keys")],
    "name_blank": [(2, "name", "1 to 80 printable characters")],
    "name_is_number": [(2, "name", "put quotes around it")],
    "name_too_long": [(2, "name", "1 to 80 printable characters")],
    "name_with_controls": [(2, "name", r"a\u202eb"), (3, "title.en", r"a\x07")],
    "negative_spend": [(4, "policy.channel.weekly_spend.search", "found -100. Allowed: a number from 0")],
    "no_source": [(4, "market.lapse.return_rate.source", "a text of 1 to")],
    "no_such_day": [(2, "start", "2026-02-30. Allowed: a date of the calendar")],
    "nobody": [(2, "people", "found 0. Allowed: a whole number from 1 to 200,000,000")],
    "not_finite": [
        (4, "policy.price.level", "found .nan. Allowed: a finite number"),
        (6, "policy.channel.weekly_spend.search", "found .inf. Allowed: a finite number"),
    ],
    "not_whole": [(2, "people", "found 10.5. Allowed: a whole number")],
    "nul": [(2, "", "a NUL character")],
    "number_for_true": [(4, "policy.referral.active", "write false")],
    "offers": [
        (4, "market.offers", "2 offers, while people only compare the price with what they are willing to pay"),
        (5, "market.offers.large.category", "none, as market.basket.categories has none"),
        (7, "policy.price.offers.lrage", "did you mean large?"),
        (8, "policy.channel.creative_per_week.vidoe", "did you mean video?"),
    ],
    "percent": [(4, "policy.product.cost_ratio", "write 0.65")],
    "points_above_price": [
        (6, "policy.relationship.points.expiry_days", "a number above 0"),
        (8, "policy.relationship.points.tier.orders", "found 2.5"),
        (
            9,
            "policy.relationship.points.tier.earn",
            "points worth 1.2 times what is paid. Allowed: at most 1 / earn_rate",
        ),
        (11, "policy.relationship.points.third_tier.orders", "more than the tier below takes (0), which must be on"),
    ],
    "price_changes_out_of_order": [(6, "policy.price.changes.1.day", "day 30 after day 90")],
    "python_tag": [(2, "name", "os.getcwd. Allowed: no tags")],
    "quoted_number": [(4, "policy.price.level", "write 1.1 without quotes")],
    "recursive_anchor": [(1, "", "an anchor"), (1, ".0", "an alias"), (1, "", "a list")],
    "schema_of_tomorrow": [(2, "schema", "found 2. Allowed: one of: 1")],
    "secret": [(4, "policy.price.level", "${PRICE}")],
    "seed_below_zero": [(2, "seed", "found -1. Allowed: a whole number from 0 to 18,446,744,073,709,551,615")],
    "seed_text": [(2, "seed", 'found the text "abc"')],
    "seed_too_large": [(2, "seed", "found 18446744073709551616")],
    "segment_shares": [
        (3, "market.segments", "shares that sum to 0.97. Allowed: a sum of 1"),
        (5, "market.activity", "shares that sum to 1.1. Allowed: a sum of 1"),
    ],
    "share_above_one": [(4, "market.choice.share_customer.value", "found 1.2. Allowed: a number from 0 to 1")],
    "shifts": [
        (7, "policy.service.desk.staff.phone.night.to", "from 22 to 6 o'clock"),
        (8, "policy.service.desk.staff.phone.summer.days", "did you mean weekdays?"),
        (9, "policy.service.desk.staff.phone.autumn.end", "a shift from day 100 to day 90"),
        (10, "policy.service.desk.staff.phone.later.begin", "day 730, 1 after the last day"),
    ],
    "spend_limits": [
        (4, "policy.channel.flights.0.weekly_spend", "12,000 a week on social. Allowed: from 0 to 10,000"),
        (6, "policy.channel.limits.search", "at least 5,000 and at most 4,000. Allowed: least not above most"),
        (8, "policy.channel.weekly_spend.video", "Allowed: a multiple of 1,500 (policy.channel.limits). Fix: write 3,"),
        (9, "policy.channel.limits.radio", "the unknown channel radio. Allowed: one of: search, social, video"),
    ],
    "start_shares": [(3, "market.start", "shares that sum to 1.1. Allowed: a sum of at most 1")],
    "stories_among_strangers": [
        (3, "market.satisfaction.warn.share", "with fresh people nobody knows anybody"),
        (3, "market.contagion.grief_effect", "with fresh people nobody knows anybody"),
        (6, "market.satisfaction.answers.high", "0.4 below market.satisfaction.answers.low of 0.5"),
    ],
    "surrogate": [(2, "name", r"a \ud800. Allowed: Unicode text")],
    "tab_indent": [(3, "", "a tab. Allowed: spaces")],
    "thousands_mark": [(2, "people", "write 10000 without quotes")],
    "toml": [(1, "", "this looks like TOML")],
    "toml_table": [(2, "", "this looks like TOML")],
    "too_large": [(4, "policy.channel.weekly_spend.search", "found 1e400. Allowed: a number below 1e30")],
    "too_many_days": [(2, "days", "from 1 to 20,000")],
    "too_many_people": [(2, "people", "from 1 to 200,000,000")],
    "too_many_worlds": [(2, "worlds", "from 1 to 10,000")],
    "two_documents": [(3, "", "a second document that starts at line 3")],
    "two_waves": [(5, "market.need.season_amplitude_2", "amplitudes that sum to 1.1, high ends included")],
    "unclosed": [(3, "", "expected ',' or '}'")],
    "unknown_channel": [
        (4, "policy.channel.weekly_spend.serch", "one of: search, social, video. Fix: did you mean search?"),
        (6, "policy.channel.flights.0.channel", "did you mean video?"),
    ],
    "unknown_key": [(2, "peopel", "did you mean people?"), (5, "policy.price.levle", "did you mean level?")],
    "unknown_label": [(4, "market.lapse.return_rate.label", "one of: identified, bounded, assumed")],
    "unknown_word": [(4, "market.need.heterogeneity", "one of: gamma, none. Fix: did you mean gamma?")],
    "unsubscribe_bound": [
        (
            4,
            "policy.relationship.touches_per_week",
            "above its bound of 0.05. Allowed: at most 8.869 touches per week",
        )
    ],
    "utf16": [(1, "", "UTF-16")],
    "value_outside_interval": [(4, "market.choice.share_reached.interval", "give a plain number to hold it")],
    "verify_after_the_end": [
        (4, "verify.0.at", "found day 273. Allowed: days up to 100"),
        (5, "verify.1.quantity", "did you mean repeat_orders?"),
    ],
    "verify_of_whom": [
        (
            3,
            "verify.0.of",
            "the unknown channel serch. Allowed: one of: search, social, video. Fix: did you mean search?",
        ),
        (4, "verify.1.of", "the unknown stage customers. Allowed: one of: reached, retained, customer, dropped_out"),
        (5, "verify.2.of", "the unknown desk fax. Allowed: one of: phone, chat, email"),
        (7, "verify.4.of", "nothing: segment_wait is that of a segment. Allowed: one of: value seekers"),
        (8, "verify.5.of", "with repeat_orders. Allowed: no `of`"),
        (9, "verify.6.at", "found offer 2. Allowed: the number of the only offer, 1"),
        (10, "verify.7.at", "nothing: offer_share is that of an offer"),
        (11, "verify.8.quantity", "did you mean brought?"),
    ],
    "wrong_currency": [(5, "market.referral.reward_scale.unit", "found unit USD. Allowed: currency or EUR")],
    "wrong_unit": [(4, "market.need.prospect_rate.unit", "found unit 1/week. Allowed: 1/day")],
    "yes_for_a_number": [(2, "people", 'found the text "yes"')],
}


def test_every_broken_file_is_expected_to_fail_in_its_own_way():
    assert sorted(EXPECTED) == sorted(path.stem for path in BROKEN.iterdir())


@pytest.mark.parametrize("name", EXPECTED)
def test_broken_file_is_refused_with_place_and_remedy(name):
    with pytest.raises(BadInput) as refused:
        check([BROKEN / f"{name}.yaml"])
    problems = refused.value.problems
    expected = EXPECTED[name]
    if name not in MANY:
        assert [(p.line, p.path) for p in problems] == [(line, path) for line, path, _ in expected]
    for problem, (line, path, words) in zip(problems, expected, strict=False):
        assert (problem.line, problem.path) == (line, path)
        assert words in str(problem)
    assert len(problems) <= 50


def test_problems_of_several_files_are_told_together():
    paths = [BROKEN / "nobody.yaml", BROKEN / "percent.yaml"]
    with pytest.raises(BadInput) as refused:
        check(paths)
    assert [problem.file for problem in refused.value.problems] == [str(path) for path in paths]


def test_a_fault_of_an_extended_file_is_told_with_the_name_of_that_file():
    with pytest.raises(BadInput) as refused:
        load(BROKEN / "extends_broken.yaml")
    assert [Path(problem.file).name for problem in refused.value.problems] == [
        "extends_broken.yaml",
        "not_whole.yaml",
    ]


def test_a_loop_is_shown_as_the_chain():
    with pytest.raises(BadInput) as refused:
        load(BROKEN / "extends_loop.yaml")
    chain = [Path(part).name for part in refused.value.problems[0].found.removeprefix("a loop: ").split(" -> ")]
    assert chain == ["extends_loop.yaml", "extends_loop_back.yaml", "extends_loop.yaml"]


def test_a_file_that_extends_nothing_is_told_so_with_its_other_faults(tmp_path):
    path = tmp_path / "spring.yaml"
    path.write_text("name: spring\npolicy:\n  price: {level: -1}\n", "utf-8")
    with pytest.raises(BadInput) as refused:
        load(path, overrides=["people=300"])
    problems = [(Path(problem.file).name, problem.path) for problem in refused.value.problems]
    assert problems == [("spring.yaml", "extends"), ("spring.yaml", "policy.price.level")]


def test_what_quantities_are_of_is_what_their_closed_forms_know():
    assert set(wishes.STAGES) == set(journey.STAGES)
    assert wishes.OF.keys() <= QUANTITIES.keys()
