"""Amounts, days and ids as they are written, and as they were meant."""

import numpy as np
import pandas as pd
import pytest

from calibration.reading.amounts import amounts, choice
from calibration.reading.date_formats import formats_for
from calibration.reading.ids import ids
from calibration.reading.moments import NO_DATE, NO_DAY, NO_TIME, moments
from calibration.table_keys import Format
from sim.problems import BadInput
from tests.calibration.exports import HEADER, notes, of, orders, read, seen, written

ORDERS = orders(12)


def numbers(*texts, **stated):
    return amounts(np.array(texts, object), np.ones(len(texts), int), Format(**stated))


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1,234.56", "12.3", "1,234"), (1234.56, 12.3, 1234)),
        (("1.234,56", "12,3", "1.234"), (1234.56, 12.3, 1234)),
        (("1 234,56", "12,30"), (1234.56, 12.3)),
        (("1\u202f234,56 €", "3,00\xa0€"), (1234.56, 3)),
        (("CHF 1'234.50", "12.30"), (1234.5, 12.3)),
        (("$1,234.50", "-$3.00", "($4.25)", "2.50-"), (1234.5, -3, -4.25, -2.5)),
        (("R$ 1.234,50", "R$ 3,00"), (1234.5, 3)),
        (("￥1，234.00", "１２.５０"), (1234, 12.5)),
        (("12,34,567.50", "3.25"), (1234567.5, 3.25)),
        (("1,234,567", "1,234"), (1234567, 1234)),
        (("1.5e3", "12 EUR", "USD 3.50", "12元", ".5"), (1500, 12, 3.5, 12, 0.5)),
        (("0.125", "1.234"), (0.125, 1.234)),
    ],
)
def test_numbers_are_read_as_the_column_writes_them(texts, values):
    found = numbers(*texts)
    assert found.values == pytest.approx(values)
    assert not found.odd.any()
    assert not found.unsettled.any()


@pytest.mark.parametrize(("text", "sign"), [("1,234", ","), ("1.234", ".")])
def test_a_number_that_could_be_two_is_settled_by_what_is_stated(text, sign):
    found = numbers(text, "500")
    assert found.unsettled.tolist() == [True, False]
    _, fix = choice(found, np.array([text, "500"], object))
    assert f"`format: {{thousands: '{sign}'}}` under orders where it means 1,234" in fix
    assert numbers(text, "500", thousands=sign).values == pytest.approx([1234, 500])
    assert numbers(text, "500", decimal=sign).values == pytest.approx([1.234, 500])


def test_a_file_of_such_numbers_is_refused_with_both_lines(tmp_path):
    content = written(
        ORDERS, lambda who, at, money: f"{who};{at:%Y-%m-%d};{int(money * 40):,}", HEADER.replace(",", ";")
    )
    with pytest.raises(BadInput, match=r"could be two numbers.*thousands: ','.*decimal: ','"):
        read(tmp_path, content)
    found = read(tmp_path, content, "format: {thousands: ','}")
    assert of(found).money == sum(int(money * 40) for _, _, money in ORDERS)


def test_a_number_of_another_convention_is_a_fault_with_its_likely_value():
    found = numbers("12.50", "3.25", "1,5", "x")
    assert found.odd.tolist() == [False, False, True, False]
    assert found.values[2] == 1.5
    assert np.isnan(found.values[3])


def test_a_currency_beside_the_amounts_is_that_of_the_orders(tmp_path):
    content = written(ORDERS, lambda who, at, money: f"{who};{at:%Y-%m-%d};{money} €", HEADER.replace(",", ";"))
    found = read(tmp_path, content)
    assert set(found.orders["currency"]) == {"EUR"}
    assert found.currency_stated
    with pytest.raises(BadInput, match=r"amounts written in EUR, but currency: USD.*`currency: EUR`"):
        read(tmp_path, content, "currency: USD")


def test_several_currencies_are_refused_with_the_line_that_keeps_one(tmp_path):
    rows = [(*order, "GBP" if k % 9 == 0 else "EUR") for k, order in enumerate(ORDERS)]
    content = written(rows, header=HEADER + ",money")
    with pytest.raises(BadInput, match=r"add `keep: \{money: \[EUR\]\}`"):
        read(tmp_path, content, "columns: {currency: money}")
    found = read(tmp_path, content, "columns: {currency: money}\nkeep: {money: [EUR]}")
    assert of(found) == seen([row[:3] for row in rows if row[3] == "EUR"])


