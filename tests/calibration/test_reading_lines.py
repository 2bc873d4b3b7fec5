"""Quotes, ends of lines, encodings: every line of a file is a row, part of one, blank, or set aside."""

import csv
import io

import numpy as np
import pytest

from calibration.reading import layout
from calibration.reading.lines import PART
from sim.problems import BadInput
from tests.calibration.exports import HEADER, notes, of, orders, read, seen, written

ORDERS = orders(11)
LINES = written(ORDERS).splitlines()
NOTED = [LINES[0] + ",note", *(line + ",ok" for line in LINES[1:])]


def text(lines):
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("at", [1, 2, 300, len(LINES) - 1])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_stray_quote_swallows_no_line(tmp_path, at, ends):
    lines = NOTED.copy()
    lines[at] = LINES[at] + ',"TV 40 inch'
    found = read(tmp_path, ends.join(lines) + ends)
    assert of(found) == seen(ORDERS)
    assert f"({at + 1:,})" in notes(found)["stray_quotes"]


@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_a_stray_quote_in_any_column_leaves_its_line_readable(tmp_path, column):
    lines = NOTED.copy()
    for at in (40, 41, 250):
        cells = lines[at].split(",")
        cells[column] = '"' + cells[column]
        lines[at] = ",".join(cells)
    found = read(tmp_path, text(lines))
    assert of(found) == seen(ORDERS)
    assert next(note for note in found.reading.notes if note.code == "stray_quotes").facts["lines"] == [41, 42, 251]


def test_a_quote_that_closes_hundreds_of_lines_later_is_two_stray_ones(tmp_path):
    lines = NOTED.copy()
    lines[5], lines[355] = LINES[5] + ',"from', LINES[355] + ',to"'
    assert of(read(tmp_path, text(lines))) == seen(ORDERS)


def test_quotes_on_neighbouring_lines_make_no_field_of_two_orders(tmp_path):
    lines = NOTED.copy()
    lines[20], lines[21] = LINES[20] + ',"a', LINES[21] + ',b"'
    assert of(read(tmp_path, text(lines))) == seen(ORDERS)


def test_fields_over_a_few_lines_are_read(tmp_path):
    buffer = io.StringIO()
    table = csv.writer(buffer)
    for k, line in enumerate(LINES):
        note = "note" if k == 0 else 'Street 1, Town, Land\nsecond, "quoted"\n\nlast' if k % 5 == 0 else "ok"
        table.writerow([note, *line.split(",")])
    found = read(tmp_path, buffer.getvalue())
    assert of(found) == seen(ORDERS)
    assert found.reading.lines["further"] == 3 * ((len(LINES) - 1) // 5)


def test_a_field_over_many_lines_is_a_fault_where_it_opens_and_reading_goes_on_below(tmp_path):
    lines = [line.replace(",", ',"x",', 1) for line in LINES]
    lines[0] = LINES[0].replace(",", ",note,", 1)
    lines[30] = lines[30].replace('"x"', '"' + "\n".join("abcdefgh") + '"')
    found = read(tmp_path, text(lines))
    assert of(found) == seen(ORDERS[:29] + ORDERS[30:])
    first = found.rejects.iloc[0]
    assert first["line"] == 31
    assert first["reason"] == "a quoted text over more than 5 lines"
    assert first["found"].startswith("opens on line 31, closes on line 38: ")
    assert len(found.rejects) == 8
    assert set(found.rejects["reason"][1:]) == {PART}


def test_quotes_within_a_text_are_part_of_it(tmp_path):
    lines = [NOTED[0], *(line + f',{k}" nail' for k, line in enumerate(LINES[1:]))]
    found = read(tmp_path, text(lines))
    assert of(found) == seen(ORDERS)
    assert "stray_quotes" not in notes(found)


def test_delimiters_count_only_outside_quotes(tmp_path):
    lines = [NOTED[0], *(line + ',"one, two, ""three"""' for line in LINES[1:])]
    assert of(read(tmp_path, text(lines))) == seen(ORDERS)
    lines[50] = LINES[50] + ",one, two"
    found = read(tmp_path, text(lines))
    assert found.rejects[["line", "reason"]].to_numpy().tolist() == [[51, "5 fields, the header has 4"]]
    assert found.reading.money["set_aside"] == pytest.approx(ORDERS[49][2])


def test_blocks_end_anywhere(tmp_path, monkeypatch):
    lines = [LINES[0] + ",note", *(line + (',"a\nb\nc"' if k % 3 else ',"40 inch') for k, line in enumerate(LINES[1:]))]
    whole = read(tmp_path, text(lines).encode("utf-16"))
    for size in (64, 257, 4096):
        monkeypatch.setattr(layout, "BLOCK", size)
        for content in (text(lines), text(lines).replace("\n", "\r\n"), text(lines).encode("utf-16")):
            found = read(tmp_path, content)
            assert of(found) == seen(ORDERS)
            assert found.reading.lines == whole.reading.lines


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ("买家", "付款时间", "实付金额")),
        ("big5", ("客戶", "日期", "金額")),
        ("shift_jis", ("顧客", "日付", "合計")),
        ("cp1251", ("Клиент", "Дата", "Сумма")),
        ("cp1252", ("Käufer", "Datum", "Betrag")),
        ("utf-16", ("客户", "日期", "金额")),
        ("utf-16-le", HEADER.split(",")),
        ("utf-8-sig", HEADER.split(",")),
    ],
)
def test_the_names_of_the_columns_prove_an_encoding(tmp_path, encoding, names):
    content = written(ORDERS, header=",".join(names), ends="\r\n").encode(encoding)
    columns = dict(zip(HEADER.split(","), names, strict=True))
    found = read(
        tmp_path, content, "columns: {" + ", ".join(f"{ours}: {theirs}" for ours, theirs in columns.items()) + "}"
    )
    assert of(found) == seen(ORDERS)


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", "客户"), ("cp1252", "é")])
def test_an_encoding_that_nothing_proves_is_named_in_the_line_to_write(tmp_path, encoding, mark):
    content = written([(mark + who, at, money) for who, at, money in ORDERS]).encode(encoding)
    with pytest.raises(BadInput) as caught:
        read(tmp_path, content)
    (problem,) = caught.value.problems
    assert (problem.line, problem.fix) == (2, f"state `format: {{encoding: {encoding}}}` under orders")
    assert of(read(tmp_path, content, f"format: {{encoding: {encoding}}}")) == seen(ORDERS)


