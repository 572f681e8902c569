"""Roundup and Trac as they are: filled with work through their own interfaces, read, worked on, read again."""

from __future__ import annotations

import base64
import json
import re
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

SERVERS = Path(__file__).resolve().parents[2] / ".tools" / "servers" / "bin"
SERVED = Path(__file__).parent / "served"
pytestmark = pytest.mark.slow


def ran(*words, **given):
    return subprocess.run(
        list(map(str, words)), check=True, capture_output=True, text=True, timeout=120, **given
    )


# --- Roundup ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def roundup(tmp_path_factory):
    """A tracker of the template `classic`, served by its own web application; ends with its process."""
    home = tmp_path_factory.mktemp("roundup") / "tracker"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ran(SERVERS / "roundup-admin", "-i", home, "install", "classic", "sqlite")
    config = (home / "config.ini").read_text()
    config = re.sub(r"^# Default: NO DEFAULT\n", "", config, flags=re.M)
    config = re.sub(r"^#?web = .*$", f"web = http://127.0.0.1:{port}/", config, flags=re.M)
    config = re.sub(r"^#?domain = .*$", "domain = example.test", config, flags=re.M)
    (home / "config.ini").write_text(config)
    ran(SERVERS / "roundup-admin", "-i", home, "initialise", "adminpw")
    process = subprocess.Popen(
        [SERVERS / "python", SERVED / "roundup_app.py", home, str(port)], stderr=subprocess.DEVNULL
    )
    try:
        yield home, Tracker(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=20)


class Tracker:
    """Roundup's REST interface, as a person's client would use it."""

    def __init__(self, url, process):
        said = {
            "Authorization": "Basic " + base64.b64encode(b"admin:adminpw").decode(),
            "X-Requested-With": "rest", "Origin": url, "Referer": f"{url}/",
        }  # fmt: skip
        self.http = httpx.Client(
            base_url=f"{url}/rest/data", headers=said, transport=httpx.HTTPTransport(retries=8), timeout=30
        )
        self.process = process

    def create(self, what, **values):
        return self.http.post(f"/{what}", json=values).raise_for_status().json()["data"]["id"]

    def set(self, issue, **values):
        tag = self.http.get(f"/issue/{issue}").raise_for_status().headers["ETag"]
        self.http.put(f"/issue/{issue}", json=values, headers={"If-Match": tag}).raise_for_status()

    def ids(self, what, name):
        found = (
            self.http.get(f"/{what}", params={"@verbose": 2}).raise_for_status().json()["data"]["collection"]
        )
        return {one[name]: one["id"] for one in found}


COURSE = ["in-progress", "testing", "resolved"]


def test_roundup(roundup, workspace):
    home, tracker = roundup
    status = tracker.ids("status", "name")
    people = {name: tracker.create("user", username=name, realname=name.title()) for name in ("ada", "ben")}
    began = datetime.now(UTC).replace(tzinfo=None) - timedelta(milliseconds=2)
    done = {}
    for name in ("ada", "ben"):
        issue = tracker.create("issue", title=f"For {name}", status=status["unread"], assignedto=people[name])
        done[issue] = [("unread", name.title())]
        for step in COURSE:
            tracker.set(issue, status=status[step])
            done[issue].append((step, name.title()))
    workspace.sources.add("tracker", "roundup", tracker=str(home), done="resolved")
    workspace.sources.sync("tracker")
    assert told(workspace.log("tracker")) == {f"issue{number}": steps for number, steps in done.items()}
    assert workspace.log("tracker").complete_cases().counts.cases == 2

    reopened = next(iter(done))
    tracker.set(reopened, status=status["in-progress"], assignedto=people["ben"])
    done[reopened].append(("in-progress", "Ben"))
    late = tracker.create("issue", title="Late", status=status["chatting"])
    done[late] = [("chatting", None)]
    synced = workspace.sources.sync("tracker")
    ended = datetime.now(UTC).replace(tzinfo=None) + timedelta(milliseconds=2)
    log = workspace.log("tracker")
    assert synced.outcome == "done" and log.version.version == 2
    assert told(log) == {f"issue{number}": steps for number, steps in done.items()}
    at = log.sql("select min(started_at) as first, max(started_at) as last from event").iloc[0]
    assert began <= at["first"] and at["last"] <= ended
    gaps = log.sql(
        "select count(*) as n from event where started_at <> enabled_at and position > 1 and activity not in ('in-progress')"
    )
    assert gaps.n.item() == 0, "each stay begins when the one before ends"


def told(log):
    rows = log.sql("select case_id, activity, resource from event order by case_id, position")
    rows["resource"] = rows.resource.astype(object).where(rows.resource.notna(), None)
    return {
        case: list(zip(part.activity, part.resource, strict=True)) for case, part in rows.groupby("case_id")
    }


# --- Trac ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trac(tmp_path_factory):
    home = tmp_path_factory.mktemp("trac") / "environment"
    ran(SERVERS / "trac-admin", home, "initenv", "Support", "sqlite:db/trac.db")
    return home


def test_trac(trac, workspace):
    """Worked by hand, times and all.

    #1  1 March 08:00 new (nobody) · 09:00 Ada takes it · 12:00 she gives it to Ben and sets it to reopened · 15:00 Ben closes it.
    #2  2 March 08:00 new, with Ben; a comment alone changes nothing.
    """

    def act(ticket, day, hour, who, is_new=False, **values):
        at = datetime(2026, 3, day, hour, tzinfo=UTC).isoformat()
        return {
            "ticket": ticket,
            "at": at,
            "who": who,
            "is_new": is_new,
            "set": values,
            "comment": "" if values else "Any news?",
        }

    first = [
        act(1, 1, 8, "cleo", True, summary="One", priority="minor"),
        act(1, 1, 9, "ada", status="assigned", owner="ada"),
        act(2, 2, 8, "cleo", True, summary="Two", owner="ben"),
        act(2, 2, 9, "cleo"),
    ]
    ran(SERVERS / "python", SERVED / "trac_work.py", trac, input=json.dumps(first))
    workspace.sources.add("tickets", "trac", environment=str(trac))
    workspace.sources.sync("tickets")
    assert times(workspace.log("tickets")) == [
        ("#1", "assigned", "01 09:00", None, "ada"),
        ("#1", "new", "01 08:00", "01 09:00", None),
        ("#2", "new", "02 08:00", None, "ben"),
    ]
    more = [
        act(1, 1, 12, "ada", status="reopened", owner="ben", priority="major"),
        act(1, 1, 15, "ben", status="closed", resolution="fixed"),
    ]
    ran(SERVERS / "python", SERVED / "trac_work.py", trac, input=json.dumps(more))
    assert workspace.sources.sync("tickets").outcome == "done"
    log = workspace.log("tickets")
    assert times(log) == [
        ("#1", "assigned", "01 09:00", "01 12:00", "ada"),
        ("#1", "closed", "01 15:00", "01 15:00", "ben"),
        ("#1", "new", "01 08:00", "01 09:00", None),
        ("#1", "reopened", "01 12:00", "01 15:00", "ben"),
        ("#2", "new", "02 08:00", None, "ben"),
    ]
    assert log.where(Priority="minor").counts.cases == 1, "what a field said then, not only what it says now"
    assert workspace.sources.sync("tickets").outcome == "nothing new"


def times(log):
    rows = log.sql(
        "select case_id, activity, strftime(started_at, '%d %H:%M') as a, strftime(ended_at, '%d %H:%M') as b, resource from event order by 1, 2"
    )
    rows = rows.astype(object).where(rows.notna(), None)
    return [tuple(row) for row in rows.to_numpy()]
