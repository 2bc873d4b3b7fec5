"""How many generated scenarios were tried is told at the end of a test run."""

from collections import Counter

import pytest

TRIED = pytest.StashKey[Counter[str]]()


def pytest_configure(config):
    config.stash[TRIED] = Counter()


@pytest.fixture(scope="session")
def tried(pytestconfig):
    """Counts scenarios compared, lines of their journals, and journals that differ."""
    return pytestconfig.stash[TRIED]


def pytest_terminal_summary(terminalreporter, config):
    if told := config.stash[TRIED]:
        what = f"{told['scenarios']} scenarios, {told['lines']:,} lines, {told['different']} journals differ"
        terminalreporter.write_line(f"two engines compared on generated scenarios: {what}")