DAYS = {
    "%Y/%m/%d": None,
    "%Y.%m.%d %H:%M": None,
    "%Y%m%d": None,
    "%Y年%m月%d日": None,
    "%Y年%m月%d日 %H时%M分": None,
    "%Y-%m-%dT%H:%M:%S.250": None,
    "%d.%m.%Y": "%d.%m.%Y",
    "%d/%m/%Y %H:%M": "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M %p": "%m/%d/%Y %I:%M %p",
    "%d-%b-%Y": "%d-%b-%Y",
    "%b %d, %Y": "%b %d, %Y",
    "%d.%m.%y %H:%M:%S": "%d.%m.%y %H:%M:%S",
}


@pytest.mark.parametrize("form", DAYS)
def test_days_are_read_or_refused_with_the_date_format_that_reads_them(tmp_path, form):
    content = written(ORDERS, lambda who, at, money: f'{who},"{at.strftime(form)}",{money}')
    if DAYS[form] is None:
        assert of(read(tmp_path, content)) == seen(ORDERS)
        return
    with pytest.raises(BadInput) as caught:
        read(tmp_path, content)
    line = f"date_format: '{DAYS[form]}'"
    assert caught.value.problems[0].fix == f"state `{line}` under orders"
    assert of(read(tmp_path, content, line)) == seen(ORDERS)


@pytest.mark.parametrize(
    "number",
    [
        lambda at: f"{(at - pd.Timestamp('1899-12-30')) / pd.Timedelta(days=1):.6f}",
        lambda at: f"{int(at.timestamp())}",
        lambda at: f"{int(at.timestamp() * 1000)}",
    ],
)
def test_numbers_of_days_and_seconds_are_days(tmp_path, number):
    content = written(ORDERS, lambda who, at, money: f"{who},{number(at)},{money}")
    found = read(tmp_path, content)
    assert of(found) == seen(ORDERS)
    assert {"dates_as_serials", "dates_as_epoch"} & set(notes(found))


def test_a_wrong_date_format_is_answered_with_the_right_one(tmp_path):
    content = written(ORDERS, lambda who, at, money: f"{who},{at:%d/%m/%Y},{money}")
    with pytest.raises(BadInput, match=r"state `date_format: '%d/%m/%Y'`"):
        read(tmp_path, content, "date_format: '%m/%d/%Y'")
    with pytest.raises(BadInput, match="leave date_format out"):
        read(tmp_path, written(ORDERS), "date_format: '%m/%d/%Y'")


def test_days_that_could_be_months_are_told_by_both_formats():
    assert formats_for(np.array(["01/02/2024", "03/04/2024"], object)) == ["%d/%m/%Y", "%m/%d/%Y"]
    assert formats_for(np.array(["01/02/2024", "13/04/2024"], object)) == ["%d/%m/%Y"]
    assert formats_for(np.array(["some day"], object)) == []


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("2023-02-29", None, NO_DAY),
        ("2024-04-31 10:00:00", None, NO_DAY),
        ("2023-02-30T10:00:00Z", None, NO_DAY),
        ("2024-00-10", None, NO_DAY),
        ("31/06/2024", "%d/%m/%Y", NO_DAY),
        ("2024-05-01 24:10", None, NO_TIME),
        ("2024-05-01 25:00:00", None, NO_TIME),
        ("2024-02-29", None, ""),
    ],
)
def test_a_day_that_does_not_exist_is_called_so(text, form, reason):
    assert moments(np.array([text], object), np.ones(1, int), form, None).reasons.tolist() == [reason]


def test_days_of_which_none_is_above_twelve_are_pointed_out(tmp_path):
    early = [order for order in orders(13, 400) if order[1].day <= 12]
    content = written(early, lambda who, at, money: f"{who},{at:%m/%d/%Y},{money}")
    found = read(tmp_path, content, "date_format: '%m/%d/%Y'")
    assert "No day of the month is above 12" in notes(found)["day_and_month_exchangeable"]
    assert "`date_format: '%d/%m/%Y'`" in notes(found)["day_and_month_exchangeable"]
    content = written(ORDERS, lambda who, at, money: f"{who},{at:%m/%d/%Y},{money}")
    assert "day_and_month_exchangeable" not in notes(read(tmp_path, content, "date_format: '%m/%d/%Y'"))


