"""Reading a large csv of posts against `pandas.read_csv` alone: seconds and memory.

Run ``python tests/bench/import_speed.py [megabytes]``. Both are measured in one run, each in its
own process: seconds by the wall clock, memory as the largest resident size above that of the same
process with its imports. Aim: at most 3 times the seconds and 4 times the file's size.
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

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


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _by_pandas(path: str, answer: multiprocessing.Queue[tuple[float, int, int]]) -> None:
    import pandas as pd  # noqa: PLC0415 - its memory is not counted

    before, start = _resident(), time.perf_counter()
    frame = pd.read_csv(path)
    answer.put((time.perf_counter() - start, _resident() - before, len(frame)))


def _by_reader(path: str, answer: multiprocessing.Queue[tuple[float, int, int]]) -> None:
    from kpicore.ingest import SourceFile, read_files  # noqa: PLC0415 - its memory is not counted

    before, start = _resident(), time.perf_counter()
    result = read_files([SourceFile.at(Path(path))])
    answer.put((time.perf_counter() - start, _resident() - before, len(result.history.posts)))


def main(megabytes: int) -> None:
    """Measure and print."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Table data.csv"
        rows = write_posts(path, megabytes)
        size = path.stat().st_size
        found = {}
        for name, job in (("pandas", _by_pandas), ("reader", _by_reader)):
            answer = context.Queue()
            process = context.Process(target=job, args=(str(path), answer))
            process.start()
            found[name] = answer.get()
            process.join()
    for name, (seconds, memory, kept) in found.items():
        sys.stdout.write(
            f"{name}: {seconds:.2f} s, {memory / size:.2f} x size, {kept} of {rows} rows\n"
        )
    sys.stdout.write(f"seconds against pandas: {found['reader'][0] / found['pandas'][0]:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
