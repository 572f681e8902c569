"""Which expected work is left out?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.discovery.named import Outcome, outcome
from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, is_known, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

EXPECTED = 0.8  # share of the finished cases that have it
MOST_CASES = 1000
LEAST_CASES = 20  # that skip, before their times are told beside the others'


@dataclass(frozen=True, eq=False)
class SkippedWork(Result):
    columns = {
        "activity": "an activity that most finished cases have",
        "cases": "finished cases of which it is expected",
        "skipped_cases": "of these, cases that end without it",
        "share_skipped": "share of them, 0..1",
        "skipped_work_hours": "skipped cases × the median work of the activity, without pauses and aborted work: what it would take; unknown without starts",
        "skipped_work_worked_hours": "the same in working time, where a calendar is given, by work that was not paused",
        "median_with_hours": "median cycle time of the cases that have it",
        "median_with_worked_hours": "the same in working time",
        "median_without_hours": "median cycle time of the cases that skip it",
        "median_without_worked_hours": "the same in working time",
    }

    @property
    def headline(self) -> str:
        level = f"{share(self.parameters['expected'])} of the finished cases or more"
        if self.frame.empty:
            return f"No activity is done in {level}, so none is expected of every case.{self.assumption}"
        found = self.frame[self.frame.skipped_cases > 0]
        many = counted(len(self.frame), "activity", "activities")
        if found.empty:
            return f"No case of {self.frame.cases.iloc[0]:,} finished skips any of the {many} that {level} have.{self.assumption}"
        top = found.iloc[0]
        return (
            f"Of the {many} that {level} have, {top.activity} is skipped most: in {counted(top.skipped_cases, 'case')} ({share(top.share_skipped)}) of "
            f"{top.cases:,}{self._work(top)}.{self._lasting(top)}{self.assumption}"
        )

    @staticmethod
    def _work(top: Any) -> str:
        if not is_known(top.skipped_work_hours) or not top.skipped_work_hours:
            return ""
        return f"; at its median, {amount_of_time(top.skipped_work_hours)} of work was not done"

    @staticmethod
    def _lasting(top: Any) -> str:
        if top.skipped_cases < LEAST_CASES:
            return ""
        return f" Half of the cases without it take up to {duration(top.median_without_hours)}, of those with it {duration(top.median_with_hours)}."

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        return bars(
            self.frame.activity.tolist(),
            self.frame.share_skipped.tolist(),
            title=self.headline,
            axis="share of the finished cases that skip it",
            texts=[f"{counted(row.skipped_cases, 'case')} ({share(row.share_skipped)})" for row in self.frame.itertuples()],
            colours=COLOURS["missed"],
        )  # fmt: skip


def skipped_work(
    log: EventLog, *, expected: float = EXPECTED, cancelled: str | None = None, calendar: str | None = None
) -> SkippedWork:
    """Which work that most cases have is left out in some, and in which?

    An activity is expected where at least the share `expected` (0.5 to 1, by default 0.8) of the finished cases have it; a finished case
    without it skips it. Open cases may still do it and are left out, as are cases that began before anybody recorded. `cancelled` says which
    cases end early, by activities (`Cancel; Withdraw`) or an attribute (`status = Cancelled`): of them nothing more is expected, and they are left
    out too. Whether a skip is a fault is for the reader to judge: a shorter way may be meant for simple cases. The hours are
    what the work would have taken at its median, not what was saved; the medians of cycle time with and without compare cases that may
    differ in more than this.
    Table `cases`: up to 1,000 cases with what each skips, those that skip most first.
    Raises CannotAnswer where no case is finished, or where work is hidden inside the cases: what is hidden would look skipped, and a case
    of which all is hidden would not be there at all.
    """
    seen_whole(log)
    if not 0.5 <= expected <= 1:
        raise WrongOption(f"expected is {expected}, outside 0.5..1.", "skipped_work(expected=…)", "0.8 means 80 % of the finished cases.")  # fmt: skip
    ended = outcome(cancelled, log, "skipped_work(cancelled=…)", "Cancel; Withdraw") if cancelled else Outcome("")  # fmt: skip
    placed, given = placed_on(calendar, log)
    answer = log.ask("discovery", "skipped_work", expected=expected, **ended.bound, **given)
    if not answer.counted.events:
        raise nothing_finished(log)
    skipped = answer.frame.activity[answer.frame.skipped_cases > 0].tolist()
    cases = log.ask("discovery", "skipped_work_cases", skipped=skipped, most=MOST_CASES, **ended.bound).frame
    cases = cases.assign(skipped=[list(names) for names in cases.skipped])
    told = {"expected": expected, "cancelled": ended.text or None, "calendar": str(placed) if placed else None}  # fmt: skip
    return SkippedWork.of(log, answer, tables={"cases": cases}, parameters=told)


def seen_whole(log: EventLog) -> None:
    """Raises CannotAnswer where work is hidden inside the cases: what is not seen is not skipped."""
    if log.view.has_projection:
        raise CannotAnswer(
            "Work is hidden inside the cases: what is hidden would look skipped, and cases without the rest are not seen.",
            str(log.filters),
            "Remove `only …`.",
        )


def nothing_finished(log: EventLog) -> CannotAnswer:
    return CannotAnswer(
        "No case is finished that was seen from its beginning, so nothing can be missed in any.",
        f"log {log.name}",
        "Say at the import when a case is complete (--complete-when), or remove a filter.",
    )
