"""A project that GitLab exported: the log is that of the API.

The form is that of GitLab's own example of an export, spec/fixtures/lib/gitlab/import_export/complex/tree/project/issues.ndjson and
project_members.ndjson, and of the list of what is exported, lib/gitlab/import_export/project/import_export.yml (`tree: project: issues:`):
people by numbers, labels under `label_links` with a `title`, events of state without numbers of their own.
"""

from __future__ import annotations

import io
import json
import tarfile

import pytest
from office import PEOPLE, later, stays, worked
from servers import gitlab
from test_every_tool import told

from procmine.errors import SourceProblem

NUMBERS = {name: place + 20 for place, name in enumerate(PEOPLE)}


def packed(file, **lists):
    with tarfile.open(file, "w:gz") as archive:
        for name, rows in {"../../../outside": [{}], **lists}.items():
            data = "".join(json.dumps(row) + "\n" for row in rows).encode()
            member = tarfile.TarInfo(name if "/" in name else f"./tree/project/{name}.ndjson")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return str(file)


def exported(file, office):
    """What the API's server tells of the office, in the form of an export."""
    members = [{"user_id": n, "user": {"id": n, "username": name}} for name, n in NUMBERS.items()]
    members.append({"user_id": None, "user": None, "invite_email": "late@example.test"})
    return packed(file, issues=[_issue(item) for item in office.items.values()], project_members=members)


def _issue(item):
    issue = gitlab._issue(item)
    written = {"note": "Any news? I was assigned to @nobody", "system": False, "created_at": item.created_at}
    return {
        "id": issue["id"], "iid": issue["iid"], "title": issue["title"], "author_id": NUMBERS[item.creator], "state": issue["state"],
        "created_at": item.created_at, "updated_at": item.updated_at, "due_date": None, "milestone": {"title": "v1"},
        "issue_assignees": [{"user_id": NUMBERS[item.assignee]}] * 2 if item.assignee else [],
        "label_links": [{"label": {"title": name}} for name in issue["labels"]],
        "notes": [written | {"id": n, "author_id": NUMBERS[who], "author": {"name": name}} for n, (who, name) in enumerate(PEOPLE.items())]
        + [{"id": 100 + n["id"], "note": n["body"], "system": True, "author_id": NUMBERS[n["author"]["username"]], "author": {"name": n["author"]["name"]}, "created_at": n["created_at"]}
           for n in gitlab._notes(item) if n["system"]],
        "resource_label_events": [
            {"id": e["id"], "action": e["action"], "user_id": NUMBERS[e["user"]["username"]], "created_at": e["created_at"], "label": {"title": e["label"]["name"]}}
            for e in gitlab._labels(item)
        ],
        "resource_state_events": [
            {"user_id": NUMBERS[e["user"]["username"]], "created_at": e["created_at"], "state": e["state"]} for e in gitlab._states(item)
        ],
    }  # fmt: skip


SAID = {"project": "acme/shop", "status_labels": "workflow::"}


def test_an_export_gives_the_log_that_the_api_gives_and_so_does_the_next(workspace, tmp_path):
    office = worked()
    file = exported(tmp_path / "shop.tar.gz", office)
    workspace.sources.add("shop", "gitlab_export", file=file, **SAID)
    assert workspace.sources.plan("shop").items == 5
    notes = {note.check for note in workspace.sources.sync("shop").notes}
    assert not [check for check in notes if check.startswith("history-")]
    assert told(workspace.log("shop")) == {(f"acme/shop#{number}", *rest) for number, *rest in stays(office)}
    assert workspace.sources.sync("shop").outcome == "nothing new"
    later(office)
    exported(tmp_path / "shop.tar.gz", office)
    assert workspace.sources.sync("shop").version == 2
    assert told(workspace.log("shop")) == {(f"acme/shop#{number}", *rest) for number, *rest in stays(office)}
    assert not (tmp_path.parent / "outside").exists()


def test_whoever_is_no_member_goes_by_the_number(workspace, tmp_path):
    issue = {
        "iid": 1, "title": "Printer", "author_id": 7, "state": "closed", "created_at": "2026-03-01T08:00:00.000Z", "updated_at": "2026-03-02T08:00:00.000Z",
        "issue_assignees": [{"user_id": 7}], "resource_state_events": [{"user_id": None, "created_at": "2026-03-02T08:00:00.000Z", "state": "closed"}],
    }  # fmt: skip
    workspace.sources.add("shop", "gitlab_export", file=packed(tmp_path / "shop.tar.gz", issues=[issue]))
    workspace.sources.sync("shop")
    assert told(workspace.log("shop")) == {
        ("#1", "Open", "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z", "user 7"),
        ("#1", "Closed", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z", "user 7"),
    }


@pytest.mark.parametrize("content", ["cut", "empty", "other"])
def test_what_is_no_export_is_refused(workspace, tmp_path, content):
    file = tmp_path / "shop.tar.gz"
    exported(file, worked(3))
    if content == "other":
        packed(file, labels=[])
    else:
        file.write_bytes(file.read_bytes()[:200] if content == "cut" else b"")
    workspace.sources.add("shop", "gitlab_export", file=str(file))
    with pytest.raises(SourceProblem, match=r"cannot be read|no tree/project/issues") as refused:
        workspace.sources.sync("shop")
    assert "xport" in refused.value.cure
