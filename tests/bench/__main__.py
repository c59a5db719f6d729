"""All measurements under one command.

    python -m tests.bench --list          what there is
    python -m tests.bench                 everything that does not have to be named
    python -m tests.bench kpi_speed soak  some
    python -m tests.bench goal_accuracy --series FILE

Each runs in a process of its own, on one thread of numpy, and prints what it measures; then one
JSON line follows: {"bench", "passed", "seconds", "beside", "figures"}, or {"bench", "skipped"}. The
exit status is 1 when one is over its limit. Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

from tests.bench.registry import BENCHES, SERIES, Bench

ROOT = Path(__file__).parents[2]
GRACE_SECONDS = 60
"""What a bench that took too long gets to clean up."""


def run(name: str, bench: Bench, series: str | None) -> bool:
    """Run one bench; return whether it is inside its limits, or was skipped."""
    lacking = bench.missing(series)
    if lacking is not None:
        print(json.dumps({"bench": name, "skipped": lacking}), flush=True)
        return True
    print(f"== {name}: {bench.what}; beside: {bench.beside}", flush=True)
    begun = time.perf_counter()
    printed, status = _output(bench, series)
    figures = bench.read(printed)
    broken = [str(limit) for limit in bench.limits if not limit.holds(figures)]
    passed = status == 0 and not broken and bool(figures)
    line = {
        "bench": name,
        "passed": passed,
        "seconds": round(time.perf_counter() - begun),
        "beside": bench.beside,
        "figures": figures,
    }
    if broken:
        line["not_kept"] = broken
    print(json.dumps(line), flush=True)
    return passed


def _output(bench: Bench, series: str | None) -> tuple[str, int]:
    """Run the script, pass on what it prints, and return it with the exit status."""
    lines = []
    process = subprocess.Popen(
        [sys.executable, *bench.command(series)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    # Interrupted, it still ends the servers and workers that it started; killed, it would not.
    ends = [
        Timer(60 * bench.minutes, process.send_signal, [signal.SIGINT]),
        Timer(60 * bench.minutes + GRACE_SECONDS, process.kill),
    ]
    for timer in ends:
        timer.start()
    try:
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                lines.append(line)
                # The script's own JSON line becomes part of ours.
                if not line.startswith("{"):
                    print(line, end="", flush=True)
        status = process.wait()
    finally:
        for timer in ends:
            timer.cancel()
    return "".join(lines), status


def main() -> int:
    """List or run benches.

    Returns
    -------
    int
        1 when one is over its limit.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []])
    parser.add_argument("--list", action="store_true", help="only say what there is")
    parser.add_argument(
        "--series", default=os.environ.get(SERIES), help=f"table of real series; or {SERIES}"
    )
    options = parser.parse_args()
    chosen = options.names or [n for n, b in BENCHES.items() if not b.by_name_only]
    for name in BENCHES if options.list or not options.names else ():
        bench = BENCHES[name]
        note = " (only when named)" if bench.by_name_only else ""
        print(f"{name:16} {bench.what}{note}\n{'':16} beside: {bench.beside}")
    if options.list:
        return 0
    passed = [run(name, BENCHES[name], options.series) for name in chosen]
    return int(not all(passed))


if __name__ == "__main__":
    sys.exit(main())
