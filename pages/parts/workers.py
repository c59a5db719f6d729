"""The processes in which long work runs: one pool for the whole process, whatever thread asks.

Loky's own reusable pool belongs to the thread that made it, and Streamlit gives every run of a page
a thread of its own: each run would start processes anew, and end them with its thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Lock
from typing import ParamSpec, TypeVar

from loky import ProcessPoolExecutor
from loky.process_executor import BrokenProcessPool, ShutdownExecutorError

from pages.parts import configuration

P = ParamSpec("P")
R = TypeVar("R")

IDLE_SECONDS = 120
"""After this long without work the processes end and give their memory back."""


class Workers:
    """A pool that is there when it is needed, and anew after one of its processes died."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Return the future result of a function that runs in another process.

        Parameters
        ----------
        function : callable
            Importable there.
        *args, **kwargs
            Its arguments, small enough to be sent there.

        Returns
        -------
        Future
            Of the function's result.
        """
        with self._lock:
            job: Future[R]
            try:
                job = self._running().submit(function, *args, **kwargs)
            except (BrokenProcessPool, ShutdownExecutorError):
                self._pool = None
                job = self._running().submit(function, *args, **kwargs)
            return job

    def close(self) -> None:
        """End the processes once their work is done; the next work starts others."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=True)
                self._pool = None

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=configuration.settings().workers,
                timeout=IDLE_SECONDS,
                env={"OMP_NUM_THREADS": "1"},
            )
        return self._pool


@cache
def workers() -> Workers:
    """Return the processes of this process."""
    return Workers()
