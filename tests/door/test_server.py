"""The dashboard's server: reachable from this machine only, ended by Ctrl-C, clear about a port that is
taken."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sixr.cli import app
from sixr.server import command

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def healthy(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).read() == b"ok"
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.mark.parametrize("what", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_it_serves_this_machine_until_it_is_stopped(tmp_path, what):
    port = free_port()
    words = [sys.executable, "-m", "sixr", "dashboard", "--port", str(port)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)}
    with subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where Ctrl-C is ignored around the tests
    ) as server:
        assert server.stdout.readline().startswith(f"Dashboard: http://127.0.0.1:{port} ")
        until = time.monotonic() + 120
        while not healthy(port) and time.monotonic() < until:
            time.sleep(0.2)
        assert healthy(port)
        server.send_signal(what)
        assert server.wait(timeout=60) == 130
    assert not healthy(port)


def test_a_port_that_is_taken_is_bad_input():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = CliRunner().invoke(app, ["dashboard", "--port", str(taken.getsockname()[1])])
    assert answer.exit_code == 2
    assert "--port" in answer.stderr
    assert "give another one, e.g. --port" in answer.stderr
    assert answer.stdout == ""


def test_it_listens_to_this_machine_only_and_tells_nobody():
    flags = command(8501, Path("app.py"))
    assert "--server.address=127.0.0.1" in flags
    assert "--browser.gatherUsageStats=false" in flags
