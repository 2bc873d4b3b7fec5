"""The dashboard's server: Streamlit, for this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from dashboard.company import COMPANY
from sim.problems import BadInput, Problem
from sixr.progress import termination_stops

HOST = "127.0.0.1"


def command(port: int, app: Path) -> list[str]:
    """The command line that serves the page ``app`` on ``port``; what is safe holds whatever a config.toml
    in the current folder says, the rest is in the page's own config.toml."""
    options = {
        "server.address": HOST,
        "server.port": port,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]


def serve(port: int, company: str | None = None) -> int:
    """Serve the dashboard until it is stopped; returns the server's exit code, 130 after Ctrl-C or SIGTERM.

    ``company``: the folder of the company that its pages are about. BadInput where the port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise _unusable(port, (error.strerror or str(error)).lower()) from None
    with socket.socket() as caller:  # a server on all addresses does not keep the probe out everywhere
        caller.settimeout(1)
        if caller.connect_ex((HOST, port)) == 0:
            raise _unusable(port, "address already in use")
    spec = find_spec("dashboard")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    paths = [str(folder.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), COMPANY: company or ""}
    print(f"Dashboard: http://{HOST}:{port} (Ctrl-C ends it)", flush=True)
    with (
        termination_stops(),
        subprocess.Popen(command(port, folder / "app.py"), env=environment, stdout=subprocess.DEVNULL) as server,
    ):
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            server.wait()
            return 130


def _unusable(port: int, reason: str) -> BadInput:
    fix = f"give another one, e.g. --port {port + 1 if port < 65535 else 8502}"
    return BadInput([Problem("--port", 0, "", f"port {port}: {reason}", "a free port", fix)])
