"""A model that equals nothing but itself, where models are compared field by field: a key of what is looked up once."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


class Itself(Generic[M]):
    """Holds the ``model``, so that its identity is nobody else's as long as the key is kept."""

    def __init__(self, model: M) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.model is other.model
