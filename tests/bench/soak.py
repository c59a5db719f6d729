"""Does memory stay flat while people come and go: ``python -m tests.bench.soak [MINUTES]``.

A real server; sessions over websockets, half of them at the machine itself and half private
visitors who try the sample, arrive, open pages for a while and leave, for 30 minutes by default.
Memory (proportional set size of the server and its workers) is sampled every few seconds. The first
third warms caches up and does not count; over the rest the slope is the median of the slopes
between all pairs of samples (Theil-Sen), which single peaks do not move. Limit: under 20 MB an
hour, or no more than chance explains: the lower end of its interval below that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from scipy.stats import theilslopes

from tests.bench.first_page import memory_mb
from tests.bench.load import FORGET_SECONDS, seed
from tests.bench.websocket_client import open_client
from tests.browser.running import ELSEWHERE, Server, serve

MINUTES = 30.0
AT_ONCE = 6
PAGES = (3, 8)
LOOKS = (0.5, 3.0)
SAMPLE_SECONDS = 5.0
WARM_SHARE = 1 / 3
LIMIT_MB_PER_HOUR = 20.0
LEVEL = 0.95


@dataclass
class Soak:
    """What was seen.

    Attributes
    ----------
    sessions, pages : int
        How many came and were opened.
    errors : list of str
        What was drawn as an error.
    samples : list of tuple of float, float
        Seconds since the beginning and megabytes.
    """

    sessions: int = 0
    pages: int = 0
    errors: list[str] = field(default_factory=list)
    samples: list[tuple[float, float]] = field(default_factory=list)


def main() -> int:
    """Measure; print the memory every minute and one JSON line.

    Returns
    -------
    int
        1 when memory grows by more than the limit, or a page showed an error.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("minutes", type=float, nargs="?", default=MINUTES)
    minutes = parser.parse_args().minutes
    soak = Soak()
    with tempfile.TemporaryDirectory() as data:
        seed(Path(data))
        with serve(Path(data), "--server.disconnectedSessionTTL", str(FORGET_SECONDS)) as server:
            asyncio.run(_soak(server, 60 * minutes, soak))
            tracebacks = len(server.tracebacks)
    counted = [s for s in soak.samples if s[0] >= 60 * minutes * WARM_SHARE]
    slope, _, low, high = theilslopes([mb for _, mb in counted], [t for t, _ in counted], LEVEL)
    figures = {
        "bench": "soak",
        "minutes": minutes,
        "sessions": soak.sessions,
        "pages": soak.pages,
        "memory_mb_first": round(counted[0][1]),
        "memory_mb_last": round(counted[-1][1]),
        "memory_mb_highest": round(max(mb for _, mb in soak.samples)),
        "mb_per_hour": round(3600 * slope, 1),
        "mb_per_hour_low": round(3600 * low, 1),
        "mb_per_hour_high": round(3600 * high, 1),
        "limit_mb_per_hour": LIMIT_MB_PER_HOUR,
        "errors": sorted(set(soak.errors)),
        "tracebacks": tracebacks,
    }
    print(
        f"{soak.sessions} sessions, {soak.pages} pages: {figures['mb_per_hour']} MB an hour "
        f"({figures['mb_per_hour_low']} to {figures['mb_per_hour_high']}), limit "
        f"{LIMIT_MB_PER_HOUR:g}"
    )
    print(json.dumps(figures))
    return int(3600 * low > LIMIT_MB_PER_HOUR or bool(soak.errors) or tracebacks > 0)


async def _soak(server: Server, seconds: float, soak: Soak) -> None:
    begun = time.perf_counter()
    visitors = [
        asyncio.create_task(_come_and_go(server, begun + seconds, number, soak))
        for number in range(AT_ONCE)
    ]
    told = -1.0
    while (passed := time.perf_counter() - begun) < seconds:
        # Reading what the kernel counts takes long enough to hold up the sessions.
        mb = await asyncio.to_thread(memory_mb, server.pid)
        soak.samples.append((passed, mb))
        if passed // 60 > told:
            told = passed // 60
            print(f"{told:4.0f} min {mb:6.0f} MB, {soak.sessions} sessions", flush=True)
        await asyncio.sleep(SAMPLE_SECONDS)
    await asyncio.gather(*visitors)


async def _come_and_go(server: Server, until: float, number: int, soak: Soak) -> None:
    """Be one person after another until the time is over."""
    chance = random.Random(number)
    port = int(server.url.rsplit(":", 1)[1])
    await asyncio.sleep(chance.uniform(0, LOOKS[1]))
    while time.perf_counter() < until:
        private = chance.random() < 0.5
        client = await open_client(port, host=ELSEWHERE if private else "localhost")
        if private:
            await client.open_page("", press="empty.sample")
        pages = sorted(client.pages)
        for _ in range(chance.randint(*PAGES)):
            await client.open_page(chance.choice(pages))
            await client.look(chance.uniform(*LOOKS))
            soak.pages += 1
        soak.errors += client.errors
        await client.close()
        soak.sessions += 1


if __name__ == "__main__":
    sys.exit(main())
