"""What a reader hands over: the table `staged`, and what is known about where it came from.

`staged` has `source_row` (1-based number of the data record, in file order), `source_line` (its physical
line, NULL where the source has none) and then one column per source column, under the source's own name made
unique. Its columns are text, as the source wrote them, and NULL where the source is blank: `NA`, `null` and
`-` are values. The one exception: a column that `Source.typed` calls `instant` or `instant_utc` keeps its
native type, because writing ten million instants as text only to read them again would double the time of an
import.

`staged_fault` (`source_row`, `source_line`, `reason`, `detail`) names staged rows that are not data (a total
line, a ragged row); they stay in `staged`, so that rows in = rows staged, and the checks quarantine them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from procmine.wording import in_number

Severity = Literal["error", "warning", "info", "question"]


@dataclass(frozen=True)
class Note:
    """One thing that was noticed about a source, and how to repair it.

    `check` is a stable kebab-case name, `rows` how many rows it touches, `examples` the first few of them,
    `repair` what to do about it ('' when nothing needs doing).
    """

    check: str
    severity: Severity
    message: str
    rows: int = 0
    examples: tuple[str, ...] = ()
    repair: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", in_number(self.message))


@dataclass(frozen=True)
class Source:
    """A table that was read into `staged`.

    `kind` is csv, xlsx, parquet, json, xes, frame, postgresql, mysql, sqlite or duckdb; `name` a suggestion for the log's name; `fingerprint`
    the sha256 of the content after unpacking; `details` what was found out on the way (delimiter, sheet …).

    `typed` holds the columns whose source knew their type:
    `instant` (native TIMESTAMP: a wall clock without a zone), `instant_utc` (native TIMESTAMPTZ),
    `instant_text` (instants as ISO text), `number`, `boolean` or `text` (all three as text).
    A source of plain text (CSV) knows no types.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: int
    fingerprint: str
    notes: tuple[Note, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
