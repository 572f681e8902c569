"""When a case is complete: the rule that the analyst gives, held against what the log knows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.engine import read_sql
from procmine.errors import UnknownName, UnsoundLog

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class CompletionRule:
    """A case is complete once one of its events has `attribute` (or its activity) among `values`.

    With `is_last` only its last work counts, so that a case that was taken up again is open:

        >>> str(CompletionRule("activity", ("Done",))), str(CompletionRule("activity", ("Done", "Cancelled"), is_last=True))
        ('activity in (Done)', 'ends with Done, Cancelled')
    """

    attribute: str
    values: tuple[str, ...]
    is_last: bool = False

    def __str__(self) -> str:
        listed = ", ".join(map(_written, self.values))
        return f"ends with {listed}" if self.is_last else f"{_written(self.attribute)} in ({listed})"


def _written(name: str) -> str:
    """A name as the rule's text may hold it: bare where it cannot be taken for words of the grammar."""
    is_bare = re.fullmatch(r"[\w.\- ]+", name) and ".." not in name
    is_bare = is_bare and not {"in", "not", "is"} & set(name.lower().split())
    return name if is_bare else json.dumps(name, ensure_ascii=False)


def complete_cases(con: duckdb.DuckDBPyConnection, rule: CompletionRule | None) -> None:
    """The table `completed` of the cases that `rule` calls complete, and notes on what of the rule is doubtful.

    Raises UnsoundLog for an attribute, UnknownName for names that the log does not have.
    """
    if rule is None:
        con.execute("create table completed (case_no integer, is_complete boolean)")
        return
    _check(con, rule)
    given = {"attribute": rule.attribute, "values": list(rule.values)}
    con.execute(read_sql("store", "preparation", "completed"), {**given, "is_last": rule.is_last})
    if rule.attribute == "activity" and not rule.is_last:
        _tell_of_work_after(con, rule)


def _check(con: duckdb.DuckDBPyConnection, rule: CompletionRule) -> None:
    known = [name for (name,) in con.execute("select name from version.attributes").fetchall()]
    if rule.attribute != "activity" and rule.attribute not in known:
        raise UnsoundLog(
            f"The rule for complete cases speaks of {rule.attribute!r}, which this log does not have.",
            f"complete when {rule}",
            f"Use activity, or one of: {', '.join(known) or '(no attributes)'}.",
        )
    given = {"attribute": rule.attribute, "values": list(rule.values)}
    held = con.execute(read_sql("store", "preparation", "known_values"), given).fetchall()
    found = {value for (value,) in held}
    if not found:
        is_activity = rule.attribute == "activity"
        names = con.execute("select activity from version.activities order by activity").fetchall()
        raise UnknownName(
            "activity" if is_activity else f"value of {rule.attribute}",
            rule.values[0],
            (name for (name,) in names if is_activity),
            where=f"complete when {rule}",
        )
    for value in sorted(set(rule.values) - found):
        told = f"The rule for complete cases names {value!r}, which the log does not hold."
        _tell(con, "completion-value", told, 0, "Correct the rule for complete cases.")


def _tell_of_work_after(con: duckdb.DuckDBPyConnection, rule: CompletionRule) -> None:
    (cases,) = con.execute(
        read_sql("store", "preparation", "work_after"), {"values": list(rule.values)}
    ).fetchall()[0]
    if not cases:
        return
    ends = str(CompletionRule("activity", rule.values, is_last=True))
    names = ", ".join(rule.values)
    have, count = ("case has", "counts") if cases == 1 else ("cases have", "count")
    told = f"{cases:,} {have} work after {names} and {count} as complete all the same."
    cure = f"Where such a case was taken up again, say --complete-when '{ends}': then it is open until it ends so."
    _tell(con, "work-after-completion", told, cases, cure)


def _tell(con: duckdb.DuckDBPyConnection, check: str, told: str, rows: int, cure: str) -> None:
    con.execute(
        "insert into notes values ($check, 'warning', $told, $rows, [], $cure)",
        {"check": check, "told": told, "rows": rows, "cure": cure},
    )
