"""In which order is waiting work taken up, and in what rhythm?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.nothing_kept import nothing_waits
from procmine.result import Result
from procmine.timing.arrivals import DAYS
from procmine.timing.attribution import asked_with, made_wait_cause
from procmine.timing.waiting_causes import BUILT_IN
from procmine.wording import count, counted, share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_GROUPS = 12
LEAST_WAITS, MOST_HOURS = 30, 6  # fewer pieces lie in few hours by chance; office hours are forty
LEAST_GATHERED = 0.3  # of the waiting of an activity in which a batch is gathered and nothing else done
LEAST_PAIRS = 30  # fewer say nothing of a habit


@dataclass(frozen=True, eq=False)
class QueueDiscipline(Result):
    columns = {
        "activity": "the activity before which work waits",
        "waits": "pieces of work that waited, or could have",
        "wait_hours": "all their waiting, hours",
        "wait_worked_hours": "the same in working time, where a calendar is given",
        "pairs": "pairs of which the later began to wait while the earlier still waited",
        "overtakings": "of these, pairs in which the later was taken up first",
        "fifo_index": "1 − overtakings / pairs: 1 is first come, first served; unknown without pairs",
        "gathered_share": "share of the waiting in which a batch was being gathered and its resource did nothing else, 0..1",
        "half_in_hours": "in how many hours of the week half of the work is taken up: few hours are a rhythm",
        "busiest_weekday": "the hour of the week in which most is taken up: its weekday (1 is Monday, in the log's own zone)",
        "busiest_hour": "and its clock hour",
        "busiest_share": "share of the work taken up in that hour, 0..1",
        "has_rhythm": "whether half of at least 30 pieces is taken up in at most 6 hours of the week",
        "basis": "`wait`: taken up at the recorded start; `elapsed`: at the end; `mixed`: some of both",
    }

    @property
    def headline(self) -> str:
        row = self.frame.sort_values(["overtakings", "waits"], ascending=False, kind="stable").iloc[0]
        rhythm = self.frame[self.frame.has_rhythm].sort_values(
            ["half_in_hours", "wait_hours"], ascending=[True, False], kind="stable"
        )
        told = f" {_rhythm(rhythm.iloc[0])}" if len(rhythm) else ""
        if not (self.frame.basis == "wait").all():
            told += " Where no start is recorded work counts as taken up when it ends."
        if not self.frame.pairs.sum():
            return f"No two pieces of work wait together, so none overtakes another.{told}"
        if not self.frame.overtakings.sum():
            return f"Nothing is overtaken: all work that waits together is taken up in the order in which it became ready.{told}"
        return (
            f"Before {row.activity} {share(1 - row.fifo_index)} of the pairs that wait together are taken up in the other order "
            f"({count(row.overtakings)} of {count(row.pairs)}).{self._favoured}{told}"
        )

    @property
    def _favoured(self) -> str:
        """Which group overtakes which most often for the pairs there are, where groups are told."""
        if self.parameters["by"] is None:
            return ""
        table = self.tables["overtakings"]
        apart = table[(table.group != table.overtaken_group) & (table.pairs >= LEAST_PAIRS)]
        if apart.empty:
            return ""
        row = apart.loc[(apart.overtakings / apart.pairs).idxmax()]
        return f" {row.group} overtakes {row.overtaken_group} in {share(row.overtakings / row.pairs)} of {counted(row.pairs, 'pair')}."

    @property
    def piled_up(self) -> pd.DataFrame:
        """The activities whose work is let pile up: taken up in a rhythm, while of its waiting 30 % gathers a batch."""
        return self.frame[(self.frame.gathered_share >= LEAST_GATHERED) & self.frame.has_rhythm]

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        shown = self.frame.dropna(subset=["fifo_index"]).sort_values("fifo_index", kind="stable")
        texts = [
            f"{share(1 - row.fifo_index)} overtaken, of {counted(row.pairs, 'pair')}"
            for row in shown.itertuples()
        ]
        return bars(
            shown.activity.tolist(),
            (1 - shown.fifo_index).tolist(),
            title=self.headline,
            axis="share overtaken",
            texts=texts,
        )


def _rhythm(row: pd.Series) -> str:
    hour = f"{DAYS[int(row.busiest_weekday)]} {int(row.busiest_hour)}:00–{int(row.busiest_hour) + 1}:00"
    return (
        f"{row.activity} has the strictest rhythm: half of it is taken up in {counted(row.half_in_hours, 'hour')} of the week, "
        f"{share(row.busiest_share)} on {hour}."
    )


def queue_discipline(log: EventLog, *, by: str | None = None, calendar: str | None = None) -> QueueDiscipline:
    """In which order is waiting work taken up, and in what rhythm?

    Work waits before an activity from the moment it could begin (see waiting_time) until it is taken up. Of two pieces
    that wait together, the later overtakes where it is taken up strictly earlier; pieces that became ready at one
    instant are no pair. Some overtaking is right (urgent work), and with several hands an order of starts says
    nothing of an order of ends. The rhythm is told by the hours of the week in which work is taken up: office hours
    spread it over forty, an approval twice a week puts half of it into two or three. Where no start is recorded work
    counts as taken up when it ends. With a `calendar` the waiting is told in working time too.
    Table `overtakings` with `by` (`resource`, `week`, `month` or an attribute of at most 12 values): who overtakes whom.
    Source: order of service in the performance spectrum of Denisov, Fahland & van der Aalst (BPM 2018).
    """
    if by is not None and by not in BUILT_IN:
        log.require_attribute(by, "queue_discipline(by=…)", BUILT_IN)
    placed, given = asked_with(log, calendar)
    answer = log.ask("timing", "queue_discipline", made=made_wait_cause(log, calendar), **given)
    if answer.frame.empty:
        raise nothing_waits(log)
    entries = log.rows("timing", "queue_entry", by=by)
    counts = entries[["activity_no"]].copy()
    counts["pairs"], counts["overtakings"] = (
        found[0] for found in later(entries, entries.group.notna().to_numpy()[None])
    )
    frame = answer.frame.merge(counts.groupby("activity_no", as_index=False).sum(), on="activity_no")
    frame["has_rhythm"] = (frame.waits >= LEAST_WAITS) & (frame.half_in_hours <= MOST_HOURS)
    frame["fifo_index"] = (1 - frame.overtakings / frame.pairs).where(frame.pairs > 0)
    tables = {} if by is None else {"overtakings": _between(entries)}
    return QueueDiscipline.of(
        log, answer, frame, tables=tables, parameters={"by": by, "calendar": str(placed) if placed else None}
    )


def later(entries: pd.DataFrame, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each piece of work how many of each set `of` began to wait after it while it waited; and how many of these
    were taken up before it.

    The rows come by activity and the instant they began to wait. A set is a row of `of`: which pieces belong to it.
    """
    import numpy as np

    from procmine.timing.coverage import elementary, sums_up_to

    activity, enabled, taken = (entries[name].to_numpy() for name in ("activity_no", "enabled", "taken"))
    # Places in order: instants as such would overflow.
    _, _, (begins, ends) = elementary((activity, enabled), (activity, taken))
    first = np.searchsorted(begins, begins, side="right")
    last = np.maximum(np.searchsorted(begins, ends, side="left"), first)
    before = np.concatenate([np.zeros((len(of), 1), dtype=np.int64), np.cumsum(of, axis=1)], axis=1)
    return before[:, last] - before[:, first], sums_up_to(ends, of.astype(np.int64), first, last, ends - 1)


def _between(entries: pd.DataFrame) -> pd.DataFrame:
    """How often each group overtakes each other one; beyond twelve groups only the largest are told."""
    import numpy as np
    import pandas as pd

    names = entries.group.value_counts().index[:MOST_GROUPS].tolist()
    of = np.stack([(entries.group == name).to_numpy() for name in names])
    pairs, passed = later(entries, of)
    rows = [
        (name, other, int(pairs[row, of[column]].sum()), int(passed[row, of[column]].sum()))
        for row, name in enumerate(names) for column, other in enumerate(names)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "overtaken_group", "pairs", "overtakings"])
