"""``goal`` and ``propose``: how likely a target is, and which targets to take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import typer

from kpicore.cli.evidence import evidence_json
from kpicore.cli.forecasts import account_for, outlook_of
from kpicore.cli.inputs import CommandError, Loaded, Wishes, choice, day, load
from kpicore.cli.printing import Json, iso, left_out_json, print_json, print_left_out, print_table
from kpicore.goals import (
    PREFERRED_KPIS,
    RUNG_WORDS,
    DeadlineChoice,
    GoalCheck,
    KpiOutlook,
    Measure,
    TargetInput,
    base_rate_sentence,
    check_deadline,
    check_goal,
    deadline_of,
    default_measure,
    headline,
    kpis_worth_a_goal,
    new_goal,
    parse_change,
    parse_target,
    propose,
    smart_sentences,
)
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import Message, msg


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The options of ``goal`` as typed.

    Attributes
    ----------
    key : str
        Key of the catalogue.
    by : str
        The deadline.
    change, target : str or None
        One of the two.
    measure : str or None
        How it is read; None takes the KPI's own.
    """

    key: str
    by: str
    change: str | None
    target: str | None
    measure: str | None


def run_goal(files: Sequence[Path], wishes: Wishes, aim: Aim, *, as_json: bool) -> None:
    """Print how likely a target is.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options of every command.
    aim : Aim
        The options of this one.
    as_json : bool
        Print JSON instead of sentences.
    """
    deadline = day("--by", aim.by)
    wish = _wish(aim)
    measure = choice("--measure", aim.measure, Measure) if aim.measure else None
    loaded = load(files, wishes)
    account = account_for(loaded, aim.key)
    check_deadline(deadline, today=loaded.today_of(account))
    outlook = outlook_of(loaded, account, aim.key, until=deadline)
    goal = new_goal(outlook, wish, measure=measure or default_measure(outlook), deadline=deadline)
    check = check_goal(goal, outlook)
    if as_json:
        left_out = left_out_json(loaded.left_out, wishes.language)
        print_json({**_goal_json(check, outlook, wishes.language), **left_out})
        return
    say = wishes.language.say
    typer.echo(say(headline(check, outlook)))
    for sentence in (*smart_sentences(check, outlook), *check.notes):
        typer.echo("  " + say(sentence))
    print_left_out(loaded.left_out, wishes.language)


def _wish(aim: Aim) -> TargetInput:
    if (aim.change is None) == (aim.target is None):
        raise CommandError(
            msg("Give --change, such as +20%, or --target, such as 12400: one of the two.")
        )
    if aim.target is not None:
        return parse_target(aim.target, kpi(aim.key).unit)
    return TargetInput(change=parse_change(aim.change or ""))


def run_propose(
    files: Sequence[Path], wishes: Wishes, *, key: str | None, by: str | None, as_json: bool
) -> None:
    """Print the ladder of targets.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options of every command.
    key : str or None
        Key of the catalogue; None takes the first of `PREFERRED_KPIS` that the data give.
    by : str or None
        The deadline; None means in three months.
    as_json : bool
        Print JSON instead of sentences.
    """
    deadline = day("--by", by) if by else None
    if key is not None:
        kpi(key)
    loaded = load(files, wishes)
    key = key or _first_kpi(loaded)
    account = account_for(loaded, key)
    today = loaded.today_of(account)
    deadline = deadline or deadline_of(DeadlineChoice.THREE_MONTHS, today)
    check_deadline(deadline, today=today)
    outlook = outlook_of(loaded, account, key, until=deadline)
    measure = default_measure(outlook)
    proposals = propose(outlook, measure=measure, deadline=deadline)
    language = wishes.language
    if as_json:
        print_json(
            {
                "key": key,
                "statistic": outlook.statistic.value,
                "unit": outlook.unit.value,
                "account": _account_name(outlook),
                "measure": measure.value,
                "deadline": iso(deadline),
                "baseline": outlook.baseline(measure, deadline=deadline).value,
                "proposals": [
                    {
                        "rung": p.rung.value,
                        "target": p.goal.target,
                        "probability": p.check.probability,
                        "verdict": p.check.verdict.value,
                        "sentence": _joined(smart_sentences(p.check, outlook), language),
                    }
                    for p in proposals
                ],
                **left_out_json(loaded.left_out, language),
            }
        )
        return
    rows = [
        [
            language.say(RUNG_WORDS[p.rung]),
            language.probability(p.check.probability),
            language.say(smart_sentences(p.check, outlook)[0]),
        ]
        for p in proposals
    ]
    print_table(rows, right=(1,))
    typer.echo(language.say(base_rate_sentence()))
    print_left_out(loaded.left_out, language)


def _first_kpi(loaded: Loaded) -> str:
    """Return the first KPI worth a goal that one of the accounts can give."""
    given = {
        key
        for account in loaded.history.accounts
        for key in islice(
            kpis_worth_a_goal(
                loaded.history,
                account_ids=(account.account_id,),
                today=loaded.today_of(account),
            ),
            1,
        )
    }
    for key in PREFERRED_KPIS:
        if key in given:
            return key
    raise CommandError(
        msg("No KPI of these files can be forecast; name one with --kpi to see why.")
    )


def _goal_json(check: GoalCheck, outlook: KpiOutlook, language: Translator) -> dict[str, Json]:
    goal = check.goal
    return {
        "kpi": goal.kpi,
        "statistic": goal.statistic.value,
        "unit": check.unit.value,
        "account": _account_name(outlook),
        "measure": goal.measure.value,
        "baseline": goal.baseline.value,
        "baseline_first": iso(goal.baseline.period.first),
        "baseline_last": iso(goal.baseline.period.last),
        "target": goal.target,
        "deadline": iso(goal.deadline),
        "window_first": iso(check.window.first),
        "window_last": iso(check.window.last),
        "probability": check.probability,
        "verdict": check.verdict.value,
        "expected": check.expected,
        "interval": [check.low, check.high],
        "interval_level": check.interval_level,
        "needed_weekly_growth": check.needed_weekly_growth,
        "forecast_weekly_growth": check.forecast_weekly_growth,
        "sentence": _joined(smart_sentences(check, outlook), language),
        "notes": [language.say(note) for note in check.notes],
        "evidence": evidence_json(outlook.forecast.evidence, scale=outlook.source.scale),
    }


def _account_name(outlook: KpiOutlook) -> str:
    return ", ".join(a.name for a in outlook.accounts)


def _joined(sentences: Iterable[Message], language: Translator) -> str:
    """Put whole sentences one after the other; Chinese puts no blank between them."""
    blank = "" if language.code == "zh" else " "
    return blank.join(language.say(s) for s in sentences)
