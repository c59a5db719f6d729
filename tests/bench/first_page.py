"""Seconds until the first page is drawn, and its memory: python -m tests.bench.first_page.

Each run starts a fresh server with an empty data folder and a fresh browser. *Server* is the time
until the health check answers; *page* the time from then until the headline is visible. The limit
is 3 s on 2 cores. Memory is the proportional set size of the server and its children.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import expect, sync_playwright

from tests.browser.running import chromium_path, launch, serve

LIMIT_S = 3.0
RUNS = 5


def memory_mb(pid: int) -> float:
    """Return the proportional set size of a process and all its children, in MB."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            lineage, current = [], int(entry.name)
            while current > 1:
                lineage.append(current)
                stat = (Path("/proc") / str(current) / "stat").read_text()
                current = int(stat.rpartition(")")[2].split()[1])
            if pid in lineage:
                rollup = (entry / "smaps_rollup").read_text().split("\n")
                total += next(int(r.split()[1]) for r in rollup if r.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


def main() -> int:
    """Measure and print a row per run and one JSON line.

    Returns
    -------
    int
        1 when the median is over the limit.
    """
    path = chromium_path()
    if path is None:
        sys.exit("No Chromium found.")
    pages, memories = [], []
    for run in range(RUNS):
        with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
            start = time.perf_counter()
            with serve(Path(data)) as server:
                ready = time.perf_counter()
                browser = launch(playwright, path)
                page = browser.new_page()
                page.goto("about:blank")
                asked = time.perf_counter()
                page.goto(server.url)
                expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=60_000)
                pages.append(time.perf_counter() - asked)
                children = subprocess.run(
                    ["pgrep", "-P", str(os.getpid()), "-f", "streamlit"],
                    capture_output=True,
                    text=True,
                    check=False,
                ).stdout.split()
                memories.append(max((memory_mb(int(c)) for c in children), default=float("nan")))
                browser.close()
            print(f"run {run + 1}: server {ready - start:.2f} s, page {pages[-1]:.2f} s")
    figures = {
        "bench": "first_page",
        "page_s_median": round(median(pages), 2),
        "page_s_max": round(max(pages), 2),
        "limit_s": LIMIT_S,
        "memory_mb": round(max(memories)),
    }
    print(json.dumps(figures))
    return int(median(pages) > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
