"""How do the processes of this workspace stand beside each other?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.across.several import FindingAcross, opened
from procmine.discovery.summary import summary
from procmine.errors import CannotAnswer
from procmine.timing.bottlenecks import PHRASES, bottlenecks
from procmine.timing.cycle_time import cycle_time
from procmine.timing.throughput import throughput
from procmine.timing.wip import wip
from procmine.wording import counted, duration, is_known, listed, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog
    from procmine.workspace import Workspace

NOTHING = {"cases": 0, "open_cases": 0, "events": 0}


@dataclass(frozen=True, eq=False, kw_only=True)
class Portfolio(FindingAcross):
    columns = {
        "log": "the log",
        "cases": "cases",
        "open_cases": "of these, not finished at the extraction",
        "median_hours": "half of the cases take at most this long, open ones counted (see cycle_time)",
        "arrivals_per_week": "cases that begin in a whole week, in the mean (see throughput)",
        "completions_per_week": "cases completed in one",
        "share_ageing": "of the open cases of which it is known, those longer in their stage than 85 % of stays last (see wip)",
        "longest_wait": "the wait that makes up most of the time cases take (see bottlenecks); the time up to an end, where only ends are recorded",
        "longest_wait_share": "its share of the time that cases take, 0..1",
        "longest_wait_hours": "median of one such wait, hours",
        "median_low_hours": "lower end of the 95 % confidence interval of the median cycle time",
        "median_high_hours": "upper end",
        "mean_in_progress": "cases in progress, in the mean over time",
        "events": "pieces of work",
        "first_day": "day of the first instant, on the log's own clock",
        "last_day": "day of the last",
        "first_at": "first instant, in UTC; unknown where the log's clock stands in no known zone",
        "last_at": "last instant, the same",
        "version": "the newest version of the log, which was asked",
    }

    @property
    def headline(self) -> str:
        frame = self.frame
        opened = int(frame.open_cases.sum())
        told = f"{counted(len(frame), 'log holds', 'logs hold')} {counted(frame.cases.sum(), 'case')}, {opened:,} of them open."
        told += self._slowest
        if opened and len(frame) > 1:
            most = frame.loc[frame.open_cases.idxmax()]
            ageing = f", {share(most.share_ageing)} of them longer in their stage than usual" if is_known(most.share_ageing) else ""  # fmt: skip
            told += f" Most are open in {most.log}: {most.open_cases:,}{ageing}."
        unknown = len(self.tables["notes"])
        return told + (
            f" {counted(unknown, 'figure is', 'figures are')} empty; the notes say why." if unknown else ""
        )

    def remarks(self) -> list[str]:
        notes = self.tables["notes"].groupby(["figure", "why"], sort=False).log.apply(list)
        told = [
            f"{figure[0].upper()}{figure[1:]} of {listed(logs, 8)}: {why}"
            for (figure, why), logs in notes.items()
        ]
        return [*told, *super().remarks()]

    @property
    def _slowest(self) -> str:
        known = self.frame.dropna(subset=["median_hours"])
        if known.empty:
            return ""
        slow, fast = known.loc[known.median_hours.idxmax()], known.loc[known.median_hours.idxmin()]
        if len(known) == 1:
            return f" Half of the cases of {slow.log} take up to {duration(slow.median_hours)}."
        if slow.median_hours == fast.median_hours:
            return f" Half of the cases of each take up to {duration(slow.median_hours)}."
        told = f" Cases take longest in {slow.log}, half up to {duration(slow.median_hours)}"
        if not fast.median_hours:
            return f"{told}; in {fast.log} half take no time that is recorded."
        return f"{told}, and shortest in {fast.log}, half up to {duration(fast.median_hours)}."

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        known = self.frame.dropna(subset=["median_hours"]).sort_values("median_hours", ascending=False)
        texts = [
            f"{duration(row.median_hours)}{_interval(row.median_low_hours, row.median_high_hours)} · {counted(row.cases, 'case')}"
            for row in known.itertuples()
        ]
        axis = "median cycle time, hours"
        if len(known) < len(self.frame):
            axis += f" · not known of {counted(len(self.frame) - len(known), 'log')}"
        return bars(
            known.log.tolist(),
            known.median_hours.tolist(),
            title=self.headline,
            axis=axis,
            texts=texts,
            most=30,
        )


def _interval(low: float, high: float) -> str:
    return f" ({duration(low)} to {duration(high)})" if is_known(low) and is_known(high) else ""


def portfolio(workspace: Workspace) -> Portfolio:
    """How do the processes of this workspace stand beside each other?

    One row for the newest version of each log, by name, of figures that the questions on it give: summary, cycle_time,
    throughput by week, wip and bottlenecks, each with its own definition and edge cases, in clock hours. What a log does not bear
    is empty, never zero, and table `notes` says why: log, figure and what is missing. A log that cannot be opened is left out
    and named. Processes differ in what a case is: that one takes longer than another is no finding on who works in it.
    """
    import pandas as pd

    logs, left_out = opened(workspace)
    rows: list[dict[str, Any]] = []
    notes: list[tuple[str, str, str]] = []
    for log in logs:
        row: dict[str, Any] = {"log": log.name, "version": log.version.version, **NOTHING}
        for figure, told in FIGURES.items():
            try:
                found = told(log)
            except CannotAnswer as refusal:
                found, why = {}, refusal.found
            else:
                why = found.pop("why", "")
            if why:
                notes.append((log.name, figure, why))
            row |= found
        rows.append(row)
    frame = pd.DataFrame(rows).reindex(columns=list(Portfolio.columns))
    for name in ("first_at", "last_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return Portfolio(
        frame=frame,
        tables={"notes": pd.DataFrame(notes, columns=["log", "figure", "why"])},
        logs={log.name: log.version.version for log in logs},
        left_out=tuple(left_out),
    )


def _summary(log: EventLog) -> dict[str, Any]:
    row = summary(log).frame.iloc[0]
    days = {f"{end}_day": f"{row[f'{end}_at']:%Y-%m-%d}" for end in ("first", "last")}
    found = {name: int(row[name]) for name in NOTHING} | days
    if not log.zone:
        return {**found, "why": "Its clock was kept as recorded: no zone is known."}
    return {**found, **{name: row[name].tz_convert("UTC") for name in ("first_at", "last_at")}}


def _cycle_time(log: EventLog) -> dict[str, Any]:
    row = cycle_time(log).frame.iloc[0]
    found = {name: row[name] for name in ("median_hours", "median_low_hours", "median_high_hours")}
    if not is_known(row.median_hours):
        found["why"] = "Too many cases are open for the median to be known."
    return found


def _throughput(log: EventLog) -> dict[str, Any]:
    found = throughput(log, period="week")
    whole = found.frame[~found.frame.is_partial]
    figures: dict[str, Any] = {"mean_in_progress": found.tables["little"].mean_in_progress.iloc[0]}
    if whole.empty:
        return {**figures, "why": "No week is seen whole."}
    means = {"arrivals_per_week": whole.arrivals.mean(), "completions_per_week": whole.completions.mean()}
    return {**figures, **means}


def _wip(log: EventLog) -> dict[str, Any]:
    frame = wip(log).frame
    if frame.empty:
        return {"why": "No case is open."}
    known = frame.dropna(subset=["stage_p85_hours"])
    if known.empty:
        return {
            "why": "How long the stages of its open cases usually last is not known: too few have left them."
        }
    return {"share_ageing": known.is_ageing.mean()}


def _bottlenecks(log: EventLog) -> dict[str, Any]:
    frame = bottlenecks(log).frame
    waits = frame[frame.kind != "work"]
    if waits.empty:
        return {"why": "Nothing waits in it."}
    top = waits.iloc[0]
    return {
        "longest_wait": PHRASES[top.kind].format(top.activity),
        "longest_wait_share": top.share,
        "longest_wait_hours": top.median_hours,
    }


FIGURES: dict[str, Callable[[EventLog], dict[str, Any]]] = {
    "first and last instant": _summary,
    "median cycle time": _cycle_time,
    "arrivals and completions a week": _throughput,
    "share ageing": _wip,
    "longest wait": _bottlenecks,
}
