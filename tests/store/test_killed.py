"""A process killed in the middle of an import leaves all of it or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kpicore.store import Store

ROOT = Path(__file__).parents[2]
FILES = 3
DAYS = 400
ROUNDS = 3
CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_builders import NOON, days, item
from kpicore.store import Store

workspace = Store.open(data_folder=Path(sys.argv[1])).personal_workspace()
print("ready", flush=True)
first = len(workspace.imports())
for number in range(first, first + 3000, 3):
    files = [
        item(days([float(number)] * 400, metric=f"m{number + i}"), f"sha-{number + i}")
        for i in range(3)
    ]
    workspace.add_imports(files, imported_at=NOON)
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_kill_leaves_whole_imports_only(tmp_path: Path) -> None:
    seen = 0
    for turn in range(ROUNDS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        for _ in range(1 + turn):
            child.stdout.readline()
        # Somewhere in the next import, at another place each time.
        try:
            child.wait(timeout=0.004 * (1 + 3 * turn))
        except subprocess.TimeoutExpired:
            child.kill()
        child.wait()
        child.stdout.close()
        assert child.returncode == -signal.SIGKILL
        store = Store.open(data_folder=tmp_path)
        workspace = store.personal_workspace()
        records = workspace.imports()
        assert len(records) % FILES == 0
        assert len(records) >= seen + FILES * (1 + turn)
        assert all(record.rows == {"daily": DAYS} for record in records)
        assert len(workspace.load_history().daily) == DAYS * len(records)
        assert workspace.data_version == len(records) // FILES
        seen = len(records)
        store.close()
