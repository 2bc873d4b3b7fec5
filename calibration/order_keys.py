"""The keys under ``orders`` of a profile: how a company's file of orders is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from calibration.faults import Faults
from calibration.source import Source
from calibration.table_keys import TABLE_KEYS, TableKeys, Values, by_column, common, instead
from scenarios.tree.source import Node
from sim.problems import shown

REQUIRED = ("customer_id", "ordered_at", "amount")
OPTIONAL = ("order_id", "quantity", "currency", "list_amount", "discount", "coupon_id", "product_id", "category")
ORDER_KEYS = (*TABLE_KEYS, "lines", "guests", "refunds", "unit_price", "duplicates", "merge_ids")
ID_WAYS = ("case", "spaces", "zeros")  # differences between ids that may be none
EMPTY_ID = ""  # among the guests: rows without a customer


@dataclass(frozen=True)
class OrderKeys(TableKeys):
    """What a profile says about its orders; None = not stated.

    ``guests``: ids that are no single customer, "" = rows without one. ``refunds``: negative (default: negative rows
    undo earlier ones), none (negative rows are faults), or ``refunded``: the values of columns that mark rows of
    returned goods. ``merge_ids``: of ID_WAYS.
    """

    lines: str | None = None
    guests: tuple[str, ...] | None = None
    refunds: str = "negative"
    refunded: Values = field(default_factory=dict)
    unit_price: bool | None = None
    duplicates: str | None = None
    merge_ids: tuple[str, ...] = ()

    def filters(self) -> dict[str, Values]:
        return {**super().filters(), "refunds": self.refunded}


def order_keys(
    faults: Faults, node: Node | None, folder: Path, frame: Source | None
) -> tuple[OrderKeys, dict[str, Node]]:
    """What stands under ``orders``, and its nodes; what is wrong goes to ``faults``. See ``table_keys.common``."""
    keys = {} if node is None and frame is not None else faults.mapping(node, "orders", ORDER_KEYS, _meant(node))
    mapped = faults.mapping(keys["columns"], "orders.columns", REQUIRED + OPTIONAL) if "columns" in keys else {}
    columns = {name: name for name in REQUIRED}
    columns |= {name: faults.text(mapped[name], f"orders.columns.{name}") or name for name in mapped}
    refunds, refunded = _refunds(faults, keys.get("refunds"))
    unit_price = keys.get("unit_price")
    if unit_price is not None and not isinstance(unit_price.value, bool):
        faults.add(unit_price, "orders.unit_price", shown(unit_price.plain()), "true or false")
    stated = OrderKeys(
        **vars(common(faults, "orders", keys, folder, frame)) | {"columns": columns},
        lines=faults.one_of(keys.get("lines"), "orders.lines", ("per order", "per line")),
        guests=_guests(faults, keys.get("guests")),
        refunds=refunds,
        refunded=refunded,
        unit_price=None if unit_price is None else unit_price.value is True,
        duplicates=faults.one_of(keys.get("duplicates"), "orders.duplicates", ("keep", "drop")),
        merge_ids=_merge_ids(faults, keys.get("merge_ids")),
    )
    if stated.unit_price and "quantity" not in columns:
        fix = "name the column under columns: quantity: ..."
        faults.add(unit_price, "orders.unit_price", "true without a quantity", "a column of quantities", fix)
    return stated, keys


def _meant(node: Node | None) -> dict[str, str]:
    """What to write in the place of keys that people try: the line itself, where it can be made."""
    if node is None or not isinstance(node.value, dict):
        return {}
    found = instead("orders")
    for key in ("status", "filter", "where", "only", "include", "statuses", "state", "exclude"):
        word = "drop" if key == "exclude" else "keep"
        line = f"{word}: {{the column's name: [values that count as orders]}}"
        tried = node.value.get(key)
        plain = tried.plain() if tried is not None else None
        if isinstance(plain, dict):
            column, values = (
                plain.get("column"),
                next((plain[k] for k in ("keep", "drop", "values") if k in plain), None),
            )
            word = "drop" if "drop" in plain else word
            if column is None and len(plain) == 1:
                ((column, values),) = plain.items()
            if isinstance(values, str):
                values = (values,)
            if column is not None and isinstance(values, tuple):
                line = f"{word}: {{{shown(column)}: [{', '.join(shown(value) for value in values)}]}}"
        found[key] = f"write `{line}` under orders"
    return found


def _guests(faults: Faults, node: Node | None) -> tuple[str, ...] | None:
    if node is None:
        return None
    if node.value == "empty":
        return (EMPTY_ID,)
    if node.value == "none":
        return ()
    allowed = "empty (rows without a customer), a list of ids such as [guest, 0], or [] where there are none"
    return faults.texts(node, "orders.guests", allowed)


def _refunds(faults: Faults, node: Node | None) -> tuple[str, dict[str, tuple[str, ...]]]:
    if node is None:
        return "negative", {}
    if isinstance(node.value, dict):
        return "status", by_column(faults, node, "orders.refunds")
    if node.value in ("negative", "none"):
        return str(node.value), {}
    fix = "name the column and its values: `refunds: {Status: [refunded]}`" if node.value == "status" else ""
    allowed = "negative, none, or a column and the values that mark returned goods"
    faults.add(node, "orders.refunds", "nothing" if node.value is None else shown(node.plain()), allowed, fix)
    return "negative", {}


def _merge_ids(faults: Faults, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    words = faults.texts(node, "orders.merge_ids", "a list of case, spaces and zeros")
    for word in words:
        if word not in ID_WAYS:
            faults.add(node, "orders.merge_ids", shown(word), "a list of case, spaces and zeros")
    return words
