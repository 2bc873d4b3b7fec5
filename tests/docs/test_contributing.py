"""The worked example of docs/contributing.md, put into a copy of the house: generated, run, told."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TEXT = (HOUSE / "docs" / "contributing.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(sim/mechanisms/\S+)`\n\n```\w+\n(.*?)^```$", TEXT, flags=re.M | re.S))
RUN = """
from scenarios.lower import lower
from scenarios.scenario import load
from sim import reference
from sim.measures import measure
from sim.vocabulary import Account, Event
plan = lower(load("sim/mechanisms/thanks/twin.yaml"), 0)
ledger = reference.run(plan)
cards = ledger.counts[:, :, Event.THANKED].sum()
assert cards > 50
assert ledger.sums[:, :, Account.THANKS].sum() == -1_500_000 * cards
assert (ledger.counts[:, :, Event.FIRST_ORDER].sum() - cards) < 20  # cards still to go out
table = measure(plan, ledger).set_index("measure")["value"]
assert table["thanks"] == cards * plan.scale
from dashboard.text import words
assert words("zh")("account.thanks") == "感谢卡"
print("told")
"""


def test_a_mechanism_is_added_as_the_page_says(tmp_path):
    for folder in ("sim", "scenarios", "generator", "dashboard"):
        shutil.copytree(HOUSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    assert len(FILES) == 9
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    line = tmp_path / "sim" / "mechanisms" / "__init__.py"
    line.write_text(
        line.read_text(encoding="utf-8").replace('"care_calls")', '"care_calls", "thanks")'), encoding="utf-8"
    )
    for command in (["-m", "generator"], ["-c", RUN]):
        ran = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "told\n"
    assert "Cards of thanks · 感谢卡" in (tmp_path / "docs" / "mechanisms.md").read_text(encoding="utf-8")
