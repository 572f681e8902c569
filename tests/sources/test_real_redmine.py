"""Redmine as it is, where somebody asks for it: PROCMINE_TEST_REDMINE=1, on Debian 12, as root (it installs Redmine)."""

from __future__ import annotations

import os
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

SERVED = Path(__file__).parent / "served"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("PROCMINE_TEST_REDMINE"), reason="opt-in: set PROCMINE_TEST_REDMINE=1"
    ),
]
COURSE = ["In Progress", "Resolved", "Closed"]


@pytest.fixture(scope="module")
def redmine(tmp_path_factory):
    """A Redmine on this machine, its address and its administrator's key; ends with its process."""
    folder = tmp_path_factory.mktemp("redmine")
    key = subprocess.run(
        [SERVED / "redmine_setup.sh", folder], check=True, capture_output=True, text=True, timeout=900
    ).stdout.split()[-1]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"REDMINE_INSTANCE": "default", "X_DEBIAN_SITEID": "default", "RAILS_ENV": "production"}
    process = subprocess.Popen(
        ["bundle", "exec", "rails", "server", "-u", "webrick", "-b", "127.0.0.1", "-p", str(port), "-P", str(folder / "pid")],
        cwd="/usr/share/redmine", env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address, key
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address, process):
    """The first answer: asked again, after longer and longer, while nobody listens yet."""
    with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=60) as http:
        http.get(address)
    assert process.poll() is None


def test_redmine(redmine, workspace, monkeypatch):
    address, key = redmine
    monkeypatch.setenv("REDMINE_API_KEY", key)
    with httpx.Client(base_url=address, headers={"X-Redmine-API-Key": key}, timeout=60) as http:
        worked_and_synced(workspace, address, http)


def worked_and_synced(workspace, address, http):
    status = {one["name"]: one["id"] for one in http.get("/issue_statuses.json").json()["issue_statuses"]}
    made = http.post("/projects.json", json={"project": {"name": "Support", "identifier": "support"}})
    project = made.raise_for_status().json()["project"]["id"]

    def create(subject):
        issue = {"project_id": project, "subject": subject, "tracker_id": 1, "priority_id": 2}
        return http.post("/issues.json", json={"issue": issue}).raise_for_status().json()["issue"]["id"]

    def move(number, name):
        http.put(f"/issues/{number}.json", json={"issue": {"status_id": status[name]}}).raise_for_status()

    began = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=2)
    done = {}
    for place in range(12):
        number = create(f"Issue {place}")
        done[f"#{number}"] = ["New"]
        for name in COURSE[: place % 4]:
            move(number, name)
            done[f"#{number}"].append(name)
    workspace.sources.add("support", "redmine", url=address, project="support")
    assert workspace.sources.plan("support").items == 12
    workspace.sources.sync("support")
    assert course(workspace.log("support")) == done

    first, last = list(done)[3], next(iter(done))
    move(first[1:], "In Progress")
    done[first].append("In Progress")
    move(last[1:], "Closed")
    done[last].append("Closed")
    number = create("Late")
    done[f"#{number}"] = ["New"]
    assert workspace.sources.sync("support").outcome == "done"
    log = workspace.log("support")
    assert course(log) == done
    ended = datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=2)
    seen = log.sql("select min(started_at) as first, max(started_at) as last from event").iloc[0]
    assert began <= seen["first"] and seen["last"] <= ended


def course(log):
    rows = log.sql("select case_id, activity from event order by case_id, position")
    return {case: part.activity.tolist() for case, part in rows.groupby("case_id")}
