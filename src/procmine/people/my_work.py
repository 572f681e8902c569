"""What does one person have in hand, and what do they wait for?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, UnknownName
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_PEOPLE = (
    5  # who do an activity, before its usual time is told: of fewer it would tell what single others take
)
NAMED = 12  # names a refusal lists
SUFFERED = [
    "from_resource", "is_own", "handovers", "median_wait_hours", "median_wait_worked_hours", "total_wait_hours", "total_wait_worked_hours", "basis",
]  # fmt: skip
CAUSED = [
    "to_resource", "handovers", "median_hours", "median_worked_hours", "median_wait_hours", "median_work_hours", "total_hours", "total_worked_hours",
    "basis",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class MyWork(Result):
    columns = {
        "period_at": "Monday of the week, in the log's own zone",
        "pieces_completed": "pieces of work that ended in it",
        "pieces_begun": "pieces that began in it; unknown where none of the person's starts is recorded, as are the hours at work",
        "in_hand_at_end": "pieces begun and not ended when the week was over",
        "busy_hours": "hours on duty with at least one piece in hand, each hour counted once",
        "available_hours": "hours on duty in the part of the week that is seen; the whole clock without a calendar",
        "share_utilised": "busy hours over available hours, 0..1",
        "overtime_hours": "hours off duty with work in hand",
        "lasting_hours": "overtime hours in which all work in hand was begun and ended on duty: it lasted over the night and was hardly worked on",
        "effort_hours": "hours of all pieces added up: two at once count twice",
        "is_partial": "the week is seen only in part",
    }

    @property
    def headline(self) -> str:
        return f"{self._open}{self._week}{self._waits}{self._bound}"

    @property
    def _who(self) -> str:
        return str(self.parameters["resource"])

    @property
    def _open(self) -> str:
        items = self.tables["open_items"]
        if self.frame.pieces_begun.isna().all():
            return f"What {self._who} has in hand is not known: no starts of theirs are recorded."
        if items.empty:
            return f"{self._who} has nothing in hand that is recorded as begun."
        oldest = items.iloc[0]
        since = f"{oldest.activity} of case {oldest.case_id}, for {duration(oldest.age_hours)}"
        return f"{self._who} has {counted(len(items), 'piece')} of work in hand, {'the longest ' if len(items) > 1 else ''}{since}."

    @property
    def _week(self) -> str:
        """The week in the middle of those seen whole, or the ones seen in part where there is no other."""
        whole = self.frame[~self.frame.is_partial]
        if whole.empty:
            seen = "week" if len(self.frame) == 1 else counted(len(self.frame), "week")
            done = counted(self.frame.pieces_completed.sum(), "piece is", "pieces are")
            return f" In the {seen} seen in part {done} completed."
        weeks = "the one whole week" if len(whole) == 1 else f"the median of {len(whole)} whole weeks"
        told = f" In {weeks} {counted(whole.pieces_completed.median(), 'piece is', 'pieces are')} completed"
        busy, available = whole.busy_hours.median(), whole.available_hours.median()
        if is_known(busy):
            told += f", with {busy:,.1f} h at work"
            if self.parameters["calendar"] and available:
                told += f" of {available:,.1f} h on duty ({share(whole.busy_hours.sum() / whole.available_hours.sum())} in all)"
        return f"{told}."

    @property
    def _waits(self) -> str:
        """From whom work waits longest to be taken up, and who waits longest for what is handed on."""
        suffered, caused = self.tables["waits_suffered"], self.tables["waits_caused"]
        suffered = suffered[~suffered.is_own & (suffered.total_wait_hours > 0)]
        caused = caused[caused.total_hours > 0]
        told = []
        if len(suffered):
            most = suffered.loc[suffered.total_wait_hours.idxmax()]
            until = "until it is taken up" if most.basis == "wait" else "up to its end"
            told.append(
                f"what {most.from_resource} hands over waits longest {until} ({amount_of_time(most.total_wait_hours)} over {counted(most.waits, 'piece')})"
            )
        if len(caused):
            most = caused.loc[caused.total_hours.idxmax()]
            told.append(
                f"{most.to_resource} waits longest for what {self._who} hands on ({amount_of_time(most.total_hours)} over {counted(most.handovers, 'piece')}, "
                "from when each could begin)"
            )
        sentence = "; ".join(told)
        return f" {sentence[0].upper()}{sentence[1:]}." if told else ""

    @property
    def _bound(self) -> str:
        activities = self.tables["activities"]
        if not len(activities) or not (activities.basis == "elapsed").any():
            return ""
        if (activities.basis == "elapsed").all():
            return " Only ends are recorded: all times are upper bounds that hold waiting and work together."
        return " Where only ends are recorded times are upper bounds that hold waiting and work together, and busy hours are too few."

    def figure(self) -> go.Figure:
        from procmine.figures import lines

        if self.frame.busy_hours.isna().all():
            shown, axis = {"pieces_completed": "completions"}, "pieces a week"
        elif self.parameters["calendar"]:
            shown = {
                "busy_hours": "at work on duty",
                "available_hours": "on duty",
                "overtime_hours": "overtime",
            }
            axis = "hours a week"
        else:
            shown, axis = {"busy_hours": "at work"}, "hours a week"
        # What merely lasted over the night would look like work.
        drawn = self.frame.assign(overtime_hours=self.frame.overtime_hours - self.frame.lasting_hours)
        return lines(drawn, "period_at", shown, title=self.headline, axis=axis, partial="is_partial")


def my_work(log: EventLog, *, resource: str | None = None, calendar: str | None = None) -> MyWork:
    """What does one person have in hand, how full are their weeks, what do they wait for, and who waits for them?

    One person's own view, for themselves and whoever plans with them: nothing ranks them among others. `resource` names the
    person as the log does (on the command line of an imported log: of a file `--resource` is a column).
    A row is a week, from the Monday of their first work to that of their last; before and after it is not known whether they
    were there. Busy hours are the union of their work within the `calendar` (see utilisation, with whose hours they add up),
    overtime what lies outside, and what of it merely lasted over hours off duty (`lasting_hours`) is told apart; without one
    they are on duty day and night. Recorded pauses are no work; work that has not
    ended lasts until the extraction.
    What waits for the person is not in a log: it does not say who takes work up next. Open items are what they began and have
    not ended. Where no starts are recorded only completions are known, and times are upper bounds (`basis` is `elapsed`).
    Raises CannotAnswer where the workspace names roles only: a person is a group of one.
    Tables: `open_items` (begun and not ended, with the time half of such work takes); `activities` (how often, and the middle
    half of the person's times beside that of everybody's, where at least five people do it, never who is quicker);
    `waits_suffered` (by who ended the work before it, themselves included: from when work could begin to their start);
    `waits_caused` (by who took it up next: how long others waited for their handing on, from when their work could begin
    to its end, of which the wait before they start and the work); `handed_from` and `handed_to` (handovers, as in handovers).
    """
    who = _named(log, resource)
    placed, given = placed_on(calendar, log)
    asked = {**given, "instead": {**given.get("instead", {}), "personal_event": "own_event"}, "resource": who}
    answer = log.ask("people", "my_work", **asked)
    if answer.frame.empty:
        raise CannotAnswer(
            f"{who} has no work in this view.", f"log {log.name}: {log.filters}", "Ask with other filters."
        )
    told = {"resource": who, "calendar": str(placed) if placed else None}
    return MyWork.of(log, answer, tables=_tables(log, asked, placed is not None), parameters=told)


def _tables(log: EventLog, asked: dict[str, Any], has_calendar: bool) -> dict[str, pd.DataFrame]:
    def rows(name: str) -> pd.DataFrame:
        return log.ask("people", name, **asked, least_people=LEAST_PEOPLE).frame

    handed_from, handed_to = rows("my_handed_from"), rows("my_handed_to")
    of_others = handed_from[~handed_from.is_own].reset_index(drop=True)
    tables = {
        "open_items": rows("my_open_items"),
        "activities": rows("my_activities"),
        "waits_suffered": handed_from[SUFFERED].rename(columns={"handovers": "waits"}),
        "waits_caused": handed_to[CAUSED],
        "handed_from": of_others[["from_resource", "handovers", "cases"]],
        "handed_to": handed_to[["to_resource", "handovers", "cases"]],
    }
    if has_calendar:
        return tables
    return {
        name: table.drop(columns=[column for column in table if "worked" in column.split("_")])
        for name, table in tables.items()
    }


def _named(log: EventLog, resource: str | None) -> str:
    """The person asked for. Refuses where nobody can be, may be or is named."""
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so whose work it is is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    if log.view.screen:
        raise CannotAnswer(
            "One person's work is a group of one, and this workspace names roles only.",
            "my_work(resource=…)",
            'Ask workload by role, or unlock individuals for a purpose: ws.people.unlock("…").',
        )
    known = log.resources
    if resource is None:
        more = f", … ({len(known):,} in all)" if len(known) > NAMED else ""
        raise CannotAnswer(
            "It is not said whose work is asked about.",
            "my_work(resource=…)",
            f"Name one person: my_work(log, resource={known[0]!r}), or --resource on the command line, of a log that is imported. "
            f"There is: {', '.join(known[:NAMED])}{more}.",
        )
    if resource not in known:
        raise UnknownName("resource", resource, known, where=f"log {log.name}")
    return resource
