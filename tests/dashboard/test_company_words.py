"""What is said of a company, its tables and its fit is said in Chinese, too; on the page and on the command line."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from spoken import CHINESE, calls, texts
from typer.testing import CliRunner

import calibration
from calibration.company.listing import HEADINGS
from calibration.reading import amounts, moments, totals
from calibration.reading.told import KINDS, told
from dashboard import notes
from sixr.cli import app
from sixr.companies import Company
from sixr.spoken import language

ROOT = Path(calibration.__file__).parent
FILES = ("learned", "sentences", "spend", "company/changes", "company/customers", "company/doctor", "company/undo")
"""The modules whose texts are sentences about a company, or parts of them."""
NO_SENTENCE = re.compile(
    "|".join(
        (
            "state the amounts in a ",
            "Assumed: the other",
            "x: amounts per order, x p",
            "generalised gamma ",
            "gamma-gamma of means",
            "its size",
            "price and media",
            "correct that amount",
            "media spend of",
            "a market of x people",
            "[;,] ",
            "but for those",
            "map the column of",
            "fit x, the first",
            "x of all money",
            "a mean order (of|from)",
            "x rows (of customers acquired|after)",
            "x new customers per week",
            "Not identified: x",
            "In its place",
            "drop-out",
            "Taken from base, not from your orders: x",
            r"x: x -> x x\.",
            "the amounts of",
            "x of the orders cost",
            "If these are counts",
            r"Bounded: a mean order of x x\.",
            "How amounts differ",
            "x: one customer each",
            "x and are kept apart",
            r"x rows \(x\) have the customer",
            r"Not identified: how amounts vary, .*variation\.$",
        )
    )
)
"""How texts begin that are said of bad input, or only together with others, as they are in WHOLE."""
WHOLE = Path(__file__).with_name("company_sentences.txt").read_text(encoding="utf-8").splitlines()
"""Sentences that are put together out of several texts."""
KEPT = {
    *("NBD", "Pareto", "BG", "Gamma", "alpha", "beta", "gamma", "sBG", "EUR", "UTF", "UTC", "NUL"),
    *("orders", "columns", "customers", "base", "keep", "today", "yaml", "bytes", "FILE", "until", "set", "market"),
    *("currency", "fits", "no", "Asia", "Shanghai"),
}
"""Words that stand in Chinese as they are: models and their symbols, names in files and of options."""


def english(text: str) -> set[str]:
    """The English words in a text, but those in code and names with points or underscores."""
    bare = re.sub(r"`[^`]*`|\S*[._]\S*|\bx+\b", " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", bare)) - KEPT


def sentences() -> list[str]:
    """Sentences and parts of FILES that have three words or more."""
    found: dict[str, None] = {}
    for name in FILES:
        tree = ast.parse((ROOT / f"{name}.py").read_text(encoding="utf-8"))
        found |= {text.strip(): None for text in texts(tree, (tree,)) if len(text.split()) > 2}
    return [text for text in found if not NO_SENTENCE.match(text)]


def told_of_reading() -> tuple[list[str], list[str]]:
    """What is noted while tables are read, and why rows are set aside with what can be done about it."""
    remarks: dict[str, None] = {}
    reasons: dict[str, None] = {}
    files = (*sorted(ROOT.glob("reading/*.py")), *sorted(ROOT.glob("tables/*.py")), ROOT / "sources.py")
    for name, arguments in chain.from_iterable(map(calls, files)):
        if name in ("say", "Note") and len(arguments) > 1:
            remarks |= dict.fromkeys(arguments[1])
        elif name == "Kind" and len(arguments) > 2:
            reasons |= {f"x {text}": None for text in arguments[2]}
            reasons |= dict.fromkeys(chain.from_iterable(arguments[3:]))
    return list(remarks), list(reasons)


REMARKS, REASONS = told_of_reading()
REMARKS = [text for text in REMARKS if not NO_SENTENCE.match(text)]
REASONS = [text for text in REASONS if not text.endswith("the sum of x")]
CONSTANTS = [
    f"x {value}"
    for module in (amounts, moments, totals)
    for name, value in vars(module).items()
    if re.match("NO|NOT|LOOKS|FUTURE|NEVER|EARLY", name) and isinstance(value, str) and " " in value
]
"""Reasons that stand in constants."""


def test_what_is_said_in_the_source_is_found():
    assert len(sentences()) >= 45
    assert len(REMARKS) >= 45
    assert len(REASONS) >= 25


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in [*sentences(), *REMARKS, *WHOLE]])
def test_a_sentence_is_said_in_chinese_with_nothing_left_in_english(text):
    assert notes.company(text, "en") == text
    found = notes.company(text, "zh")
    found = notes.of_company(text, "zh") if found == text else found
    assert CHINESE.search(found), text
    assert not english(found), found


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in [*REASONS, *CONSTANTS]])
def test_a_reason_is_said_in_chinese(text):
    found = notes.of_company(text, "zh")
    assert CHINESE.search(found), text
    assert not english(found), found


def reading(**kind: object) -> dict:
    """The account of a file in which rows were set aside."""
    usual = {
        "kind": "fault",
        "column": "amount",
        "reason": "not a number",
        "rows": 3,
        "money": 12.5,
        "share_of_money": 0.1,
        "rows_without_readable_money": 0,
        "first_line": 1234,
        "example": "abc",
        "fix": "correct it in the file",
    }
    lines = {"total": 12, "header": 1, "read": 5, "set_aside": 3, "blank": 2, "further": 1}
    return {"file": "o.csv", "lines": lines, "money": {"read": 1.0}, "set_aside": [usual | kind], "notes": []}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("unreadable", [0, 1, 3])
@pytest.mark.parametrize("fix", ["", "correct it in the file"])
@pytest.mark.parametrize("example", ["", "abc"])
def test_what_became_of_rows_is_said_in_chinese(rows, unreadable, fix, example):
    for kind in KINDS:
        said_ = reading(
            kind=kind, rows=rows, rows_without_readable_money=min(unreadable, rows), fix=fix, example=example
        )
        for line in told(said_, "listed in private/orders.rejects.csv"):
            in_chinese = notes.company(line, "zh")
            assert CHINESE.search(in_chinese)
            assert english(in_chinese) <= {"csv", "amount", "abc", "private"}


def test_names_of_the_list_of_customers_are_said_in_chinese():
    found = [notes.of_company(head, "zh") for head in HEADINGS]
    assert [head for head in found if not CHINESE.search(head)] == ["5–95%", "5–95%", "RFM", "ABC"]


def test_spaces_before_a_sentence_stay():
    assert notes.company("  What would tell more:", "zh").startswith("  以")


def test_what_is_not_known_stands_as_it_is():
    assert notes.company("Nobody has said this before it begins.", "zh") == "Nobody has said this before it begins."


def test_a_whole_examination_is_said_in_chinese(shop):
    lines = Company(shop.path).doctor().summary()
    assert [line for line in lines if not CHINESE.search(notes.company(line, "zh"))] == []
    listed = Company(shop.path).customers().summary()
    assert [line for line in listed if not CHINESE.search(notes.company(line, "zh"))] == []


@pytest.mark.parametrize(
    ("stated", "locale", "spoken"),
    [
        ("", "zh_CN.UTF-8", "zh"),
        ("", "de_DE.UTF-8", "en"),
        ("", "", "en"),
        ("en", "zh_CN.UTF-8", "en"),
        ("zh", "C", "zh"),
    ],
)
def test_the_language_is_the_stated_one_or_that_of_the_locale(monkeypatch, stated, locale, spoken):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert language(stated) == spoken


@pytest.mark.parametrize("command", [["company", "doctor"], ["customers", "--top", "2", "--company"]])
def test_commands_about_a_company_speak_chinese(shop, command):
    ran = CliRunner().invoke(app, [*command, str(shop.path), "--lang", "zh"])
    assert ran.exit_code == 0
    lines = ran.stdout.splitlines()
    rows = [line for line in lines if re.match(r" *[0-9a-f]{16} ", line)]  # of the list: pseudonym and numbers
    assert len(rows) == (2 if command[0] == "customers" else 0)
    assert [line for line in lines if line not in rows and not CHINESE.search(line)] == []
