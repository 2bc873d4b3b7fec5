"""Runs one implementation in a process of its own: a line "PEOPLE DAYS SEED" in, totals and CPU seconds out, as JSON.

python -m benchmarks.peers.serve mesa-do
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from functools import partial

MODULES = {
    "Mesa do": "mesa_agents",
    "Mesa shuffle_do": "mesa_agents",
    "Starsim": "starsim_module",
    "SimPy": "processes",
    "AMBER": "amber",
    "NumPy lists": "lists",
    "NumPy event-skipping": "skipping",
}


def main(name: str) -> None:
    """Answer until the input ends; a missing package is the only answer."""
    try:
        run = importlib.import_module(f"benchmarks.peers.{MODULES[name]}").run
    except ModuleNotFoundError as missing:
        print(json.dumps({"missing": missing.name}), flush=True)
        return
    if name == "Mesa shuffle_do":
        run = partial(run, shuffled=True)
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        people, days, seed = (int(word) for word in line.split())
        start = time.process_time()
        totals = run(people, days, seed)
        print(json.dumps({"totals": totals, "seconds": time.process_time() - start}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
