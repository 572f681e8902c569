"""For how much of their working time do people have several pieces of work in hand at once?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.people.utilisation import refuse_without_starts
from procmine.result import Result
from procmine.screening import SMALLER
from procmine.wording import counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Multitasking(Result):
    columns = {
        "resource": "who did the work",
        "people": "how many people the row stands for: more than one where the workspace names roles only",
        "busy_hours": "hours with at least one piece in hand, each counted once; on duty where a calendar is given",
        "effort_hours": "hours of all pieces added up: two at once count twice",
        "multitasking_hours": "hours with two pieces in hand or more",
        "share_multitasking": "share of the busy hours with two pieces in hand or more, 0..1",
        "mean_in_hand": "pieces in hand while there was any, in the mean over time",
        "peak_in_hand": "most pieces in hand at once; not told of several people together",
    }

    @property
    def headline(self) -> str:
        busy, several = self.frame.busy_hours.sum(), self.frame.multitasking_hours.sum()
        if not busy:
            return "No work of this view takes any time on duty, so nobody does several things at once."
        if not several:
            return f"Nobody has two pieces of work in hand at once: {self._who} one thing after the other."
        most = self.frame.iloc[0]
        whom = f"; most {most.resource}, {share(most.share_multitasking)}" if len(self.frame) > 1 else ""
        extra = self.frame.effort_hours.sum() / busy - 1
        return (
            f"Several pieces are in hand at once for {share(several / busy)} of the working time{whom}. Times from start to end "
            f"add up to {share(extra)} more than the hours worked; shared out among the pieces they are those hours."
        )

    @property
    def _who(self) -> str:
        people = self.frame.people.sum()
        if people == len(self.frame):
            return counted(people, "resource does", "resources do")
        return counted(people, "person does", "people do")

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        known = self.frame.dropna(subset="share_multitasking")
        texts = [
            f"{share(row.share_multitasking)} · {row.mean_in_hand:.1f} at once in the mean"
            + ("" if row.people > 1 else f", up to {int(row.peak_in_hand)}")
            for row in known.itertuples()
        ]
        figure = bars(
            known.resource.tolist(),
            known.share_multitasking.tolist(),
            title=self.headline,
            axis="share of the working time with several pieces in hand",
            texts=texts,
            most=30,
        )
        return figure.update_xaxes(tickformat=".0%", range=[0, 1])


def multitasking(log: EventLog, *, calendar: str | None = None) -> Multitasking:
    """For how much of their working time do people have several pieces of work in hand at once?

    A piece is in hand from its start to its end, its pauses left out; unfinished work until the extraction (of a finished case it is left out). Busy hours are
    those with one piece at least, and the share of them with two or more is the multitasking. Two pieces from 0 to 4 and
    from 2 to 6 make 6 busy hours and 8 of effort, a third of the time with both.
    In hand is what the record says: somebody who opens five tickets and works on one has five in hand. So times from start
    to end overstate the work; table `activities` shares each hour out among the pieces then in hand
    (`apportioned_hours`), which adds up to the busy hours: here 3 and 3. Table `levels`: for how long how many were in hand; it is
    not there where the workspace names roles only, since the most at once is that of one person.
    With a `calendar` only hours on duty count. Where the workspace names roles only a role's hours are those of its
    members added up. Refused where no starts are recorded.
    Source: apportioning as in pix-framework (multitasking).
    """
    refuse_without_starts(log)
    placed, given = placed_on(calendar, log)
    answer = log.ask("people", "multitasking", **given)
    if answer.frame.empty:
        raise CannotAnswer(
            "No work of this view has a resource and takes any time.",
            f"log {log.name}",
            "Ask with other filters, or import starts and ends with their clock.",
        )
    tables = {
        "activities": _told(log.rows("people", "apportioned", **given), log.view.least_people),
    }
    if log.view.screen is None:
        tables["levels"] = log.rows("people", "in_hand_levels", **given)
    return Multitasking.of(
        log, answer, tables=tables, parameters={"calendar": str(placed) if placed else None}
    )


def _told(activities: pd.DataFrame, least_people: int) -> pd.DataFrame:
    """The hours of each activity; those that fewer people do than may be told of go together with the smallest of the others."""
    import pandas as pd

    is_few = activities.people < least_people
    if is_few.any():
        others = activities[~is_few].sort_values("people")
        together = pd.concat([activities[is_few], others.head(1)])
        summed = (
            together[["pieces", "elapsed_hours", "apportioned_hours"]]
            .sum()
            .to_frame()
            .T.assign(activity=SMALLER)
        )
        rest = activities.drop(together.index)
        activities = pd.concat([rest, summed], ignore_index=True)[activities.columns.drop("people")].astype(
            {"pieces": int}
        )
        return activities if len(others) else activities.iloc[:0]
    return activities.drop(columns="people")
