"""Correlations of beliefs, taken apart and put together."""

import numpy as np

from scenarios.ties import Block, tied, together

PAIR = Block(("a", "b"), ((1.0, 0.3), (0.3, 1.0)))
OTHER = Block(("c", "d"), ((1.0, -0.5), (-0.5, 1.0)))
WHOLE = Block(
    ("a", "b", "c", "d", "e"),
    (
        (1.0, 0.3, 0.0, 0.0, 0.0),
        (0.3, 1.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 1.0, -0.5, 0.0),
        (0.0, 0.0, -0.5, 1.0, 0.0),
        (0.0, 0.0, 0.0, 0.0, 1.0),
    ),
)


def test_one_block_says_what_two_do():
    assert tied([WHOLE]) == tied([OTHER, PAIR]) == {PAIR, OTHER}
    assert tied([PAIR]) != tied([PAIR, OTHER])


def test_a_chain_is_one():
    chain = Block(("a", "b", "c"), ((1.0, 0.3, 0.0), (0.3, 1.0, 0.3), (0.0, 0.3, 1.0)))
    assert tied([chain]) == {chain}


def test_what_is_tied_to_paths_comes_along_in_its_order():
    apart, names, matrix = together([PAIR, OTHER], ["e", "d"])
    assert apart == [PAIR]
    assert names == ["c", "d", "e"]
    assert (matrix == [[1.0, -0.5, 0.0], [-0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]).all()
    assert together([], ["x"])[1:] == (["x"], np.eye(1))
