"""The register of improvements: what is to be changed, by whom, until when, and whether it then worked."""

from __future__ import annotations

from procmine.actions.action import LATE_PLAN, Act, Action, Comment, Document, Task
from procmine.actions.documents import LARGEST_BYTES, unreferenced
from procmine.actions.fields import CHANGEABLE, STATUSES
from procmine.actions.register import Actions
from procmine.actions.telling import WITHHELD, naming

__all__ = [
    "CHANGEABLE",
    "LARGEST_BYTES",
    "LATE_PLAN",
    "STATUSES",
    "WITHHELD",
    "Act",
    "Action",
    "Actions",
    "Comment",
    "Document",
    "Task",
    "naming",
    "unreferenced",
]
