"""Commands given in this process, on small worlds."""

from pathlib import Path

from typer.testing import CliRunner

from sixr.cli import app

ROOT = Path(__file__).parents[2]
SMALL = ["--customers", "50", "--days", "14", "--replications", "3"]


def sixr(*words):
    """(exit code, stdout, stderr) of a command."""
    answer = CliRunner().invoke(app, [str(word) for word in words])
    return answer.exit_code, answer.stdout, answer.stderr


def policy(folder: Path, name: str, level: float) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(f"extends: base\nname: {name}\ntitle: {name}\npolicy:\n  price:\n    level: {level}\n")
    return file
