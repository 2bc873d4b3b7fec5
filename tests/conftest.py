"""What all tests share: generated examples are the same in every run, browser tests need a browser, the longest files
begin first, one process compiles the market, and how much the two engines were compared on is told at the end, added
up over the processes that share the tests."""

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

for library in ("OPENBLAS", "OMP"):  # small matrices only, and the processes that share the tests fill the machine
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

settings.register_profile("sixr", derandomize=True, deadline=None)
settings.load_profile("sixr")
providers._get_local_constants = lambda: providers._local_constants
"""No numbers of our source among what is drawn: which there are depends on what a process has loaded so far."""

WITHOUT_MARKET = (
    "scenarios/test_any_input.py",
    "scenarios/test_loading.py",
    "calibration/test_backtest.py",
    "calibration/test_week_shocks.py",
    "dashboard/test_answer.py",
    "dashboard/test_notes.py",
    "theory/test_limits_of_closed_forms.py",
    "calibration/test_sources.py",
    "calibration/test_pareto_nbd.py",
)
"""Files that simulate nobody: two minutes of work for the other processes while one compiles the market."""
LONG = (
    "docs/test_examples.py",
    "dashboard/test_browser.py",
    "dashboard/test_company_pages.py",
    "dashboard/test_page.py",
    "theory/test_closed_forms.py",
    "properties/test_generated.py",
    "scenarios/test_memory.py",
    "calibration/test_fit.py",
    "engine/test_plain_python.py",
    "docs/test_library.py",
)
"""Files that would leave the other processes idle if they were the last to begin."""
QUIET = [Path(__file__).parent / file for file in WITHOUT_MARKET]
ORDER = [Path(__file__).parent / file for file in ("twin/test_twin.py", *WITHOUT_MARKET, *LONG)]

COUNTS = pytest.StashKey[dict[str, Counter[str]]]()
SENTENCES = {
    "twin": "two engines compared: {journals} journals, {lines:,} lines, {different} journals differ",
    "generated": "two engines compared on generated ones: {journals} journals, {lines:,} lines, {different} differ",
}


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COUNTS] = {name: Counter() for name in SENTENCES}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """A process that ran tests is done: add what it has counted."""
    for name, counted in getattr(node, "workeroutput", {}).get("counts", {}).items():
        node.config.stash[COUNTS][name].update(counted)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        counts = session.config.stash[COUNTS]
        session.config.workeroutput["counts"] = {name: dict(counted) for name, counted in counts.items()}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, told in config.stash[COUNTS].items():
        if told:
            figures = {key: told[key] for key in ("journals", "lines", "different")}
            terminalreporter.write_line(SENTENCES[name].format(**figures))


@pytest.fixture(scope="session")
def compared(pytestconfig: pytest.Config) -> Counter[str]:
    """Counts journals of the twin scenarios, their lines, and journals that differ."""
    return pytestconfig.stash[COUNTS]["twin"]


@pytest.fixture(scope="session")
def tried(pytestconfig: pytest.Config) -> Counter[str]:
    """The same of generated scenarios."""
    return pytestconfig.stash[COUNTS]["generated"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {file: place for place, file in enumerate(ORDER)}
    items.sort(key=lambda item: places.get(item.path, len(ORDER)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.path not in QUIET and "sim.core.loop.advance" in sys.modules:
        from scenarios.running.compiled import ready

        ready()  # compiled by one of the processes that share the tests, which the others wait for
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("no chromium on this machine")
