"""The shape of every answer: a table, the finding in one sentence, a picture, and where it all comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from procmine.finding import Finding
from procmine.plain import instants
from procmine.shell_script import script
from procmine.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from procmine.asking import Answer, Exclusion
    from procmine.log import EventLog

MANY_LOST = 0.05  # of the rows read: beyond this, what could not be used is told before anything else


class Rows(NamedTuple):
    """What became of the rows of the source: read = used + quarantined."""

    read: int
    used: int
    quarantined: int

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Rows:
        return cls(facts["rows_read"], facts["rows_used"], facts["quarantined"])

    @property
    def told(self) -> str:
        """`1,495 of 2,431 rows read could not be used`; nothing where all could."""
        if not self.quarantined:
            return ""
        return f"{self.quarantined:,} of {counted(self.read, 'row')} read could not be used"

    @property
    def are_many_lost(self) -> bool:
        return self.quarantined > MANY_LOST * self.read


@dataclass(frozen=True, eq=False, kw_only=True)
class Result(Finding):
    """One answer of one log. `frame` has the documented `columns` in that order (those of working time where a calendar
    is given); `sql` with `bound` gives the rows again.

    `path` is the file of the version that was asked, which `script` opens.
    `counted_cases` are the cases of the view that was asked. `excluded` tells what was not counted and why:
    counted events and excluded events add up to the version's.
    """

    tells_resources_apart: ClassVar[bool] = False  # so that a role counting as one resource matters

    log: str
    version: int
    filters: tuple[str, ...]
    sql: str
    bound: dict[str, Any] = field(repr=False)
    counted_cases: int
    counted_events: int
    excluded: tuple[Exclusion, ...]
    path: Path = field(repr=False)
    facts: dict[str, Any] = field(repr=False)

    @classmethod
    def of(
        cls,
        log: EventLog,
        answer: Answer,
        frame: pd.DataFrame | None = None,
        *,
        tables: dict[str, pd.DataFrame] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> Self:
        """The answer of one question: its rows, or the `frame` worked out from them."""
        rows = answer.frame if frame is None else frame
        has_calendar = (parameters or {}).get("calendar") is not None
        shown = [name for name in cls.columns if has_calendar or "worked" not in name.split("_")]
        return cls(
            frame=instants(rows[shown], log.facts),
            log=log.name,
            version=log.version.version,
            filters=tuple(clause.text for clause in log.filters),
            parameters=parameters or {},
            sql=answer.sql,
            bound=answer.parameters,
            counted_cases=answer.counted.cases,
            counted_events=answer.counted.events,
            excluded=answer.excluded,
            path=log.version.path,
            facts={**log.facts, "names_roles_only": log.view.screen is not None},
            tables={name: instants(table, log.facts) for name, table in (tables or {}).items()},
        )

    @property
    def script(self) -> str:
        """The statement as a script to paste into a DuckDB shell: it opens the version's file and binds the values."""
        return script(self.path, self.sql, self.bound)

    @property
    def quarantined(self) -> Rows:
        """The rows of the source behind the whole version: how many were read, used, and left out in quarantine."""
        return Rows.of(self.facts)

    @property
    def assumption(self) -> str:
        """How it was decided which cases are finished and until when the others last, for headlines that depend on it."""
        told = ""
        if not self.facts["completion"]:
            told = " Every case without unfinished work is assumed complete: no rule for complete cases was given."
        if self.is_until_extraction and self.facts["is_extraction_assumed"]:
            told += " The log is assumed to have been extracted at its latest event."
        return told

    @property
    def told_by_role(self) -> str:
        """What it means for the finding that the workspace names roles only."""
        if self.tells_resources_apart and self.facts["names_roles_only"]:
            return " Each role counts as one resource here: individuals are not told apart."
        return ""

    @property
    def is_until_extraction(self) -> bool:
        """Whether the finding counts open cases until the extraction."""
        return False

    def asked_of(self) -> dict[str, Any]:
        return {"log": self.log, "version": self.version, "filters": list(self.filters)}

    def account(self) -> dict[str, Any]:
        return {
            "excluded": [
                {"reason": one.reason, "cases": one.cases, "events": one.events} for one in self.excluded
            ],
            "rows": self.quarantined._asdict(),
        }

    def lost(self) -> str:
        return self.quarantined.told

    def about(self) -> list[tuple[str, str]]:
        return [
            ("Log", f"{self.log}, version {self.version}"),
            ("Filters", "; ".join(self.filters) or "none"),
            ("Rows", self.lost() or f"all {counted(self.quarantined.read, 'row')} read could be used"),
            *(
                (f"Left out: {one.reason}", f"{one.cases} cases, {one.events} events")
                for one in self.excluded
            ),
            ("Definition", self.definition),
            ("SQL", self.sql),
        ]
