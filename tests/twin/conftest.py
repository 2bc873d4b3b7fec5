"""How much the two engines were compared on is told at the end of a test run."""

from collections import Counter

import pytest

COMPARED = pytest.StashKey[Counter[str]]()


def pytest_configure(config):
    config.stash[COMPARED] = Counter()


@pytest.fixture
def compared(pytestconfig):
    """Counts journals, lines, and journals that differ."""
    return pytestconfig.stash[COMPARED]


def pytest_terminal_summary(terminalreporter, config):
    if told := config.stash[COMPARED]:
        what = f"{told['journals']} journals, {told['lines']:,} lines, {told['different']} journals differ"
        terminalreporter.write_line(f"two engines compared: {what}")
