"""How long does a case take?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.nothing_kept import nothing_observed
from procmine.result import Result
from procmine.timing.durations import survivals
from procmine.wording import counted, duration, is_known, working_duration

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

DRAWN = 0.99  # of the finished cases: how far the drawn curve goes
COHORTS = ("week", "month")  # in which cases began
FAR = 0.05  # of the median: beyond this it matters that open cases are counted
LEAST_CASES = 20  # of a group that the headline compares: the median of a handful says little


@dataclass(frozen=True, eq=False)
class CycleTime(Result):
    columns = {
        "group": "value of the attribute `by`; (all) without it",
        "cases": "cases, finished and open",
        "open_cases": "of these, still open at the extraction",
        "median_hours": "half of the cases take at most this long; unknown where the curve never falls to one half",
        "median_worked_hours": "the same in working time, where a calendar is given",
        "p85_hours": "85 % take at most this long",
        "p85_worked_hours": "the same in working time",
        "p95_hours": "95 % take at most this long",
        "p95_worked_hours": "the same in working time",
        "median_low_hours": "lower end of the 95 % confidence interval of the median",
        "median_low_worked_hours": "the same in working time",
        "median_high_hours": "upper end of the 95 % confidence interval of the median",
        "median_high_worked_hours": "the same in working time",
        "closed_mean_hours": "plain mean of the finished cases only: biased low while cases are open",
        "closed_mean_worked_hours": "the same in working time",
        "restricted_mean_hours": "mean over all cases, none counted for longer than `within_hours` of the parameters; unknown where none was seen so long",
        "restricted_mean_worked_hours": "the same in working time",
        "is_mature": "whether at least 90 % of its cases have ended: the figures of younger cohorts may still change much",
    }

    @property
    def headline(self) -> str:
        if len(self.frame) == 1:
            row = self.frame.iloc[0]
            low, high = duration(row.median_low_hours), duration(row.median_high_hours)
            band = (
                f" ({low} to {high})"
                if is_known(row.median_low_hours) and is_known(row.median_high_hours)
                else ""
            )
            first = (
                f"Half of the cases take up to {duration(row.median_hours)}{band}, {_beyond(row.p85_hours)}"
                if is_known(row.median_hours)
                else f"More than half of the {counted(row.cases, 'case')} last longer than anything finished so far: the median is not known yet"
            )
            opened = f"; {counted(row.open_cases, 'open case')} counted" if row.open_cases else ""
            return f"{first}{opened}.{self._bias(row)}{self._in_working_time(row)}{self.assumption}"
        return f"{self._over_time if self.parameters['by'] in COHORTS else self._compared}{self.assumption}"

    def _bias(self, row: pd.Series) -> str:
        """What those would be told who look at finished cases only, where that is far from so."""
        seen = self.tables["observations"]
        finished = seen.hours.repeat(seen.closed.astype(int)).median()
        if (
            not is_known(finished)
            or not is_known(row.median_hours)
            or abs(finished - row.median_hours) < FAR * row.median_hours
        ):
            return ""
        return f" Of finished cases alone half would seem to take up to {duration(finished)}."

    @property
    def _over_time(self) -> str:
        """The first cohort beside the last, of those that are large and old enough to be told."""
        old = self.frame[self.frame.is_mature & (self.frame.cases >= LEAST_CASES)].dropna(
            subset=["median_hours"]
        )
        young = int((~self.frame.is_mature).sum())
        period = self.parameters["by"]
        masked = (
            f" {counted(young, period)} {'is' if young == 1 else 'are'} not told: more than a tenth of the cases is still open."
            if young
            else ""
        )
        if len(old) < 2:
            return f"Too few {period}s have {LEAST_CASES} cases of which nine in ten have ended to tell a course.{masked}"
        first, last = old.iloc[0], old.iloc[-1]
        is_apart = (
            first.median_high_hours < last.median_low_hours or last.median_high_hours < first.median_low_hours
        )
        sure = "more than chance" if is_apart else "no more than chance may make"
        return (
            f"Half of the cases that began in {last.group} take up to {duration(last.median_hours)}, against {duration(first.median_hours)} in "
            f"{first.group}: {sure}.{self._in_working_time(last, first)}{masked}"
        )

    @property
    def _compared(self) -> str:
        """The slowest group beside the fastest, of those that are large enough for their medians to say something."""
        large = self.frame[self.frame.cases >= LEAST_CASES]
        few = len(self.frame) - len(large)
        rest = f" {counted(few, 'smaller group is', 'smaller groups are')} not compared." if few else ""
        known = large.dropna(subset=["median_hours"])
        if large.empty:
            return (
                f"None of the {len(self.frame)} groups has the {LEAST_CASES} cases it takes to compare them."
            )
        if known.empty:
            return f"In no group of at least {LEAST_CASES} cases have half of the cases ended yet.{rest}"
        slow, fast = known.loc[known.median_hours.idxmax()], known.loc[known.median_hours.idxmin()]
        if len(known) == 1:
            return f"Half of the cases of {slow.group} take up to {duration(slow.median_hours)}.{self._in_working_time(slow)}{rest}"
        return (
            f"{slow.group} is slowest: half of its cases take up to {duration(slow.median_hours)}, "
            f"against {duration(fast.median_hours)} for {fast.group}.{self._in_working_time(slow, fast)}{rest}"
        )

    @property
    def is_until_extraction(self) -> bool:
        return bool(self.frame.open_cases.sum())

    def _in_working_time(self, *rows: pd.Series) -> str:
        """The medians in the units of the calendar, where one is given."""
        said = self.parameters["calendar"]
        if not said or not all(is_known(row.median_worked_hours) for row in rows):
            return ""
        day_hours = self.parameters["working_day_hours"]
        told = " against ".join(working_duration(row.median_worked_hours, day_hours) for row in rows)
        return f" Counted in working time ({said}) half take up to {told}."

    def figure(self) -> go.Figure:
        from procmine.figures import lines, steps

        if self.parameters["by"] in COHORTS:
            drawn = self.frame.assign(is_young=~self.frame.is_mature)
            named = {"median_hours": "half up to", "p85_hours": "85 % up to"}
            return lines(drawn, "group", named, title=self.headline, axis="hours", partial="is_young")
        curves = {str(name): curve for name, curve in self.tables["curve"].groupby("group", sort=False)}
        shown = dict(list(curves.items())[:8])
        limit, said = self._drawn_to
        return steps(
            shown,
            x="hours",
            y="still_going",
            title=self.headline,
            axis="share of cases not finished",
            x_axis=f"hours since the case began{said}",
            limit=limit,
        )

    @property
    def _drawn_to(self) -> tuple[float | None, str]:
        """Where the drawn axis ends: one case that stays open for years would press all others against its beginning."""
        seen = self.tables["observations"]
        finished = seen.hours.repeat(seen.closed.astype(int))
        limit = finished.quantile(DRAWN) if len(finished) else float("nan")
        if not is_known(limit) or limit <= 0 or limit >= 0.8 * self.tables["curve"].hours.max():
            return None, ""
        return float(limit), f", drawn as far as {DRAWN:.0%} of the finished cases took".replace("%", " %")


def _beyond(p85_hours: float) -> str:
    if is_known(p85_hours):
        return f"85 % up to {duration(p85_hours)}"
    return "how long the slowest 15 % take is not known yet"


def cycle_time(log: EventLog, *, by: str | None = None, calendar: str | None = None) -> CycleTime:
    """How long does a case take, from its first work to its last?

    Cycle time runs from the first instant of a case to the end of its last work. Open cases are not left
    out: each counts as lasting at least until the extraction (Kaplan–Meier), since a plain average of
    finished cases makes recent months look fast. Where the log was recorded only from an instant on
    (`observed_from`), older cases join the risk when they come into sight. A quantile that too many open
    cases leave undecided is unknown (NaN), never guessed. Intervals are 95 % log-log bands.
    `by` is a case attribute: one that varies inside cases cannot group cases and is refused. The headline compares
    groups of at least 20 cases only; `week` and `month` make cohorts of the cases that began then, of which those with
    more than a tenth still open are told as too young (`is_mature`): by arrival, a plain mean of finished cases falls
    towards the end though nothing changes. Smaller groups stand in the table, with intervals as wide as they are unsure.
    The restricted mean counts no case for longer than the time for which every mature group was seen, so that groups
    are compared over the same time. With a `calendar` the same is worked out once more on working time, beside the elapsed figures.
    Tables: `observations` (the durations counted), `curve` (the share of cases not finished at each duration);
    with a calendar also `observations_worked` and `curve_worked`, in working hours.
    Source: Kaplan & Meier (1958).
    """
    if (
        by is not None
        and by not in COHORTS
        and log.require_attribute(by, where="cycle_time(by=…)") == "event"
    ):
        raise CannotAnswer(
            f"{by!r} varies inside cases, so a case has no one {by!r}.",
            "cycle_time(by=…)",
            f"Group by a case attribute: {', '.join(n for n, level in log.attributes.items() if level == 'case') or 'this log has none'}.",
        )
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "cycle_time", by=by, **given)
    if answer.frame.empty:
        raise nothing_observed(log)
    worked = answer.frame.drop(columns=["hours", "entry_hours"])
    frame, tables, within = survivals(answer.frame.drop(columns=["worked_hours", "entry_worked_hours"]))
    if placed:
        in_working_time, curves, within_worked = survivals(
            worked.rename(columns=lambda name: name.replace("worked_hours", "hours"))
        )
        named = in_working_time.drop(columns=["cases", "open_cases", "is_mature"]).rename(
            columns=lambda name: name.replace("_hours", "_worked_hours")
        )
        frame = frame.merge(named, on="group")
        tables |= {f"{name}_worked": table for name, table in curves.items()}
    in_order = ["group"] if by in COHORTS else ["cases", "group"]
    frame = frame.sort_values(in_order, ascending=[name == "group" for name in in_order], ignore_index=True)
    told: dict[str, Any] = {"by": by, "within_hours": within, "calendar": str(placed) if placed else None}
    if placed:
        told |= {"working_day_hours": placed.everybody.day_hours, "within_worked_hours": within_worked}
    return CycleTime.of(log, answer, frame, tables=tables, parameters=told)
