"""``report``: a client report, a plan, a review or a goal card as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import typer

from kpicore.cli.inputs import CommandError, Loaded, Wishes, choice, day, load
from kpicore.cli.kpi_values import PeriodChoice
from kpicore.cli.printing import print_left_out
from kpicore.goals import (
    DeadlineChoice,
    KpiOutlook,
    Rung,
    check_deadline,
    deadline_of,
    default_measure,
    forecast_reach,
    kpis_worth_a_goal,
    make_outlook,
    new_goal,
    parse_change,
    parse_target,
    plan_odds,
    propose,
)
from kpicore.goals.model import Goal
from kpicore.goals.targets import TargetInput
from kpicore.kpis import current_period, data_end, kpi
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.reports import (
    Branding,
    Format,
    Kind,
    Material,
    Paper,
    ReportGoal,
    ReportOrder,
    make_report,
    read_logo,
    report_goal,
)
from kpicore.reviews import offered_periods
from kpicore.reviews.model import ReviewKind

GOALS_PER_ACCOUNT, MOST_GOALS = 2, 4
"""Goals that a plan proposes where nobody names any."""
REVIEWS = {Kind.WEEKLY: ReviewKind.WEEKLY, Kind.MONTHLY: ReviewKind.MONTHLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The options of ``report`` as typed.

    Attributes
    ----------
    out : Path
        The file; its ending says the format.
    kind : str
        Of the report.
    period : str
        Days of a client report.
    key : str or None
        KPI of the goal; None takes what is worth a goal.
    by : str or None
        Its deadline; None means in three months.
    change, target : str or None
        What it asks for; None takes the realistic proposal.
    paper : str
        Of a PDF.
    name, title, author, colour : str
        Branding; empty for none.
    logo : Path or None
        PNG, JPG or SVG.
    """

    out: Path
    kind: str
    period: str
    key: str | None
    by: str | None
    change: str | None
    target: str | None
    paper: str
    name: str
    title: str
    author: str
    colour: str
    logo: Path | None


def run(files: Sequence[Path], wishes: Wishes, order: Order) -> None:
    """Write a report.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options of every command.
    order : Order
        The options of this one.
    """
    form = choice("--out", order.out.suffix.lstrip(".").lower(), Format)
    kind = choice("--kind", order.kind, Kind)
    paper = choice("--paper", order.paper, Paper)
    preset = choice("--period", order.period, PeriodChoice)
    branding = _branding(order)
    loaded = load(files, wishes)
    material = _material(loaded, files, kind, preset, order)
    wanted = ReportOrder(
        kind=kind, form=form, language=wishes.language.code, branding=branding, paper=paper
    )
    made = make_report(wanted, material)
    try:
        order.out.write_bytes(made)
    except OSError as fault:
        raise CommandError(
            msg("{file} cannot be written; check the name and the folder.", file=str(order.out))
        ) from fault
    typer.echo(wishes.language.say(msg("Written: {file}", file=str(order.out))))
    print_left_out(loaded.left_out, wishes.language)


def _branding(order: Order) -> Branding:
    logo = None
    if order.logo is not None:
        if not order.logo.is_file():
            raise CommandError(
                msg("{file} is no file; check the name and the folder.", file=str(order.logo))
            )
        logo = read_logo(order.logo.read_bytes())
    plain = Branding(name=order.name, title=order.title, author=order.author, logo=logo)
    if not order.colour:
        return plain
    return Branding(
        name=plain.name, title=plain.title, author=plain.author, logo=logo, colour=order.colour
    )


def _material(
    loaded: Loaded, files: Sequence[Path], kind: Kind, preset: PeriodChoice, order: Order
) -> Material:
    history = loaded.history
    ids = tuple(account.account_id for account in history.accounts)
    today = loaded.today or data_end(history, ids, date.max) + ONE_DAY
    goals = tuple(_goals(loaded, kind, order))
    running = [found for found in goals if found.standing.check is not None]
    outlooks = [found.outlook for found in running if found.outlook is not None]
    odds = plan_odds([found.goal for found in running], outlooks) if len(running) > 1 else None
    used = {report.file for report in loaded.left_out}
    return Material(
        history=history,
        period=_period(loaded, ids, today, kind, preset),
        today=today,
        made_on=today,
        goals=goals,
        odds=odds,
        files=tuple(path.name for path in files if path.name not in used),
    )


def _period(
    loaded: Loaded, ids: tuple[str, ...], today: date, kind: Kind, preset: PeriodChoice
) -> Period:
    if kind not in REVIEWS:
        return current_period(loaded.history, ids, preset.value, today)
    last = data_end(loaded.history, ids, today)
    # Reviews look at whole weeks and months where there is one.
    return offered_periods(REVIEWS[kind], first_day=date.min, last_day=last)[0].days


def _goals(loaded: Loaded, kind: Kind, order: Order) -> Iterator[ReportGoal]:
    """Yield the goals of the report: what was typed, else what is worth a goal."""
    if kind is not Kind.PLAN and kind is not Kind.GOAL and order.key is None:
        return
    single = kind is Kind.GOAL or order.key is not None
    most = 1 if single else MOST_GOALS
    found = 0
    for account in loaded.history.accounts:
        ids, today = (account.account_id,), loaded.today_of(account)
        keys = kpis_worth_a_goal(loaded.history, account_ids=ids, today=today)
        if order.key is not None:
            wanted = kpi(order.key).key
            keys = (wanted for _ in (1,))
        for key in islice(keys, 1 if single else GOALS_PER_ACCOUNT):
            if found == most:
                return
            found += 1
            yield _goal(loaded, key, ids, today, order)
    if not found:
        raise CommandError(
            msg("No KPI of these files can be forecast; name one with --kpi to see why.")
        )


def _goal(loaded: Loaded, key: str, ids: tuple[str, ...], today: date, order: Order) -> ReportGoal:
    deadline = (
        day("--by", order.by) if order.by else deadline_of(DeadlineChoice.THREE_MONTHS, today)
    )
    check_deadline(deadline, today=today)
    until = forecast_reach(today, [deadline])
    outlook = make_outlook(loaded.history, key, account_ids=ids, until=until, today=today)
    return report_goal(_aim(outlook, deadline, order), outlook)


def _aim(outlook: KpiOutlook, deadline: date, order: Order) -> Goal:
    measure = default_measure(outlook)
    if order.change is not None and order.target is not None:
        raise CommandError(
            msg("Give --change, such as +20%, or --target, such as 12400: one of the two.")
        )
    if order.target is not None:
        wish = parse_target(order.target, outlook.unit)
        return new_goal(outlook, wish, measure=measure, deadline=deadline)
    if order.change is not None:
        wish = TargetInput(change=parse_change(order.change))
        return new_goal(outlook, wish, measure=measure, deadline=deadline)
    proposals = propose(outlook, measure=measure, deadline=deadline)
    realistic = [p.goal for p in proposals if p.rung is Rung.REALISTIC]
    return (realistic or [proposals[0].goal])[0]
