"""Where do cases turn back?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.result import Result
from procmine.wording import amount_of_time, counted, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Loops(Result):
    columns = {
        "from_activity": "what was done last before the case turned back",
        "to_activity": "what it turned back to",
        "kind": "`loop-back`: to an activity that the case began earlier; `self-loop`: the same at once again",
        "loops": "times",
        "cases": "cases in which it happens",
        "share_cases": "share of all cases in the view, 0..1",
        "median_length": "median number of steps of one round: from the place it turned back to up to where it turned",
        "repeats": "pieces of work done again before the case went on with something new, or turned back once more",
        "wait_hours": "waits of these repeats, hours (to the end where no start is recorded)",
        "wait_worked_hours": "the same in working time, where a calendar is given",
        "rework_hours": "work of these repeats, pauses left out; unknown where no starts are recorded",
        "rework_worked_hours": "the same in working time; unknown where work was paused",
        "critical_hours": "waits and work of these repeats on the critical path: so much longer took the cases",
        "critical_worked_hours": "the same in working time",
        "basis": "`wait`: waits run to the recorded start; `elapsed`: to the end, and contain the work; `mixed`: some of both",
    }

    @property
    def headline(self) -> str:
        if self.frame.empty:
            return f"No case of {self.counted_cases:,} turns back to what it did before."
        top, hours = self.frame.iloc[0], self.frame.critical_hours.sum()
        turn = f"{top.from_activity} at once again" if top.kind == "self-loop" else f"from {top.from_activity} to {top.to_activity}"  # fmt: skip
        part = f", {share(top.critical_hours / hours)} of that" if hours and len(self.frame) > 1 else ""
        return (
            f"Cases turn back {counted(int(self.frame.loops.sum()), 'time')}, which takes them {amount_of_time(hours)} in all; most "
            f"{turn} ({counted(top.loops, 'time')} in {counted(top.cases, 'case')}{part}).{self._started}{self._work}"
        )

    @property
    def _started(self) -> str:
        """Which activity most of it starts from, where that is several loops taken together."""
        table = self.tables["turning_points"]
        row = table.iloc[0]
        if row.turns < 2 or not is_known(row.share_critical):
            return ""
        return f" {share(row.share_critical)} of that time starts from {row.from_activity}."

    @property
    def _work(self) -> str:
        effort = self.frame.rework_hours.sum(min_count=1)
        return f" {amount_of_time(effort)} of work is done again." if is_known(effort) else " How much of it is work is not recorded."  # fmt: skip

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        names = [
            f"{row.from_activity} again" if row.kind == "self-loop" else f"{row.from_activity} → back to {row.to_activity}"
            for row in self.frame.itertuples()
        ]  # fmt: skip
        texts = [f"{counted(row.loops, 'time')} · {amount_of_time(row.critical_hours)}" for row in self.frame.itertuples()]  # fmt: skip
        return bars(
            names,
            self.frame.critical_hours.tolist(),
            title=self.headline,
            axis="hours that cases take longer",
            texts=texts,
            colours=COLOURS["rework"],
        )


def loops(log: EventLog, *, calendar: str | None = None) -> Loops:
    """Where do cases turn back to what they did before, and how much longer does that make them?

    A case turns where it does again what it began earlier (loop-back: to an activity whose first turn lies before the first turn of
    what was done last), or the same at once again (self-loop). What it then does again in the order of the first time belongs to the
    same loop, until something new is done or it turns once more; so each repeat (see rework) belongs to one loop, and the repeats
    of all loops are those of `rework`. Work that overlaps an earlier piece of the same activity is parallel and no repeat, and going
    between two activities that run side by side is no turn. Each time counts at the case's own critical path: `critical_hours` are
    the waits and work of the repeats that lie on it, which add up over loops and never count an hour twice; that they would be
    saved is not said. Whether a loop is waste is for the reader to judge. Open cases count with what they have so far.
    Table `turning_points`: by the activity from which cases turn back, loops, repeats, critical hours and their share.
    Source: loops and repetitions of bupaR's edeaR; back edges by the order of first occurrence.
    """
    placed, given = placed_on(calendar, log)
    answer = log.ask("discovery", "loops", **given)
    tables = {"turning_points": _turning_points(answer.frame)}
    return Loops.of(log, answer, tables=tables, parameters={"calendar": str(placed) if placed else None})


def _turning_points(frame: pd.DataFrame) -> pd.DataFrame:
    told = frame.groupby("from_activity", as_index=False).agg(
        turns=("loops", "size"), loops=("loops", "sum"), repeats=("repeats", "sum"), critical_hours=("critical_hours", "sum")
    )  # fmt: skip
    total = told.critical_hours.sum()
    told["share_critical"] = told.critical_hours / total if total else float("nan")
    return told.sort_values(["critical_hours", "loops", "from_activity"], ascending=[False, False, True], ignore_index=True)  # fmt: skip
