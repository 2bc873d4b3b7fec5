"""Every Python here that sixr allows gives the same tables to the bit: small runs on each, in its own environment.

Looks for python3.N on the PATH and among those of pyenv. One that is missing, that cannot be given an environment (its
wheels are not to be had) or that takes longer than there is time is said and passed over; tables that differ fail. The
reference engine, which compiles little, comes first; the compiled one as far as there is time.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MINORS = range(11, 15)
TIME = 90.0
"""Seconds that all of them may take together."""
RUN = ["run", "base", "--customers", "200", "--days", "120", "--replications", "4", "--threads", "1"]
FAILED = "failed"
ENGINES = ("reference", "compiled")
Tables = dict[str, str]
"""Checksums by engine and table."""
NEEDED = (
    "annotated-doc", "annotated-types", "click", "llvmlite", "markdown-it-py", "mdurl", "numba", "numpy", "pandas",
    "pyarrow", "pydantic", "pydantic-core", "pygments", "python-dateutil", "pytz", "rich", "ruamel-yaml", "scipy",
    "shellingham", "simpy", "six", "typer", "typing-extensions", "typing-inspection", "tzdata",
)  # fmt: skip
"""What a run needs of requirements.lock."""


def found() -> dict[str, Path]:
    """The interpreters that are really there, by version; that of this process is not among them."""
    own = f"3.{sys.version_info.minor}"
    there: dict[str, Path] = {}
    for minor in MINORS:
        name = f"python3.{minor}"
        places = [Path(place) / name for place in os.environ.get("PATH", "").split(os.pathsep)]
        places += sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"))
        for place in places:
            if f"3.{minor}" not in (own, *there) and _is_python(place, f"3.{minor}"):
                there[f"3.{minor}"] = place
    return there


def _is_python(place: Path, version: str) -> bool:
    """Whether the program at ``place`` is that Python; a shim of pyenv for one that is not chosen is none."""
    if not os.access(place, os.X_OK):
        return False
    say = "import sys, venv; print('3.%d' % sys.version_info.minor)"
    try:
        said = subprocess.run([place, "-c", say], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and said.stdout.strip() == version


def environment(python: Path, folder: Path, until: float) -> Path:
    """A new environment in ``folder`` with what a run needs; CalledProcessError or TimeoutExpired without it."""
    _call([python, "-m", "venv", "--without-pip", folder], until)
    entries = re.findall(r"^\w(?:.*\\\n)*.*$", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)
    wanted = [entry for entry in entries if re.split(r"[=\s\[]", entry)[0].replace("_", "-").lower() in NEEDED]
    lock = folder / "needed.lock"
    lock.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    own = folder / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", own, "install", "--quiet", "--no-deps"]
    _call([*pip, "--no-compile", "--only-binary=:all:", "--require-hashes", "-r", lock], until)
    return own


def tables(python: Path, folder: Path, engine: str, until: float, **more: str) -> Tables:
    """The checksums of what the tables of a small run on an engine hold."""
    out = folder / engine
    _call([python, "-m", "sixr", *RUN, "--engine", engine, "--out", out], until, PYTHONPATH=str(ROOT), **more)
    hold = "import sys, pandas; print(pandas.read_parquet(sys.argv[1]).to_csv(float_format='%.17g'))"
    found = {}
    for file in sorted((out / "tables").glob("*.parquet")):
        text = _call([python, "-c", hold, file], until)
        found[f"{engine}: {file.stem}"] = hashlib.sha256(text.encode()).hexdigest()
    return found


def _call(command: list[str | Path], until: float, **more: str) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=max(1.0, until - time.monotonic()),
        check=True,
    )
    return done.stdout


def smoke(others: dict[str, Path], folder: Path, until: float) -> dict[str, Tables | str]:
    """The checksums of tables that each Python makes in the time there is, or why there are none: the engine that
    compiles little on all of them first."""
    found: dict[str, Tables | str] = {version: "not done in the time there is" for version in others}
    for engine in ENGINES:
        for version, python in others.items():
            own, before = folder / version, found[version]
            if engine != ENGINES[0] and isinstance(before, str):
                continue
            try:
                program = own / "bin" / "python" if own.exists() else environment(python, own, until)
            except (OSError, subprocess.CalledProcessError) as error:
                found[version] = f"no environment: {_last(error)}"
                continue
            except subprocess.TimeoutExpired:
                return found
            try:
                more = tables(program, own, engine, until, SIXR_CACHE=str(own / "cache"))
                found[version] = more | (before if isinstance(before, dict) else {})
            except subprocess.CalledProcessError as error:
                found[version] = f"{FAILED}: {_last(error)}"
            except subprocess.TimeoutExpired:
                return found
    return found


def _last(error: Exception) -> str:
    """The last line of what a command said."""
    return ((getattr(error, "stderr", "") or str(error)).strip().splitlines() or ["no message"])[-1]


def verdict(answer: Tables | str, known: Tables) -> tuple[bool, str]:
    """Whether an interpreter is as good as the one whose tables are ``known``, and what is to be said of it."""
    if isinstance(answer, str):
        failed = answer.startswith(FAILED)
        return not failed, answer if failed else f"passed over, {answer}"
    wrong = [name for name, checksum in answer.items() if checksum != known.get(name)]
    engines = " and ".join(engine for engine in ENGINES if any(name.startswith(engine) for name in answer))
    said = f"other tables ({', '.join(wrong)})" if wrong else f"the same {len(answer)} tables ({engines} engine)"
    return not wrong, said


def main() -> int:
    """Run on all, print which; 1 where tables differ or a run failed."""
    until, others = time.monotonic() + TIME, found()
    folder = Path(tempfile.mkdtemp(prefix="sixr-interpreters-"))
    known: Tables = {}
    own = f"3.{sys.version_info.minor}"
    try:
        for engine in ENGINES:
            known |= tables(Path(sys.executable), folder / own, engine, until + 600.0)
        verdicts = {version: verdict(answer, known) for version, answer in smoke(others, folder, until).items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = {version: text for version, (_, text) in verdicts.items()}
    said[own] = f"{len(known)} tables of sixr {' '.join(RUN)}"
    for minor in MINORS:
        print(f"Python 3.{minor}: {said.get(f'3.{minor}', 'not here')}", flush=True)
    return int(not all(sound for sound, _ in verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
