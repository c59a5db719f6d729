"""Known vulnerabilities of the pinned packages, where the list of them can be reached."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 240


@dataclass(frozen=True, kw_only=True)
class Advisories:
    """What pip-audit says.

    Attributes
    ----------
    asked : int
        Packages of which it could be told.
    found : tuple of str
        Package, version and advisory.
    reason : str
        Why of some or all packages nothing could be told; empty where all could be asked.
    """

    asked: int
    found: tuple[str, ...] = ()
    reason: str = ""


def advisories(file: str = "requirements.txt") -> Advisories:
    """Ask for the advisories of the pinned packages.

    Parameters
    ----------
    file : str
        Of pinned packages, in the project's folder.

    Returns
    -------
    Advisories
        Not being able to ask is told, and is no finding.
    """
    command = [sys.executable, "-m", "pip_audit", "--requirement", file, "--format", "json"]
    command += ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    try:
        ended = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Advisories(asked=0, reason=f"no answer in {SECONDS} seconds")
    try:
        told = json.loads(ended.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        last = (ended.stderr.strip().splitlines() or ["no answer"])[-1]
        return Advisories(asked=0, reason=last)
    return read(told)


def read(told: list[dict[str, object]]) -> Advisories:
    """Put together what pip-audit told of each package.

    Parameters
    ----------
    told : list of dict
        ``dependencies`` of its JSON.

    Returns
    -------
    Advisories
        With the most frequent reason of those that were passed over.
    """
    passed_over = [str(d["skip_reason"]) for d in told if "skip_reason" in d]
    found = tuple(
        f"{d['name']} {d['version']}: {each['id']}"
        for d in told
        if "skip_reason" not in d
        for each in _listed(d["vulns"])
    )
    reason = ""
    if passed_over:
        ((first, _),) = Counter(r.partition(":")[0] for r in passed_over).most_common(1)
        reason = f"{len(passed_over)} of {len(told)} packages: {first}"
    return Advisories(asked=len(told) - len(passed_over), found=found, reason=reason)


def _listed(vulnerabilities: object) -> list[dict[str, object]]:
    return vulnerabilities if isinstance(vulnerabilities, list) else []
