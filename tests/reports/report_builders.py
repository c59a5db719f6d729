"""Small material for reports: days of two accounts, and a goal on given futures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import numpy as np
import pandas as pd
from PIL import Image

from kpicore.forecasting import Event, Evidence, Forecast, Paths, SeriesKind
from kpicore.goals import KpiOutlook, Measure, PlanOdds, TargetInput, new_goal
from kpicore.history import Account, History
from kpicore.kpis import CATALOGUE, ForecastInput
from kpicore.kpis import SeriesKind as InputKind
from kpicore.kpis.definition import Statistic
from kpicore.periods import Period
from kpicore.reports import (
    Branding,
    Kind,
    Material,
    Report,
    ReportGoal,
    compose,
    read_logo,
    report_goal,
)
from kpicore.reviews import Decision, ReviewNote
from kpicore.reviews.model import Question

LAST, TODAY, DEADLINE = date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31)
DAYS = Period(date(2025, 12, 4), LAST)
MINA = Account(account_id="a", name="Mina <b>&", platform="tiktok")
SUMI = Account(account_id="b", name="=SUM(A1) 수미 陶", platform="youtube")
WEEK = (0, 10, 20, 30, 40, 50, 60)


@cache
def history(*accounts: Account) -> History:
    """120 days: 1,000 views a day and a little more each weekday, 10 likes, followers by one."""
    days = pd.date_range(end=pd.Timestamp(LAST), periods=120, freq="D")
    rows = []
    for place, account in enumerate(accounts or (MINA, SUMI), start=1):
        values = {
            "views": [1000.0 * place + WEEK[day.weekday()] for day in days],
            "likes": [10.0 * place] * len(days),
            "followers": [500.0 * place + i for i in range(len(days))],
        }
        rows += [
            pd.DataFrame({"account_id": account.account_id, "date": days, "metric": m, "value": v})
            for m, v in values.items()
        ]
    return History.build(accounts or (MINA, SUMI), daily=pd.concat(rows, ignore_index=True))


@cache
def outlook(key: str = "views", level: float = 1000.0) -> KpiOutlook:
    """Four futures of ninety level days: 900, 1,000, 1,100 and 1,200 a day."""
    index = pd.date_range(end=pd.Timestamp(LAST), periods=120, freq="D", unit="us")
    known = pd.Series(level, index=index)
    draws = np.repeat(np.array([[0.9], [1.0], [1.1], [1.2]]) * level, 90, axis=1)
    return KpiOutlook(
        accounts=(MINA,),
        source=ForecastInput(
            key=key,
            statistic=Statistic.POOLED,
            unit=CATALOGUE[key].unit,
            kind=InputKind.FLOW,
            series=known,
            last_day=LAST,
        ),
        forecast=Forecast(
            kind=SeriesKind.FLOW,
            paths=Paths(
                history=known,
                gap_days=pd.DatetimeIndex([]),
                gap_draws=np.empty((4, 0)),
                first_day=TODAY,
                draws=draws,
            ),
            components=pd.DataFrame(),
            evidence=Evidence(
                windows=(),
                training_first=date(2025, 9, 3),
                training_last=LAST,
                observed_count=120,
                versions={"prophet": "1.5.0"},
                seed=7,
            ),
        ),
        horizon_last=DEADLINE,
        today=TODAY,
    )


def goal(key: str = "views", target: float = 1050.0) -> ReportGoal:
    view = outlook(key)
    made = new_goal(view, TargetInput(value=target), measure=Measure.MEAN, deadline=DEADLINE)
    return report_goal(replace(made, goal_id=key), view)


def material(*goals: ReportGoal) -> Material:
    """Two accounts; without goals given, two of them: 50 % and 25 % likely, 25 % together."""
    found = goals or (goal(), goal("likes", 1150.0))
    singles = tuple(g.standing.check.probability for g in found if g.standing.check is not None)
    return Material(
        history=history(),
        period=DAYS,
        today=TODAY,
        made_on=TODAY,
        goals=found,
        odds=PlanOdds(together=min(singles), singles=singles, pairs=((0.5, 0.25), (0.25, 0.25))),
        events=(Event("Fair <i>", date(2025, 11, 3), date(2025, 11, 4), "campaign"),),
        files=("Überblick <1>.csv", "=cmd.csv", "three.csv"),
        notes=(ReviewNote(day=LAST, text="=1+1 <script>", author="Jo", question=Question.GOALS),),
        decisions=(Decision(text="Post more </script>", owner="Jo", due=DEADLINE),),
    )


def logo_png(side: int = 40) -> bytes:
    target = BytesIO()
    Image.new("RGB", (side * 2, side), (20, 120, 110)).save(target, format="PNG")
    return target.getvalue()


def without_hash(text: str) -> str:
    """Return a text without the hash of the data, which says nothing to a reader of a diff."""
    for told in (history(), history().only(["a"])):
        text = text.replace(told.fingerprint, "<hash>")
    return text


@cache
def report(kind: Kind) -> Report:
    """A report of two accounts and two goals, branded; made once."""
    brand = Branding(
        name="Client & <Sons> 도자기",
        author="Blue Agency",
        colour="#ffd84d",
        logo=read_logo(logo_png()),
    )
    return compose(kind, material(), branding=brand)
