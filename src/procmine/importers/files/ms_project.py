"""MS Project's XML (MSPDI, namespace http://schemas.microsoft.com/project): tasks with what really happened.

MS Project keeps no history of a task, but when it really began and ended. Times bear no zone. The file is read without a DTD and
without entities, which could hide an XML bomb; one that has a DTD is refused.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnreadableSource
from procmine.importers.files.plans import COLUMNS, TYPED, Link, PlanTask, plan_notes, plan_rows
from procmine.importers.files.staging import land
from procmine.importers.source import Source

if TYPE_CHECKING:
    import duckdb

NAMESPACE = "http://schemas.microsoft.com/project"
KINDS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
UNITS = {"3": ("m", 10), "4": ("em", 10), "5": ("h", 600), "6": ("eh", 600), "8": ("ed", 14_400), "10": ("ew", 100_800)}  # fmt: skip
PERCENT = ("19", "20")


def read_ms_project(path: Path, con: duckdb.DuckDBPyConnection, room: Path, where: str) -> Source:
    """Stage the tasks of a plan that have begun, one row each (`plans.COLUMNS`).

    The case is the project; `Phase` is the summary task at level 1 that a task lies below. Blank lines, inactive tasks and those
    of other files are no tasks of this plan.
    """
    root = _parsed(path, where)
    project = _text(root, "Title") or _text(root, "Name") or Path(where).stem
    tasks = _tasks(root)
    rows = land(con, room, plan_rows(project, tasks), lambda: COLUMNS)
    if not rows:
        raise UnreadableSource(
            f"No task of this plan has begun: {len(tasks)} are planned.",
            where,
            "Save the plan with actual starts and finishes.",
        )
    details = {"format": "MS Project XML", "project": project}
    return Source("ms_project", "", COLUMNS, rows, "", tuple(plan_notes(tasks)), details, TYPED)


def _parsed(path: Path, where: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as broken:
        raise UnreadableSource(
            f"The XML is broken: {broken.msg}.",
            f"{where}, line {broken.lineno}",
            "Save the plan as XML again.",
        ) from None
    if tree.docinfo.doctype:
        raise UnreadableSource("The file has a DTD, which can hide an XML bomb.", where, "Save the plan as XML again, with MS Project.")  # fmt: skip
    return tree.getroot()


def _tasks(root: Any) -> list[PlanTask]:
    names = {_text(one, "UID"): _text(one, "Name") for one in _all(root, "Resources", "Resource")}
    people: dict[str | None, list[str]] = defaultdict(list)
    for one in _all(root, "Assignments", "Assignment"):
        name = names.get(_text(one, "ResourceUID"))
        if name and name not in people[_text(one, "TaskUID")]:
            people[_text(one, "TaskUID")].append(name)
    found = [one for one in _all(root, "Tasks", "Task") if _is_of_the_plan(one)]
    numbers = {_text(one, "UID"): _text(one, "ID") or _text(one, "UID") or "" for one in found}
    day = float(_text(root, "MinutesPerDay") or 480) * 10
    week = float(_text(root, "MinutesPerWeek") or 2_400) * 10
    units = UNITS | {"7": ("d", day), "9": ("w", week)}
    return [_task(one, numbers, people, units) for one in found]


def _is_of_the_plan(task: Any) -> bool:
    """The line that stands for the project as a whole has level 0."""
    is_left_out = "1" in (_text(task, "IsNull"), _text(task, "ExternalTask")) or _text(task, "Active") == "0"
    return not is_left_out and int(_text(task, "OutlineLevel") or 1) > 0


def _task(one: Any, numbers: dict[str | None, str], people: dict[str | None, list[str]], units: Any) -> PlanTask:  # fmt: skip
    uid = _text(one, "UID")
    baseline = next((b for b in _children(one, "Baseline") if _text(b, "Number") in (None, "0")), None)
    return PlanTask(
        numbers[uid], int(_text(one, "OutlineLevel") or 1), _text(one, "Name"), _text(one, "Summary") == "1",
        _text(one, "ActualStart"), _text(one, "ActualFinish"), ", ".join(people[uid]) or None, (_text(one, "Start"), _text(one, "Finish")),
        (_text(baseline, "Start"), _text(baseline, "Finish")), [_link(link, numbers, units) for link in _children(one, "PredecessorLink")],
        _text(one, "Milestone") == "1", _text(one, "PercentComplete"), one.sourceline,
    )  # fmt: skip


def _link(one: Any, numbers: dict[str | None, str], units: Any) -> Link:
    """A lag is told in tenths of a minute, whatever the unit it is shown in, but for a share of the predecessor."""
    uid, lag, shown = _text(one, "PredecessorUID"), float(_text(one, "LinkLag") or 0), _text(one, "LagFormat")
    unit, size = ("%", 1.0) if shown in PERCENT else units.get(shown, units["7"])
    return Link(numbers.get(uid, uid or ""), KINDS.get(_text(one, "Type") or "1", "FS"), f"{lag / size:+g}{unit}" if lag else "")  # fmt: skip


def _all(root: Any, *names: str) -> list[Any]:
    return list(root.iterfind("/".join(f"{{{NAMESPACE}}}{name}" for name in names)))


def _children(one: Any, name: str) -> list[Any]:
    return list(one.iterfind(f"{{{NAMESPACE}}}{name}"))


def _text(one: Any, name: str) -> str | None:
    told = one.findtext(f"{{{NAMESPACE}}}{name}") if one is not None else None
    return told.strip() or None if told else None
