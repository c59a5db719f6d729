"""A process killed in the middle of an import leaves all of it or nothing, twenty times."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpicore.store import Store

ROOT = Path(__file__).parents[2]
FILES = 3
DAYS = 40
ROUNDS = 20
ROUND = int(os.environ.get("GOALPOST_ROUND", "0"))
"""Number of the round in `python -m tests.hardening`: kills at other moments each time."""
# Imported and tried out once; every round is a fork of it, so that twenty take as long as three.
PARENT = """
import os
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_builders import NOON, days, item
from kpicore.store import Store


def work(store, rounds):
    workspace = store.personal_workspace()
    print("ready", os.getpid(), flush=True)
    first = len(workspace.imports())
    for number in range(first, first + 3 * rounds, 3):
        files = [
            item(days([float(number)] * 40, metric=f"m{number + i}"), f"sha-{number + i}")
            for i in range(3)
        ]
        workspace.add_imports(files, imported_at=NOON)
        print(number, flush=True)


work(Store.in_memory(), 2)
print("tried", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        work(Store.open(data_folder=Path(sys.argv[1])), 1000)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_kill_leaves_whole_imports_only(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), str(Path(__file__).parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    assert "tried\n" in iter(parent.stdout.readline, "")
    seen = 0
    for turn in range(ROUNDS):
        parent.stdin.write("go\n")
        parent.stdin.flush()
        ready, child = parent.stdout.readline().split()
        assert ready == "ready"
        whole = turn % 3
        for _ in range(whole):
            parent.stdout.readline()
        # Somewhere in the next import, at another place each time.
        time.sleep(0.003 * turn + 0.0007 * (ROUND % 5))
        os.kill(int(child), signal.SIGKILL)
        lines = iter(parent.stdout.readline, "")
        ended = next(line for line in lines if line.startswith("ended"))
        assert ended.split() == ["ended", str(-signal.SIGKILL)]
        seen = check(tmp_path, at_least=seen + FILES * whole)
    parent.stdin.close()
    assert parent.wait(timeout=30) == 0
    parent.stdout.close()


def check(folder: Path, *, at_least: int) -> int:
    """Open what the killed process left, and count its imports."""
    store = Store.open(data_folder=folder)
    workspace = store.personal_workspace()
    records = workspace.imports()
    assert len(records) % FILES == 0
    assert len(records) >= at_least
    assert all(record.rows == {"daily": DAYS} for record in records)
    assert len(workspace.load_history().daily) == DAYS * len(records)
    assert workspace.data_version == len(records) // FILES
    assert len(workspace.audit(most=1000)) == len(records) // FILES
    store.close()
    return len(records)
