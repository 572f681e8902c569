"""How much work waits before each activity, and does it grow?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.nothing_kept import nothing_waits
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import counted, duration, is_known

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_CHANGE = 0.2  # of the mean length, or the queue is told as neither growing nor shrinking
MOST_DRAWN = 4


@dataclass(frozen=True, eq=False)
class Queues(Result):
    columns = {
        "activity": "the activity before which work waits",
        "waits": "pieces of work that waited before it and were taken up",
        "mean_length": "mean number waiting, each number weighed by how long it held, over the whole view",
        "peak_length": "the highest mean of a whole period",
        "peak_at": "start of that period, in the log's own zone",
        "early_length": "mean number waiting in the first third of the whole periods",
        "late_length": "the same in the last third",
        "mean_wait_hours": "mean wait, hours",
        "mean_wait_worked_hours": "the same in working time, where a calendar is given",
    }

    @property
    def headline(self) -> str:
        top = self.frame.iloc[0]
        told = (
            f"Most work waits before {top.activity}: {top.mean_length:,.1f} {'piece' if top.mean_length == 1 else 'pieces'} in the mean, "
            f"each for {duration(top.mean_wait_hours)}"
        )
        bound = (
            "" if self.facts["share_with_start"] else " No starts are recorded: the waits contain the work."
        )
        return f"{told}{self._course(top)}.{bound} What nobody has taken up yet is not in the log, so the newest lengths are too low."

    def _course(self, row: pd.Series) -> str:
        if not (is_known(row.early_length) and is_known(row.late_length)):
            return ""
        change = row.late_length - row.early_length
        if abs(change) < LEAST_CHANGE * row.mean_length:
            return f"; the queue stays about as long over the {counted(self._periods, self.parameters['period'])} seen whole"
        return f"; it {'grew' if change > 0 else 'shrank'} from {row.early_length:,.1f} in the first third of the time to {row.late_length:,.1f} in the last"

    @property
    def _periods(self) -> int:
        course = self.tables["observations"]
        return int((~course[course.activity == self.frame.activity.iloc[0]].is_partial).sum())

    def figure(self) -> go.Figure:
        from procmine.figures import lines

        shown = self.frame.activity.head(MOST_DRAWN).tolist()
        course = (
            self.tables["observations"]
            .pivot(index="period_at", columns="activity", values="mean_length")
            .reset_index()
        )
        partial = self.tables["observations"].drop_duplicates("period_at").set_index("period_at").is_partial
        course["is_partial"] = course.period_at.map(partial)
        return lines(
            course,
            "period_at",
            {name: name for name in shown},
            title=self.headline,
            axis="pieces waiting",
            partial="is_partial",
        )


def queues(log: EventLog, *, period: str | None = None, calendar: str | None = None) -> Queues:
    """How much work waits before each activity, and does it grow?

    Work waits before an activity from the moment it could begin (see waiting_time) until it is taken up (until it
    ends, where no start is recorded). The mean length is the area of all waits over the length of the view, not a
    mean of snapshots. Only work that was taken up in the end is in a log: what waits still is not, so the newest
    periods are too low, and the open cases of `wip` tell the rest. Whether a queue grows is told by the mean length
    of the first and of the last third of the periods (`day`, `week`, `month`) that are seen whole.
    With a `calendar` the mean wait stands in working time too, by the calendar of who took the work up.
    Table `observations`: for each activity and period the pieces that entered and were taken up, and the mean length.
    Source: queueing quantities by areas, Little (1961).
    """
    cut = cut_in(log, period)
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "queues", **cut, **given)
    if answer.frame.empty:
        raise nothing_waits(log)
    import pandas as pd

    rows = [(name, *_row(course)) for name, course in answer.frame.groupby("activity", sort=False)]
    frame = pd.DataFrame(rows, columns=list(Queues.columns)).sort_values(
        ["mean_length", "activity"], ascending=[False, True], ignore_index=True
    )
    return Queues.of(
        log,
        answer,
        frame,
        tables={"observations": answer.frame},
        parameters={"period": cut["period"], "calendar": str(placed) if placed else None},
    )


def _row(course: pd.DataFrame) -> tuple:
    """The figures of one activity from its course."""
    import pandas as pd

    area, seen, taken = (
        (course.mean_length * course.seen_seconds).sum(),
        course.seen_seconds.sum(),
        int(course.taken.sum()),
    )
    whole = course[~course.is_partial]
    third = len(whole) // 3
    early, late = (
        part.mean_length.mean() if third else float("nan") for part in (whole.head(third), whole.tail(third))
    )
    peak = whole.loc[whole.mean_length.idxmax()] if len(whole) else None
    mean = area / seen if seen else 0.0
    return (
        taken, mean, float("nan") if peak is None else peak.mean_length, pd.NaT if peak is None else peak.period_at, early, late,
        course.waited_hours.sum() / taken if taken else float("nan"),
        course.waited_worked_hours.sum() / taken if taken else float("nan"),
    )  # fmt: skip
