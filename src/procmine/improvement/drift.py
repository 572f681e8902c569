"""Has the process changed for good, when, and in what?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.improvement.change_points import LEAST_PERIODS, LEVEL, flow_splits, splits
from procmine.improvement.series import (
    FLOW,
    IN_CASES,
    changes_of,
    course_of,
    flow_of,
    series_of,
    stretches_of,
    tests_of,
    ways_of,
)
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, duration, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

KPIS = {  # column -> what it is called, and how its figures are told
    "arrivals": ("arrivals", count),
    "completions": ("completions", count),
    "median_cycle_hours": ("the median cycle time", duration),
    "share_with_rework": ("the share of cases with work done again", share),
}
MOST_DRAWN, NEAREST = 6, 2
COUNTS = ("arrivals", "completions")


@dataclass(frozen=True, eq=False)
class Drift(Result):
    columns = {
        "kpi": "what changed: a column of the table `observations`, a wait or a work in words, or `flow`, the ways work takes",
        "change_at": "start of the first period after the change, in the log's own zone",
        "before": "median of the periods since the change before, or the beginning; unknown for the flow",
        "after": "median of the periods up to the next change, or the end",
        "difference": "after − before; of the flow the share of all steps that go another way than before",
        "p_value": "how often chance does as well, when blocks of periods are put in another order",
        "q_value": "the same, given that many series are looked at (false discovery rate)",
        "periods_before": "periods the figure before rests on",
        "periods_after": "periods the figure after rests on",
    }

    @property
    def headline(self) -> str:
        period, whole = self.parameters["period"], self.parameters["periods"]
        if whole < LEAST_PERIODS:
            return (
                f"{counted(whole, period)} {'is' if whole == 1 else 'are'} seen whole: it takes {LEAST_PERIODS} to tell a lasting change "
                f"from the usual ups and downs{self._finer}.{self.assumption}"
            )
        if self.frame.empty:
            of = f" of {self._looked_at}" if len(self.tables["tests"]) else ""
            return (
                f"In {counted(whole, period)} no lasting change{of} can be told from chance.{self.assumption}"
            )
        told = [self._told(row) for row in self.frame.head(2).itertuples()]
        rest = len(self.frame) - len(told)
        more = (
            f" {counted(rest, 'further change')} {'is' if rest == 1 else 'are'} in the table."
            if rest > 0
            else ""
        )
        return f"{' '.join(told)}{more}{self._clock}{self.assumption}"

    @property
    def _finer(self) -> str:
        finer = {"month": "week", "week": "day"}.get(self.parameters["period"])
        return f"; by {finer} there are more (period {finer!r})" if finer else ""

    @property
    def _nearest(self) -> str:
        """What comes nearest to a change, where chance alone does as well in less than one of twenty series."""
        near = self.tables["tests"].nsmallest(1, "p_value")
        if near.empty or near.p_value.iloc[0] > LEVEL:
            return ""
        row, tried = near.iloc[0], len(self.tables["tests"])
        name = (
            "the ways work takes"
            if row.kpi == FLOW
            else KPIS.get(row.kpi, (f"the median of {row.kpi}", ""))[0]
        )
        return f" Nearest to one comes {name} on {row.change_at:%-d %b %Y} (p {_p(row.p_value)}, one of {tried} tried)."

    @property
    def _clock(self) -> str:
        calendar = self.parameters["calendar"]
        return f" Times are working time ({calendar})." if calendar else ""

    @property
    def _looked_at(self) -> str:
        """What was tried; of the rest too few periods tell anything, or nothing varies."""
        tried = set(self.tables["tests"].kpi)
        names = [KPIS[name][0] for name in KPIS if name in tried]
        names += ["the single waits and work"] if tried - set(KPIS) - {FLOW} else []
        names += ["the ways work takes"] if FLOW in tried else []
        return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)

    def _told(self, row: Any) -> str:
        since = f"Since {row.change_at:%-d %b %Y}"
        sure = f"p {_p(row.p_value)}"
        if row.kpi == FLOW:
            return f"{since} {share(row.difference)} of the steps go another way than before ({sure})."
        name, words = KPIS.get(row.kpi, (f"the median of {row.kpi}", duration))
        verb = "are" if row.kpi in COUNTS else "is"
        each = f" a {self.parameters['period']}" if row.kpi in COUNTS else ""
        return f"{since} {name} {verb} {words(row.after)}{each}, {words(row.before)} before ({sure})."

    def figure(self) -> go.Figure:
        from procmine.figures import control_charts

        course = self.tables["course"]
        changed = [kpi for kpi in self.frame.kpi.unique() if kpi != FLOW]
        nearest = self.tables["tests"].sort_values("p_value", kind="stable").kpi.unique()[:NEAREST]
        drawn = dict.fromkeys(
            [
                *changed,
                *(kpi for kpi in nearest if kpi != FLOW),
                *(kpi for kpi in KPIS if kpi in set(course.kpi)),
            ]
        )
        named = {
            kpi: KPIS[kpi][0].removeprefix("the ") if kpi in KPIS else f"median of {kpi}"
            for kpi in list(drawn)[:MOST_DRAWN]
        }
        named = {kpi: name if kpi in IN_CASES else f"{name}, hours" for kpi, name in named.items()}
        flow = self.frame[self.frame.kpi == FLOW]
        return control_charts(
            course, named, {"the ways work takes": flow.change_at.tolist()}, title=self.headline
        )


def drift(log: EventLog, *, period: str | None = None, calendar: str | None = None) -> Drift:
    """Has the process changed for good, when, and in what: cycle time, work, arrivals, rework, or the ways work takes?

    Each figure is looked at period by period (`day`, `week` from Monday, `month`; without one that which gives 20 to 120
    points), in periods seen whole. Cycle times and rework are told by the period in which cases began, so that nothing is
    mixed, and only of periods of at least 5 cases of which nine in ten have ended: by arrival, a plain mean of finished
    cases falls towards the end though nothing changes. What ends in a period is told only of those that lie after the first cases
    can have ended and before the last case came: as a log fills and drains, waits seem to grow and completions to change.
    Of single waits and work those that take most hours, a dozen, are told by their medians in the period in which they end.
    The ways work takes are the shares of the pairs of activities of which one let the other begin.
    A change is where the means before and after lie furthest apart, beside the ups and downs on either side. What chance can
    do is read from 2,000 series without a change that remember as much from period to period (for the ways, blocks of
    periods in another order), and a change is told where the false discovery rate over all tries stays within 5 %; of
    hours where the median moves by a minute or more, a wait by half a per cent of the usual cycle
    time or more. Each side of a change is tried again. With days the usual of each weekday is taken out first.
    With a `calendar` cycle times, waits and work are told in working time, and changes are looked for in that.
    Fewer than 12 whole periods tell nothing. What changed is no cause; see compare for what makes the difference.
    Tables: `observations` (the figures by period), `course` (each figure with its mean between changes and the limits
    within which single periods stay, mean ± 2.66 mean moving ranges; `is_signal` where one does not), `tests` (every
    split tried), `ways` (the shares before and after the change of the flow).
    Source: Page (1954); Wheeler & Chambers (1992) for the limits; Bose et al. (2011) for drift of the flow.
    """
    placed, given = placed_on(calendar, log)
    cut = cut_in(log, period) | given
    answer = log.ask("improvement", "drift", **cut)
    whole = answer.frame[~answer.frame.is_partial].reset_index(drop=True)
    series = {kpi: series_of(whole, kpi, cut["period"]) for kpi in KPIS}
    series |= stretches_of(log, cut, whole)
    tried = {kpi: splits(one.adjusted) for kpi, one in series.items()}
    places = {kpi: one.period_at for kpi, one in series.items()}
    ways, counts, places[FLOW] = flow_of(log, cut, whole)
    tried[FLOW] = flow_splits(counts)
    tests = tests_of(tried, places)
    frame = changes_of(tests, series, counts)
    tables = {
        "course": course_of(series, tests), "tests": tests.drop(columns=["first", "at", "last"]),
        "ways": ways_of(ways, counts, tests), "observations": answer.frame,
    }  # fmt: skip
    return Drift.of(
        log,
        answer,
        frame,
        tables=tables,
        parameters={
            "period": cut["period"],
            "periods": len(whole),
            "calendar": str(placed) if placed else None,
        },
    )


def _p(value: float) -> str:
    return "≤ 0.001" if value <= 0.001 else f"= {value:.3f}"
