"""The commands and their options.

Options are plain text here and read in `kpicore.cli.inputs`, so that every fault is told in the
reader's language, in one line. Commands import what they need when they run: ``--help`` and a wrong
option answer at once.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from kpicore.errors import KpiCoreError
from kpicore.language import choose_language, translator
from kpicore.messages import Message, msg

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Goalpost: KPIs, forecasts and goals from the files that platforms export.",
)

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Export files.")]
AccountName = Annotated[str | None, typer.Option("--account", metavar="NAME")]
Platform = Annotated[str | None, typer.Option("--platform", metavar="KEY")]
DateOrderKey = Annotated[str | None, typer.Option("--date-order", metavar="dmy|mdy|ymd")]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="Default: the day after the data end."),
]
LanguageCode = Annotated[str, typer.Option("--language", metavar="en|ko|zh")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
KpiKey = Annotated[str, typer.Option("--kpi", metavar="KEY")]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def read(
    files: Files,
    *,
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Say what was recognised: rows, totals, faults."""
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415 - commands load what they need
    from kpicore.cli.reading import run as run_read  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    run_read(files, wishes, as_json=as_json)


@app.command()
def kpis(
    files: Files,
    *,
    period: Annotated[str, typer.Option("--period", metavar="28d|month|quarter")] = "28d",
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Show every KPI of every account, beside the period before."""
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415
    from kpicore.cli.kpi_values import run as run_kpis  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    run_kpis(files, wishes, period=period, as_json=as_json)


@app.command()
def forecast(
    files: Files,
    *,
    kpi: KpiKey,
    horizon: Annotated[str, typer.Option("--horizon", metavar="90d")] = "90d",
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Say where a KPI is heading if nothing changes."""
    from kpicore.cli.forecasts import run as run_forecast  # noqa: PLC0415
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    run_forecast(files, wishes, key=kpi, horizon=horizon, as_json=as_json)


@app.command()
def goal(
    files: Files,
    *,
    kpi: KpiKey,
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="The deadline.")],
    change: Annotated[str | None, typer.Option("--change", metavar="+20%")] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="VALUE")] = None,
    measure: Annotated[str | None, typer.Option("--measure", metavar="mean|total|level")] = None,
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Say how likely a target is."""
    from kpicore.cli.goals import Aim, run_goal  # noqa: PLC0415
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    aim = Aim(key=kpi, by=by, change=change, target=target, measure=measure)
    run_goal(files, wishes, aim, as_json=as_json)


@app.command()
def propose(
    files: Files,
    *,
    kpi: Annotated[str | None, typer.Option("--kpi", metavar="KEY")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DATE", help="The deadline; default: in three months."),
    ] = None,
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Propose a safe, a realistic and a stretch target."""
    from kpicore.cli.goals import run_propose  # noqa: PLC0415
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    run_propose(files, wishes, key=kpi, by=by, as_json=as_json)


@app.command()
def report(
    files: Files,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.html|.pdf|.pptx|.xlsx", help="What is written.")
    ],
    kind: Annotated[
        str, typer.Option("--kind", metavar="client|plan|weekly|monthly|goal")
    ] = "client",
    period: Annotated[
        str, typer.Option("--period", metavar="28d|month|quarter", help="Of a client report.")
    ] = "28d",
    kpi: Annotated[
        str | None, typer.Option("--kpi", metavar="KEY", help="Of the goal in the report.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE", help="Its deadline.")] = None,
    change: Annotated[str | None, typer.Option("--change", metavar="+20%")] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="VALUE")] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|us-letter")] = "a4",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Of the client.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = "",
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who made it.")] = "",
    colour: Annotated[str, typer.Option("--colour", metavar="#rrggbb")] = "",
    logo: Annotated[
        Path | None, typer.Option("--logo", metavar="FILE", help="PNG, JPG or SVG.")
    ] = None,
    account: AccountName = None,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
) -> None:
    """Write a client report, a plan, a review or a goal card as a file."""
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415
    from kpicore.cli.report import Order  # noqa: PLC0415
    from kpicore.cli.report import run as run_report  # noqa: PLC0415

    wishes = Wishes.parse(
        account=account, platform=platform, date_order=date_order, today=today, language=language
    )
    order = Order(
        out=out, kind=kind, period=period, key=kpi, by=by, change=change, target=target,
        paper=paper, name=name, title=title, author=author, colour=colour, logo=logo,
    )  # fmt: skip
    run_report(files, wishes, order)


@app.command()
def batch(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Holds a sub-folder or a file for each client."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where results go.")],
    database: Annotated[
        bool,
        typer.Option("--database", help="Take the workspaces of the database of the settings."),
    ] = False,
    member: Annotated[
        str | None,
        typer.Option("--member", metavar="EMAIL", help="Whose workspaces; else one's own."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that runs."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes of this machine.")
    ] = None,
    kpi: Annotated[
        list[str] | None,
        typer.Option("--kpi", metavar="KEY", help="May be repeated; default: five per account."),
    ] = None,
    change: Annotated[
        str, typer.Option("--change", metavar="+20%", help="What new goals ask for.")
    ] = "+20%",
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DATE", help="Deadline of new goals; in three months."),
    ] = None,
    report: Annotated[
        str,
        typer.Option("--report", metavar="html|pdf|pptx|xlsx|none", help="Report per client."),
    ] = "html",
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Do again what is done already.")
    ] = False,
    platform: Platform = None,
    date_order: DateOrderKey = None,
    today: Today = None,
    language: LanguageCode = "en",
    as_json: AsJson = False,
) -> None:
    """Work on many clients: KPIs, forecasts, goals, reports, and what changed since last time."""
    from kpicore.cli.batch import Order  # noqa: PLC0415
    from kpicore.cli.batch import run as run_all  # noqa: PLC0415
    from kpicore.cli.inputs import Wishes  # noqa: PLC0415

    wishes = Wishes.parse(
        account=None, platform=platform, date_order=date_order, today=today, language=language
    )
    order = Order(
        folder=folder,
        database=database,
        member=member,
        out=out,
        scheduler=scheduler,
        workers=workers,
        kpis=tuple(kpi or ()),
        change=change,
        by=by,
        report=report,
        afresh=afresh,
    )
    run_all(order, wishes, as_json=as_json)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str
        As typed, without the program's name.

    Returns
    -------
    int
        Exit status: 0, or 1 after one line on standard error.
    """
    try:
        status = app(args=list(arguments), prog_name="kpicore", standalone_mode=False)
    except KpiCoreError as fault:
        return _fail(fault.message, arguments)
    except TyperException as fault:
        return _fail(
            msg(
                "The command was not understood: {problem} Add --help to see what it takes.",
                problem=" ".join(fault.format_message().split()),
            ),
            arguments,
        )
    return status if isinstance(status, int) else 0


def main() -> None:
    """Run the command of the process's arguments and end with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Korean and Chinese must come through pipes and old consoles, whatever their code page.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:]))


def _fail(message: Message, arguments: Sequence[str]) -> int:
    """Write one line in the language that was asked for, as far as it can be told."""
    wish = None
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if here == "--language":
            wish = following
        elif here.startswith("--language="):
            wish = here.removeprefix("--language=")
    sentence = translator(choose_language(wish)).say(message)
    typer.echo(" ".join(sentence.split()), err=True)
    return 1
