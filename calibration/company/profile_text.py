"""A guess written as a profile with comments, in English or Chinese."""

from __future__ import annotations

import json
from typing import Any

from calibration.company.guess import Guess, Reason
from calibration.company.looks import VARIABLE
from sim.problems import shown

SENTENCES = {
    "named": ("{theirs} is taken for {ours} by its name{such}", "按列名把 {theirs} 当作 {ours}{such}"),
    "encoding": ("the bytes are not UTF-8 and look like {encoding}", "文件不是 UTF-8，看来是 {encoding}"),
    "date_format": ("days are written as {example}", "日期写作 {example}"),
    "date_format_unsure": (
        "CHECK: {example} can be {format} or {other}",
        "请核对：{example} 可以是 {format}，也可以是 {other}",
    ),
    "thousands_unsure": (
        "CHECK: {example} is read with '{sign}' between thousands",
        "请核对：{example} 里的 '{sign}' 当作千位分隔符",
    ),
    "unit_price": ("{column} is the price of one piece: it is multiplied by the quantity", "{column} 是单价：乘以数量"),
    "row_price": ("Amazon's {column} is that of the whole row", "亚马逊的 {column} 是整行金额"),
    "per order": (
        "{orders} orders have several rows; in {alike} % of them all rows hold one amount, the order's total",
        "{orders} 个订单有多行；其中 {alike} % 各行金额相同，是订单总额",
    ),
    "per line": (
        "{orders} orders have several rows with amounts of their own",
        "{orders} 个订单有多行，各行有自己的金额",
    ),
    "guest_id": ("the id {id} has {orders} orders: likely guests", "编号 {id} 有 {orders} 个订单：像是散客"),
    "guests_empty": ("{rows} rows have no customer: counted as guests", "{rows} 行没有客户：算作散客"),
    "yuan": (
        "CHECK: amounts are written with {sign}, and the names of the columns are Chinese",
        "请核对：金额带有 {sign}，列名是中文",
    ),
    "near": (
        "like {table}, but no column is taken for {missing}; if one is, state the table with its columns above",
        "像 {table} 表，但没有列可当作 {missing}；如果有，请在上面写明该表及其 columns",
    ),
    "currency_sign": ("amounts are written with {sign}", "金额带有 {sign}"),
    "status": ("CHECK: {rows} rows of {column} look like no sale", "请核对：{column} 里有 {rows} 行看来不是成交"),
}
HEAD = (
    "What was guessed from the files, and why. Change what is wrong: this file is yours.",
    "从文件里猜出的内容及理由。有误之处请直接修改：这份文件归您所有。",
)
OPEN = (
    [
        "currency: EUR            # of all money, where no column holds it",
        "market_size: 100000      # people who could ever buy",
        "acquired_from: 2023-01-01  # where customers may have bought before the file begins",
        "closed: [2024-12-25]     # days without trade",
        "time_zone (under a table): Asia/Shanghai, where times carry a zone; it is not told by the files",
    ],
    [
        "currency: CNY            # 没有货币列时，所有金额的货币",
        "market_size: 100000      # 可能购买的总人数",
        "acquired_from: 2023-01-01  # 如果客户在文件开始之前可能买过",
        "closed: [2024-02-10]     # 不营业的日子",
        "time_zone（写在某张表下）：Asia/Shanghai，用于带时区的时间；文件里看不出来",
    ],
)
MORE = (("Doubts:", "Not used:", "holds the password"), ("疑点：", "未使用：", "存放密码的环境变量"))


def profile_text(guess: Guess, lang: str = "en") -> str:
    """``guess`` as the text of a profile.yaml that ``calibration.profile.load`` accepts; ``lang``: en or zh."""
    at = 1 if lang == "zh" else 0
    lines = [f"# {HEAD[at]}", "#", *(f"# {line}" for line in OPEN[at])]
    if any(VARIABLE in str(section.says.get("url", "")) for section in guess.sections.values()):
        lines.append(f"# {VARIABLE}: {MORE[at][2]}")
    lines += ["", "name: company"]
    for name, section in guess.sections.items():
        lines += ["", f"# {_one_line(section.found)}", f"{name}:"]
        for key, value in section.says.items():
            lines += [f"  # {_sentence(one, at)}" for one in section.reasons if one.key == key]
            lines.append(f"  {key}: {_yaml(value)}")
        lines += [f"  # {_sentence(one, at)}" for one in section.reasons if one.key not in section.says]
    unused = [f"{one}: {_sentence(guess.near[one], at)}" if one in guess.near else one for one in guess.unused]
    for title, items in ((MORE[at][0], guess.doubts), (MORE[at][1], unused)):
        if items:
            lines += ["", f"# {title}", *(f"#   {_one_line(item)}" for item in items)]
    return "\n".join([*lines, ""])


def _sentence(reason: Reason, at: int) -> str:
    facts = dict(reason.facts)
    example = facts.get("example")
    facts["such"] = f" ({example})" if example else ""
    return _one_line(SENTENCES[reason.code][at].format(**facts))


def _one_line(text: str) -> str:
    return shown(" ".join(text.split()), 300)


def _yaml(value: Any) -> str:
    """A value in YAML's flow style; texts in double quotes, which JSON and YAML write alike."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_yaml(str(key))}: {_yaml(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
