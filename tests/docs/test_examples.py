"""Every example in the documents runs: scenario files and Python as they stand, commands on fewer people and worlds.

What stands in several documents, with the same files beside it, runs once, for the first of them.
"""

import re
import shlex
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sixr.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "docs/guide.md", "docs/README.zh.md", "docs/guide.zh.md")
SMALL = {"--customers": "500", "--replications": "2", "--days": "365"}
SIMULATING = ("run", "compare", "referrals", "sweep", "price", "parts", "shift", "optimise", "sensitivity", "settle")
SIMULATING += ("diagnose", "focus", "pilot", "review")
FEWER = {
    "referrals": {"--crv": "1"},
    "price": {"--points": "3"},
    "optimise": {"--runs": "6", "--days": "120"},
    "focus": {"--customers": "100", "--days": "40"},
    "sensitivity": {"--trajectories": "0", "--replications": "50", "--days": "60"},
}
"""What makes some commands small beside SMALL."""
FOR_LONG = {"--seconds": "4", "--worlds": "5", "--origins": "1"}
"""What some commands state and take long for, and what they take here."""
BLOCK = re.compile(r"^```(sh|python|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^name: (\w+)$", re.MULTILINE)
Files = dict[str, str]


def files(document: str) -> Files:
    """The scenario files of a document by the names that its commands give them."""
    texts = [text for language, text in blocks(document) if language == "yaml"]
    named = {f"{NAME.findall(text)[0].lower()}.yaml": text for text in texts}
    assert len(named) == len(texts), "two files of one name"
    return named


def blocks(document: str) -> list[tuple[str, str]]:
    """(language, text) of a document's examples, in order."""
    return BLOCK.findall((ROOT / document).read_text("utf-8"))


def examples(document: str) -> list[tuple[str, str]]:
    """(language, text) of what runs: programs, and commands one by one, without remarks."""
    runs = [(language, text) for language, text in blocks(document) if language != "yaml"]
    lines = [[text] if language == "python" else text.splitlines() for language, text in runs]
    one_by_one = [(language, line) for (language, _), part in zip(runs, lines, strict=True) for line in part]
    return [
        (language, line if language == "python" else shlex.join(shlex.split(line, comments=True)))
        for language, line in one_by_one
    ]


def whole(text: str, beside: Files) -> tuple[str, ...]:
    """An example with the files that it names, and those that they name: what its run depends on."""
    named = [beside[name] for name in beside if name in text]
    return (text, *chain.from_iterable(whole(file, beside) for file in named))


def anew(document: str) -> list[tuple[str, str]]:
    """The examples of a document that stand in none before it."""
    before = DOCUMENTS[: DOCUMENTS.index(document)]
    known = {whole(text, files(other)) for other in before for _, text in examples(other)}
    beside = files(document)
    return [(language, text) for language, text in examples(document) if whole(text, beside) not in known]


def smaller(arguments: list[str]) -> list[str]:
    """``arguments`` with small sizes where they simulate and state none; those that verify keep their people."""
    arguments = [FOR_LONG.get(before, text) for before, text in zip(["", *arguments], arguments, strict=False)]
    if arguments[0] not in SIMULATING:
        return arguments
    verifies = any(text.startswith("verification/") for text in arguments)
    sizes = {"--replications": "2"} if verifies else SMALL | FEWER.get(arguments[0], {})
    return arguments + [text for name, size in sizes.items() if name not in arguments for text in (name, size)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_examples_run(document, tmp_path, monkeypatch):
    assert len(examples(document)) >= 4
    monkeypatch.chdir(tmp_path)
    for name, text in files(document).items():
        Path(name).write_text(text, "utf-8")
    for language, text in anew(document):
        if language == "python":
            done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, f"{text}\n{done.stderr}"
            assert done.stdout, text
        else:
            program, *arguments = shlex.split(text)
            assert program == "sixr"
            answer = CliRunner().invoke(app, smaller(arguments))
            assert answer.exit_code == 0, f"{text}\n{answer.stderr}"
            assert answer.stdout, text
