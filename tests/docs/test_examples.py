"""Every example in the documents runs as it stands: shell, Python and scenario files."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> list[tuple[str, str]]:
    """(language, text) of a document's examples, in order."""
    return BLOCK.findall((ROOT / document).read_text("utf-8"))


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md"])
def test_examples_run(document, tmp_path):
    examples = blocks(document)
    assert len(examples) >= 2
    for language, text in examples:
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
                run([sys.executable, "-m", "sixr", *arguments], tmp_path)
