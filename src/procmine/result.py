"""The shape of every answer: a table, the finding in one sentence, a picture, and where it all comes from."""

from __future__ import annotations

import html
import inspect
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from procmine.plain import exported, instants, plain, records, sheet_cell
from procmine.shell_script import script
from procmine.wording import counted

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.asking import Answer, Exclusion
    from procmine.log import EventLog

SCHEMA = 1
ROWS_SHOWN = 12
MANY_LOST = 0.05  # of the rows read: beyond this, what could not be used is told before anything else
_has_library = False  # whether a picture of this session already brought plotly.js along


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


@dataclass(frozen=True, eq=False)
class Result:
    """One answer. `frame` has the documented `columns` in that order (those of working time where a calendar
    is given); `sql` with `bound` gives the rows again.

    `path` is the file of the version that was asked, which `script` opens.
    `counted_cases` are the cases of the view that was asked. `excluded` tells what was not counted and why:
    counted events and excluded events add up to the version's.
    """

    columns: ClassVar[dict[str, str]] = {}
    tells_resources_apart: ClassVar[bool] = False  # so that a role counting as one resource matters
    told_in: ClassVar[str] = ""  # the table that a terminal shows, where the frame is too long to be read

    frame: pd.DataFrame
    log: str
    version: int
    filters: tuple[str, ...]
    parameters: dict[str, Any]
    sql: str
    bound: dict[str, Any] = field(repr=False)
    counted_cases: int
    counted_events: int
    excluded: tuple[Exclusion, ...]
    path: Path = field(repr=False)
    facts: dict[str, Any] = field(repr=False)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

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
    def question(self) -> str:
        """The one name of this question: `WaitingTime` answers `waiting_time`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def definition(self) -> str:
        """What is measured, with its edge decisions: the docstring of the question."""
        return inspect.getdoc(getattr(sys.modules[type(self).__module__], self.question)) or ""

    @property
    def script(self) -> str:
        """The statement as a script to paste into a DuckDB shell: it opens the version's file and binds the values."""
        return script(self.path, self.sql, self.bound)

    @property
    def quarantined(self) -> Rows:
        """The rows of the source behind the whole version: how many were read, used, and left out in quarantine."""
        return Rows.of(self.facts)

    @property
    def headline(self) -> str:
        """The finding in one sentence."""
        raise NotImplementedError

    def figure(self) -> go.Figure:
        """The picture of the answer; its title is the headline."""
        raise NotImplementedError

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

    def __str__(self) -> str:
        return self.headline

    def _repr_html_(self) -> str:
        table = self.frame.head(ROWS_SHOWN).to_html(
            index=False, border=0, na_rep="–", float_format=lambda value: f"{value:,.2f}"
        )
        more = f"<p>{len(self.frame):,} rows in all</p>" if len(self.frame) > ROWS_SHOWN else ""
        lost = f"<p>{self.quarantined.told}.</p>" if self.quarantined.told else ""
        return (
            f"<p><strong>{html.escape(self.headline)}</strong></p>{self._picture_html()}{table}{more}{lost}"
        )

    def _picture_html(self) -> str:
        """The picture as HTML. The drawing library, 5 MB, goes into the first picture of a session only."""
        global _has_library
        shown = self.figure().to_html(full_html=False, include_plotlyjs=not _has_library)
        _has_library = True
        return shown

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values: what `--json` prints."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "log": self.log,
            "version": self.version,
            "filters": list(self.filters),
            "headline": self.headline,
            "parameters": {name: plain(value) for name, value in self.parameters.items()},
            "excluded": [
                {"reason": one.reason, "cases": one.cases, "events": one.events} for one in self.excluded
            ],
            "rows": self.quarantined._asdict(),
            "definition": self.definition,
            "frame": records(self.frame),
            "tables": {name: records(frame) for name, frame in self.tables.items()},
        }

    def to_json(self, path: str | Path | None = None) -> str:
        text = json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False)
        if path is not None:
            Path(path).write_text(text + "\n", encoding="utf-8")
        return text

    def to_csv(self, path: str | Path | None = None) -> str | None:
        return exported(self.frame).to_csv(path, index=False)

    def to_excel(self, path: str | Path) -> Path:
        """One sheet for the answer, one for each further table, one that says what it is and what it left out.

        A cell holds no control letters, which are left out, and 32,767 letters: a longer text is cut and ends with `…`.
        """
        import pandas as pd

        about = [
            ("Finding", self.headline),
            ("Log", f"{self.log}, version {self.version}"),
            ("Filters", "; ".join(self.filters) or "none"),
            (
                "Rows",
                self.quarantined.told or f"all {counted(self.quarantined.read, 'row')} read could be used",
            ),
        ]
        about += [
            (f"Left out: {one.reason}", f"{one.cases} cases, {one.events} events") for one in self.excluded
        ]
        about += [("Definition", self.definition), ("SQL", self.sql)]
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            exported(self.frame, sheet_cell).to_excel(book, sheet_name=self.question[:31], index=False)
            for name, frame in self.tables.items():
                exported(frame, sheet_cell).head(1_000_000).to_excel(book, sheet_name=name[:31], index=False)
            exported(pd.DataFrame(about, columns=["what", "value"]), sheet_cell).to_excel(
                book, sheet_name="about", index=False
            )
        return Path(path)
