"""Which waiting and which work make cases take as long as they do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.timing.trend import in_periods, moved
from procmine.wording import amount_of_time, counted, duration, hours_of, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

RERUNS, LEAST_CASES = 200, 20
PHRASES = {"wait": "waiting for {}", "work": "work on {}", "elapsed": "time up to the end of {}"}


@dataclass(frozen=True, eq=False)
class Bottlenecks(Result):
    columns = {
        "activity": "activity",
        "kind": "`wait` before it, `work` on it, or `elapsed` (both together) where only its end is recorded",
        "critical_hours": "hours of it on the critical paths of the cases",
        "critical_worked_hours": "the same in working time, where a calendar is given",
        "share": "share of all critical hours, 0..1; the shares add up to 1",
        "cases": "cases it delays",
        "median_hours": "median of one such stretch, hours",
        "median_worked_hours": "the same in working time",
        "p90_hours": "90th percentile, hours",
        "p90_worked_hours": "the same in working time",
        "longest_tenth_share": "share of its hours in the longest tenth of its stretches: a few long ones, or everybody's",
        "first_in_share": "share of the re-runs, with other cases and other measures, in which it comes first; unknown below 20 cases",
        "early_share": "its share of the critical hours that were over in the first third of the time; unknown where that is too short",
        "late_share": "the same in the last third",
        "has_moved": "whether the two differ by 5 points at least and by more than chance",
    }

    @property
    def headline(self) -> str:
        top = self.frame.iloc[0]
        what = PHRASES[top.kind].format(top.activity)
        return (
            f"{what[0].upper()}{what[1:]} makes up {share(top.share)} of the time cases take: {amount_of_time(top.critical_hours)} in "
            f"{counted(top.cases, 'case')}, median {duration(top.median_hours)}.{self._bound}{self._robust}{self._course}{self._in_working_time}"
        )

    @property
    def _bound(self) -> str:
        """Where the top stretch holds waiting and work together: why, and whether that is so of every stretch."""
        top = self.frame.iloc[0]
        if top.kind != "elapsed":
            return ""
        if (self.frame.kind == "elapsed").all():
            return " Only ends are recorded: these are upper bounds that hold waiting and work together."
        kinds = set(self.frame.kind[self.frame.activity == top.activity])
        of = top.activity if kinds == {"elapsed"} else f"some {top.activity}"
        return (
            f" Of {of} only ends are recorded: this is an upper bound that holds waiting and work together."
        )

    @property
    def _robust(self) -> str:
        """How often it is the first when the cases are drawn again and the measure is another."""
        first = self.frame.first_in_share.iloc[0]
        if not is_known(first):
            return ""
        return f" It comes first in {share(first)} of {RERUNS} re-runs with other cases, by hours on the critical path and by all hours."

    @property
    def _course(self) -> str:
        """Whether the top stretch became more or less of a bottleneck, where that is large and no chance."""
        top, trend = self.frame.iloc[0], self.tables["trend"]
        if not top.has_moved:
            return ""
        periods = counted(trend.period_at[trend.is_steady].nunique(), self.parameters["period"])
        went = "grew" if top.late_share > top.early_share else "fell"
        return f" Its share {went} from {share(top.early_share)} in the first third of {periods} to {share(top.late_share)} in the last."

    @property
    def _in_working_time(self) -> str:
        """How much of the time of the top stretch lies outside working hours, where a calendar says what those are."""
        if "critical_worked_hours" not in self.frame:
            return ""
        top = self.frame.iloc[0]
        outside = share(1 - top.critical_worked_hours / top.critical_hours)
        return f" {outside} of it lies outside the working hours {hours_of(self.parameters['calendar'])}."

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        names = [PHRASES[row.kind].format(row.activity) for row in self.frame.itertuples()]
        texts = [
            f"{share(row.share)} · median {duration(row.median_hours)}" for row in self.frame.itertuples()
        ]
        return bars(
            names,
            self.frame.critical_hours.tolist(),
            title=self.headline,
            axis="critical hours",
            texts=texts,
            colours=[COLOURS[kind] for kind in self.frame.kind],
        )


def bottlenecks(log: EventLog, *, calendar: str | None = None) -> Bottlenecks:
    """Which waiting and which work make cases take as long as they do?

    Each case is walked back from its last end, enabler by enabler. That critical path consists of waits and
    work by turns which add up to the case's cycle time exactly, so work beside it, however long, delays
    nothing. The contribution of an activity is its seconds on these paths; shares add up to 1. Where only
    ends are recorded a stretch holds waiting and work together (`elapsed`). Time since the last event of an
    open case, and work not yet ended, is not on its path. With a `calendar` the working part of each figure
    stands beside it; shares and order stay those of elapsed time, which is what the customer waits.
    Whether the first is the first by more than chance is tried 200 times: the cases are drawn again (in samples of every
    thousandth case), by turns for hours on the critical path and all hours, elapsed and, with a calendar, worked; two equal
    bottlenecks come first about half of the time each (`first_in_share`). Below 20 cases that says nothing and is unknown.
    How each moved over time is told by its share of the critical hours in the first and the last third of the whole days,
    weeks or months (as many as give 20 to 120). A stretch counts in the period in which it was over. The first periods
    count only from when nine of ten of the cases that came first can have ended, since no long wait can be over before, and
    the last until the last case came, since then only ends are left. A share has moved where the thirds differ by 5
    points at least and by twice the standard error that the spread of single periods leaves (`has_moved`).
    Table `trend`: the critical hours that were over in each period, and their share; periods without any are left out.
    Source: critical path method, Kelley and Walker (1959), on the cases as recorded.
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "bottlenecks", **given)
    if answer.frame.empty:
        raise CannotAnswer(
            "No time passes inside any case of this view.",
            f"log {log.name}",
            "Cases of one event, or times without a clock, show no bottleneck: import finer timestamps.",
        )
    samples = log.ask("timing", "bottleneck_sample", **given).frame
    frame = answer.frame.merge(_first_in(samples, placed is not None), on=["activity", "kind"], how="left")
    period = cut_in(log, None)["period"]
    trend = in_periods(log.ask("timing", "bottleneck_trend").frame, period, log.zone)
    frame = frame.merge(moved(trend)[0], on=["activity", "kind"], how="left")
    if answer.counted.cases < LEAST_CASES:
        frame["first_in_share"] = float("nan")
    told = {"calendar": str(placed) if placed else None, "period": period}
    return Bottlenecks.of(
        log, answer, frame, tables={"trend": trend.drop(columns="local_at")}, parameters=told
    )


def _first_in(samples: pd.DataFrame, has_calendar: bool) -> pd.DataFrame:
    """How often each stretch comes first when the samples are drawn again, by turns for each measure."""
    import numpy as np
    import pandas as pd

    measures = ["critical", "all_seconds", *(["critical_worked", "all_worked"] if has_calendar else [])]
    wide = samples.pivot(index="sample_no", columns=["activity", "kind"], values=measures).fillna(0)
    amounts = [wide[measure].to_numpy() for measure in measures]
    chance, drawn = np.random.default_rng(0), len(wide)  # the same log always gives the same answer
    first = np.zeros(amounts[0].shape[1])
    for run in range(RERUNS):
        weights = chance.multinomial(drawn, np.full(drawn, 1 / drawn))
        totals = weights @ amounts[run % len(amounts)]
        is_first = np.isclose(totals, totals.max(), rtol=1e-9, atol=0)
        first[is_first] += 1 / is_first.sum()  # what is equal shares the place
    names = wide[measures[0]].columns
    return pd.DataFrame(
        {
            "activity": names.get_level_values(0),
            "kind": names.get_level_values(1),
            "first_in_share": first / RERUNS,
        }
    )
