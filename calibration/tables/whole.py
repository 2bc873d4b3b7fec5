"""All tables of a profile, read; and what does not fit together between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd

from calibration.contracts import CONTRACTS
from calibration.profile import Profile
from calibration.reading.account import Note, Reading
from calibration.sources import Imported, orders_of
from calibration.tables.fitting import notes_between
from calibration.tables.matching import matched
from calibration.tables.reader import table_of

BASE = "USD"  # of money without a currency


@dataclass(frozen=True)
class Tables:
    """The tables of a company, None where it has none of that name.

    ``orders`` as in ``sources.Imported``; the others with the columns of their contract (see ``contracts``) that their
    source has, ids of customers written as the orders write them. ``readings`` account for every row, by table;
    ``currencies``: the one of a table's money; ``notes``: what was seen between tables.
    """

    orders: pd.DataFrame
    customers: pd.DataFrame | None = None
    spend: pd.DataFrame | None = None
    experiments: pd.DataFrame | None = None
    touches: pd.DataFrame | None = None
    tickets: pd.DataFrame | None = None
    surveys: pd.DataFrame | None = None
    referrals: pd.DataFrame | None = None
    prices: pd.DataFrame | None = None
    staffing: pd.DataFrame | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    currencies: Mapping[str, str | None] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def given(self) -> dict[str, pd.DataFrame]:
        """The tables that there are, by name."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name in ("orders", *CONTRACTS)}
        return {name: frame for name, frame in found.items() if frame is not None}


def tables_of(profile: Profile, orders: Imported | None = None, otherwise_currency: str = BASE) -> Tables:
    """Read every table that ``profile`` names; ``orders`` where they have been read already.

    BadInput as ``orders_of`` and ``reader.table_of`` raise it.
    """
    imported = orders_of(profile, otherwise_currency) if orders is None else orders
    known = np.concatenate([imported.orders["customer_id"].unique().astype(object), imported.earlier])
    frames: dict[str, pd.DataFrame] = {}
    readings: dict[str, Reading] = {"orders": imported.reading}
    codes = imported.orders["currency"]
    currencies: dict[str, str | None] = {"orders": str(codes.iloc[0]) if len(codes) else None}
    for name, keys in profile.tables.items():
        table = table_of(keys, CONTRACTS[name], profile.orders.merge_ids)
        frames[name] = matched(table.frame, CONTRACTS[name], known, profile.orders.merge_ids)
        readings[name] = table.reading
        currencies[name] = table.currency
    notes = tuple(notes_between(frames, known, currencies))
    return Tables(imported.orders, **frames, readings=readings, currencies=currencies, notes=notes)
