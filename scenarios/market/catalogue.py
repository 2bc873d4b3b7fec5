"""The tables of the assortment: where they lie, and what orders are for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Place, Text, quantity


class Mission(Model):
    """What some orders are for: their share, and the law of what is wanted (log-normal: median, sd of the log).

    What they hold is a column of the table of categories that has its name; without missions, all orders are for the
    same.
    """

    name: Label
    share: float = quantity("share of orders", gt=0, le=1)
    size: float = quantity("ratio to a mean order", gt=0, le=1000)
    spread: float = quantity("sd of the log", gt=0, le=10)


class Catalogue(Model):
    """The assortment as tables (scenarios.beside.catalogue): ``folder`` holds categories.csv and products.csv; relative
    to the file that names it. ``sha256``, the checksum of their content, is written by sixr.

    Without a folder an assortment is made by the laws of market.assortment; each mission has the largest shares in
    other categories.
    """

    folder: Place | None = None
    sha256: Text | None = None
    missions: Annotated[tuple[Mission, ...], Field(max_length=20)] = ()
