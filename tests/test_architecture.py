"""The tree is what ARCHITECTURE.md says, imports run one way, and house rules hold."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "kpicore"

LAYERS = (
    {"messages", "errors", "units", "periods", "metrics", "settings", "language", "frames"},
    {"history"},
    {"ingest", "kpis", "samples"},
    {"forecasting", "benchmarks", "insights", "experiments"},
    {"goals"},
    {"scenarios", "reviews"},
    {"charts"},
    {"reports"},
    {"store"},
    {"batch"},
    {"cli"},
)
"""Levels from the bottom up; a subject imports from its own folder and from lower levels."""

ALLOWED_SIDEWAYS = {("insights", "forecasting")}
TOP_LEVEL = {
    ".ci",
    ".github",
    ".streamlit",
    "kpicore",
    "pages",
    "tests",
}


def modules() -> list[Path]:
    return sorted(p for p in CORE.rglob("*.py") if "__pycache__" not in p.parts)


def subject(path: Path) -> str:
    """The folder or module right below kpicore."""
    return path.relative_to(CORE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Full names of the kpicore modules that a file imports, at its top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level(name: str) -> int:
    for number, layer in enumerate(LAYERS):
        if name in layer:
            return number
    pytest.fail(f"kpicore/{name} has no level: add it to LAYERS and to ARCHITECTURE.md")


def test_imports_run_from_the_bottom_up() -> None:
    wrong = []
    for path in modules():
        own = subject(path)
        if own in {"__init__", "__main__"}:
            continue
        for name in imported(path):
            parts = name.split(".")
            if parts[0] != "kpicore" or len(parts) < 2 or parts[1] == own:
                continue
            other = parts[1]
            if not (CORE / other).exists() and not (CORE / f"{other}.py").exists():
                continue
            sideways = level(other) == level(own) and level(own) > 0
            if level(other) > level(own) or (sideways and (own, other) not in ALLOWED_SIDEWAYS):
                wrong.append(f"{path.relative_to(ROOT)} imports {other}")
    assert wrong == []


def top_imports(path: Path, known: set[str]) -> Iterator[str]:
    """Modules that a file imports when it is imported itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = {}
    for path in modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    graph = {
        name: {other for other in top_imports(path, set(names)) if other in names and other != name}
        for name, path in names.items()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"import circle: {error.args[1]}")


def test_core_knows_nothing_of_the_user_interface() -> None:
    for path in modules():
        for name in imported(path):
            assert name.split(".")[0] not in {"streamlit", "pages"}, path


def test_nothing_is_swallowed() -> None:
    for path in [*modules(), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                assert caught not in {"", "Exception", "BaseException"}, f"{path}:{node.lineno}"


def test_modules_and_pages_stay_small() -> None:
    for path in [*modules(), *(ROOT / "pages" / "parts").glob("*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
    for path in (ROOT / "pages").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 80, path


def test_every_module_says_its_subject_first() -> None:
    for path in [*modules(), *(ROOT / "pages").rglob("*.py")]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_top_level_is_the_fixed_one() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    folders = {line.split("/")[0] for line in listed.stdout.split("\0") if "/" in line}
    assert folders <= TOP_LEVEL


def test_map_names_every_subject_and_no_other() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split("## Module map")[1].split("\n## ")[0]
    mapped = set(
        re.findall(r"^\| `(kpicore/[\w/.]+|pages/[\w/.]+|streamlit_app\.py)`", section, re.M)
    )
    real = {"streamlit_app.py"}
    for path in CORE.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            real.add(f"kpicore/{path.name}/")
        elif path.suffix == ".py" and not path.name.startswith("__"):
            real.add(f"kpicore/{path.name}")
    real |= {"pages/parts/"}
    real |= {f"pages/{p.name}" for p in (ROOT / "pages").glob("*.py") if p.stem != "__init__"}
    assert mapped == real


@pytest.mark.parametrize("thing", ["platform", "KPI", "page", "language"])
def test_architecture_says_how_to_add(thing: str) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split(f"### To add a {thing}")[1].split("\n##")[0]
    assert re.findall(r"^\d\. ", section, re.M)
    for name in re.findall(r"`((?:kpicore|pages|tests)/[\w/.]+)`", section):
        assert (ROOT / name).exists(), name
