"""Modules load what they need alone: nothing may count on what others have loaded before."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["decisions.first.pilot", "scenarios.policy", "scenarios.parts"])
def test_a_module_can_be_the_first_that_is_loaded(module):
    done = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