def test_zones_in_one_column_are_put_on_one_clock(tmp_path):
    def row(who, at, money):
        east = at + pd.Timedelta(hours=9)
        return (
            f"{who},{at:%Y-%m-%dT%H:%M:%S}Z,{money}" if money > 30 else f"{who},{east:%Y-%m-%dT%H:%M:%S}+09:00,{money}"
        )

    found = read(tmp_path, written(ORDERS, row))
    assert of(found) == seen(ORDERS)
    assert "+09:00, Z: all are put on the clock of UTC" in notes(found)["one_clock"]
    there = [(who, at + pd.Timedelta(hours=8), money) for who, at, money in ORDERS]
    assert of(read(tmp_path, written(ORDERS, row), "time_zone: Asia/Shanghai")) == seen(there)


def test_one_zone_leaves_the_day_as_it_is_written(tmp_path):
    content = written(ORDERS, lambda who, at, money: f"{who},{at:%Y-%m-%d} 23:30:00 -0800,{money}")
    found = read(tmp_path, content)
    assert of(found) == seen(ORDERS)
    assert "-08:00: the day is the one written" in notes(found)["one_zone"]


def test_summer_time_is_undone_by_the_zone_that_is_stated(tmp_path):
    late = [(who, at.normalize() + pd.Timedelta(hours=22), money) for who, at, money in ORDERS]
    content = written(late, lambda who, at, money: f"{who},{at.tz_localize('America/New_York').isoformat()},{money}")
    assert "`time_zone: America/New_York`" in notes(read(tmp_path, content))["one_clock"]
    assert of(read(tmp_path, content, "time_zone: America/New_York")) == seen(late)


WRITINGS = {
    "tab": (lambda who: who + "\t", "ids_trimmed"),
    "nbsp": (lambda who: who + "\xa0", "ids_trimmed"),
    "zero width": (lambda who: who[:2] + "\u200b" + who[2:], "ids_trimmed"),
    "mark": (lambda who: "\ufeff" + who, "ids_trimmed"),
    "width": (lambda who: who.translate({ord(c): ord(c) + 0xFEE0 for c in "K0123456789"}), "ids_merged"),
    "case": (str.lower, "ids_alike"),
    "spaces": (lambda who: who[0] + " " + who[1:], "ids_alike"),
}


@pytest.mark.parametrize("way", WRITINGS)
def test_ids_that_differ_in_their_writing_only_are_said_and_merged_where_that_is_safe(tmp_path, way):
    change, code = WRITINGS[way]
    mixed = [(change(who) if k % 3 else who, at, money) for k, (who, at, money) in enumerate(ORDERS)]
    found = read(tmp_path, written(mixed))
    assert code in notes(found)
    if code == "ids_alike":
        assert of(found).customers > seen(ORDERS).customers
        assert f"`merge_ids: [{way}]`" in notes(found)[code]
        found = read(tmp_path, written(mixed), f"merge_ids: [{way}]")
    assert of(found) == seen(ORDERS)


def test_addresses_and_numbers_are_one_in_any_writing():
    found = ids(np.array(["A@Shop.de", "a@shop.de", "12.0", "12", "7", "x", ""], object))
    assert found.values.tolist() == ["a@shop.de", "a@shop.de", "12", "12", "7", "x", ""]
    assert {way: entry[0] for way, entry in found.merged.items()} == {"case": 1, ".0": 1}
    assert not found.alike


def test_leading_zeros_are_said_and_merged_where_that_is_stated(tmp_path):
    numbers = [(f"{int(who[1:]) + 10:06d}", at, money) for who, at, money in ORDERS]
    mixed = [(who.lstrip("0") if k % 3 else who, at, money) for k, (who, at, money) in enumerate(numbers)]
    found = read(tmp_path, written(mixed))
    both = len({who for who, _, _ in mixed}) - seen(numbers).customers
    assert f"{both} customer ids differ from others in leading zeros only" in notes(found)["ids_alike"]
    assert "`merge_ids: [zeros]`" in notes(found)["ids_alike"]
    assert of(found).customers == seen(numbers).customers + both
    assert of(read(tmp_path, written(mixed), "merge_ids: [zeros]")) == seen(ORDERS)
    assert not {"ids_alike", "ids_apostrophe", "ids_padded"} & set(notes(read(tmp_path, written(numbers))))


