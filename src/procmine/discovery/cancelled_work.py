"""What work went into cases that were cancelled?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.discovery.named import outcome
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class CancelledWork(Result):
    columns = {
        "activity": "activity",
        "instances": "pieces of its work in cancelled cases, before they were cancelled",
        "cases": "cancelled cases that have it",
        "work_hours": "hours of this work, pauses left out; unknown where no starts are recorded",
        "work_worked_hours": "the same in working time, where a calendar is given; unknown where work was paused",
        "share_work": "share of all hours of this activity that went into cancelled cases, 0..1",
        "share_with_start": "share of the pieces whose start is recorded: of the others nobody knows the hours",
    }

    @property
    def headline(self) -> str:
        total = self.tables["total"].iloc[0]
        many, of_all = int(total.cancelled_cases), int(total.cases)
        if not many:
            return f"No case of {of_all:,} ended with {self.parameters['cancelled']}."
        what = f"{many:,} of {counted(of_all, 'case')} ({share(many / of_all)})"
        were = "was" if many == 1 else "were"
        if self.frame.empty:
            return f"{what} {were} cancelled, before any other work was done."
        return f"{what} {were} cancelled; {self._spent}.{self._stage}"

    @property
    def _spent(self) -> str:
        hours = self.frame.work_hours.sum(min_count=1)
        if hours != hours:
            return f"{counted(int(self.frame.instances.sum()), 'piece')} of work had been done by then, whose hours are not recorded"
        top, all_of_it = self.frame.iloc[0], self.tables["total"].work_hours.iloc[0]
        part = f" ({share(hours / all_of_it)} of all work)" if all_of_it else ""
        return f"{amount_of_time(hours)} of work{part} had gone into them by then, most into {top.activity} ({amount_of_time(top.work_hours)})"

    @property
    def _stage(self) -> str:
        row = self.tables["stages"].iloc[0]
        how = "half cancelled within" if self.bound["outcome_activities"] else "the last work of half within"
        within = f", {how} {duration(row.median_elapsed_hours)} of their beginning" if row.median_elapsed_hours else ""  # fmt: skip
        return f" The most common stage was after {row.last_activity} ({counted(row.cases, 'case')}{within})."

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        is_timed = self.frame.work_hours.notna().any()
        values = (self.frame.work_hours.fillna(0) if is_timed else self.frame.instances).tolist()
        texts = [
            f"{counted(row.instances, 'piece')}{f' · {amount_of_time(row.work_hours)}' if is_timed else ''}"
            for row in self.frame.itertuples()
        ]
        axis = "hours of work" if is_timed else "pieces of work"
        return bars(self.frame.activity.tolist(), values, title=self.headline, axis=axis, texts=texts, colours=COLOURS["late"])  # fmt: skip


def cancelled_work(
    log: EventLog, *, cancelled: str | None = None, calendar: str | None = None
) -> CancelledWork:
    """How much work had gone into cases by the time they were cancelled, and at which stage were they?

    `cancelled` says which cases these are: activities (`Cancel; Withdraw`), or an attribute (`status = Cancelled`). Where an activity
    tells, only the work before it counts, and not the cancelling itself; where an attribute does, all work of the case. Hours are those of
    pieces whose start is recorded (`share_with_start`), without pauses and without the waits between them. All of it is called spent on
    cancelled cases, and not waste: some work is what finds out that a case should not go on (see knock_outs).
    Table `stages`: by the last work before, how many cases were cancelled there, the hours of work that had gone in, and the median
    time from their beginning until the work that cancels begins; where an attribute tells, nobody knows when, and it is until
    the last work ends. Table `total`: cancelled cases, all cases, all hours of work.
    Raises CannotAnswer where it is not said which cases are cancelled.
    """
    which = outcome(cancelled, log, "cancelled_work(cancelled=…)", "Cancel; Withdraw, or status = Cancelled")
    placed, given = placed_on(calendar, log)
    given |= which.bound
    answer = log.ask("discovery", "cancelled_work", **given)
    tables = {
        name: log.ask("discovery", f"cancelled_work_{name}", **given).frame for name in ("stages", "total")
    }
    told = {"cancelled": which.text, "calendar": str(placed) if placed else None}
    return CancelledWork.of(log, answer, tables=tables, parameters=told)
