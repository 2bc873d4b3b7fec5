"""Lines with too few or too many cells, and quoted texts that are too long."""

import pytest

from tests.calibration.exports import HEADER, notes, of, orders, read, seen, written

ORDERS = orders(31)
MORE = f"{HEADER},pieces,note,land"
FULL = [f"{line},{1 + k % 3},as ordered,DE" for k, line in enumerate(written(ORDERS).splitlines()[1:])]


def text(lines, header=MORE):
    return "\n".join([header, *lines, ""])


@pytest.mark.parametrize("cells", [3, 4, 5])
@pytest.mark.parametrize("every", [1, 7])
def test_cells_that_nobody_asks_for_may_be_missing_at_the_end(tmp_path, cells, every):
    lines = [",".join(line.split(",")[:cells]) if k % every == 0 else line for k, line in enumerate(FULL)]
    found = read(tmp_path, text(lines))
    assert of(found) == seen(ORDERS)
    assert found.rejects.empty
    rows = len(range(0, len(FULL), every))
    assert (
        f"{rows:,} rows end before the last columns, which the profile does not use (first line 2)"
        in (notes(found)["rows_cut_short"])
    )


def test_a_cell_that_is_asked_for_may_not_be_missing(tmp_path):
    lines = FULL.copy()
    lines[5] = ",".join(lines[5].split(",")[:5])
    found = read(tmp_path, text(lines), "keep: {land: [DE]}")
    assert found.rejects[["line", "reason"]].to_numpy().tolist() == [[7, "5 fields, the header has 6"]]
    assert of(found) == seen(ORDERS[:5] + ORDERS[6:])


@pytest.mark.parametrize("more", [",", ",,,", ", "])
def test_empty_cells_beyond_the_last_column_are_left_out(tmp_path, more):
    found = read(tmp_path, text(line + more * (k in (3, 40)) for k, line in enumerate(FULL)))
    assert of(found) == seen(ORDERS)
    assert "2 rows end with empty cells beyond the last column (first line 5)" in notes(found)["cells_beyond"]
    found = read(tmp_path, text(line + ",x" * (k == 3) for k, line in enumerate(FULL)))
    assert found.rejects[["line", "reason"]].to_numpy().tolist() == [[5, "7 fields, the header has 6"]]


@pytest.mark.parametrize("tail", ["2", "2,,DE,", "", "2,DE,,"])
def test_a_number_that_the_delimiter_cuts_in_two_is_no_amount(tmp_path, tail):
    """1,234.56 with cells missing, or empty ones behind it, must not become an order of 1."""
    header, lines = f"{HEADER},note,pieces,land", [f"{line},n,2,DE" for line in written(ORDERS).splitlines()[1:]]
    lines[9] = f"K0001,2022-05-01 10:00:00,1,234.56,{tail}".rstrip(",") + ("," if tail.endswith(",") else "")
    found = read(tmp_path, text(lines, header))
    assert found.rejects["line"].tolist() == [11]
    assert of(found) == seen(ORDERS[:9] + ORDERS[10:])


def test_a_name_that_the_delimiter_cuts_in_two_shifts_no_cell(tmp_path):
    header = "customer_id,name,pieces,amount,ordered_at,note"
    lines = [f"{who},Doe,2,{money},{at:%Y-%m-%d},n" for who, at, money in ORDERS]
    lines[9] = lines[9].replace("Doe", "Doe, John").removesuffix("n")
    assert read(tmp_path, text(lines, header)).rejects["line"].tolist() == [11]


def test_a_line_of_delimiters_is_blank_whatever_their_number(tmp_path):
    found = read(tmp_path, text([*FULL[:9], ",,", ",,,,,,,,", *FULL[9:]]))
    assert of(found) == seen(ORDERS)
    assert found.reading.lines["blank"] == 2


def test_a_quote_names_the_line_where_it_opens_and_where_it_closes_or_the_next_row_begins(tmp_path):
    lines = FULL.copy()
    lines[20] = lines[20].replace("as ordered", '"' + "\n".join("abcdefghij") + '"')
    lines[30] = lines[30].replace("as ordered", '"open, here')
    found = read(tmp_path, text(lines))
    first, *parts, last = found.rejects.itertuples()
    assert (first.line, len(parts), last.line) == (22, 9, 41)
    assert first.found.startswith("opens on line 22, closes on line 31: ")
    assert last.found.startswith("opens on line 41, row on line 42: ")
    assert "before the next row" in last.reason
