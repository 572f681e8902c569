"""The register as iCalendar: to-dos for actions and tasks; the days on which actions are due and took effect as events.

Task lists show the to-dos, calendars that know no to-dos show the events. These last a whole day and leave it free.
UIDs stay the same from one export to the next, so that a second import updates the first. Source: RFC 5545, RFC 9253.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procmine.actions.action import Action, Task

STATES = {
    "proposed": "NEEDS-ACTION", "planned": "NEEDS-ACTION", "in progress": "IN-PROCESS", "done": "COMPLETED", "dropped": "CANCELLED",
}  # fmt: skip
LONGEST_LINE = 75  # octets, without the end of the line
Property = tuple[str, str]


def written(actions: list[Action], identity: str, path: Path) -> Path:
    path.write_bytes(calendar(actions, identity).encode())
    return path


def calendar(actions: list[Action], identity: str) -> str:
    """The file's text; `identity` tells the UIDs of one workspace from those of another."""
    lines = [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//procmine//actions//EN")]
    for action in actions:
        for kind, properties in _components(action, identity):
            lines += [("BEGIN", kind), *properties, ("END", kind)]
    lines.append(("END", "VCALENDAR"))
    return "".join(folded(f"{name}:{value}") for name, value in lines)


def folded(line: str) -> str:
    """A line over as many as it takes at 75 octets each, never cut within a letter."""
    parts, room = [""], LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(" ")
            room = LONGEST_LINE - 1
        parts[-1] += letter
        room -= size
    return "".join(f"{part}\r\n" for part in parts)


def escaped(text: str) -> str:
    """A text as a value: commas, semicolons, backslashes and line breaks are written out, control letters left out."""
    lines = "\n".join(text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").splitlines())
    visible = "".join(letter for letter in lines if letter >= " " or letter in "\t\n")
    return visible.replace("\n", "\\n")


def _components(action: Action, identity: str) -> Iterator[tuple[str, list[Property]]]:
    uid = _uid(action.no, identity)
    yield "VTODO", _todo(action, uid, identity)
    for task in action.tasks:
        yield "VTODO", _task(action, task, uid, identity)
    if action.due_on and not action.is_over:
        yield (
            "VEVENT",
            _event(action, _uid(action.no, identity, "-due"), f"Due: {_name(action)}", action.due_on),
        )
    if action.changed_at:
        changed = _event(
            action, _uid(action.no, identity, "-changed"), f"Changed: {_name(action)}", action.changed_at
        )
        yield "VEVENT", changed


def _todo(action: Action, uid: str, identity: str) -> list[Property]:
    done = sum(task.is_done for task in action.tasks)
    share = 100 if action.status == "done" else 100 * done // len(action.tasks) if action.tasks else 0
    lines = [*_head(action, uid, _name(action)), ("DESCRIPTION", escaped(_description(action)))]
    # An end must lie after its begin.
    if action.starts_on and (not action.due_on or action.starts_on < action.due_on):
        lines.append(_day("DTSTART", action.starts_on))
    lines += [_day("DUE", action.due_on)] if action.due_on else []
    lines += [("STATUS", STATES[action.status]), ("PERCENT-COMPLETE", str(share))]
    lines += _completed(_last(action, "status")) if action.status == "done" else []
    return lines + [("RELATED-TO;RELTYPE=DEPENDS-ON", _uid(other, identity)) for other in action.needs]


def _task(action: Action, task: Task, uid: str, identity: str) -> list[Property]:
    lines = _head(action, _uid(action.no, identity, f"-task-{task.task}"), task.text)
    lines += [_day("DUE", task.due_on)] if task.due_on else []
    lines += [("DESCRIPTION", escaped(f"Owner: {task.owner}"))] if task.owner else []
    lines += [("STATUS", "COMPLETED" if task.is_done else "NEEDS-ACTION")]
    lines += _completed(task.done_at) if task.done_at else []
    return [*lines, ("RELATED-TO;RELTYPE=PARENT", uid)]


def _event(action: Action, uid: str, summary: str, when: str) -> list[Property]:
    """A whole day that stays free for other things."""
    day = date.fromisoformat(when[:10])
    ends = (day + timedelta(days=1)).isoformat()
    return [
        *_head(action, uid, summary),
        _day("DTSTART", day.isoformat()),
        _day("DTEND", ends),
        ("TRANSP", "TRANSPARENT"),
    ]


def _head(action: Action, uid: str, summary: str) -> list[Property]:
    changed = _moment(action.history[-1].at if action.history else action.created_at)
    return [
        ("UID", uid), ("DTSTAMP", changed), ("CREATED", _moment(action.created_at)), ("LAST-MODIFIED", changed),
        ("SEQUENCE", str(action.revision)), ("SUMMARY", escaped(summary)),
    ]  # fmt: skip


def _description(action: Action) -> str:
    parts: dict[str, Any] = {
        "Owner": action.owner,
        "Log": action.log,
        "Finding": action.finding,
        "Measured by": action.metric,
    }
    return "\n".join(f"{name}: {value}" for name, value in parts.items() if value)


def _name(action: Action) -> str:
    return f"#{action.no} {action.title}"


def _uid(no: int, identity: str, part: str = "") -> str:
    return f"action-{no}{part}@{identity}"


def _day(name: str, day: str) -> Property:
    return f"{name};VALUE=DATE", day.replace("-", "")


def _completed(at: str | None) -> list[Property]:
    return [("COMPLETED", _moment(at))] if at else []


def _last(action: Action, what: str) -> str | None:
    return next((act.at for act in reversed(action.history) if act.what == what), None)


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(UTC):%Y%m%dT%H%M%SZ}"
