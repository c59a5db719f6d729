"""Who does the work: processes of this machine, or the workers of a Dask cluster.

Both are executors of `concurrent.futures`. A crew gives a working one and replaces it when it
broke.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from kpicore import __version__
from kpicore.batch.model import BatchError
from kpicore.batch.work import warm_up
from kpicore.messages import msg

if TYPE_CHECKING:
    from distributed import Client

IDLE_SECONDS: Final = 60
"""After this long without work a process of this machine ends and gives its memory back."""
CONNECT_SECONDS: Final = 30.0
"""How long a cluster, and its first worker, may take to answer."""
PATROL_SECONDS: Final = 10
"""How often it is looked whether anybody still works, while no result comes."""
ALONE_SECONDS: Final = 120
"""How long a cluster may be without any worker: those that restart are back by then."""


class Crew(Protocol):
    """Workers behind an executor."""

    @property
    def slots(self) -> int:
        """How many clients are worked on at a time."""
        ...

    @property
    def elsewhere(self) -> bool:
        """Whether the workers do not see this machine's files."""
        ...

    def executor(self) -> Executor:
        """Return a working executor.

        Raises
        ------
        BatchError
            If there is none any more.
        """
        ...

    def renew(self) -> None:
        """Replace an executor that broke."""
        ...

    def look_after(self) -> None:
        """Look whether anybody still works; asked every `PATROL_SECONDS` without a result.

        Raises
        ------
        BatchError
            If nobody does.
        """
        ...

    def was_lost(self, fault: BaseException) -> bool:
        """Tell whether the worker ended, as against work that failed by itself."""
        ...


class LocalCrew:
    """Processes of this machine, each with numpy on one core.

    Parameters
    ----------
    workers : int
        How many, at least 1.
    """

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"A crew has at least one worker, got {workers}.")
        self._workers = workers
        self._executor: Executor | None = None

    @property
    def slots(self) -> int:
        """One client per process."""
        return self._workers

    @property
    def elsewhere(self) -> bool:
        """They read files by themselves."""
        return False

    def executor(self) -> Executor:
        """Return the processes' executor, started at first use."""
        if self._executor is None:
            from loky import ProcessPoolExecutor  # noqa: PLC0415 - only where work is done

            made: Executor = ProcessPoolExecutor(
                max_workers=self._workers, timeout=IDLE_SECONDS, env={"OMP_NUM_THREADS": "1"}
            )
            self._executor = made
        return self._executor

    def renew(self) -> None:
        """Start processes anew when next they are asked for."""
        self.close()

    def look_after(self) -> None:
        """Nothing to do: a process that ends breaks its executor, which is heard of at once."""

    def was_lost(self, fault: BaseException) -> bool:
        """Tell whether the processes ended."""
        return isinstance(fault, BrokenExecutor)

    def close(self) -> None:
        """End the processes."""
        if self._executor is not None:
            # Nothing is under way, or what is broke already: nothing is lost by not waiting.
            self._executor.shutdown(wait=True)
            self._executor = None


class ClusterCrew:
    """The workers of a Dask cluster that runs elsewhere.

    Parameters
    ----------
    client : Client
        Connected to its scheduler.
    address : str
        For sentences.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._patrols_alone = 0
        # Pure tasks of the same arguments are one task to Dask: one tried again would fail at once.
        self._executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    @property
    def slots(self) -> int:
        """Threads of all workers that are there now, at least 1."""
        return max(self._threads(), 1)

    def _threads(self) -> int:
        info = self._client.scheduler_info(n_workers=-1)
        return sum(int(worker["nthreads"]) for worker in info["workers"].values())

    @property
    def elsewhere(self) -> bool:
        """They may run on other machines."""
        return True

    def executor(self) -> Executor:
        """Return the client's executor; the scheduler itself replaces workers that are lost."""
        if self._client.status != "running":
            raise BatchError(
                msg(
                    "The scheduler {address} does not answer any more. Start the same command "
                    "again: what is done is kept.",
                    address=self._address,
                )
            )
        return self._executor

    def renew(self) -> None:
        """Nothing to do: the cluster heals by itself."""

    def look_after(self) -> None:
        """Look whether the scheduler answers and has had workers lately."""
        self.executor()
        self._patrols_alone = 0 if self._threads() else self._patrols_alone + 1
        if self._patrols_alone * PATROL_SECONDS >= ALONE_SECONDS:
            raise BatchError(
                msg(
                    "All workers of {address} are gone. Start some, and then the same command "
                    "again: what is done is kept.",
                    address=self._address,
                )
            )

    def was_lost(self, fault: BaseException) -> bool:
        """Tell whether workers ended over the work, or the scheduler itself."""
        from distributed import KilledWorker  # noqa: PLC0415 - known to be there

        return isinstance(fault, KilledWorker | CancelledError)


@contextmanager
def local_crew(workers: int) -> Iterator[LocalCrew]:
    """Work with processes of this machine until the block ends.

    Parameters
    ----------
    workers : int
        How many.

    Yields
    ------
    LocalCrew
        Not yet started.
    """
    crew = LocalCrew(workers)
    try:
        yield crew
    finally:
        crew.close()


@contextmanager
def cluster_crew(address: str) -> Iterator[ClusterCrew]:
    """Work with a Dask cluster until the block ends.

    Parameters
    ----------
    address : str
        Of its scheduler, ``tcp://host:8786``.

    Yields
    ------
    ClusterCrew
        With at least one worker that runs this version.

    Raises
    ------
    BatchError
        If Dask is not installed here, the scheduler does not answer, it has no workers, or they
        lack Goalpost or run another version.
    """
    try:
        import dask  # noqa: PLC0415 - an extra that most installations do without
        from distributed import Client  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise BatchError(
            msg(
                "A cluster needs the package {package}; install it with {command}.",
                package="distributed",
                command='pip install "goalpost[cluster]"',
            )
        ) from fault
    # A client's files travel with its task, by intention.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        try:
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError, TimeoutError) as fault:
            raise BatchError(
                msg(
                    "No scheduler answers at {address}; start one with {command}, or check the "
                    "address.",
                    address=address,
                    command="dask scheduler",
                )
            ) from fault
        with client:
            _check_workers(client, address)
            yield ClusterCrew(client, address)


def _check_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as fault:
        raise BatchError(
            msg(
                "The scheduler {address} has no workers; start some with {command}.",
                address=address,
                command=f"dask worker {address}",
            )
        ) from fault
    try:
        found = set(client.run(warm_up).values())
    except (ImportError, AttributeError) as fault:
        raise BatchError(
            msg(
                "Goalpost is not installed where the workers of {address} run; install version "
                "{version} there.",
                address=address,
                version=__version__,
            )
        ) from fault
    if found != {__version__}:
        raise BatchError(
            msg(
                "The workers of {address} run version {found} of Goalpost, this is {version}; "
                "install the same.",
                address=address,
                found=tuple(sorted(found)),
                version=__version__,
            )
        )
