"""A real Dask scheduler and two real workers in processes of their own, one of them killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from batch_builders import SwappedCrew, make_folder

from kpicore.batch import (
    BatchError,
    BatchPlan,
    OutFolder,
    Step,
    clients_in_folder,
    cluster_crew,
    run_batch,
)
from kpicore.cli.app import run

pytestmark = pytest.mark.long

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

ROOT = Path(__file__).parents[2]
PLAN = BatchPlan(kpis=("views",))
PATIENCE_S = 180
"""A busy machine may take a minute to start a worker; what never comes ends here."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a part of Dask until the block ends; what it says goes to a file."""
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    options = {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        part = subprocess.Popen(
            command, cwd=folder, env=os.environ | options, stdout=log, stderr=log
        )
        try:
            yield part
        finally:
            part.kill()
            part.wait(timeout=PATIENCE_S)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scheduler on this machine only, without workers."""
    folder = tmp_path_factory.mktemp("scheduler")
    port = str(free_port())
    here = ("--host", "127.0.0.1", "--port", port, "--dashboard-address", "127.0.0.1:0")
    with process(folder, "dask_scheduler", *here) as part:
        until = time.monotonic() + PATIENCE_S
        while "Scheduler at" not in (folder / "dask_scheduler.log").read_text():
            assert part.poll() is None, "the scheduler ended"
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.1)
        yield f"tcp://127.0.0.1:{port}"


def worker(stack: ExitStack, folder: Path, address: str) -> subprocess.Popen[bytes]:
    """Start a worker that is one process with one thread."""
    return stack.enter_context(
        process(
            folder,
            "dask_worker",
            address,
            *("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"),
            *("--dashboard-address", "127.0.0.1:0"),
            *("--memory-limit", "0", "--local-directory", str(folder)),
        )
    )


def test_a_worker_that_is_killed_on_the_way_costs_no_client(
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("kpicore.batch.crews.CONNECT_SECONDS", float(PATIENCE_S))
    folder = make_folder(tmp_path / "in", 6)
    clients = clients_in_folder(folder)
    alone = run_batch(clients, PLAN, out=OutFolder(tmp_path / "here"), crew=SwappedCrew())
    with ExitStack() as stack:
        first, _ = worker(stack, tmp_path, address), worker(stack, tmp_path, address)

        def kill(step: Step) -> None:
            if step.done == 1:
                os.kill(first.pid, signal.SIGKILL)
                first.wait(timeout=PATIENCE_S)

        with cluster_crew(address) as crew:
            crew._client.wait_for_workers(2, timeout=PATIENCE_S)
            assert (crew.slots, crew.elsewhere) == (2, True)
            out = OutFolder(tmp_path / "there")
            there = run_batch(clients, PLAN, out=out, crew=crew, progress=kill)
        assert first.returncode == -signal.SIGKILL
        assert there.summary == alone.summary
        # The same from the command line, on the worker that is left.
        options = ["--out", str(tmp_path / "out"), "--scheduler", address, "--json"]
        shutil.rmtree(folder / "ada5")
        order = ["batch", str(folder), "--kpi", "likes", "--report", "none", *options]
        assert run(order) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["clients"], found["goals"], found["failed"]) == (5, 5, [])


def test_a_cluster_that_cannot_work_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpicore.batch.crews.CONNECT_SECONDS", 2.0)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(BatchError, match="No scheduler answers at tcp"), cluster_crew(nobody):
        pass
    monkeypatch.setattr("kpicore.batch.crews.CONNECT_SECONDS", 5.0)
    with pytest.raises(BatchError, match="has no workers"), cluster_crew(address):
        pass
