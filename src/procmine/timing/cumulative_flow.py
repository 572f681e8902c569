"""How many cases have reached each stage, and where do they pile up?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import WrongFilter, WrongOption
from procmine.nothing_kept import nothing_observed
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import duration, is_known

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

ARRIVED, COMPLETED = "(arrived)", "(completed)"
MOST_STAGES, LEAST_SHARE = 7, 0.5  # of the cases that must pass an activity to be a stage unasked
LEAST_PERIODS = 6  # of which thirds are compared
SURE = 2.0  # standard errors
LEAST_GROWTH = 0.2  # of the mean number in a stage, and at least one case
ARRIVED_SHARE = 0.01  # of the cases: what came before them may be a stray date
FILLING = (
    2  # times the mean time of a case: so long a process that begins empty fills up, which is no piling up
)


@dataclass(frozen=True, eq=False)
class CumulativeFlow(Result):
    told_in = "stages"
    columns = {
        "stage": "the activity, or (arrived) and (completed)",
        "stage_no": "its place in the order of the stages, 0 is the arrival",
        "period_at": "start of the period, in the log's own zone",
        "reached": "cases that had reached this stage or a later one by the end of the period",
        "in_stage": "of these, cases that had not reached the next one",
        "entered": "cases that reached it within the period",
        "mean_in_stage": "mean number in it over the period, each number weighed by how long it held",
        "is_partial": "the period is seen only in part",
    }

    @property
    def headline(self) -> str:
        stages = self.tables["stages"]
        growth = stages.late_in_stage - stages.early_in_stage
        growing = stages[
            (growth > (LEAST_GROWTH * stages.mean_in_stage).clip(lower=1))
            & (growth > SURE * stages.growth_error)
        ]
        if len(growing):
            top = growing.loc[(growing.late_in_stage - growing.early_in_stage).idxmax()]
            told = (
                f"Cases pile up {self._between(top)}: {top.early_in_stage:,.1f} stand there in the first third of the time and "
                f"{top.late_in_stage:,.1f} in the last; in the mean {self._stay(top)}"
            )
        else:
            top = stages.loc[stages.mean_in_stage.idxmax()]
            first = (
                "Most cases in progress stand"
                if not is_known(top.early_in_stage)
                else "No stage fills up; most cases stand"
            )
            told = f"{first} {self._between(top)}: in the mean {self._stay(top)}"
        return f"{told}.{self.assumption}"

    def _stay(self, row: pd.Series) -> str:
        return f"{row.mean_in_stage:,.1f}, each for {duration(row.mean_hours)}"

    def _between(self, row: pd.Series) -> str:
        """Where those stand who have reached a stage and not the next."""
        names = self.tables["stages"].stage.tolist()
        begins = "their arrival" if row.stage_no == 0 else row.stage
        ends = names[row.stage_no + 1] if row.stage_no + 1 < len(names) else "their end"
        return f"between {begins} and {ends}"

    @property
    def is_until_extraction(self) -> bool:
        return bool(self.tables["stages"].in_stage.sum())

    def figure(self) -> go.Figure:
        from procmine.figures import activity_colours, bands

        stages = self.tables["stages"]
        colours = activity_colours(self.tables["activities"].activity)
        names = {
            row.stage_no: (self._between(row).removeprefix("between "), colours.get(row.stage))
            for row in stages.itertuples()
            if row.mean_in_stage > 0 or len(stages) == 1
        }
        return bands(
            self.frame, "period_at", "mean_in_stage", "stage_no", names, title=self.headline,
            axis=f"cases in progress, mean of the {self.parameters['period']}",
        )  # fmt: skip


def cumulative_flow(
    log: EventLog, *, stages: str | None = None, period: str | None = None, calendar: str | None = None
) -> CumulativeFlow:
    """How many cases have reached each stage, and where do they pile up?

    The stages are the activities given (`stages="Register, Check, Approve"`, names quoted as in filters), in that order;
    else those that at least half of the finished cases pass, at most seven, in the order of the median position of
    their first occurrence. Before them stands the arrival, after them the completion; open cases do not complete.
    A case counts from the first instant at which it had reached that stage or a later one, as the work of it begins
    (ends, where no start is recorded): who skips a stage or goes back has reached it all the same, so the curves never
    cross, and what is in the stages adds up to the cases in progress. Where the log was recorded only from an
    instant on, what had been reached by then counts as reached then.
    The mean number in a stage is an area over time, and the mean time in it that area over the cases that reached it, an
    open case counted so far (Little 1961). Cases pile up where the mean of the last third of the whole periods exceeds that of
    the first by more than a fifth of the whole mean, one case, and twice the standard error that single periods leave. A
    log begins empty and fills up: periods that begin within twice the mean time of a case after a hundredth of the cases
    has arrived are not compared, while six others are left.
    With a `calendar` (that of everybody) the mean time in each stage stands in working time too.
    Tables: `stages` (for each stage: cases that reached it, in it at the end, mean number and time, first and last third),
    `activities` (what share of the cases passes each, and where: the choice there is).
    """
    cut, passed = cut_in(log, period), log.ask("timing", "flow_stage").frame
    named = _named(log, stages) if stages is not None else _fitting(passed)
    answer = log.ask("timing", "cumulative_flow", stages=named, **cut)
    if answer.frame.empty:
        raise nothing_observed(log)
    passed["is_stage"] = passed.activity.isin(named)
    tables = {"stages": _stages(answer.frame), "activities": passed}
    placed, given = placed_on(calendar, log)
    if placed:
        stays = log.ask("timing", "flow_stay", stages=named, **given).frame
        tables["stages"] = tables["stages"].merge(stays, on="stage_no", how="left")
    told = {"stages": ", ".join(named), "period": cut["period"], "calendar": str(placed) if placed else None}
    return CumulativeFlow.of(log, answer, tables=tables, parameters=told)


def _named(log: EventLog, text: str) -> list[str]:
    """The activities of a list as filters write it."""
    cure = 'Write stages="Register, Check, Approve"; a name with other signs stands in double quotes.'
    try:
        clauses = list(log.unfiltered().filter(f"passing {text}").filters)
    except WrongFilter:
        raise WrongOption("These stages cannot be read.", f"stages={text!r}", cure) from None
    names = list(clauses[0].names)
    if len(clauses) > 1 or len(set(names)) < len(names):
        raise WrongOption("Stages are activities, each named once.", f"stages={text!r}", cure)
    return names


def _fitting(passed: pd.DataFrame) -> list[str]:
    """The activities that most cases pass, in their order."""
    common = passed[passed.share_cases >= LEAST_SHARE]
    chosen = (common if len(common) else passed[passed.cases > 0]).nlargest(
        MOST_STAGES, "cases", keep="first"
    )
    return passed.activity[passed.index.isin(chosen.index)].tolist()


def _stages(course: pd.DataFrame) -> pd.DataFrame:
    """The figures of each stage but the completion, from its course."""
    import pandas as pd

    rows = []
    hours = course.mean_in_stage.fillna(0) * course.seen_seconds / 3600
    open_ended = course.stage_no < course.stage_no.max()
    arrivals = course[course.stage_no == 0]
    arrived = int(arrivals.reached.max())
    began_at = arrivals.period_at[arrivals.reached >= ARRIVED_SHARE * arrived].min()
    filled_at = began_at + pd.Timedelta(hours=FILLING * hours[open_ended].sum() / arrived)
    whole = course[~course.is_partial & (course.period_at >= filled_at)]
    if whole.period_at.nunique() < LEAST_PERIODS:
        whole = course[~course.is_partial]
    periods = sorted(whole.period_at.unique())
    third = len(periods) // 3 if len(periods) >= LEAST_PERIODS else 0
    for number, one in course[open_ended].groupby("stage_no"):
        area, reached, seen = hours[one.index].sum(), int(one.reached.max()), one.seen_seconds.sum() / 3600
        means = whole[whole.stage_no == number].mean_in_stage
        early, late = (part.mean() if third else float("nan") for part in (means.head(third), means.tail(third)))  # fmt: skip
        error = (
            sum(part.var(ddof=1) / third for part in (means.head(third), means.tail(third))) ** 0.5
            if third > 1
            else float("nan")
        )
        rows.append(
            (one.stage.iloc[0], number, reached, int(one.in_stage.iloc[-1]),
             area / seen if seen else 0.0, area / reached if reached else float("nan"), early, late, error)
        )  # fmt: skip
    return pd.DataFrame(
        rows, columns=["stage", "stage_no", "reached", "in_stage", "mean_in_stage", "mean_hours", "early_in_stage", "late_in_stage", "growth_error"]
    )  # fmt: skip
