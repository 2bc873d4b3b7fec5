"""The worked examples of docs/contributing.md, put into a copy of the house: generated, run, told."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TEXT = (HOUSE / "docs" / "contributing.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`((?:sim|scenarios|dashboard)/\S+)`\n\n```\w+\n(.*?)^```$", TEXT, flags=re.M | re.S))
RUN = """
from scenarios.lowering.lower import lower
from scenarios.files.loading import load
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


SHOWN = """
from streamlit.testing.v1 import AppTest
from dashboard.screens import PAGES
assert [page[0] for page in PAGES[-2:]] == ["trust", "policies"]
app = AppTest.from_file("dashboard/screens/policies.py", default_timeout=60)
app.query_params["lang"] = "zh"
app.run()
assert not app.exception, app.exception
assert app.title[0].value == "政策"
assert any("第三单优惠券" in one.value for one in app.markdown)
entrance = AppTest.from_file("dashboard/app.py", default_timeout=60).run()
assert not entrance.exception, entrance.exception
print("shown")
"""
GRANTED = """
import sixr
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import reference
from sim.vocabulary import Event, Granted
small = ["people=400", "days=200", "market.start.customer=1", "policy.service.desk.active=false"]
plan = lower(load("third_order", overrides=small), 0)
ledger = reference.run(plan)
sent = ledger.granted.sum(axis=0)[0, Granted.SENT]
assert sent == ((ledger.people["orders"] >= 3)).sum() > 20
print("granted")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house."""
    place = tmp_path_factory.mktemp("house")
    for folder in ("sim", "scenarios", "calibration", "decisions", "generator", "dashboard", "sixr"):
        shutil.copytree(HOUSE / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "docs").mkdir()
    shutil.copy(HOUSE / "pyproject.toml", place)
    return place


def put(house, below):
    """Write the files of the page's examples that lie below a folder."""
    names = [name for name in FILES if name.startswith(below)]
    for name in names:
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text(FILES[name], encoding="utf-8")
    return names


def told(house, *command):
    ran = subprocess.run([sys.executable, *command], cwd=house, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_an_incentive_is_a_row(house):
    assert put(house, "scenarios/") == ["scenarios/library/third_order.yaml"]
    assert told(house, "-c", GRANTED) == "granted\n"


def test_a_page_is_a_file_and_a_line(house):
    put(house, "scenarios/")
    assert put(house, "dashboard/") == ["dashboard/screens/policies.py"]
    line = re.search(r'The line is `(\("policies".*?\))`', TEXT).group(1)
    pages = house / "dashboard" / "screens" / "__init__.py"
    pages.write_text(pages.read_text(encoding="utf-8").replace("\n)\n", f"\n    {line},\n)\n"), encoding="utf-8")
    for language, says in re.findall(r"`(policies: \{title: .*?\})` in\s+`(..)\.yaml`", TEXT):
        file = house / "dashboard" / "text" / f"{says}.yaml"
        file.write_text(file.read_text(encoding="utf-8") + f"\n{language}\n", encoding="utf-8")
    assert told(house, "-c", SHOWN) == "shown\n"


def test_a_mechanism_is_added_as_the_page_says(house):
    assert len(put(house, "sim/")) == 7
    line = house / "sim" / "mechanisms" / "__init__.py"
    line.write_text(line.read_text(encoding="utf-8").replace("\n)\n", '\n    "thanks",\n)\n', 1), encoding="utf-8")
    for command in (["-m", "generator"], ["-c", RUN]):
        said = told(house, *command)
    assert said == "told\n"
    assert "Cards of thanks · 感谢卡" in (house / "docs" / "mechanisms.md").read_text(encoding="utf-8")
