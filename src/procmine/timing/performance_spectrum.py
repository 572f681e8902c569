"""How does work pass from one activity to the next: in order, in batches, ever slower?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, UnknownName
from procmine.nothing_kept import nothing_observed, nothing_waits
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_PAIRS = 5
MOST_DRAWN = 3000  # lines of one picture: more only cover each other
LEAST_WAITS = 30  # fewer tell no order and no course
LEAST_TOGETHER, TIMES_CHANCE = (
    0.05,
    2,
)  # of the waits, and of what their pace alone would make: else no batches are told
FEW_HOURS = 3  # times fewer hours hold half of what is taken up than hold half of what begins to wait: waves
COARSE = 0.9  # of the instants on the full hour: then being taken up together says nothing
LEAST_CHANGE = 0.2


@dataclass(frozen=True, eq=False)
class PerformanceSpectrum(Result):
    told_in = "pairs"
    columns = {
        "from_activity": "the work that let the other begin",
        "to_activity": "the work that then waited",
        "class": "quarter of the pair's waits by length: 1 the quickest, 4 the slowest; equal waits share one",
        "period_at": "start of the period, in the log's own zone",
        "started": "waits that began in the period",
        "pending": "waits that had begun before the period and had not ended when it began",
        "stopped": "waits that ended in it, as the work was taken up",
        "is_partial": "the period is seen only in part",
    }

    @property
    def headline(self) -> str:
        row = self.tables["pairs"].iloc[0]
        between = f"From {row.from_activity} to {row.to_activity}"
        if row.waits < LEAST_WAITS:
            return (
                f"{between} there {'is' if row.waits == 1 else 'are'} {counted(row.waits, 'wait')}, too few to tell an order; "
                f"half last up to {duration(row.median_hours)}.{self._bound(row)}"
            )
        return (
            f"{between} {self._gathered(row)}, and {share(row.share_overtaken) if row.share_overtaken else 'none'} "
            f"of the {counted(row.waits, 'wait')} are overtaken by a later one. {self._course(row)}{self._bound(row)}"
        )

    def _gathered(self, row: pd.Series) -> str:
        """What the eye sees of batches: lines that end in one point, or in a few hours."""
        done = "taken up" if row.basis == "wait" else "done"
        if row.share_on_the_hour >= COARSE:
            return f"work is {done} at times told to the hour or day only, which shows no batches"
        if row.share_together >= max(LEAST_TOGETHER, TIMES_CHANCE * row.share_together_by_chance):
            return f"{share(row.share_together)} of the work is {done} in batches, within a minute of two others or more"
        if row.half_taken_in_hours * FEW_HOURS <= row.half_begin_in_hours:
            return (
                f"work is {done} in waves: half of it in {counted(row.half_taken_in_hours, 'hour')}, "
                f"while half begins to wait in {count(row.half_begin_in_hours)}"
            )
        return f"work is {done} piece by piece"

    def _course(self, row: pd.Series) -> str:
        early, late = row.early_median_hours, row.late_median_hours
        if not is_known(early) or abs(late - early) <= LEAST_CHANGE * row.median_hours or not row.has_moved:
            return f"It waits about as long at the end as at the beginning: {duration(row.median_hours)} in the median."
        told = f"The last third waits {duration(late)} in the median, the first {duration(early)}."
        return (
            told
            if late > early
            else f"{told} What nobody has taken up yet is not in the log, so the last is too low."
        )

    def _bound(self, row: pd.Series) -> str:
        return {
            "wait": "",
            "mixed": " Where no start is recorded the wait contains the work.",
            "elapsed": " No starts are recorded: the waits contain the work.",
        }[row.basis]

    def figure(self) -> go.Figure:
        from procmine.figures import spectrum

        segments, waits = self.tables["segments"], int(self.tables["pairs"].waits.sum())
        drawn = (
            f"all {counted(waits, 'wait')} drawn"
            if len(segments) == waits
            else f"{count(len(segments))} of {counted(waits, 'wait')} drawn, evenly"
        )
        return spectrum(
            segments, self.frame, title=self.headline, axis=drawn, bars=f"begin per {self.parameters['period']}",
            is_alone=len(self.tables["pairs"]) == 1,
        )  # fmt: skip


def performance_spectrum(
    log: EventLog,
    *,
    from_activity: str | None = None,
    to_activity: str | None = None,
    period: str | None = None,
    calendar: str | None = None,
) -> PerformanceSpectrum:
    """How does work pass from one activity to the next: in order, in batches, ever slower?

    Every wait is a line from the instant its work could begin (see waiting_time: the enabler, not merely the work
    recorded before it) to the instant it is taken up, or ends where no start is recorded. Lines that cross are
    overtaking, lines that meet in one point are a batch, lines that lean more and more are a growing wait. The pair
    asked for is shown, else the five whose waits are longest in all. Classes are the quarters of a pair's waits by
    length. Per period (`day`, `week`, `month`) `pending` + `started` − `stopped` is the `pending` of the next one.
    A wait is overtaken where one that began strictly later is taken up strictly earlier; with several hands an order of ends
    says nothing of an order of starts. In batches is what is taken up within a minute of at least two others, told where
    that is at least 5 % and twice what the pace of the hour around it would make by chance. In waves: where half of
    the work is taken up in at most a third of the hours in which half of it begins to wait. The course compares the
    medians of the first and last third of the waits, in the order in which they began, and is told where the shares of
    waits beyond the usual one lie three standard errors apart. With a `calendar` the pairs are told in working time too. What waits still is not in a log.
    Tables: `pairs` (these figures for each pair), `segments` (the lines drawn: at most 3,000 in all, every so many in
    the order in which they began; the figures and the bars count all).
    Source: Denisov, Fahland & van der Aalst (BPM 2018), on enabling pairs.
    """
    for name, named in (("from_activity", from_activity), ("to_activity", to_activity)):
        if named is not None and named not in log.activities:
            raise UnknownName("activity", named, log.activities, f"performance_spectrum({name}=…)")
    asked: dict[str, Any] = {
        "from_activity": from_activity,
        "to_activity": to_activity,
        "most_pairs": MOST_PAIRS,
    }
    placed, given = placed_on(calendar, log)
    asked |= given
    cut = cut_in(log, period)
    answer = log.ask("timing", "performance_spectrum", **asked, **cut)
    if answer.frame.empty:
        raise _no_waits(log, from_activity, to_activity)
    pairs = log.ask("timing", "spectrum_pair", **asked).frame
    if pairs.empty:
        raise nothing_observed(log)
    segments = log.ask("timing", "spectrum_segment", **asked, most_drawn=MOST_DRAWN // len(pairs)).frame
    if placed is None:
        pairs = pairs.drop(columns=["total_worked_hours", "median_worked_hours"])
    told: dict[str, Any] = {
        "calendar": str(placed) if placed else None,
        "from_activity": from_activity,
        "to_activity": to_activity,
        "period": cut["period"],
    }
    return PerformanceSpectrum.of(log, answer, tables={"pairs": pairs, "segments": segments}, parameters=told)


def _no_waits(log: EventLog, from_activity: str | None, to_activity: str | None) -> CannotAnswer:
    if from_activity is None and to_activity is None:
        return nothing_waits(log)
    return CannotAnswer(
        f"No {to_activity or 'work'} waits for {from_activity or 'other work'} in this view.",
        f"performance_spectrum, log {log.name}",
        "waiting_time lists the pairs of activities between which work waits.",
    )
