"""Giving out clients: each once, whatever happens to those who work."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass
from pathlib import Path

import pytest
from batch_builders import SwappedCrew, die_of_ada1, make_folder, refuse_ada1
from hypothesis import given, settings
from hypothesis import strategies as st
from loky import ProcessPoolExecutor

from kpicore.batch import (
    BatchPlan,
    ClientOutcome,
    ClientTask,
    OutFolder,
    clients_in_folder,
    local_crew,
    run_batch,
)
from kpicore.batch.dispatch import LARGEST_CHUNK, dispatch
from kpicore.batch.work import ClientResult
from kpicore.goals.model import Goal

PLAN = BatchPlan(kpis=("views",))


@dataclass(frozen=True)
class NamedClient:
    """A client that is nothing but a name."""

    client_id: str
    goals: tuple[Goal, ...] = ()
    sets_goals: bool = True

    @property
    def name(self) -> str:
        return self.client_id

    def content_key(self) -> str:
        return self.client_id

    def task(self, *, with_bytes: bool) -> ClientTask:
        return ClientTask(client_id=self.client_id, name=self.client_id)


@settings(derandomize=True, deadline=None)
@given(
    count=st.integers(0, 60),
    slots=st.integers(1, 9),
    bad=st.sets(st.integers(0, 59), max_size=4),
    breaks=st.booleans(),
)
def test_every_client_comes_back_once_and_only_the_bad_ones_fail(
    count: int, slots: int, bad: set[int], breaks: bool
) -> None:
    def work(tasks: tuple[ClientTask, ...], plan: BatchPlan) -> tuple[ClientResult, ...]:
        if any(int(t.client_id) in bad for t in tasks):
            raise BrokenExecutor("gone") if breaks else ValueError("odd")
        return tuple(
            ClientResult(outcome=ClientOutcome(client_id=t.client_id, name=t.name)) for t in tasks
        )

    crew = SwappedCrew(work=work, slots=slots)
    clients = [NamedClient(str(i)) for i in range(count)]
    found = list(dispatch(clients, PLAN, crew))
    assert sorted(int(c.client_id) for c, _ in found) == list(range(count))
    assert all(c.client_id == r.outcome.client_id for c, r in found)
    failed = {int(r.outcome.client_id) for _, r in found if r.outcome.failed}
    assert failed == {i for i in bad if i < count}
    assert all(len(given) <= LARGEST_CHUNK for given in crew.given)


def test_chunks_shrink_toward_the_end() -> None:
    crew = SwappedCrew(
        work=lambda tasks, _: tuple(
            ClientResult(outcome=ClientOutcome(client_id=t.client_id, name=t.name)) for t in tasks
        )
    )
    list(dispatch([NamedClient(str(i)) for i in range(100)], PLAN, crew))
    sizes = [len(given) for given in crew.given]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (LARGEST_CHUNK, 1)


def test_a_bug_in_one_client_is_told_of_that_client_alone(tmp_path: Path) -> None:
    crew = SwappedCrew(work=refuse_ada1)
    clients = clients_in_folder(make_folder(tmp_path / "in", 3))
    run = run_batch(clients, PLAN, out=OutFolder(tmp_path / "out"), crew=crew)
    (failed,) = run.summary.failed
    assert failed.name == "ada1"
    assert failed.error == "The work failed for a reason of its own: ValueError: no such thing."


def test_processes_that_die_take_nobody_else_with_them(tmp_path: Path) -> None:
    def pool() -> Executor:
        return ProcessPoolExecutor(max_workers=1, timeout=20)  # type: ignore[no-any-return]

    crew = SwappedCrew(work=die_of_ada1, make=pool)
    clients = [NamedClient(f"ada{i}") for i in range(3)]
    run = run_batch(clients, PLAN, out=OutFolder(tmp_path / "out"), crew=crew, tries=2)
    crew.close()
    (failed,) = run.summary.failed
    assert failed.name == "ada1"
    assert "ended before it was done, 2 times, most likely because memory ran out" in failed.error
    assert crew.renewed == 2


def test_a_crew_has_at_least_one_process() -> None:
    with pytest.raises(ValueError, match="at least one worker"), local_crew(0):
        pass
