"""Damaged files never crash the reader, and never give a number that they do not hold."""

from __future__ import annotations

import os
import random
import re
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.ingest import ReadOptions, SourceFile, read_files
from kpicore.metrics import METRICS, MetricKind

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
EXAMPLES = int(os.environ.get("GOALPOST_FUZZ_EXAMPLES", "30"))
"""Damaged files per test; `python -m tests.hardening` tries many."""
ROUND = os.environ.get("GOALPOST_ROUND", "0")
"""Number of the round: other damages each time."""

NAMES = sorted(p.name for p in EXPORTS.iterdir())
SUMMED = ("data-export (2).csv",)
"""Rows that the reader adds up per day, so that a value may stand nowhere."""

BINARY = (b"PK", b"\xd0\xcf\x11\xe0")
"""Beginnings of workbooks, old and new, and of archives."""

TEXTS = [n for n in NAMES if not (EXPORTS / n).read_bytes().startswith(BINARY) and n not in SUMMED]
COUNTS = frozenset(m for m, d in METRICS.items() if d.kind is MetricKind.FLOW) - {
    "watch_seconds",
    "net_followers",
}


def cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def flip(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 12)):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def shuffle(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def delimit(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b",", draw.choice((b";", b"\t", b"|", b",,")))


def encode(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(
        draw.choice(("utf-16", "utf-16-le", "cp949", "gb18030", "cp1252")), "replace"
    )


def repeat(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + data[at // 2 :]


DAMAGES = (cut, flip, shuffle, delimit, encode, repeat)


@given(st.sampled_from(NAMES), st.sampled_from(DAMAGES), st.integers(0, 10**6))
@settings(derandomize=True, deadline=10_000, max_examples=EXAMPLES)
def test_a_damaged_file_is_read_or_refused_and_never_crashes(
    name: str, damage: object, seed: int
) -> None:
    assert callable(damage)
    data = damage((EXPORTS / name).read_bytes(), random.Random(f"{ROUND} {seed}"))
    result = read_files([SourceFile(name=name, data=data)], ReadOptions(today=date(2026, 10, 1)))
    for report in result.files:
        assert report.error is not None or report.tables or report.faults


@given(st.sampled_from(TEXTS), st.sampled_from((cut, shuffle, delimit)), st.integers(0, 10**6))
@settings(derandomize=True, deadline=10_000, max_examples=EXAMPLES)
def test_a_damaged_text_gives_no_count_that_it_does_not_hold(
    name: str, damage: object, seed: int
) -> None:
    assert callable(damage)
    data = damage((EXPORTS / name).read_bytes(), random.Random(f"{ROUND} {seed}"))
    result = read_files([SourceFile(name=name, data=data)], ReadOptions(today=date(2026, 10, 1)))
    held = {0.0}
    for text in (data.decode("utf-8", "replace"), data.replace(b"\0", b"").decode("latin-1")):
        held |= {float(t) for t in re.findall(r"\d+(?:\.\d+)?", text)}
        held |= {float(t) for t in re.findall(r"\d+", text)}
        held |= {float(re.sub("[.,]", "", t)) for t in re.findall(r"\d{1,3}(?:[.,]\d{3})+", text)}
    for frame in (result.history.daily, result.history.observations):
        counts = frame[frame["metric"].isin(COUNTS)]["value"].abs()
        assert set(counts) <= held
