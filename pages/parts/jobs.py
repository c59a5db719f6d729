"""Work that takes long runs beside the page, in worker processes, and is asked for its result.

A job is known by a key made of the workspace's id, its data version and what is computed, so
one visitor's result can never come out for another, and asking again costs nothing. Results stay on
a bounded board. `outcome` gives None while the work goes on; the page then draws progress
(`wait_for`) and goes on without, or stops there (`stop_until_done`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from threading import Lock
from time import monotonic
from typing import Any, NoReturn, ParamSpec, TypeAlias, TypeVar

import streamlit as st
from loky.process_executor import BrokenProcessPool

from kpicore.errors import KpiCoreError, NotComputableError
from kpicore.language import Translator
from kpicore.messages import Message, msg
from pages.parts.words import plain
from pages.parts.workers import workers

JobKey: TypeAlias = tuple[str | int | float | None, ...]
P = ParamSpec("P")
R = TypeVar("R")

KEPT_RESULTS = 96
"""Results that stay on the board; the one asked for longest ago leaves first."""

PATIENCE_SECONDS = 0.3
"""How long a page waits before it draws progress, so that quick work does not flicker."""

TOGETHER_SECONDS = 3.0
"""How long a page waits for all of its jobs before it shows those that are done: to draw it again
for each of a dozen jobs takes longer than the jobs."""


class Board:
    """Jobs under way and done, by key; shared by all sessions of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        # Any: the board holds results of every kind; `start` gives them back their type.
        self._jobs: OrderedDict[JobKey, Future[Any]] = OrderedDict()

    def start(
        self, key: JobKey, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """Return the job of that key, submitting it if there is none.

        Parameters
        ----------
        key : JobKey
            Begins with the workspace's id and data version.
        function : callable
            Importable from kpicore; runs in another process.
        *args, **kwargs
            Its arguments, small enough to be sent there.

        Returns
        -------
        Future
            Of the function's result.
        """
        with self._lock:
            if key not in self._jobs:
                self._jobs[key] = workers().submit(function, *args, **kwargs)
            self._jobs.move_to_end(key)
            self._make_room()
            return self._jobs[key]

    def _make_room(self) -> None:
        # Work under way stays: dropped, it would be taken for done, and begun anew for ever by a
        # page that waits for more than the board holds.
        spare = len(self._jobs) - KEPT_RESULTS
        for key in [key for key, job in self._jobs.items() if job.done()][: max(spare, 0)]:
            del self._jobs[key]

    def __len__(self) -> int:
        """Return how many jobs are under way or done and kept."""
        return len(self._jobs)

    def done(self, key: JobKey) -> bool:
        """Return whether nothing has to be waited for under that key."""
        job = self._jobs.get(key)
        return job is None or job.done()

    def wait(self, seconds: float) -> bool:
        """Wait until all jobs are done; return whether any was under way.

        Parameters
        ----------
        seconds : float
            Longest wait for each job.

        Returns
        -------
        bool
            False when there was nothing to wait for.
        """
        with self._lock:
            pending = [job for job in self._jobs.values() if not job.done()]
        for job in pending:
            job.exception(timeout=seconds)
        return bool(pending)

    def forget(self, key: JobKey) -> None:
        """Drop a job, so that asking again starts anew."""
        with self._lock:
            self._jobs.pop(key, None)


@st.cache_resource(show_spinner=False)
def board() -> Board:
    """Return the board of this process."""
    return Board()


class Patience:
    """How long one run of a page waits in all, however many jobs it asks for."""

    def __init__(self, seconds: float = PATIENCE_SECONDS) -> None:
        self._until = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self._until - monotonic())


def outcome(key: JobKey, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """Return the result if it is there soon, else None; the work goes on.

    Parameters
    ----------
    key : JobKey
        Begins with the workspace's id and data version.
    function : callable
        Importable from kpicore.
    *args, **kwargs
        Its arguments.

    Returns
    -------
    object or None
        The function's result.

    Raises
    ------
    KpiCoreError
        If the function raised it, or the worker ended before it was done.
    """
    return awaited(key, board().start(key, function, *args, **kwargs), Patience())


def awaited(key: JobKey, job: Future[R], patience: Patience) -> R | None:
    """Return the result of a job that was started, or None while it goes on.

    Parameters
    ----------
    key : JobKey
        As it was started.
    job : Future
        The job.
    patience : Patience
        How long to wait for it.

    Returns
    -------
    object or None
        What the job's function returned.

    Raises
    ------
    KpiCoreError
        If the function raised it, or the worker ended before it was done.
    """
    try:
        fault = job.exception(timeout=patience.left)
        if fault is not None and not isinstance(fault, KpiCoreError):
            # A bug or an accident, not a finding about the data: the next run tries again.
            board().forget(key)
        return job.result()
    except NotYet:
        return None
    except BrokenProcessPool as fault:
        board().forget(key)
        raise NotComputableError(
            msg(
                "The calculation was stopped before it was done, most likely because memory ran "
                "out. Try again with fewer accounts or a shorter history."
            )
        ) from fault


def stop_until_done(t: Translator, doing: Message, *keys: JobKey) -> NoReturn:
    """Draw progress and end the run; the page runs again as `wait_for` tells.

    Parameters
    ----------
    t : Translator
        The reader's language.
    doing : Message
        What is being done.
    *keys : JobKey
        Jobs that `outcome` started.
    """
    wait_for(t, doing, *keys)
    st.stop()


def wait_for(t: Translator, doing: Message, *keys: JobKey) -> None:
    """Draw progress where it is called, and run the page again once the jobs are done.

    Where they take long, it runs again as soon as some of them are done.
    """
    _waiting(plain(t(doing)), keys, monotonic() + TOGETHER_SECONDS)


@st.fragment(run_every="0.5s")
def _waiting(text: str, keys: tuple[JobKey, ...], together_until: float) -> None:
    done = [board().done(key) for key in keys]
    if all(done) or (any(done) and monotonic() > together_until):
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/hourglass_top: {text}")
        st.skeleton(height=24)
