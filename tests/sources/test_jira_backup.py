"""A backup of Jira Data Center, written from the office's work as Jira writes its entities, in the order of their names."""

from __future__ import annotations

import os
import zipfile
from datetime import datetime
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import pytest
from office import PEOPLE, STATUSES, later, stays, worked
from test_every_tool import told

from procmine.errors import SourceProblem

STATUS_IDS = {name: str(place) for place, name in enumerate(STATUSES, 1)}
CATEGORIES = {"new": "2", "active": "4", "done": "3"}
BERLIN = ZoneInfo("Europe/Berlin")


def entity(kind, **said):
    return (
        f"<{kind} "
        + " ".join(f"{name}={quoteattr(str(value))}" for name, value in said.items() if value is not None)
        + "/>"
    )


def at(told):
    return datetime.fromisoformat(told).astimezone(BERLIN).strftime("%Y-%m-%d %H:%M:%S.0")


def backup(office, prologue=""):
    key = {name: f"JIRAUSER{place}" for place, name in enumerate(PEOPLE)}
    lines = [
        entity("ApplicationUser", id=place, userKey=key[n], lowerUserName=n) for place, n in enumerate(PEOPLE)
    ]
    acts = [(item, act) for item in office.items.values() for act in item.acts]
    lines += [
        entity("ChangeGroup", id=act.number, issue=item.number, author=key[act.who], created=at(act.at))
        for item, act in acts
    ]
    lines.append(entity("ChangeGroup", id=999, issue=77, author="gone", created=at("2026-03-01T09:00:00Z")))
    for _, act in acts:
        ids, names = (STATUS_IDS, dict.fromkeys(STATUSES)) if act.field == "status" else (key, PEOPLE)
        sides = {f"{side}value": value and ids[value] for side, value in (("old", act.old), ("new", act.new))}
        sides |= {
            f"{side}string": value and (names[value] or value)
            for side, value in (("old", act.old), ("new", act.new))
        }
        lines.append(
            entity("ChangeItem", id=act.number, group=act.number, fieldtype="jira", field=act.field, **sides)
        )
        lines.append(
            entity(
                "ChangeItem",
                id=act.number + 500,
                group=act.number,
                fieldtype="custom",
                field="Status",
                oldstring="a",
                newstring="b",
            )
        )
    for item in office.items.values():
        lines.append(
            entity("Issue", id=item.number, projectKey="SUP", number=item.number, project=10, creator=key[item.creator], type=1,
                   assignee=item.assignee and key[item.assignee], status=STATUS_IDS[item.status], created=at(item.created_at),
                   updated=at(item.updated_at))[:-2] + "><summary>Long\ntext</summary></Issue>"
        )  # fmt: skip
    lines.append(
        entity(
            "Issue",
            id=77,
            projectKey="OPS",
            number=1,
            project=11,
            status=1,
            created=at("2026-03-01T08:00:00Z"),
        )
    )
    lines += [
        entity("Status", id=STATUS_IDS[name], name=name, statuscategory=CATEGORIES[told])
        for name, told in STATUSES.items()
    ]
    lines += [
        entity("User", id=place, userName=name, lowerUserName=name, displayName=shown)
        for place, (name, shown) in enumerate(PEOPLE.items())
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<entity-engine-xml>'
        + "\n".join(lines)
        + "</entity-engine-xml>"
    )


def expected(office):
    return {(f"SUP-{number}", *rest) for number, *rest in stays(office)}


def test_a_backup_tells_what_was_done_and_the_next_one_what_was_done_since(workspace, tmp_path):
    """Zipped as Jira writes it; on the server's clock, across the change to summer time; of one of two projects."""
    office, file = worked(), tmp_path / "backup.zip"
    for number in (1, 2):
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("activeobjects.xml", "<backup/>")
            packed.writestr("entities.xml", backup(office))
        written = datetime.fromisoformat(office.now).timestamp()
        os.utime(file, (written, written))
        if number == 1:
            workspace.sources.add("sup", "jira_backup", file=str(file), project="SUP", zone="Europe/Berlin")
        assert workspace.sources.sync("sup").version == number
        assert told(workspace.log("sup")) == expected(office)
        assert workspace.sources.sync("sup").outcome == "nothing new"
        later(office)


def test_a_dtd_is_refused_and_so_is_what_is_broken_or_no_backup(workspace, tmp_path):
    file = tmp_path / "entities.xml"
    workspace.sources.add("sup", "jira_backup", file=str(file))
    file.write_text(backup(worked(1), '<!DOCTYPE x [<!ENTITY a "aaaa">]>'))
    with pytest.raises(SourceProblem, match="DTD"):
        workspace.sources.sync("sup")
    file.write_text(backup(worked(1))[:-40])
    with pytest.raises(SourceProblem, match="broken in line"):
        workspace.sources.sync("sup")
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("other.xml", "<x/>")
    with pytest.raises(SourceProblem, match=r"no entities\.xml"):
        workspace.sources.sync("sup")
