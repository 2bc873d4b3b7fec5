"""What all tests share: generated examples are the same in every run, browser tests need a browser, and how much
the two engines were compared on is told at the end, added up over the processes that share the tests."""

import shutil
from collections import Counter

import pytest
from hypothesis import settings

settings.register_profile("sixr", derandomize=True, deadline=None)
settings.load_profile("sixr")

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("no chromium on this machine")
