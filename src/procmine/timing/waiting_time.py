"""How long does work lie between the work that let it begin and its own start?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.nothing_kept import nothing_waits
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, hours_of, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class WaitingTime(Result):
    columns = {
        "from_activity": "the work that let the other begin",
        "to_activity": "the work that then waited",
        "waits": "number of waits",
        "median_hours": "median wait, hours",
        "median_worked_hours": "the same in working time, where a calendar is given",
        "p90_hours": "90th percentile, hours",
        "p90_worked_hours": "the same in working time",
        "total_hours": "sum, hours",
        "total_worked_hours": "the same in working time",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end, an upper bound that contains the work",
    }

    @property
    def headline(self) -> str:
        top, total = self.frame.iloc[0], self.frame.total_hours.sum()
        verb = "Work waits longest" if top.basis == "wait" else "Most time passes"
        bound = "" if (self.frame.basis == "wait").all() else f" {_bound(self.frame)}"
        return (
            f"{verb} between {top.from_activity} and {top.to_activity}: {amount_of_time(top.total_hours)} over {counted(top.waits, 'wait')}, "
            f"{share(top.total_hours / total if total else 0)} of all, median {duration(top.median_hours)}.{bound}{self._in_working_time}"
        )

    @property
    def _in_working_time(self) -> str:
        """How much of all waiting lies outside working hours, where a calendar says what those are."""
        if "total_worked_hours" not in self.frame:
            return ""
        total, worked = self.frame.total_hours.sum(), self.frame.total_worked_hours.sum()
        outside = share(1 - worked / total if total else 0)
        return f" {outside} of all this time lies outside the working hours {hours_of(self.parameters['calendar'])}."

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        names = [f"{row.from_activity} → {row.to_activity}" for row in self.frame.itertuples()]
        texts = [
            f"{amount_of_time(row.total_hours)} · median {duration(row.median_hours)}"
            for row in self.frame.itertuples()
        ]
        colours = [COLOURS[basis] for basis in self.frame.basis]
        return bars(
            names,
            self.frame.total_hours.tolist(),
            title=self.headline,
            axis="hours",
            texts=texts,
            colours=colours,
        )


def _bound(frame) -> str:
    if (frame.basis == "elapsed").all():
        return "No starts are recorded: these are upper bounds that contain the work itself."
    return "Where no start is recorded the figure is an upper bound that contains the work itself."


def waiting_time(log: EventLog, *, calendar: str | None = None) -> WaitingTime:
    """How long does work lie between the work that let it begin and its own start?

    The enabler of a piece of work is the work of the same case that ended last before it began and does not
    run in parallel with it (pairs judged from overlap where starts are known, else from the orders recorded;
    where two end together, the later position counts). The wait runs from that end to the start. Log order
    plays no part, so parallel branches give no false or negative waits. It is clock time, nights and weekends
    included. Where no start is recorded it runs to the end and contains the work: `basis` is `elapsed`, the
    two are never added into one average. The first work of a case has no enabler; its wait is not recorded.
    With a `calendar` (Mon-Fri 09:00-17:00; holidays=DE) each figure stands beside the part of it that is working
    time; the calendar's hours are those of the log's zone unless it names one.
    Source: the enabling time of Chapela-Campa & Dumas (start-time estimation), with ties by position.
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "waiting_time", **given)
    if answer.frame.empty:
        raise nothing_waits(log)
    return WaitingTime.of(log, answer, parameters={"calendar": str(placed) if placed else None})
