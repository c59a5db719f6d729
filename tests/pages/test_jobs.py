"""Jobs run once per key, bring their errors back, and never mix workspaces."""

import os
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from loky.process_executor import BrokenProcessPool

from kpicore.errors import DataNotFoundError
from kpicore.kpis import kpi
from pages.parts import configuration, jobs
from pages.parts.jobs import KEPT_RESULTS, Board
from pages.parts.workers import Workers, workers

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
    first.result(SECONDS)
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


def test_work_under_way_is_never_dropped_from_a_full_board() -> None:
    board = Board()
    # One second of sleep holds every worker, so that what follows is still waiting.
    slow = [board.start(("w1", "slow", n), sleep, 1.0) for n in range(4)]
    waiting = [board.start(("w1", n), kpi, "views") for n in range(KEPT_RESULTS + 3)]
    assert all(not job.done() for job in (*slow[-1:], *waiting[-3:]))
    # Dropped work would be taken for done and begun anew by whoever waits for it.
    assert not board.done(("w1", 0)) or waiting[0].done()
    assert board.start(("w1", KEPT_RESULTS), kpi, "views") is waiting[KEPT_RESULTS]
    board.wait(SECONDS)
    assert board.start(("w1", KEPT_RESULTS), kpi, "views") is waiting[KEPT_RESULTS]


def test_an_accident_is_tried_again_and_a_finding_is_not() -> None:
    board = jobs.board()
    accident, finding = ("w1", 1, "accident"), ("w1", 1, "finding")
    slip = board.start(accident, int, "no number")
    said = board.start(finding, kpi, "no_such_kpi")
    with pytest.raises(ValueError, match="no number"):
        jobs.awaited(accident, slip, jobs.Patience(SECONDS))
    with pytest.raises(DataNotFoundError, match="no_such_kpi"):
        jobs.awaited(finding, said, jobs.Patience(SECONDS))
    assert board.start(accident, int, "5") is not slip
    assert board.start(finding, kpi, "no_such_kpi") is said
    for key in (accident, finding):
        board.forget(key)


def test_every_run_of_a_page_finds_the_same_processes() -> None:
    def seen() -> set[int]:
        # Streamlit gives each run a thread of its own; it ends before the next one begins.
        with ThreadPoolExecutor(1) as run:
            jobs_of_run = run.submit(lambda: [workers().submit(os.getpid) for _ in range(20)])
            return {job.result(SECONDS) for job in jobs_of_run.result(SECONDS)}

    everyone = set[int]().union(*(seen() for _ in range(4)))
    assert len(everyone) <= configuration.settings().workers


def test_after_a_process_died_the_next_work_is_done_by_others() -> None:
    pool = Workers()
    fatal = pool.submit(os._exit, 1)
    with pytest.raises(BrokenProcessPool, match="terminated"):
        fatal.result(SECONDS)
    assert pool.submit(kpi, "views").result(SECONDS).key == "views"
    pool.close()
