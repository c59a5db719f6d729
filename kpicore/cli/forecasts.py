"""``forecast``: where a KPI is heading if nothing changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import typer

from kpicore.cli.evidence import evidence_json
from kpicore.cli.inputs import CommandError, Loaded, Wishes, load, one_account
from kpicore.cli.printing import Json, iso, left_out_json, print_json, print_left_out, print_table
from kpicore.goals import DEFAULT_THRESHOLDS, KpiOutlook, Measure, default_measure, make_outlook
from kpicore.history import Account
from kpicore.kpis import forecast_input, kpi
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period

INTERVAL_LEVEL = 0.8
_DAYS_OF = {"d": 1, "w": 7, "": 1}


def run(files: Sequence[Path], wishes: Wishes, *, key: str, horizon: str, as_json: bool) -> None:
    """Print the forecast of a KPI.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options.
    key : str
        Key of the catalogue.
    horizon : str
        Days ahead, ``90d`` or ``13w``, as typed.
    as_json : bool
        Print JSON instead of a table of weeks.
    """
    days = _horizon_days(horizon)
    kpi(key)
    loaded = load(files, wishes)
    account = account_for(loaded, key)
    until = loaded.today_of(account) - ONE_DAY + timedelta(days=days)
    outlook = outlook_of(loaded, account, key, until=until)
    if as_json:
        print_json({**_forecast_json(outlook), **left_out_json(loaded.left_out, wishes.language)})
    else:
        _print_weeks(outlook, account, wishes.language)
        print_left_out(loaded.left_out, wishes.language)


def account_for(loaded: Loaded, key: str) -> Account:
    """Return the account whose data give the KPI; see `kpicore.cli.inputs.one_account`."""
    return one_account(
        loaded,
        lambda a: forecast_input(
            loaded.history, key, account_ids=(a.account_id,), today=loaded.today_of(a)
        ),
    )


def outlook_of(loaded: Loaded, account: Account, key: str, *, until: date) -> KpiOutlook:
    """Forecast a KPI of one account up to a day."""
    return make_outlook(
        loaded.history,
        key,
        account_ids=(account.account_id,),
        until=until,
        today=loaded.today_of(account),
    )


def _horizon_days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip().lower())
    days = int(found[1]) * _DAYS_OF[found[2]] if found else 0
    limit = DEFAULT_THRESHOLDS.longest_days
    if not 1 <= days <= limit:
        raise CommandError(
            msg(
                "--horizon: {text} is no span that can be forecast; give 1d to {limit}d, such as "
                "90d.",
                text=text,
                limit=limit,
            )
        )
    return days


def _forecast_json(outlook: KpiOutlook) -> dict[str, Json]:
    band = outlook.band(INTERVAL_LEVEL)
    dates = [iso(day) for day in band["date"].dt.date]
    columns = [band[name].to_numpy(dtype=float).tolist() for name in ("low", "median", "high")]
    days: list[Json] = [
        {"date": day, "low": low, "median": median, "high": high}
        for day, low, median, high in zip(dates, *columns, strict=True)
    ]
    return {
        "key": outlook.definition.key,
        "unit": outlook.unit.value,
        "first_day": iso(outlook.last_day + ONE_DAY),
        "days": days,
        "interval_level": INTERVAL_LEVEL,
        "evidence": evidence_json(outlook.forecast.evidence, scale=outlook.source.scale),
    }


def _print_weeks(outlook: KpiOutlook, account: Account, language: Translator) -> None:
    """Print week by week: ninety lines of days say less."""
    say = language.say
    typer.echo(
        say(
            msg(
                "{kpi} of {account}, if nothing changes:",
                kpi=outlook.definition.label,
                account=account.name,
            )
        )
    )
    rows = [[say(msg("Week")), say(msg("Low")), say(msg("Middle")), say(msg("High"))]]
    rows += [_week_row(week, outlook, language) for week in _weeks(outlook)]
    print_table(rows, right=(1, 2, 3))
    typer.echo(
        say(msg("Four of five outcomes lie between low and high, by the forecast's own record."))
    )


def _weeks(outlook: KpiOutlook) -> list[Period]:
    first, weeks = outlook.last_day + ONE_DAY, []
    while first <= outlook.horizon_last:
        last = min(first + timedelta(days=6), outlook.horizon_last)
        weeks.append(Period(first, last))
        first = last + ONE_DAY
    return weeks


def _week_row(week: Period, outlook: KpiOutlook, language: Translator) -> list[str]:
    measure = default_measure(outlook)
    window = Period(week.last, week.last) if measure is Measure.LEVEL else week
    tail = (1 - INTERVAL_LEVEL) / 2
    values = np.quantile(outlook.draws_of(measure, window), [tail, 0.5, 1 - tail])
    texts = [language.amount(float(v), outlook.unit, currency=outlook.currency) for v in values]
    return [language.period(week), *texts]