@pytest.mark.parametrize(
    ("change", "code"), [(lambda who: "'" + who, "ids_apostrophe"), (lambda who: who + " ", "ids_padded")]
)
def test_an_apostrophe_and_spaces_around_an_id_are_left_out_and_said(tmp_path, change, code):
    mixed = [(change(who) if k % 3 else who, at, money) for k, (who, at, money) in enumerate(ORDERS)]
    found = read(tmp_path, written(mixed))
    assert of(found) == seen(ORDERS)
    bare = {who for who, _, _ in mixed}
    changed = sum(who != plain for (who, _, _), (plain, _, _) in zip(mixed, ORDERS, strict=True))
    twins = sum(
        who != plain and (plain in bare or code == "ids_apostrophe")
        for (who, _, _), (plain, _, _) in zip(mixed, ORDERS, strict=True)
    )
    assert notes(found)[code].startswith(f"{twins:,} rows ")
    assert 0 < twins <= changed


def test_a_zone_that_is_stated_is_not_proposed(tmp_path):
    zoned = written(ORDERS, lambda who, at, money: f"{who},{at:%Y-%m-%dT%H:%M:%S}+0{at.day % 2}:00,{money}")
    assert "`time_zone: " in notes(read(tmp_path, zoned))["one_clock"]
    assert "time_zone" not in notes(read(tmp_path, zoned, "time_zone: UTC"))["one_clock"]


@pytest.mark.parametrize(
    ("zone", "fix"),
    [
        ("Beijing", "Asia/Shanghai"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("Berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Somewhere", ""),
    ],
)
def test_a_zone_there_is_not_gets_a_near_one_or_none(tmp_path, zone, fix):
    with pytest.raises(BadInput) as refused:
        read(tmp_path, written(ORDERS), f"time_zone: {zone}")
    (problem,) = refused.value.problems
    assert (fix in problem.fix) if fix else problem.fix == ""


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("2.65万", "980", "1.2亿", "3万元", "-1.5萬", "¥2.5万元"), (26_500, 980, 1.2e8, 30_000, -15_000, 25_000)),
        (("1.234万", "12.5"), (12_340, 12.5)),
        (("1,234万", "12.50"), (12_340_000, 12.5)),
        (("2,65万", "12,5"), (26_500, 12.5)),
    ],
)
def test_ten_thousands_are_read_as_what_they_stand_for(texts, values):
    found = numbers(*texts)
    assert found.values == pytest.approx(values)
    assert not found.odd.any()
    assert found.scaled == sum("万" in text or "亿" in text or "萬" in text for text in texts)


def test_ten_thousands_are_said(tmp_path):
    rows = [(who, at, f"{money / 1e4:.6f}万" if k % 2 else money) for k, (who, at, money) in enumerate(ORDERS)]
    found = read(tmp_path, written(rows))
    assert of(found).money == pytest.approx(seen(ORDERS).money)
    assert f"{len(ORDERS) // 2:,} amounts are written in ten thousands" in notes(found)["scaled_amounts"]


def test_a_column_named_in_ten_thousands_is_pointed_out_and_the_fix_helps(tmp_path):
    named = "columns: {customer_id: customer_id, ordered_at: ordered_at, amount: 金额(万元)}"
    header = HEADER.replace("amount", "金额(万元)")
    rows = [(who, at, f"{money / 1e4:.6f}") for who, at, money in ORDERS]
    assert "read as they stand" in notes(read(tmp_path, written(rows, header=header), named))["named_unit"]
    mended = read(tmp_path, written([(who, at, f"{money}万") for who, at, money in rows], header=header), named)
    assert of(mended).money == pytest.approx(seen(ORDERS).money)
    assert "named_unit" not in notes(mended)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2024-03-05 下午 03:20", 15),
        ("2024-03-05下午3:20:11", 15),
        ("2024年3月5日 上午12:20", 0),
        ("2024/3/5 中午12:20", 12),
        ("2024/3/5 晚上 8点20", 20),
        ("2024-03-05 午後 3:20", 15),
        ("2024-03-05 下午 15:20", 15),
        ("2024-03-05 03:20 PM", 15),
        ("2024-03-05 12:20:00 a.m.", 0),
    ],
)
def test_hours_after_noon(text, hour):
    found = moments(np.array([text], object), np.ones(1, int), None, None)
    assert str(found.values[0]).startswith(f"2024-03-05T{hour:02d}:20")


def test_midnight_of_either_day_is_not_read():
    found = moments(np.array(["2024-03-05 晚上 12:20"], object), np.ones(1, int), None, None)
    assert found.reasons.tolist() == [NO_DATE]


