"""What all tests share: generated examples are the same in every run, browser tests need a browser."""

import shutil

import pytest
from hypothesis import settings

settings.register_profile("sixr", derandomize=True, deadline=None)
settings.load_profile("sixr")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("no chromium on this machine")
