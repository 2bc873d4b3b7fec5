"""Bad places for what a command writes: exit code 2, one message of one form, nothing done and nothing left."""

import os
import shutil
import subprocess
import sys

import pytest

from dashboard import report
from scenarios.ground.places import DRAFT
from scenarios.results import store
from scenarios.running import experiment
from sim.problems import BadInput
from tests.door.commands import ROOT, SMALL, sixr

FOLDERS = {
    "run": ["run", "base", *SMALL],
    "compare": ["compare", "base", "null", *SMALL],
    "referrals": ["referrals", "referral_two_sided", "--crv", "0", *SMALL],
}
FILES = {"fit": ["company", "fit", "--sample", "cdnow-tenth"], "report": ["report", "nowhere"]}
COMMANDS = FOLDERS | FILES
PLACES = {
    "": "an empty name",
    "x" * 300: "file name too long",
    "taken.txt": "a file",
    "taken.txt/below": "a place below a file",
    "full": "a folder",
    "foreign": "a folder",
    "link": "a link to nowhere",
    "pipe": "",
    "/dev/full": "",
    "/dev/null/x": "a place below a file",
    "/proc/result": "",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with things of others, in which no command may do its work."""

    def work(*given, **named):
        raise AssertionError("the work was begun")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(experiment, "simulate", work)
    monkeypatch.setattr("calibration.fit.history", work)
    monkeypatch.setattr(report, "document", work)
    (tmp_path / "taken.txt").write_text("mine")
    for name, file in (("full", "letter.txt"), ("foreign", "manifest.json")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text('{"name": "web app"}')
    (tmp_path / "link").symlink_to("nowhere/at all")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


def content(folder):
    return {str(path): path.read_bytes() if path.is_file() else "" for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_place_is_told_in_one_message_before_the_work(here, command, place):
    before = content(here)
    code, out, err = sixr(*COMMANDS[command], "--out", place)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith(f"--out {place[:100]}".strip())
    assert f"— found {PLACES[place]}" in err
    assert "Allowed: " in err
    assert "Fix: " in err
    assert content(here) == before


def test_a_name_with_nul_is_no_place(result, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for writing in (lambda: store.write(result, "a\0b"), lambda: report.write("nowhere", "a\0b")):
        with pytest.raises(BadInput, match="a name with a NUL character"):
            writing()
    with pytest.raises(BadInput, match="no such folder"):
        store.read("a\0b")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_told_before_the_work(here, monkeypatch, command):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    code, _, err = sixr(*COMMANDS[command], "--out", "result")
    assert code == 2
    assert "— found no space left on device. " in err
    assert err.endswith("Fix: make room there, or name a place on another disk\n")
    assert not any(DRAFT.fullmatch(one) for one in os.listdir(here))


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="needs to be root to be another user")
def test_a_folder_that_one_may_not_write_to_is_told(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o755)
    words = [sys.executable, "-c", "import sys; from scenarios.results import store; store.check_writable(sys.argv[1])"]
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*other, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("another user cannot run this Python")
    for above in (tmp_path, *tmp_path.parents[:3]):
        above.chmod(0o755)
    done = subprocess.run([*other, *words, str(tmp_path / "closed" / "x")], cwd=ROOT, capture_output=True, text=True)
    assert "found permission denied" in done.stderr


def test_market_files_and_pages_are_replaced_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["company", "fit", "--sample", "cdnow-tenth", "--out", "market.yaml"]
    assert sixr(*words)[0] == 0
    assert sixr(*words)[0] == 0
    (tmp_path / "spring.yaml").write_text("extends: base\n")
    code, _, err = sixr("company", "fit", "--sample", "cdnow-tenth", "--out", "spring.yaml")
    assert (code, "a file that sixr did not write" in err) == (2, True)
    assert (tmp_path / "spring.yaml").read_text() == "extends: base\n"


PRINTING = "import sys; from sixr.cli import main; sys.argv = ['sixr', *sys.argv[1:]]; main()"


@pytest.mark.parametrize(
    "words",
    [
        ["check", "base"],
        pytest.param(["run", "base", *SMALL], marks=pytest.mark.slow),
        ["run", "base", *SMALL, "--json"],
        ["--help"],
    ],
)
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_an_output_that_is_full_is_told(words):
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-c", PRINTING, *words], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("standard output: — found no space left on device. ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_terminal_that_knows_ascii_only_does_not_fail_a_run(words, tmp_path):
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = ["compare", "base", "price_up_10", *SMALL, "--out", str(tmp_path / "result"), *words]
    done = subprocess.run([sys.executable, "-c", PRINTING, *command], env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    done.stdout.decode("ascii")
    assert store.read(tmp_path / "result").to_json()["scenarios"][0]["title"]["zh"] == "现行政策"
    if words:
        assert b"\\u73b0" in done.stdout
