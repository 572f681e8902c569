"""How many cases arrive and are completed, and how many are in progress?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import WrongOption
from procmine.nothing_kept import nothing_observed
from procmine.result import Result
from procmine.wording import counted, is_known

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

PERIODS = {"day": (0, 1), "week": (0, 7), "month": (1, 0)}
LITTLE_TOLERANCE = (
    0.1  # beyond this, arrivals × stay and the measured number disagree: the flow is not steady
)


@dataclass(frozen=True, eq=False)
class Throughput(Result):
    columns = {
        "period_at": "start of the period, in the log's own zone",
        "arrivals": "cases that begin in it; those carried in where the observation begins are none",
        "completions": "finished cases whose last work ends in it",
        "wip_mean": "mean number of cases in progress, each number weighed by how long it held",
        "is_partial": "the period is seen only in part",
    }

    @property
    def headline(self) -> str:
        whole = self.frame[~self.frame.is_partial]
        seen = whole if len(whole) else self.frame
        arrivals, completions = seen.arrivals.mean(), seen.completions.mean()
        net = arrivals - completions
        trend = (
            ""
            if abs(net) < 0.02 * max(arrivals, 1)
            else f", so the backlog {'grows' if net > 0 else 'shrinks'} by {abs(net):.1f}"
        )
        little = self.tables["little"].iloc[0]
        is_unsteady = is_known(little.expected_in_progress) and not little.is_steady
        unsteady = " The flow is not steady: Little's law is off by more than 10 %." if is_unsteady else ""
        return (
            f"Per {self.parameters['period']}, {arrivals:,.1f} cases arrive and {completions:,.1f} are completed{trend}; "
            f"{counted(little.open_cases, 'case is', 'cases are')} in progress at the end.{unsteady}{self.assumption}"
        )

    @property
    def is_until_extraction(self) -> bool:
        return bool(self.tables["little"].open_cases.sum())

    def figure(self) -> go.Figure:
        from procmine.figures import lines

        return lines(
            self.frame,
            "period_at",
            {"arrivals": "arrivals", "completions": "completions", "wip_mean": "in progress"},
            title=self.headline,
            axis="cases",
            partial="is_partial",
        )


def throughput(log: EventLog, *, period: str | None = None) -> Throughput:
    """How many cases arrive and are completed in each period, and how many are in progress meanwhile?

    A case arrives at its first instant and is completed at the end of its last work; an open case is in
    progress until the extraction, and those are the ones in progress at the end. Where the log was recorded only
    from an instant on (`observed_from`), nothing before it is counted: a case that had begun by then is carried
    in, in progress from there and no arrival; one that had ended by then is left out. The mean in progress is the area under the number in progress over the
    length of the period, not a mean of snapshots. Periods (`day`, `week` from Monday, `month`) are cut in
    the log's own zone; without `period` the one that gives 20 to 120 points is taken. The first and last
    period are usually partial, marked so and drawn dotted.
    Table `little`: arrival rate λ, mean stay W of finished cases that arrived in sight, λ·W, the measured mean L and
    the cases open at the end. In a steady flow L = λ·W (Little 1961); they part when a backlog grows or stays are
    still unfinished.
    """
    cut = cut_in(log, period)
    answer = log.ask("timing", "throughput", **cut)
    if answer.frame.empty:
        raise nothing_observed(log)
    tables = {"observations": answer.frame, "little": _little(log)}
    return Throughput.of(log, answer, tables=tables, parameters={"period": cut["period"]})


def cut_in(log: EventLog, period: str | None) -> dict[str, Any]:
    """What the noun `period` binds: the period given, or the one that gives 20 to 120 points. Raises WrongOption."""
    if period is not None and period not in PERIODS:
        raise WrongOption(f"There is no period {period!r}.", "period=…", f"Use one of: {', '.join(PERIODS)}.")
    period = period or _fitting(log)
    months, days = PERIODS[period]
    return {"period": period, "months": months, "days": days}


def _fitting(log: EventLog) -> str:
    known = (log.facts[name] for name in ("first_at", "observed_from") if log.facts[name])
    length = datetime.fromisoformat(log.facts["last_at"]) - max(map(datetime.fromisoformat, known))
    return "day" if length <= timedelta(days=60) else "week" if length <= timedelta(days=900) else "month"


def _little(log: EventLog) -> pd.DataFrame:
    frame = log.ask("timing", "little").frame
    expected = frame.arrivals_per_hour * frame.mean_stay_hours
    gap = (expected - frame.mean_in_progress).abs() / frame.mean_in_progress
    return frame.assign(
        expected_in_progress=expected, is_steady=(gap <= LITTLE_TOLERANCE) | (frame.mean_in_progress == 0)
    )
