"""What was found out about how a file is written, said."""

from __future__ import annotations

from calibration.reading.account import Account, many
from calibration.reading.cells import Cells
from calibration.reading.lines import MOST_LINES


def say_layout(cells: Cells, section: str, account: Account) -> None:
    """Say what was found out about the encoding, the header and lines that are not plainly one row."""
    layout, scan = cells.layout, cells.scan
    if layout is not None and layout.guessed:
        text = (
            f"The file is not UTF-8; it is read as {layout.encoding}, in which the names of the columns are found. Add"
            f" `format: {{encoding: {layout.encoding}}}` under {section} to state it."
        )
        account.say("encoding", text, encoding=layout.encoding)
    elif layout is not None and layout.encoding.startswith("utf-16"):
        account.say("encoding", "The file is read as UTF-16.", encoding=layout.encoding)
    if layout is not None and layout.above > 1:
        text = f"The names of the columns stand on line {layout.above}; what is above is not read."
        account.say("header", text, line=layout.above)
    elif layout is None and cells.header > 1:
        text = f"The names of the columns stand on line {cells.header}; what is above is not read."
        account.say("header", text, line=cells.header)
    if scan.strays:
        listed = ", ".join(f"{line:,}" for line in scan.strays[:8]) + (", ..." if len(scan.strays) > 8 else "")
        text = (
            f"On {many(len(scan.strays), 'line', 'lines')} a quote opens that is not closed ({listed}): it is taken as"
            " a sign in the text, and the line is read."
        )
        account.say("stray_quotes", text, lines=scan.strays[:1000], number=len(scan.strays))
    if scan.short:
        text = (
            f"{many(scan.short, 'row ends', 'rows end')} before the last columns, which the profile does not use (first"
            f" line {scan.short_at:,}): what is missing is taken as empty."
        )
        account.say("rows_cut_short", text, rows=scan.short, first_line=scan.short_at)
    if scan.beyond:
        text = (
            f"{many(scan.beyond, 'row ends', 'rows end')} with empty cells beyond the last column (first line"
            f" {scan.beyond_at:,}): they are left out."
        )
        account.say("cells_beyond", text, rows=scan.beyond, first_line=scan.beyond_at)
    if scan.several:
        text = f"{scan.several:,} rows span several lines ({scan.extra:,} further lines, at most {MOST_LINES} a row)."
        account.say("rows_over_lines", text, rows=scan.several, lines=scan.extra)
