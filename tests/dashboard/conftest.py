"""Result folders, the page under test, a server and a browser, each made once."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import company_made
import made
import pytest
from streamlit.testing.v1 import AppTest

import sixr
from calibration.company.folder import Folder
from dashboard import report, variant
from dashboard.company import COMPANY
from dashboard.variant import Variant
from scenarios.files.loading import load
from scenarios.results.store import Result

ROOT = Path(__file__).parents[2]
APP = ROOT / "dashboard" / "app.py"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to work in, with stored results among the runs in it."""
    place = tmp_path_factory.mktemp("place")
    runs = place / "sixr-runs"
    made.folder(runs / "four")
    made.folder(runs / "sure", names=("base", "price-up"), worlds=120)
    names = tuple(made.HOSTILE)
    market = {"name": f"![m](http://{made.HOST}/m.png)", "labels": {}}
    made.folder(runs / "hostile", names=names, titles=made.HOSTILE, market=market, warnings=[f"http://{made.HOST}"])
    made.folder(runs / "deep", names=("base", "more-search"), incremental=True)
    (made.folder(runs / "damaged") / "tables" / "daily.parquet").write_bytes(b"nothing")
    return place


@pytest.fixture(scope="session")
def programme(place: Path) -> Result:
    """What `sixr referrals` finds in a small market; it lies among the runs as ``loop``."""
    sizes = {"customers": 3000, "days": 300, "replications": 3}
    return sixr.referrals("referral_two_sided", **sizes, crv=0, threads=1, out=str(place / "sixr-runs" / "loop"))


@pytest.fixture(scope="session")
def small(place: Path) -> Result:
    """A comparison of today's policy, another and a plan of a reader's own; it lies among the runs as ``small``."""
    plan = place / "own-plan.yaml"
    plan.write_text(variant.document(Variant("", (("price", 104.0),)), load("base"), 60), encoding="utf-8")
    sizes = {"customers": 500, "replications": 2, "days": 60, "seed": 3}
    out = str(place / "sixr-runs" / "small")
    return sixr.compare("base", "price_up_10", str(plan), **sizes, threads=1, out=out)


@pytest.fixture(scope="session")
def hostile_report(place: Path) -> Path:
    """The report of the result whose names are hostile."""
    file = place / "hostile.html"
    report.write(place / "sixr-runs" / "hostile", file)
    return file


@pytest.fixture
def page(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Run the page with the given address and locale; no browser is needed."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("SIXR_RUNS", "sixr-runs")
    monkeypatch.delenv(COMPANY, raising=False)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # Streamlit puts the page in its place

    def run(locale: str = "en-US", file: Path = APP, **address: Any) -> AppTest:
        app = AppTest.from_file(file, default_timeout=90)
        app.query_params.update(address)
        app.context["locale"] = locale
        return app.run()

    return run


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A small company, fitted."""
    return company_made.shop(tmp_path_factory.mktemp("company") / "shop")


@pytest.fixture(scope="session")
def server(place: Path) -> Iterator[str]:
    """The address of a server of the page, whose runs are those of ``place``."""
    with served(place) as address:
        yield address


@pytest.fixture(scope="session")
def shop_server(shop: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose pages are about the company."""
    with served(tmp_path_factory.mktemp("shop-runs"), **{COMPANY: str(shop.path)}) as address:
        yield address


@contextmanager
def served(place: Path, **variables: str) -> Iterator[str]:
    """The address of a server started in ``place`` with further ``variables`` of the environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"]
    options = ["--server.headless=true", "--server.fileWatcherType=none"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SIXR_RUNS": "sixr-runs", COMPANY: "", **variables}
    log = (place / "server.txt").open("w")
    process = subprocess.Popen([*command, *options], cwd=place, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")
