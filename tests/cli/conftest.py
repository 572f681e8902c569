from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from procmine.cli import main


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


@pytest.fixture
def procmine(tmp_path, monkeypatch, capsys):
    """Run a command as a user would, in an empty folder with a workspace of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROCMINE_WORKSPACE", str(tmp_path / "workspace"))

    def run(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["procmine", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
            raise SystemExit(0)
        shown = capsys.readouterr()
        return Told(stopped.value.code or 0, shown.out, shown.err)

    return run
