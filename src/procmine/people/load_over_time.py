"""How much work is in hand, and how much waits to be taken up, as time goes by?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

BUILT_IN = ("resource", "activity")
MOST_DRAWN = 8  # lines of groups that can be told apart
MOST_ROWS = 2_000_000  # periods times groups
ENDLESS_YEARS = 200


@dataclass(frozen=True, eq=False)
class LoadOverTime(Result):
    columns = {
        "period_at": "when the period begins, in the log's own zone",
        "group": "value of `by`; (all) without it",
        "mean_in_hand": "pieces of work begun and not ended, in the mean over the part of the period that is seen",
        "peak_in_hand": "most of them at once",
        "mean_waiting": "pieces that could have been begun and were not, in the mean; each counts for who later took it up",
        "mean_with_queue": "both together",
        "busy_hours": "hours resources were at work, overlapping work of one resource counted once; unknown without resources",
        "completions": "pieces of work that ended",
        "is_partial": "whether the view begins or ends within the period",
    }

    @property
    def headline(self) -> str:
        whole = self._whole
        full = whole[~whole.is_partial]
        seen = full if len(full) else whole
        top = seen.loc[seen.mean_with_queue.idxmax()]
        period = self.parameters["period"]
        told = (
            f"In the mean {count_of(seen.mean_in_hand.mean())} pieces of work are in hand and {count_of(seen.mean_waiting.mean())} wait to be taken up; "
            f"most in the {period} of {top.period_at:%d %b %Y}: {count_of(top.mean_in_hand)} and {count_of(top.mean_waiting)}."
        )
        if self.parameters["by"]:
            means = self.frame.groupby("group").mean_with_queue.mean()
            told += f" Most lies with {means.idxmax()} ({count_of(means.max())} in the mean)."
        return told

    @property
    def _whole(self) -> pd.DataFrame:
        """All groups together, period by period."""
        summed = self.frame.groupby("period_at", as_index=False)[["mean_in_hand", "mean_waiting", "mean_with_queue"]].sum()  # fmt: skip
        is_partial = self.frame.groupby("period_at").is_partial.first()
        return summed.assign(is_partial=summed.period_at.map(is_partial))

    def figure(self) -> go.Figure:
        from procmine.figures import lines

        if not self.parameters["by"]:
            names = {"mean_in_hand": "in hand", "mean_with_queue": "in hand and waiting"}
            return lines(
                self.frame,
                "period_at",
                names,
                title=self.headline,
                axis="pieces of work",
                partial="is_partial",
            )
        means = self.frame.groupby("group").mean_with_queue.mean().sort_values(ascending=False)
        drawn = means.index[:MOST_DRAWN]
        wide = self.frame[self.frame.group.isin(drawn)].pivot(index="period_at", columns="group", values="mean_with_queue")  # fmt: skip
        table = wide.reset_index().merge(self._whole[["period_at", "is_partial"]], on="period_at")
        figure = lines(
            table,
            "period_at",
            {name: str(name) for name in drawn},
            title=self.headline,
            axis="pieces in hand and waiting",
            partial="is_partial",
        )
        left = len(means) - len(drawn)
        return figure.update_yaxes(
            title=f"pieces in hand and waiting · {counted(left, 'more group')} not drawn"
        ) if left else figure  # fmt: skip


def count_of(value: float) -> str:
    return count(value) if value >= 100 else f"{value:,.1f}"


def load_over_time(log: EventLog, *, by: str | None = None, period: str | None = None) -> LoadOverTime:
    """How much work is in hand, and how much waits to be taken up, as time goes by?

    A piece is in hand from its start to its end, unfinished ones until the extraction; it waits from its enabling (see
    waiting_time) to its start, and is counted for the group of who took it up: work that nobody has begun yet is not
    recorded. The mean weighs each number by how long it held, over the part of the period that lies within the view;
    the first and last period are usually partial, marked so and drawn dotted. Pauses count as in hand. Periods are `day`,
    `week` (from Monday) or `month` of the log's own zone; without `period` the one that gives 20 to 120 points is taken.
    `by` is `resource`, `activity`, `role` where roles were confirmed, or any attribute; work without it is (missing).
    Busy hours add up over resources, not over other groups. Refused where no starts are recorded, since nothing is then
    known to be in hand: wip and throughput tell of cases.
    """
    if by is not None and by not in BUILT_IN:
        log.require_belonging(by, "load_over_time(by=…)", BUILT_IN)
    if not log.facts["share_with_start"]:
        raise CannotAnswer(
            "No start times are recorded, so what is in hand is not known.",
            f"log {log.name}",
            "Ask throughput or wip, which need ends only, or import a column with the start of the work (--start).",
        )
    cut = cut_in(log, period)
    _refuse_endless(log, cut["months"] * 30 + cut["days"])
    answer = log.ask("people", "load_over_time", by=by, **cut)
    if not answer.frame.mean_with_queue.sum() > 0:
        raise CannotAnswer(
            "No work of this view takes any time.",
            f"log {log.name}",
            "Ask with other filters, or import starts and ends with their clock.",
        )
    return LoadOverTime.of(log, answer, parameters={"by": by, "period": cut["period"]})


def _refuse_endless(log: EventLog, period_days: int) -> None:
    first, last = (datetime.fromisoformat(log.facts[name]) for name in ("first_at", "last_at"))
    if (last - first).days / period_days > MOST_ROWS / 100 or (last - first).days > ENDLESS_YEARS * 366:
        raise CannotAnswer(
            f"The log runs from {first:%d %b %Y} to {last:%d %b %Y}.",
            "load_over_time",
            "Is one of the two dates a stray? Leave such rows out at the import, or ask by month.",
        )
