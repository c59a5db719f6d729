"""Which accounts tell a figure that several were put together for."""

from __future__ import annotations

import pytest
from kpi_builders import account, daily, history, on

from kpicore.history import History
from kpicore.kpis import account_ends, telling_accounts
from kpicore.periods import Period

IDS = ("a", "b", "c")
WEEK = Period(on(0), on(6))


@pytest.fixture
def three() -> History:
    """One tells views, one likes alone, one nothing."""
    return history(
        *(account(i) for i in IDS),
        daily=[
            daily({"views": [10.0] * 7}),
            daily({"likes": [1.0] * 4}, account_id="b"),
        ],
    )


@pytest.mark.parametrize(("key", "expected"), [("views", ("a",)), ("likes", ("b",))])
def test_those_with_a_value_of_their_own_tell(
    three: History, key: str, expected: tuple[str, ...]
) -> None:
    assert telling_accounts(three, key, WEEK, account_ids=IDS, today=on(7)) == expected


def test_they_keep_the_order_asked_for() -> None:
    both = history(
        *(account(i) for i in IDS),
        daily=[daily({"views": [1.0] * 7}, account_id=i) for i in IDS],
    )
    order = ("c", "a", "b")
    assert telling_accounts(both, "views", WEEK, account_ids=order, today=on(7)) == order


def test_the_last_day_of_each(three: History) -> None:
    assert account_ends(three, IDS, on(30)) == {"a": on(6), "b": on(3)}


def test_today_is_not_known_yet(three: History) -> None:
    assert account_ends(three, IDS, on(5)) == {"a": on(4), "b": on(3)}
