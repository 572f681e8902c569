"""Are promised times kept?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from procmine.calendars import due_at, placed_on
from procmine.conformance.sla_terms import EXAMPLE, terms
from procmine.errors import CannotAnswer, WrongOption
from procmine.nothing_kept import nothing_observed
from procmine.result import Result
from procmine.said import known_activity, parts, unquoted
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.calendars.calendar import Calendar
    from procmine.log import EventLog

MOST_CASES = 1000  # of each status
COHORTS = ("week", "month")
LEAST_TOLD = 20  # cases due of a group that the headline names


@dataclass(frozen=True, eq=False)
class Sla(Result):
    columns = {
        "group": "value of `by`, else (all)",
        "cases": "cases of the group",
        "due": "cases whose time has run out by the extraction: met and missed; the share rests on these",
        "met": "done within their time",
        "missed": "done later, or not done yet though their time has run out",
        "open_overdue": "of the missed, those that are still not done",
        "not_yet_due": "not done, with time left: they count neither way",
        "met_early": "done, but before their time would have run out by the extraction: quick ones among the newest, which count neither way yet",
        "ended_before": "finished without what was promised, before it was due",
        "not_promised": "cases for which no time is promised, or whose clock never started",
        "share_met": "met / due; unknown where nothing is due",
        "share_met_finished": "the share of what is done, as it is often told: it forgets what is overdue",
        "median_share_used": "time used / time allowed of the cases due, median; 1 is just in time",
        "p90_share_used": "the same, of which nine tenths use no more",
    }

    @property
    def is_until_extraction(self) -> bool:
        return True

    @property
    def headline(self) -> str:
        whole = self.frame[["due", "met", "open_overdue", "not_yet_due", "met_early"]].sum()
        if not whole.due:
            return f"Nothing is due yet: the time of no case has run out by the extraction.{self.assumption}"
        late = (
            f", {count(whole.open_overdue)} of the missed ones are still not done"
            if whole.open_overdue
            else ""
        )
        cases, promised = counted(int(whole.due), "case"), f"{self.parameters['within']}{self._clock}"
        told = f"{share(whole.met / whole.due)} of {cases} that were due kept the promised {promised}{late}."
        waiting = int(whole.not_yet_due + whole.met_early)
        early = (
            f" {counted(waiting, 'case')} whose time has not run out {'counts' if waiting == 1 else 'count'} neither way."
            if waiting
            else ""
        )
        return f"{told}{self._worst}{early}{self.assumption}"

    @property
    def _clock(self) -> str:
        return f" of working time ({self.parameters['calendar']})" if self.parameters["calendar"] else ""

    @property
    def _worst(self) -> str:
        told = self.frame[self.frame.due >= LEAST_TOLD]
        if len(told) < 2 or self.parameters["by"] in COHORTS:
            return ""
        low, high = told.loc[told.share_met.idxmin()], told.loc[told.share_met.idxmax()]
        return (
            f" Least in {low.group} ({share(low.share_met)}), most in {high.group} ({share(high.share_met)})."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import lines, stacked_bars

        course = self.tables["over_time"]
        if len(self.frame) == 1 and course.share_met.notna().sum() > 1:
            return lines(
                course,
                "period_at",
                {"share_met": "kept in time"},
                title=self.headline,
                axis="share kept in time",
                partial="is_partial",
            )
        missed = self.frame.missed - self.frame.open_overdue
        parts_told = {"met": self.frame.met, "missed": missed, "overdue": self.frame.open_overdue}
        return stacked_bars(
            self.frame.group.tolist(),
            {name: part.tolist() for name, part in parts_told.items()},
            title=self.headline,
            axis="cases due",
        )


def sla(
    log: EventLog, *, within: str | None = None, start: str | None = None, end: str | None = None, stops: str | None = None, calendar: str | None = None,
    by: str | None = None, period: str | None = None,
) -> Sla:  # fmt: skip
    """Are promised times kept, group by group and over time, and what is overdue now?

    `within` is the time promised, `5d`, or several of which the first that holds of the case applies: `4h for priority = High; 3d`. The clock
    starts with the first work of the case, or with the first `start` that it has; it ends with the case, or with the first `end` after that
    (several activities are joined by `;`). It stands still during `stops`: activities, or conditions on work such as `state = Waiting`
    (joined by `;`). Work with a start and an end stops it while it lasts, a status with one instant until the next work of the case begins;
    stretches that overlap count once. With a `calendar` the clock shows working time of everybody's calendar, and `2d` are two of its days.
    A case is due once its clock has shown more than the time allowed: at exactly that, what is open may still be met while the clock stands.
    Of the cases due by the extraction those done in time are met, all others missed, also those that are open still (`open_overdue`). What
    is not yet due counts neither way, nor what was done so early that its time has not run out yet: else the quick ones among the newest
    cases would come first. A case that ends without `end` is missed if that was after
    its time, else it counts neither way (`ended_before`). Cases that began before the observation are left out.
    `by` is a case attribute, `week` or `month`. Tables: `cases` (overdue, next due, missed: at most 1,000 each; hours are
    those of the clock, `left_hours` below 0 is by how much it is late, `due_at` is told of open cases whose clock runs), `over_time` (by the
    `period` in which clocks started; what is not all due yet is partial).
    Raises WrongOption with everything in these terms that the log does not know.
    Source: attainment among what is due, as service desks count it; ITIL 4.
    """
    if within is None:
        raise WrongOption("No time is promised.", "sla(within=…)", f"Write it as {EXAMPLE}.")
    _refuse_by(log, by)
    said = terms(log, within, stops)
    marks = {name: _activities(log, name, text) for name, text in (("start", start), ("end", end))}
    placed, given = placed_on(calendar, log)
    if placed:
        given["instead"] = {**given["instead"], "sla_reading": "worked_sla_reading"}
    given |= said.bound(log, placed.everybody if placed else None) | {
        "starts": marks["start"],
        "ends": marks["end"],
        "by": by,
    }
    cut = cut_in(log, period)["period"]
    answer = log.ask("conformance", "sla", period=cut, **given)
    if answer.frame.empty:
        raise nothing_observed(log)
    cases = log.ask("conformance", "sla_cases", most=MOST_CASES, **given).frame
    frame = answer.frame[answer.frame.is_course == 0].sort_values(
        ["group"] if by in COHORTS else ["share_met", "group"], ignore_index=True
    )
    told = {
        "within": within,
        "start": start,
        "end": end,
        "stops": stops,
        "by": by,
        "calendar": str(placed) if placed else None,
        "period": cut,
    }
    tables = {
        "cases": _with_due(log, cases, placed.everybody if placed else None),
        "over_time": _course(answer.frame),
        "observations": answer.frame,
    }
    return Sla.of(log, answer, frame, tables=tables, parameters=told)


def _refuse_by(log: EventLog, by: str | None) -> None:
    if by is None or by in COHORTS or log.require_attribute(by, "sla(by=…)", COHORTS) == "case":
        return
    own = ", ".join(name for name, level in log.attributes.items() if level == "case") or "this log has none"
    raise CannotAnswer(
        f"{by!r} varies inside cases, so a case has no one {by!r}.",
        "sla(by=…)",
        f"Group by a case attribute: {own}.",
    )


def _activities(log: EventLog, option: str, text: str | None) -> list[str] | None:
    if text is None:
        return None
    return [known_activity(unquoted(part), log.activities, f"sla({option}=…)") for part in parts(text)]


def _course(rows: pd.DataFrame) -> pd.DataFrame:
    """The counts by the period in which clocks started; partial where some of the cases are not due yet."""
    course = rows[(rows.is_course == 1) & rows.period_at.notna()]
    course = course.assign(is_partial=course.not_yet_due + course.met_early > 0)
    return course[
        [
            "period_at",
            "due",
            "met",
            "missed",
            "open_overdue",
            "not_yet_due",
            "met_early",
            "share_met",
            "is_partial",
        ]
    ].reset_index(drop=True)


def _with_due(log: EventLog, cases: pd.DataFrame, everybody: Calendar | None) -> pd.DataFrame:
    """The cases, with the instant at which each open one whose clock runs is due if nothing stops it."""
    import pandas as pd

    now: Any = pd.Timestamp(log.view.extracted_at)
    now = now.tz_convert(UTC).tz_localize(None) if now.tz else now
    is_running = (cases.status == "not yet due") & ~cases.is_stopped
    left = cases.left_hours[is_running]
    if everybody is None:
        due: Any = now + pd.to_timedelta(left, unit="h")
    else:
        placed = everybody.within(log.zone)
        due = due_at(placed, [now.to_pydatetime()] * len(left), (left * 3600).tolist()).to_numpy()
    cases["due_at"] = pd.Series(due, index=left.index, dtype="datetime64[us]").reindex(cases.index)
    return cases
