"""What a click on the page costs the server, and how long readers wait who use it side by side.

    python -m benchmarks.clicks RUNS RESULT [--users 20] [--thinking 10] [--seconds 60]

``RUNS``: a folder of results; ``RESULT``: the name of one of them, such as ``sixr-runs/four``. The page is served on
this machine alone and asked through the same websocket as a browser asks it; nothing is drawn, so what is
measured is the server's part. Each reader opens the result, then changes a number, the language or the scale in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
MOST_BYTES = 50_000_000
CLICKS = ("number", "language", "scale")


@dataclass
class Reader:
    """One session of the page: the widgets it has seen, and the messages that it keeps as a browser does."""

    socket: ClientConnection
    address: str
    page: str = ""
    widgets: dict[str, tuple[str, object]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    failed: int = 0

    async def ask(self) -> tuple[float, int]:
        """Have the page run; seconds until it has ended, and bytes that came."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.address, self.page
        for name, (kind, value) in self.widgets.items():
            widget = state.widget_states.widgets.add(id=name)
            if kind == "string_array_value":
                widget.string_array_value.data.extend(value)
            else:
                setattr(widget, kind, value)
        state.cached_message_hashes.extend(self.kept)
        begin, size = time.perf_counter(), 0
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), 120)
            assert isinstance(raw, bytes)
            size += len(raw)
            said = ForwardMsg.FromString(raw)
            self._note(said)
            if said.WhichOneof("type") == "script_finished":
                self.failed += said.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                return time.perf_counter() - begin, size

    def _note(self, said: ForwardMsg) -> None:
        kind = said.WhichOneof("type")
        if kind == "page_info_changed":
            self.address = said.page_info_changed.query_string
        elif kind == "new_session":
            self.page = said.new_session.page_script_hash
        elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            if said.metadata.cacheable:
                self.kept.add(said.hash)
            element = said.delta.new_element
            self.failed += element.WhichOneof("type") == "exception"
            if element.WhichOneof("type") == "number_input":
                number = element.number_input
                if number.id.endswith("-days"):
                    self.named["days"] = number.id
                    self.widgets.setdefault(number.id, ("double_value", number.default))
            if element.WhichOneof("type") == "button_group":
                group = element.button_group
                for name in ("language", "scale"):
                    if group.id.endswith(f"-{name}"):
                        self.named[name] = group.id

    def click(self, what: str, turn: int) -> None:
        """Change a widget as a reader would; the next ``ask`` tells the server."""
        if what == "number":
            self.widgets[self.named["days"]] = ("double_value", 700.0 + turn % 30)
        elif what == "language":
            self.widgets[self.named["language"]] = ("string_array_value", [("English", "中文")[turn % 2]])
        else:
            chinese = "中文" in self.widgets.get(self.named["language"], ("", []))[1]  # type: ignore[operator]
            names = ("绝对值", "百分比") if chinese else ("Absolute", "Percent")
            self.widgets[self.named["scale"]] = ("string_array_value", [names[turn % 2]])


@contextmanager
def served(runs: Path) -> Iterator[tuple[int, int]]:
    """A server of the page for ``runs``: its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *options, "--server.fileWatcherType=none"]
    environment = os.environ | {"SIXR_RUNS": str(runs.resolve()), "PYTHONPATH": str(APP.parents[1])}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def cpu(pid: int) -> float:
    """Seconds of processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes that the process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _stream(port: int):  # type: ignore[no-untyped-def]
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=MOST_BYTES, subprotocols=["streamlit"])  # type: ignore[list-item]


async def alone(port: int, pid: int, result: str, clicks: int) -> None:
    """What each kind of click costs while nobody else is there."""
    for name in (result, result):
        began = cpu(pid)
        async with _stream(port) as stream:
            reader = Reader(stream, f"lang=en&result={name}")
            waited, size = await reader.ask()
            print(f"open      {1e3 * waited:6.0f} ms  {1e3 * (cpu(pid) - began):6.0f} ms CPU  {size / 1e3:7.0f} kB")
    async with _stream(port) as stream:
        reader = Reader(stream, f"lang=en&result={result}")
        await reader.ask()
        for what in CLICKS:
            found = []
            for turn in range(1, clicks + 1):
                reader.click(what, turn)
                began = cpu(pid)
                waited, size = await reader.ask()
                found.append((waited, cpu(pid) - began, size))
            waits, used, sizes = zip(*found, strict=True)
            cost, bytes_ = statistics.mean(used), statistics.mean(sizes)
            print(
                f"{what:9} {1e3 * statistics.median(waits):6.0f} ms  {1e3 * cost:6.0f} ms CPU  {bytes_ / 1e3:7.0f} kB"
                f"  (failed {reader.failed})"
            )


async def together(port: int, pid: int, result: str, users: int, thinking: float, seconds: float) -> None:
    """``users`` readers side by side, each thinking ``thinking`` seconds on average between two clicks."""
    waits: list[float] = []
    failed = 0
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        nonlocal failed
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0.0, thinking))
        async with _stream(port) as stream:
            reader = Reader(stream, f"lang=en&result={result}")
            await reader.ask()
            turn = 0
            while time.monotonic() < until:
                await asyncio.sleep(chance.expovariate(1.0 / thinking))
                turn += 1
                reader.click(CLICKS[turn % len(CLICKS)], turn)
                waits.append((await reader.ask())[0])
            failed += reader.failed

    began, clock = cpu(pid), time.monotonic()
    outcomes = await asyncio.gather(*(one(number) for number in range(users)), return_exceptions=True)
    errors = [outcome for outcome in outcomes if outcome is not None]
    busy = (cpu(pid) - began) / (time.monotonic() - clock)
    ordered = sorted(waits)
    print(
        f"{users} readers, {len(waits)} clicks: p50 {statistics.median(ordered):.2f} s,"
        f" p95 {ordered[int(0.95 * len(ordered))]:.2f} s, most {ordered[-1]:.2f} s; {busy:.2f} cores,"
        f" {memory(pid):.0f} MB; errors {failed + len(errors)} {errors[:1] or ''}"
    )


def main() -> None:
    said = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    said.add_argument("runs", type=Path)
    said.add_argument("result")
    said.add_argument("--users", type=int, default=20)
    said.add_argument("--thinking", type=float, default=10.0)
    said.add_argument("--seconds", type=float, default=60.0)
    said.add_argument("--clicks", type=int, default=6)
    asked = said.parse_args()
    with served(asked.runs) as (port, pid):
        asyncio.run(alone(port, pid, asked.result, asked.clicks))
        if asked.users:
            asyncio.run(together(port, pid, asked.result, asked.users, asked.thinking, asked.seconds))


if __name__ == "__main__":
    main()
