"""How a file was read, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.rejects import ENDING

KINDS = {
    "fault": "Rejected",
    "total": "Totals",
    "filter": "Left out by the profile",
    "guest": "Guests",
    "duplicate": "Duplicates",
    "return": "Returns",
}


BESIDE = f"listed in <out>{ENDING}, beside the market file <out>"


def told(reading: Mapping[str, Any], listed: str = BESIDE) -> list[str]:
    """The sentences of ``Reading.to_json``: where every line went, each reason with its money, each note; ``listed``:
    where the rows that were set aside are listed, nothing where they are not."""
    lines = reading["lines"]
    parts = [f"{lines['header']:,} header"] if lines["header"] else []
    parts += [f"{lines['read']:,} rows read", f"{lines['set_aside']:,} set aside"]
    parts += [f"{lines[name]:,} {name}" for name in ("blank", "further") if lines[name]]
    where = f" ({listed})" if lines["set_aside"] and listed else ""
    name = "lines" if lines["header"] else "rows"
    found = [f"{reading['file']}: {lines['total']:,} {name} = {' + '.join(parts)}{where}."]
    for kind in reading["set_aside"]:
        what = f"{kind['column']} {kind['reason']}".strip()
        example = f", such as '{kind['example']}'" if kind["example"] else ""
        money = (
            "" if not reading["money"] else f" with {kind['money']:,.2f} ({kind['share_of_money']:.1%} of the money)"
        )
        if not reading["money"]:
            pass  # a table without money
        elif kind["rows_without_readable_money"] == kind["rows"]:
            money = " whose money cannot be read"
        elif kind["rows_without_readable_money"]:
            money += f", {kind['rows_without_readable_money']:,} of them without readable money"
        where = f"{name[:-1]} {kind['first_line']:,}{example}"
        fix = f" Fix: {kind['fix']}." if kind["fix"] else ""
        first = "" if kind["rows"] == 1 else "first "
        rows = "1 row" if kind["rows"] == 1 else f"{kind['rows']:,} rows"
        found.append(f"{KINDS[kind['kind']]}: {rows}{money}: {what} ({first}{where}).{fix}")
    return found + [note["text"] for note in reading["notes"]]
