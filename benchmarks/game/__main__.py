"""How much of what could be gained our advice brings to companies of known truth, beside that of other advisers.

    python -m benchmarks.game COMPANIES [--first N] [--full] --out FILE

A company (benchmarks.game.companies) is one world of the base market with 3 to 6 channels; its tables are those that
`sixr synth` writes. Its total of today is split anew for the next 52 weeks, and the plans are played forward in the
true market: by the mean field, or with --full by simulation. Companies that are in FILE are not played again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.game.companies import PEOPLE
from benchmarks.game.play import play
from benchmarks.game.record import Record, table


def read(file: Path) -> list[Record]:
    """The records in a file; none where there is no file."""
    if not file.exists():
        return []
    rows = json.loads(file.read_text("utf-8"))
    return [Record(**row | {"promise": tuple(row["promise"])}) for row in rows]


def write(file: Path, records: list[Record]) -> None:
    """All of the file, or none of it."""
    draft = file.with_name(file.name + ".draft")
    draft.write_text(json.dumps([asdict(one) for one in records], indent=1), encoding="utf-8")
    os.replace(draft, file)


def main() -> None:
    """Play so many companies, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("companies", type=int, nargs="?", default=200)
    parser.add_argument("--first", type=int, default=1, help="number of the first company")
    parser.add_argument("--people", type=int, default=PEOPLE, help="of each market")
    parser.add_argument("--full", action="store_true", help="play forward by simulation")
    parser.add_argument("--out", type=Path, required=True, help="JSON file of all records")
    asked = parser.parse_args()
    records = read(asked.out)
    known = {(one.company, one.full) for one in records}
    for seed in range(asked.first, asked.first + asked.companies):
        if (seed, asked.full) in known:
            continue
        with tempfile.TemporaryDirectory() as folder:
            records.append(play(seed, Path(folder), asked.full, asked.people))
        write(asked.out, records)
        print(f"company {seed}: {records[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(table([one for one in records if one.full == asked.full])))


if __name__ == "__main__":
    main()
