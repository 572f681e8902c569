"""How long does the work itself take?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import amount_of_time, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class ServiceTime(Result):
    columns = {
        "activity": "activity",
        "instances": "times it was done, measured or not",
        "median_hours": "median of the work, pauses left out, hours",
        "median_worked_hours": "the same in working time, where a calendar is given; over work that was never paused",
        "p90_hours": "90th percentile, hours",
        "p90_worked_hours": "the same in working time",
        "total_hours": "sum of the work, hours",
        "total_worked_hours": "the same in working time",
        "share_with_start": "share of its instances whose start is recorded, 0..1",
        "measured": "instances with both start and end, not broken off: the ones the times are over",
    }

    @property
    def headline(self) -> str:
        top = self.frame.iloc[0]
        total, measured, instances = (
            self.frame.total_hours.sum(),
            self.frame.measured.sum(),
            self.frame.instances.sum(),
        )
        partly = (
            ""
            if measured == instances
            else f" Times are over the {share(measured / instances)} of the work that has both start and end."
        )
        return (
            f"{top.activity} takes most work: {amount_of_time(top.total_hours)}, {share(top.total_hours / total if total else 0)} of all, "
            f"with a median of {duration(top.median_hours)}.{partly}"
        )

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        found = self.frame.dropna(subset=["total_hours"])
        texts = [
            f"{amount_of_time(row.total_hours)} · median {duration(row.median_hours)}"
            for row in found.itertuples()
        ]
        return bars(
            found.activity.tolist(),
            found.total_hours.tolist(),
            title=self.headline,
            axis="hours of work",
            texts=texts,
            colours=COLOURS["work"],
        )


def service_time(log: EventLog, *, calendar: str | None = None) -> ServiceTime:
    """How long does the work itself take?

    Service time is from the start to the end of a piece of work, its pauses left out. Only work with both
    instants counts: a missing start is unknown, never zero, and the share of work that has one stands beside
    every activity. Work that was broken off, and work not yet ended, is left out and counted as such.
    Refused where no start is recorded at all. With a `calendar` the working part stands beside each figure, by the
    calendar of who did the work: work begun on Friday and ended on Monday took no weekend. How much of a pause was
    working time is not known, so paused work has no working time.
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "service_time", **given)
    if not answer.frame.measured.sum():
        raise _nothing_measured(log, answer.frame)
    return ServiceTime.of(log, answer, parameters={"calendar": str(placed) if placed else None})


def _nothing_measured(log: EventLog, frame: pd.DataFrame) -> CannotAnswer:
    """Why no work of this view is measured: what is said is said of the view, not of the log it is seen in."""
    what = "view" if log.filters else "log"
    started = (frame.share_with_start * frame.instances).sum() / frame.instances.sum()
    where = f"log {log.name}: starts for {share(started)} of the work"
    if log.filters:
        where += f" of this view, for {share(log.facts['share_with_start'])} in the whole log"
    if started:
        return CannotAnswer(
            f"No work of this {what} has both a start and an end and was carried through, so how long work takes is not known.",
            where,
            "Ask again when work has ended, or with other filters.",
        )
    return CannotAnswer(
        f"No start times are recorded in this {what}, so how long work takes is not known.",
        where,
        "Import a column with the start of the work (--start), or ask waiting_time, whose upper bounds need ends only.",
    )
