"""Options of runs: the same names for every run, and nothing that is misspelt."""

import pytest

import sixr
from sixr.run_options import Look, RunOptions, Setting


@pytest.mark.parametrize(
    ("command", "kind"),
    [(sixr.run, RunOptions), (sixr.compare, RunOptions), (sixr.referrals, Look), (sixr.diagnose, Setting)],
)
def test_an_option_that_there_is_not_is_refused_with_those_that_there_are(command, kind):
    with pytest.raises(TypeError, match="unexpected keyword argument 'peple'") as refused:
        command("base", *(["null"] if command is sixr.compare else []), peple=3)
    assert all(name in str(refused.value) for name in kind.__annotations__)


def test_what_holds_for_every_decision_holds_for_every_run():
    assert set(Setting.__annotations__) < set(Look.__annotations__) < set(RunOptions.__annotations__)
