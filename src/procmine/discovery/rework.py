"""Which work is done again in the same case?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.result import Result
from procmine.wording import amount_of_time, counted, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog


LEAST_OFTEN = 0.05  # share of the cases that do the same work again before it is called rework


@dataclass(frozen=True, eq=False)
class Rework(Result):
    columns = {
        "activity": "activity",
        "cases": "cases in which it was done again",
        "share_cases": "share of all cases in the view, 0..1",
        "repeats": "times it was done again (the second time and each later one)",
        "self_loops": "of these, directly after itself",
        "redo": "of the self-loops, those done by another resource than before",
        "rework_hours": "hours of work in the repeats, pauses left out; unknown where no starts are recorded",
        "rework_worked_hours": "the same in working time, where a calendar is given; unknown where work was paused",
        "repeats_by_others": "repeats by another resource than the one before, adjacent or not",
        "instances": "times it was done in all",
    }

    @property
    def headline(self) -> str:
        found = self.frame[self.frame.repeats > 0]
        if found.empty:
            return f"No work is done twice in any of the {counted(self.counted_cases, 'case')}."
        top = found.iloc[0]
        hours = found.rework_hours.sum(min_count=1)
        effort = (
            f" Repeated work takes {amount_of_time(hours)} in all."
            if is_known(hours)
            else " How long it takes is not recorded."
        )
        return f"{top.activity} is done again in {counted(top.cases, 'case')} ({share(top.share_cases)}), {counted(top.repeats, 'time')} in all.{effort}"

    @property
    def often(self) -> pd.DataFrame:
        """The activities that 5 % of the cases or more do again."""
        return self.frame[self.frame.share_cases >= LEAST_OFTEN]

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        found = self.frame[self.frame.repeats > 0]
        texts = [
            f"{counted(row.repeats, 'repeat')} in {counted(row.cases, 'case')}" for row in found.itertuples()
        ]
        return bars(
            found.activity.tolist(),
            found.repeats.tolist(),
            title=self.headline,
            axis="repeats",
            texts=texts,
            colours=COLOURS["rework"],
        )


def rework(log: EventLog, *, calendar: str | None = None) -> Rework:
    """Which work is done again in the same case, and what does that cost?

    A repeat is the second or a later instance of an activity in a case. Work that overlaps an earlier
    instance of the same activity is parallel, not a repeat. A self-loop is a repeat directly after the
    activity itself; a redo is a self-loop by another resource. Whether a repeat is waste is for the reader
    to judge: a second reminder can be meant. Rework hours are the work of the repeats, without pauses and
    without the waiting around them. Open cases count with what they have so far.
    Source: the loops and repetitions of bupaR's edeaR, with parallel work left out.
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("discovery", "rework", **given)
    return Rework.of(log, answer, parameters={"calendar": str(placed) if placed else None})
