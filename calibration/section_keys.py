"""What stands in a profile about a table other than the orders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from calibration.contracts import MONEY, Contract
from calibration.faults import Faults
from calibration.source import Source
from calibration.table_keys import TABLE_KEYS, TableKeys, common, instead
from scenarios.tree.source import Node


def table_keys(
    faults: Faults, contract: Contract, node: Node | None, folder: Path, frame: Source | None, currency: str | None
) -> TableKeys:
    """The keys of a section of the profile; what is wrong goes to ``faults``. Columns that are not stated have the
    contract's own names; ``currency`` is that of the top level."""
    section = contract.name
    has_money = any(field.kind == MONEY for field in contract.fields)
    allowed = TABLE_KEYS if has_money else tuple(key for key in TABLE_KEYS if key != "currency")
    keys = {} if node is None else faults.mapping(node, section, allowed, instead(section))
    columns = {name: name for name in contract.required()}
    if "columns" in keys:
        mapped = keys["columns"]
        if contract.traits and isinstance(mapped.value, dict):
            names: tuple[str, ...] = tuple(mapped.value)
        else:
            names = contract.names()
        for name, column in faults.mapping(mapped, f"{section}.columns", names).items():
            columns[name] = faults.text(column, f"{section}.columns.{name}") or name
    has = common(faults, section, keys, folder, frame)
    stated = faults.currency(keys["currency"], f"{section}.currency") if "currency" in keys else currency
    if "currency" in keys and "currency" in columns:
        faults.add(keys["currency"], f"{section}.currency", "a code and a column", "one of them", "leave one out")
    return replace(has, columns=columns, currency=None if "currency" in columns else stated)
