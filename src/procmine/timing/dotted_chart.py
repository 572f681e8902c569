"""What happened when: every case a line, every piece of work a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import count, counted, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_CASES, MOST_DOTS = 2000, 20_000  # of one picture
SORTS = ("start", "end", "duration")
TOLD_BY = {  # the clocks, and what tells the finding on each: table and statement
    "calendar": {"days": "arrival_day", "hours": "recorded_hour"},
    "relative": {"clock": "case_clock"},
    "week": {"hours": "recorded_hour"},
}
COLOURS = ("activity", "resource")
OFFICE_HOURS = 10
LEAST_GAP_HOURS, LEAST_GAP_SHARE = 72.0, 0.02  # a weekend is shorter; of the whole time
LEAST_DAYS = 20  # with arrivals: of fewer a tenth is a day or two
BURSTS = 1.5  # times the share that chance alone would bring in the busiest days
DRAWN = 0.99  # of the dots: how far the clock of the case is drawn


@dataclass(frozen=True, eq=False)
class DottedChart(Result):
    columns = {
        "case_id": "the case",
        "line": "place of its line by `sort`, 1 on top",
        "activity": "the work",
        "resource": "who did it, where that is known",
        "happened_at": "when it began, or ended where no start is recorded, in the log's own zone",
        "case_hours": "hours since the case began",
        "week_hours": "hours since Monday 00:00, on the clock of the log's zone",
    }

    @property
    def headline(self) -> str:
        clock = self.parameters["clock"]
        told = {"calendar": self._calendar, "relative": self._relative, "week": self._week}[clock]
        return f"{told()}{self._drawn}"

    def _calendar(self) -> str:
        days, gap = self.tables["days"], self._gap()
        if len(days) < LEAST_DAYS:
            told = f"{counted(days.arrivals.sum(), 'case arrives', 'cases arrive')} on {counted(len(days), 'day')}"
        else:
            busy, chance = _busiest(days.arrivals.to_numpy())
            even = max(1, round(len(days) / 10)) / len(days)
            way = (
                "in bursts"
                if busy >= BURSTS * chance
                else "more evenly than by chance"
                if busy - even <= (chance - even) / 2
                else "about as evenly as by chance"
            )
            told = (
                f"{counted(days.arrivals.sum(), 'case')} arrive {way}: the busiest tenth of the {count(len(days))} days with arrivals "
                f"brings {share(busy)} of them, where chance alone would bring {share(chance)}"
            )
        return f"{told}{gap}."

    def _gap(self) -> str:
        """The longest stretch in which nothing begins or ends, where it is more than a weekend."""
        hours = self.tables["hours"]
        gaps = (hours.first_at - hours.last_at.shift(1)).dt.total_seconds() / 3600
        whole = (hours.last_at.max() - hours.first_at.min()).total_seconds() / 3600
        if len(hours) < 2 or gaps.max() < max(LEAST_GAP_HOURS, LEAST_GAP_SHARE * whole):
            return ""
        since = hours.last_at.shift(1)[gaps.idxmax()]
        return f"; nothing at all begins or ends for {duration(gaps.max())} from {since:%d %b %Y}"

    def _relative(self) -> str:
        row = self.tables["clock"].iloc[0]
        begins, begin = ("begins", "begin") if self._has_starts else ("ends", "end")
        if not row.all_within_hours:
            return f"All work {begins} at the instant at which its case does."
        half = (
            f"within {duration(row.half_within_hours)} of" if row.half_within_hours else "at the instant of"
        )
        return (
            f"Half of the {counted(row.dots, 'piece')} of work {begin} {half} the beginning of their case, "
            f"nine tenths within {duration(row.nine_tenths_within_hours)}, the last after {duration(row.all_within_hours)}."
        )

    @property
    def _has_starts(self) -> bool:
        return self.facts["share_with_start"] > 0.5

    def _week(self) -> str:
        table = self.tables["hours"].groupby(["weekday", "hour"]).dots.sum()
        week = table.reindex([(day, hour) for day in range(1, 6) for hour in range(24)], fill_value=0)
        by_hour = week.groupby(level="hour").sum()
        first = max(range(25 - OFFICE_HOURS), key=lambda hour: by_hour.iloc[hour : hour + OFFICE_HOURS].sum())
        outside = 1 - by_hour.iloc[first : first + OFFICE_HOURS].sum() / table.sum()
        clock = "" if self.facts["zone"] else " The log has no zone: its clock is taken as recorded."
        return (
            f"{share(outside)} of the work {'begins' if self._has_starts else 'ends'} outside its busiest {OFFICE_HOURS} hours of the working day, "
            f"Mon–Fri {first:02}:00–{first + OFFICE_HOURS:02}:00; spread evenly over the week it would be 70 %.{clock}"
        )

    @property
    def _drawn(self) -> str:
        lines = self.frame.line.nunique()
        return (
            ""
            if lines == self.counted_cases
            else f" {count(lines)} of {counted(self.counted_cases, 'case')} {'is' if lines == 1 else 'are'} drawn."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import dots

        clock = self.parameters["clock"]
        column = {"calendar": "happened_at", "relative": "case_hours", "week": "week_hours"}[clock]
        order = {"start": "begin", "end": "end", "duration": "last"}[self.parameters["sort"]]
        names = self.tables["colours"]
        return dots(
            self.frame, column, self.parameters["colour"], dict(zip(names.name, names.dots, strict=True)), title=self.headline,
            axis={"calendar": "", "relative": "since the case began", "week": "day of the week"}[clock],
            y_axis=f"{counted(self.frame.line.nunique(), 'case')}, as they {order}", limit=DRAWN,
        )  # fmt: skip


def _busiest(arrivals: Any) -> tuple[float, float]:
    """The share of the cases that the busiest tenth of the days brings, and what it would be by chance.

    Only days with an arrival are counted, so chance draws as many on each (Poisson) but never none: where few cases
    come, days look even by that alone.
    """
    import math

    import numpy as np
    from scipy.stats import poisson

    days, cases = len(arrivals), int(arrivals.sum())
    tenth = max(1, round(days / 10))
    usual = pace = cases / days
    for _ in range(1000):  # the pace that gives so many on the days that are not without
        pace = usual * -math.expm1(-pace)
    if cases == days:
        by_chance = tenth / days
    else:
        drawn = poisson.ppf(np.random.default_rng(0).uniform(np.exp(-pace), 1, size=(50, days)), pace)
        by_chance = (np.sort(drawn, axis=1)[:, -tenth:].sum(axis=1) / drawn.sum(axis=1)).mean()
    return float(np.sort(arrivals)[-tenth:].sum() / cases), float(by_chance)


def dotted_chart(
    log: EventLog, *, sort: str = "start", clock: str = "calendar", colour: str = "activity"
) -> DottedChart:
    """What happened when: every case a line, every piece of work a dot?

    A dot stands where work begins (where it ends, if no start is recorded). The cases lie below each other in the order
    of their `start`, their `end` or their `duration` (`sort`); an open case lasts until the extraction. The `clock` is that of
    the `calendar`, `relative` to the beginning of the case, or that of the `week`, in the log's zone. Dots take the colour of
    the activity or the resource (`colour`); the nine most frequent have one of their own. Whole cases are drawn, evenly by
    arrival: at most 2,000 with about 20,000 dots. The finding counts all cases of the view:
    for the calendar whether they arrive in bursts (the share of cases that the busiest tenth of the days with arrivals
    brings, beside what chance would bring on days that are not without: bursts from 1.5 times that on,
    more evenly than by chance where at most half of what chance adds is left) and the longest stretch in which nothing
    begins or ends, if it is more than three days and 2 % of the time; for the case's own clock within what time half and
    nine tenths of the work happen; for the week how much lies outside the ten hours from Monday
    to Friday that hold most. A case that
    had begun before the observation is no arrival.
    Tables: `colours` (the names with their dots drawn); `days` (arrivals) and `hours` (clock hours in which something
    begins or ends), or `clock`, as the finding needs them.
    Source: the dotted chart of Song & van der Aalst (2007).
    """
    for name, given, known in (
        ("sort", sort, SORTS),
        ("clock", clock, tuple(TOLD_BY)),
        ("colour", colour, COLOURS),
    ):
        if given not in known:
            raise WrongOption(
                f"There is no {name} {given!r}.",
                f"dotted_chart({name}=…)",
                f"Use one of: {', '.join(known)}.",
            )
    if colour == "resource" and not log.facts["resources"]:
        raise CannotAnswer(
            "No resources are recorded, so dots have no colour by resource.",
            f"log {log.name}",
            "Leave out colour=resource, or import the log with --resource.",
        )
    answer = log.ask("timing", "dotted_chart", sort=sort, most_cases=MOST_CASES, most_dots=MOST_DOTS)
    if answer.frame.empty:
        raise CannotAnswer(
            f"Every case of this view has more than {MOST_DOTS:,} pieces of work: too many to draw one.",
            f"log {log.name}",
            "Is the case column right? procmine inspect shows it.",
        )
    tables = {name: log.ask("timing", asked).frame for name, asked in TOLD_BY[clock].items()}
    tables["colours"] = _colours(answer.frame, colour, log.activities if colour == "activity" else log.resources)  # fmt: skip
    return DottedChart.of(log, answer, tables=tables, parameters={"sort": sort, "clock": clock, "colour": colour})  # fmt: skip


def _colours(frame: pd.DataFrame, colour: str, names: list[str]) -> pd.DataFrame:
    """All names of the log, drawn or not, so that each keeps its colour whatever the view shows."""
    drawn = frame[colour].value_counts().reindex(names, fill_value=0)
    return drawn.rename_axis("name").rename("dots").reset_index()
