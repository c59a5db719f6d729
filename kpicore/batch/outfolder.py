"""The folder of results: what earlier batches left there, and what this one writes.

::

    summary.csv, summary.json   how every client stands, one row per KPI that is followed
    kpis.csv                    every KPI of every account
    goals.json                  the goals that are followed from batch to batch
    changes.json                status changes, latest first
    feed.xml                    the same as an Atom feed
    digest.txt, .html, .eml     what changed in this batch, ready to be sent
    manifest.jsonl              what is done already, a line per client
    reports/                    a report per client

Files are written beside and then put in place, so that a batch that is stopped leaves whole ones.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from kpicore.batch.model import BatchError, BatchPlan, BatchSummary, ClientOutcome
from kpicore.goals.model import Goal
from kpicore.messages import msg

SUMMARY: Final = "summary.json"
GOALS: Final = "goals.json"
MANIFEST: Final = "manifest.jsonl"
REPORTS: Final = "reports"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedGoal:
    """A goal that batches follow.

    Attributes
    ----------
    goal : Goal
        As it was set.
    settled : bool
        Whether a batch has told how it ended; then it is followed no longer.
    """

    goal: Goal
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneClient:
    """A client that is done, as the manifest keeps it.

    Attributes
    ----------
    key : str
        Hash of its content and of the plan.
    goals_before, goals_after : str
        Hash of the open goals before and after: with others it must be done again.
    outcome : ClientOutcome
        What came of it.
    """

    key: str
    goals_before: str
    goals_after: str
    outcome: ClientOutcome


_SUMMARY: Final = TypeAdapter(BatchSummary)
_DONE: Final = TypeAdapter(DoneClient)
_GOALS: Final = TypeAdapter(dict[str, tuple[FollowedGoal, ...]])


class OutFolder:
    """A folder of results.

    Parameters
    ----------
    path : Path
        Made where it is not there.

    Raises
    ------
    BatchError
        If it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise BatchError(
                msg("The folder {folder} cannot be made; choose another one.", folder=str(path))
            ) from fault

    def summary(self) -> BatchSummary | None:
        """Return the summary of the batch before; None when there was none."""
        return self.read(SUMMARY, _SUMMARY)

    def save_summary(self, summary: BatchSummary) -> None:
        """Put the summary in place; the next batch tells its changes against it."""
        self.write(SUMMARY, _SUMMARY.dump_json(summary, indent=1))

    def goals(self) -> Mapping[str, tuple[FollowedGoal, ...]]:
        """Return the goals that batches follow, by client id."""
        return self.read(GOALS, _GOALS) or {}

    def save_goals(self, outcomes: Sequence[ClientOutcome]) -> None:
        """Keep the goals of these clients; those of clients that failed or left stay as they are.

        Parameters
        ----------
        outcomes : sequence of ClientOutcome
            Of clients whose goals were set by a batch.
        """
        kept = dict(self.goals())
        for outcome in outcomes:
            now = tuple(FollowedGoal(goal=s.goal, settled=s.settled) for s in outcome.goals)
            told = {f.goal.goal_id for f in now}
            earlier = tuple(
                f for f in kept.get(outcome.client_id, ()) if f.goal.goal_id not in told
            )
            if earlier or now:
                kept[outcome.client_id] = (*earlier, *now)
        self.write(GOALS, _GOALS.dump_json(dict(sorted(kept.items())), indent=1))

    def done(self) -> Mapping[str, DoneClient]:
        """Return what the manifest says is done, by client id; a torn last line is left out."""
        found: dict[str, DoneClient] = {}
        try:
            lines = (self.path / MANIFEST).read_bytes().splitlines()
        except FileNotFoundError:
            return found
        for line in lines:
            try:
                entry = _DONE.validate_json(line)
            except ValidationError:
                # A batch was stopped while it wrote, or an older version wrote it: done again.
                continue
            found[entry.outcome.client_id] = entry
        return found

    def begin_manifest(self, kept: Sequence[DoneClient]) -> None:
        """Write the manifest anew with those clients that need not be done again."""
        self.write(MANIFEST, b"".join(_DONE.dump_json(entry) + b"\n" for entry in kept))

    def add_done(self, entry: DoneClient) -> None:
        """Note that a client is done, so that a batch that is stopped can go on from there."""
        with (self.path / MANIFEST).open("ab") as target:
            target.write(_DONE.dump_json(entry) + b"\n")

    def save_report(self, outcome: ClientOutcome, ending: str, content: bytes) -> str:
        """Write a client's report and return its name in the folder."""
        name = f"{REPORTS}/{file_stem(outcome.name, outcome.client_id)}.{ending}"
        self.write(name, content)
        return name

    def has(self, name: str) -> bool:
        """Tell whether a file of that name is in the folder."""
        return (self.path / name).is_file()

    def read(self, name: str, form: TypeAdapter[T]) -> T | None:
        """Return what a file holds; None where there is none.

        Parameters
        ----------
        name : str
            In the folder.
        form : TypeAdapter
            What it must hold.

        Returns
        -------
        object or None
            As the form says.

        Raises
        ------
        BatchError
            If it holds something else.
        """
        try:
            return form.validate_json((self.path / name).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as fault:
            raise BatchError(
                msg(
                    "The file {file} was not written by this version of the batch; move it away, "
                    "or choose another folder with --out.",
                    file=str(self.path / name),
                )
            ) from fault

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place as a whole."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(target.name + ".part")
        beside.write_bytes(content)
        os.replace(beside, target)


def file_stem(name: str, client_id: str) -> str:
    """Return a file name for a client: readable, and no other client's."""
    plain = unicodedata.normalize("NFKC", name).strip()
    plain = re.sub(r"[^\w.-]+", "-", plain).strip("-.")[:60]
    return f"{plain or 'client'}-{sha256(client_id.encode()).hexdigest()[:8]}"


def client_key(content_key: str, plan: BatchPlan, version: str) -> str:
    """Return the hash that decides whether a client must be done again."""
    return sha256(repr((content_key, plan, version)).encode()).hexdigest()


def goals_key(goals: Sequence[Goal]) -> str:
    """Return a hash of what some goals ask for, whatever their order."""
    asked = sorted((g.goal_id, g.target, g.deadline.isoformat(), g.version) for g in goals)
    return sha256(repr(asked).encode()).hexdigest()
