"""What all sources of opportunities stand on: one view of a log, its finished cases ready to be played again, its waits by cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import ProcmineError
from procmine.improvement.kept import effort_of
from procmine.improvement.levers import CAUSES, Lever
from procmine.improvement.replaying import replay_of
from procmine.improvement.teams import team_of
from procmine.improvement.what_if import MONTH_HOURS
from procmine.timing.attribution import asked_with

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.replay import Replay
    from procmine.log import EventLog

LEAST_PART = 0.01  # of the time that all finished cases take: what is smaller is no opportunity
MOST_PLAYED = 20_000  # finished cases that are played again; of more a sample stands for all
SEED = 7  # of that sample: another than a user's `sample K` has, within which it would be no sample
SURE_SHARE = 0.9  # of the work recorded for the team of who did it; below, who belongs where is not sure


def usable_calendar(log: EventLog, calendar: str | None) -> tuple[str | None, str]:
    """The calendar, or none and why where hours cannot be mined from the log; one that was written is never let go."""
    if calendar != "mined":
        return calendar, ""
    try:
        placed_on(calendar, log)
    except ProcmineError as problem:
        return None, problem.found
    return calendar, ""


def usable_pool(log: EventLog, calendar: str | None) -> str | None:
    """The attribute whose members take up each other's work, where it is sure who belongs to which."""
    team = team_of(log)
    if team is None or team not in log.attributes or not log.facts["resources"]:
        return None
    pools = (
        log.unfiltered().rows("timing", "pools", **asked_with(log, calendar, team)[1]).dropna(subset="pieces")
    )
    sure = (pools.share_own_work * pools.pieces).sum() / max(pools.pieces.sum(), 1)
    return team if sure >= SURE_SHARE else None


@dataclass(eq=False)
class Ground:
    """The view that is looked through. Hours are of all finished cases of the view."""

    log: EventLog
    calendar: str | None
    pool: str | None  # the attribute whose members take up each other's work
    waits: pd.DataFrame  # what opportunities.sql gives, by activity
    finished: pd.DataFrame  # what_if.sql: case_no, recorded_hours, begins, ends
    overloaded: set[str] = field(
        default_factory=set
    )  # activities whose waits for hands are those of one team

    @property
    def months(self) -> float:
        span = self.finished.ends.max() - self.finished.begins.min()
        return max(span / 3.6e9 / MONTH_HOURS, 1e-9)

    def months_since(self, since: int | None) -> float:
        """The months from an instant on to the last end; of the whole view without one."""
        if since is None:
            return self.months
        return max((self.finished.ends.max() - since) / 3.6e9 / MONTH_HOURS, 1e-9)

    @property
    def total_hours(self) -> float:
        return self.hours_since(None)

    def hours_since(self, since: int | None) -> float:
        """The time that finished cases take, those begun from an instant on; all without one."""
        counts = self.finished.begins >= (self.finished.begins.min() if since is None else since)
        return float(self.finished.recorded_hours[counts].sum())

    def work_since(self, since: int | None) -> float:
        """The hours of all work in these cases; 0 where no starts are recorded."""
        begins = self.played_cases.begins
        counts = begins >= (begins.min() if since is None else since)
        return float(self._work_of_case[counts.to_numpy()].sum()) * self.stands_for

    @property
    def stands_for(self) -> float:
        """How many finished cases each stands for that is played."""
        return len(self.finished) / max(len(self.played_cases), 1)

    @cached_property
    def _work_of_case(self) -> np.ndarray:
        hours = self.replay.work.assign(hours=effort_of(self.replay.work) / 3.6e9).groupby("case_no").hours
        return hours.sum().reindex(self.played_cases.case_no).fillna(0).to_numpy()

    def hours_of(self, activity: str, cause: str) -> float:
        return float(self.waits.loc[activity, f"{cause}_hours"]) if activity in self.waits.index else 0.0

    @cached_property
    def played_cases(self) -> pd.DataFrame:
        """The finished cases that are played again, all or a sample of them."""
        return self._sampled.rows("improvement", "what_if")

    @cached_property
    def _sampled(self) -> EventLog:
        many = len(self.finished) > MOST_PLAYED
        # A sample is one of the whole log, whatever the view: as many more are drawn as the view and its finished cases leave out.
        drawn = round(MOST_PLAYED * self.log.facts["cases"] / max(len(self.finished), 1))
        return self.log.filter(f"sample {drawn} seed {SEED}") if many else self.log

    @cached_property
    def replay(self) -> Replay:
        """By the clock, with waits taken apart by the calendar: a change takes away the hours that were waited, no more."""
        work = self._sampled.rows("improvement", "what_if_piece")
        every = [Lever(cause, activity) for activity in self.log.activities for cause in CAUSES]
        return replay_of(self._sampled, work, every, None, causes_by=self.calendar, pool=self.pool)

    @cached_property
    def team(self) -> str | None:
        """The attribute that says where people belong."""
        return team_of(self.log)

    @cached_property
    def first_of_people(self) -> str | None:
        """What is done first, most often, with what has arrived."""
        rows = self.log.rows("improvement", "opportunities_followed")
        return str(rows.activity[0]) if len(rows) else None

    def of_team(self, team: str) -> list[str]:
        """The activities that a team does more than half of."""
        rows = self.log.rows("improvement", "opportunities_of_team", team_of=self.team)
        part = rows.pieces / rows.groupby("activity").pieces.transform("sum")
        return rows.activity[(rows.group == team) & (part > 0.5)].tolist()

    def idle_share(self, activity: str) -> float:
        """Of the waiting before an activity that in which nothing else was done by who then did it."""
        waited = self.hours_of(activity, "wait")
        busy = sum(
            self.hours_of(activity, cause) for cause in ("contention", "prioritisation", "batching_busy")
        )
        return 1 - busy / waited if waited else 0.0

    def large(self, causes: tuple[str, ...]) -> list[str]:
        """Activities before which finished cases waited long enough for one of the causes to be looked at."""
        hours = self.waits[[f"{cause}_hours" for cause in causes]].sum(axis=1)
        return self.waits.index[hours >= LEAST_PART * self.total_hours].tolist() if self.total_hours else []

    def asked(self, function: Any, **options: Any) -> Any:
        """The answer of a question, or None where the log cannot bear it."""
        try:
            return function(self.log, **options)
        except ProcmineError:
            return None
