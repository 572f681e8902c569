"""The app in a process of its own over a small workspace, and one Chromium for all tests."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import procmine as pm

sys.path.insert(0, str(Path(__file__).parent))
from serving import CHROMIUM, FLAGS, served

expect.set_options(
    timeout=30_000
)  # as long as a page may take to come: machines that check are slow at times
NASTY = "</script><b>x"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Each size and each scheme once; the other two pairs are tried by make test-long.
LOOKS = [
    pytest.param(DESKTOP, "light", id="desktop-light"), pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESKTOP, "dark", id="desktop-dark", marks=pytest.mark.long), pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.long),
]  # fmt: skip


def purchases() -> pd.DataFrame:
    """Sixty purchases in three forms: most go straight through, some are checked again, a few are refused."""
    forms = {
        0: ["Ask", "Check", "Approve", "Pay"],
        1: ["Ask", "Check", "Check", "Approve", "Pay"],
        2: ["Ask", "Check", NASTY],
    }
    rows = []
    for case in range(60):
        at = datetime(2024, 3, 4, 8) + timedelta(hours=9 * case)
        for place, activity in enumerate(forms[2 if case % 10 == 9 else case % 3 == 2]):
            start = at + timedelta(hours=(1 + case % 4) * place)
            at = start + timedelta(minutes=20 + 10 * place)
            region = "North" if case % 2 else "South"
            rows.append(
                (
                    f"p{case:02}",
                    activity,
                    start.isoformat(" "),
                    at.isoformat(" "),
                    ("Ann", "Bea", "Cid")[(case + place) % 3],
                    region,
                )
            )
    return pd.DataFrame(rows, columns=["case", "activity", "start", "end", "resource", "region"])


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> pm.Workspace:
    opened = pm.open(tmp_path_factory.mktemp("browser") / "workspace")
    roles = {
        "case": "case",
        "activity": "activity",
        "started_at": "start",
        "ended_at": "end",
        "resource": "resource",
    }
    opened.read(purchases(), name="purchases", **roles)
    opened.read(purchases().query("activity != 'Approve'"), name="purchases", **roles)
    opened.read(purchases().drop(columns="start"), name="ends only", **{**roles, "started_at": None})
    return opened


@pytest.fixture(scope="session")
def log(workspace) -> pm.EventLog:
    return workspace.log("purchases", 1)


@pytest.fixture(scope="session")
def lossy(tmp_path_factory) -> pm.Workspace:
    """Purchases of which every tenth row has no case, in a zone, with a rule for complete cases."""
    frame = purchases()
    frame.loc[::10, "case"] = ""
    opened = pm.open(tmp_path_factory.mktemp("lossy") / "workspace")
    opened.read(
        frame, name="lossy", case="case", activity="activity", started_at="start", ended_at="end",
        zone="Europe/Paris", complete_when="activity in (Pay)",
    )  # fmt: skip
    return opened


@pytest.fixture(scope="session")
def address(workspace):
    with served(workspace.folder) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def watched(browser: Browser, address: str, **options) -> tuple[Page, list[str]]:
    """A page in a fresh profile, and a list of everything it should not have done."""
    page = browser.new_context(
        viewport=options.pop("viewport", DESKTOP), accept_downloads=True, **options
    ).new_page()
    page.set_default_timeout(30_000)
    faults: list[str] = []
    page.on(
        "console",
        lambda told: faults.append(f"console: {told.text}") if told.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda problem: faults.append(f"error: {problem}"))
    inside = (address, "data:", "blob:")
    page.on(
        "request",
        lambda sent: None if sent.url.startswith(inside) else faults.append(f"outside request: {sent.url}"),
    )
    return page, faults


@pytest.fixture
def page(browser, address):
    """A desktop page; the test fails where it complains or asks anyone else."""
    opened, faults = watched(browser, address)
    yield opened
    opened.context.close()
    assert faults == []


@pytest.fixture
def phone(browser, address):
    """The same on a phone."""
    opened, faults = watched(browser, address, viewport=PHONE, has_touch=True, is_mobile=True)
    yield opened
    opened.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def open_work(tmp_path_factory):
    """Five tickets, of which those of the North are open; their names hold what an address must not be misled by."""
    rows = [
        (f"t {n}&x=1", activity, f"2024-03-0{4 + n} 0{8 + place}:00", "North" if n % 2 else "South")
        for n in range(5) for place, activity in enumerate(["Ask", "Answer"] if n % 2 else ["Ask", "Answer", "Close"])
    ]  # fmt: skip
    opened = pm.open(tmp_path_factory.mktemp("open") / "workspace")
    frame = pd.DataFrame(rows, columns=["case", "activity", "end", "region"])
    opened.read(
        frame,
        name="tickets",
        case="case",
        activity="activity",
        ended_at="end",
        complete_when="activity in (Close)",
    )
    with served(opened.folder) as found:
        yield found, opened.log("tickets")
