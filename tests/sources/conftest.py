"""Workspaces with sources, and servers on this machine that speak the tools' documented protocols."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import procmine as pm


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "workspace")
    yield opened
    opened.close()
