"""Why a KPI has no value: every sentence names what is missing, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
import pytest
from kpi_builders import account, daily, history, on, posts, seen

from kpicore.history import History
from kpicore.kpis import CATALOGUE, Basis, compute_kpi
from kpicore.language import english
from kpicore.messages import Message
from kpicore.metrics import METRICS
from kpicore.periods import Period

PERIOD, TODAY = Period(on(0), on(27)), on(40)
DAYS, AGE = 7, 20


def of_days(account_id: str, metrics: Iterable[str]) -> pd.DataFrame:
    return daily({m: [2.0] * DAYS for m in metrics}, account_id=account_id)


def of_posts(account_id: str, metrics: Iterable[str]) -> pd.DataFrame:
    totals = {f"{account_id}-{n}": dict.fromkeys(metrics, 2.0) for n in range(3)}
    return seen(on(AGE), totals, account_id=account_id)


def workspace(told: dict[str, tuple[str, ...]], basis: Basis) -> History:
    """Accounts that tell these metrics, each per day or each per post."""
    accounts = [account(name) for name in told]
    if basis is Basis.DAILY:
        return history(*accounts, daily=[of_days(a, metrics) for a, metrics in told.items()])
    published = [posts({f"{a}-{n}": on(n) for n in range(3)}, account_id=a) for a in told]
    rows = [of_posts(a, metrics) for a, metrics in told.items()]
    return history(*accounts, posts=published, observations=rows)


def pieces(metrics: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What two accounts tell: one a metric and the other the rest, or the rest nobody."""
    for metric in metrics:
        rest = tuple(m for m in metrics if m != metric)
        yield (metric,), rest
        yield rest, ()
    yield (), ()


def emptied(message: Message) -> list[str]:
    return [name for name, value in message.values.items() if value == ()]


@pytest.mark.parametrize("basis", [Basis.DAILY, Basis.POSTS])
@pytest.mark.parametrize("key", CATALOGUE)
def test_a_reason_always_names_what_is_missing(key: str, basis: Basis) -> None:
    definition = CATALOGUE[key]
    known = {m for way in definition.all_ways for m in way.metrics if m in METRICS}
    for metrics in {tuple(m for m in way.metrics if m in known) for way in definition.all_ways}:
        for first, second in pieces(metrics):
            data = workspace({"a": ("dislikes", *first), "b": ("dislikes", *second)}, basis)
            for ids in (["a"], ["a", "b"]):
                for statistic in definition.statistics:
                    found = compute_kpi(
                        data, key, PERIOD, account_ids=ids, today=TODAY, statistic=statistic
                    )
                    if found.value is None:
                        assert found.reason is not None
                        assert emptied(found.reason) == [], (ids, first, second)
                        assert english().say(found.reason)[0].isupper()


def why(told: dict[str, tuple[str, ...]], key: str, *ids: str, basis: Basis = Basis.DAILY) -> str:
    found = compute_kpi(workspace(told, basis), key, PERIOD, account_ids=ids, today=TODAY)
    assert found.reason is not None
    return english().say(found.reason)


def test_accounts_that_each_tell_a_part_are_told_apart_from_a_part_that_nobody_tells() -> None:
    told = {"a": ("link_clicks",), "b": ("impressions",)}
    assert why(told, "link_ctr", "a", "b") == (
        "No account tells all that this needs: Link clicks, Impressions. Each tells a part; upload "
        "the exports that hold the rest."
    )
    assert why(told, "link_ctr", "a") == "The exports do not tell: Impressions."
    assert why(told, "frequency", "b") == "The exports do not tell: Reach."


def test_totals_of_posts_are_no_days() -> None:
    told = {"a": ("impressions", "reach")}
    assert why(told, "frequency", "a", basis=Basis.POSTS) == (
        "Known only as totals of single posts, not per day: Impressions, Reach. Upload the export "
        "with daily numbers."
    )
