"""A visitor's workspace is theirs alone, and ends a while after they left."""

import pytest

from pages.parts import workspaces
from pages.parts.workspaces import GRACE_SECONDS, KEPT_VISITORS, Visitors
from tests.pages.states import NOW, one_account


def test_two_visitors_never_share_a_workspace() -> None:
    visitors = Visitors()
    one, two = visitors.workspace("one"), visitors.workspace("two")
    one.add_import(one_account(), file="Totals.csv", sha256="0" * 64, imported_at=NOW)
    assert two.load_history().is_empty
    assert one.workspace_id != two.workspace_id
    assert not visitors.workspace("one").load_history().is_empty


def test_a_visitor_who_comes_back_in_time_finds_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(workspaces, "monotonic", lambda: now)
    visitors = Visitors()
    first = visitors.workspace("one").workspace_id
    visitors.leave("one")
    now += GRACE_SECONDS - 1
    assert visitors.workspace("one").workspace_id == first


def test_a_visitor_who_left_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(workspaces, "monotonic", lambda: now)
    visitors = Visitors()
    first = visitors.workspace("one").workspace_id
    visitors.leave("one")
    now += GRACE_SECONDS + 1
    visitors.workspace("two")
    assert visitors.workspace("one").workspace_id != first


def test_the_number_of_visitors_is_bounded() -> None:
    visitors = Visitors()
    first = visitors.workspace("0").workspace_id
    for number in range(1, KEPT_VISITORS + 1):
        visitors.workspace(str(number))
    assert visitors.workspace("0").workspace_id != first
