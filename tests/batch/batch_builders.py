"""Folders of made-up clients, and crews that work in this process or in worse ways."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from kpicore.batch import BatchPlan, ClientOutcome, ClientTask
from kpicore.batch.work import ClientResult, work_on

LAST = date(2025, 12, 31)
DAYS = 70


def write_days(path: Path, *, seed: int, last: date = LAST, days: int = DAYS) -> None:
    """Write a day a row: views that wander around a level, a tenth as many likes.

    The days before are the same whatever the last day is, as in exports of later days.
    """
    rng = np.random.default_rng(seed)
    first = LAST - timedelta(days=DAYS - 1)
    size = (last - first).days + 1
    views = np.round(1000 * np.exp(np.cumsum(rng.normal(0, 0.02, size))))
    lines = [f"{first + timedelta(days=i)},{v:.0f},{v // 10:.0f}" for i, v in enumerate(views)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("date,views,likes\n" + "\n".join(lines[-days:]) + "\n", encoding="utf-8")


def make_folder(folder: Path, count: int) -> Path:
    """Make a folder of clients ``ada0``, ``ada1``, ..., each with a sub-folder."""
    for number in range(count):
        write_days(folder / f"ada{number}" / "daily.csv", seed=number)
    return folder


Work = Callable[[Sequence[ClientTask], BatchPlan], tuple[ClientResult, ...]]


class HereExecutor(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:  # as an executor does
            future.set_exception(fault)
        return future


@dataclass
class SwappedCrew:
    """A crew whose workers do another work than they are given.

    Attributes
    ----------
    work : callable
        Done instead.
    make : callable
        Makes an executor.
    """

    work: Work = work_on
    make: Callable[[], Executor] = HereExecutor
    slots: int = 2
    elsewhere: bool = False
    renewed: int = 0
    given: list[tuple[str, ...]] = field(default_factory=list)
    _executor: Executor | None = None

    def executor(self) -> Executor:
        if self._executor is None:
            self._executor = self.make()
        return _Swapping(self._executor, self)

    def renew(self) -> None:
        self.renewed += 1
        self.close()

    def look_after(self) -> None:
        return

    def was_lost(self, fault: BaseException) -> bool:
        return not isinstance(fault, ValueError)

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None


class _Swapping(Executor):
    def __init__(self, inner: Executor, crew: SwappedCrew) -> None:
        self._inner, self._crew = inner, crew

    def submit(self, fn, /, tasks, plan):  # type: ignore[no-untyped-def]
        self._crew.given.append(tuple(task.client_id for task in tasks))
        return self._inner.submit(self._crew.work, tasks, plan)


def refuse_ada1(tasks: Sequence[ClientTask], plan: BatchPlan) -> tuple[ClientResult, ...]:
    """Fail, as a bug would, whenever ada1 is among the clients."""
    if any(task.client_id == "ada1" for task in tasks):
        raise ValueError("no such thing")
    return work_on(tasks, plan)


def die_of_ada1(tasks: Sequence[ClientTask], plan: BatchPlan) -> tuple[ClientResult, ...]:
    """End the process, as a lack of memory would, whenever ada1 is among the clients."""
    if any(task.client_id == "ada1" for task in tasks):
        os.kill(os.getpid(), signal.SIGKILL)
    return tuple(
        ClientResult(outcome=ClientOutcome(client_id=t.client_id, name=t.name)) for t in tasks
    )
