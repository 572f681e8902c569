"""How much memory and disk a first sync of a million changes takes: `python benchmarks/sync_memory.py [KIND] [CHANGES]`.

Each kind runs in a process of its own: ServiceNow and Azure DevOps answered from memory, a backup of Jira and a git
repository that lie on disk. Told are the peak of memory that was held, the time, and what the kept pages take.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHANGES = 1_000_000
A_CASE, A_PAGE = 10, 1_000
BEGIN = datetime(2024, 1, 1)
STATES = ("New", "In Progress", "On Hold", "Resolved", "Closed")


def at(number: int) -> datetime:
    return BEGIN + timedelta(seconds=20 * number)


class Answered:
    """A door that answers from memory as far as it is asked, and keeps its pages as any other."""

    def __init__(self, archive, told):
        self.archive, self.told = archive, told
        self.requests = self.replayed = 0
        self.pace, self.source, self.said = None, "bench", lambda text: None

    def get(self, kind, path, parameters=None, *, about="", **_):
        from procmine.importers.fetching.archive import Page

        self.requests += 1
        body, total = self.told(path, parameters or {})
        key = self.archive.key("GET", path, parameters)
        page = Page(kind, about, f"https://bench/api/{path}", 200, {"x-total-count": str(total)}, body, at(10**6).replace(tzinfo=UTC), key)  # fmt: skip
        self.archive.keep(page)
        return page

    def close(self):
        pass


def servicenow(changes: int):
    """Incidents with ten audit rows each, in pages of a thousand."""

    def audit(number: int) -> dict:
        case, step = divmod(number, A_CASE)
        return {
            "sys_id": f"{number:032x}", "documentkey": f"{case:032x}", "fieldname": "state", "oldvalue": str(step), "newvalue": str(step + 1),
            "user": f"agent{number % 500}", "sys_created_on": f"{at(number):%Y-%m-%d %H:%M:%S}", "record_checkpoint": str(step + 1),
        }  # fmt: skip

    def record(case: int) -> dict:
        first, last = at(case * A_CASE), at(case * A_CASE + A_CASE - 1)
        raw = {
            "sys_id": f"{case:032x}", "number": f"INC{case:07d}", "short_description": f"Printer {case} does not print", "sys_created_by": "agent1",
            "sys_created_on": f"{first:%Y-%m-%d %H:%M:%S}", "sys_updated_on": f"{last:%Y-%m-%d %H:%M:%S}", "state": str(A_CASE),
            "assigned_to": f"{case % 500:032x}", "assignment_group": "", "priority": "3", "category": "hardware", "close_code": "",
        }  # fmt: skip
        return {name: {"value": value, "display_value": value} for name, value in raw.items()}

    def told(path, asked):
        table, said = path.rpartition("/")[2], asked["sysparm_query"]
        made, of = {"incident": (record, changes // A_CASE), "sys_audit": (audit, changes)}.get(
            table, (None, 0)
        )
        if made is None:
            return {"result": []}, 0
        sign, bound = re.search(r"_on(>=|=|>)([\d :-]+)(?:\^sys_id>\w+)?\^ORDERBY", said).groups()
        if sign == "=":  # no second holds two rows
            return {"result": []}, 0
        seconds = max(0, int((datetime.fromisoformat(bound) - BEGIN).total_seconds()))
        first = seconds // 20 if table == "sys_audit" else max(0, seconds // 20 - A_CASE + 1) // A_CASE
        first += sign == ">"
        return {"result": [made(n) for n in range(first, min(of, first + A_PAGE))]}, of - first

    return {"url": "https://bench", "user": "x"}, told


def azure_devops(changes: int):
    """Work items with ten revisions each, a thousand to a batch."""

    def revision(number: int) -> dict:
        case, step = divmod(number, A_CASE)
        who = {"displayName": f"Agent {number % 500}", "uniqueName": f"agent{number % 500}@acme.example"}
        fields = {
            "System.State": STATES[step % 5], "System.WorkItemType": "Bug", "System.Title": f"Printer {case} does not print",
            "System.ChangedDate": f"{at(number).isoformat()}Z", "System.ChangedBy": who, "System.CreatedDate": f"{at(case * A_CASE).isoformat()}Z",
            "System.CreatedBy": who, "System.AssignedTo": who, "System.TeamProject": "Shop", "System.AreaPath": "Shop\\Web", "System.Reason": "Moved",
            "System.IterationPath": "Shop\\1", "Microsoft.VSTS.Common.Priority": 2,
        }  # fmt: skip
        return {"id": case + 1, "rev": step + 1, "fields": fields}

    def told(path, asked):
        if path.endswith("workitemtypes"):
            return {"value": []}, 0
        start = int(asked.get("continuationToken", 0))
        end = min(changes, start + A_PAGE)
        return {
            "values": [revision(n) for n in range(start, end)],
            "continuationToken": str(end),
            "isLastBatch": end == changes,
        }, 0

    return {"url": "https://bench/acme", "project": "Shop"}, told


def jira_backup(changes: int, room: Path):
    """Issues with ten changes each and a description of a kilobyte, as Jira writes them: all groups before all items."""
    file = room / "entities.xml"
    with file.open("w") as out:
        out.write('<?xml version="1.0"?>\n<entity-engine-xml>\n')
        for n in range(500):
            out.write(f'<ApplicationUser id="{n}" userKey="k{n}" lowerUserName="u{n}"/>\n')
        for n in range(changes):
            out.write(
                f'<ChangeGroup id="{n}" issue="{n // A_CASE}" author="k{n % 500}" created="{at(n)}.0"/>\n'
            )
        for n in range(changes):
            step = n % A_CASE
            out.write(f'<ChangeItem id="{n}" group="{n}" fieldtype="jira" field="status" oldvalue="{step}" oldstring="{STATES[step % 5]}" newvalue="{step + 1}" newstring="{STATES[(step + 1) % 5]}"/>\n')  # fmt: skip
        for n in range(changes // A_CASE):
            out.write(f'<Issue id="{n}" key="SUP-{n}" project="1" reporter="k1" creator="k1" summary="Printer {n}" status="{A_CASE}" created="{at(n * A_CASE)}.0" updated="{at(n * A_CASE + 9)}.0"><description>{"text " * 200}</description></Issue>\n')  # fmt: skip
        out.write('<Project id="1" key="SUP" name="Support"/>\n')
        for n in range(A_CASE + 1):
            out.write(f'<Status id="{n}" name="{STATES[n % 5]}" statuscategory="4"/>\n')
        out.write("</entity-engine-xml>\n")
    return {"file": str(file)}


def git(changes: int, room: Path):
    """Commits with a message of some lines, ten to a ticket."""
    home = room / "shop.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", home], check=True)
    into = subprocess.Popen(["git", "-C", home, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    for n in range(changes):
        text = f"SHOP-{n // A_CASE} Change {n}\n\n{'Why it is changed. ' * 12}\n".encode()
        when = int(at(n).replace(tzinfo=UTC).timestamp())
        who = f"Agent {n % 500} <agent{n % 500}@acme.example> {when} +0000"
        into.stdin.write(
            f"commit refs/heads/main\ncommitter {who}\ndata {len(text)}\n".encode() + text + b"\n"
        )
    into.stdin.close()
    assert into.wait() == 0
    return {"path": str(home)}


def measured(kind: str, changes: int, room: Path) -> dict:
    """One sync in this process: what it took."""
    import procmine as pm
    from procmine.importers.tools import tool_of

    if kind in ("servicenow", "azure_devops"):
        settings, told = globals()[kind](changes)
        tool = type(tool_of(kind))
        tool.client = lambda self, settings, archive, secret, said, name: Answered(archive, told)
    else:
        settings = json.loads((room / "settings.json").read_text())
    os.environ |= {"SERVICENOW_PASSWORD": "x", "AZURE_DEVOPS_TOKEN": "x"}
    workspace = pm.open(room / "workspace")
    workspace.sources.add("log", kind, **settings)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    workspace.sources.sync("log")
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    raw = sum(file.stat().st_size for file in (room / "workspace" / "raw").rglob("*.gz"))
    events = workspace.log("log").counts.events
    return {"kind": kind, "changes": changes, "events": events, "peak_mb": peak // 1024, "at_first_mb": before // 1024, "seconds": round(seconds), "pages_mb": round(raw / 2**20)}  # fmt: skip


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
        return
    kinds = sys.argv[1:2] or ["servicenow", "azure_devops", "jira_backup", "git"]
    changes = int(sys.argv[2]) if len(sys.argv) > 2 else CHANGES
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="procmine-bench-") as room:
            if kind in ("jira_backup", "git"):
                settings = globals()[kind](changes, Path(room))
                (Path(room) / "settings.json").write_text(json.dumps(settings))
            subprocess.run([sys.executable, __file__, "--one", kind, str(changes), room], check=True)


if __name__ == "__main__":
    main()
