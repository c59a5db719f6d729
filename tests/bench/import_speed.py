"""Reading a large csv of posts against `pandas.read_csv` alone: seconds and memory.

Run ``python tests/bench/import_speed.py [megabytes]``. Both are measured in one run, in turns, each
time in a new process: seconds by the wall clock (and of the processor, which a busy machine
disturbs less), memory as the largest resident size above that of the same process with its imports.
Of each the middle one of five turns counts. Aim: at most 3 times the seconds and 4 times the file's
size.
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# The package need not be installed.
sys.path.insert(0, str(Path(__file__).parents[2]))

TURNS = 5
HEADER = [
    "Content",
    "Video title",
    "Video publish time",
    "Duration",
    "Views",
    "Watch time (hours)",
    "Subscribers",
    "Impressions",
    "Likes",
]


def write_posts(path: Path, megabytes: int) -> int:
    """Write a file of about that size; return its rows."""
    draw = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    words = [
        "How",
        "to",
        "bake",
        "bread",
        "in",
        "ten",
        "minutes",
        "with",
        "a",
        "friend",
        "and",
        "a",
        "cat",
        "at",
        "home",
        "#bread",
        "#cat",
    ]
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        while target.tell() < megabytes * 1_000_000 if rows % 5000 == 0 else True:
            draw.shuffle(words)
            writer.writerow(
                [
                    "".join(draw.choices(letters, k=11)),
                    " ".join(words * 2) + ", part two",
                    f"{draw.choice(('Jan', 'Apr', 'Sep'))} {draw.randint(1, 28)}, 2024",
                    draw.randint(10, 900),
                    draw.randint(0, 2_000_000),
                    round(draw.random() * 900, 4),
                    draw.randint(-20, 300),
                    draw.randint(0, 9_000_000),
                    draw.randint(0, 90_000),
                ]
            )
            rows += 1
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn took: seconds by two clocks, bytes, and the rows it gave."""

    seconds: float
    processor: float
    memory: int
    rows: int


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _measured(read: Callable[[], int]) -> Turn:
    before, clock, start = _resident(), time.process_time(), time.perf_counter()
    rows = read()
    return Turn(
        seconds=time.perf_counter() - start,
        processor=time.process_time() - clock,
        memory=_resident() - before,
        rows=rows,
    )


def by_pandas(path: str) -> Turn:
    """Read the file by `pandas.read_csv` alone."""
    import pandas as pd  # noqa: PLC0415 - its memory is not counted

    return _measured(lambda: len(pd.read_csv(path)))


def by_reader(path: str) -> Turn:
    """Read the file as an import does."""
    from kpicore.ingest import SourceFile, read_files  # noqa: PLC0415 - its memory is not counted

    return _measured(lambda: len(read_files([SourceFile.at(Path(path))]).history.posts))


def main(megabytes: int) -> None:
    """Measure and print."""
    turns: dict[str, list[Turn]] = {"pandas": [], "reader": []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Table data.csv"
        rows = write_posts(path, megabytes)
        size = path.stat().st_size
        for _ in range(TURNS):
            for name, job in (("pandas", by_pandas), ("reader", by_reader)):
                context = multiprocessing.get_context("spawn")
                with ProcessPoolExecutor(1, mp_context=context) as alone:
                    turns[name].append(alone.submit(job, str(path)).result())
    middle = {
        name: (
            median(t.seconds for t in found),
            median(t.processor for t in found),
            median(t.memory for t in found) / size,
        )
        for name, found in turns.items()
    }
    for name, (seconds, processor, memory) in middle.items():
        kept = turns[name][0].rows
        sys.stdout.write(
            f"{name}: {seconds:.2f} s ({processor:.2f} s of the processor), {memory:.2f} x size, "
            f"{kept} of {rows} rows\n"
        )
    ratios = [middle["reader"][i] / middle["pandas"][i] for i in (0, 1)]
    sys.stdout.write(f"seconds against pandas: {ratios[0]:.2f}, of the processor {ratios[1]:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
