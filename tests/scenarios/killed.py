"""A sweep, killed so often and until it was at work, and then ended: `python killed.py FOLDER KILLS SEED WORLDS`.

Prints one JSON document: the worlds kept after each kill, how often it came to its end before it was killed and was
begun anew, worlds that were kept and are not or stand twice, and whether the figures are those of an undisturbed run.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

from small_market import figures, plans

from scenarios.running import shelf
from scenarios.running.where import working

shelf.EVERY = 0.02


def kept(place):
    """The jobs on the shelf, each as often as it stands in a part."""
    import pyarrow.parquet as pq

    with closing(shelf.Shelf(place)) as one:
        known = set(one.ask("SELECT plan, world, chance FROM job"))
        files = [file for (file,) in one.ask("SELECT file FROM part")]
    rows = []
    for file in files:
        table = pq.read_table(place / shelf.PARTS / file)
        rows += zip(*(table.column(name).to_pylist() for name in shelf.Key._fields), strict=True)
    return known, rows


def run(place, some):
    """The figures, with what is kept there."""
    with closing(shelf.Shelf(place)) as one, working(shelf=one):
        return figures(some, threads=1)


def main():
    place, kills, seed, worlds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance, some = random.Random(seed), plans(worlds, people=300)
    plain = figures(some, threads=1)
    begun = time.monotonic()
    figures(some, threads=1)
    whole = time.monotonic() - begun
    counts, lost, doubled, ends, before = [], 0, 0, 0, set()
    while len(counts) < kills or not any(0 < count < len(some) * worlds for count in counts):
        pid = os.fork()
        if not pid:
            run(place, some)
            os._exit(0)
        time.sleep(chance.uniform(0.0, whole * max(1.0, len(counts) / kills)))  # a busy machine is slower now
        os.kill(pid, signal.SIGKILL)
        killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        known, rows = kept(place)
        lost += len(before - known) + (0 if killed else len(some) * worlds - len(known))
        doubled += len(rows) - len(set(rows))
        before = known
        if killed:
            counts.append(len(known))
        else:  # it had come to its end: from the beginning
            ends, before = ends + 1, set()
            shutil.rmtree(place)
    again = run(place, some)
    known, rows = kept(place)
    found = {"counts": counts, "ends": ends, "lost": lost, "doubled": doubled, "same": again == plain}
    print(json.dumps(found | {"known": len(known), "rows": len(rows), "seconds": whole}))


if __name__ == "__main__":
    main()
