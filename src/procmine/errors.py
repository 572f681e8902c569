"""Every refusal of procmine, and what each one asks of the reader.

    ProcmineError                  found what · where · what to do
    ├── UnreadableSource           the file, frame or database cannot be read as a table
    ├── UnsureMapping              which column plays which role is not certain: a call to paste is given
    ├── UnsoundLog                 the rows break checks; all of them are told at once
    ├── WorkspaceProblem           the workspace cannot be opened, written or is newer than this procmine
    ├── UnknownName   (ValueError) no such log, question, attribute, activity …; the known ones are listed
    ├── WrongFilter   (ValueError) a filter clause that cannot be read
    ├── WrongOption   (ValueError) an option whose value cannot be used
    ├── NothingNew                 a source that is read on from where it was left holds nothing that was not known
    ├── SourceProblem              a tool or a database does not give what was asked: no key, refused, gone, too slow
    ├── ChangedMeanwhile           somebody else changed the same thing since it was looked at; who, when, to what
    ├── CannotAnswer               the log does not bear the question; what is missing and how to get it
    └── NotInstalled  (ImportError) an optional part is not there; the line that installs it

An error is three short sentences, kept apart so that the command line, the app and JSON can each show them:
`found` (what was met), `where` (file, line, column, clause) and `cure` (what to do next).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ProcmineError(Exception):
    """A refusal: what was found, where, and what to do."""

    def __init__(self, found: str, where: str = "", cure: str = ""):
        self.found, self.where, self.cure = found, where, cure
        super().__init__(found, where, cure)

    def __str__(self) -> str:
        lines = [self.found if not self.where else f"{self.found} ({self.where})"]
        if self.cure:
            lines.append(self.cure)
        return "\n".join(lines)

    def as_dict(self) -> dict[str, str]:
        return {"found": self.found, "where": self.where, "cure": self.cure}


class UnreadableSource(ProcmineError):
    """The file, frame or database cannot be read as a table."""


class UnsureMapping(ProcmineError):
    """Which column plays which role is not certain; the cure is a call to paste."""


class UnsoundLog(ProcmineError):
    """The rows break checks that cannot be passed over; every broken check is told at once."""


class WorkspaceProblem(ProcmineError):
    """The workspace cannot be opened or written, or was made by a newer procmine."""


class UnknownName(ProcmineError, ValueError):
    """A name that is not there, with the names that are."""

    def __init__(self, kind: str, name: object, known: Iterable[str], where: str = "", cure: str = ""):
        listed = list(known)
        near = difflib.get_close_matches(str(name), listed, n=1, cutoff=0.6)
        shown = ", ".join(listed[:12]) + (f", … ({len(listed)} in all)" if len(listed) > 12 else "")
        hint = f"Did you mean {near[0]!r}? " if near else ""
        tail = f"There is: {shown}." if listed else f"There is no {kind} yet."
        super().__init__(f"No {kind} is called {str(name)!r}.", where, cure or f"{hint}{tail}")


class WrongFilter(ProcmineError, ValueError):
    """A filter clause that cannot be read."""


class WrongOption(ProcmineError, ValueError):
    """An option whose value cannot be used."""


class SourceProblem(ProcmineError):
    """A tool or a database does not give what was asked for: there is no key, it refuses, it cannot be reached.

    `status` is the number of an HTTP answer, 0 where the line broke or no data came, None where the trouble is of another kind.
    """

    def __init__(self, found: str, where: str = "", cure: str = "", status: int | None = None):
        super().__init__(found, where, cure)
        self.status = status


class NothingNew(ProcmineError):
    """A source that is read on from where it was left holds nothing that was not known; the log stays as it is."""


class ChangedMeanwhile(ProcmineError):
    """Somebody else changed the same thing since it was looked at: who, when and to what."""


class CannotAnswer(ProcmineError):
    """The log does not bear the question: what is missing, and how to get it."""


class NotInstalled(ProcmineError, ImportError):
    """An optional part is not installed; the cure is the line that installs it."""
