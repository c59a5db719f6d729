"""A whole batch: what is done already is kept, the rest is worked on, and the results written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter

from kpicore import __version__
from kpicore.batch.changes import StatusChange, status_changes
from kpicore.batch.clients import Client
from kpicore.batch.crews import Crew
from kpicore.batch.digest import digest_of
from kpicore.batch.dispatch import TRIES, dispatch
from kpicore.batch.feed import MOST_ENTRIES, atom_feed, change_name
from kpicore.batch.model import BatchPlan, BatchSummary, ClientOutcome
from kpicore.batch.outfolder import DoneClient, OutFolder, client_key, goals_key
from kpicore.batch.tables import kpis_csv, summary_csv
from kpicore.batch.work import ClientResult
from kpicore.errors import KpiCoreError
from kpicore.goals.model import Goal
from kpicore.language import translator

CHANGES: Final = "changes.json"
_CHANGES: Final = TypeAdapter(tuple[StatusChange, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a batch is, told once for each client.

    Attributes
    ----------
    done, clients : int
        How many are done, and of how many.
    outcome : ClientOutcome
        Of the one that was done last.
    kept : bool
        Whether an earlier batch had done it.
    """

    done: int
    clients: int
    outcome: ClientOutcome
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRun:
    """What a batch gave.

    Attributes
    ----------
    summary : BatchSummary
        How every client stands.
    changes : tuple of StatusChange
        Against the batch before; empty in the first one.
    kept : int
        Clients that an earlier batch had done.
    """

    summary: BatchSummary
    changes: tuple[StatusChange, ...]
    kept: int


def run_batch(
    clients: Sequence[Client],
    plan: BatchPlan,
    *,
    out: OutFolder,
    crew: Crew,
    source: str = "",
    afresh: bool = False,
    tries: int = TRIES,
    progress: Callable[[Step], None] | None = None,
) -> BatchRun:
    """Do for every client what a plan asks, and write the results.

    Parameters
    ----------
    clients : sequence of Client
        Each with an id of its own.
    plan : BatchPlan
        What is asked.
    out : OutFolder
        Where results go; what an earlier batch did there for the same content is kept.
    crew : Crew
        Who works.
    source : str
        Where the clients come from; names the feed.
    afresh : bool
        Do everything again.
    tries : int
        How often a client that takes its worker down is begun.
    progress : callable, optional
        Told of each client as it is done.

    Returns
    -------
    BatchRun
        Clients that failed are in the summary with their error; they are tried again in the next
        batch.

    Raises
    ------
    BatchError
        If the results of an earlier batch cannot be read, or nobody works any more.
    """
    before = out.summary()
    earlier = {} if afresh else out.done()
    outcomes: dict[str, ClientOutcome] = {}
    todo: list[Client] = []
    keys: dict[str, str] = {}

    def tell(outcome: ClientOutcome, *, kept: bool) -> None:
        outcomes[outcome.client_id] = outcome
        if progress is not None:
            progress(Step(done=len(outcomes), clients=len(clients), outcome=outcome, kept=kept))

    kept_entries: list[DoneClient] = []
    for client in clients:
        try:
            key = client_key(client.content_key(), plan, __version__)
        except KpiCoreError as fault:
            error = translator(plan.language).say(fault.message)
            tell(
                ClientOutcome(client_id=client.client_id, name=client.name, error=error),
                kept=False,
            )
            continue
        entry = earlier.get(client.client_id)
        if entry is not None and _still_holds(entry, key, client.goals, out):
            kept_entries.append(entry)
            tell(entry.outcome, kept=True)
        else:
            keys[client.client_id] = key
            todo.append(client)
    out.begin_manifest(kept_entries)
    for client, result in dispatch(todo, plan, crew, tries=tries):
        outcome = _filed(result, plan, out)
        if not outcome.failed:
            out.add_done(_entry(client, keys[client.client_id], outcome))
        tell(outcome, kept=False)
    summary = BatchSummary(
        version=1,
        language=plan.language,
        outcomes=tuple(_carried(outcomes[c.client_id], before) for c in clients),
    )
    changes = status_changes(before, summary) if before is not None else ()
    ours = {c.client_id for c in clients if c.sets_goals}
    out.save_goals([o for o in summary.outcomes if not o.failed and o.client_id in ours])
    _write(out, summary, changes, plan, source)
    return BatchRun(summary=summary, changes=changes, kept=len(kept_entries))


def _still_holds(entry: DoneClient, key: str, goals: Iterable[Goal], out: OutFolder) -> bool:
    """Tell whether nothing speaks for doing a client again."""
    report = entry.outcome.report
    return (
        entry.key == key
        and not entry.outcome.report_error
        and goals_key(tuple(goals)) in {entry.goals_before, entry.goals_after}
        and (not report or out.has(report))
    )


def _entry(client: Client, key: str, outcome: ClientOutcome) -> DoneClient:
    return DoneClient(
        key=key,
        goals_before=goals_key(tuple(client.goals)),
        goals_after=goals_key([s.goal for s in outcome.goals if not s.settled]),
        outcome=outcome,
    )


def _filed(result: ClientResult, plan: BatchPlan, out: OutFolder) -> ClientOutcome:
    """Write a client's report; return its outcome with the report's name."""
    if not result.report:
        return result.outcome
    name = out.save_report(result.outcome, plan.report, result.report)
    return replace(result.outcome, report=name)


def _carried(outcome: ClientOutcome, before: BatchSummary | None) -> ClientOutcome:
    """Return a failed client with what was last known of it: the next change is told against it."""
    if before is None or not outcome.failed:
        return outcome
    for last in before.outcomes:
        if last.client_id == outcome.client_id:
            return replace(last, error=outcome.error, name=outcome.name)
    return outcome


def _write(
    out: OutFolder,
    summary: BatchSummary,
    changes: tuple[StatusChange, ...],
    plan: BatchPlan,
    source: str,
) -> None:
    """Write all results; the summary last, for the next batch tells its changes against it."""
    t = translator(plan.language)
    told: Mapping[str, StatusChange] = {
        change_name(change): change for change in (*changes, *(out.read(CHANGES, _CHANGES) or ()))
    }
    latest = tuple(told.values())[:MOST_ENTRIES]
    digest = digest_of(summary, changes, t)
    out.write("summary.csv", summary_csv(summary))
    out.write("kpis.csv", kpis_csv(summary))
    out.write(CHANGES, _CHANGES.dump_json(latest, indent=1))
    out.write("feed.xml", atom_feed(latest, t, source=source, as_of=summary.as_of))
    out.write("digest.txt", digest.text.encode())
    out.write("digest.html", digest.html.encode())
    out.write("digest.eml", digest.email())
    out.save_summary(summary)
