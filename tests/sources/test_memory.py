"""What a tool answers is not held: five times as many changes are fetched with the same memory."""

from __future__ import annotations

import importlib.util
import tracemalloc
from pathlib import Path

import pytest

from procmine.importers.fetching.archive import Archive
from procmine.importers.tools import tool_of
from procmine.importers.tools.checking import checked_settings

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "sync_memory.py"
A_PAGE = 100  # rows


@pytest.fixture(scope="module")
def bench():
    found = importlib.util.spec_from_file_location("sync_memory", FILE)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    module.A_PAGE = A_PAGE
    return module


def peak(bench, kind, changes, folder):
    settings, told = getattr(bench, kind)(changes)
    tool = tool_of(kind)
    archive = Archive(folder)
    tracemalloc.start()
    tool.fetch(bench.Answered(archive, told), checked_settings(tool, settings), None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, len(list(archive.pages()))


@pytest.mark.parametrize("kind", ["servicenow", "azure_devops"])
def test_more_changes_take_no_more_memory_to_fetch(bench, kind, tmp_path):
    few, pages = peak(bench, kind, 1_000, tmp_path / "few")
    many, more = peak(bench, kind, 5_000, tmp_path / "many")
    assert more >= 3 * pages
    assert many < 1.5 * few, (few, many)