def test_a_wrong_encoding_is_refused_with_the_likely_one(tmp_path):
    content = written([("客户" + who, at, money) for who, at, money in ORDERS]).encode("gb18030")
    with pytest.raises(BadInput, match=r"found bytes that are not utf-8.*encoding: gb18030"):
        read(tmp_path, content, "format: {encoding: utf-8}")


@pytest.mark.parametrize("above", ["sep=,\n", "\n\n", "Orders of the shop\nfrom January, to June\n"])
def test_lines_above_the_names_of_the_columns_are_passed_over(tmp_path, above):
    found = read(tmp_path, above + text(LINES))
    assert of(found) == seen(ORDERS)
    assert found.reading.lines["header"] == 1 + above.count("\n")
    assert "header" in notes(found)


def test_lines_that_end_with_a_delimiter_are_read(tmp_path):
    found = read(tmp_path, text([LINES[0], *(line + "," for line in LINES[1:])]))
    assert of(found) == seen(ORDERS)
    assert f"{len(ORDERS):,} rows end with empty cells beyond the last column" in notes(found)["cells_beyond"]
    assert of(read(tmp_path, text([line + "," for line in LINES]))) == seen(ORDERS)
    assert of(read(tmp_path, text([line + ",," for line in LINES]))) == seen(ORDERS)


SPOILERS = [b'"', b",", b"\n", b"\r", b"\t", b"\0", b"(", b"-", b".", b"9", b"\xe9", b'""', b'"\n"', b""]
MORE = [
    "",
    "format: {decimal: ','}",
    "date_format: '%d/%m/%Y'",
    "duplicates: drop\ntime_zone: Asia/Tokyo",
    "guests: empty",
]


def test_spoiled_files_are_read_or_refused_and_never_break_the_reader(tmp_path):
    rng = np.random.default_rng(4)
    plain = text(NOTED[:120]).encode()
    read_well = 0
    for turn in range(60):
        spoiled = bytearray(plain)
        for _ in range(int(rng.integers(1, 8))):
            at = int(rng.integers(0 if turn % 10 == 0 else 40, len(spoiled)))
            spoiled[at : at + int(rng.integers(0, 3))] = SPOILERS[int(rng.integers(0, len(SPOILERS)))]
        try:
            found = read(tmp_path, bytes(spoiled), MORE[turn % len(MORE)])
        except BadInput as refused:
            assert all(problem.found for problem in refused.problems)  # noqa: PT017
            continue
        lines = found.reading.lines
        assert sum(lines.values()) == 2 * lines["total"]
        read_well += 1
    assert read_well > 12


