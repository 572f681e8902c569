"""Which work could have taken longer without keeping anything up?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, duration, hours_of, is_known, listed, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

RARE = 0.01  # of all work: an activity that makes up less is not told as the one without room
LITTLE_ROOM = 0.9  # on the critical path so often, or a headline does not speak of no room


@dataclass(frozen=True, eq=False)
class Slack(Result):
    columns = {
        "activity": "activity",
        "pieces": "pieces of this work that have ended",
        "unknown_pieces": "of these, the last work of open cases: what will wait for it is not known yet",
        "share_critical": "share of the pieces that lie on the critical path of their case, 0..1: those delay it if they take longer",
        "share_with_slack": "share of the pieces that could have taken longer and kept nothing up, of those of which it is known",
        "median_slack_hours": "how much longer, median of those that have slack, hours; unknown where none has",
        "median_slack_worked_hours": "the same in working time, where a calendar is given",
        "p90_slack_hours": "90th percentile of those that have slack, hours",
        "p90_slack_worked_hours": "the same in working time",
        "total_slack_hours": "sum, hours",
        "total_slack_worked_hours": "the same in working time",
    }

    @property
    def headline(self) -> str:
        top = self.frame.iloc[0]
        if not top.total_slack_hours:
            return f"No work has slack: something waits for each piece, or its case ends with it, so any delay is passed on.{self._unknown}"
        roomy = (
            f"{top.activity} has the most room: {share(top.share_with_slack)} of it could have taken longer, by {duration(top.median_slack_hours)} "
            f"in the median, before anything waited for it{self._in_working_time}."
        )
        guessed = (
            " No starts are recorded: which work runs in parallel is guessed from its order, and slack rests on that."
            if not self.facts["share_with_start"]
            else ""
        )
        return f"{roomy}{guessed}{self._tight}{self._unknown}"

    @property
    def _tight(self) -> str:
        """The activity that lies on the critical path most often, where that is nearly always."""
        often = self.frame[self.frame.pieces >= RARE * self.frame.pieces.sum()]
        often = often.sort_values(["share_critical", "pieces"], ascending=False, kind="stable")
        if often.empty or often.share_critical.iloc[0] < LITTLE_ROOM:
            return ""
        alike = often[(often.share_critical == 1) & (often.total_slack_hours == 0)]
        if len(alike) > 1:
            return (
                f" {listed(alike.activity)} always lie on the critical path: any delay there delays the case."
            )
        row = often.iloc[0]
        return f" {row.activity} has none to speak of: {share(row.share_critical)} of it lies on the critical path, where any delay delays the case."

    @property
    def _in_working_time(self) -> str:
        """How much of all that room is working time, where a calendar says what that is."""
        if "total_slack_worked_hours" not in self.frame:
            return ""
        within = share(self.frame.total_slack_worked_hours.sum() / self.frame.total_slack_hours.sum())
        return (
            f" ({within} of all slack lies within the working hours {hours_of(self.parameters['calendar'])})"
        )

    @property
    def _unknown(self) -> str:
        lacking = self.frame.unknown_pieces.sum()
        return (
            f" Of {counted(lacking, 'piece')} at the end of open cases it is not known yet."
            if lacking
            else ""
        )

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        texts = [
            f"{share(row.share_with_slack)} with slack"
            + (f", median {duration(row.median_slack_hours)}" if is_known(row.median_slack_hours) else "")
            + f" · {share(row.share_critical)} critical"
            for row in self.frame.itertuples()
        ]
        hours = self.frame.total_slack_hours.tolist()
        return bars(
            self.frame.activity.tolist(), hours, title=self.headline, axis="hours of slack", texts=texts
        )


def slack(log: EventLog, *, calendar: str | None = None) -> Slack:
    """Which work could have taken longer without keeping anything up: extra time within the schedule?

    Free slack of a piece of work is the time from its end to the instant at which the first of what waits for it became
    ready. What waits for it is all later work of its case that became ready no sooner than it ended and does not run side
    by side with it (see Parallel). So with A 0-1, then B 2-5 beside C 3-4, then D 6-7, D became ready at 5 when B ended: C
    could have ended an hour later and has 1 h, the others have none. Where nothing waits for a piece, the end of its case
    counts; in an open case that is not known yet. Within its slack a piece keeps nothing up and so never delays its case.
    What lies on the critical path has none. A piece may have none and yet lie beside the path: then what follows it has
    room. Where a case is a plain chain nothing has slack. Looked at is the whole case, whatever work is shown.
    It says nothing of anybody's free time: who did the work may have been busy elsewhere all the while. Slack is measured
    on what was recorded and not on a plan, and the waits are taken as they were.
    Hours are elapsed, nights included; with a `calendar` the working part, by that of who did the work, stands beside.
    Source: free float of the critical path method, Kelley and Walker (1959).
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "slack", **given)
    if answer.frame.empty:
        raise CannotAnswer(
            "No work of this view has ended, so none has kept anything up or not.",
            f"log {log.name}",
            "Import the ends too, or wait until work has ended.",
        )
    return Slack.of(log, answer, parameters={"calendar": str(placed) if placed else None})
