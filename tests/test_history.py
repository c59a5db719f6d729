"""History: importing twice changes nothing, later observations win, missing is not zero."""

from __future__ import annotations

from datetime import date

import cloudpickle
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.errors import DataNotFoundError
from kpicore.history import COLUMNS, FRAMES, KEYS, Account, History, as_frame, empty_frame
from kpicore.periods import Period

ACCOUNT = Account(account_id="tiktok/mina", name="mina", platform="tiktok")


def daily(rows: list[tuple[str, str, float]], observed: str = "2026-02-01") -> pd.DataFrame:
    """Daily frame of one account from (day, metric, value)."""
    return pd.DataFrame(
        {
            "account_id": ACCOUNT.account_id,
            "date": pd.to_datetime([r[0] for r in rows]),
            "metric": [r[1] for r in rows],
            "value": [r[2] for r in rows],
            "observed_at": pd.Timestamp(observed),
            "source": observed,
        }
    )


def history(rows: list[tuple[str, str, float]], observed: str = "2026-02-01") -> History:
    return History.build([ACCOUNT], daily=daily(rows, observed))


def test_every_frame_names_its_keys_among_its_columns() -> None:
    assert set(COLUMNS) == set(KEYS)
    for name in FRAMES:
        assert set(KEYS[name]) <= set(COLUMNS[name])
        assert {c: str(d) for c, d in empty_frame(name).dtypes.items()} == dict(COLUMNS[name])


def test_missing_day_is_not_zero() -> None:
    series = history([("2026-01-01", "views", 5), ("2026-01-03", "views", 7)]).series(
        ACCOUNT.account_id, "views"
    )
    assert list(series.index) == list(pd.date_range("2026-01-01", "2026-01-03"))
    assert np.isnan(series.iloc[1])


def test_series_of_an_unknown_metric_or_account_is_empty() -> None:
    known = history([("2026-01-01", "views", 5)])
    assert known.series(ACCOUNT.account_id, "likes").empty
    assert known.series("nobody", "views").empty
    assert History().span() is None
    assert History().is_empty


def test_series_begins_and_ends_with_known_days() -> None:
    known = history(
        [("2026-01-01", "views", 5), ("2026-01-02", "likes", 1), ("2026-01-04", "views", 2)]
    )
    likes = known.series(ACCOUNT.account_id, "likes")
    assert len(likes) == 1


def test_later_observation_of_a_day_wins_whatever_the_order_of_import() -> None:
    early = history([("2026-01-31", "views", 10)], observed="2026-01-31")
    late = history([("2026-01-31", "views", 60)], observed="2026-02-28")
    for merged in (early.merged(late), late.merged(early)):
        assert merged.series(ACCOUNT.account_id, "views").tolist() == [60]


def test_of_equal_observations_the_later_import_wins() -> None:
    first = history([("2026-01-31", "views", 10)])
    second = history([("2026-01-31", "views", 11)])
    assert first.merged(second).series(ACCOUNT.account_id, "views").tolist() == [11]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), date(2026, 1, 20)).map(str),
            st.sampled_from(["views", "likes"]),
            st.integers(-5, 10**9).map(float),
        ),
        max_size=30,
    )
)
def test_importing_the_same_twice_changes_nothing(rows: list[tuple[str, str, float]]) -> None:
    once = history(rows)
    assert once.merged(once).fingerprint == once.fingerprint


def test_fingerprint_tells_a_changed_value() -> None:
    a, b = history([("2026-01-01", "views", 5)]), history([("2026-01-01", "views", 6)])
    assert a.fingerprint != b.fingerprint


def test_all_faults_of_a_frame_are_told_together() -> None:
    with pytest.raises(ValueError, match=r"unknown columns \['day'\], missing columns \['date'"):
        as_frame("daily", {"day": [1], "account_id": ["a"]})


def test_row_of_an_unknown_account_is_refused() -> None:
    with pytest.raises(ValueError, match=r"accounts \['tiktok/mina'\] are not among"):
        History.build([], daily=daily([("2026-01-01", "views", 5)]))


def test_unknown_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown frames"):
        History.build([ACCOUNT], dayly=daily([]))


def test_only_keeps_the_accounts_asked_for() -> None:
    other = Account(account_id="youtube/mina", name="mina", platform="youtube")
    frame = pd.concat(
        [
            daily([("2026-01-01", "views", 5)]),
            daily([("2026-01-02", "views", 6)]).assign(account_id=other.account_id),
        ]
    )
    both = History.build([ACCOUNT, other], daily=frame)
    part = both.only([other.account_id])
    assert part.accounts == (other,)
    assert part.span() == Period(date(2026, 1, 2), date(2026, 1, 2))
    assert both.span(ACCOUNT.account_id) == Period(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(DataNotFoundError, match="not in this workspace"):
        both.account("nobody")


def test_renaming_an_account_keeps_its_data() -> None:
    known = history([("2026-01-01", "views", 5)])
    renamed = known.with_account(
        Account(account_id=ACCOUNT.account_id, name="Mina P.", platform="tiktok")
    )
    assert renamed.account(ACCOUNT.account_id).name == "Mina P."
    assert renamed.series(ACCOUNT.account_id, "views").tolist() == [5]


def test_posts_are_kept_by_identity_and_observations_by_moment() -> None:
    posts = pd.DataFrame(
        {
            "account_id": ACCOUNT.account_id,
            "post_id": ["7", "7"],
            "published_at": pd.to_datetime(["2026-01-01", "2026-01-01"]),
            "title": ["old title", "new title"],
            "observed_at": pd.to_datetime(["2026-01-05", "2026-01-09"]),
        }
    )
    seen = pd.DataFrame(
        {
            "account_id": ACCOUNT.account_id,
            "post_id": "7",
            "observed_at": pd.to_datetime(["2026-01-05", "2026-01-09", "2026-01-09"]),
            "metric": "views",
            "value": [10.0, 20.0, 20.0],
        }
    )
    known = History.build([ACCOUNT], posts=posts, observations=seen)
    assert known.posts["title"].tolist() == ["new title"]
    assert known.observations["value"].tolist() == [10, 20]


def test_what_is_worked_out_is_not_sent_along_with_the_data() -> None:
    """Another thread may be adding to it at that very moment."""
    one = history([("2026-01-01", "views", 1.0), ("2026-01-02", "views", 2.0)])
    known = one.fingerprint
    assert set(one.__getstate__()) == {"accounts", "frames"}
    again = cloudpickle.loads(cloudpickle.dumps(one))
    assert again.fingerprint == known
    assert again.series(ACCOUNT.account_id, "views").tolist() == [1.0, 2.0]