def mishap(rng, cells):
    """One of many things that happen to a line of an export."""
    kind = int(rng.integers(0, 12))
    at = int(rng.integers(0, len(cells)))
    if kind == 0:
        cells[at] = '"' + cells[at]
    elif kind == 1:
        cells[at] += '"'
    elif kind == 2:
        cells[3] = '"a\nb"'
    elif kind == 3:
        cells[3] = '"' + "\n".join("abcdefgh") + '"'
    elif kind == 4:
        cells.append("more")
    elif kind == 5:
        cells.pop()
    elif kind == 6:
        return ""
    elif kind == 7:
        cells[2] = '"1,234.56"'
    elif kind == 8:
        cells[1] = str(rng.choice(["2022-02-30", "soon", "", "1970-01-01", "2022-05-01 25:00"]))
    elif kind == 9:
        cells[2] = str(rng.choice(["", "many", "-5.00", "1e308", "(3.10)", "1\0"]))
    elif kind == 10:
        cells[0] = str(rng.choice(["", "K0001\t", "\u200bK0002", "k0003", "1.2E+17"]))
    else:
        cells[3] = "a, b"
    return ",".join(cells)


@pytest.mark.parametrize("seed", range(25))
def test_every_line_and_all_money_is_used_or_set_aside(tmp_path, seed):
    rng = np.random.default_rng(seed)
    lines = [NOTED[0]]
    for line in NOTED[1:]:
        lines.append(mishap(rng, line.split(",")) if rng.random() < 0.02 else line)
    content = text(lines)
    try:
        found = read(tmp_path, content)
    except BadInput:
        return  # more than 5 % of the rows or the money
    reading = found.reading
    assert reading.lines["total"] == content.count("\n")
    assert sum(reading.lines.values()) == 2 * reading.lines["total"]
    assert reading.lines["set_aside"] == len(found.rejects)
    assert reading.rows == reading.used + len(found.rejects)
    # What can be read of the amounts is in the orders, in refunds taken off them, or set aside with its line.
    money = reading.money
    aside = float(np.nansum(reading.rejects["money"]))
    assert money["read"] == pytest.approx(money["orders"] - money["refunded_beyond_orders"] + aside)
    assert money["orders"] == pytest.approx(found.orders["amount"].sum())
    untouched = [line for line, was in zip(lines[1:], NOTED[1:], strict=True) if line == was]
    least = sum(float(line.split(",")[2]) for line in untouched)
    assert money["read"] >= least - 5.0 * (len(lines) - 1 - len(untouched))  # no mishap takes more than 5 away


@pytest.mark.parametrize("sign", ["^", "~", ":"])
def test_an_unusual_delimiter_is_proposed(tmp_path, sign):
    rows = [f"{who}{sign}{at:%Y-%m-%d}{sign}{money}" for who, at, money in ORDERS]
    content = "\n".join(["customer_id,ordered_at,amount".replace(",", sign), *rows, ""])
    with pytest.raises(BadInput) as refused:
        read(tmp_path, content)
    (problem,) = refused.value.problems
    line = f'format: {{delimiter: "{sign}"}}'
    assert line in problem.fix
    assert of(read(tmp_path, content, line)) == seen(ORDERS)


def test_a_text_over_too_many_lines_is_told_the_limit(tmp_path):
    lines = [LINES[0] + ",note", *(line + ',"x"' for line in LINES[1:])]
    lines[30] = lines[30].replace('"x"', "x").replace(",", ',"' + "\n".join("abcdefg") + '",', 1)
    lines[0] = LINES[0].replace(",", ",text,", 1)
    lines[1:30], lines[31:] = (
        [line.replace(',"x"', "").replace(",", ",x,", 1) for line in part] for part in (lines[1:30], lines[31:])
    )
    lines[30] = lines[30].removesuffix(",x")
    found = read(tmp_path, text(lines))
    assert "at most 5 lines" in found.rejects.iloc[0]["fix"]
