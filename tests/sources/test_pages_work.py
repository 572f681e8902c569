"""What the page of a tool says to type works: added, planned and synced by the command line, against the tool's own form of answers."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from pathlib import Path

import pytest
from office import worked
from tool_server import running

import procmine as pm
from procmine.cli import main

PAGES = Path(__file__).resolve().parents[2] / "docs" / "sources"
SERVERS = [importlib.import_module(f"servers.{one.stem}") for one in sorted((Path(__file__).parent / "servers").glob("*.py"))]  # fmt: skip
ELSEWHERE = {"url", "pace", "done"}  # what a server on this machine needs beside what the page says


def typed(line, monkeypatch):
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code, line


@pytest.mark.parametrize("tool", SERVERS, ids=lambda tool: tool.NAME)
def test_the_commands_of_a_page_make_a_log(tool, tmp_path, monkeypatch, capsys):
    """The names of the office stand for those of the page (its project, its board); nothing else is said than there."""
    monkeypatch.setenv(tool.SECRET, "secret-key")
    monkeypatch.setenv("PROCMINE_WORKSPACE", str(tmp_path / "workspace"))
    page = (PAGES / f"{tool.NAME}.md").read_text(encoding="utf-8")
    lines = re.findall(r"^procmine .*$", page, re.M)
    assert [line.split()[1] for line in lines if "plan" not in line] == ["sources", "sync"]
    office = worked(3)
    with running(tool.Server(office).told, office.clock) as server:
        own = tool.Server(None).settings(server.url)
        flags = set(re.findall(r"--([\w-]+)", lines[0]))
        assert {name.replace("_", "-") for name in own.keys() - ELSEWHERE} <= flags
        line = re.sub(r" --url \S+", "", lines[0])
        for name, value in own.items():
            flag = f"--{name.replace('_', '-')}"
            line = (
                re.sub(rf"{flag} \S+", f"{flag} {value}", line) if flag in line else f"{line} {flag} {value}"
            )
        line = re.sub(r"--(status|assignee) (Stage|Owner)", "", line)  # titles of another sheet
        for one in (line, *lines[1:]):
            typed(one, monkeypatch)
    opened = pm.open(tmp_path / "workspace")
    (name,) = opened.names()
    assert opened.log(name).counts.cases == 3
    opened.close()
