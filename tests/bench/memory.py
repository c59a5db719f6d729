"""Memory of the app with the sample data and a forecast done: ``python -m tests.bench.memory``.

Opens every page twice on the sample data in a session over a websocket, waiting for forecasts, and
prints the highest proportional set size of the server and all its worker processes together. Limit:
700 MB, which leaves room below the 1 GB of a small host.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.first_page import memory_mb
from tests.bench.load import seed
from tests.bench.websocket_client import open_client
from tests.browser.running import Server, serve

LIMIT_MB = 700
LOOK_SECONDS = 4.0
ROUNDS = 2


def main() -> int:
    """Measure and print one JSON line.

    Returns
    -------
    int
        1 when the limit is passed, or a page showed an error.
    """
    with tempfile.TemporaryDirectory() as data:
        seed(Path(data))
        with serve(Path(data)) as server:
            highest, errors = asyncio.run(_visit(server))
    print(json.dumps({"bench": "memory", "memory_mb": round(highest), "errors": errors}))
    return int(highest > LIMIT_MB or bool(errors))


async def _visit(server: Server) -> tuple[float, list[str]]:
    client = await open_client(int(server.url.rsplit(":", 1)[1]), host="localhost")
    highest = 0.0
    for _ in range(ROUNDS):
        for page in sorted(client.pages):
            await client.open_page(page)
            await client.look(LOOK_SECONDS)
            highest = max(highest, memory_mb(server.pid))
            print(f"{page or 'overview':14s} {highest:.0f} MB")
    await client.close()
    return highest, sorted(set(client.errors))


if __name__ == "__main__":
    sys.exit(main())
