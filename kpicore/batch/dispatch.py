"""Giving out clients in chunks, and trying again what an accident took down.

A chunk that fails says nothing about which of its clients is to blame, and when a process dies all
work under way in its pool is lost. So everything that was under way is set aside and done later one
client at a time, alone: whoever fails then fails by itself, and nobody for a neighbour.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Future,
    wait,
)
from math import ceil
from typing import Final

from kpicore.batch.clients import Client
from kpicore.batch.crews import PATROL_SECONDS, Crew
from kpicore.batch.model import BatchPlan, ClientOutcome, ClientTask
from kpicore.batch.work import ClientResult, work_on
from kpicore.errors import KpiCoreError
from kpicore.language import translator
from kpicore.messages import Message, msg, msgs

TRIES: Final = 3
"""How often a client is begun before it is given up."""
LARGEST_CHUNK: Final = 8
"""Clients of one task: enough that giving out costs nothing beside the work."""
LARGEST_SENT: Final = 2
"""The same where files travel with the task: what is under way is held in memory here."""
_SHARE: Final = 4
"""Tasks that every worker still gets of what is left: chunks shrink toward the end, so that no
worker idles while another one has a long one before it."""
_AHEAD: Final = 2
"""Tasks given out per worker: one under way and the next one waiting."""
_LONGEST_CAUSE: Final = 200

Results = tuple[ClientResult, ...]


def dispatch(
    clients: Sequence[Client], plan: BatchPlan, crew: Crew, *, tries: int = TRIES
) -> Iterator[tuple[Client, ClientResult]]:
    """Have all clients worked on; yield each as it is done.

    Parameters
    ----------
    clients : sequence of Client
        Loaded only when their turn comes.
    plan : BatchPlan
        What is asked of each.
    crew : Crew
        Who works.
    tries : int
        How often a client that takes its worker down is begun, at least 1.

    Yields
    ------
    tuple of Client and ClientResult
        In the order in which they are done; every client once.

    Raises
    ------
    BatchError
        If the crew is gone.
    """
    waiting = deque(clients)
    under_way: dict[Future[Results], tuple[Client, ...]] = {}
    suspects: list[Client] = []
    largest = LARGEST_SENT if crew.elsewhere else LARGEST_CHUNK
    while waiting or under_way:
        slots = crew.slots
        while waiting and len(under_way) < _AHEAD * slots:
            size = _chunk_size(len(waiting), slots, largest)
            chunk = [waiting.popleft() for _ in range(size)]
            ready, unreadable = _loaded(chunk, plan, crew)
            yield from unreadable
            if ready:
                under_way[_submit(crew, [t for _, t in ready], plan)] = tuple(c for c, _ in ready)
        done = _wait_for_one(under_way, crew)
        broken = False
        for future in done:
            chunk_done = under_way.pop(future)
            fault = _fault_of(future)
            if fault is None:
                yield from zip(chunk_done, future.result(), strict=True)
            else:
                suspects.extend(chunk_done)
                broken = broken or isinstance(fault, BrokenExecutor)
        if broken:
            crew.renew()
    for client in suspects:
        yield client, _alone(client, plan, crew, tries - 1)


def _alone(client: Client, plan: BatchPlan, crew: Crew, tries: int) -> ClientResult:
    """Work on one client while nothing else is under way; once more for each accident."""
    fault: BaseException | None = None
    for _ in range(max(tries, 1)):
        ready, unreadable = _loaded([client], plan, crew)
        if not ready:
            return unreadable[0][1]
        future = _submit(crew, [task for _, task in ready], plan)
        _wait_for_one([future], crew)
        fault = _fault_of(future)
        if fault is None:
            return future.result()[0]
        if isinstance(fault, BrokenExecutor):
            crew.renew()
    return _failed(client, plan, _why(fault, tries + 1, crew))


def _wait_for_one(
    under_way: Collection[Future[Results]], crew: Crew
) -> Collection[Future[Results]]:
    """Return what is done as soon as anything is; raises when nobody works any more."""
    while under_way:
        done, _ = wait(under_way, timeout=PATROL_SECONDS, return_when=FIRST_COMPLETED)
        if done:
            return done
        crew.look_after()
    return ()


def _chunk_size(left: int, slots: int, largest: int) -> int:
    return min(max(ceil(left / (_SHARE * slots)), 1), largest)


def _loaded(
    chunk: Sequence[Client], plan: BatchPlan, crew: Crew
) -> tuple[list[tuple[Client, ClientTask]], list[tuple[Client, ClientResult]]]:
    """Return what workers are given, and those clients that cannot even be loaded."""
    ready: list[tuple[Client, ClientTask]] = []
    unreadable: list[tuple[Client, ClientResult]] = []
    for client in chunk:
        try:
            ready.append((client, client.task(with_bytes=crew.elsewhere)))
        except KpiCoreError as fault:
            unreadable.append((client, _failed(client, plan, fault.message)))
    return ready, unreadable


def _submit(crew: Crew, tasks: Sequence[ClientTask], plan: BatchPlan) -> Future[Results]:
    try:
        return crew.executor().submit(work_on, tuple(tasks), plan)
    except BrokenExecutor:
        # It broke since it was last looked at; what was under way in it is heard of by and by.
        crew.renew()
        return crew.executor().submit(work_on, tuple(tasks), plan)


def _fault_of(future: Future[Results]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as fault:
        # A scheduler that is gone cancels what it was given.
        return fault


def _failed(client: Client, plan: BatchPlan, message: Message) -> ClientResult:
    error = translator(plan.language).say(message)
    return ClientResult(
        outcome=ClientOutcome(client_id=client.client_id, name=client.name, error=error)
    )


def _why(fault: BaseException | None, tries: int, crew: Crew) -> Message:
    if fault is None or crew.was_lost(fault):
        return msgs(
            "The worker ended before it was done, most likely because memory ran out.",
            "The worker ended before it was done, {count} times, most likely because memory ran "
            "out.",
            tries,
        )
    cause = " ".join(f"{type(fault).__name__}: {fault}".split())[:_LONGEST_CAUSE]
    return msg("The work failed for a reason of its own: {cause}.", cause=cause)
