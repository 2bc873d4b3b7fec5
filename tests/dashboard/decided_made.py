"""Documents of decisions on a small market, as the pages read them."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from sixr.cli import app

SIZES = ["--customers", "600", "--replications", "3", "--days", "60"]
HOST = "hostile.invalid"
HOSTILE = f"![x](http://{HOST}/x.png)"
ADVICE = ["optimise", "base", *SIZES, "--runs", "6", "--quarters", "2", "--most", "search=5000"]
BESIDE = ["--vary", "policy.price.level=0.9:1.1", "--frontier", "--costs", "--parts"]
SCHEMES = ["--scheme", "penetration=0.8:365", "--scheme", "quantity=100:0.1:50", "--rival", "0.5"]
PRICE = ["price", "base", *SIZES, "--from", "0.8", "--to", "1.2", "--points", "5", *SCHEMES]


def decided(runs: Path) -> dict[str, dict[str, Any]]:
    """Documents among the ``runs``: ``advice``, ``price``, and ``hostile``, whose texts are another's."""
    runs.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, words in (("advice", [*ADVICE, *BESIDE]), ("price", PRICE)):
        answer = CliRunner().invoke(app, [*words, "--out", str(runs / f"{name}.json"), "--json"])
        assert answer.exit_code == 0, answer.output
        found[name] = json.loads((runs / f"{name}.json").read_text(encoding="utf-8"))
    hostile = json.loads(json.dumps(found["advice"]))
    hostile |= {"currency": HOSTILE, "beyond": [HOSTILE], "title": {"en": HOSTILE, "zh": HOSTILE}}
    for one in (hostile["moves"][0], hostile["curves"][0], hostile["parts"]["levers"][0]):
        one["name"] = HOSTILE
    hostile["costs"][-1]["channel"] = HOSTILE
    (runs / "hostile.json").write_text(json.dumps(hostile), encoding="utf-8")
    return found
