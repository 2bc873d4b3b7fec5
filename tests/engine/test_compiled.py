"""How the core is compiled, and where its arrays lie."""

import numpy as np
import pytest
from numba import types

from sim.core.ground import jit
from sim.lines import LINE, in_lines
from sim.plan import empty_world
from sim.vocabulary import Decision
from tests.engine.busy import lowered

DECISION = types.IntEnumMember(Decision, types.int64)


@pytest.mark.parametrize(
    "kind", [types.literal(3), types.literal(4), types.uint8, types.uint16, types.int32, types.int64, DECISION]
)
def test_one_version_for_all_integers(kind):
    """Constants, decisions and fields of records are handed over as integers of a word."""

    @jit.formula
    def doubled(x):
        return 2 * x

    for one in (kind, types.int64):
        doubled.get_call_template((one,), {})
    assert doubled.signatures == [(types.int64,)]


def test_what_is_no_integer_of_a_word_stays_what_it_is():
    """A key is unsigned, a truth value is one."""

    @jit.formula
    def same(x):
        return x

    kinds = [types.uint64, types.float64, types.boolean]
    for kind in (*kinds, types.literal(True)):
        same.get_call_template((kind,), {})
    assert sorted(map(str, same.signatures)) == sorted(f"({kind},)" for kind in kinds)


def test_arrays_begin_on_lines_of_memory():
    """A person's record is two lines of 64 bytes, not parts of three."""
    world = empty_world(lowered())
    for array in (world.people, world.due, world.turns, world.hands, world.mail):
        assert array.ctypes.data % LINE == 0
    assert world.people.itemsize == LINE
    assert np.array_equal(in_lines((3, 5), np.int16, 7), np.full((3, 5), 7, np.int16))
    assert not in_lines(1000).any()
    assert in_lines((0, 4)).shape == (0, 4)
