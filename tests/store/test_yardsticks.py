"""Competitors, own published figures and spend are kept whole, by editors, without overwriting."""

from __future__ import annotations

import math
from contextlib import closing
from datetime import date

import pytest

from kpicore.benchmarks import PublicFigures
from kpicore.benchmarks.published import COLUMNS
from kpicore.errors import ConflictError, ImportFailedError, NotAllowedError
from kpicore.kpis import Spend, Stage
from kpicore.store import Preferences, Role, Store

RIVAL = PublicFigures(
    name="rival", platform="tiktok", observed_on=date(2026, 6, 30), days=28, followers=100.0
)
SPEND = Spend(
    account_id="a", first=date(2026, 6, 1), last=date(2026, 6, 30), amount=50.0, currency="EUR"
)
TABLE = (
    ",".join(COLUMNS)
    + "\n"
    + (
        "TikTok,engagement_rate_by_followers,likes+comments+shares per post / followers,all,all,"
        "median,2.5,percent,2025-01-01,2025-12-31,Us,Our table,https://example.com,own\n"
    )
)


def test_what_is_kept_is_read_again_and_travels_with_the_workspace() -> None:
    with closing(Store.in_memory()) as store, closing(Store.in_memory()) as other:
        workspace = store.personal_workspace()
        workspace.save_competitors([RIVAL], before=[])
        workspace.save_spends([SPEND], before=[])
        workspace.save_published_text(TABLE)
        copy = other.personal_workspace()
        copy.restore_workspace(workspace.export_workspace())
        for kept in (workspace, copy):
            (rival,) = kept.competitors()
            assert (rival.name, rival.followers) == ("rival", 100.0)
            assert math.isnan(rival.posts)
            assert kept.spends() == (SPEND,)
            assert kept.published_text() == TABLE


def test_a_change_made_meanwhile_is_not_overwritten() -> None:
    with closing(Store.in_memory()) as store:
        workspace = store.personal_workspace()
        workspace.save_competitors([RIVAL], before=[])
        with pytest.raises(ConflictError, match="Somebody else"):
            workspace.save_competitors([], before=[])
        workspace.save_competitors([], before=workspace.competitors())
        assert workspace.competitors() == ()


def test_a_table_that_cannot_be_read_is_not_kept() -> None:
    with closing(Store.in_memory()) as store:
        workspace = store.personal_workspace()
        with pytest.raises(ImportFailedError, match="lacks the columns"):
            workspace.save_published_text("a,b\n1,2\n")
        assert workspace.published_text() == ""


def test_who_may_only_read_changes_nothing() -> None:
    with closing(Store.in_memory()) as store:
        own = store.personal_workspace()
        own.set_member("client@example.com", Role.VIEWER)
        shared = store.workspace(own.workspace_id, member="client@example.com")
        with pytest.raises(NotAllowedError, match="may"):
            shared.save_spends([SPEND], before=[])
        assert shared.spends() == ()


def test_yardsticks_and_preferences_do_not_mix() -> None:
    with closing(Store.in_memory()) as store:
        workspace = store.personal_workspace()
        workspace.save_published_text(TABLE)
        workspace.save_preferences(Preferences(stage=Stage.COMMUNITY))
        assert workspace.preferences() == Preferences(stage=Stage.COMMUNITY)
        assert workspace.published_text() == TABLE


@pytest.mark.parametrize("amount", [-1.0, math.nan, math.inf])
def test_spend_is_a_number_that_is_not_negative(amount: float) -> None:
    with pytest.raises(ValueError, match="not negative"):
        Spend(
            account_id="a",
            first=date(2026, 1, 1),
            last=date(2026, 1, 2),
            amount=amount,
            currency="EUR",
        )
