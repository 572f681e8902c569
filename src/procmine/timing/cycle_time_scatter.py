"""How long did each case take, by when it ended?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.nothing_kept import nothing_observed
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, duration, working_duration

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_DRAWN = 2000
SHARES = (0.5, 0.85, 0.95)
LEAST_CASES = 20  # of fewer the slowest 15 % are two or three
FAR = 0.05  # of the time seen: where 85 % take longer, the beginning of the picture is short for want of older cases


@dataclass(frozen=True, eq=False)
class CycleTimeScatter(Result):
    columns = {
        "case_id": "the finished case",
        "started_at": "when it began, in the log's own zone",
        "ended_at": "when its last work ended",
        "cycle_hours": "its cycle time, hours",
        "cycle_worked_hours": "the same in working time, where a calendar is given",
        "is_above_p85": "whether that is longer than 85 % of all finished cases took",
    }

    @property
    def headline(self) -> str:
        whole, limits = self._whole, self.tables["percentiles"].set_index("share").hours
        if whole.cases < LEAST_CASES:
            finished = (
                f"Half of the {counted(whole.cases, 'finished case')}"
                if whole.cases > 1
                else "The one finished case"
            )
            last = f", the longest {duration(whole.longest_hours)}" if whole.cases > 1 else ""
            told = f"{finished} took {'up to ' if whole.cases > 1 else ''}{duration(limits[0.5])}{last}."
        else:
            longer = (
                f"{count(whole.cases_above_p85)} took longer, the longest {duration(whole.longest_hours)}"
                if whole.cases_above_p85
                else "none took longer"
            )
            told = f"85 % of the {counted(whole.cases, 'finished case')} took up to {duration(limits[0.85])}, half up to {duration(limits[0.5])}; {longer}."
        return f"{told}{self._worked}{self._unseen}{self.assumption}"

    @property
    def _whole(self) -> pd.Series:
        return self.tables["finished"].iloc[0]

    @property
    def _worked(self) -> str:
        said = self.parameters["calendar"]
        if said is None:
            return ""
        limits = self.tables["percentiles"].set_index("share").worked_hours
        return f" In working time ({said}) 85 % took up to {working_duration(limits[0.85], self.parameters['working_day_hours'])}."

    @property
    def _unseen(self) -> str:
        """What is not on the picture: open cases, and at its beginning those that had begun before it."""
        still = int(self._whole.open_cases)
        told = (
            f" {counted(still, 'case is', 'cases are')} still open and not on the picture; cycle_time counts {'it' if still == 1 else 'them'}."
            if still
            else ""
        )
        until = self._short_until
        if until is None:
            return told
        where = "this view" if self.filters else "this log"
        return (
            f"{told} What ended before {until:%d %b %Y} is short by necessity: no case in {where} is older."
        )

    @property
    def _short_until(self) -> pd.Timestamp | None:
        """Until when the slowest 15 % cannot have ended, since all cases begin in sight; None where that is a small part."""
        import pandas as pd

        whole, limit = self._whole, self.tables["percentiles"].hours.iloc[1]
        if self.facts["observed_from"] or pd.isna(limit) or whole.cases < LEAST_CASES:
            return None
        seen = (whole.last_at - whole.first_at).total_seconds() / 3600
        return whole.first_at + pd.Timedelta(hours=limit) if limit > FAR * seen else None

    def figure(self) -> go.Figure:
        from procmine.figures import scatter

        limits = {
            f"{row.share:.0%} up to {duration(row.hours)}".replace("%", " %"): row.hours
            for row in self.tables["percentiles"].itertuples()
        }
        cases = int(self._whole.cases)
        drawn = (
            f"{count(len(self.frame))} of {counted(cases, 'case')} drawn, evenly"
            if len(self.frame) < cases
            else "when the case ended"
        )
        return scatter(
            self.frame, limits, self.tables["course"], f"85 % of the {self.parameters['period']}", title=self.headline, axis=drawn,
            begins_at=None if self.facts["observed_from"] else self._whole.first_at,
        )  # fmt: skip


def cycle_time_scatter(
    log: EventLog, *, period: str | None = None, calendar: str | None = None
) -> CycleTimeScatter:
    """How long did each case take, by when it ended?

    Each finished case is a dot: when its last work ended, and its cycle time from its first instant to there. The
    percentiles are those of the finished cases only, so that the picture can be held against what was promised; open
    cases are not on it, and `cycle_time`, which counts them, tells what to expect. Just after the observation begins
    finished cases are short by necessity: one that took longer had begun before. Where the log has no known beginning
    of the observation (`observed_from`), the line above which no dot can lie is drawn; the headline tells until when the
    slowest 15 % cannot be seen, if that is more than a twentieth of the time. With it, cases carried in count in full.
    At most 2,000 dots are drawn, evenly in the order in which cases ended; the percentiles count all.
    Tables: `percentiles` (50, 85 and 95 %), `course` (the same for the cases that ended in each `period`), `finished`
    (how many there are, and how many are open). With a `calendar` working hours stand beside the elapsed ones.
    Source: the cycle-time scatterplot of Vacanti, Actionable Agile Metrics (2015).
    """
    placed, given = placed_on(calendar, log)
    cut = cut_in(log, period)
    answer = log.ask("timing", "cycle_time_scatter", most_drawn=MOST_DRAWN, **given)
    if answer.frame.empty:
        raise _none_finished(log)
    course = log.ask("timing", "finished_share", **cut, **given).frame
    tables = _tables(log, course, has_calendar=placed is not None)
    told: dict[str, Any] = {"period": cut["period"], "calendar": str(placed) if placed else None}
    if placed:
        told["working_day_hours"] = placed.everybody.day_hours
    return CycleTimeScatter.of(log, answer, tables=tables, parameters=told)


def _tables(log: EventLog, course: pd.DataFrame, has_calendar: bool) -> dict[str, pd.DataFrame]:
    """The percentiles of all finished cases, those of each period, and what is finished and open."""
    import pandas as pd

    named = {"hours": "shares", "worked_hours": "worked_shares"} if has_calendar else {"hours": "shares"}
    percentiles = pd.DataFrame({"share": SHARES, **{name: list(course[lists].iloc[0]) for name, lists in named.items()}})  # fmt: skip
    by_period = course[course.period_at.notna()][["period_at", "cases", "is_partial"]].reset_index(drop=True)
    for place, percent in enumerate(("p50", "p85", "p95")):
        for name, lists in named.items():
            by_period[f"{percent}_{name}"] = [row[place] for row in course[lists].iloc[1:]]
    finished = course.head(1)[["cases", "cases_above_p85", "longest_hours"]].join(
        log.ask("timing", "seen_span").frame
    )
    return {"percentiles": percentiles, "course": by_period, "finished": finished}


def _none_finished(log: EventLog) -> CannotAnswer:
    if log.complete_cases().counts.cases:
        return nothing_observed(log)
    return CannotAnswer(
        "No case of this view is finished, so none has a cycle time yet.",
        f"log {log.name}",
        "cycle_time counts open cases too, and wip tells what is open. Which cases are complete is told at the import: --complete-when.",
    )
