"""All that tries to break Goalpost, in one command and bounded time: ``python -m tests.hardening``.

``--minutes`` is shared out among the parts: files damaged at random, processes killed in the middle
of an import, forged workspace files, the list of attacks, twenty people at once. What can go on
finding things goes on in rounds, each with other damages, as long as its share lasts. The licences
and known vulnerabilities of the pinned packages come first. ``--only NAME --minutes 30`` gives all
the time to one part: with ``load`` that is a soak, which tells the memory that sessions leave.

Ends with one JSON line; the exit status is 1 where something was found. The default ``pytest`` runs
the same tests with small budgets.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.hardening.advisories import advisories
from tests.hardening.licences import not_accepted

ROOT = Path(__file__).parents[2]
MINUTES = 15.0
GRACE_SECONDS = 120.0
"""A part that has not ended so long after its share is stopped."""
LOAD_SECONDS = 30.0
"""Shortest look at twenty people; the bench warms up and looks at the memory besides."""
LEFT_MB = 2.0


EVERY_TEST = "long or not long"
"""By default pytest leaves the long ones out."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Tests with a share of the time.

    Attributes
    ----------
    tests : tuple of str
        Files that pytest runs.
    share : float
        Of the time.
    budget : Mapping[str, str]
        Environment that makes them thorough.
    rounds : bool
        Whether another round tries something else.
    """

    tests: tuple[str, ...]
    share: float
    budget: Mapping[str, str] = field(default_factory=dict)
    rounds: bool = True


LOAD_SHARE = 0.2
PARTS: Mapping[str, Part] = {
    "fuzz": Part(
        tests=("tests/ingest/test_ingest_fuzz.py",),
        share=0.3,
        budget={"GOALPOST_FUZZ_EXAMPLES": "200"},
    ),
    "killed": Part(tests=("tests/store/test_killed.py",), share=0.15),
    "forged": Part(
        tests=("tests/hardening/test_forged_files.py",),
        share=0.15,
        budget={"GOALPOST_FORGED": "200"},
    ),
    "attacks": Part(
        tests=(
            "tests/ingest/test_ingest_attacks.py",
            "tests/ingest/test_ingest_bad_files.py",
            "tests/pages/test_downloads.py",
            "tests/store/test_isolation.py",
            "tests/store/test_workspace_file.py",
            "tests/browser/test_people_signed_in.py",
        ),
        share=0.2,
        rounds=False,
    ),
}


def main() -> int:
    """Run the parts and tell what was found.

    Returns
    -------
    int
        1 where something was found.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--only", choices=[*PARTS, "load"])
    given = parser.parse_args()
    began = time.monotonic()
    told: dict[str, object] = {"hardening": "", **(_packages() if given.only is None else {})}
    for name, part in PARTS.items():
        if given.only in (None, name):
            share = part.share if given.only is None else 1.0
            told[name] = _tests(name, part, 60 * given.minutes * share)
    if given.only in (None, "load"):
        told["load"] = _load(60 * given.minutes * (LOAD_SHARE if given.only is None else 1.0))
    found = sorted(name for name, one in told.items() if isinstance(one, dict) and one["found"])
    told["hardening"] = "failed" if found else "passed"
    told |= {"found_by": found, "minutes": round((time.monotonic() - began) / 60, 1)}
    print(json.dumps(told))
    return int(bool(found))


def _packages() -> dict[str, object]:
    refused, known = not_accepted(), advisories()
    for name, licence in refused.items():
        print(f"licence not accepted: {name}: {licence}")
    for each in known.found:
        print(f"vulnerability: {each}")
    if known.reason:
        print(f"not asked of: {known.reason}")
    return {
        "licences": {"found": len(refused)},
        "advisories": {"found": len(known.found), "asked": known.asked, "reason": known.reason},
    }


def _tests(name: str, part: Part, seconds: float) -> dict[str, object]:
    began = time.monotonic()
    rounds = 0
    for number in _rounds(part, began + seconds):
        left = began + seconds - time.monotonic() + GRACE_SECONDS
        command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-m", EVERY_TEST, *part.tests]
        status, text = _run(command, {**part.budget, "GOALPOST_ROUND": str(number)}, left)
        if status is None and rounds:
            break  # The last round was cut off by the clock; those before it found nothing.
        if status != 0:
            print(text)
            why = "it did not end in time" if status is None else f"pytest ended with {status}"
            print(f"{name}, round {number}: {why}")
            return {"found": True, "rounds": rounds, "failed_round": number, "why": why}
        rounds += 1
    took = round(time.monotonic() - began)
    print(f"{name}: {rounds} rounds in {took} s", flush=True)
    return {"found": False, "rounds": rounds, "seconds": took}


def _rounds(part: Part, until: float) -> Iterator[int]:
    yield 0
    number = 0
    while part.rounds and time.monotonic() < until:
        number += 1
        yield number


def _load(seconds: float) -> dict[str, object]:
    looked = max(LOAD_SECONDS, seconds - GRACE_SECONDS)
    command = [sys.executable, "-m", "tests.bench.load", "--seconds", str(looked)]
    _, text = _run(command, {}, looked + 3 * GRACE_SECONDS)
    try:
        figures: dict[str, object] = json.loads(text.strip().splitlines()[-1])
    except (json.JSONDecodeError, IndexError):
        print(text)
        return {"found": True, "why": "it did not end in time"}
    # How fast pages are is judged by the bench on a calm machine; here, what breaks and what stays.
    left = float(str(figures["left_mb"]))
    found = bool(figures["errors"]) or bool(figures["tracebacks"]) or left > LEFT_MB
    print(f"load: {figures['pages']} pages, {left} MB left by a session", flush=True)
    return {"found": found, **figures}


def _run(
    command: Sequence[str], budget: Mapping[str, str], seconds: float
) -> tuple[int | None, str]:
    """Run a command with all that it starts; stop it after a while, then without a status."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | dict(budget),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        text, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        text, _ = process.communicate()
        return None, text
    return process.returncode, text


if __name__ == "__main__":
    sys.exit(main())
