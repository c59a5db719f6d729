"""``batch``: every client of a folder, or every workspace of a database, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import typer

from kpicore.batch import (
    BatchPlan,
    BatchRun,
    Client,
    ClientOutcome,
    Crew,
    OutFolder,
    Step,
    change_sentence,
    clients_in_folder,
    clients_in_store,
    cluster_crew,
    local_crew,
    run_batch,
)
from kpicore.cli.inputs import CommandError, Wishes, choice, day
from kpicore.cli.printing import Json, iso, print_json
from kpicore.goals import parse_change, thresholds_of
from kpicore.ingest.options import limits_of
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import msg, msgs
from kpicore.reports import Format
from kpicore.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The options of ``batch`` as typed.

    Attributes
    ----------
    folder : Path or None
        Holds a sub-folder or a file for each client.
    database : bool
        Take the workspaces of the database instead.
    member : str or None
        E-mail address of whom those workspaces are open to.
    out : Path
        Where results go.
    scheduler : str or None
        Address of a Dask cluster.
    workers : int or None
        Processes of this machine; None for as many as the settings say.
    kpis : tuple of str
        Keys of the catalogue.
    change : str
        That new goals ask for.
    by : str or None
        Deadline of new goals.
    report : str
        Ending of the reports, or ``none``.
    afresh : bool
        Do again what is done already.
    """

    folder: Path | None
    database: bool
    member: str | None
    out: Path
    scheduler: str | None
    workers: int | None
    kpis: tuple[str, ...]
    change: str
    by: str | None
    report: str
    afresh: bool


def run(order: Order, wishes: Wishes, *, as_json: bool) -> None:
    """Work on all clients and print how far it is, what changed and what failed.

    Parameters
    ----------
    order : Order
        The options of this command.
    wishes : Wishes
        The options of every command.
    as_json : bool
        Print one JSON object at the end instead of sentences on the way.

    Raises
    ------
    CommandError
        Before anything is done, for options that make no sense; at the end, if clients failed.
    BatchError
        If the folder, the cluster or an earlier batch's results cannot be used.
    """
    if (order.folder is None) is not order.database:
        raise CommandError(msg("Give a folder of exports, or --database: one of the two."))
    if order.workers is not None and order.workers < 1:
        raise CommandError(msg("--workers: give a whole number from 1 on."))
    if order.folder is not None and order.folder.resolve() == order.out.resolve():
        raise CommandError(
            msg("--out: choose another folder for the results than that of the clients.")
        )
    settings = Settings.load()
    plan = _plan(order, wishes, settings)
    t = wishes.language
    with ExitStack() as stack:
        out = OutFolder(order.out)
        clients = _clients(order, out, settings, stack)
        crew = stack.enter_context(_crew(order, settings))
        run = run_batch(
            clients,
            plan,
            out=out,
            crew=crew,
            source=str(order.folder or "database"),
            afresh=order.afresh,
            progress=None if as_json else lambda step: typer.echo(_progress(step, t)),
        )
    if as_json:
        print_json(_json(run, order.out, t))
    else:
        _print_end(run, order.out, t)
    if failed := run.summary.failed:
        raise CommandError(
            msgs(
                "One of {clients} clients failed, {names}; the next batch tries again.",
                "{count} of {clients} clients failed, {names}; the next batch tries them again.",
                len(failed),
                clients=len(run.summary.outcomes),
                names=_some(failed),
            )
        )


def _plan(order: Order, wishes: Wishes, settings: Settings) -> BatchPlan:
    for key in order.kpis:
        kpi(key)
    report = "" if order.report == "none" else choice("--report", order.report, Format).value
    return BatchPlan(
        kpis=order.kpis,
        change=parse_change(order.change),
        deadline=day("--by", order.by) if order.by else None,
        today=wishes.today,
        platform=wishes.platform,
        date_order=wishes.date_order,
        language=wishes.language.code,
        report=report,
        holidays=settings.holidays or None,
        thresholds=thresholds_of(settings),
        limits=limits_of(settings),
    )


def _clients(
    order: Order, out: OutFolder, settings: Settings, stack: ExitStack
) -> Sequence[Client]:
    if order.folder is not None:
        followed = {
            client_id: tuple(f.goal for f in goals if not f.settled)
            for client_id, goals in out.goals().items()
        }
        return clients_in_folder(order.folder, leave_out=order.out, goals=followed)
    from kpicore.store import PERSON_HERE, Store  # noqa: PLC0415 - folders need no database

    store = Store.open(settings.database_url, data_folder=settings.data_folder)
    stack.callback(store.close)
    member = PERSON_HERE if order.member is None else store.member_of(order.member)
    return clients_in_store(store, member=member, maturity_days=settings.maturity_days)


def _crew(order: Order, settings: Settings) -> AbstractContextManager[Crew]:
    if order.scheduler is not None:
        return cluster_crew(order.scheduler)
    return local_crew(order.workers or settings.workers)


def _progress(step: Step, t: Translator) -> str:
    outcome = step.outcome
    made = [line for line in outcome.followed if not line.reason]
    if outcome.failed:
        told = msg("failed: {error}", error=outcome.error)
    elif outcome.report_error:
        told = msg("no report: {error}", error=outcome.report_error)
    elif step.kept:
        told = msg("done before")
    else:
        told = msg(
            "{figures}, {forecasts}",
            figures=msgs("{count} KPI", "{count} KPIs", len(outcome.figures)),
            forecasts=msgs("{count} forecast", "{count} forecasts", len(made)),
        )
    return t.say(
        msg(
            "{done} of {clients}  {client}: {told}",
            done=step.done,
            clients=step.clients,
            client=outcome.name,
            told=told,
        )
    )


def _print_end(run: BatchRun, out: Path, t: Translator) -> None:
    for change in run.changes:
        typer.echo(t.say(change_sentence(change)))
    typer.echo(
        t.say(
            msg(
                "Written to {folder}: summary.csv, kpis.csv, feed.xml, digest.html.",
                folder=str(out),
            )
        )
    )


def _some(failed: Sequence[ClientOutcome], most: int = 5) -> tuple[str, ...]:
    names = tuple(outcome.name for outcome in failed[:most])
    return names if len(failed) <= most else (*names, "…")


def _json(run: BatchRun, out: Path, t: Translator) -> dict[str, Json]:
    outcomes = run.summary.outcomes
    failed: list[Json] = [{"client": o.name, "error": o.error} for o in run.summary.failed]
    changes: list[Json] = [
        {
            "client": c.client,
            "accounts": list(c.accounts),
            "kpi": c.kpi,
            "goal": c.goal_id,
            "before": c.before.value,
            "after": c.after.value,
            "probability": c.probability_after,
            "day": iso(c.day),
            "sentence": t.say(change_sentence(c)),
        }
        for c in run.changes
    ]
    return {
        "out": str(out),
        "clients": len(outcomes),
        "done_before": run.kept,
        "goals": sum(len(o.goals) for o in outcomes),
        "failed": failed,
        "changes": changes,
    }
