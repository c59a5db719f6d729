"""Running the app and a browser: what the browser tests and the screenshots share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO

from playwright.sync_api import Browser, Page, Playwright, expect

PROJECT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ELSEWHERE = "goalpost.test"
"""A host name that leads to this machine but is not its own."""

QUIET = [
    f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000
"""A forecast on two busy cores takes seconds; an outcome that never comes ends here."""


_TIME = re.compile(r"\d{4}-\d\d-\d\d ")
"""Begins an entry of the log."""


@dataclass
class Server:
    """A running app.

    Attributes
    ----------
    url : str
        Its address, without a slash at the end.
    pid : int
        Of its process.
    log : list of str
        What it printed.
    """

    url: str
    pid: int = 0
    log: list[str] = field(default_factory=list)

    @property
    def tracebacks(self) -> list[str]:
        """Lines of the log that begin a traceback, plain or drawn with a frame.

        Streamlit logs a download that was refused as an error; such a refusal is none.
        """
        found, refused = [], False
        for line in self.log:
            if _TIME.match(line):
                refused = "Error executing deferred callable" in line
            elif "Traceback" in line and not refused:
                found.append(line)
        return found


@contextmanager
def serve(data_folder: Path, *options: str, port: int = 0) -> Iterator[Server]:
    """Run the app until the block ends.

    Parameters
    ----------
    data_folder : Path
        Where its database goes.
    *options : str
        Further options of ``streamlit run``.
    port : int
        Where it listens; 0 for any that is free.

    Yields
    ------
    Server
        Healthy.
    """
    command = [
        *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
        *("--server.port", "0", "--server.address", "localhost"),
        # Nobody edits the app while it is looked at; watching its files only costs time.
        *("--server.fileWatcherType", "none"),
        # Session state holds ids and choices, never objects. Only looked at here: the check takes
        # a state that a browser brings along from before a restart for an error.
        *("--runner.enforceSerializableSessionState", "true", *options),
    ]
    port = port or free_port()
    command[command.index("0")] = str(port)
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=os.environ | {"KPICORE_DATA_FOLDER": str(data_folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    server = Server(f"http://localhost:{port}", process.pid)
    assert process.stdout is not None
    reader: Thread | None = None
    try:
        for line in process.stdout:
            server.log.append(line)
            if "URL:" in line:
                break
        else:
            raise RuntimeError(f"The server did not start:\n{''.join(server.log)}")
        reader = Thread(target=_drain, args=(process.stdout, server.log), daemon=True)
        reader.start()
        with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=30) as answer:
            assert answer.read() == b"ok"
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)
        if reader is not None:
            reader.join(timeout=30)
        process.stdout.close()
        sys.stdout.writelines(server.log)  # pytest shows it where a test fails


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _drain(source: IO[str], log: list[str]) -> None:
    log.extend(source)


def chromium_path() -> str | None:
    """Return the distribution's Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def launch(playwright: Playwright, path: str) -> Browser:
    """Start Chromium without anything that talks to the outside by itself."""
    return playwright.chromium.launch(executable_path=path, args=QUIET)


def settled(page: Page) -> None:
    """Wait until the page has been drawn and nothing runs."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def whole(page: Page) -> None:
    """Assert that nothing broke and nothing sticks out sideways."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    wide, inner = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert wide <= inner, f"The page is {wide} px wide in a window of {inner} px."
