"""The goals of all clients: their order, the filters, the headline and the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

from kpicore.charts.portfolio_board import (
    OVERDUE,
    UNKNOWN,
    PortfolioGoal,
    by_attention,
    chosen_goals,
    overdue_sentence,
    portfolio_sentence,
    portfolio_table,
    status_codes,
)
from kpicore.goals import Baseline, Goal, Measure, Status
from kpicore.history import Account
from kpicore.kpis.definition import Statistic
from kpicore.language import translator
from kpicore.messages import msg
from kpicore.periods import Period

TUBE = Account(account_id="y", name="Mina", platform="youtube")
TOK = Account(account_id="t", name="=Mina", platform="tiktok")
GOAL = Goal(
    goal_id="g",
    kpi="views",
    statistic=Statistic.POOLED,
    account_ids=("y",),
    measure=Measure.MEAN,
    baseline=Baseline(value=100.0, period=Period(date(2026, 1, 1), date(2026, 1, 28))),
    target=1200.0,
    deadline=date(2026, 4, 30),
    created_on=date(2026, 1, 29),
    next_review=date(2026, 2, 10),
    owner="Ana",
)


def entry(status: Status | None, client: str = "Bakery", **changes: object) -> PortfolioGoal:
    plain = PortfolioGoal(
        client_id=client.lower(),
        client=client,
        accounts=(TUBE,),
        goal=replace(GOAL, goal_id=f"{client} {status}"),
        status=status,
        probability=None if status is None else 0.4,
        aim=msg("{kpi}", kpi="Views"),
        standing=None,
        pending=False,
        review_overdue=False,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


RISKY = entry(Status.AT_RISK)
LOST = entry(Status.OUT_OF_REACH, "Garage", accounts=(TOK, TUBE))
LATE = entry(Status.AHEAD, review_overdue=True)
EARLY = entry(Status.TOO_EARLY)
UNTOLD = entry(None, "Garage")
ALL = (RISKY, LOST, LATE, EARLY, UNTOLD)


def test_the_order_is_by_need_of_attention_however_they_come() -> None:
    for given in permutations(ALL):
        assert by_attention(given) == ALL


def test_among_equals_the_nearest_deadline_comes_first() -> None:
    sooner = replace(RISKY, goal=replace(GOAL, deadline=date(2026, 3, 31)))
    assert by_attention((RISKY, sooner)) == (sooner, RISKY)
    less_likely = replace(RISKY, client_id="z", probability=0.3)
    assert by_attention((RISKY, less_likely)) == (less_likely, RISKY)


def test_each_filter_narrows_and_none_lets_all_pass() -> None:
    assert chosen_goals(ALL) == ALL
    assert chosen_goals(ALL, clients=["garage"]) == (LOST, UNTOLD)
    assert chosen_goals(ALL, platforms=["tiktok"]) == (LOST,)
    assert chosen_goals(ALL, codes=[OVERDUE]) == (LATE,)
    assert chosen_goals(ALL, codes=[UNKNOWN, "at_risk"]) == (RISKY, UNTOLD)
    assert chosen_goals(ALL, clients=["garage"], codes=["at_risk"]) == ()


def test_the_filter_offers_what_is_there_in_the_order_of_attention() -> None:
    assert status_codes(ALL) == (
        *("at_risk", "out_of_reach", OVERDUE, "too_early", "ahead"),
        UNKNOWN,
    )
    assert status_codes(()) == ()


def test_the_headline_counts_goals_and_clients() -> None:
    t = translator("en")
    assert t(portfolio_sentence(ALL)) == "2 of 5 goals of 2 clients need attention."
    overdue = overdue_sentence(ALL)
    assert overdue is not None
    assert t(overdue) == "The agreed review of 1 goal has passed without one."
    assert overdue_sentence((RISKY,)) is None


def test_the_table_holds_plain_numbers_and_days_for_files() -> None:
    t = translator("ko")
    table = portfolio_table((LOST, UNTOLD), t)
    plain = table.plain(t)
    assert plain.iloc[0, 4:6].tolist() == [1200.0, "2026-04-30"]
    assert plain.iloc[0, 7] == 0.4
    assert plain.iloc[1, 7] != plain.iloc[1, 7]  # not known is no number
    assert plain.iloc[0, 8] == "2026-02-10"
    assert plain.iloc[0, 2] == "TikTok, YouTube"
    assert table.worded(t).shape == plain.shape
