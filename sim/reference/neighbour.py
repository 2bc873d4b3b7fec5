"""Somebody as others see them."""

from __future__ import annotations

from typing import Protocol

from sim.reference.letter_box import LetterBox


class Neighbour(Protocol):
    """Somebody of the market to whom one can write."""

    number: int
    cell: int
    letter_box: LetterBox
    complained: set[int]
    """Of which causes of trouble."""
