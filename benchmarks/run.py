"""All speed figures, each beside its bar: `make benchmark`, or `python -m benchmarks.run`.

--large adds ten million customers, --quick makes do with fewer runs, --readme writes the README's table, --only
peers | whole | compiling measures that part alone. Times are CPU seconds of one core unless a row is about waiting.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from benchmarks import against, compiling, whole
from benchmarks.figures import Figure, full_table, write_readme

PARTS = ("compiling", "whole", "peers")


def measured(parts: tuple[str, ...], quick: bool, large: bool) -> Iterator[Figure]:
    """The figures of the parts."""
    if "compiling" in parts:
        yield from compiling.figures()
    if "whole" in parts:
        yield from whole.figures(1 if quick else 3, large)
    if "peers" in parts:
        yield from against.figures(1 if quick else 5, 2_000 if quick else 10_000)


def main() -> None:
    """Measure and print; with --readme, write."""
    said = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    said.add_argument("--large", action="store_true")
    said.add_argument("--quick", action="store_true")
    said.add_argument("--readme", action="store_true")
    said.add_argument("--only", choices=PARTS)
    options = said.parse_args()
    found = []
    for figure in measured((options.only,) if options.only else PARTS, options.quick, options.large):
        print(f"{figure.name}: {figure.shown} {figure.verdict}", flush=True)
        found.append(figure)
    print(full_table(found))
    if options.readme:
        write_readme(found)


if __name__ == "__main__":
    main()
