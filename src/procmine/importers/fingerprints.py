"""Exports that are known by their header: recognising one beats any guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from procmine.importers.header_words import plain


@dataclass(frozen=True)
class KnownExport:
    """An export: the headers that must be there, and the role of each header (those absent are left out)."""

    name: str
    needs: tuple[str, ...]
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)  # role -> headers, the first there counts
    case: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    remark: str = ""


KNOWN = (
    KnownExport(
        "XES columns",
        ("case:concept:name", "concept:name", "time:timestamp"),
        {
            "started_at": ("start_timestamp", "time:start"),
            "ended_at": ("time:timestamp",),
            "resource": ("org:resource",),
            "lifecycle": ("lifecycle:transition",),
        },
        ("case:concept:name",),
        ("concept:name",),
    ),
    KnownExport(
        "a Celonis activity table",
        ("_CASE_KEY", "ACTIVITY_EN", "EVENTTIME"),
        {"ended_at": ("EVENTTIME",), "resource": ("USER_NAME", "USER"), "sequence": ("_SORTING", "SORTING")},
        ("_CASE_KEY",),
        ("ACTIVITY_EN",),
    ),
    KnownExport(
        "a Disco export",
        ("Case ID", "Activity", "Start Timestamp", "Complete Timestamp"),
        {
            "started_at": ("Start Timestamp",),
            "ended_at": ("Complete Timestamp",),
            "resource": ("Resource",),
        },
        ("Case ID",),
        ("Activity",),
    ),
    KnownExport(
        "a simulator's log",
        ("case_id", "activity", "start_time", "end_time"),
        {"started_at": ("start_time",), "ended_at": ("end_time",), "resource": ("resource",)},
        ("case_id",),
        ("activity",),
    ),
    KnownExport(
        "an event log in canonical columns",
        ("case_id", "activity", "timestamp"),
        {
            "started_at": ("start_timestamp",),
            "ended_at": ("timestamp",),
            "resource": ("resource",),
            "lifecycle": ("lifecycle", "lifecycle_id"),
            "sequence": (".order",),
        },
        ("case_id",),
        ("activity",),
    ),
    KnownExport(
        "procmine's own columns",
        ("case_id", "activity", "ended_at"),
        {
            "started_at": ("started_at",),
            "ended_at": ("ended_at",),
            "resource": ("resource",),
            "lifecycle": ("lifecycle",),
            "sequence": ("sequence",),
        },
        ("case_id",),
        ("activity",),
    ),
    KnownExport(
        "a ServiceNow audit",
        ("documentkey", "fieldname", "newvalue", "sys_created_on"),
        {"ended_at": ("sys_created_on",), "resource": ("user",)},
        ("documentkey",),
        ("fieldname", "newvalue"),
    ),
    KnownExport(
        "ServiceNow incident updates",
        ("number", "incident_state", "sys_updated_at"),
        {"ended_at": ("sys_updated_at",), "resource": ("assigned_to",)},
        ("number",),
        ("incident_state",),
    ),
    KnownExport(
        "SAP change documents",
        ("OBJECTID", "CHANGENR", "TCODE", "UDATE"),
        {"ended_at": ("UDATE",), "resource": ("USERNAME",), "sequence": ("CHANGENR",)},
        ("OBJECTID",),
        ("TCODE",),
        remark="UDATE holds the day only; join it with UTIME for the time of day.",
    ),
    KnownExport(
        "a project plan",
        ("Project", "Phase", "Task", "Started", "Finished", "Predecessors"),
        {
            "started_at": ("Started",),
            "ended_at": ("Finished",),
            "resource": ("Resource",),
            "sequence": ("Task number",),
        },
        ("Project",),
        ("Task",),
        remark="The case is the project; case=Phase makes one of each of its phases.",
    ),
    KnownExport(
        "SAP's purchase orders",
        ("Purchase order item", "Activity", "Time"),
        {"ended_at": ("Time",), "resource": ("User",), "sequence": ("Order",)},
        ("Purchase order item",),
        ("Activity",),
        remark="The case is the item of a purchase order.",
    ),
    KnownExport(
        "a Jira issue list",
        ("Issue key", "Summary", "Created", "Resolved"),
        {"resource": ("Assignee",)},
        ("Issue key",),
        milestones=("Created", "Resolved"),
        remark="Jira's list has no history: only when an issue was created and resolved.",
    ),
)


def known_export(
    columns: Iterable[str], empty: Iterable[str] = ()
) -> tuple[KnownExport, dict[str, Any]] | None:
    """The known export whose headers are all among `columns`, and its mapping; None where there is none.

    Headers are compared in plain words, so `Case ID` and `case_id` are the same. A column of `empty` plays
    no role; an export whose case or activity column is empty is not recognised.
    """
    there = {plain(column): column for column in reversed(list(columns))}
    usable = {word: column for word, column in there.items() if column not in set(empty)}
    for export in KNOWN:
        must = {plain(header) for header in export.needs}
        if must <= there.keys() and {plain(h) for h in (*export.case, *export.activity)} <= usable.keys():
            return export, _roles(export, usable)
    return None


def _roles(export: KnownExport, usable: dict[str, str]) -> dict[str, Any]:
    roles: dict[str, Any] = {
        kind: tuple(usable[plain(h)] for h in getattr(export, kind) if plain(h) in usable)
        for kind in ("case", "activity", "milestones")
    }
    for role, headers in export.roles.items():
        roles[role] = next((usable[plain(h)] for h in headers if plain(h) in usable), None)
    return roles
