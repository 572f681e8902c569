"""How much is completed by whom, on how many days and in how many hours?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class CompletionRate(Result):
    columns = {
        "resource": "who did the work",
        "people": "how many people the row stands for: more than one where the workspace names roles only",
        "completions": "pieces of work that ended",
        "active_days": "days of the log's own zone on which at least one ended; of several people the mean",
        "active_hours": "clock hours in which at least one ended; of several people the mean",
        "completions_per_day": "completions of one person for each active day",
        "completions_per_hour": "completions of one person for each active hour",
        "first_at": "when the first ended; not told of several people together",
        "last_at": "when the last ended; not told of several people together",
    }

    @property
    def headline(self) -> str:
        half = self.frame.completions_per_hour.median()
        total, days = self.frame.completions.sum(), self.frame.active_days.median()
        people = self.frame.people.sum()
        is_by_role = people > len(self.frame)
        who = counted(people, *(("person completes", "people complete") if is_by_role else ("resource completes", "resources complete")))  # fmt: skip
        half_of = (
            f"in the median of {counted(len(self.frame), 'role')}" if is_by_role else "half of them at least"
        )
        return (
            f"{who} {counted(total, 'piece')} of work, {half_of} {half:.1f} for each hour in which they complete anything, "
            f"on {counted(round(days), 'day')} in the median. How long anybody was at work is not told by ends."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        texts = [
            f"{row.completions:,} · {row.completions_per_hour:.1f} an active hour, {row.active_days:,.4g} days"
            for row in self.frame.itertuples()
        ]
        return bars(
            self.frame.resource.tolist(),
            self.frame.completions.tolist(),
            title=self.headline,
            axis="completed pieces of work",
            texts=texts,
            most=30,
        )


def completion_rate(log: EventLog) -> CompletionRate:
    """How much is completed by whom, on how many days and in how many hours?

    What can be told of people where ends alone are recorded. A day or an hour of the clock is active when at least one piece
    of somebody's work ended in it, by the log's own zone; completions per active hour are completions over these hours. An
    hour of work that ended nothing is not seen, so the rate is no speed, and pieces of different activities are
    counted alike: it does not compare people who do different work. No utilisation follows from it. Work that has not ended,
    and work without a name, is left out and counted as such.
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who completed what is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    answer = log.ask("people", "completion_rate")
    if answer.frame.empty:
        raise CannotAnswer(
            "No work of this view that names a resource has ended.",
            f"log {log.name}",
            "Ask with other filters.",
        )
    frame = answer.frame
    if (frame.people == 1).all():
        frame = frame.astype({"active_days": int, "active_hours": int})
    return CompletionRate.of(log, answer, frame)