def test_hours_after_noon_with_a_stated_format(tmp_path):
    def row(who, at, money):
        return f"{who},{at:%d/%m/%Y} {'上午' if at.hour < 12 else '下午'} {at:%I:%M:%S},{money}"

    with pytest.raises(BadInput) as refused:
        read(tmp_path, written(ORDERS, row))
    line = next(problem.fix for problem in refused.value.problems).split("`")[1]
    assert line == "date_format: '%d/%m/%Y %H:%M:%S'"
    found = read(tmp_path, written(ORDERS, row), line)
    assert found.orders["ordered_at"].tolist() == [at for _, at, _ in ORDERS]


@pytest.mark.parametrize("pattern", ["%y-%m-%d", "%y/%m/%d", "%y.%m.%d %H:%M", "%y年%m月%d日", "%d-%m-%y"])
def test_years_of_two_digits_are_proposed(tmp_path, pattern):
    content = written(ORDERS, lambda who, at, money: f"{who},{at.strftime(pattern)},{money}")
    with pytest.raises(BadInput) as refused:
        read(tmp_path, content)
    assert refused.value.problems[0].fix == f"state `date_format: '{pattern}'` under orders"
    assert of(read(tmp_path, content, f"date_format: '{pattern}'")) == seen(ORDERS)


def test_a_year_of_two_digits_is_the_part_that_changes_least():
    days = [f"24-{at.month:02d}-{min(at.day, 26):02d}" for _, at, _ in ORDERS]
    assert formats_for(np.array(sorted(set(days)), object)) == ["%y-%m-%d"]


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb 2024",
        "Feb 30, 2024",
        "February 30th, 2023",
        "30 février 2024",
        "31-Apr-2024",
        "31. Juni 2024",
        "29 Feb 2023",
        "2024-Feb-30",
        "Fri, 30 Feb 2024",
        "31 de noviembre de 2024",
        "Feb 30",
    ],
)
def test_an_impossible_day_of_a_named_month_is_called_so(text):
    none = moments(np.array([text], object), np.ones(1, int), None, None)
    assert none.reasons.tolist() == [NO_DAY]
    stated = moments(np.array([text, "05 Mar 2024"], object), np.ones(2, int), "%d %b %Y", None)
    assert stated.reasons.tolist() == [NO_DAY, ""]


@pytest.mark.parametrize(
    "text", ["28 Feb 2024", "29 février 2024", "soon", "31 Smarch 2024", "Jan 31, 2024", "40 units"]
)
def test_what_is_no_impossible_day_is_not_called_one(text):
    assert moments(np.array([text], object), np.ones(1, int), None, None).reasons.tolist() == [NO_DATE]


@pytest.mark.parametrize("sign", ["/", "-"])
@pytest.mark.parametrize("stated", [None, "%d/%m/%Y", "%m/%d/%Y"])
def test_a_column_that_mixes_day_and_month_first_is_told_with_a_line_of_each(tmp_path, stated, sign):
    """Neither order reads the column, so that neither may be proposed."""
    patterns = ("%d/%m/%Y", "%m/%d/%Y")
    rows = [
        (who, at.strftime(patterns[k % 3 == 0].replace("/", sign)), money) for k, (who, at, money) in enumerate(ORDERS)
    ]
    more = "" if stated is None else f"date_format: '{stated.replace('/', sign)}'"
    with pytest.raises(BadInput) as refused:
        read(tmp_path, written(rows, lambda who, at, money: f"{who},{at},{money}"), more)
    (problem,) = (one for one in refused.value.problems if one.path == "ordered_at" and "mixes" in one.fix)
    first = {
        p: next(k for k, (_, at, _) in enumerate(ORDERS) if at.day > 12 and patterns[k % 3 == 0] == p) for p in patterns
    }
    for pattern, k in first.items():
        assert f"'{rows[k][1]}' (line {k + 2}) can only be {pattern.replace('/', sign)}" in problem.fix
    assert "date_format" not in problem.fix


def test_a_few_days_of_another_order_are_mistakes_of_their_rows(tmp_path):
    rows = [(who, f"{at:%d/%m/%Y}", money) for who, at, money in ORDERS]
    rows[5] = (rows[5][0], "02/27/2022", rows[5][2])
    found = read(tmp_path, written(rows, lambda who, at, money: f"{who},{at},{money}"), "date_format: '%d/%m/%Y'")
    assert found.rejects["line"].tolist() == [7]
    assert "as in the other rows" in found.rejects["fix"][0]
