"""Rows that the profile keeps or drops by the values of a column, and columns that look as if it should."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from calibration.faults import nearest
from calibration.order_keys import OrderKeys
from calibration.reading.account import FILTER, RETURN, Account, Kind
from calibration.reading.cells import Cells, Column
from calibration.reading.ids import EMPTY
from calibration.reading.texts import trimmed
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem, shown

MOST_VALUES = 30  # distinct ones that a status has
LEAST_ROWS = 0.0005  # share of the rows that such a value must have to be worth a word
# Whole words of statuses that are no sale. Names of goods hold them too: a status has few values, of few words.
NO_SALE = re.compile(
    r"\b(cancel(l?ed|l?ation)?|void(ed)?|refund(ed|s)?|partially.refunded|return(ed|s)?|unpaid|not.paid|pending|"
    r"awaiting.payment|abandoned|closed|fail(ed|ure)?|declined|denied|expired|charge.?back|disputed|draft|test|"
    r"rejected|on.?hold|reversed|incomplete|storniert|storno|offen|unbezahlt|erstattet|zurückgegeben|retourniert|"
    r"annul[ée]e?s?|rembours[ée]e?s?|impay[ée]e?s?|cancelad[oa]s?|reembolsad[oa]s?|devuelt[oa]s?|annullat[oa]|"
    r"rimborsat[oa]|geannuleerd|anulad[oa]s?|anulowane|false|no)\b"
    r"|取消|关闭|退款|退货|未付|未支付|待付|待支付|失败|作废|拒收|过期|无效|草稿|測試|测试|關閉|退貨|返品|キャンセル|취소|환불",
    re.IGNORECASE,
)
NAMES = re.compile(r"status|state|paid|payment|cancel|refund|void|valid|fulfil|状态|狀態|支付|付款|退款", re.IGNORECASE)
NEGATIVE = re.compile(  # names of columns in which "yes" is no sale
    r"(?<!not )(?<!non )\b(cancel(l?ed|l?ation)?|void(ed)?|refund(ed)?|returned|deleted|failed|unpaid|declined|"
    r"rejected|invalid|(not|non) (paid|valid|confirmed|completed?)|(?<!ab )test|storniert|erstattet|"
    r"retourniert|gelöscht)\b"
    r"|(?<![未非])(取消|退款|退货|作废|删除|测试|退貨|作廢|刪除|測試)|未付|未支付|无效|無效|失败|失敗",
    re.IGNORECASE,
)
POSITIVE = re.compile(  # names of columns in which "no" is no sale
    r"\b(paid|success(ful)?|succeeded|valid|confirmed|approved|settled|captured|completed?|accepted|bezahlt|gültig|"
    r"erfolgreich|payée?|réussie?|pagad[oa]|pag[oa]|betaald|"
    r"(not|non) (cancel(l?ed)?|refunded|returned|void(ed)?|test))\b"
    r"|已付|已支付|是否支付|是否付款|支付成功|付款成功|成功|有效|已完成|已成交|未取消|未退款|未退货|已收款",
    re.IGNORECASE,
)
YES = ("true", "t", "yes", "y", "1", "1.0", "是", "ja", "oui", "sí", "si")
NO = ("false", "f", "no", "n", "0", "0.0", "否", "nein", "non", "")
WEAK = re.compile(r"^(no|false|closed|test|draft|offen|pending|returns?)$", re.IGNORECASE)  # need a telling name


def filter_rows(keys: TableKeys, cells: Cells, account: Account) -> None:
    """Set aside what the profile does not keep, drops, or calls returned. BadInput when nothing is left."""
    for column, values in keys.keep.items():
        kept = _having(keys, cells.columns[column], column, values, "keep", account)
        account.aside(~kept, Kind(FILTER, column, f"not kept: only {shown(', '.join(values))}"))
    for column, values in keys.drop.items():
        dropped = _having(keys, cells.columns[column], column, values, "drop", account)
        account.aside(dropped, Kind(FILTER, column, "dropped by the profile"))
    for column, values in keys.filters().get("refunds", {}).items():
        returned = _having(keys, cells.columns[column], column, values, "refunds", account)
        account.aside(returned, Kind(RETURN, column, "goods returned"))


def _having(
    keys: TableKeys, column: Column, name: str, values: tuple[str, ...], key: str, account: Account
) -> NDArray[np.bool_]:
    """The rows with one of ``values``, whatever the case."""
    present = [trimmed(str(value)) for value in column.values]
    folded = np.array([value.casefold() for value in present], object)
    wanted = [trimmed(value).casefold() for value in values]
    missing = [value for value, fold in zip(values, wanted, strict=True) if fold not in set(folded)]
    listed = ", ".join(shown(value, 30) for value in present[:12])
    if len(missing) == len(values) and key == "keep":
        found = f"no row with {shown(', '.join(values))} in '{shown(name)}'"
        fix = nearest(values[0], present) or f"the values are {listed}"
        raise BadInput([Problem(keys.name, 0, f"{keys.section}.{key}", found, f"some of {listed}", fix)])
    for value in missing:
        near = nearest(value, present)
        account.say(
            "value_not_found",
            f"No row has '{shown(value)}' in the column {shown(name)}, as {key} says" + (f": {near}" if near else "."),
            column=name,
            value=value,
        )
    return column.spread(np.isin(folded, wanted))


def say_statuses(keys: OrderKeys, cells: Cells, account: Account, money: NDArray[np.float64]) -> None:
    """Point out columns that look like a status of orders which are no sale and that the profile does not filter."""
    settled = {*keys.columns.values(), *keys.keep, *keys.drop, *keys.refunded}
    used = account.used
    total = float(np.nansum(np.abs(money[used])))
    for name, column in cells.columns.items():
        if name in settled or not 2 <= len(column.values) <= MOST_VALUES:
            continue
        counts = np.bincount(column.codes[used], minlength=len(column.values))
        texts = [trimmed(str(value)) for value in column.values]
        no_sale = _flag(NEGATIVE, texts, name)  # "yes" is no sale
        sale = not no_sale and _flag(POSITIVE, texts, name)  # whatever is not "yes" is no sale
        bad = [k for k, text in enumerate(texts) if counts[k] and _is_bad(text, name, no_sale, sale)]
        good = [k for k, text in enumerate(texts) if counts[k] and k not in bad and (text or no_sale)]
        rows = int(counts[bad].sum())
        if not bad or not good or rows < LEAST_ROWS * used.sum():
            continue
        of_value = np.bincount(column.codes[used], weights=np.nan_to_num(np.abs(money[used])), minlength=len(texts))
        share = float(of_value[bad].sum()) / total if total > 0 else 0.0
        most = sorted(bad, key=lambda k: -counts[k])[:6]
        listed = ", ".join(f"{shown(texts[k], 30) or 'empty'} ({counts[k]:,})" for k in most)
        kept = ", ".join(_yaml(texts[k]) for k in sorted(good, key=lambda k: -counts[k]))
        line = f"keep: {{{_yaml(name)}: [{kept}]}}"
        empty = any(counts[k] and not text and k not in bad for k, text in enumerate(texts))
        if no_sale or len(good) > 6 or empty:
            line = f"drop: {{{_yaml(name)}: [{', '.join(_yaml(texts[k]) for k in bad)}]}}"
        account.say(
            "status_not_filtered",
            f"The column {shown(name)} looks like a status: {rows:,} of {int(used.sum()):,} rows with {share:.1%} of"
            f" the money are {listed}, and count as orders; if they are none, add `{line}` under orders.",
            column=name,
            rows=rows,
            share_of_money=share,
            values={texts[k]: int(counts[k]) for k in bad},
            line=line,
        )


def _flag(names: re.Pattern[str], texts: list[str], name: str) -> bool:
    """Whether a column says yes or no to what ``names`` finds in its name, as is_cancelled and paid do."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.]+", " ", name)
    return bool(names.search(plain)) and all(text.lower() in YES + NO or text in EMPTY for text in texts)


def _is_bad(text: str, name: str, no_sale: bool, sale: bool) -> bool:
    if no_sale or sale:
        return (text.lower() in YES) == no_sale
    return _no_sale(text, name)


def _no_sale(text: str, name: str) -> bool:
    plain = text.replace("_", " ").strip()
    if len(plain) > 40:
        return False
    if NAMES.search(name):
        return bool(NO_SALE.search(plain))
    alone = re.fullmatch(rf"(order |payment |transaction )?({NO_SALE.pattern})( order| by \w+)?", plain, re.IGNORECASE)
    chinese = re.search(r"[\u4e00-\u9fff]", plain) and NO_SALE.search(plain)
    return bool(alone or chinese) and not WEAK.match(plain)


def _yaml(text: str) -> str:
    plain = re.fullmatch(r"[^\W\d_][\w .-]*", text) and text.lower() not in (
        "true",
        "false",
        "yes",
        "no",
        "null",
        "on",
        "off",
    )
    return text if plain else "'" + text.replace("'", "''") + "'"
