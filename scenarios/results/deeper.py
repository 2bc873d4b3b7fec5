"""What spend brings, added to a result that is kept: its worlds are run again without their spend and with more of it.

The figures of the result itself stay as they are, and the new ones are those that the run would have worked out with
``incremental``, for all spend of a scenario together.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.files import loading
from scenarios.ground.tables import TABLES
from scenarios.results.assemble import bought_nobody, left_out, sixr_version
from scenarios.results.compare import comparison
from scenarios.results.documents import directions
from scenarios.results.store import Result
from scenarios.running import experiment
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from scenarios.running.progress import Progress
    from scenarios.scenario import Scenario

CAMPAIGN = "campaign_"
"""How measures of campaigns begin; they stand last."""


def scenarios_of(result: Result, name: str) -> list[Scenario]:
    """The scenarios of the result called ``name``, the base first; BadInput where today's sixr does not read them as
    the run did, or the result is none to which columns can be added."""
    about = result.manifest
    _unless(about["kind"] in ("run", "compare"), name, f"a result of `sixr {about['kind']}`", "one of run or compare")
    _unless(not about["incremental"], name, "a result that has incremental CAC", "one that has not")
    _unless(about["sixr"] == sixr_version(), name, f"made with sixr {shown(about['sixr'])}", f"sixr {sixr_version()}")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for ran in about["scenarios"]:
            file = Path(folder) / "scenario.yaml"
            file.write_text(result.scenarios[ran["name"]], encoding="utf-8")
            one = loading.load(file)
            found.append(one)
            fits = one.fingerprint == ran["fingerprint"]
            _unless(fits, name, f"{shown(one.name)} is not read as it was run", "scenarios as they were run")
    return found


def deepened(
    result: Result,
    scenarios: list[Scenario],
    *,
    threads: int | None = None,
    fit: int | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """``result`` of ``scenarios`` with incremental and marginal CAC and CLV:CAC of all spend; see the module."""
    import pandas as pd

    begun = time.perf_counter()
    about, measures = result.manifest, result.tables["measures"]
    ran: Any = measures.groupby(["scenario", "replication"], sort=False)
    own = {(str(name), int(r)): rows for (name, r), rows in ran}
    outcome = experiment.brought_in(
        scenarios, own, engine=about["engine"], threads=threads, fit=fit, on_progress=on_progress
    )
    last = measures["measure"].str.startswith(CAMPAIGN)
    new = pd.DataFrame(outcome.incremental, columns=list(TABLES["measures"]))
    whole = pd.concat([measures[~last], new, measures[last]], ignore_index=True)
    base = next(str(ran["name"]) for ran in about["scenarios"] if ran["base"])
    tables = {**result.tables, "measures": whole, "comparison": comparison(whole, base, directions())}
    worlds = Counter(name for name, _ in own)
    warnings = [*about["warnings"], *left_out(outcome), *bought_nobody(outcome, worlds)]
    more = {
        "incremental": True,
        "warnings": list(dict.fromkeys(warnings)),
        "failures": [*about["failures"], *map(vars, outcome.failures)],
        "seconds": about.get("seconds", {}) | {"columns": round(time.perf_counter() - begun, 1)},
    }
    return Result({**about, **more}, tables, result.scenarios)


def _unless(holds: bool, place: str, found: str, allowed: str) -> None:
    if not holds:
        raise BadInput([Problem(place, 0, "", found, allowed)])
