"""Jobs run once per key, bring their errors back, and never mix workspaces."""

import pytest

from kpicore.errors import DataNotFoundError
from kpicore.kpis import kpi
from pages.parts.jobs import KEPT_RESULTS, Board

SECONDS = 60


def test_a_job_is_done_once_per_key() -> None:
    board = Board()
    first = board.start(("w1", 1, "views"), kpi, "views")
    assert board.start(("w1", 1, "views"), kpi, "views") is first
    assert first.result(SECONDS).key == "views"
    assert board.done(("w1", 1, "views"))


def test_another_workspace_gets_its_own_job() -> None:
    board = Board()
    one = board.start(("w1", 1, "kpi"), kpi, "views")
    two = board.start(("w2", 1, "kpi"), kpi, "likes")
    assert one.result(SECONDS).key == "views"
    assert two.result(SECONDS).key == "likes"


def test_an_error_comes_back_with_its_sentence() -> None:
    job = Board().start(("w1", 1, "unknown"), kpi, "no_such_kpi")
    with pytest.raises(DataNotFoundError, match="no_such_kpi"):
        job.result(SECONDS)


def test_the_result_asked_for_longest_ago_leaves_a_full_board() -> None:
    board = Board()
    first = board.start(("w1", 0), kpi, "views")
    for number in range(1, KEPT_RESULTS + 1):
        board.start(("w1", number), kpi, "views")
    board.wait(SECONDS)
    assert board.start(("w1", 0), kpi, "views") is not first


def test_a_forgotten_job_starts_anew() -> None:
    board = Board()
    first = board.start(("w1", 1), kpi, "views")
    first.result(SECONDS)
    board.forget(("w1", 1))
    assert board.start(("w1", 1), kpi, "views") is not first
