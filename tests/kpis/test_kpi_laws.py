"""Laws that hold for any numbers."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kpi_builders import account, daily, history, on, posts, seen

from kpicore.history import History
from kpicore.kpis import Statistic, Step, compute_kpi, kpi_series, posts_that_moved
from kpicore.periods import Period

COUNTS = st.integers(0, 10**6)
DAYS = st.lists(st.tuples(st.one_of(st.none(), COUNTS), st.one_of(st.none(), COUNTS)), min_size=2)
ROUNDING = 1e-9
"""Sums of a million million in floating point."""

laws = settings(derandomize=True, deadline=None, max_examples=20)


def two(days: list[tuple[int | None, int | None]], account_id: str = "a") -> pd.DataFrame:
    likes = [np.nan if day[0] is None else float(day[0]) for day in days]
    views = [np.nan if day[1] is None else float(day[1]) for day in days]
    return daily({"likes": likes, "views": views}, account_id=account_id)


def figure(
    data: History, key: str, span: Period, accounts: tuple[str, ...] = ("a",), **more: object
) -> float | None:
    today = span.last + timedelta(days=1)
    return compute_kpi(data, key, span, account_ids=accounts, today=today, **more).value


@laws
@given(DAYS)
def test_a_pooled_rate_lies_between_its_parts(days: list[tuple[int | None, int | None]]) -> None:
    whole = figure(history(daily=two(days)), "like_rate", Period(on(0), on(len(days) - 1)))
    parts = [a / b for a, b in days if a is not None and b]
    empty = any(a for a, b in days if a is not None and b == 0)
    assume(whole is not None and not empty)
    assert min(parts) - ROUNDING <= whole <= max(parts) + ROUNDING


@laws
@given(DAYS, DAYS)
def test_merging_accounts_never_raises_a_rate_above_its_largest_part(
    first: list[tuple[int | None, int | None]], second: list[tuple[int | None, int | None]]
) -> None:
    data = history(account("a"), account("b"), daily=[two(first), two(second, "b")])
    span = Period(on(0), on(max(len(first), len(second)) - 1))
    single = [figure(data, "like_rate", span, (name,)) for name in ("a", "b")]
    merged = figure(data, "like_rate", span, ("a", "b"))
    assume(all(v is not None for v in single))
    assert merged is not None
    assert min(single) - ROUNDING <= merged <= max(single) * (1 + ROUNDING) + ROUNDING


@laws
@given(st.lists(st.one_of(st.none(), COUNTS), min_size=2, max_size=40), st.data())
def test_a_longer_period_never_lowers_a_total_of_counts(
    values: list[int | None], data: st.DataObject
) -> None:
    views = [np.nan if v is None else float(v) for v in values]
    made = history(daily=daily({"views": views, "likes": [0.0] * len(views)}))
    first = data.draw(st.integers(0, len(values) - 1))
    last = data.draw(st.integers(first, len(values) - 1))
    short = figure(made, "views", Period(on(first), on(last)))
    long = figure(made, "views", Period(on(0), on(len(values) - 1)))
    assert (short or 0) <= (long or 0)


@laws
@given(st.lists(st.one_of(st.none(), COUNTS), min_size=1, max_size=60))
def test_steps_of_a_series_add_up_to_the_total(values: list[int | None]) -> None:
    views = [np.nan if v is None else float(v) for v in values]
    made = history(daily=daily({"views": views, "likes": [0.0] * len(views)}))
    total = figure(made, "views", Period(on(0), on(len(values) - 1)))
    assume(total is not None)
    for step in Step:
        series = kpi_series(made, "views", account_ids=["a"], today=on(len(values)), step=step)
        assert series["value"].sum() == total


@laws
@given(st.lists(st.tuples(COUNTS, st.integers(1, 10**6)), min_size=1, max_size=12))
def test_rates_per_post_lie_between_the_posts(totals: list[tuple[int, int]]) -> None:
    names = [f"p{i}" for i in range(len(totals))]
    data = history(
        posts=posts({n: on(i) for i, n in enumerate(names)}),
        observations=seen(
            on(60),
            {n: {"likes": a, "views": b} for n, (a, b) in zip(names, totals, strict=True)},
        ),
    )
    ratios = [a / b for a, b in totals]
    for statistic in (Statistic.POOLED, Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST):
        made = figure(data, "like_rate", Period(on(0), on(20)), statistic=statistic)
        assert made is not None
        assert min(ratios) - ROUNDING <= made <= max(ratios) * (1 + ROUNDING) + ROUNDING


@laws
@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12))
def test_the_effect_of_a_post_is_what_the_figure_loses_without_it(views: list[int]) -> None:
    names = [f"p{i}" for i in range(len(views))]
    data = history(
        posts=posts({n: on(i) for i, n in enumerate(names)}),
        observations=seen(
            on(60), {n: {"views": float(v)} for n, v in zip(names, views, strict=True)}
        ),
    )
    span = Period(on(0), on(20))
    moved = posts_that_moved(
        data, "average_views", span, account_ids=["a"], today=on(61), count=len(views)
    )
    mean = sum(views) / len(views)
    for row in moved.itertuples():
        rest = (sum(views) - row.value) / (len(views) - 1)
        assert row.effect == pytest.approx(mean - rest, abs=1e-6)
    assert moved["effect"].abs().is_monotonic_decreasing
