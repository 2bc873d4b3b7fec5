"""All tables of a company, each read once."""

from __future__ import annotations

from calibration.history import History, history_from, history_of
from calibration.profile import Profile
from calibration.reading.items import LIST
from calibration.sources import orders_of
from calibration.tables import Tables, tables_of


def read_tables(profile: Profile, otherwise_currency: str) -> tuple[History, Tables | None]:
    """The history of the orders, and all tables where the profile names others beside them, or the orders tell deals
    (None: neither).

    BadInput as ``history_of`` and ``tables_of`` raise it.
    """
    if profile.sample is not None:
        return history_of(profile, otherwise_currency), None
    imported = orders_of(profile, otherwise_currency)
    told = profile.tables or LIST in imported.orders
    tables = tables_of(profile, imported, otherwise_currency) if told else None
    return history_from(profile, imported), tables
