"""Every example in the documents runs: scenario files and Python as they stand, commands on fewer people and worlds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = {"--customers": "500", "--replications": "2", "--days": "365"}
SIMULATING = ("run", "compare", "referrals")
BLOCK = re.compile(r"^```(sh|python|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> list[tuple[str, str]]:
    """(language, text) of a document's examples, in order."""
    return BLOCK.findall((ROOT / document).read_text("utf-8"))


def smaller(arguments: list[str]) -> list[str]:
    """``arguments`` with small sizes where they simulate and state none; those that verify keep theirs."""
    if arguments[0] not in SIMULATING or any(text.startswith("verification/") for text in arguments):
        return arguments
    sizes = SMALL | ({"--crv": "1"} if arguments[0] == "referrals" else {})
    return arguments + [text for name, size in sizes.items() if name not in arguments for text in (name, size)]


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md", "docs/README.zh.md", "docs/guide.zh.md"])
def test_examples_run(document, tmp_path):
    examples = blocks(document)
    assert len(examples) >= 2
    for language, text in sorted(examples, key=lambda example: example[0] != "yaml"):
        if language == "yaml":
            name = re.search(r"^name: (\w+)$", text, re.MULTILINE)
            assert name is not None
            (tmp_path / f"{name[1].lower()}.yaml").write_text(text, "utf-8")
        elif language == "python":
            run([sys.executable, "-c", text], tmp_path)
        else:
            for line in text.splitlines():
                program, *arguments = shlex.split(line)
                assert program == "sixr"
                run([sys.executable, "-m", "sixr", *smaller(arguments)], tmp_path)
