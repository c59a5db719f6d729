"""Twenty people who switch pages for a minute: ``python -m tests.bench.load``.

Each is a session of its own over a websocket, on this machine only, that opens page after page of
the workspace with the sample data and looks at each for a while (2 to 6 s). Reported: seconds from
asking for a page to the end of its run, what was drawn as an error, and what a session leaves in
memory once it is closed (proportional set size of the server and its workers, after as many
sessions as before have come and gone). ``--visitors`` gives everybody a private workspace of their
own in memory instead of the shared saved one.

Limits on 2 cores: no error, median under 0.5 s, 95 of 100 under 2 s, under 2 MB per session.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from kpicore.samples import sample_history
from kpicore.store import Store
from tests.bench.first_page import memory_mb
from tests.bench.websocket_client import Client, open_client
from tests.browser.running import ELSEWHERE, Server, serve

SESSIONS = 20
SECONDS = 60.0
LOOKS = (2.0, 6.0)
MEDIAN_S, P95_S, LEFT_MB = 0.5, 2.0, 2.0
ROUNDS = 3
FORGET_SECONDS = 5
"""After this long a closed session is forgotten; the bench does not wait the usual 300 s."""


def main() -> int:
    """Measure, print the pages and one JSON line.

    Returns
    -------
    int
        1 when a limit is passed.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", action="store_true")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        seed(Path(data))
        with serve(Path(data), "--server.disconnectedSessionTTL", str(FORGET_SECONDS)) as server:
            figures = asyncio.run(_measure(server, given.seconds, visitors=given.visitors))
    print(json.dumps(figures))
    return int(
        bool(figures["errors"])
        or float(str(figures["median_s"])) > MEDIAN_S
        or float(str(figures["p95_s"])) > P95_S
        or float(str(figures["left_mb"])) > LEFT_MB
    )


def seed(data: Path) -> None:
    """Fill the workspace of the person at the machine with the sample data."""
    store = Store.open(data_folder=data)
    history = sample_history(datetime.now(UTC).date() - timedelta(days=1))
    store.personal_workspace().add_import(
        history,
        file="Sample",
        sha256=history.fingerprint,
        layout="sample",
        imported_at=datetime.now(UTC),
    )
    store.close()


async def _measure(server: Server, seconds: float, *, visitors: bool) -> dict[str, object]:
    port = int(server.url.rsplit(":", 1)[1])
    host = ELSEWHERE if visitors else "localhost"
    # Whatever is made once, as forecasts and charts, is made before anything is measured.
    await _everybody(port, host, 15.0, visitors=visitors)
    cpu, began = _cpu_seconds(server.pid), time.perf_counter()
    times, errors, received = await _everybody(port, host, seconds, visitors=visitors)
    spent = _cpu_seconds(server.pid) - cpu
    duration = time.perf_counter() - began
    left = await _left_by_sessions(server, port, host, visitors=visitors)
    every = sorted(t for taken in times.values() for t in taken)
    for page, taken in sorted(times.items()):
        print(f"{page or 'overview':14s} {len(taken):4d} median {median(taken):.3f} s")
    return {
        "bench": "load",
        "sessions": SESSIONS,
        "private": visitors,
        "pages": len(every),
        "median_s": round(median(every), 3),
        "p95_s": round(quantiles(every, n=20)[-1], 3),
        "worst_s": round(every[-1], 3),
        "errors": dict(Counter(errors).most_common(5)),
        "server_cpu_share": round(spent / duration, 2),
        "server_cpu_ms_per_page": round(1000 * spent / len(every)),
        "machine_load": round(os.getloadavg()[0], 1),
        "kb_per_page": round(received / len(every) / 1024),
        "left_mb": round(left, 2),
        "memory_mb": round(memory_mb(server.pid)),
        "tracebacks": len(server.tracebacks),
    }


async def _everybody(
    port: int, host: str, seconds: float, *, visitors: bool
) -> tuple[dict[str, list[float]], list[str], int]:
    times: dict[str, list[float]] = defaultdict(list)
    clients = [
        await _arrive(port, host, seed, visitors=visitors and seconds > 0)
        for seed in range(SESSIONS)
    ]
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(_switch(client, seed, until, times) for seed, client in enumerate(clients))
    )
    errors = [error for client in clients for error in client.errors]
    received = sum(client.received for client in clients)
    await asyncio.gather(*(client.close() for client in clients))
    return times, errors, received


async def _arrive(port: int, host: str, seed: int, *, visitors: bool) -> Client:
    client = await open_client(port, host=host)
    if visitors:
        await client.open_page("", press="empty.sample")
    return client


async def _switch(client: Client, seed: int, until: float, times: dict[str, list[float]]) -> None:
    chance = random.Random(seed)
    pages = sorted(client.pages)
    await client.look(chance.uniform(0, LOOKS[1]))
    while time.perf_counter() < until:
        page = chance.choice(pages)
        times[page].append(await client.open_page(page))
        await client.look(chance.uniform(*LOOKS))


async def _left_by_sessions(server: Server, port: int, host: str, *, visitors: bool) -> float:
    """Return the megabytes that one more session leaves, from whole rounds of them."""
    memories = []
    for _ in range(ROUNDS):
        await _everybody(port, host, 6.0, visitors=visitors)
        await asyncio.sleep(2 * FORGET_SECONDS)
        # Streamlit forgets sessions when another one ends.
        await (await open_client(port, host=host)).close()
        await asyncio.sleep(1)
        memories.append(memory_mb(server.pid))
    return (memories[-1] - memories[0]) / ((ROUNDS - 1) * SESSIONS)


def _cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used; its workers not included."""
    parts = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
