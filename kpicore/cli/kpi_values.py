"""``kpis``: every KPI of every account beside the period before."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import typer

from kpicore.cli.inputs import Loaded, Wishes, choice, load
from kpicore.cli.printing import Json, iso, left_out_json, print_json, print_left_out, print_table
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, KpiValue, compute_kpis, current_period
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Amount, Unit


class PeriodChoice(StrEnum):
    """Periods that the command knows."""

    DAYS = "28d"
    MONTH = "month"
    QUARTER = "quarter"


def run(files: Sequence[Path], wishes: Wishes, *, period: str, as_json: bool) -> None:
    """Print all KPIs.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options.
    period : str
        ``28d``, ``month`` or ``quarter``, as typed.
    as_json : bool
        Print JSON instead of a table.
    """
    preset = choice("--period", period, PeriodChoice)
    loaded = load(files, wishes)
    found = [(a, _values(loaded, a, preset)) for a in loaded.history.accounts]
    if as_json:
        accounts: list[Json] = [
            {
                "account": account.name,
                "platform": account.platform,
                "kpis": [_value_json(v, wishes.language) for v in values],
            }
            for account, values in found
        ]
        print_json({"accounts": accounts, **left_out_json(loaded.left_out, wishes.language)})
        return
    for account, values in found:
        _print_values(account, values, wishes.language)
    print_left_out(loaded.left_out, wishes.language)


def _values(loaded: Loaded, account: Account, preset: PeriodChoice) -> tuple[KpiValue, ...]:
    ids = (account.account_id,)
    today = loaded.today_of(account)
    span = current_period(loaded.history, ids, preset.value, today)
    return tuple(compute_kpis(loaded.history, span, account_ids=ids, today=today))


def _value_json(value: KpiValue, language: Translator) -> Json:
    return {
        "key": value.key,
        "statistic": value.statistic.value,
        "unit": value.unit.value,
        "value": value.value,
        "previous": value.previous,
        "change": value.change,
        "first": iso(value.period.first),
        "last": iso(value.period.last),
        "reason": language.say(value.reason) if value.reason is not None else None,
    }


def _print_values(account: Account, values: Sequence[KpiValue], language: Translator) -> None:
    say = language.say
    known = [v for v in values if v.value is not None]
    typer.echo(f"{account.name} ({account.platform})")
    if not known:
        typer.echo("  " + say(msg("No KPI can be computed from these files.")))
        return
    typer.echo("  " + language.period(known[0].period))
    header = [say(msg("KPI")), say(msg("Value")), say(msg("Before")), say(msg("Change"))]
    rows = [["  " + header[0], *header[1:]]]
    for v in known:
        rows.append(
            [
                "  " + say(CATALOGUE[v.key].label),
                language.amount(v.value, v.unit, currency=v.currency),
                language.amount(v.previous, v.unit, currency=v.currency),
                _change(v, language),
            ]
        )
    print_table(rows, right=(1, 2, 3))


def _change(value: KpiValue, language: Translator) -> str:
    """Write how a value changed; shares in points, so that nobody takes them for a change."""
    if value.unit is Unit.SHARE and value.difference is not None:
        points = Amount(value.difference * 100, Unit.NUMBER, signed=True)
        return language.say(msg("{points} points", points=points))
    return language.change(value.change)
