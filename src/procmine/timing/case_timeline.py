"""How did one case go: what was done when, by whom, and what waited for what?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, UnknownName
from procmine.result import Result
from procmine.wording import counted, duration, hours_of, is_known, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

# Attributes of the work that hold a plan, by their names in any spelling: "Planned start", "baseline_finish" …
PLANNED_START = re.compile(
    r"(planned|plan|scheduled|schedule|baseline|target)_?(start|begin)(_?(date|time|at))?"
)
PLANNED_END = re.compile(
    r"(planned|plan|scheduled|schedule|baseline|target)_?(end|finish|completion)(_?(date|time|at))?|due(_?(date|at))?|deadline"
)


@dataclass(frozen=True, eq=False)
class CaseTimeline(Result):
    columns = {
        "place": "position in the case",
        "activity": "activity",
        "resource": "who did it, where it is known",
        "wait_hours": "from when it could begin until it did, hours",
        "wait_worked_hours": "the same in working time, where a calendar is given",
        "work_hours": "from its start to its end, hours; unknown without both",
        "work_worked_hours": "the same in working time",
        "is_critical": "whether it lies on the critical path: longer there is longer for the case",
        "slack_hours": "how much longer it could have taken and kept nothing up, hours (see slack)",
        "slack_worked_hours": "the same in working time",
        "started_at": "when it began; unknown where only its end is recorded",
        "ended_at": "when it ended; none while it has not",
        "enabled_by": "the place of what it waited for; none where it waited for nothing recorded",
        "enabled_at": "when it could begin: the end of what it waited for, or when the case began",
        "is_unfinished": "whether it has begun and not ended",
        "basis": "`wait`: the wait runs to the recorded start; `elapsed`: to the end, and contains the work",
        "planned_start_at": "when it was planned to begin, where an attribute of the work tells",
        "planned_end_at": "when it was planned to end",
        "late_hours": "how much later than planned it ended, or lasts at the extraction, hours; less than 0 is earlier",
        "late_worked_hours": "the same in working time",
    }

    @property
    def headline(self) -> str:
        longest = f"{self._lasting}{self._longest}".rstrip(".")
        return f"{longest}.{self._late}{self._in_working_time}{self._assumed}"

    @property
    def is_until_extraction(self) -> bool:
        return bool(self.tables["case"].is_open.iloc[0])

    @property
    def _lasting(self) -> str:
        case = self.tables["case"].iloc[0]
        which = "the longest open of this view" if case.is_open else "the slowest finished of this view"
        told = f"Case {case.case_id}{'' if self.parameters['case'] else f', {which},'}"
        if not case.hours:
            return f"{told} is recorded at a single instant"
        lasting = f"{told} {'is open for' if case.is_open else 'took'} {duration(case.hours)}"
        if self.frame.started_at.isna().all():
            return f"{lasting} with {counted(len(self.frame), 'piece')} of work, of which only ends are recorded, so that waits contain the work"
        work = f"{duration(case.busy_hours)} of work" if case.busy_hours else "no time of work"
        idle = case.hours - case.busy_hours
        lacking = self.frame.started_at.isna().sum()
        within = f" and of {counted(lacking, 'piece')} of which only the end is recorded" if lacking else ""
        return f"{lasting}: {work}, {duration(idle) if idle > 0 else 'no time'} of waiting{within}"

    @property
    def _longest(self) -> str:
        waits = self.frame[self.frame.wait_hours > 0]
        if waits.empty:
            return ""
        row = waits.loc[waits.wait_hours.idxmax()]
        what = "wait" if row.basis == "wait" else "time up to an end"
        return f"; the longest {what}, {duration(row.wait_hours)}, was for {row.activity}"

    @property
    def _late(self) -> str:
        planned = self.frame[self.frame.planned_end_at.notna()]
        if planned.empty:
            return ""
        late = planned[planned.late_hours > 0]
        if late.empty:
            return f" None of {counted(len(planned), 'planned piece')} of work was late."
        row, were = late.loc[late.late_hours.idxmax()], "was" if len(late) == 1 else "were"
        many = counted(len(planned), "planned piece")
        return f" {len(late):,} of {many} of work {were} late, {row.activity} most: by {duration(row.late_hours)}."

    @property
    def _in_working_time(self) -> str:
        if "wait_worked_hours" not in self.frame or not self.frame.wait_hours.sum():
            return ""
        within = share(self.frame.wait_worked_hours.sum() / self.frame.wait_hours.sum())
        return (
            f" {within} of its waits lies within the working hours {hours_of(self.parameters['calendar'])}."
        )

    @property
    def _assumed(self) -> str:
        return self.assumption if self.is_until_extraction or not self.parameters["case"] else ""

    def figure(self) -> go.Figure:
        from procmine.figures import gantt

        return gantt(self._bars(), title=self.headline)

    def _bars(self) -> pd.DataFrame:
        """The pieces as rows to draw; work that has not ended is drawn until the extraction."""
        import pandas as pd

        work = self.frame
        until = self.tables["case"].until_at.iloc[0]
        return pd.DataFrame(
            {
                "label": [f"{row.place}. {row.activity}" for row in work.itertuples()],
                "under": work.resource.fillna(""),
                "key": work.place,
                "after": work.enabled_by,
                "ready_at": work.enabled_at,
                "begins_at": work.started_at,
                "ends_at": work.ended_at.where(work.ended_at.notna(), work.started_at.clip(lower=until)),
                "is_marked": work.is_critical,
                "is_unfinished": work.is_unfinished,
                "planned_from_at": work.planned_start_at,
                "planned_to_at": work.planned_end_at,
                "told": [_told(row) for row in work.itertuples()],
            }
        )


def _told(row: Any) -> str:
    """What a piece of work says when it is pointed at."""
    parts = [f"{'waited' if row.basis == 'wait' else 'up to its end'} {duration(row.wait_hours)}"]
    parts += [f"worked {duration(row.work_hours)}"] if is_known(row.work_hours) else []
    parts += ["has not ended"] if row.is_unfinished else []
    parts += [f"slack {duration(row.slack_hours)}"] if is_known(row.slack_hours) and row.slack_hours else []
    parts += ["on the critical path"] if row.is_critical else []
    return ", ".join(parts)


def case_timeline(log: EventLog, *, case: str | None = None, calendar: str | None = None) -> CaseTimeline:
    """How did one case go: what was done when, by whom, and what waited for what?

    `case` is the case's id. Without one it is the slowest finished case of the view, or, where none is finished, the one
    that is open longest; the headline says which. (On the command line `--case` names a case of an imported log; of a
    file it is the import's column, and `--where 'case_id = 4711'` leads to the case.) Each row is a piece of work in the order of the case, with what let it
    begin (`enabled_by`), how long it then waited, whether it lies on the critical path, and its slack: see waiting_time,
    bottlenecks and slack. Work that ran side by side counts once in the time of work, and waiting is all other time of the
    case, so the two add up to how long it took; the waits of the pieces need not, since several can wait at once.
    Work that has not ended lasts until the extraction, and so does an open case. Where only ends are recorded nobody knows
    how much of a wait is work. Times planned for the work stand beside those it took, where attributes of the work hold
    instants and are called so (planned, scheduled, baseline or target start or end, due date, deadline).
    Hours are elapsed; with a `calendar` the working part stands beside.
    Table `case`: the case with its first and last instant, and the hours it took and somebody was at work. Table
    `attributes`: what else is known of it. Raises UnknownName, with the nearest names, where the view has no such case.
    """
    found = _named(log, None if case is None else str(case))
    one = log.where(case_id=found.case_id)
    plan = _plan(log)
    placed, given = placed_on(calendar, log, _planned(one, plan))
    answer = one.ask("timing", "case_timeline", **plan, **given)
    tables = {"case": _whole(log, found, answer.frame), "attributes": one.rows("timing", "case_attributes")}
    told = {"case": None if case is None else found.case_id, "calendar": str(placed) if placed else None}
    return CaseTimeline.of(
        log, answer, tables=tables, parameters=told
    )  # the filters are those of the view; the case is its option


def _named(log: EventLog, case: str | None) -> Any:
    """The row of the case that is meant."""
    found = log.rows("timing", "case_named", case=case)
    if len(found):
        return found.iloc[0]
    if case is None:
        log.ask(
            "timing", "case_timeline", planned_start=None, planned_end=None
        )  # a view without cases is refused with its cure
    near = log.rows("timing", "cases_near", case=case).case_id.tolist()
    whole = log.unfiltered().rows("timing", "case_named", case=case) if log.filters else found
    if len(whole):
        raise CannotAnswer(
            f"Case {case} is outside the filters.", str(log.filters), "Remove a filter to see it."
        )
    cure = f"Near it: {listed(map(repr, near), 5)}." if near else "Names are written as in the log."
    raise UnknownName("case", case, [], where=f"log {log.name}", cure=cure)


def _plan(log: EventLog) -> dict[str, Any]:
    """The attributes of the work that tell when it was planned to begin and to end."""
    names = {
        re.sub(r"[\s\-.]+", "_", name.strip().lower()): name
        for name, level in log.attributes.items()
        if level == "event"
    }
    return {
        asked: next((name for word, name in names.items() if pattern.fullmatch(word)), None)
        for asked, pattern in (("planned_start", PLANNED_START), ("planned_end", PLANNED_END))
    }


def _planned(one: EventLog, plan: dict[str, Any]) -> list[datetime]:
    """The first and the last instant planned for the case, which may lie far beyond the log."""
    text = (
        "select min(instant) as first_at, max(instant) as last_at from event_attribute "
        "where name in ($planned_start, $planned_end) and case_no in (select case_no from case_span)"
    )
    found = one.select(text, plan).iloc[0]
    return [at.to_pydatetime() for at in found if at == at and at is not None]


def _whole(log: EventLog, found: Any, work: pd.DataFrame) -> pd.DataFrame:
    """The case as a row: how long it took, an open one until the extraction, and how much of that somebody was at work."""
    import pandas as pd

    extracted = pd.Timestamp(datetime.fromisoformat(log.facts["extracted_at"]))
    until = max(found.last_at, extracted) if found.is_open else found.last_at
    known = work.dropna(subset="started_at")
    ends = known.ended_at.fillna(max(until, extracted)).clip(upper=max(until, found.last_at))
    covered = _union(known.started_at.tolist(), ends.tolist())
    row = {
        "case_id": found.case_id, "is_open": found.is_open, "first_at": found.first_at, "last_at": found.last_at, "until_at": until,
        "hours": (until - found.first_at).total_seconds() / 3600, "busy_hours": covered,
    }  # fmt: skip
    return pd.DataFrame([row])


def _union(begins: list[Any], ends: list[Any]) -> float:
    """Hours that at least one of the intervals covers."""
    hours, reached = 0.0, None
    for begin, end in sorted(zip(begins, ends, strict=True)):
        start = begin if reached is None else max(begin, reached)
        hours += max(0.0, (end - start).total_seconds() / 3600)
        reached = end if reached is None else max(reached, end)
    return hours
