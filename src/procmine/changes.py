"""What a new version of a log added, removed and altered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.engine import engine, read_sql
from procmine.store import Version
from procmine.wording import counted

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Changes:
    """The difference between two versions: `counts` in sum, `cases` one row per case that differs."""

    log: str
    earlier: int
    later: int
    cases: pd.DataFrame
    counts: dict[str, int]

    @property
    def headline(self) -> str:
        c = self.counts
        rewritten = (
            f" {counted(c['closed_cases_altered'], 'case')} that had been finished changed history."
            if c["closed_cases_altered"]
            else ""
        )
        attributes = (
            f" {counted(c['cases_with_attributes_altered'], 'case')} changed an attribute."
            if c["cases_with_attributes_altered"]
            else ""
        )
        return (
            f"{self.log}: version {self.later} against {self.earlier}: {counted(c['cases_added'], 'case')} added, "
            f"{c['cases_removed']:,} removed, {c['cases_altered']:,} altered; {counted(c['events_added'], 'event')} added, "
            f"{c['events_removed']:,} removed.{attributes}{rewritten}"
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "log": self.log,
            "earlier": self.earlier,
            "later": self.later,
            "headline": self.headline,
            **self.counts,
            "cases": self.cases.to_dict("records"),
        }


def changes_between(earlier: Version, later: Version) -> Changes:
    """Which cases and events differ. An event is the same when its activity, start, end and resource are.

    A case is altered when its events differ or the values that an attribute takes in it.
    """
    key = uuid.uuid4().hex[:12]
    sides = {f"changes_{key}_earlier": earlier, f"changes_{key}_later": later}
    compared = (
        read_sql("store", "changes_compared")
        .replace("changes_earlier", f"changes_{key}_earlier")
        .replace("changes_later", f"changes_{key}_later")
    )
    try:
        for table, version in sides.items():
            engine.keep(version.path, table, read_sql("store", "changes"), {})
        frame = engine.frame(later.path, compared)
    finally:
        for table in sides:
            engine.forget(table)
    counts = {
        "cases_added": int((frame.change == "added").sum()),
        "cases_removed": int((frame.change == "removed").sum()),
        "cases_altered": int((frame.change == "altered").sum()),
        "events_added": int(frame.events_added.sum()),
        "events_removed": int(frame.events_removed.sum()),
        "cases_with_attributes_altered": int(frame.has_attributes_altered.sum()),
        "closed_cases_altered": int((frame.was_closed & (frame.change == "altered")).sum()),
    }
    return Changes(later.name, earlier.version, later.version, frame, counts)
