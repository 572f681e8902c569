"""One name in seven places: module, SQL, result class, test, CLI word, card, heading."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import procmine as pm
from procmine.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.name)
def test_a_question_has_one_name_everywhere(one):
    folder = ROOT / "src" / "procmine" / one.room
    assert (folder / f"{one.name}.py").exists()
    assert (folder / f"{one.name}.sql").exists() is one.has_sql
    assert one.result.__name__ == one.class_name
    assert inspect.unwrap(getattr(pm, one.name)) is one.function
    assert (ROOT / "tests" / one.room / f"test_{one.name}.py").exists()
    assert f"\n## {one.name}\n" in (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")


def test_the_command_line_lists_exactly_these():
    told = subprocess.run(
        [sys.executable, "-m", "procmine.cli", "ask"], capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[0] for line in told.splitlines() if line.startswith("  ")] == [
        one.word for one in QUESTIONS
    ]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src" / "procmine").rglob("*.sql")), ids=lambda path: path.name
)
def test_a_statement_says_what_it_is(path):
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert any(line.startswith("--") for line in lines[:2]), "the first lines say in English what it is"
    assert len(lines) <= 60
