"""For how much of the time they are there are people at work?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import MINED, placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

SUMMED = ["people", "busy_hours", "available_hours", "overtime_hours", "lasting_hours", "effort_hours", "pieces"]  # fmt: skip


NO_END = "no end recorded, though the case is finished"
LEAST_BUSY = (
    0.7  # share of its hours on duty for which the busiest team is at work before it is called overloaded
)
LEAST_APART = 1.15  # how far it lies before the next, or the load is shared


@dataclass(frozen=True, eq=False)
class Utilisation(Result):
    columns = {
        "resource": "who did the work",
        "busy_hours": "hours on duty with at least one piece of work in hand, each hour counted once",
        "available_hours": "hours on duty between the view's first and last instant; the whole clock without a calendar",
        "share_utilised": "busy hours over available hours, 0..1; unknown for who is never on duty",
        "overtime_hours": "hours off duty with work in hand",
        "effort_hours": "hours of all pieces added up: two at once count twice",
        "share_multitasking": "share of the hours with work in hand in which there were two pieces or more, 0..1",
        "group": "where the resource belongs, by `by`; (all) without it",
        "people": "how many people the row stands for: more than one where the workspace names roles only",
        "lasting_hours": "overtime hours in which all work in hand was begun and ended on duty: it lasted over the night and was hardly worked on",
        "share_with_overtime": "busy hours and overtime, less what merely lasted, over available hours; above 1 for who works more than the calendar",
        "mean_in_hand": "pieces in hand while there was any, in the mean over time",
        "peak_in_hand": "most pieces in hand at once; not told of several people together",
        "pieces": "pieces of work with a start",
        "first_at": "when the first of them began; not told of several people together",
        "last_at": "when the last of them ended; not told of several people together",
    }

    @property
    def headline(self) -> str:
        hours = hours_told(self.parameters["calendar"])
        told = self._groups(hours) if self.parameters["by"] else self._resources(hours)
        momentary = int((self.frame.effort_hours == 0).sum())
        if momentary:
            told += f" All work of {counted(momentary, 'resource')} is recorded as taking no time."
        over = self.frame[self.frame.share_with_overtime > 1.005]
        if len(over) and self.parameters["calendar"]:
            most = over.sort_values("share_with_overtime", ascending=False).iloc[0]
            who = counted(len(over), "resource works", "resources work")
            told += f" With overtime {who} more than the calendar says, {most.resource} {share(most.share_with_overtime)} of it."
        return told + self._endless

    @property
    def _endless(self) -> str:
        """Work that nobody recorded the end of, though its case is finished."""
        pieces = sum(one.events for one in self.excluded if one.reason == NO_END)
        if not pieces:
            return ""
        has, its, left = ("has", "its case is", "is") if pieces == 1 else ("have", "their cases are", "are")
        return f" {counted(pieces, 'piece')} of work {has} no end recorded though {its} finished, and {left} left out."

    def _resources(self, hours: str) -> str:
        known = self.frame[self.frame.share_utilised.notna()]
        if not known.share_utilised.any():
            return "Nobody of this view is ever at work on duty."
        most, least = known.iloc[0], known.iloc[-1]
        if len(known) == 1:
            return f"{most.resource} is at work for {share(most.share_utilised)} of {hours}."
        half = known.share_utilised.median()
        told = f"Half of {counted(len(known), 'resource')} are at work for at least {share(half)} of {hours}"
        return (
            f"{told}, from {share(least.share_utilised)} to {share(most.share_utilised)} ({most.resource})."
        )

    def _groups(self, hours: str) -> str:
        groups = self.tables["groups"]
        groups = groups[groups.share_utilised > 0]
        if groups.empty:
            return "Nobody of this view is ever at work on duty."
        most, least = groups.iloc[0], groups.iloc[-1]
        told = f"{most.group} carries most: its {counted(most.people, 'member is', 'members are')} at work for {share(most.share_utilised)} of {hours}"
        if len(groups) == 1:
            return f"{told}."
        return f"{told}; {least.group} least, {share(least.share_utilised)}."

    @property
    def overloaded(self) -> pd.DataFrame:
        """With `by`, the group at work for 70 % of its hours on duty and for 1.15 times the share of the next, and that next one; else none."""
        first = self.tables["groups"].dropna(subset="share_utilised").head(2)
        busy = first.share_utilised.tolist()
        is_apart = len(busy) == 2 and busy[0] >= max(LEAST_BUSY, LEAST_APART * busy[1])
        return first if is_apart else first.head(0)

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        rows = self.tables["groups"] if self.parameters["by"] else self.frame
        names = rows["group" if self.parameters["by"] else "resource"]
        known = rows.share_utilised.notna()
        texts = [
            f"{share(row.share_utilised)} · {share(row.share_with_overtime)} with overtime"
            if row.share_with_overtime > row.share_utilised + 0.005
            else share(row.share_utilised)
            for row in rows[known].itertuples()
        ]
        figure = bars(
            names[known].tolist(),
            rows.share_utilised[known].tolist(),
            title=self.headline,
            axis="share of available hours at work",
            texts=texts,
            most=30,
        )
        return figure.update_xaxes(tickformat=".0%", rangemode="tozero")


def utilisation(log: EventLog, *, by: str | None = None, calendar: str | None = None) -> Utilisation:
    """For how much of the time they are there are people at work?

    Utilisation is the union of somebody's work within the calendar, over the calendar, between the view's first and last
    instant: two pieces at once count once, so it never exceeds 1, and whoever came later or left sooner looks idle for the
    rest (`first_at`, `last_at`). Work off duty is overtime, told apart; where all of it was begun and ended on duty
    (a piece taken up on Friday and closed on Monday) it merely lasted (`lasting_hours`) and does not count in
    `share_with_overtime`, which may exceed 1. Recorded pauses are no work; work that has not ended lasts until the extraction, in
    a finished case nobody knows how long: it is left out.
    Without a `calendar` people are taken to be there day and night, and the sentence says so.
    Only work of the view counts: behind a filter somebody may be busy with other work.
    With `by` (`role` or an attribute) each resource belongs where most of its work does, and table `groups` adds them up:
    busy hours of all members over available hours of all members. Where the workspace names roles only a row is a role, and
    its hours are those of its members added up; by an attribute it is a group, of people placed one by one.
    Refused where no starts are recorded: how long anybody was at work is then unknown, and completion_rate tells what is known.
    """
    refuse_without_starts(log)
    if by is not None:
        log.require_belonging(by, "utilisation(by=…)")
    placed, given = placed_on(calendar, log)
    answer = log.ask("people", "utilisation", team_of=by, **given)
    if answer.frame.empty:
        raise CannotAnswer(
            "No work of this view has both a resource and a start.",
            f"log {log.name}",
            "Ask with other filters.",
        )
    parameters = {"by": by, "calendar": str(placed) if placed else None}
    return Utilisation.of(log, answer, tables={"groups": _groups(answer.frame)}, parameters=parameters)


def hours_told(calendar: str | None) -> str:
    """Of which hours a share is told."""
    if calendar is None:
        return "the whole clock (no calendar was given, so nights and weekends count as available)"
    return "the hours on duty that the log shows" if calendar == MINED else "the hours on duty"


def refuse_without_starts(log: EventLog) -> None:
    """Refuse a log that does not tell who was at work when."""
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who did the work is not known.",
            f"log {log.name}",
            "Import a column with who did it (--resource).",
        )
    if not log.facts["share_with_start"]:
        raise CannotAnswer(
            "No start times are recorded, so for how long anybody was at work is not known.",
            f"log {log.name}",
            "Ask completion_rate, which needs ends only, or import a column with the start of the work (--start).",
        )


def _groups(frame: pd.DataFrame) -> pd.DataFrame:
    """The resources of each group added up, the busiest first."""
    found = frame.groupby("group", as_index=False)[SUMMED].sum()
    available = found.available_hours.where(found.available_hours > 0)
    worked = found.busy_hours + found.overtime_hours - found.lasting_hours
    found = found.assign(share_utilised=found.busy_hours / available, share_with_overtime=worked / available)
    return found.sort_values(["share_utilised", "group"], ascending=[False, True], ignore_index=True)
