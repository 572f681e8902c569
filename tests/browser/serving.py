"""The app in a process of its own on a free port, and the browser that looks at it."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = {
    "overview": "",
    "map": "map",
    "variants": "variants",
    "happy-path": "happy-path",
    "rework": "rework",
    "model": "model",
    "waiting": "waiting",
    "open": "open",
    "over-time": "over-time",
    "rules": "rules",
    "case": "case",
    "people": "people",
    "habits": "habits",
    "together": "together",
    "mine": "mine",
    "changes": "changes",
    "assessment": "assessment",
    "opportunities": "opportunities",
    "compare": "compare",
    "causes": "causes",
    "what-if": "what-if",
    "actions": "actions",
    "verification": "verification",
    "portfolio": "portfolio",
}


@contextlib.contextmanager
def served(workspace: Path, pages: Path | None = None) -> Iterator[str]:
    """The address of the app over a workspace; the process ends with the block."""
    code = "import sys; from pathlib import Path; from procmine.app import serve; serve(Path(sys.argv[1]), port=0, pages=Path(sys.argv[2]) if sys.argv[2] else None)"
    command = [sys.executable, "-c", code, str(workspace), str(pages or "")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r"http://\S+/", told)
        assert found, f"the app did not say where it is: {told!r}"
        yield found.group()
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
